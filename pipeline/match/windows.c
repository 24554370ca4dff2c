// Where the lattice has to be solved.
//
// No path can avoid a border between two characters that no edge spans, so what lies on its two sides is solved apart,
// and the whole is the same as before: a cut. Most borders are cuts, since two neighbouring characters that stand side
// by side in no word of the dictionary (tables.h, spokes__trie_may_join) can only be parted. What else may span a
// border is known beforehand: forms that stand in the text, pairs, and short forms with their frames.
//
// A window is a stretch from cut to cut that holds something which may become a mention or an exclusion, or a neighbour
// that emit.c asks for. The rest of the clause is never looked at.

#include <string.h>

#include "scanner.h"

typedef struct search {
  const spokes_scanner *scanner;
  const spokes_lexicon *lexicon;
  const uint16_t *chars;
  const spokes_clause *clause;
  uint64_t *joined, *wanted;  // by unit of the clause
  bool is_worth;              // there is something to solve
} search;

// Sets the bits [from, to).
static inline void set_bits(uint64_t *words, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to;) {
    uint32_t stop = (i | 63) + 1 < to ? (i | 63) + 1 : to;
    words[i >> 6] |= (~UINT64_C(0) >> (64 - (stop - i))) << (i & 63);
    i = stop;
  }
}

static void span(search *s, uint32_t from, uint32_t to) {
  set_bits(s->joined, from + 1 - s->clause->from, to - s->clause->from);
}

// The borders beside what is wanted are asked for next.
static inline void prefetch_border(const search *s, uint32_t unit) {
  if (unit <= s->clause->from || unit >= s->clause->to) return;
  __builtin_prefetch(&s->lexicon->tables.pairs[spokes__trie_pair(s->chars[unit - 1], s->chars[unit]) >> 6]);
}

static void want(search *s, uint32_t from, uint32_t to) {
  prefetch_border(s, from);
  prefetch_border(s, to);
  set_bits(s->wanted, from - s->clause->from, to - s->clause->from);
  s->is_worth = true;
}

// Is the border before the unit no cut?
static inline bool is_joined(const search *s, uint32_t unit) {
  uint32_t i = unit - s->clause->from;
  return s->joined[i >> 6] >> (i & 63) & 1 ||
         spokes__trie_may_join(&s->lexicon->tables, s->chars[unit - 1], s->chars[unit]);
}

// What emit.c asks of the neighbours of short forms at [from, to): characters that spell names, what follows a subject,
// and the token beyond a joint.
static void want_neighbours(search *s, uint32_t from, uint32_t to) {
  const uint8_t *flags = s->lexicon->chars;
  uint32_t low = s->clause->from, high = s->clause->to;
  if (from > low && flags[s->chars[from - 1]] & SPOKES_CHAR_SPELLS) want(s, from - 1, from);
  if (from > low && spokes__is_joint(&s->scanner->han, s->chars[from - 1]))
    want(s, from - 1 > low ? from - 2 : low, from);
  if (to == high) return;
  if (flags[s->chars[to]] & (SPOKES_CHAR_SPELLS | SPOKES_CHAR_SUBJECT) || spokes__makes_word(s->chars[to]))
    want(s, to, to + 1);
  if (spokes__is_joint(&s->scanner->han, s->chars[to])) want(s, to, to + 1 < high ? to + 2 : high);
}

// What spokes__lattice_spells_on asks: the character that spells names before a name of two that does, too.
static void want_stray(search *s, uint32_t name) {
  const uint8_t *flags = s->lexicon->chars;
  if (name > s->clause->from && flags[s->chars[name - 1]] & flags[s->chars[name + 1]] & SPOKES_CHAR_SPELLS)
    want(s, name - 1, name);
}

static bool stands(const search *s, const spokes_frame *frame, uint32_t at, uint32_t stop) {
  if (frame->unit_count > stop - at) return false;
  for (unsigned k = 0; k < frame->unit_count; k++)
    if (s->chars[at + k] != frame->units[k]) return false;
  return true;
}

// The longest frame of the side that stands at the unit and ends at or before stop (for left frames: just there).
static uint32_t frame_len(const search *s, bool right, uint32_t at, uint32_t stop) {
  uint32_t longest = 0;
  uint16_t second = at + 1 < stop ? s->chars[at + 1] : 0;
  for (uint32_t k = spokes__frames_from(s->scanner, right, s->chars[at], second); k < s->lexicon->frame_count; k++) {
    const spokes_frame *frame = &s->lexicon->frames[k];
    if (frame->units[0] != s->chars[at]) break;
    if (frame->right != right || frame->unit_count <= longest || !stands(s, frame, at, stop)) continue;
    if (right || at + frame->unit_count == stop) longest = frame->unit_count;
  }
  return longest;
}

// Spans what a left frame before `from` and a right frame behind `to` hold together with what stands there; is there
// one?
static bool span_frames(search *s, uint32_t from, uint32_t to) {
  bool is_framed = false;
  for (uint32_t len = 1; len <= s->scanner->han.left_max && len <= from - s->clause->from; len++) {
    uint16_t second = len > 1 ? s->chars[from - len + 1] : 0;
    uint32_t bit = spokes__frame_bit(false, s->chars[from - len], second);
    if (!spokes__has_bit(s->scanner->han.frame_bits, bit) || !frame_len(s, false, from - len, from)) continue;
    span(s, from - len, from + 1);
    is_framed = true;
  }
  if (to == s->clause->to) return is_framed;
  uint32_t len = frame_len(s, true, to, s->clause->to);
  if (len) span(s, to - 1, to + len);
  return is_framed || len;
}

static void find_candidates(search *s) {
  const spokes_han *han = &s->scanner->han;
  for (size_t k = s->clause->candidate; k < s->clause->candidate_end; k++) {
    const spokes_candidate *found = &han->candidates[k];
    uint32_t end = found->start + found->count;
    if (end > s->clause->to) continue;
    span(s, found->start, end);
    if (!found->is_wanted) continue;
    want(s, found->start, end);
    if (found->is_pair)
      want_neighbours(s, found->start, end);
    else if (found->count == 2)
      want_stray(s, found->start);
  }
}

static void find_pairs(search *s) {
  const spokes_han *han = &s->scanner->han;
  for (size_t k = s->clause->pair; k < s->clause->pair_end; k++) {
    uint32_t at = han->pairs_at[k].unit;
    if (at + 1 >= s->clause->to) continue;
    for (uint32_t p = han->pairs_at[k].pair; p < s->lexicon->pair_count; p++) {
      const spokes_pair *pair = &s->lexicon->pairs[p];
      if (pair->units[0] != s->chars[at] || pair->units[1] != s->chars[at + 1]) break;
      if (pair->unit_count > s->clause->to - at ||
          memcmp(s->chars + at, pair->units, pair->unit_count * sizeof *s->chars))
        continue;
      span(s, at, at + pair->unit_count);
      span_frames(s, at, at + pair->unit_count);
      want(s, at, at + pair->unit_count);
      want_neighbours(s, at, at + pair->unit_count);
    }
  }
}

// What may bind the short form at unit beside a frame: a neighbour of its own kind, a joint, or a state named before.
static bool may_be_bound(const search *s, uint32_t unit) {
  const spokes_han *han = &s->scanner->han;
  if (spokes__short_at(han, unit)->antecedent != SPOKES_NONE || unit == s->clause->from) return true;
  if (han->reading_at[unit - 1] || spokes__is_joint(&s->scanner->han, s->chars[unit - 1])) return true;
  return unit + 1 < s->clause->to &&
         (han->reading_at[unit + 1] || spokes__is_joint(&s->scanner->han, s->chars[unit + 1]));
}

static void find_shorts(search *s) {
  const spokes_han *han = &s->scanner->han;
  for (size_t k = s->clause->mark; k < s->clause->mark_end; k++) {
    uint32_t unit = han->marks[k];
    if (!han->reading_at[unit]) continue;
    if (unit > s->clause->from && han->reading_at[unit - 1]) span(s, unit - 1, unit + 1);
    if (!span_frames(s, unit, unit + 1) && !may_be_bound(s, unit)) continue;
    want(s, unit, unit + 1);
    want_neighbours(s, unit, unit + 1);
  }
}

// The window around a wanted unit.
static spokes_window window_at(const search *s, uint32_t unit) {
  uint32_t from = unit, to = unit + 1;
  while (from > s->clause->from && is_joined(s, from)) from--;
  while (to < s->clause->to && is_joined(s, to)) to++;
  return (spokes_window){from, to};
}

size_t spokes__windows_find(spokes_scanner *scanner, const spokes_clause *clause) {
  spokes_han *han = &scanner->han;
  search s = {scanner, scanner->lexicon, han->chars, clause, han->joined, han->wanted, false};
  const uint32_t words = (clause->to - clause->from) / 64 + 1;
  for (uint32_t i = 0; i < words; i++) s.joined[i] = s.wanted[i] = 0;
  find_candidates(&s);
  find_pairs(&s);
  find_shorts(&s);
  if (!s.is_worth) return 0;
  if (han->is_whole) return han->windows[0] = (spokes_window){clause->from, clause->to}, 1;
  size_t count = 0;
  for (uint32_t i = 0; i < words;) {
    if (!s.wanted[i]) {
      i++;
      continue;
    }
    spokes_window found = window_at(&s, clause->from + 64 * i + (uint32_t)__builtin_ctzll(s.wanted[i]));
    if (count && han->windows[count - 1].to == found.from)
      han->windows[count - 1].to = found.to;  // steps of neighbours share the border
    else
      han->windows[count++] = found;
    uint32_t behind = found.to - clause->from;
    for (; i < behind / 64; i++) s.wanted[i] = 0;
    if (i < words) s.wanted[i] &= ~UINT64_C(0) << (behind % 64);
  }
  return count;
}
