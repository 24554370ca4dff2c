// Agreement of counts: the program's with those of human coders, document by document.
//
//   mean absolute error   sum |x_i - y_i| / n
//   Spearman's rho        Pearson's correlation of the ranks, ties sharing their mean rank (Spearman 1904)
//   Krippendorff's alpha  1 - Do/De (Krippendorff, Content Analysis, ch. 12), for any number of coders, with missing
//   values:
//                         Do = 1/n  sum over units u of  1/(m_u - 1)  sum over ordered pairs within u of  delta
//                         De = 1/(n(n-1))  sum over ordered pairs of all n pairable values of  delta
//                         m_u values in unit u; only units with m_u >= 2 have pairable values;
//                         delta = [x != y] (nominal) or (x - y)^2 (interval)
//
// Example. x = 1 2 3 4, y = 1 3 2 6: MAE 4/4 = 1, rho .8. Ties: x = 1 2 2 3, y = 1 2 3 4: ranks 1 2.5 2.5 4 and 1 2 3
// 4, rho .948683. Two coders, units (1,1) (2,2) (1,2) with n = 6: Do = 2/6, De = 18/30, alpha = 4/9 (nominal, and here
// interval too). Krippendorff's own 4 coders x 12 units: nominal .743421, interval .849108.
//
// Edge cases. No documents: MAE not available. Fewer than two, or one side constant: rho not available. No unit with
// two values, or all pairable values equal: alpha not available (nothing varies, so nothing can be told from chance).
#ifndef SPOKES_MEASURE_RELIABILITY_H
#define SPOKES_MEASURE_RELIABILITY_H

#include <stddef.h>

#include "base/error.h"
#include "measure/interval.h"

typedef enum spokes_scale { SPOKES_SCALE_NOMINAL, SPOKES_SCALE_INTERVAL } spokes_scale;

double spokes__absolute_error_compute(const double *x, const double *y, size_t count);
spokes_status spokes__spearman_compute(const double *x, const double *y, size_t count, double *out, spokes_error *err);

// values: one row of `units` numbers for each coder; NaN = missing.
spokes_status spokes__krippendorff_compute(const double *values, size_t coders, size_t units, spokes_scale scale,
                                           double *out, spokes_error *err);

#endif
