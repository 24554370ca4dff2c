// Search in Chinese: blocks of passages become characters, forms are looked up, and every clause that holds a
// candidate is solved as a word lattice.

#include "scanner.h"

// Clauses are solved alone: nothing is named across these.
static bool ends_clause(uint16_t character) {
  switch (character) {
    case 0:
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case '"':
    case 0x3002:  // ideographic full stop
    case 0x300A:  // double angle brackets
    case 0x300B:
      return true;
    default:
      return false;
  }
}

// A clause longer than this is cut: the lattice's memory stays bounded on text without punctuation.
#define CLAUSE_MAX 4000u

static uint32_t clause_end(const spokes_han *han, uint32_t from) {
  uint32_t i = from;
  while (i < han->count && !ends_clause(han->chars[i]) && i - from < CLAUSE_MAX) i++;
  return i;
}

// What may bind the short form at unit: a neighbour of its own kind, a frame, a pair, a joint, or a state named before.
static bool may_be_bound(const spokes_scanner *scanner, uint32_t from, uint32_t to, uint32_t unit) {
  const spokes_han *han = &scanner->han;
  const uint8_t *chars = scanner->lexicon->chars;
  if (spokes__short_at(han, unit)->antecedent != SPOKES_NONE || unit == from) return true;
  if (chars[han->chars[unit - 1]] & SPOKES_CHAR_LEFT || han->reading_at[unit - 1] ||
      spokes__is_joint(han->chars[unit - 1]))
    return true;
  if (unit - from >= 2 && chars[han->chars[unit - 2]] & SPOKES_CHAR_LEFT) return true;
  if (unit + 1 >= to) return false;
  return chars[han->chars[unit + 1]] & SPOKES_CHAR_RIGHT || han->reading_at[unit + 1] ||
         spokes__is_joint(han->chars[unit + 1]);
}

// Does the clause hold an actor's name, a pair, or a short form that something may bind? *candidate is moved into the
// clause.
static bool is_worth_solving(const spokes_scanner *scanner, uint32_t from, uint32_t to, size_t *candidate) {
  const spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  while (*candidate < han->candidate_count && han->candidates[*candidate].start < from) ++*candidate;
  for (size_t k = *candidate; k < han->candidate_count && han->candidates[k].start < to; k++) {
    const spokes_form *form = &lexicon->forms[han->candidates[k].form];
    if (form->type == SPOKES_FORM_ACTOR || form->inner_count) return true;
  }
  for (uint32_t i = from; i < to; i++)
    if (lexicon->chars[han->chars[i]] & SPOKES_CHAR_PAIR || (han->reading_at[i] && may_be_bound(scanner, from, to, i)))
      return true;
  return false;
}

void spokes__han_scan(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  for (uint32_t passage = 0; passage < scanner->text->passage_count && !scanner->failed;) {
    if (!spokes__han_collect(scanner, passage, &passage) || !spokes__han_find(scanner) ||
        !spokes__shorts_resolve(scanner)) {
      scanner->failed = true;
      return;
    }
    size_t candidate = 0;
    for (uint32_t from = 0, to; from < han->count && !scanner->failed; from = to + 1) {
      to = clause_end(han, from);
      if (to == from || !is_worth_solving(scanner, from, to, &candidate)) {
        if (to - from >= CLAUSE_MAX) to--;
        continue;
      }
      if (!spokes__lattice_solve(scanner, from, to))
        scanner->failed = true;
      else
        spokes__han_emit(scanner, from, to);
      if (to - from >= CLAUSE_MAX) to--;
    }
  }
}
