// The direction of a series of editions: does an actor's rate rise or fall over the years, and by how much a year?
//
//   tau-b  (concordant - discordant) / sqrt((n0 - tx)(n0 - ty)), n0 = n(n-1)/2 pairs, tx and ty = pairs tied in time
//   and in
//          value: Kendall 1945, Biometrika 33; without ties this is tau-a
//   slope  median of (y_j - y_i) / (x_j - x_i) over pairs with x_i != x_j: Theil 1950; Sen 1968, JASA 63
//
// Example. Years 2002 2006 2010 2017, rates 1 3 2 5: 5 pairs rise, 1 falls, tau 4/6 = .666667; slopes .5 .125 4/15 -.25
// 2/11 3/7, median (2/11 + 4/15) / 2 = .224242 a year. With rates 1 2 2 3: 5 rise, one tie, tau 5 / sqrt(6 * 5) =
// .912871.
//
// Edge cases. Fewer than two points, all values equal or all times equal: tau not available. Slope: not available when
// no two times differ; 0 when all values are equal.
#ifndef SPOKES_MEASURE_TREND_H
#define SPOKES_MEASURE_TREND_H

#include <stddef.h>

#include "base/error.h"
#include "measure/interval.h"

// x: times, y: values, both finite and in any order.
double spokes__tau_compute(const double *x, const double *y, size_t count);
spokes_status spokes__slope_compute(const double *x, const double *y, size_t count, double *out, spokes_error *err);

#endif
