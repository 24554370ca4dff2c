// Which state a one-character Chinese short form stands for.
//
// A pair of the dictionary is a fixed reading (俄乌, 巴以). Otherwise the state that the text named nearest wins,
// provided that its name holds the character (after 乌拉圭, 乌方 is Uruguay; after 马尔代夫, 马方 is the Maldives);
// without one, the character's first reading if it is strong.

#include "scanner.h"

// How far, in characters, a short form looks for its state: back, and forth inside the passage. One with a strong usual
// reading leaves it only for a state named close by.
#define REACH_BACK 1200u
#define REACH_BACK_STRONG 400u
#define REACH_FORTH 400u

static bool holds(const spokes_form *form, uint16_t character) {
  for (unsigned i = 0; i < form->unit_count; i++)
    if (form->units[i] == character) return true;
  return false;
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

static const spokes_short *reading_of(const spokes_lexicon *lexicon, uint16_t character, spokes_actor actor) {
  for (uint32_t i = lexicon->short_first[character];
       i < lexicon->short_count && lexicon->shorts[i].character == character; i++)
    if (lexicon->shorts[i].actor == actor) return &lexicon->shorts[i];
  return NULL;
}

// The reading that antecedent number k gives the character, or NULL.
static const spokes_short *rests_on(const spokes_scanner *scanner, size_t k, uint16_t character) {
  const spokes_form *form = &scanner->lexicon->forms[scanner->han.antecedents[k].form];
  const spokes_short *reading = reading_of(scanner->lexicon, character, form->actor);
  return reading && holds(form, character) ? reading : NULL;
}

static bool crosses_passage(const spokes_han *han, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++)
    if (!han->chars[i]) return true;
  return false;
}

// How often the block names the actor with a form that holds the character.
static size_t times_named(const spokes_scanner *scanner, spokes_actor actor, uint16_t character) {
  size_t times = 0;
  for (size_t k = 0; k < scanner->han.antecedent_count; k++) {
    const spokes_form *form = &scanner->lexicon->forms[scanner->han.antecedents[k].form];
    times += form->actor == actor && holds(form, character);
  }
  return times;
}

// May the reading stand in this text? An issuer's reading (中 for the Republic of China) only where the text is its
// own.
static bool may_stand(const spokes_scanner *scanner, const spokes_short *reading) {
  if (!reading->issuer) return true;
  if (scanner->context.issuer != SPOKES_NO_ACTOR) return scanner->context.issuer == reading->actor;
  const spokes_short *usual = &scanner->lexicon->shorts[scanner->lexicon->short_first[reading->character]];
  return times_named(scanner, reading->actor, reading->character) >
         times_named(scanner, usual->actor, reading->character);
}

// The nearest antecedent: the last before the unit, else the first behind it in the same passage.
static const spokes_short *find_antecedent(const spokes_scanner *scanner, uint32_t unit, uint32_t reach,
                                           uint32_t *number_out) {
  const spokes_han *han = &scanner->han;
  uint16_t character = han->chars[unit];
  size_t behind = antecedents_from(han, unit);
  for (size_t k = behind; k-- && unit - han->antecedents[k].unit <= reach;) {
    const spokes_short *found = rests_on(scanner, k, character);
    if (found) return *number_out = (uint32_t)k, found;
  }
  for (size_t k = behind; k < han->antecedent_count && han->antecedents[k].unit - unit <= REACH_FORTH; k++) {
    const spokes_short *found = rests_on(scanner, k, character);
    if (found && !crosses_passage(han, unit, han->antecedents[k].unit)) return *number_out = (uint32_t)k, found;
  }
  return NULL;
}

spokes_reading spokes__short_in_pair(const spokes_scanner *scanner, uint16_t character, spokes_actor actor) {
  const spokes_short *row = reading_of(scanner->lexicon, character, actor);
  return (spokes_reading){actor, true, row ? row->row : SPOKES_NO_ROW, SPOKES_NONE};
}

static spokes_reading resolve(const spokes_scanner *scanner, uint32_t unit) {
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
      !possible ? NULL : find_antecedent(scanner, unit, usual->strong ? REACH_BACK_STRONG : REACH_BACK, &number);
  if (named && !may_stand(scanner, named)) named = usual;
  if (named) return (spokes_reading){named->actor, usual->strong, named->row, number};
  if (usual->strong) return (spokes_reading){usual->actor, true, usual->row, SPOKES_NONE};
  return (spokes_reading){SPOKES_NO_ACTOR, false, SPOKES_NO_ROW, SPOKES_NONE};
}

static uint32_t add_reading(spokes_han *han, const spokes_reading *reading) {
  void *items = han->readings;
  if (!spokes__array_reserve(&items, &han->reading_cap, han->reading_count + 1, sizeof *han->readings))
    return UINT32_MAX;
  han->readings = items;
  han->readings[han->reading_count] = *reading;
  return (uint32_t)han->reading_count++;
}

bool spokes__shorts_resolve(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  void *at = han->reading_at;
  bool good = spokes__array_reserve(&at, &han->reading_at_cap, han->count + 1, sizeof *han->reading_at);
  han->reading_at = at;
  han->reading_count = 0;
  spokes_reading none = {SPOKES_NO_ACTOR, false, SPOKES_NO_ROW, SPOKES_NONE};
  if (!good || add_reading(han, &none) == UINT32_MAX) return false;
  for (uint32_t i = 0; i < han->count; i++) {
    han->reading_at[i] = 0;
    if (!(scanner->lexicon->chars[han->chars[i]] & SPOKES_CHAR_SHORT)) continue;
    spokes_reading reading = resolve(scanner, i);
    if (reading.actor == SPOKES_NO_ACTOR) continue;
    uint32_t number = add_reading(han, &reading);
    if (number == UINT32_MAX) return false;
    han->reading_at[i] = number;
  }
  return true;
}
