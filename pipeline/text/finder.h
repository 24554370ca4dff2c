// The places of one kind of bytes in a text, for stages that go through it from mark to mark: the masks of the next
// blocks are made ahead, so that the way from one mark to the next, mostly short, is a look at a word or two.
#ifndef SPOKES_TEXT_FINDER_H
#define SPOKES_TEXT_FINDER_H

#include "kernels.h"

#define SPOKES_FINDER_BLOCKS 32u

typedef struct spokes_finder {
  const spokes_kernels *kernels;
  const char *s;
  size_t len;
  spokes_mark mark;
  size_t from, to;  // what the masks tell of
  uint64_t masks[SPOKES_FINDER_BLOCKS];
} spokes_finder;

// Of s[0, len). Masks are written before they are read.
static inline void spokes__finder_begin(spokes_finder *finder, const spokes_kernels *kernels, const char *s, size_t len,
                                        spokes_mark mark) {
  finder->kernels = kernels;
  finder->s = s;
  finder->len = len;
  finder->mark = mark;
  finder->from = finder->to = 0;
}

static inline void spokes__finder_look(spokes_finder *finder, size_t from) {
  size_t left = finder->len - from, most = SPOKES_FINDER_BLOCKS * 64;
  finder->from = from;
  finder->to = from + (left < most ? left : most);
  finder->kernels->marks(finder->s + from, finder->to - from, left, finder->mark, finder->masks);
}

// The first mark from i on before stop, or stop (at most the text's length).
static inline size_t spokes__finder_next(spokes_finder *finder, size_t i, size_t stop) {
  while (i < stop) {
    if (i < finder->from || i >= finder->to) spokes__finder_look(finder, i);
    size_t high = stop < finder->to ? stop : finder->to;
    size_t at = (i - finder->from) / 64, last = (high - finder->from - 1) / 64;
    uint64_t mask = finder->masks[at] & ~UINT64_C(0) << (i - finder->from) % 64;
    while (!mask && at < last) mask = finder->masks[++at];
    if (mask) {
      size_t found = finder->from + at * 64 + (size_t)__builtin_ctzll(mask);
      return found < stop ? found : stop;
    }
    i = high;
  }
  return stop;
}

#endif
