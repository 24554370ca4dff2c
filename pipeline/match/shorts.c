// Which state a one-character Chinese short form stands for.
//
// A pair of the dictionary is a fixed reading (俄乌, 巴以). Otherwise the state that the text named nearest wins,
// provided that its name holds the character (after 乌拉圭, 乌方 is Uruguay; after 马尔代夫, 马方 is the Maldives);
// without one, the character's first reading if it is strong.

#include <string.h>

#include "scanner.h"

// How far, in characters, a short form looks for its state: back, and forth inside the passage. One with a strong usual
// reading leaves it only for a state named close by.
#define REACH_BACK_STRONG 400u
#define REACH_FORTH 400u

static bool holds(const spokes_lexicon *lexicon, const spokes_form *form, uint16_t character) {
  const uint16_t *units = spokes__form_units(lexicon, form);
  for (unsigned i = 0; i < form->unit_count; i++)
    if (units[i] == character) return true;
  return false;
}

const spokes_short *spokes__short_reading(const spokes_lexicon *lexicon, uint16_t character, spokes_actor actor) {
  for (uint32_t i = lexicon->short_first[character];
       i < lexicon->short_count && lexicon->shorts[i].character == character; i++)
    if (lexicon->shorts[i].actor == actor) return &lexicon->shorts[i];
  return NULL;
}

// The reading that antecedent number k gives the character, or NULL: none, or no name stands there.
static const spokes_short *rests_on(const spokes_scanner *scanner, size_t k, uint16_t character) {
  const spokes_antecedent *named = &scanner->han.antecedents[k];
  if (!(named->shorts & spokes__short_bit(scanner->lexicon->short_first[character]))) return NULL;
  if (named->standing == SPOKES_STANDING_NONE) return NULL;
  const spokes_form *form = &scanner->lexicon->forms[named->form];
  const spokes_short *reading = spokes__short_reading(scanner->lexicon, character, form->actor);
  return reading && holds(scanner->lexicon, form, character) ? reading : NULL;
}

static bool crosses_passage(const spokes_han *han, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++)
    if (!han->chars[i]) return true;
  return false;
}

// How often the block names the actor with a form that holds the character; counted once a block.
static size_t times_named(const spokes_scanner *scanner, const spokes_short *reading) {
  uint32_t *times = &scanner->han.times[reading - scanner->lexicon->shorts];
  if (*times != SPOKES_NONE) return *times;
  *times = 0;
  for (size_t k = 0; k < scanner->han.antecedent_count; k++) {
    const spokes_form *form = &scanner->lexicon->forms[scanner->han.antecedents[k].form];
    *times += form->actor == reading->actor && holds(scanner->lexicon, form, reading->character);
  }
  return *times;
}

// May the reading stand in this text? An issuer's reading (中 for the Republic of China) only where the text is its
// own.
static bool may_stand(const spokes_scanner *scanner, const spokes_short *reading) {
  if (!reading->issuer) return true;
  if (scanner->context.issuer != SPOKES_NO_ACTOR) return scanner->context.issuer == reading->actor;
  const spokes_short *usual = &scanner->lexicon->shorts[scanner->lexicon->short_first[reading->character]];
  return times_named(scanner, reading) > times_named(scanner, usual);
}

// Moves the antecedents before the unit into han->nearest.
static void pass_antecedents(spokes_scanner *scanner, uint32_t unit) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  for (; han->antecedent_next < han->antecedent_count; han->antecedent_next++) {
    const spokes_antecedent *named = &han->antecedents[han->antecedent_next];
    if (named->unit >= unit) return;
    if (!named->shorts || named->standing == SPOKES_STANDING_NONE) continue;
    const spokes_form *form = &lexicon->forms[named->form];
    const uint16_t *units = spokes__form_units(lexicon, form);
    for (unsigned i = 0; i < form->unit_count; i++)
      if (lexicon->chars[units[i]] & SPOKES_CHAR_SHORT && spokes__short_reading(lexicon, units[i], form->actor))
        han->nearest[lexicon->short_first[units[i]]] = (uint32_t)han->antecedent_next;
  }
}

// The first antecedent at or behind unit.
static size_t antecedents_from(const spokes_han *han, uint32_t unit) {
  size_t low = 0, high = han->antecedent_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (han->antecedents[middle].unit < unit)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// The last antecedent before number k that gives the character a reading and stands no further than `reach` before the
// unit, or SPOKES_NONE.
static uint32_t last_before(const spokes_scanner *scanner, size_t k, uint32_t unit, uint32_t reach,
                            uint16_t character) {
  while (k-- && unit - scanner->han.antecedents[k].unit <= reach)
    if (rests_on(scanner, k, character)) return (uint32_t)k;
  return SPOKES_NONE;
}

// The form that stands where the antecedent is, once the clause is solved: its own, or a shorter name of the same actor
// (瑞士 of 瑞士联邦|委员会); NULL when none does.
static const spokes_form *standing_form(const spokes_scanner *scanner, const spokes_clause *clause,
                                        const spokes_antecedent *named) {
  const spokes_form *forms = scanner->lexicon->forms, *form = &forms[named->form];
  if (spokes__lattice_has(scanner, clause, named->unit, named->unit + form->unit_count))
    return spokes__lattice_spells_on(scanner, clause, form, named->unit) ? NULL : form;
  for (size_t k = clause->candidate; k < clause->candidate_end; k++) {
    const spokes_candidate *found = &scanner->han.candidates[k];
    if (found->start > named->unit) break;
    if (found->start == named->unit && found->actor == form->actor &&
        spokes__lattice_has(scanner, clause, found->start, found->start + found->count))
      return &forms[found->form];
  }
  return NULL;
}

// Will a name stand where antecedent number k is? Asked of one behind the clause at work, which is solved for it as if
// it had no short forms.
static bool will_stand(spokes_scanner *scanner, const spokes_clause *clause, size_t k) {
  spokes_antecedent *named = &scanner->han.antecedents[k];
  if (named->unit < clause->to) return true;
  if (named->foreseen == SPOKES_STANDING_UNKNOWN) {
    spokes_clause ahead = spokes__han_clause_ahead(scanner, clause, named->unit);
    size_t windows = spokes__windows_find(scanner, &ahead);
    spokes__lattice_solve(scanner, &ahead, windows);
    named->foreseen = standing_form(scanner, &ahead, named) ? SPOKES_STANDING_NAME : SPOKES_STANDING_NONE;
  }
  return named->foreseen == SPOKES_STANDING_NAME;
}

// The nearest antecedent: the last before the unit, which is `before`, else the first behind it in the same passage,
// from number `behind` on.
static const spokes_short *find_antecedent(spokes_scanner *scanner, const spokes_clause *clause, uint32_t unit,
                                           uint32_t reach, uint32_t before, size_t behind, uint32_t *number_out) {
  const spokes_han *han = &scanner->han;
  uint16_t character = han->chars[unit];
  const uint64_t bit = spokes__short_bit(scanner->lexicon->short_first[character]);
  if (before != SPOKES_NONE && unit - han->antecedents[before].unit <= reach)
    return *number_out = before, rests_on(scanner, before, character);
  for (size_t k = behind; k < han->antecedent_count && han->antecedents[k].unit - unit <= REACH_FORTH; k++) {
    const spokes_short *found = han->antecedents[k].shorts & bit ? rests_on(scanner, k, character) : NULL;
    if (found && !crosses_passage(han, unit, han->antecedents[k].unit) && will_stand(scanner, clause, k))
      return *number_out = (uint32_t)k, found;
  }
  return NULL;
}

spokes_reading spokes__short_in_pair(const spokes_scanner *scanner, uint16_t character, spokes_actor actor) {
  const spokes_short *row = spokes__short_reading(scanner->lexicon, character, actor);
  return (spokes_reading){actor, true, row ? row->row : SPOKES_NO_ROW, SPOKES_NONE};
}

// `before`: the last antecedent before the unit that gives it a reading; `behind`: the first at or behind it.
static spokes_reading resolve(spokes_scanner *scanner, const spokes_clause *clause, uint32_t unit, uint32_t before,
                              size_t behind) {
  const spokes_lexicon *lexicon = scanner->lexicon;
  uint16_t character = scanner->han.chars[unit];
  uint32_t first = lexicon->short_first[character];
  const spokes_short *usual = &lexicon->shorts[first];
  // A common character with one strong reading never stands bare (emit.c), and needs no search.
  bool alone = first + 1 >= lexicon->short_count || lexicon->shorts[first + 1].character != character;
  if (usual->strong && alone && lexicon->single_cost[character] < SPOKES_BARE_COST_MIN)
    return (spokes_reading){usual->actor, true, usual->row, SPOKES_NONE};
  uint32_t number = SPOKES_NONE;
  bool possible = scanner->han.named_chars[character >> 6] >> (character & 63) & 1;
  const spokes_short *named =
      !possible ? NULL
                : find_antecedent(scanner, clause, unit, usual->strong ? REACH_BACK_STRONG : SPOKES_HAN_REACH, before,
                                  behind, &number);
  if (named && !may_stand(scanner, named)) named = usual;
  if (named) return (spokes_reading){named->actor, usual->strong, named->row, number};
  if (usual->strong) return (spokes_reading){usual->actor, true, usual->row, SPOKES_NONE};
  return (spokes_reading){SPOKES_NO_ACTOR, false, SPOKES_NO_ROW, SPOKES_NONE};
}

bool spokes__shorts_begin(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  size_t bytes = (scanner->lexicon->short_count + 1) * sizeof *han->nearest;
  if (!han->nearest) han->nearest = spokes__malloc(bytes);
  if (!han->times) han->times = spokes__malloc(bytes);
  if (!han->nearest || !han->times) return false;
  memset(han->nearest, 0xFF, bytes);
  memset(han->times, 0xFF, bytes);
  han->antecedent_next = 0;
  han->readings[0] = (spokes_reading){SPOKES_NO_ACTOR, false, SPOKES_NO_ROW, SPOKES_NONE};
  return true;
}

void spokes__shorts_resolve(spokes_scanner *scanner, const spokes_clause *clause) {
  spokes_han *han = &scanner->han;
  han->reading_count = 1;
  for (size_t k = clause->mark; k < clause->mark_end; k++) {
    uint32_t unit = han->marks[k];
    pass_antecedents(scanner, unit);
    uint32_t before = han->nearest[scanner->lexicon->short_first[han->chars[unit]]];
    spokes_reading reading = resolve(scanner, clause, unit, before, han->antecedent_next);
    if (reading.actor == SPOKES_NO_ACTOR) continue;
    han->reading_at[unit] = (uint32_t)han->reading_count;
    han->readings[han->reading_count++] = reading;
  }
}

// Takes antecedent number k, which is no name, out of han->nearest.
static void retract(spokes_scanner *scanner, size_t k) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  const spokes_form *form = &lexicon->forms[han->antecedents[k].form];
  const uint16_t *units = spokes__form_units(lexicon, form);
  for (unsigned i = 0; i < form->unit_count; i++) {
    if (!(lexicon->chars[units[i]] & SPOKES_CHAR_SHORT)) continue;
    uint32_t *nearest = &han->nearest[lexicon->short_first[units[i]]];
    if (*nearest == k) *nearest = last_before(scanner, k, han->antecedents[k].unit, SPOKES_HAN_REACH, units[i]);
  }
}

// Which of the clause's names stand; are there some that do not and were taken for one so far?
static bool judge_names(spokes_scanner *scanner, const spokes_clause *clause) {
  spokes_han *han = &scanner->han;
  bool is_changed = false;
  for (size_t k = clause->antecedent; k < han->antecedent_count && han->antecedents[k].unit < clause->to; k++) {
    spokes_antecedent *named = &han->antecedents[k];
    const spokes_form *form = standing_form(scanner, clause, named);
    is_changed |= !form && named->standing != SPOKES_STANDING_NONE;
    named->standing = form ? SPOKES_STANDING_NAME : SPOKES_STANDING_NONE;
    if (!form) retract(scanner, k);
  }
  return is_changed;
}

bool spokes__shorts_correct(spokes_scanner *scanner, const spokes_clause *clause) {
  spokes_han *han = &scanner->han;
  if (!judge_names(scanner, clause)) return false;
  bool is_changed = false;
  for (size_t k = clause->mark; k < clause->mark_end; k++) {
    uint32_t unit = han->marks[k], number = spokes__short_at(han, unit)->antecedent;
    if (!han->reading_at[unit] || number == SPOKES_NONE || han->antecedents[number].standing != SPOKES_STANDING_NONE)
      continue;
    size_t behind = antecedents_from(han, unit);
    uint32_t before = last_before(scanner, behind, unit, SPOKES_HAN_REACH, han->chars[unit]);
    spokes_reading reading = resolve(scanner, clause, unit, before, behind);
    if (reading.actor == SPOKES_NO_ACTOR)
      han->reading_at[unit] = 0;
    else
      han->readings[han->reading_at[unit]] = reading;
    is_changed = true;
  }
  return is_changed;
}

void spokes__shorts_forget(spokes_scanner *scanner, const spokes_clause *clause) {
  for (size_t k = clause->mark; k < clause->mark_end; k++) scanner->han.reading_at[scanner->han.marks[k]] = 0;
}
