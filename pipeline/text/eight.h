// Eight bytes of a text as one number, the first of them lowest, and what they are: for words, which mostly are
// shorter. There is no branch for each byte.
#ifndef SPOKES_TEXT_EIGHT_H
#define SPOKES_TEXT_EIGHT_H

#include <stdint.h>

#define SPOKES_EIGHT(byte) ((byte)*UINT64_C(0x0101010101010101))
#define SPOKES_EIGHT_TOPS SPOKES_EIGHT(0x80)

// One load, where the machine's order of bytes is this one.
static inline uint64_t spokes__eight_read(const char *s) {
  uint64_t bytes = 0;
  for (unsigned i = 0; i < 8; i++) bytes |= (uint64_t)(unsigned char)s[i] << 8 * i;
  return bytes;
}

// The highest bit of each byte that is no letter of ASCII.
static inline uint64_t spokes__eight_others(uint64_t bytes) {
  uint64_t small = (bytes | SPOKES_EIGHT(0x20)) & ~SPOKES_EIGHT_TOPS;
  uint64_t from_a = small + SPOKES_EIGHT(0x80 - 'a'), behind_z = small + SPOKES_EIGHT(0x7F - 'z');
  return ~(from_a & ~behind_z & ~bytes) & SPOKES_EIGHT_TOPS;
}

#endif
