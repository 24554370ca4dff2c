// Even picks with replacement, many at once: what a bootstrap spends its time on.
//
// The random numbers of 64 bits are cut into four of 16 bits, low ones first. Each number x gives the pick
// floor(x * bound / 2^16), and is passed over when x * bound mod 2^16 < 2^16 mod bound, which makes the picks exactly
// even (Lemire 2019, ACM TOMACS 29(1)). Above SPOKES_PICKS_NARROW too many numbers would be passed over, and each pick
// takes a random number of its own (spokes__random_below).
//
// Example. Bound 3, numbers 0x0000, 0x5555, 0x5556: 2^16 mod 3 = 1; the products are 0, 0xffff, 0x10002; the first is
// passed over (0 < 1), the others pick 0 and 1.
#ifndef SPOKES_MEASURE_PICKS_H
#define SPOKES_MEASURE_PICKS_H

#include <stddef.h>
#include <stdint.h>

#include "measure/random.h"

#define SPOKES_PICKS_NARROW 8192u
#define SPOKES_PICKS_BLOCK 512u  // numbers that are cut at once

typedef struct spokes_picks {
  spokes_random *random;
  uint32_t bound;                          // at least 1
  uint16_t narrow, uneven;                 // of narrow picks the bound, and 2^16 mod bound
  size_t at, count;                        // of the picks at hand
  uint16_t picks[SPOKES_PICKS_BLOCK + 1];  // one more, where a number that is passed over may be written
} spokes_picks;

void spokes__picks_init(spokes_picks *picks, spokes_random *random, uint32_t bound);

// Picks count times and adds each pick to the tally of bound numbers, which stand `stride` apart. None of them may pass
// UINT16_MAX: it does not in a tally of all 0 and as many picks as the bound, since the chance of 65,536 equal ones is
// below 10^-280000.
void spokes__picks_tally(spokes_picks *picks, size_t count, uint16_t *tally, size_t stride);

#endif
