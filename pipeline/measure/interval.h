// A range of values, and what "not available" looks like.
//
// All of measure/ says "not available" (0/0, no observation) with NaN, never with 0 and never with infinity. The
// writers leave the cell empty then.
#ifndef SPOKES_MEASURE_INTERVAL_H
#define SPOKES_MEASURE_INTERVAL_H

#include <math.h>

#define SPOKES_NOT_AVAILABLE ((double)NAN)

// The 0.975 quantile of the standard normal distribution: two-sided 95 % intervals.
#define SPOKES_Z95 1.959963984540054

typedef struct spokes_interval {
  double lo, hi;
} spokes_interval;

#define SPOKES_INTERVAL_NONE ((spokes_interval){SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE})

#endif
