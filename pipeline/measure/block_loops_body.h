// The loops of block_loops.h, without branches, so that the compiler makes vector instructions of them.

#include "measure/block_loops.h"

static void add_times(double *restrict row, const double *restrict times, double n) {
  for (unsigned b = 0; b < SPOKES_BLOCK; b++) row[b] += times[b] * n;
}

static void add_row(double *restrict row, const double *restrict other) {
  for (unsigned b = 0; b < SPOKES_BLOCK; b++) row[b] += other[b];
}

// Divides by 1 where there is nothing to divide by; the part is 0 then.
static void add_parts(spokes_block_mean *restrict mean, const double *restrict part, const double *restrict rest) {
  for (unsigned b = 0; b < SPOKES_BLOCK; b++) {
    double whole = part[b] + rest[b], is_there = whole > 0;
    mean->sums[b] += part[b] / (whole + (1 - is_there));
    mean->counts[b] += is_there;
  }
}

static void add_mean(spokes_block_mean *restrict mean, const spokes_block_mean *restrict other) {
  for (unsigned b = 0; b < SPOKES_BLOCK; b++) {
    double is_there = other->counts[b] > 0;
    mean->sums[b] += other->sums[b] / (other->counts[b] + (1 - is_there));
    mean->counts[b] += is_there;
  }
}

#define SPOKES_BLOCK_LOOPS \
  { add_times, add_row, add_parts, add_mean }
