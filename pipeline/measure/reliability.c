// Mean error, rank correlation and alpha. Alpha needs the sum of delta over all ordered pairs of a set of values, both
// within units and over all: from a sorted copy (nominal) or from the mean (interval), never pair by pair.

#include "measure/reliability.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/checked.h"

double spokes__absolute_error_compute(const double *x, const double *y, size_t count) {
  if (!count) return SPOKES_NOT_AVAILABLE;
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += fabs(x[i] - y[i]);
  return sum / (double)count;
}

typedef struct numbered {
  double value;
  size_t index;
} numbered;

static int by_value(const void *a, const void *b) {
  double x = ((const numbered *)a)->value, y = ((const numbered *)b)->value;
  return (x > y) - (x < y);
}

// Ranks from 1; a run of equal values from position i to j - 1 gets the mean (i + 1 + j) / 2.
static void fill_ranks(const double *values, size_t count, numbered *scratch, double *ranks) {
  for (size_t i = 0; i < count; i++) scratch[i] = (numbered){values[i], i};
  qsort(scratch, count, sizeof *scratch, by_value);
  for (size_t i = 0, j; i < count; i = j) {
    for (j = i + 1; j < count && scratch[j].value <= scratch[i].value; j++) continue;
    for (size_t k = i; k < j; k++) ranks[scratch[k].index] = ((double)i + 1 + (double)j) / 2;
  }
}

// Pearson's correlation of ranks, whose mean is (count + 1) / 2 with and without ties.
static double correlate_ranks(const double *x, const double *y, size_t count) {
  double mean = ((double)count + 1) / 2, xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < count; i++) {
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
    xy += (x[i] - mean) * (y[i] - mean);
  }
  return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : SPOKES_NOT_AVAILABLE;
}

spokes_status spokes__spearman_compute(const double *x, const double *y, size_t count, double *out, spokes_error *err) {
  *out = SPOKES_NOT_AVAILABLE;
  if (count < 2) return SPOKES_OK;
  numbered *scratch = spokes__calloc(count, sizeof *scratch);
  double *x_ranks = spokes__calloc(count, sizeof *x_ranks), *y_ranks = spokes__calloc(count, sizeof *y_ranks);
  spokes_status status = SPOKES_OK;
  if (scratch && x_ranks && y_ranks) {
    fill_ranks(x, count, scratch, x_ranks);
    fill_ranks(y, count, scratch, y_ranks);
    *out = correlate_ranks(x_ranks, y_ranks, count);
  } else {
    status = spokes__error_nomem(err);
  }
  spokes__free(scratch);
  spokes__free(x_ranks);
  spokes__free(y_ranks);
  return status;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// Ordered pairs of unequal values: n^2 less the sum of squared run lengths. Sorts values.
static double unequal_pairs(double *values, size_t count) {
  double pairs = (double)count * (double)count;
  if (count) qsort(values, count, sizeof *values, ascending);
  for (size_t i = 0, j; i < count; i = j) {
    for (j = i + 1; j < count && values[j] <= values[i]; j++) continue;
    pairs -= (double)(j - i) * (double)(j - i);
  }
  return pairs;
}

// The sum over ordered pairs of (x - y)^2 is 2 n sum (x - mean)^2.
static double squared_pairs(const double *values, size_t count) {
  double mean = 0, sum = 0;
  for (size_t i = 0; i < count; i++) mean += values[i] / (double)count;
  for (size_t i = 0; i < count; i++) sum += (values[i] - mean) * (values[i] - mean);
  return 2 * (double)count * sum;
}

static double sum_pairs(double *values, size_t count, spokes_scale scale) {
  return scale == SPOKES_SCALE_NOMINAL ? unequal_pairs(values, count) : squared_pairs(values, count);
}

// Appends the values of a unit to pool and returns how many there are.
static size_t take_unit(const double *values, size_t coders, size_t units, size_t unit, double *pool) {
  size_t count = 0;
  for (size_t c = 0; c < coders; c++)
    if (!isnan(values[c * units + unit])) pool[count++] = values[c * units + unit];
  return count;
}

static bool all_equal(const double *values, size_t count) {
  for (size_t i = 1; i < count; i++)
    if (values[i] < values[0] || values[i] > values[0]) return false;
  return true;
}

spokes_status spokes__krippendorff_compute(const double *values, size_t coders, size_t units, spokes_scale scale,
                                           double *out, spokes_error *err) {
  *out = SPOKES_NOT_AVAILABLE;
  size_t cells, bytes;
  bool fits = spokes__size_mul(coders, units, &cells) && spokes__size_mul(cells, sizeof(double), &bytes);
  double *pool = fits ? spokes__malloc(bytes) : NULL;
  if (!pool) return spokes__error_nomem(err);
  size_t n = 0;
  double observed = 0;
  for (size_t u = 0; u < units; u++) {
    size_t m = take_unit(values, coders, units, u, pool + n);
    if (m < 2) continue;  // overwritten by the next unit
    observed += sum_pairs(pool + n, m, scale) / (double)(m - 1);
    n += m;
  }
  if (n && !all_equal(pool, n)) *out = 1 - (double)(n - 1) * observed / sum_pairs(pool, n, scale);
  spokes__free(pool);
  return SPOKES_OK;
}
