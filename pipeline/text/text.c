// Building the canonical form: stretches of ASCII are copied whole, everything else goes character by character
// through the fold table, and the map gets an entry wherever the distance between the two texts changes.
//
// Invariant: norm is valid UTF-8 and edits[] maps every norm offset at a character's start to the original
// character's start.

#include "text.h"

#include <string.h>

#include "base/alloc.h"
#include "base/blocks.h"
#include "base/checked.h"
#include "base/limits.h"
#include "fold.h"
#include "passages.h"
#include "repair.h"
#include "tokens.h"
#include "zones.h"

static bool reserve_edits(spokes_text *text, size_t more) {
  void *edits = text->edits;
  bool good = spokes__array_reserve(&edits, &text->edit_cap, text->edit_count + more, sizeof *text->edits);
  text->edits = edits;
  return good;
}

// There must be room; an edit at the place of the last one replaces it.
static inline void add_edit(spokes_text *text, size_t norm_at, size_t orig_at) {
  if (text->edit_count && text->edits[text->edit_count - 1].norm_at == norm_at) text->edit_count--;
  text->edits[text->edit_count++] = (spokes_edit){(uint32_t)norm_at, (uint32_t)orig_at};
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

// What stands broken in the original, and its canonical form.
typedef struct mended {
  size_t width;       // bytes of the original, 0 = nothing is broken
  unsigned chars;     // characters of the original
  const char *bytes;  // canonical
} mended;

// A typographic mark of three bytes that was read as windows-1252 and so became three characters, the first two always
// the same.
static mended broken_mark(const spokes_text *text, size_t i) {
  static const struct {
    const char *third, *mark;
  } marks[] = {{"\xE2\x84\xA2", "'"}, {"\xCB\x9C", "'"},     {"\xC5\x93", "\""},
               {"\xC2\x9D", "\""},    {"\xE2\x80\x9C", "-"}, {"\xE2\x80\x9D", "\xE2\x80\x94"}};
  static const char start[] = "\xC3\xA2\xE2\x82\xAC";
  const char *s = text->orig + i;
  size_t left = text->orig_len - i, start_len = sizeof start - 1;
  if (left < start_len || memcmp(s, start, start_len)) return (mended){0, 0, NULL};
  for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
    size_t len = strlen(marks[k].third);
    if (left >= start_len + len && !memcmp(s + start_len, marks[k].third, len))
      return (mended){start_len + len, 3, marks[k].mark};
  }
  return (mended){0, 0, NULL};
}

static mended mend(const spokes_text *text, size_t i) {
  if ((unsigned char)text->orig[i] != 0xC3) return (mended){0, 0, NULL};
  return is_broken_apostrophe(text, i) ? (mended){2, 1, "'"} : broken_mark(text, i);
}

// Counts what was mended as damage; only its place in the original is known by now.
static bool note_mended(spokes_text *text, const spokes_folding *now, const mended *broken) {
  bool is_apostrophe = *broken->bytes == '\'';
  spokes_damage *damage = &text->repairs.damage[is_apostrophe ? SPOKES_DAMAGE_APOSTROPHE : SPOKES_DAMAGE_BYTES];
  if (!damage->places++) {
    size_t start = now->i, end = now->i + broken->width;
    while (start && (unsigned)((text->orig[start - 1] | 0x20) - 'a') < 26) start--;
    while (end < text->orig_len && (unsigned)((text->orig[end] | 0x20) - 'a') < 26) end++;
    damage->example_start = (uint32_t)start;
    damage->example_end = (uint32_t)end;
  }
  damage->repaired++;
  return !is_apostrophe || spokes__repair_record(text, SPOKES_DAMAGE_APOSTROPHE, (uint32_t)now->at, true);
}

// One character beyond ASCII; there is room for an edit.
static bool fold_one(spokes_text *text, const spokes_tables *tables, spokes_folding *now) {
  bool good = true;
  const char *s = text->orig;
  size_t width, written, shift = now->i - now->at;
  uint32_t cp = spokes__utf8_decode(s + now->i, &width);
  unsigned bits = cp <= 0xFFFF ? tables->classes[cp] : 0;
  now->han += (bits & SPOKES_CLASS_HAN) != 0;
  now->kana += (bits & (SPOKES_CLASS_HAN | SPOKES_CLASS_KANA)) == SPOKES_CLASS_KANA;
  mended broken = mend(text, now->i);
  if (broken.width) {
    width = broken.width;
    written = strlen(broken.bytes);
    memcpy(text->norm_own + now->at, broken.bytes, written);
    good = note_mended(text, now, &broken);
  } else {
    written = spokes__fold_char(tables, s + now->i, &width, text->norm_own + now->at);
  }
  for (size_t k = 0; k < written; k++) now->is_wide |= (unsigned char)text->norm_own[now->at + k] >= 0x80;
  now->i += width;
  now->at += written;
  now->chars += broken.width ? broken.chars : 1;
  if (now->i - now->at != shift) add_edit(text, now->at, now->i);
  return good;
}

// What the vectors take of it.
static void fold_by_vectors(spokes_text *text, const spokes_tables *tables, spokes_folding *now) {
  now->edits = text->edits;
  now->edit_count = text->edit_count;
  now->edit_cap = text->edit_cap;
  text->kernels->fold(text->orig, text->orig_len, tables, text->norm_own, now);
  text->edit_count = now->edit_count;
}

// Characters of three bytes that stay, become another of three bytes or an ASCII one; stops before any other, and when
// the room for edits is used up. Chinese text is hardly anything else.
static void fold_wide(spokes_text *text, const spokes_tables *tables, spokes_folding *now) {
  const char *s = text->orig;
  char *out = text->norm_own;
  for (;;) {
    fold_by_vectors(text, tables, now);
    const size_t i = now->i;
    if (i + 3 > text->orig_len || ((unsigned char)s[i] & 0xF0) != 0xE0) return;
    size_t width;
    const uint32_t cp = spokes__utf8_decode(s + i, &width), folded = tables->fold[cp];
    const bool is_ascii = folded < 0x80;
    if (is_ascii ? text->edit_count == text->edit_cap : folded < 0x800 || folded >= SPOKES_FOLD_DROP) return;
    now->at += spokes__utf8_encode(folded, out + now->at);
    now->i += 3;
    now->chars++;
    now->is_wide |= !is_ascii;
    if (is_ascii) add_edit(text, now->at, now->i);
    const unsigned bits = tables->classes[cp];
    now->han += bits / SPOKES_CLASS_HAN & 1;
    now->kana += (bits & (SPOKES_CLASS_HAN | SPOKES_CLASS_KANA)) == SPOKES_CLASS_KANA;
  }
}

// Canonical bytes never take more room than the original but for expansions (2 bytes to at most 2, 3 to 3).
static bool fold_all(spokes_text *text, const spokes_tables *tables, size_t i) {
  const char *s = text->orig;
  spokes_folding now = {.i = i, .at = i};
  uint64_t ascii = 0;
  memcpy(text->norm_own, s, i);
  while (now.i < text->orig_len) {
    size_t end = text->kernels->ascii_end(s, now.i, text->orig_len), run = end - now.i;
    memcpy(text->norm_own + now.at, s + now.i, run);
    ascii += run;
    now.at += run;
    now.i = end;
    while (now.i < text->orig_len && (unsigned char)s[now.i] >= 0x80) {
      if (!reserve_edits(text, 1)) return false;
      fold_wide(text, tables, &now);
      if (now.i == text->orig_len || (unsigned char)s[now.i] < 0x80) break;
      if (!reserve_edits(text, 1)) return false;
      if (!fold_one(text, tables, &now)) return false;
    }
  }
  text->norm_len = now.at;
  text->is_ascii = !now.is_wide;
  text->chars += ascii + now.chars;
  text->han = now.han;
  text->kana = now.kana;
  return true;
}

// Pure ASCII is its own canonical form.
static spokes_status make_norm(spokes_text *text, const spokes_tables *tables, spokes_error *err) {
  size_t first = text->kernels->ascii_end(text->orig, 0, text->orig_len);
  text->chars = first;
  if (!reserve_edits(text, 1)) return spokes__error_nomem(err);
  add_edit(text, 0, 0);
  text->is_ascii = first == text->orig_len;
  if (text->is_ascii) {
    text->norm = text->orig;
    text->norm_len = text->orig_len;
    return SPOKES_OK;
  }
  size_t need;
  void *own = text->norm_own;
  if (!spokes__size_add(text->orig_len, SPOKES_BLOCK, &need) || !spokes__array_reserve(&own, &text->norm_cap, need, 1))
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
  uint64_t letters = text->kernels->letters(text->norm, sample, text->norm_len);
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

static bool apply(spokes_text *text) { return !text->repairs.fix_count || spokes__repair_apply(text); }

// Repairs the canonical form. A format that marks its regions tells its running lines itself.
static bool repair(spokes_text *text, const spokes_text_source *source) {
  text->body_len = (uint32_t)text->norm_len;
  if (!source->region_count && (!spokes__running_find(text) || !apply(text))) return false;
  if (!spokes__mending_find(text, source->vocabulary) || !apply(text)) return false;
  return spokes__apostrophes_find(text, source->vocabulary) && apply(text);
}

// Plain text: running lines are taken out of it first.
static spokes_status find_passages(spokes_text *text, spokes_error *err) {
  size_t whole = text->norm_len;
  text->norm_len = text->body_len;
  spokes_status status = spokes__passages_find(text, err);
  text->norm_len = whole;
  if (status) return status;
  spokes__zones_label(text);
  return spokes__passages_running(text, err);
}

spokes_status spokes__text_open(spokes_text *text, const spokes_tables *tables, const spokes_text_source *source,
                                spokes_error *err) {
  if (source->len > SPOKES_LIMIT_TEXT_BYTES)
    return spokes__error_set(err, SPOKES_E_LIMIT, "text is too long (limit is %u bytes)", SPOKES_LIMIT_TEXT_BYTES);
  if (!text->kernels) text->kernels = spokes__kernels(spokes__simd_level());
  text->orig = source->text;
  text->orig_len = source->len;
  text->edit_count = text->passage_count = text->sentence_count = 0;
  text->han = text->kana = text->latin = text->tokens = 0;
  spokes__repairs_clear(&text->repairs);
  spokes_status status = make_norm(text, tables, err);
  if (status) return status;
  text->pages = count_pages(text->norm, text->norm_len);
  guess_language(text);
  if (!repair(text, source)) return spokes__error_nomem(err);
  status = source->region_count ? spokes__passages_take(text, source->regions, source->region_count, err)
                                : find_passages(text, err);
  return status ? status : spokes__sentences_find(text, err);
}

spokes_status spokes__text_prepare(spokes_text *text, const spokes_tables *tables, const spokes_text_source *source,
                                   spokes_error *err) {
  spokes_status status = spokes__text_open(text, tables, source, err);
  if (!status && source->duplicates_wanted && !spokes__duplicates_find(text)) status = spokes__error_nomem(err);
  if (!status && source->words_wanted)
    status = spokes__text_count_words(text, tables, &text->scratch, 0, text->passage_count + 1, &text->tokens, err);
  return status;
}

void spokes__text_release(spokes_text *text) {
  spokes__free(text->norm_own);
  spokes__free(text->edits);
  spokes__free(text->passages);
  spokes__free(text->lines);
  spokes__free(text->sentences);
  spokes__repairs_release(&text->repairs);
  spokes__token_scratch_release(&text->scratch);
  *text = (spokes_text)SPOKES_TEXT_INIT;
}

// The last edit at or before norm_at; *near is where the last search ended.
static const spokes_edit *edit_near(const spokes_text *text, uint32_t norm_at, size_t *near) {
  size_t low = *near, high = text->edit_count;
  if (low >= high || text->edits[low].norm_at > norm_at) low = 0;
  for (size_t step = 1; low + step < high; step *= 2) {
    if (text->edits[low + step].norm_at > norm_at)
      high = low + step;
    else
      low += step;
  }
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (text->edits[middle].norm_at <= norm_at)
      low = middle;
    else
      high = middle;
  }
  *near = low;
  return &text->edits[low];
}

static uint32_t start_near(const spokes_text *text, uint32_t norm_at, size_t *near) {
  const spokes_edit *edit = edit_near(text, norm_at, near);
  return edit->orig_at + (norm_at - edit->norm_at);
}

// The end lies behind the last character, not before the next: what was dropped between them stays outside.
static uint32_t end_near(const spokes_text *text, uint32_t norm_end, size_t *near) {
  if (!norm_end) return 0;
  uint32_t last = norm_end - 1;
  while (last && ((unsigned char)text->norm[last] & 0xC0) == 0x80) last--;
  uint32_t orig = start_near(text, last, near);
  if (orig >= text->orig_len) return (uint32_t)text->orig_len;
  return orig + (uint32_t)spokes__utf8_width((unsigned char)text->orig[orig]);
}

uint32_t spokes__text_orig_start(const spokes_text *text, uint32_t norm_at) {
  size_t near = 0;
  return start_near(text, norm_at, &near);
}

uint32_t spokes__text_orig_end(const spokes_text *text, uint32_t norm_end) {
  size_t near = 0;
  return end_near(text, norm_end, &near);
}

void spokes__text_orig_span(const spokes_text *text, uint32_t *start, uint32_t *end, size_t *near) {
  size_t behind;
  *start = start_near(text, *start, near);
  behind = *near;
  *end = end_near(text, *end, &behind);
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
