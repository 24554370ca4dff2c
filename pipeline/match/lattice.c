// The word lattice of a Chinese clause: ordinary words, dictionary forms and compounds of short forms compete, and the
// cheapest path from end to end decides which of them are there. This is what keeps 中国 out of 其中国有企业 and 美日
// out of 中美日益.
//
// Costs are negative log frequencies on ICU's scale (0 to 255 a word). A compound of short forms costs what its
// characters cost as single words, less a bonus for each place where the grammar holds them together:
//
//     [left frame] short short* [right frame]          对|美 日|美 军 -> needs a frame or two short forms
//
// Steps are kept per unit (Viterbi); ties go to the path found first, which is the one with the longer word at the
// right.

#include <string.h>

#include "scanner.h"
#include "text/fold.h"

#define COST_FRAME 62u       // a frame of two or more characters, at most: binding a short form is what it is there for
#define COST_KNOWN_NAME 64u  // a two-character name whose state is named in full nearby
#define BONUS_PAIR 22u       // for each junction of two short forms
#define BONUS_FIXED 34u      // the same in a pair of the dictionary
#define COST_PAIR_TAIL 20u   // a character of a pair that is no actor
#define BONUS_AGREE 15u      // a right frame of several characters behind two or more short forms (中加|关系)
#define BONUS_LEFT 20u       // for a left frame of one character
#define BONUS_RIGHT 28u      // for a right frame of one character
#define COST_COMMON 64u      // left frames below are everyday words (同, 在, 与): ICU's words with them stay rivals
#define COST_DANGLING 40u  // a compound whose last character may begin the next phrase (美以维护, 中俄新协定)
#define SHORTS_MAX 6u
#define WORD_UNITS_MAX 12u

typedef struct lattice {
  spokes_scanner *scanner;
  const spokes_lexicon *lexicon;
  const uint16_t *chars;
  uint32_t from, to;   // the clause
  uint32_t stop;       // end of the window
  spokes_step *steps;  // steps[i - from]
  uint32_t forms;      // bit n: a form of n units begins at the unit at work
  uint32_t compounds;  // the same for compounds of strong short forms
} lattice;

static bool is_han(const lattice *l, uint16_t character) {
  return l->lexicon->tables.classes[character] & SPOKES_CLASS_HAN;
}

static void offer(lattice *l, uint32_t from, uint32_t to, uint32_t cost, spokes_step step) {
  spokes_step *target = &l->steps[to - l->from];
  uint32_t total = l->steps[from - l->from].cost + cost;
  if (total >= target->cost) return;
  step.cost = total;
  step.from = from;
  *target = step;
}

static inline uint32_t single_cost(const lattice *l, uint16_t character) { return l->lexicon->single_cost[character]; }

static uint32_t price_frame(const spokes_lexicon *lexicon, const spokes_frame *frame) {
  if (frame->unit_count == 1) {
    uint32_t cost = lexicon->single_cost[frame->units[0]];
    uint32_t bonus = frame->right ? BONUS_RIGHT : BONUS_LEFT;
    return cost > bonus ? cost - bonus : 0;
  }
  uint32_t node = SPOKES_TRIE_ROOT;
  for (unsigned i = 0; i < frame->unit_count && node; i++)
    node = spokes__trie_child(&lexicon->tables, node, frame->units[i]);
  int cost = node ? spokes__trie_cost(&lexicon->tables, node) : -1;
  return cost < 0 || (uint32_t)cost > COST_FRAME ? COST_FRAME : (uint32_t)cost;
}

bool spokes__lattice_begin(spokes_scanner *scanner) {
  const spokes_lexicon *lexicon = scanner->lexicon;
  spokes_han *han = &scanner->han;
  if (han->frame_costs) return true;
  const size_t single_bytes = 65536 * sizeof *han->frame_single;
  if (!han->frame_bits) han->frame_bits = spokes__calloc((1u << SPOKES_FRAME_BITS) / 64, sizeof *han->frame_bits);
  if (!han->frame_single) han->frame_single = spokes__malloc(single_bytes);
  if (!han->frame_bits || !han->frame_single) return false;
  han->frame_costs = spokes__calloc(lexicon->frame_count + 1, sizeof *han->frame_costs);
  if (!han->frame_costs) return false;
  memset(han->frame_single, 0xFF, single_bytes);
  for (size_t i = lexicon->frame_count; i--;) {
    const spokes_frame *frame = &lexicon->frames[i];
    const bool is_single = frame->unit_count == 1;
    han->frame_costs[i] = (uint16_t)price_frame(lexicon, frame);
    spokes__add_bit(han->frame_bits, spokes__frame_bit(frame->right, frame->units[0], is_single ? 0 : frame->units[1]));
    if (is_single) han->frame_single[frame->units[0]] = (uint32_t)i;
  }
  return true;
}

// ---- Compounds of short forms -------------------------------------------------------------------------------

// A preposition among the short forms: at the end of a compound it more often begins the next phrase, at the start it
// governs the rest.
static bool is_preposition(uint16_t character) { return character == 0x4EE5; /* 以 */ }

// 新 behind two short forms is more often the adjective of what follows (中俄新协定).
static bool is_new(uint16_t character) { return character == 0x65B0; }

static bool is_numeral(uint16_t character) {
  static const uint16_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
                                      0x516B, 0x4E5D, 0x5341, 0x3007, 0x5EFF, 0x5345};
  if (character >= '0' && character <= '9') return true;
  for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
    if (numerals[i] == character) return true;
  return false;
}

// The day of a date (二十九日, 20日) is not Japan.
static bool is_sun(uint16_t character) { return character == 0x65E5; /* 日 */ }
static bool is_day(const lattice *l, uint32_t i) {
  return is_sun(l->chars[i]) && i > l->from && is_numeral(l->chars[i - 1]);
}

static inline bool stands(const lattice *l, const uint16_t *units, unsigned count, uint32_t i) {
  if (count > l->to - i) return false;
  for (unsigned k = 0; k < count; k++)
    if (l->chars[i + k] != units[k]) return false;
  return true;
}

typedef struct compound {
  uint32_t start;  // unit of the left frame or the first short form
  unsigned left, shorts;
  uint32_t cost;
  uint32_t pair, frame;  // what binds it
  bool weak;             // a weak short form is in it
  bool common;           // the left frame is an everyday word
} compound;

static void offer_compound(lattice *l, const compound *c, unsigned right, uint32_t extra) {
  uint32_t end = c->start + c->left + c->shorts + right;
  spokes_step step = {.form = c->pair,
                      .frame = c->frame,
                      .type = SPOKES_EDGE_SHORTS,
                      .left = (uint8_t)c->left,
                      .shorts = (uint8_t)c->shorts};
  bool rival = c->weak || (c->left && c->common) || is_preposition(l->chars[c->start]);
  if (!rival && end - c->start <= WORD_UNITS_MAX) l->compounds |= 1u << (end - c->start);
  offer(l, c->start, end, c->cost + extra, step);
}

static bool needs_hold(const spokes_frame *frame, bool weak) { return !(frame->needs == SPOKES_NEEDS_STRONG && weak); }

// Does what begins at i tell that 以 before it is the preposition (以政府为主导, 以军方名义)?
static bool ends_preposition(const uint16_t *chars, uint32_t i, uint32_t to) {
  static const uint16_t words[][2] = {
      {0x4E3A, 0}, {0x4F5C, 0x4E3A}, {0x540D, 0x4E49}, {0x8EAB, 0x4EFD}, {0x5F62, 0x5F0F}};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (i < to && chars[i] == words[k][0] && (!words[k][1] || (i + 1 < to && chars[i + 1] == words[k][1]))) return true;
  return false;
}

// Offers the compound with each right frame behind it, and alone if it can stand alone.
static void close_compound(lattice *l, compound c) {
  uint32_t next = c.start + c.left + c.shorts;
  bool bound = c.left || c.shorts > 1;
  bool framed = false;
  if (next < l->to) {
    uint16_t second = next + 1 < l->to ? l->chars[next + 1] : 0;
    for (uint32_t k = spokes__frames_from(l->scanner, true, l->chars[next], second); k < l->lexicon->frame_count; k++) {
      const spokes_frame *frame = &l->lexicon->frames[k];
      if (frame->units[0] != l->chars[next]) break;
      if (!frame->right || !needs_hold(frame, c.weak) || !stands(l, frame->units, frame->unit_count, next)) continue;
      if (frame->unit_count == 1 && c.shorts > 1 && c.pair == SPOKES_NONE) continue;  // 会谈中|俄方, not 中俄|方
      // 国 behind a short form is a frame (瓜国) only where the two are no name of their own (美国).
      if (l->scanner->han.name_end[next + frame->unit_count - l->from] == next - 1 && frame->unit_count == 1) continue;
      if (c.shorts == 1 && !c.left && frame->unit_count > 1 && is_preposition(l->chars[next - 1]) &&
          ends_preposition(l->chars, next + frame->unit_count, l->to))
        continue;
      framed = true;
      compound with = c;
      with.frame = k;
      uint32_t agreed = c.shorts > 1 && frame->unit_count > 1 ? BONUS_AGREE : 0;
      offer_compound(l, &with, frame->unit_count, l->scanner->han.frame_costs[k] - agreed);
    }
  }
  if (!bound) return;
  bool is_behind_two = c.shorts > 2 || (c.start > l->from && l->scanner->han.reading_at[c.start - 1]);
  bool may_dangle = is_preposition(l->chars[next - 1]) || (is_behind_two && is_new(l->chars[next - 1]));
  bool dangling = c.pair == SPOKES_NONE && may_dangle && next < l->to && !framed && is_han(l, l->chars[next]);
  dangling |= c.pair == SPOKES_NONE && c.shorts > 1 && is_preposition(l->chars[c.start + c.left]);
  offer_compound(l, &c, 0, dangling ? COST_DANGLING : 0);
}

// What character j of a pair adds; those that are no actors (经济走廊 of 中巴经济走廊) are words, at a word's price.
static uint32_t pair_cost(const lattice *l, const spokes_pair *pair, unsigned j) {
  if (j && pair->actors[j] == SPOKES_NO_ACTOR && !(pair->open >> j & 1)) return COST_PAIR_TAIL;
  return single_cost(l, pair->units[j]) - (j ? BONUS_FIXED : 0);
}

// Is the pair one state and what belongs to it (美关税)? Behind another short form the state is that one's partner
// (中美|关税).
static bool is_belonging(const spokes_pair *pair) {
  for (unsigned j = 1; j < pair->unit_count; j++)
    if (pair->actors[j] != SPOKES_NO_ACTOR || pair->open >> j & 1) return false;
  return pair->unit_count > 2;
}

// Pairs of the dictionary at i, the longest first.
static void offer_pairs(lattice *l, compound c, uint32_t i) {
  if (i + 1 >= l->to ||
      !spokes__has_bit(l->scanner->han.pair_twos, spokes__two_bit(l->chars[i], l->chars[i + 1], SPOKES_PAIR_TWO_BITS)))
    return;
  const uint32_t *reading_at = l->scanner->han.reading_at;
  bool is_partner = reading_at[i] && i > l->from && reading_at[i - 1];
  for (uint32_t k = spokes__pair_find(l->lexicon, l->chars[i], l->chars[i + 1]); k < l->lexicon->pair_count; k++) {
    const spokes_pair *pair = &l->lexicon->pairs[k];
    if (pair->units[0] != l->chars[i] || pair->units[1] != l->chars[i + 1]) break;
    if (!stands(l, pair->units, pair->unit_count, i)) continue;
    // Written like a name (中非): the name stands in the lattice, and emit.c asks its rules first.
    if (l->scanner->han.name_end[i + pair->unit_count - l->from] == i) continue;
    if (is_partner && is_belonging(pair)) continue;
    compound with = c;
    with.pair = k;
    with.shorts = pair->unit_count;
    for (unsigned j = 0; j < pair->unit_count; j++) with.cost += pair_cost(l, pair, j);
    close_compound(l, with);
  }
}

// Short forms at i behind the left part of c.
static void offer_shorts(lattice *l, compound c, uint32_t i) {
  if (!is_day(l, i)) offer_pairs(l, c, i);
  for (unsigned count = 0; count < SHORTS_MAX && i + count < l->to; count++) {
    uint16_t character = l->chars[i + count];
    const spokes_han *han = &l->scanner->han;
    if (!han->reading_at[i + count] || is_day(l, i + count)) return;
    c.weak |= !spokes__short_at(han, i + count)->strong;
    c.cost += single_cost(l, character) - (count ? BONUS_PAIR : 0);
    c.shorts = count + 1;
    if (l->scanner->han.name_end[i + count + 1 - l->from] == i) continue;  // a name of its own (东加, 古巴)
    if (c.left && c.frame != SPOKES_NONE && !needs_hold(&l->lexicon->frames[c.frame], c.weak)) return;
    close_compound(l, c);
  }
}

static void offer_grammar(lattice *l, uint32_t i) {
  compound plain = {i, 0, 0, 0, SPOKES_NONE, SPOKES_NONE, false, false};
  uint8_t flags = l->lexicon->chars[l->chars[i]];
  if (flags & (SPOKES_CHAR_SHORT | SPOKES_CHAR_PAIR)) offer_shorts(l, plain, i);
  if (!(flags & SPOKES_CHAR_LEFT) || i + 1 >= l->to) return;
  for (uint32_t k = spokes__frames_from(l->scanner, false, l->chars[i], l->chars[i + 1]); k < l->lexicon->frame_count;
       k++) {
    const spokes_frame *frame = &l->lexicon->frames[k];
    if (frame->units[0] != l->chars[i]) break;
    uint32_t next = i + frame->unit_count;
    if (frame->right || next >= l->to || !stands(l, frame->units, frame->unit_count, i)) continue;
    bool common = frame->unit_count == 1 && single_cost(l, l->chars[i]) < COST_COMMON;
    compound framed = {i, frame->unit_count, 0, l->scanner->han.frame_costs[k], SPOKES_NONE, k, false, common};
    offer_shorts(l, framed, next);
  }
}

// ---- Words and forms ------------------------------------------------------------------------------------------

// Does an actor's name begin or end the word [from, to)? Then the word (中国人, 新中国) is no rival of the name.
static bool contains_name(const lattice *l, uint32_t from, uint32_t to, uint32_t shortest_name_end) {
  if (to - from < 3) return false;
  if (shortest_name_end < to) return true;
  uint32_t begins = l->scanner->han.name_end[to - l->from];
  return begins != SPOKES_NONE && begins > from;
}

// Does the word [from, to) begin with a compound of strong short forms that leaves a word over (日俄战争, 中共中央)?
static bool contains_compound(const lattice *l, uint32_t from, uint32_t to) {
  if (!l->compounds) return false;
  for (uint32_t len = 2; len + 2 <= to - from && len <= WORD_UNITS_MAX; len++) {
    if (!(l->compounds >> len & 1)) continue;
    uint32_t node = SPOKES_TRIE_ROOT;
    for (uint32_t i = from + len; i < to && node; i++)
      node = spokes__trie_child(&l->lexicon->tables, node, l->chars[i]);
    if (node && spokes__trie_cost(&l->lexicon->tables, node) >= 0) return true;
  }
  return false;
}

// ICU's words at i but those that are written otherwise in the dictionary, or are nothing but a compound (中方, 对华,
// 驻日).
static void offer_words(lattice *l, uint32_t i, uint32_t first_name_end) {
  const spokes_tables *tables = &l->lexicon->tables;
  if (i + 1 >= l->stop || !spokes__trie_may_join(tables, l->chars[i], l->chars[i + 1])) return;
  uint32_t node = SPOKES_TRIE_ROOT;
  for (uint32_t j = i; j < l->stop && j - i < WORD_UNITS_MAX; j++) {
    node = spokes__trie_child(tables, node, l->chars[j]);
    if (!node) return;
    int cost = j > i ? spokes__trie_cost(tables, node) : -1;
    if (cost < 0 || (l->forms | l->compounds) >> (j + 1 - i) & 1 || contains_name(l, i, j + 1, first_name_end) ||
        contains_compound(l, i, j + 1))
      continue;
    offer(l, i, j + 1, (uint32_t)cost,
          (spokes_step){.type = SPOKES_EDGE_WORD, .form = SPOKES_NONE, .frame = SPOKES_NONE});
  }
}

// Offers the forms that begin at i; *candidate is moved behind them. Returns where the shortest actor's name ends.
static uint32_t offer_forms(lattice *l, uint32_t i, size_t *candidate, size_t candidate_end) {
  const spokes_han *han = &l->scanner->han;
  uint32_t name_end = UINT32_MAX;
  for (; *candidate < candidate_end && han->candidates[*candidate].start == i; ++*candidate) {
    const spokes_candidate *found = &han->candidates[*candidate];
    if (found->count > l->to - i) continue;
    if (found->actor != SPOKES_NO_ACTOR) name_end = i + found->count;
    if (found->count <= WORD_UNITS_MAX) l->forms |= 1u << found->count;
    // A two-character name (巴新) is cheap where the text gives its state's longer name.
    bool known = spokes__is_known_name(han, found);
    offer(l, i, i + found->count, known && found->cost > COST_KNOWN_NAME ? COST_KNOWN_NAME : found->cost,
          (spokes_step){.type = SPOKES_EDGE_FORM, .form = found->form, .frame = SPOKES_NONE});
  }
  return name_end;
}

// Of the whole clause: what a compound asks for may stand beside its window.
static void note_names(const spokes_scanner *scanner, const spokes_clause *clause) {
  const spokes_han *han = &scanner->han;
  memset(han->name_end, 0xFF, (clause->to - clause->from + 1) * sizeof *han->name_end);
  for (size_t k = clause->candidate; k < clause->candidate_end; k++) {
    const spokes_candidate *found = &han->candidates[k];
    uint32_t end = found->start + found->count;
    if (end > clause->to || found->actor == SPOKES_NO_ACTOR) continue;
    uint32_t *start = &han->name_end[end - clause->from];
    if (*start == SPOKES_NONE) *start = found->start;
  }
}

static void solve(lattice *l, const spokes_clause *clause, size_t candidate_in, uint32_t from) {
  size_t at = candidate_in, *candidate = &at;
  for (uint32_t i = from; i <= l->stop; i++) l->steps[i - l->from].cost = UINT32_MAX;
  l->steps[from - l->from] = (spokes_step){.cost = 0, .from = from};
  for (uint32_t i = from; i < l->stop; i++) {
    l->forms = l->compounds = 0;
    uint32_t name_end = offer_forms(l, i, candidate, clause->candidate_end);
    if (is_han(l, l->chars[i])) {
      offer_grammar(l, i);
      offer_words(l, i, name_end);
    }
    offer(l, i, i + 1, single_cost(l, l->chars[i]),
          (spokes_step){.type = SPOKES_EDGE_SINGLE, .form = SPOKES_NONE, .frame = SPOKES_NONE});
  }
}

// The trie is larger than the inner caches: the nodes of all first two characters are asked for before the first is
// needed.
static void prefetch(const lattice *l, const spokes_window *window) {
  const spokes_tables *tables = &l->lexicon->tables;
  const uint32_t root = tables->nodes[SPOKES_TRIE_ROOT].base_cost >> SPOKES_TRIE_COST_BITS;
  for (uint32_t i = window->from; i + 1 < window->to; i++) {
    uint32_t first = root + tables->codes[l->chars[i]];
    if (first >= tables->node_count) continue;
    uint32_t child = (tables->nodes[first].base_cost >> SPOKES_TRIE_COST_BITS) + tables->codes[l->chars[i + 1]];
    __builtin_prefetch(&tables->nodes[child < tables->node_count ? child : 0]);
  }
}

// Marks the borders of the window's best path.
static void mark_path(const lattice *l, const spokes_window *window) {
  bool *boundary = l->scanner->han.boundary;
  for (uint32_t unit = window->to; unit > window->from; unit = l->steps[unit - l->from].from)
    boundary[unit - l->from] = true;
  boundary[window->from - l->from] = true;
}

bool spokes__lattice_has(const spokes_scanner *scanner, const spokes_clause *clause, uint32_t unit, uint32_t end) {
  const bool *boundary = scanner->han.boundary;
  if (end > clause->to || !boundary[unit - clause->from] || !boundary[end - clause->from]) return false;
  for (uint32_t i = unit + 1; i < end; i++)
    if (boundary[i - clause->from]) return false;
  return true;
}

bool spokes__lattice_spells_on(const spokes_scanner *scanner, const spokes_clause *clause, const spokes_form *form,
                               uint32_t unit) {
  const spokes_han *han = &scanner->han;
  const uint16_t *chars = han->chars;
  const uint8_t *flags = scanner->lexicon->chars;
  if (form->type != SPOKES_FORM_ACTOR || form->unit_count != 2 || unit == clause->from ||
      !(flags[chars[unit + 1]] & flags[chars[unit - 1]] & SPOKES_CHAR_SPELLS))
    return false;
  return han->boundary[unit - 1 - clause->from] && han->steps[unit - clause->from].type == SPOKES_EDGE_SINGLE &&
         scanner->lexicon->single_cost[chars[unit - 1]] >= SPOKES_BARE_COST_MIN;
}

bool spokes__lattice_left(const spokes_scanner *scanner, const spokes_clause *clause, uint32_t from) {
  const uint16_t *chars = scanner->han.chars;
  return is_sun(chars[from]) && from > clause->from && is_numeral(chars[from - 1]);
}

unsigned spokes__lattice_right(const spokes_scanner *scanner, const spokes_clause *clause, uint32_t to) {
  const uint16_t *chars = scanner->han.chars;
  if (to == clause->to) return 0;
  bool is_word_behind = (is_preposition(chars[to - 1]) || is_new(chars[to - 1])) &&
                        scanner->lexicon->tables.classes[chars[to]] & SPOKES_CLASS_HAN;
  return (unsigned)is_word_behind | (unsigned)ends_preposition(chars, to, clause->to) << 1;
}

void spokes__lattice_solve(spokes_scanner *scanner, const spokes_clause *clause, size_t windows) {
  spokes_han *han = &scanner->han;
  lattice l = {.scanner = scanner,
               .lexicon = scanner->lexicon,
               .chars = han->chars,
               .from = clause->from,
               .to = clause->to,
               .steps = han->steps};
  size_t candidate = clause->candidate;
  bool has_names = false;
  memset(han->boundary, 0, (clause->to - clause->from + 1) * sizeof *han->boundary);
  for (size_t i = 0; i < windows; i++) {
    const spokes_window *window = &han->windows[i];
    spokes_solved_key key;
    while (candidate < clause->candidate_end && han->candidates[candidate].start < window->from) candidate++;
    bool is_short = spokes__solved_key_of(scanner, clause, window, candidate, &key);
    if (is_short && spokes__solved_take(scanner, clause, window, &key)) continue;
    if (!has_names) note_names(scanner, clause);
    has_names = true;
    prefetch(&l, window);
    l.stop = window->to;
    solve(&l, clause, candidate, window->from);
    mark_path(&l, window);
    if (is_short) spokes__solved_keep(scanner, clause, window, &key);
  }
}
