// Four lanes of 8 bytes each, then what is left over, then a final mix.

#include "base/checksum.h"

#include <string.h>

#define P1 UINT64_C(0x9E3779B185EBCA87)
#define P2 UINT64_C(0xC2B2AE3D27D4EB4F)
#define P3 UINT64_C(0x165667B19E3779F9)
#define P4 UINT64_C(0x85EBCA77C2B2AE63)
#define P5 UINT64_C(0x27D4EB2F165667C5)

static uint64_t turn(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

// Little-endian whatever the processor.
static uint64_t read64(const unsigned char *at) {
  uint64_t x;
  memcpy(&x, at, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  x = __builtin_bswap64(x);
#endif
  return x;
}

static uint64_t read32(const unsigned char *at) {
  return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
}

static uint64_t round64(uint64_t sum, uint64_t input) { return turn(sum + input * P2, 31) * P1; }

static uint64_t merge(uint64_t hash, uint64_t lane) { return (hash ^ round64(0, lane)) * P1 + P4; }

static uint64_t finish(uint64_t hash, const unsigned char *at, size_t len) {
  for (; len >= 8; at += 8, len -= 8) hash = turn(hash ^ round64(0, read64(at)), 27) * P1 + P4;
  if (len >= 4) {
    hash = turn(hash ^ read32(at) * P1, 23) * P2 + P3;
    at += 4;
    len -= 4;
  }
  for (; len; at++, len--) hash = turn(hash ^ *at * P5, 11) * P1;
  hash = (hash ^ hash >> 33) * P2;
  hash = (hash ^ hash >> 29) * P3;
  return hash ^ hash >> 32;
}

uint64_t spokes__checksum(const void *bytes, size_t len, uint64_t seed) {
  const unsigned char *at = bytes;
  size_t left = len;
  uint64_t hash = seed + P5;
  if (len >= 32) {
    uint64_t a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1;
    for (; left >= 32; at += 32, left -= 32) {
      a = round64(a, read64(at));
      b = round64(b, read64(at + 8));
      c = round64(c, read64(at + 16));
      d = round64(d, read64(at + 24));
    }
    hash = turn(a, 1) + turn(b, 7) + turn(c, 12) + turn(d, 18);
    hash = merge(merge(merge(merge(hash, a), b), c), d);
  }
  return finish(hash + len, at, left);
}
