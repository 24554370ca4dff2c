// Windows that were solved before. Texts repeat themselves: most windows are of two to six characters, and a few
// thousand of them make up nearly all that occur. So the best path of a short one is kept, under everything that it
// depends on, and taken from there when the window comes again.
//
// Invariant: whatever lattice.c asks about a window of up to SPOKES_SOLVED_UNITS characters is in the key. These are
// the characters, from which the dictionary's forms, words, pairs and frames in it follow; of each character whether it
// is a short form with a reading, and with a strong one; of each name of two characters whether the block gives its
// state's longer name; and of the neighbours what the lattice asks of them: a numeral before 日, an ideograph behind a
// preposition, a word that ends what a preposition governs.

#include <string.h>

#include "scanner.h"

#define SOLVED_BITS 13u

// Tokens that are no single characters and no words: every one has two characters at least.
#define TOKENS_MAX (SPOKES_SOLVED_UNITS / 2)

// A dictionary form, or a compound of short forms.
typedef struct token {
  uint32_t form;
  uint16_t frame;  // or NO_FRAME
  uint8_t place;   // from and to: units of the window, in four bits each
  uint8_t shape;   // left and shorts, the same; no shorts: a form
} token;

#define NO_FRAME UINT16_MAX

// One line of the cache.
struct spokes_solved {
  spokes_solved_key key;
  uint8_t borders;  // bit k: a token begins at unit k of the window
  uint8_t token_count;
  token tokens[TOKENS_MAX];
};

bool spokes__solved_begin(spokes_scanner *scanner) {
  if (!scanner->han.solved) scanner->han.solved = spokes__calloc(1u << SOLVED_BITS, sizeof *scanner->han.solved);
  return scanner->han.solved != NULL;
}

bool spokes__solved_key_of(const spokes_scanner *scanner, const spokes_clause *clause, const spokes_window *window,
                           size_t candidate, spokes_solved_key *out) {
  const spokes_han *han = &scanner->han;
  const uint32_t count = window->to - window->from;
  if (count > SPOKES_SOLVED_UNITS || han->is_whole) return false;
  uint16_t units[SPOKES_SOLVED_UNITS] = {0};
  uint32_t readings = 0, strong = 0, known = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t unit = window->from + i;
    units[i] = han->chars[unit];
    readings |= (uint32_t)(han->reading_at[unit] != 0) << i;
    strong |= (uint32_t)spokes__short_at(han, unit)->strong << i;
  }
  for (; candidate < clause->candidate_end && han->candidates[candidate].start < window->to; candidate++) {
    const spokes_candidate *found = &han->candidates[candidate];
    if (spokes__is_known_name(han, found)) known |= 1u << (found->start - window->from);
  }
  memcpy(out->units, units, sizeof out->units);
  out->state = readings | strong << 8 | known << 16 | count << 24 |
               (uint32_t)spokes__lattice_left(scanner, clause, window->from) << 28 |
               (uint32_t)spokes__lattice_right(scanner, clause, window->to) << 29;
  return true;
}

static spokes_solved *place_of(const spokes_han *han, const spokes_solved_key *key) {
  uint64_t hash = (key->units[0] ^ key->state * UINT64_C(0xC2B2AE3D27D4EB4F)) * UINT64_C(0x9E3779B97F4A7C15);
  hash = (hash ^ hash >> 32 ^ key->units[1]) * UINT64_C(0xBF58476D1CE4E5B9);
  return &han->solved[hash >> (64 - SOLVED_BITS)];
}

bool spokes__solved_take(spokes_scanner *scanner, const spokes_clause *clause, const spokes_window *window,
                         const spokes_solved_key *key) {
  spokes_han *han = &scanner->han;
  const spokes_solved *kept = place_of(han, key);
  if (kept->key.units[0] != key->units[0] || kept->key.units[1] != key->units[1] || kept->key.state != key->state)
    return false;
  spokes_step *steps = han->steps + (window->from - clause->from);
  bool *boundary = han->boundary + (window->from - clause->from);
  const uint32_t count = window->to - window->from;
  steps[0] = (spokes_step){.from = window->from};
  uint32_t borders = kept->borders | 1u << count, from = 0;
  for (borders &= ~1u; borders; borders &= borders - 1) {
    uint32_t to = (uint32_t)__builtin_ctz(borders);
    boundary[from] = true;
    steps[to] = spokes__plain_step(window->from + from, to - from);
    from = to;
  }
  boundary[count] = true;
  for (unsigned k = 0; k < kept->token_count; k++) {
    const token *t = &kept->tokens[k];
    unsigned shorts = t->shape & 15u;
    steps[t->place & 15] = (spokes_step){.from = window->from + (t->place >> 4),
                                         .form = t->form,
                                         .frame = t->frame == NO_FRAME ? SPOKES_NONE : t->frame,
                                         .type = (uint8_t)(shorts ? SPOKES_EDGE_SHORTS : SPOKES_EDGE_FORM),
                                         .left = t->shape >> 4,
                                         .shorts = (uint8_t)shorts};
  }
  return true;
}

static token token_of(const spokes_step *step, uint32_t from, uint32_t to) {
  return (token){.form = step->form,
                 .frame = step->frame == SPOKES_NONE ? NO_FRAME : (uint16_t)step->frame,
                 .place = (uint8_t)(from << 4 | to),
                 .shape = (uint8_t)(step->left << 4 | step->shorts)};
}

void spokes__solved_keep(spokes_scanner *scanner, const spokes_clause *clause, const spokes_window *window,
                         const spokes_solved_key *key) {
  const spokes_han *han = &scanner->han;
  if (scanner->lexicon->frame_count >= NO_FRAME) return;
  spokes_solved *kept = place_of(han, key);
  kept->key = *key;
  kept->borders = 0;
  kept->token_count = 0;
  for (uint32_t unit = window->to; unit > window->from;) {
    const spokes_step *step = &han->steps[unit - clause->from];
    uint32_t from = step->from - window->from;
    kept->borders |= (uint8_t)(1u << from);
    if (step->type == SPOKES_EDGE_FORM || step->type == SPOKES_EDGE_SHORTS)
      kept->tokens[kept->token_count++] = token_of(step, from, unit - window->from);
    unit = step->from;
  }
}
