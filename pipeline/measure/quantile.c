// Hoare's selection. Equal values stop both scans, so that long runs of ties (shares of rare actors) stay linear.
// The invariant of the loop: the wanted element lies in [lo, hi], smaller ones before, larger ones after.

#include "measure/quantile.h"

static void select_at(double *values, ptrdiff_t count, ptrdiff_t at) {
  ptrdiff_t lo = 0, hi = count - 1;
  while (lo < hi) {
    double pivot = values[lo + (hi - lo) / 2];
    ptrdiff_t i = lo, j = hi;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (pivot < values[j]) j--;
      if (i > j) break;
      double swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (at <= j)
      hi = j;
    else if (at >= i)
      lo = i;
    else
      return;
  }
}

double spokes__nth_select(double *values, size_t count, size_t at) {
  select_at(values, (ptrdiff_t)count, (ptrdiff_t)at);
  return values[at];
}

double spokes__quantile_select(double *values, size_t count, double p) {
  if (!count) return SPOKES_NOT_AVAILABLE;
  double h = (double)(count - 1) * p;
  size_t below = (size_t)h;
  double low = spokes__nth_select(values, count, below);
  if (below + 1 >= count || h <= (double)below) return low;
  double high = values[below + 1];
  for (size_t i = below + 2; i < count; i++)
    if (values[i] < high) high = values[i];
  return low + (h - (double)below) * (high - low);
}

spokes_interval spokes__interval_select(double *values, size_t count, double level) {
  spokes_interval interval;
  interval.lo = spokes__quantile_select(values, count, (1 - level) / 2);
  interval.hi = spokes__quantile_select(values, count, (1 + level) / 2);
  return interval;
}
