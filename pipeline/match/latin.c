// Search in scripts with spaces: every word that may begin a form is hashed, and a bit filter drops most. What is left
// is looked up for a stretch of text together, so that one miss of the caches does not wait for the other, and then
// tried in the order of the text (latin_forms.c).
//
// A word begins where no letter or digit stands before it. Passages begin and end at white space, and so never in one.

#include <string.h>

#include "latin.h"
#include "text/fold.h"

typedef spokes_latin latin;

// A word that may begin a form.
typedef struct found {
  uint32_t at;
  uint16_t len;
  bool is_odd;  // what stands behind it needs a closer look (spokes__latin_visit)
} found;

// ---- Looking up ----------------------------------------------------------------------------------------------------

#define LOOK_AHEAD 80u  // bytes that can be read behind a word's start: its letters, and what stands behind it

// Together two or more: a word of so many letters and the byte behind it may be odd. A hyphen may end the line; a point
// behind one letter, or a blank before it, may be that of an acronym; words of no letters begin beyond ASCII or are
// very long.
static const uint8_t odd_lens[64] = {2, 1};

static inline unsigned odd_byte(unsigned char c) {
  return (unsigned)(c >= 0x80) * 2 + (unsigned)(c == '-') * 2 + (unsigned)(c == '.' || c == ' ');
}

// What the filter lets through of the words of s that begin at base + starts[], and those that may be odd. Without
// branches: what stands there is hard to foresee.
static size_t filter_words(const latin *l, const spokes_start *starts, size_t count, uint32_t base, uint32_t text_len,
                           found *out) {
  const uint64_t *filter = l->lexicon->english.filter;
  size_t kept = 0;
  for (size_t k = 0; k < count; k++) {
    const uint32_t at = base + starts[k].at, len = starts[k].len;
    if (text_len - at < LOOK_AHEAD) {
      out[kept++] = (found){at, 0, true};
      continue;
    }
    const char *text = l->s + at;
    const spokes_word head = {spokes__word_part_cut(spokes__word_part(text, SPOKES_WORD_PART), len), 0, len};
    const bool is_odd = odd_lens[len] + odd_byte((unsigned char)text[len]) >= 2;
    out[kept] = (found){at, (uint16_t)len, is_odd};
    kept += is_odd | spokes__word_filter_has(filter, &head);
  }
  return kept;
}

// Of a word that may be odd.
static bool is_odd(const latin *l, const found *word) {
  if (!word->len) return true;
  const unsigned char *end = (const unsigned char *)l->s + word->at + word->len;
  if (end[0] == '-') return end[1] <= ' ';
  return end[0] >= 0x80 || end[0] == '.' || end[1] == '.';
}

// The shortest form of a bucket.
static uint32_t last_entry(const spokes_word_slot *slot) { return slot->first + slot->count - 1; }

// Looks up the slots; leaves out words that the dictionary does not have.
static size_t look_up(const latin *l, found *words, size_t count, const spokes_word_slot **slots) {
  const spokes_words *index = &l->lexicon->english;
  uint32_t hashes[SPOKES_STARTS_MAX];
  size_t kept = 0;
  for (size_t k = 0; k < count; k++) {
    if (words[k].is_odd && (words[k].is_odd = is_odd(l, &words[k]))) continue;
    const spokes_word word = spokes__word_in(l->s + words[k].at, words[k].len);
    hashes[k] = spokes__word_hash_of(&word);
    __builtin_prefetch(spokes__words_slot(index, hashes[k]));
  }
  for (size_t k = 0; k < count; k++) {
    const found word = words[k];
    if (!word.is_odd) {
      const spokes_word_slot *slot = spokes__words_find(index, hashes[k]);
      if (!slot) continue;
      const spokes_word text = spokes__word_in(l->s + word.at, word.len);
      const uint64_t differs = (slot->head ^ text.head) | (slot->tail ^ text.tail) | (slot->len ^ text.len);
      if (differs && !slot->is_mixed) continue;
      slots[kept] = slot;
      __builtin_prefetch(&index->entries[last_entry(slot)]);
    }
    words[kept++] = word;
  }
  // Mostly it is the name of one word that stands there.
  for (size_t k = 0; k < kept; k++)
    if (!words[k].is_odd) __builtin_prefetch(&l->lexicon->forms[index->entries[last_entry(slots[k])].form]);
  return kept;
}

// ---- Passages ------------------------------------------------------------------------------------------------------

// Headings and paragraphs are told apart by guesses about line lengths; a name broken over one line end is found
// whatever they say.
uint32_t spokes__latin_reach(const spokes_text *text, size_t passage) {
  uint32_t end = text->passages[passage].norm_end;
  if (passage + 1 >= text->passage_count) return end;
  const spokes_passage *next = &text->passages[passage + 1];
  unsigned line_ends = 0;
  for (uint32_t i = end; i < next->norm_start; i++) line_ends += text->norm[i] == '\n';
  return line_ends == 1 ? next->norm_end : end;
}

// Makes the passage that holds i the one at work; false when none does.
static bool enter_passage(latin *l, uint32_t i) {
  const spokes_text *text = l->scanner->text;
  if (i < l->high) return i >= l->low;
  size_t p = l->scanner->passage;
  while (p < text->passage_count && text->passages[p].norm_end <= i) p++;
  if (p == text->passage_count) return false;
  l->scanner->passage = (uint32_t)p;
  l->low = text->passages[p].norm_start;
  l->high = text->passages[p].norm_end;
  l->limit = spokes__latin_reach(text, p);
  return i >= l->low;
}

// Does a letter beyond ASCII stand before i?
static bool is_behind_letter(const latin *l, uint32_t i) {
  uint32_t before = i;
  if (i == l->low || (unsigned char)l->s[i - 1] < 0x80) return false;
  while (--before > l->low && ((unsigned char)l->s[before] & 0xC0) == 0x80) continue;
  size_t width;
  return spokes__class_at(&l->lexicon->tables, l->s + before, &width) & SPOKES_CLASS_ALNUM;
}

static void try_words(latin *l, const found *words, const spokes_word_slot *const *slots, size_t count) {
  for (size_t k = 0; k < count && !l->scanner->failed; k++) {
    const uint32_t at = words[k].at, end = at + words[k].len;
    if (at < l->next || !enter_passage(l, at) || is_behind_letter(l, at)) continue;
    if (words[k].is_odd || end > l->high) {
      l->next = spokes__latin_visit(l, at);
      continue;
    }
    const uint32_t taken = spokes__latin_try_slot(l, slots[k], at, end);
    l->next = taken ? taken : end;
  }
}

void spokes__latin_scan(spokes_scanner *scanner) {
  const spokes_text *text = scanner->text;
  const uint32_t len = (uint32_t)text->norm_len;
  spokes_start starts[SPOKES_STARTS_MAX];
  found words[SPOKES_STARTS_MAX];
  const spokes_word_slot *slots[SPOKES_STARTS_MAX];
  latin l = {scanner, scanner->lexicon, text->norm, 0, 0, 0, 0};
  bool in_word = false;
  scanner->passage = 0;
  if (!text->passage_count) return;
  const uint32_t stop = text->passages[text->passage_count - 1].norm_end;
  for (uint32_t base = text->passages[0].norm_start; base < stop && !scanner->failed; base += SPOKES_STARTS_BYTES) {
    const uint32_t here = stop - base < SPOKES_STARTS_BYTES ? stop - base : SPOKES_STARTS_BYTES;
    size_t count = text->kernels->starts(l.s + base, here, len - base, in_word, l.lexicon->starts, starts);
    count = filter_words(&l, starts, count, base, len, words);
    count = look_up(&l, words, count, slots);
    try_words(&l, words, slots, count);
    const unsigned char last = (unsigned char)l.s[base + here - 1];
    in_word = (unsigned)((last | 0x20) - 'a') < 26 || (unsigned)(last - '0') < 10;
  }
}
