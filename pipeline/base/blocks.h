// 64 bytes at a time as bit masks: bit i tells something of byte i. SSE2 where the compiler has it (every x86-64), a
// plain loop elsewhere; both give the same masks.
#ifndef SPOKES_BASE_BLOCKS_H
#define SPOKES_BASE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && !defined(SPOKES_PORTABLE)
#include <emmintrin.h>
#define SPOKES_BLOCKS_SSE2 1
#endif

#define SPOKES_BLOCK 64u

typedef struct spokes_block {
#ifdef SPOKES_BLOCKS_SSE2
  __m128i part[4];
#else
  unsigned char bytes[64];
#endif
} spokes_block;

// The block at s; behind the first len bytes (at most 64) it holds blanks.
static inline spokes_block spokes__block_load(const char *s, size_t len) {
  spokes_block block;
  char padded[64];
  if (len < 64) {
    memset(padded, ' ', sizeof padded);
    memcpy(padded, s, len);
    s = padded;
  }
  memcpy(&block, s, 64);
  return block;
}

// Bytes from low to high, both included.
static inline uint64_t spokes__block_range(const spokes_block *block, unsigned char low, unsigned char high) {
  uint64_t mask = 0;
#ifdef SPOKES_BLOCKS_SSE2
  const __m128i from = _mm_set1_epi8((char)low), span = _mm_set1_epi8((char)(high - low));
  for (int i = 0; i < 4; i++) {
    __m128i shifted = _mm_sub_epi8(block->part[i], from);
    __m128i inside = _mm_cmpeq_epi8(_mm_min_epu8(shifted, span), shifted);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(inside) << (16 * i);
  }
#else
  for (int i = 0; i < 64; i++) mask |= (uint64_t)((unsigned char)(block->bytes[i] - low) <= high - low) << i;
#endif
  return mask;
}

static inline uint64_t spokes__block_equal(const spokes_block *block, unsigned char byte) {
  return spokes__block_range(block, byte, byte);
}

// Letters of ASCII, either case.
static inline uint64_t spokes__block_letters(const spokes_block *block) {
  return spokes__block_range(block, 'a', 'z') | spokes__block_range(block, 'A', 'Z');
}

#endif
