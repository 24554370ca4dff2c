// Deviation of proportions over parts of any sizes, and the cutting of a document into equal ones.

#include "measure/dispersion.h"

// From floor(kT/P) <= t follows k < P(t+1)/T, and the largest such k is floor((P(t+1) - 1) / T). Token numbers are
// 32-bit (limits.h), so that the products fit.
size_t spokes__part_find(uint64_t token, uint64_t tokens, size_t parts) {
  return (size_t)(((token + 1) * parts - 1) / tokens);
}

uint64_t spokes__part_size(size_t part, uint64_t tokens, size_t parts) {
  return (part + 1) * tokens / parts - part * tokens / parts;
}

static uint64_t sum_of(const uint64_t *values, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += values[i];
  return sum;
}

static uint64_t gap(uint64_t a, uint64_t b) { return a > b ? a - b : b - a; }

// In whole numbers: with T tokens and H mentions, |s - v| = |size H - hits T| / TH. So DPnorm of an actor that stands
// in the smallest part alone is 1 exactly; one rounding less would show as a small PSI, a cube root, where 0 belongs.
spokes_dispersion spokes__dispersion_compute(const uint64_t *hits, const uint64_t *sizes, size_t parts) {
  uint64_t all_hits = sum_of(hits, parts), all_tokens = sum_of(sizes, parts), smallest = UINT64_MAX, sum = 0;
  if (!all_hits || !all_tokens) return (spokes_dispersion){SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE};
  for (size_t k = 0; k < parts; k++) {
    if (!sizes[k]) continue;
    if (sizes[k] < smallest) smallest = sizes[k];
    sum += gap(sizes[k] * all_hits, hits[k] * all_tokens);
  }
  spokes_dispersion result = {(double)sum / (double)(2 * all_hits * all_tokens), SPOKES_NOT_AVAILABLE};
  if (smallest < all_tokens) result.dp_norm = (double)sum / (double)(2 * all_hits * (all_tokens - smallest));
  return result;
}
