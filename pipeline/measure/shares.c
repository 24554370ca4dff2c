// Relative frequencies of one document or one group of documents. Sums of counts are exact (integers); only the last
// division rounds.

#include "measure/shares.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

static double ratio(uint64_t part, uint64_t whole) {
  return whole ? (double)part / (double)whole : SPOKES_NOT_AVAILABLE;
}

double spokes__share_compute(uint64_t n, uint64_t total) { return ratio(n, total); }

double spokes__rate_compute(uint64_t n, uint64_t tokens) {
  return tokens ? 1000.0 * (double)n / (double)tokens : SPOKES_NOT_AVAILABLE;
}

double spokes__coverage_compute(uint64_t passages, uint64_t naming_passages) {
  return ratio(passages, naming_passages);
}

double spokes__relative_compute(uint64_t n, uint64_t reference) {
  return log2(((double)n + 0.5) / ((double)reference + 0.5));
}

static int descending(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x < y) - (x > y);
}

// The first position of n in a descending list that holds it.
static size_t first_position(const uint64_t *sorted, size_t count, uint64_t n) {
  size_t lo = 0, hi = count;
  while (lo < hi) {
    size_t middle = lo + (hi - lo) / 2;
    if (sorted[middle] > n)
      lo = middle + 1;
    else
      hi = middle;
  }
  return lo;
}

spokes_status spokes__ranks_compute(const uint64_t *n, size_t count, uint32_t *ranks, spokes_error *err) {
  if (!count) return SPOKES_OK;
  size_t bytes;
  uint64_t *sorted = spokes__size_mul(count, sizeof *sorted, &bytes) ? spokes__malloc(bytes) : NULL;
  if (!sorted) return spokes__error_nomem(err);
  memcpy(sorted, n, bytes);
  qsort(sorted, count, sizeof *sorted, descending);
  for (size_t i = 0; i < count; i++) ranks[i] = n[i] ? (uint32_t)first_position(sorted, count, n[i]) + 1 : 0;
  spokes__free(sorted);
  return SPOKES_OK;
}

double spokes__hhi_compute(const uint64_t *n, size_t count) {
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++) total += n[i];
  if (!total) return SPOKES_NOT_AVAILABLE;
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += ratio(n[i], total) * ratio(n[i], total);
  return sum;
}

double spokes__effective_number_compute(double hhi) { return hhi > 0 ? 1 / hhi : SPOKES_NOT_AVAILABLE; }

spokes_interval spokes__wilson_compute(uint64_t hits, uint64_t trials, double z) {
  if (!trials) return SPOKES_INTERVAL_NONE;
  double n = (double)trials, p = (double)hits / n;
  double centre = p + z * z / (2 * n);
  double reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  double scale = 1 + z * z / n;
  // At 0 and n hits the exact bound is 0 or 1; rounding may step beyond it.
  return (spokes_interval){hits ? (centre - reach) / scale : 0, hits < trials ? (centre + reach) / scale : 1};
}
