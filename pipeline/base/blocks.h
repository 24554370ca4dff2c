// 64 bytes at a time as bit masks: bit i tells something of byte i. What a file that includes this is compiled for
// decides about the instructions: AVX2, SSE2 (every x86-64), or a plain loop; all give the same masks.
#ifndef SPOKES_BASE_BLOCKS_H
#define SPOKES_BASE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX2__) && !defined(SPOKES_PORTABLE)
#include <immintrin.h>
#define SPOKES_BLOCKS_AVX2 1
#elif defined(__SSE2__) && !defined(SPOKES_PORTABLE)
#include <emmintrin.h>
#define SPOKES_BLOCKS_SSE2 1
#endif

#define SPOKES_BLOCK 64u

typedef struct spokes_block {
#if defined(SPOKES_BLOCKS_AVX2)
  __m256i part[2];
#elif defined(SPOKES_BLOCKS_SSE2)
  __m128i part[4];
#else
  unsigned char bytes[64];
#endif
} spokes_block;

// The block at s, of which only the first len bytes (at most 64) can be read; blanks follow them.
static inline spokes_block spokes__block_load(const char *s, size_t len) {
  spokes_block block;
  char padded[64];
  if (len < 64) {
    memset(padded, ' ', sizeof padded);
    memcpy(padded, s, len);
    s = padded;
  }
  // Compilers copy a struct in pieces, and the processor waits when it reads them as a whole.
#if defined(SPOKES_BLOCKS_AVX2)
  for (int i = 0; i < 2; i++) block.part[i] = _mm256_loadu_si256((const __m256i *)(const void *)(s + 32 * i));
#elif defined(SPOKES_BLOCKS_SSE2)
  for (int i = 0; i < 4; i++) block.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(s + 16 * i));
#else
  memcpy(&block, s, 64);
#endif
  return block;
}

// The bits of the first len bytes.
static inline uint64_t spokes__block_first(size_t len) { return len < 64 ? (UINT64_C(1) << len) - 1 : ~UINT64_C(0); }

// Bytes from low to high, both included.
static inline uint64_t spokes__block_range(const spokes_block *block, unsigned char low, unsigned char high) {
  uint64_t mask = 0;
#if defined(SPOKES_BLOCKS_AVX2)
  const __m256i from = _mm256_set1_epi8((char)low), span = _mm256_set1_epi8((char)(high - low));
  for (int i = 0; i < 2; i++) {
    __m256i shifted = _mm256_sub_epi8(block->part[i], from);
    __m256i inside = _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, span), shifted);
    mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(inside) << (32 * i);
  }
#elif defined(SPOKES_BLOCKS_SSE2)
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

// Bytes beyond ASCII.
static inline uint64_t spokes__block_wide(const spokes_block *block) { return spokes__block_range(block, 0x80, 0xFF); }

// Letters of ASCII, either case.
static inline uint64_t spokes__block_letters(const spokes_block *block) {
  return spokes__block_range(block, 'a', 'z') | spokes__block_range(block, 'A', 'Z');
}

#endif
