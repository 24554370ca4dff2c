// Quantiles by selection, without sorting everything.
//
// Q(p) of v(1) <= ... <= v(n) lies at h = (n - 1) p, with linear interpolation between neighbours: type 7 of Hyndman &
// Fan 1996 (The American Statistician 50(4)), the default of R and NumPy.
//
// Example. 4 1 3 2 at p = 0.25: h = 0.75, between 1 and 2, Q = 1.75. The median of the same is 2.5.
// Edge cases: no value: not available. One value: that value for every p.
#ifndef SPOKES_MEASURE_QUANTILE_H
#define SPOKES_MEASURE_QUANTILE_H

#include <stddef.h>

#include "measure/interval.h"

// The value of rank `at` from 0, at < count; values are reordered: smaller ones before it, larger ones behind it.
double spokes__nth_select(double *values, size_t count, size_t at);
// The p-quantile, 0 <= p <= 1, of finite values, which are reordered.
double spokes__quantile_select(double *values, size_t count, double p);
// The range between the quantiles (1 - level) / 2 and (1 + level) / 2; values are reordered.
spokes_interval spokes__interval_select(double *values, size_t count, double level);

#endif
