// Bins keep the order of the values, since a value's bin is the same monotone function of it for all. How many values
// lie below a bin is counted anew for each question: a pass over bytes costs less than a histogram whose bin 0, with
// the many zeros of rare actors, would be added to again and again.

#include "measure/tails.h"

#include <stdbool.h>
#include <stddef.h>

#include "measure/quantile.h"

#define LAST_BIN 255
#define STRIDE 240u  // values whose count fits a byte
#define LOOK 48u     // values of which one look tells that none is in a bin

spokes_tails_row spokes__tails_row(const int32_t *n, size_t count) {
  spokes_tails_row row = {n, count, 0, 0};
  uint32_t zeros = 0;
  int32_t most = 0;
  for (size_t i = 0; i < count; i++) zeros += n[i] == 0;
  for (size_t i = 0; i < count; i++) most = n[i] > most ? n[i] : most;
  row.zeros = zeros;
  row.most = most;
  return row;
}

// wide: bins for a value of 1. In two steps, each of which the compiler can do for several values at once.
static void fill_part(uint8_t *bins, const int32_t *n, const double *scales, size_t count, double wide) {
  int32_t wanted[STRIDE];
  for (size_t i = 0; i < count; i++) wanted[i] = (int32_t)(n[i] * scales[i] * wide);
  for (size_t i = 0; i < count; i++) bins[i] = (uint8_t)wanted[i];
}

// bound: no value is larger.
static void fill_bins(uint8_t *bins, const spokes_tails_row *row, const double *scales, double bound) {
  size_t at = 0;
  double wide = LAST_BIN / bound;
  for (; at + STRIDE <= row->count; at += STRIDE) fill_part(bins + at, row->n + at, scales + at, STRIDE, wide);
  fill_part(bins + at, row->n + at, scales + at, row->count - at, wide);
}

static uint8_t count_part(const uint8_t *bins, size_t count, uint8_t bin) {
  uint8_t hits = 0;
  for (size_t i = 0; i < count; i++) hits = (uint8_t)(hits + (bins[i] <= bin));
  return hits;
}

// Values in the bins up to this one.
static size_t count_up_to(const uint8_t *bins, size_t count, uint8_t bin) {
  size_t hits = 0, at = 0;
  for (; at + STRIDE <= count; at += STRIDE) hits += count_part(bins + at, STRIDE, bin);
  return hits + count_part(bins + at, count - at, bin);
}

static bool has_part(const uint8_t *bins, uint8_t bin) {
  uint8_t found = 0;
  for (size_t i = 0; i < LOOK; i++) found |= bins[i] == bin;
  return found;
}

// Copies the values of one bin to tails->inside.
static size_t collect(const spokes_tails *tails, const spokes_tails_row *row, const double *scales, uint8_t bin) {
  size_t found = 0;
  for (size_t at = 0; at < row->count; at += LOOK) {
    size_t end = at + LOOK < row->count ? at + LOOK : row->count;
    if (end == at + LOOK && !has_part(tails->bins + at, bin)) continue;
    for (size_t i = at; i < end; i++)
      if (tails->bins[i] == bin) tails->inside[found++] = row->n[i] * scales[i];
  }
  return found;
}

static double smallest(const double *values, size_t count) {
  double least = values[0];
  for (size_t i = 1; i < count; i++) least = values[i] < least ? values[i] : least;
  return least;
}

// The smallest bin with more than `rank` values up to it, by halving; *before: values below it.
static uint8_t find_bin(const spokes_tails *tails, size_t count, size_t rank, size_t *before) {
  int low = 0, high = LAST_BIN;
  *before = 0;
  while (low < high) {
    int middle = (low + high) / 2;
    size_t up_to = count_up_to(tails->bins, count, (uint8_t)middle);
    if (up_to > rank) {
      high = middle;
    } else {
      low = middle + 1;
      *before = up_to;
    }
  }
  return (uint8_t)low;
}

// The value of rank `rank` from 0 among all, moved by `part` towards the next one.
static double value_at(spokes_tails *tails, const spokes_tails_row *row, const double *scales, size_t rank,
                       double part) {
  size_t before, inside, next;
  uint8_t bin = find_bin(tails, row->count, rank, &before);
  inside = collect(tails, row, scales, bin);
  double low = spokes__nth_select(tails->inside, inside, rank - before);
  if (part <= 0) return low;
  next = rank - before + 1;
  if (next == inside) {
    bin = find_bin(tails, row->count, rank + 1, &before);
    inside = collect(tails, row, scales, bin);
    next = 0;
  }
  return low + part * (smallest(tails->inside + next, inside - next) - low);
}

spokes_interval spokes__tails_find(spokes_tails *tails, const spokes_tails_row *row, const spokes_scales *scales,
                                   double level) {
  if (scales->missing >= row->count) return SPOKES_INTERVAL_NONE;
  double ends[2], last = (double)(row->count - scales->missing - 1), bound = row->most * scales->max;
  if (bound <= 0) return (spokes_interval){0, 0};
  fill_bins(tails->bins, row, scales->items, bound);
  for (int i = 0; i < 2; i++) {
    double h = last * (i ? (1 + level) / 2 : (1 - level) / 2);
    size_t below = (size_t)h;
    // Many actors are in no passage of a fortieth of the draws: their lower end is 0 without a search.
    bool is_zero = scales->missing + below + 1 < row->zeros;
    ends[i] = is_zero ? 0 : value_at(tails, row, scales->items, scales->missing + below, h - (double)below);
  }
  return (spokes_interval){ends[0], ends[1]};
}
