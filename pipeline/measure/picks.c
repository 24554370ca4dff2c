// A block of numbers goes through loops without branches; only a group with numbers to pass over is gone through again.

#include "measure/picks.h"

#include <string.h>

#define GROUP 32u

// Four numbers of each random number, the low one first whatever the processor's byte order. All are there before the
// first is used: what was just written in words of 8 bytes is slow to read in vectors of 16.
static void cut(uint16_t *numbers, spokes_random *random) {
  uint64_t words[SPOKES_PICKS_BLOCK / 4];
  for (size_t i = 0; i < SPOKES_PICKS_BLOCK / 4; i++) words[i] = spokes__random_next(random);
  memcpy(numbers, words, sizeof words);
  const uint16_t probe = 1;
  if (*(const unsigned char *)&probe) return;
  for (size_t i = 0; i < SPOKES_PICKS_BLOCK; i++) numbers[i] = (uint16_t)(words[i / 4] >> (16 * (i % 4)));
}

// The upper and the lower half of each product; the numbers to pass over are counted.
static unsigned multiply(const uint16_t *numbers, uint16_t bound, uint16_t uneven, uint16_t *picks, uint16_t *rests) {
  uint16_t passed = 0;
  for (size_t i = 0; i < GROUP; i++) picks[i] = (uint16_t)((uint32_t)numbers[i] * bound >> 16);
  for (size_t i = 0; i < GROUP; i++) rests[i] = (uint16_t)((uint32_t)numbers[i] * bound);
  for (size_t i = 0; i < GROUP; i++) passed = (uint16_t)(passed + (rests[i] < uneven));
  return passed;
}

static void refill(spokes_picks *p) {
  uint16_t numbers[SPOKES_PICKS_BLOCK], picks[GROUP], rests[GROUP];
  cut(numbers, p->random);
  p->at = p->count = 0;
  for (size_t done = 0; done < SPOKES_PICKS_BLOCK; done += GROUP) {
    unsigned passed = multiply(numbers + done, p->narrow, p->uneven, picks, rests);
    memcpy(p->picks + p->count, picks, sizeof picks);
    p->count += passed ? 0 : GROUP;
    for (size_t i = 0; passed && i < GROUP; i++) {
      p->picks[p->count] = picks[i];
      p->count += rests[i] >= p->uneven;
    }
  }
}

void spokes__picks_init(spokes_picks *picks, spokes_random *random, uint32_t bound) {
  picks->random = random;
  picks->bound = bound;
  picks->narrow = (uint16_t)bound;
  picks->uneven = (uint16_t)(0x10000u % bound);
  picks->at = picks->count = 0;
}

void spokes__picks_tally(spokes_picks *picks, size_t count, uint16_t *tally, size_t stride) {
  if (picks->bound > SPOKES_PICKS_NARROW) {
    for (size_t i = 0; i < count; i++) tally[spokes__random_below(picks->random, picks->bound) * stride]++;
    return;
  }
  while (count) {
    if (picks->at == picks->count) refill(picks);
    size_t here = picks->count - picks->at;
    if (here > count) here = count;
    const uint16_t *from = picks->picks + picks->at;
    for (size_t i = 0; i < here; i++) tally[from[i] * stride]++;
    picks->at += here;
    count -= here;
  }
}
