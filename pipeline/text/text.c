// Building the canonical form: stretches of ASCII are copied whole, everything else goes character by character
// through the fold table, and the map gets an entry wherever the distance between the two texts changes.
//
// Invariant: norm is valid UTF-8 and edits[] maps every norm offset at a character's start to the original
// character's start.

#include "text.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/limits.h"
#include "fold.h"
#include "passages.h"
#include "tokens.h"

// Index of the first byte at or after i that is not ASCII, or len.
static size_t ascii_end(const char *s, size_t i, size_t len) {
  uint64_t word;
  while (i + 8 <= len) {
    memcpy(&word, s + i, 8);
    if (word & 0x8080808080808080u) break;
    i += 8;
  }
  while (i < len && (unsigned char)s[i] < 0x80) i++;
  return i;
}

static bool add_edit(spokes_text *text, size_t norm_at, size_t orig_at) {
  if (text->edit_count && text->edits[text->edit_count - 1].norm_at == norm_at) {
    text->edits[text->edit_count - 1].orig_at = (uint32_t)orig_at;
    return true;
  }
  void *edits = text->edits;
  if (!spokes__array_reserve(&edits, &text->edit_cap, text->edit_count + 1, sizeof *text->edits)) return false;
  text->edits = edits;
  text->edits[text->edit_count++] = (spokes_edit){(uint32_t)norm_at, (uint32_t)orig_at};
  return true;
}

static void count_script(spokes_text *text, unsigned bits) {
  if (bits & SPOKES_CLASS_HAN)
    text->han++;
  else if (bits & SPOKES_CLASS_KANA)
    text->kana++;
}

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }

// Apostrophes that a wrong decoding left as one letter: Koreaís (Mac Roman), Japanâs (UTF-8 read as Latin-1, its
// controls lost).
static bool is_broken_apostrophe(const spokes_text *text, size_t i) {
  const unsigned char *s = (const unsigned char *)text->orig + i;
  size_t left = text->orig_len - i;
  if (left < 3 || s[0] != 0xC3 || (s[1] != 0xA2 && s[1] != 0xAD && s[1] != 0x95) || s[2] != 's') return false;
  return i && is_letter(text->orig[i - 1]) && (left == 3 || (!is_letter((char)s[3]) && s[3] < 0x80));
}

// Canonical bytes never take more room than the original but for expansions (2 bytes to at most 2, 3 to 3).
static bool fold_all(spokes_text *text, const spokes_tables *tables, size_t i) {
  const char *s = text->orig;
  char *out = text->norm_own;
  size_t at = i, shift = 0;  // shift = i - at: how much shorter the canonical text is so far
  memcpy(out, s, i);
  while (i < text->orig_len) {
    size_t end = ascii_end(s, i, text->orig_len);
    if (end > i) {
      memcpy(out + at, s + i, end - i);
      text->chars += end - i;
      at += end - i;
      i = end;
    }
    while (i < text->orig_len && (unsigned char)s[i] >= 0x80) {
      size_t width;
      if (spokes__utf8_decode(s + i, &width) <= 0xFFFF)
        count_script(text, tables->classes[spokes__utf8_decode(s + i, &width)]);
      size_t written = 1;
      if (is_broken_apostrophe(text, i))
        out[at] = '\'';
      else
        written = spokes__fold_char(tables, s + i, &width, out + at);
      i += width;
      at += written;
      text->chars++;
      if (i - at != shift) {
        shift = i - at;
        if (!add_edit(text, at, i)) return false;
      }
    }
  }
  text->norm_len = at;
  return true;
}

// Pure ASCII is its own canonical form.
static spokes_status make_norm(spokes_text *text, const spokes_tables *tables, spokes_error *err) {
  size_t first = ascii_end(text->orig, 0, text->orig_len);
  text->chars = first;
  if (!add_edit(text, 0, 0)) return spokes__error_nomem(err);
  if (first == text->orig_len) {
    text->norm = text->orig;
    text->norm_len = text->orig_len;
    return SPOKES_OK;
  }
  size_t need;
  void *own = text->norm_own;
  if (!spokes__size_add(text->orig_len, 8, &need) || !spokes__array_reserve(&own, &text->norm_cap, need, 1))
    return spokes__error_nomem(err);
  text->norm_own = own;
  text->norm = text->norm_own;
  return fold_all(text, tables, first) ? SPOKES_OK : spokes__error_nomem(err);
}

static uint32_t count_pages(const char *s, size_t len) {
  uint32_t pages = 1;
  for (const char *at = s; (at = memchr(at, '\f', len - (size_t)(at - s))); at++) pages++;
  return pages;
}

// How many of the first bytes are looked at for Latin letters: the language needs a ratio, not a census.
#define LATIN_SAMPLE 65536u

static void guess_language(spokes_text *text) {
  size_t sample = text->norm_len < LATIN_SAMPLE ? text->norm_len : LATIN_SAMPLE;
  uint64_t letters = 0;
  for (size_t i = 0; i < sample; i++) letters += (unsigned)((text->norm[i] | 0x20) - 'a') < 26;
  text->latin = sample ? letters * (text->norm_len / sample) : 0;
  uint64_t cjk = text->han + text->kana;
  // A Chinese character carries about as much as three letters.
  if (text->kana * 10 > cjk && cjk * 3 > text->latin)
    text->lang = SPOKES_LANG_OTHER;
  else if (text->han * 3 > text->latin * 4)
    text->lang = SPOKES_LANG_ZH;
  else if (text->han * 12 > text->latin)
    text->lang = SPOKES_LANG_MIXED;
  else
    text->lang = text->latin ? SPOKES_LANG_EN : SPOKES_LANG_UNKNOWN;
}

// Counts from passage to passage, so that each knows how many words precede it; no word runs over into the next one.
static spokes_status count_words(spokes_text *text, const spokes_tables *tables, spokes_error *err) {
  size_t at = 0;
  for (size_t i = 0; i <= text->passage_count; i++) {
    size_t end = i < text->passage_count ? text->passages[i].norm_start : text->norm_len;
    uint64_t words;
    spokes_status status = spokes__tokens_count(tables, text->norm + at, end - at, &text->scratch, &words, err);
    if (status) return status;
    text->tokens += words;
    if (i < text->passage_count) text->passages[i].words_before = (uint32_t)text->tokens;
    at = end;
  }
  return SPOKES_OK;
}

spokes_status spokes__text_prepare(spokes_text *text, const spokes_tables *tables, const spokes_text_source *source,
                                   spokes_error *err) {
  if (source->len > SPOKES_LIMIT_TEXT_BYTES)
    return spokes__error_set(err, SPOKES_E_LIMIT, "text is too long (limit is %u bytes)", SPOKES_LIMIT_TEXT_BYTES);
  text->orig = source->text;
  text->orig_len = source->len;
  text->edit_count = text->passage_count = text->sentence_count = 0;
  text->han = text->kana = text->latin = text->tokens = 0;
  spokes_status status = make_norm(text, tables, err);
  if (status) return status;
  text->pages = count_pages(text->norm, text->norm_len);
  guess_language(text);
  status = source->region_count ? spokes__passages_take(text, source->regions, source->region_count, err)
                                : spokes__passages_find(text, err);
  if (!status) status = spokes__sentences_find(text, err);
  if (!status && source->words_wanted) status = count_words(text, tables, err);
  return status;
}

void spokes__text_release(spokes_text *text) {
  spokes__free(text->norm_own);
  spokes__free(text->edits);
  spokes__free(text->passages);
  spokes__free(text->sentences);
  spokes__token_scratch_release(&text->scratch);
  *text = (spokes_text)SPOKES_TEXT_INIT;
}

// The last edit at or before norm_at.
static const spokes_edit *edit_at(const spokes_text *text, uint32_t norm_at) {
  size_t low = 0, high = text->edit_count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (text->edits[middle].norm_at <= norm_at)
      low = middle;
    else
      high = middle;
  }
  return &text->edits[low];
}

uint32_t spokes__text_orig_start(const spokes_text *text, uint32_t norm_at) {
  const spokes_edit *edit = edit_at(text, norm_at);
  return edit->orig_at + (norm_at - edit->norm_at);
}

uint32_t spokes__text_orig_end(const spokes_text *text, uint32_t norm_end) {
  if (!norm_end) return 0;
  // The end lies behind the last character, not before the next: what was dropped between them stays outside.
  uint32_t last = norm_end - 1;
  while (last && ((unsigned char)text->norm[last] & 0xC0) == 0x80) last--;
  uint32_t orig = spokes__text_orig_start(text, last);
  if (orig >= text->orig_len) return (uint32_t)text->orig_len;
  uint32_t end = orig + (uint32_t)spokes__utf8_width((unsigned char)text->orig[orig]);
  return end;
}

bool spokes__text_fold_form(const spokes_tables *tables, const char *form, size_t len, char *buf, size_t buf_cap,
                            size_t *len_out) {
  size_t at = 0;
  for (size_t i = 0; i < len;) {
    if (at + 5 > buf_cap) return false;
    size_t width;
    at += spokes__fold_char(tables, form + i, &width, buf + at);
    i += width;
  }
  buf[at] = '\0';
  *len_out = at;
  return true;
}

const char *spokes__lang_name(spokes_lang lang) {
  static const char *const names[] = {"", "en", "zh", "mixed", "other"};
  return names[lang];
}
