// From the best path of a clause to mentions and exclusions: forms are decided by their rules, short forms by what
// binds them, single characters by enumerations (中、美、俄三国) and by a state named shortly before (希望马有关各方).

#include <string.h>

#include "base/utf8.h"
#include "scanner.h"

#define BARE_REACH 160u  // characters back to the state that a bare short form rests on
#define SUBJECT_COST_MIN 60u

typedef struct emitter {
  spokes_scanner *scanner;
  const spokes_lexicon *lexicon;
  spokes_han *han;
  const spokes_clause *clause;
  uint32_t from, to;  // of the clause
} emitter;

static const spokes_step *step_to(const emitter *e, uint32_t unit) { return &e->han->steps[unit - e->from]; }

static uint32_t byte_start(const emitter *e, uint32_t unit) { return e->han->starts[unit]; }

// Of an exclusive end: behind the last character, before the white space that follows.
static uint32_t byte_end(const emitter *e, uint32_t unit) {
  uint32_t start = e->han->starts[unit - 1];
  return start + (uint32_t)spokes__utf8_width((unsigned char)e->scanner->text->norm[start]);
}

// Clauses lie inside one passage and come in order; the passage is the last that begins at or before the clause.
static void set_passage(const emitter *e) {
  const spokes_text *text = e->scanner->text;
  uint32_t passage = e->scanner->passage, at = byte_start(e, e->from);
  while (passage + 1 < text->passage_count && text->passages[passage + 1].norm_start <= at) passage++;
  e->scanner->passage = passage;
}

// ---- Short forms ---------------------------------------------------------------------------------------------

static void mention_short(emitter *e, uint32_t unit, const spokes_reading *reading, spokes_row rule) {
  uint32_t antecedent = UINT32_MAX;
  if (reading->antecedent != SPOKES_NONE) antecedent = byte_start(e, e->han->antecedents[reading->antecedent].unit);
  uint32_t start = byte_start(e, unit), end = byte_end(e, unit + 1);
  spokes_row entry = reading->row == SPOKES_NO_ROW ? rule : reading->row;
  spokes__scanner_mention(e->scanner, start, end, reading->actor, SPOKES_KIND_ABBREV, entry,
                          rule == SPOKES_NO_ROW ? entry : rule, antecedent);
}

// Characters that spell foreign names: a short form right behind a lone one is the end of a name (阿尔苏总统).
static bool spells_names(const emitter *e, uint32_t unit) {
  return e->lexicon->chars[e->han->chars[unit]] & SPOKES_CHAR_SPELLS;
}

static bool is_single(const emitter *e, uint32_t unit) {
  return unit >= e->from && unit < e->to && e->han->boundary[unit - e->from] && e->han->boundary[unit + 1 - e->from];
}

static bool ends_spelled_name(const emitter *e, uint32_t unit) {
  return unit > e->from && is_single(e, unit - 1) && step_to(e, unit)->type == SPOKES_EDGE_SINGLE &&
         spells_names(e, unit - 1);
}

static bool begins_spelled_name(const emitter *e, uint32_t unit) {
  return is_single(e, unit + 1) && spells_names(e, unit + 1);
}

// A framed short form that begins a foreign name (对伊姆兰·汗): not the everyday characters, which rarely spell names.
static bool begins_name_like(const emitter *e, uint32_t unit) {
  return e->lexicon->single_cost[e->han->chars[unit]] >= SPOKES_BARE_COST_MIN && begins_spelled_name(e, unit);
}

// What character i of a pair stands for, at the unit. Where the pair leaves it open, a state that the text names goes
// before the pair's own (巴阿关系 is Pakistan and Afghanistan, but not in a text on Brazil and Argentina).
static spokes_reading reading_in_pair(const emitter *e, const spokes_pair *pair, unsigned i, uint32_t unit) {
  spokes_actor given = pair->actors[i];
  if (pair->open >> i & 1 && e->han->reading_at[unit]) {
    const spokes_reading *reading = spokes__short_at(e->han, unit);
    if (reading->antecedent != SPOKES_NONE || given == SPOKES_NO_ACTOR) return *reading;
  }
  if (given == SPOKES_NO_ACTOR) return (spokes_reading){SPOKES_NO_ACTOR, false, SPOKES_NO_ROW, SPOKES_NONE};
  return spokes__short_in_pair(e->scanner, e->han->chars[unit], given);
}

// Does 方 end the step? It follows no person's name (因朝方, 希日方 are no 阿尔苏).
static bool is_side(const emitter *e, const spokes_step *step) {
  uint32_t last = step->from + step->left + step->shorts;
  if (step->frame != SPOKES_NONE && e->lexicon->frames[step->frame].right)
    last += e->lexicon->frames[step->frame].unit_count;
  return e->han->chars[last - 1] == 0x65B9;
}

static void emit_shorts(emitter *e, const spokes_step *step) {
  const spokes_pair *pair = step->form == SPOKES_NONE ? NULL : &e->lexicon->pairs[step->form];
  spokes_row rule = pair ? pair->row : step->frame != SPOKES_NONE ? e->lexicon->frames[step->frame].row : SPOKES_NO_ROW;
  if (!step->left && !is_side(e, step) && ends_spelled_name(e, step->from)) return;
  uint32_t behind = step->from + step->left + step->shorts;
  if (step->left && step->shorts == 1 && begins_name_like(e, step->from + step->left)) return;
  if (step->left && step->shorts == 1 && is_single(e, behind) && spokes__makes_people(e->han->chars[behind])) return;
  for (unsigned i = 0; i < step->shorts; i++) {
    uint32_t unit = step->from + step->left + i;
    // Without an actor: 欧 of 中欧, or a state that the text does not name.
    spokes_reading reading = pair ? reading_in_pair(e, pair, i, unit) : *spokes__short_at(e->han, unit);
    if (reading.actor != SPOKES_NO_ACTOR) mention_short(e, unit, &reading, rule);
  }
}

static bool is_short(const emitter *e, uint32_t unit) {
  return unit >= e->from && unit < e->to && e->han->reading_at[unit];
}

// The step of the token that ends (side -1) or begins (side 1) beyond the unit `joint`; NULL at the clause's ends.
static const spokes_step *token_beyond(const emitter *e, uint32_t joint, int side) {
  if (side < 0) return joint > e->from ? step_to(e, joint) : NULL;
  uint32_t end = joint + 2;
  if (joint + 1 >= e->to) return NULL;
  while (!e->han->boundary[end - e->from]) end++;
  return step_to(e, end);
}

// An actor's full name beside the enumeration comma (中、东加两国).
static bool is_name_beyond(const emitter *e, uint32_t joint, int side) {
  const spokes_step *step = e->han->chars[joint] == 0x3001 ? token_beyond(e, joint, side) : NULL;
  return step && step->type == SPOKES_EDGE_FORM && e->lexicon->forms[step->form].type == SPOKES_FORM_ACTOR;
}

// A compound that touches the joint with a short form (与美 before 、俄).
static bool is_compound_beyond(const emitter *e, uint32_t joint, int side) {
  const spokes_step *step = token_beyond(e, joint, side);
  if (!step || step->type != SPOKES_EDGE_SHORTS) return false;
  return side > 0 ? !step->left : step->from + step->left + step->shorts == joint;
}

// A short form on the other side of a joint, or a name on the other side of an enumeration comma.
static bool is_listed_beside(const emitter *e, uint32_t unit) {
  for (int side = -1; side <= 1; side += 2) {
    uint32_t joint = unit + (uint32_t)side, other = unit + 2 * (uint32_t)side;
    if (joint < e->from || joint >= e->to || !spokes__is_joint(e->han, e->han->chars[joint]) || !is_single(e, joint))
      continue;
    if (is_name_beyond(e, joint, side)) return true;
    if (is_short(e, other) && (is_single(e, other) || is_compound_beyond(e, joint, side))) return true;
  }
  return false;
}

// May a bare character stand for the state that was named shortly before? Not the common words among the short forms.
static bool rests_near(const emitter *e, uint32_t unit, const spokes_reading *reading) {
  if (reading->antecedent == SPOKES_NONE || e->lexicon->single_cost[e->han->chars[unit]] < SPOKES_BARE_COST_MIN)
    return false;
  uint32_t named = e->han->antecedents[reading->antecedent].unit;
  return named < unit && unit - named <= BARE_REACH;
}

// A strong short form as the subject at the head of its clause.
static bool is_subject(const emitter *e, uint32_t unit, const spokes_reading *reading) {
  bool head = unit == e->from || e->han->chars[unit - 1] == 0x3001;
  return reading->strong && head && is_single(e, unit + 1) &&
         e->lexicon->chars[e->han->chars[unit + 1]] & SPOKES_CHAR_SUBJECT &&
         e->lexicon->single_cost[e->han->chars[unit]] >= SUBJECT_COST_MIN;
}

static void emit_single(emitter *e, uint32_t unit) {
  if (!is_short(e, unit)) return;
  if (ends_spelled_name(e, unit) || begins_spelled_name(e, unit)) return;
  if (is_single(e, unit + 1) && spokes__makes_word(e->han->chars[unit + 1])) return;
  const spokes_reading *reading = spokes__short_at(e->han, unit);
  if (is_listed_beside(e, unit) || rests_near(e, unit, reading) || is_subject(e, unit, reading))
    mention_short(e, unit, reading, SPOKES_NO_ROW);
}

// ---- Forms -------------------------------------------------------------------------------------------------

static void emit_form(emitter *e, const spokes_step *step, uint32_t end) {
  const spokes_form *form = &e->lexicon->forms[step->form];
  uint32_t start_byte = byte_start(e, step->from), end_byte = byte_end(e, end);
  if (spokes__lattice_spells_on(e->scanner, e->clause, form, step->from)) {
    spokes__scanner_exclude(e->scanner, start_byte, end_byte, form->actor, (spokes_kind)form->kind, form->row,
                            form->row, SPOKES_REASON_PERSON);
    return;
  }
  spokes_decision decision = spokes__scanner_decide(e->scanner, &form, true, start_byte, end_byte);
  if (decision.aside && form->type != SPOKES_FORM_ACTOR) return;
  spokes__scanner_record(e->scanner, form, &decision, start_byte, end_byte);
  if (decision.counted || form->type != SPOKES_FORM_ACTOR) return;
  // No name: perhaps the pair that is written like it (中非, China and Africa).
  uint32_t pair = spokes__pair_like(e->lexicon, spokes__form_units(e->lexicon, form), form->unit_count);
  if (pair == e->lexicon->pair_count) return;
  emit_shorts(e, &(spokes_step){.from = step->from,
                                .form = pair,
                                .frame = SPOKES_NONE,
                                .type = SPOKES_EDGE_SHORTS,
                                .shorts = (uint8_t)form->unit_count});
}

// ---- Candidates that lost ----------------------------------------------------------------------------------------

// Names that stand in the characters but not on the path: 中国 in 其中国有企业.
static void exclude_losers(emitter *e) {
  const spokes_han *han = e->han;
  for (size_t low = e->clause->antecedent; low < han->antecedent_count && han->antecedents[low].unit < e->to; low++) {
    uint32_t unit = han->antecedents[low].unit;
    const spokes_form *form = &e->lexicon->forms[han->antecedents[low].form];
    uint32_t end = unit + form->unit_count;
    if (end > e->to || spokes__lattice_has(e->scanner, e->clause, unit, end)) continue;
    uint32_t start_byte = byte_start(e, unit), end_byte = byte_end(e, end);
    spokes__scanner_exclude(e->scanner, start_byte, end_byte, form->actor, (spokes_kind)form->kind, form->row,
                            form->row, SPOKES_REASON_WORD);
  }
}

static void emit_window(emitter *e, const spokes_window *window) {
  for (uint32_t unit = window->from, end; unit < window->to && !e->scanner->failed; unit = end) {
    end = unit + 1;
    while (!e->han->boundary[end - e->from]) end++;
    const spokes_step *step = step_to(e, end);
    if (step->type == SPOKES_EDGE_FORM)
      emit_form(e, step, end);
    else if (step->type == SPOKES_EDGE_SHORTS)
      emit_shorts(e, step);
    else if (step->type == SPOKES_EDGE_SINGLE)
      emit_single(e, unit);
  }
}

void spokes__han_emit(spokes_scanner *scanner, const spokes_clause *clause, size_t windows) {
  spokes_han *han = &scanner->han;
  emitter e = {scanner, scanner->lexicon, han, clause, clause->from, clause->to};
  set_passage(&e);
  for (size_t i = 0; i < windows; i++) emit_window(&e, &han->windows[i]);
  if (!scanner->failed) exclude_losers(&e);
}
