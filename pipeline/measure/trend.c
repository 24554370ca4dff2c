// Kendall's tau-b and the Theil-Sen slope by going through all pairs: series have tens of editions, not thousands.

#include "measure/trend.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "measure/quantile.h"

static int sign_of(double from, double to) { return (to > from) - (to < from); }

double spokes__tau_compute(const double *x, const double *y, size_t count) {
  int64_t score = 0;
  uint64_t untied_x = 0, untied_y = 0;
  for (size_t i = 0; i < count; i++) {
    for (size_t j = i + 1; j < count; j++) {
      int dx = sign_of(x[i], x[j]), dy = sign_of(y[i], y[j]);
      score += dx * dy;
      untied_x += dx != 0;
      untied_y += dy != 0;
    }
  }
  if (!untied_x || !untied_y) return SPOKES_NOT_AVAILABLE;
  return (double)score / sqrt((double)untied_x * (double)untied_y);
}

spokes_status spokes__slope_compute(const double *x, const double *y, size_t count, double *out, spokes_error *err) {
  *out = SPOKES_NOT_AVAILABLE;
  if (count < 2) return SPOKES_OK;
  size_t products, bytes;
  if (!spokes__size_mul(count, count - 1, &products) || !spokes__size_mul(products / 2, sizeof(double), &bytes))
    return spokes__error_nomem(err);
  double *slopes = spokes__malloc(bytes);
  if (!slopes) return spokes__error_nomem(err);
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    for (size_t j = i + 1; j < count; j++)
      if (sign_of(x[i], x[j])) slopes[found++] = (y[j] - y[i]) / (x[j] - x[i]);
  *out = spokes__quantile_select(slopes, found, 0.5);
  spokes__free(slopes);
  return SPOKES_OK;
}
