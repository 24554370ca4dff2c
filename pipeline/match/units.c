// Chinese passages as arrays of characters: white space and line ends between ideographs vanish, so that names broken
// over lines and characters that are spaced out are found like any others. Then every dictionary form in the array is
// looked up.

#include <string.h>

#include "scanner.h"
#include "text/fold.h"

// Units in a block: passages are taken together until there are so many, which bounds the memory and the reach of
// antecedents.
#define BLOCK_UNITS 65536u
#define HARD_BREAK 0

void spokes__han_release(spokes_han *han) {
  spokes__free(han->chars);
  spokes__free(han->units);
  spokes__free(han->passage_first);
  spokes__free(han->candidates);
  spokes__free(han->antecedents);
  spokes__free(han->named);
  spokes__free(han->readings);
  spokes__free(han->reading_at);
  spokes__free(han->steps);
  spokes__free(han->name_end);
  spokes__free(han->boundary);
  *han = (spokes_han){0};
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }

// Room for more units; a passage takes at most one a byte and one for its end.
static bool reserve_units(spokes_han *han, size_t more) {
  void *chars = han->chars, *units = han->units;
  bool good = spokes__array_reserve(&chars, &han->chars_cap, han->count + more, sizeof *han->chars);
  han->chars = chars;
  good = good && spokes__array_reserve(&units, &han->units_cap, han->count + more, sizeof *han->units);
  han->units = units;
  return good;
}

static inline void add_unit(spokes_han *han, uint32_t character, uint32_t start, uint32_t end) {
  han->chars[han->count] = character > 0xFFFF ? 0xFFFD : (uint16_t)character;
  han->units[han->count++] = (spokes_unit){start, end};
}

// Ideographs and their punctuation: white space between two of these means nothing.
static bool is_wide(uint32_t character) { return character >= 0x2E80; }

// What white space from `start` to `end` means: 0 nothing, otherwise the unit that stands for it.
static int space_meaning(const char *s, uint32_t start, uint32_t end, bool between_wide) {
  if (!between_wide) return ' ';
  if (end - start == 1 || memchr(s + start, '\n', end - start)) return -1;
  return HARD_BREAK;  // columns of a table
}

static bool collect_passage(spokes_scanner *scanner, const spokes_passage *passage) {
  spokes_han *han = &scanner->han;
  const char *s = scanner->text->norm;
  uint32_t i = passage->norm_start;
  if (!reserve_units(han, (size_t)(passage->norm_end - i) + 1)) return false;
  while (i < passage->norm_end) {
    if (is_space(s[i])) {
      uint32_t end = i;
      while (end < passage->norm_end && is_space(s[end])) end++;
      size_t width;
      bool before = han->count && is_wide(han->chars[han->count - 1]);
      bool after = end < passage->norm_end && is_wide(spokes__utf8_decode(s + end, &width));
      int meaning = space_meaning(s, i, end, before && after);
      if (meaning >= 0) add_unit(han, (uint32_t)meaning, i, end);
      i = end;
      continue;
    }
    size_t width;
    uint32_t character = spokes__utf8_decode(s + i, &width);
    add_unit(han, character, i, i + (uint32_t)width);
    i += (uint32_t)width;
  }
  add_unit(han, HARD_BREAK, passage->norm_end, passage->norm_end);
  return true;
}

// Is there an ideograph in the passage? ASCII passages are passed over eight bytes at a time.
static bool has_han(const char *s, uint32_t start, uint32_t end) {
  uint32_t i = start;
  uint64_t word;
  while (i < end) {
    while (i + 8 <= end && (memcpy(&word, s + i, 8), !(word & 0x8080808080808080u))) i += 8;
    for (uint32_t stop = i + 8 < end ? i + 8 : end; i < stop; i++)
      if ((unsigned char)s[i] >= 0xE3 && (unsigned char)s[i] <= 0xF0) return true;
  }
  return false;
}

bool spokes__han_collect(spokes_scanner *scanner, uint32_t first_passage, uint32_t *next_passage) {
  spokes_han *han = &scanner->han;
  const spokes_text *text = scanner->text;
  han->count = han->passage_count = 0;
  uint32_t p = first_passage;
  for (; p < text->passage_count && han->count < BLOCK_UNITS; p++) {
    void *first = han->passage_first;
    if (!spokes__array_reserve(&first, &han->passage_cap, han->passage_count + 1, sizeof *han->passage_first))
      return false;
    han->passage_first = first;
    han->passage_first[han->passage_count++] = (uint32_t)han->count;
    const spokes_passage *passage = &text->passages[p];
    if (has_han(text->norm, passage->norm_start, passage->norm_end) && !collect_passage(scanner, passage)) return false;
  }
  *next_passage = p;
  return true;
}

// ---- Forms in the array ---------------------------------------------------------------------------------

static bool add_candidate(spokes_han *han, uint32_t start, uint32_t form, uint16_t count) {
  void *items = han->candidates;
  if (!spokes__array_reserve(&items, &han->candidate_cap, han->candidate_count + 1, sizeof *han->candidates))
    return false;
  han->candidates = items;
  han->candidates[han->candidate_count++] = (spokes_candidate){start, form, count};
  return true;
}

static bool add_antecedent(spokes_han *han, uint32_t unit, uint32_t form) {
  void *items = han->antecedents;
  if (!spokes__array_reserve(&items, &han->antecedent_cap, han->antecedent_count + 1, sizeof *han->antecedents))
    return false;
  han->antecedents = items;
  han->antecedents[han->antecedent_count++] = (spokes_antecedent){unit, form};
  return true;
}

static inline bool stands(const spokes_han *han, const spokes_form *form, uint32_t i) {
  if (form->unit_count > han->count - i) return false;
  for (unsigned k = 0; k < form->unit_count; k++)
    if (han->chars[i + k] != form->units[k]) return false;
  return true;
}

static bool find_at(spokes_scanner *scanner, uint32_t i, uint32_t *covered) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  uint32_t hash = spokes__han_hash(han->chars[i], han->chars[i + 1]);
  if (!spokes__filter_has(lexicon->chinese.filter, hash)) return true;
  const spokes_slot *slot = spokes__index_find(&lexicon->chinese, hash);
  bool longest = true;
  for (uint32_t k = 0; slot && k < slot->count; k++) {
    uint32_t number = lexicon->chinese.order[slot->first + k];
    const spokes_form *form = &lexicon->forms[number];
    if (!stands(han, form, i)) continue;
    if (!add_candidate(han, i, number, form->unit_count)) return false;
    if (longest && i >= *covered) {
      if (form->type == SPOKES_FORM_ACTOR && !add_antecedent(han, i, number)) return false;
      *covered = i + form->unit_count;
    }
    longest = false;
  }
  return true;
}

// What the block names: actors with a name of three characters or more, and the characters that some name can give a
// reading.
static void note_named(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  memset(han->named, 0, scanner->lexicon->actor_count);
  memset(han->named_chars, 0, sizeof han->named_chars);
  for (size_t k = 0; k < han->antecedent_count; k++) {
    const spokes_form *form = &scanner->lexicon->forms[han->antecedents[k].form];
    if (form->unit_count > 2) han->named[form->actor] = 1;
    for (unsigned i = 0; i < form->unit_count; i++)
      han->named_chars[form->units[i] >> 6] |= UINT64_C(1) << (form->units[i] & 63);
  }
}

bool spokes__han_find(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  void *named = han->named;
  if (!spokes__array_reserve(&named, &han->named_cap, lexicon->actor_count + 1, sizeof *han->named)) return false;
  han->named = named;
  han->candidate_count = han->antecedent_count = 0;
  uint32_t covered = 0;
  for (uint32_t i = 0; i + 1 < han->count; i++)
    if (lexicon->chars[han->chars[i]] & SPOKES_CHAR_FORM && !find_at(scanner, i, &covered)) return false;
  note_named(scanner);
  return true;
}
