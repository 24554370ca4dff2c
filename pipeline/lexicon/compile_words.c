// The English forms' index: by first word, and the beginnings that words without a capital can have.

#include <stdlib.h>
#include <string.h>

#include "load.h"

// ---- Beginnings of words without a capital ----------------------------------------------------------------------

// Groups of the filter: beginnings of four letters, those with neighbouring first letters together so that what a group
// lets through besides is little; and what else can stand at a form's start.
enum {
  GROUP_ONE = 11,  // words of one, two and three letters with what follows them
  GROUP_TWO,
  GROUP_THREE,
  GROUP_BROKEN_1,  // one letter, a hyphen and the line end
  GROUP_BROKEN_2,
  GROUP_COUNT
};

_Static_assert(GROUP_COUNT == SPOKES_START_GROUPS && SPOKES_START_BYTES == 4, "the filter's layout");

static const char blanks[] = " \t\n\r\f\v";

// Forms that begin beyond ASCII are among them.
static bool may_begin_small(const spokes_form *form) { return !form->capital || form->case_mode == SPOKES_CASE_ANY; }

static void allow_five_bits(spokes_start_filter *filter, unsigned group, unsigned k, unsigned bits) {
  filter->groups[group / 8][k][bits] |= (uint8_t)(1u << group % 8);
}

static void allow(spokes_start_filter *filter, unsigned group, unsigned k, char c) {
  allow_five_bits(filter, group, k, (unsigned char)c & 31);
}

static void allow_blanks(spokes_start_filter *filter, unsigned group, unsigned k) {
  for (size_t i = 0; i < sizeof blanks - 1; i++) allow(filter, group, k, blanks[i]);
}

static void allow_any(spokes_start_filter *filter, unsigned group, unsigned k) {
  for (unsigned i = 0; i < 32; i++) allow_five_bits(filter, group, k, i);
}

// What the matcher takes for the form's byte k, the first behind its first word: anything when the form ends there.
static void allow_behind(spokes_start_filter *filter, unsigned group, const spokes_form *form, const char *text) {
  const unsigned k = form->word_len;
  allow(filter, group, k, '-');
  allow_blanks(filter, group, k);
  if (k < form->len)
    allow(filter, group, k, text[k]);
  else
    allow_any(filter, group, k);
  for (unsigned i = k + 1; i < SPOKES_START_BYTES; i++) allow_any(filter, group, i);
}

// Everything that the first bytes of text may be at a place where the form stands. A word may be broken by a hyphen at
// a line end.
static void allow_form(spokes_start_filter *filter, unsigned letters_group, const spokes_form *form, const char *text) {
  const unsigned len = form->word_len;
  const unsigned group = len < SPOKES_START_BYTES ? GROUP_ONE + len - 1 : letters_group;
  for (unsigned k = 0; k < len && k < SPOKES_START_BYTES; k++) allow(filter, group, k, text[k]);
  if (len < SPOKES_START_BYTES) allow_behind(filter, group, form, text);
  if (len > 3) allow(filter, group, 3, '-');
  if (len > 1) {
    allow(filter, GROUP_BROKEN_1, 0, text[0]);
    allow(filter, GROUP_BROKEN_1, 1, '-');
    allow_blanks(filter, GROUP_BROKEN_1, 2);
    allow_any(filter, GROUP_BROKEN_1, 3);
  }
  if (len > 2) {
    allow(filter, GROUP_BROKEN_2, 0, text[0]);
    allow(filter, GROUP_BROKEN_2, 1, text[1]);
    allow(filter, GROUP_BROKEN_2, 2, '-');
    allow_blanks(filter, GROUP_BROKEN_2, 3);
  }
}

// The first bytes of the forms in question, each with its group.
static void group_letters(const spokes_lexicon *lexicon, const spokes_bucket_entry *entries, size_t count,
                          uint8_t groups[256]) {
  bool begins[256] = {false};
  unsigned letters = 0, rank = 0;
  for (size_t i = 0; i < count; i++) {
    const spokes_form *form = &lexicon->forms[entries[i].form];
    if (may_begin_small(form)) begins[(unsigned char)*spokes__form_text(lexicon, form)] = true;
  }
  for (unsigned c = 0; c < 256; c++) letters += begins[c];
  for (unsigned c = 0; c < 256; c++)
    if (begins[c]) groups[c] = (uint8_t)(rank++ * GROUP_ONE / letters);
}

static bool lay_beginnings(spokes_draft *draft, const spokes_bucket_entry *entries, size_t count) {
  spokes_lexicon *lexicon = &draft->lexicon;
  uint8_t groups[256] = {0};
  lexicon->starts = spokes__arena_calloc(&draft->arena, 1, sizeof *lexicon->starts);
  if (!lexicon->starts) return false;
  group_letters(lexicon, entries, count, groups);
  for (size_t i = 0; i < count; i++) {
    const spokes_form *form = &lexicon->forms[entries[i].form];
    const char *text = spokes__form_text(lexicon, form);
    if (may_begin_small(form)) allow_form(lexicon->starts, groups[(unsigned char)*text], form, text);
  }
  return true;
}

// ---- The index ---------------------------------------------------------------------------------------------------

static bool same_word(const spokes_lexicon *lexicon, const spokes_form *a, const spokes_form *b) {
  return a->word_len == b->word_len &&
         !memcmp(spokes__form_text(lexicon, a), spokes__form_text(lexicon, b), a->word_len);
}

static spokes_tail tail_of(const spokes_lexicon *lexicon, const spokes_form *form) {
  char bytes[SPOKES_TAIL_BYTES + 1] = {0};
  size_t len = (size_t)(form->len - form->word_len);
  if (len > SPOKES_TAIL_BYTES) len = SPOKES_TAIL_BYTES;
  memcpy(bytes, spokes__form_text(lexicon, form) + form->word_len, len);
  bytes[SPOKES_TAIL_BYTES] = (char)len;
  return spokes__tail_of(bytes);
}

static void lay_entries(spokes_lexicon *lexicon, const spokes_bucket_entry *entries, size_t count) {
  spokes_words *words = &lexicon->english;
  for (size_t i = 0; i < count; i++) {
    const spokes_form *form = &lexicon->forms[entries[i].form];
    const spokes_tail tail = tail_of(lexicon, form);
    words->entries[i] = (spokes_word_entry){.tail = tail,
                                            .form = entries[i].form,
                                            .case_mode = form->case_mode,
                                            .capital = form->capital,
                                            .bound = form->bound};
    words->keys[i] = spokes__tail_len(&tail) < SPOKES_KEY_BYTES ? 0 : spokes__tail_key(&tail);
  }
}

static spokes_word_slot slot_of(const spokes_lexicon *lexicon, const spokes_bucket_entry *entries, uint32_t first,
                                uint32_t count) {
  const spokes_form *form = &lexicon->forms[entries[first].form];
  const spokes_word word = spokes__word_of(spokes__form_text(lexicon, form), form->word_len);
  spokes_word_slot slot = {.head = word.head,
                           .tail = word.tail,
                           .hash = entries[first].hash,
                           .first = first,
                           .count = count,
                           .len = form->word_len};
  for (uint32_t k = 1; k < count; k++)
    if (!same_word(lexicon, form, &lexicon->forms[entries[first + k].form])) slot.is_mixed = true;
  return slot;
}

static size_t count_words(const spokes_bucket_entry *entries, size_t count) {
  size_t words = 0;
  for (size_t i = 0; i < count; i++) words += !i || entries[i].hash != entries[i - 1].hash;
  return words;
}

static void lay_slots(spokes_lexicon *lexicon, const spokes_bucket_entry *entries, size_t count) {
  spokes_words *words = &lexicon->english;
  for (size_t i = 0, j; i < count; i = j) {
    const uint32_t hash = entries[i].hash;
    for (j = i; j < count && entries[j].hash == hash;) j++;
    uint32_t at = hash & words->mask;
    while (words->slots[at].count) at = (at + 1) & words->mask;
    words->slots[at] = slot_of(lexicon, entries, (uint32_t)i, (uint32_t)(j - i));
  }
  for (size_t i = 0; i < count; i++) {
    const spokes_form *form = &lexicon->forms[entries[i].form];
    const spokes_word word = spokes__word_of(spokes__form_text(lexicon, form), form->word_len);
    const uint32_t bit = spokes__word_filter_bit(&word);
    words->filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
  }
}

static bool lay_words(spokes_draft *draft, const spokes_bucket_entry *entries, size_t count) {
  spokes_words *words = &draft->lexicon.english;
  size_t cap = 64;
  while (cap < count_words(entries, count) * 2) cap *= 2;
  words->slot_count = cap;
  words->mask = (uint32_t)cap - 1;
  words->entry_count = count;
  words->key_count = count + SPOKES_KEYS_END;
  words->slots = spokes__arena_calloc(&draft->arena, cap, sizeof *words->slots);
  words->entries = spokes__arena_calloc(&draft->arena, count + 1, sizeof *words->entries);
  words->keys = spokes__arena_calloc(&draft->arena, words->key_count, 1);
  words->filter = spokes__arena_calloc(&draft->arena, ((size_t)1 << SPOKES_WORD_FILTER_BITS) / 64, sizeof(uint64_t));
  if (!words->slots || !words->entries || !words->keys || !words->filter) return false;
  lay_entries(&draft->lexicon, entries, count);
  lay_slots(&draft->lexicon, entries, count);
  return true;
}

bool spokes__words_compile(spokes_draft *draft, const bool *chained) {
  const spokes_lexicon *lexicon = &draft->lexicon;
  spokes_bucket_entry *entries = spokes__malloc((lexicon->form_count + 1) * sizeof *entries);
  size_t count = 0;
  if (!entries) return false;
  for (uint32_t i = 0; i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (spokes__form_is_chinese(form) || chained[i]) continue;
    uint32_t hash = spokes__word_hash(spokes__form_text(lexicon, form), form->word_len);
    entries[count++] = (spokes_bucket_entry){hash, i, form->len};
  }
  spokes__bucket_entries_sort(entries, count);
  bool good = lay_words(draft, entries, count) && lay_beginnings(draft, entries, count);
  spokes__free(entries);
  return good;
}
