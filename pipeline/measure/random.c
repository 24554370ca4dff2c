// Seeding. The four words of xoshiro's state must not all be 0; four numbers of splitmix64 in a row never are.

#include "measure/random.h"

uint64_t spokes__splitmix_next(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void spokes__random_seed(spokes_random *random, uint64_t seed) {
  for (size_t i = 0; i < 4; i++) random->state[i] = spokes__splitmix_next(&seed);
}

void spokes__random_seed_key(spokes_random *random, uint64_t seed, const char *key, size_t key_len) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < key_len; i++) hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001b3);
  // The seed goes through splitmix64 first: otherwise two seeds and two keys could meet in the same sum.
  spokes__random_seed(random, spokes__splitmix_next(&seed) ^ hash);
}
