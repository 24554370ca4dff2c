// The loops over the draws of a block (typology_block.h), for the processor's vector instructions: built from one
// source, block_loops_body.h. Each draw's numbers are added in the same order at every level, so that the results are
// the same.
#ifndef SPOKES_MEASURE_BLOCK_LOOPS_H
#define SPOKES_MEASURE_BLOCK_LOOPS_H

#include <stdint.h>

#include "base/simd.h"

#define SPOKES_BLOCK 64u  // draws

// A mean for each draw: the sum of what there is, and how much that is.
typedef struct spokes_block_mean {
  double sums[SPOKES_BLOCK], counts[SPOKES_BLOCK];
} spokes_block_mean;

typedef struct spokes_block_loops {
  // row += times * n
  void (*add_times)(double *restrict row, const double *restrict times, double n);
  // row += other
  void (*add_row)(double *restrict row, const double *restrict other);
  // Adds part / (part + rest), where there is a whole.
  void (*add_parts)(spokes_block_mean *restrict mean, const double *restrict part, const double *restrict rest);
  // Adds the mean of another, where it has one.
  void (*add_mean)(spokes_block_mean *restrict mean, const spokes_block_mean *restrict other);
} spokes_block_loops;

extern const spokes_block_loops spokes__block_loops_plain;
extern const spokes_block_loops spokes__block_loops_avx2;  // no functions where it was not built

const spokes_block_loops *spokes__block_loops(spokes_simd level);

#endif
