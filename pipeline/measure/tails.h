// The interval between two outer quantiles of many products n * scale, without sorting them: each value gets the number
// of one of 256 bins of equal width, and only the bins in which the quantiles lie are looked into. Quantiles are those
// of quantile.h.
//
// Some of the values may not count (draws in which a share cannot be computed): the caller gives them the scale 0, so
// that they lie at the lower end, and says how many they are.
//
// Example. n = 4 1 3 2 with scales of 10, 10, 10 and 0, the last one missing: the values 10, 30, 40, whose interval at
// level .5 lies between the quantiles .25 and .75, 20 and 35.
// Edge cases. Nothing counts: not available. All values equal: an interval of length 0.
#ifndef SPOKES_MEASURE_TAILS_H
#define SPOKES_MEASURE_TAILS_H

#include <stddef.h>
#include <stdint.h>

#include "measure/interval.h"

// Room for the work, of the caller; its arrays have room for `count` values.
typedef struct spokes_tails {
  double *inside;
  uint8_t *bins;
} spokes_tails;

// A row of numbers, none negative.
typedef struct spokes_tails_row {
  const int32_t *n;
  size_t count;
  size_t zeros;  // of them
  int32_t most;
} spokes_tails_row;

// The factors of the values, which are used for one row after the other.
typedef struct spokes_scales {
  double *items;   // `count` of them, not negative, finite
  double max;      // the largest one
  size_t missing;  // so many values do not count: their scales are 0
} spokes_scales;

// n is borrowed.
spokes_tails_row spokes__tails_row(const int32_t *n, size_t count);
spokes_interval spokes__tails_find(spokes_tails *tails, const spokes_tails_row *row, const spokes_scales *scales,
                                   double level);

#endif
