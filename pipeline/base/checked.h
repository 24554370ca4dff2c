// Overflow-checked size arithmetic: each returns false instead of wrapping.
#ifndef SPOKES_BASE_CHECKED_H
#define SPOKES_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>

static inline bool spokes__size_add(size_t a, size_t b, size_t *out) { return !__builtin_add_overflow(a, b, out); }
static inline bool spokes__size_mul(size_t a, size_t b, size_t *out) { return !__builtin_mul_overflow(a, b, out); }

// The capacity that an array of at least `need` items grows to from `cap`: one and a half times, from 16.
static inline size_t spokes__size_grow(size_t cap, size_t need) {
  size_t grown = cap < 16 ? 16 : cap + cap / 2;
  return grown < need || grown < cap ? need : grown;
}

#endif
