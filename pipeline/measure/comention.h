// Which actors are named together: units (sentences or passages) that name both, and how far beyond chance.
//
//   Jaccard  both / (a + b - both), a and b = units that name the one, the other
//   NPMI     ln(p_ab / (p_a p_b)) / -ln p_ab, p = units / all units: Bouma 2009 (Proceedings of GSCL);
//            -1 = never together, 0 = as often as chance would have it, 1 = only together
//
// Actors have numbers 0 .. actor_count - 1 of their own in a table; pairs are unordered.
//
// Example. Four passages name {A B}, {A B C}, {A}, {}: A 3, B 2, C 1; AB 2, AC 1, BC 1. Jaccard AB 2/3, AC 1/3, BC 1/2.
// NPMI AB = ln(.5 / (.75 * .5)) / -ln .5 = .415037; BC = ln(.25 / (.5 * .25)) / -ln .25 = .5.
//
// Edge cases. One actor of the two (or both) never named: Jaccard 0 (both: not available), NPMI not available. Never
// together: NPMI -1. Together in every unit there is, so with a single passage: NPMI not available, since nothing can
// be told from chance. A unit that names nobody counts among all units only.
#ifndef SPOKES_MEASURE_COMENTION_H
#define SPOKES_MEASURE_COMENTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "measure/interval.h"

typedef struct spokes_comentions {
  uint64_t *singles;  // units that name the actor
  uint64_t *pairs;    // units that name both: the triangle below the diagonal, row by row
  size_t actor_count;
} spokes_comentions;

#define SPOKES_COMENTIONS_INIT \
  { NULL, NULL, 0 }

spokes_status spokes__comentions_init(spokes_comentions *table, size_t actor_count, spokes_error *err);
void spokes__comentions_release(spokes_comentions *table);

// Adds one unit that names count different actors, in any order.
void spokes__comentions_add(spokes_comentions *table, const uint32_t *actors, size_t count);
// Adds units that name both to the pair alone; a != b.
void spokes__comentions_increase(spokes_comentions *table, uint32_t a, uint32_t b, uint64_t units);

// Where the pair stands in pairs; a != b.
static inline size_t spokes__comentions_cell(uint32_t a, uint32_t b) {
  size_t high = a > b ? a : b, low = a > b ? b : a;
  return high * (high - 1) / 2 + low;
}
// Units that name both; a != b.
static inline uint64_t spokes__comentions_count(const spokes_comentions *table, uint32_t a, uint32_t b) {
  return table->pairs[spokes__comentions_cell(a, b)];
}

double spokes__jaccard_compute(uint64_t both, uint64_t a, uint64_t b);
double spokes__npmi_compute(uint64_t both, uint64_t a, uint64_t b, uint64_t units);

#endif
