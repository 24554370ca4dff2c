// Pseudo-random numbers for resampling: xoshiro256** of Blackman & Vigna 2021 (ACM TOMS 47(4)), its state filled by
// splitmix64 (Steele, Lea & Flood 2014). Not for secrets.
//
// The stream depends on the seed and a key (a document's or grouping's id) alone, so that results are the same for any
// number of threads and any order of documents. tests/oracle/measure_oracle.py repeats it in Python.
//
// Example. splitmix64 from 0 gives e220a8397b1dcdaf, 6e789e6aa1b965f4; xoshiro256** from the state 1 2 3 4 gives 11520,
// 0, 1509978240.
#ifndef SPOKES_MEASURE_RANDOM_H
#define SPOKES_MEASURE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct spokes_random {
  uint64_t state[4];
} spokes_random;

// The next number of splitmix64, whose whole state is *state.
uint64_t spokes__splitmix_next(uint64_t *state);

void spokes__random_seed(spokes_random *random, uint64_t seed);
// The stream of one document: seed, mixed with the FNV-1a hash (64 bits) of the key's bytes.
void spokes__random_seed_key(spokes_random *random, uint64_t seed, const char *key, size_t key_len);

static inline uint64_t spokes__random_next(spokes_random *random) {
  uint64_t *s = random->state;
  uint64_t scaled = s[1] * 5, result = ((scaled << 7) | (scaled >> 57)) * 9, shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = (s[3] << 45) | (s[3] >> 19);
  return result;
}

// Evenly distributed below bound (not 0): Lemire 2019 (ACM TOMACS 29(1)), on the upper half of one number.
static inline uint32_t spokes__random_below(spokes_random *random, uint32_t bound) {
  uint64_t product = (spokes__random_next(random) >> 32) * bound;
  if ((uint32_t)product < bound) {
    uint32_t uneven = (uint32_t)(-bound) % bound;
    while ((uint32_t)product < uneven) product = (spokes__random_next(random) >> 32) * bound;
  }
  return (uint32_t)(product >> 32);
}

#endif
