// 64 bytes at a time as bit masks: bit i tells something of byte i. What a file that includes this is compiled for
// decides about the instructions: AVX-512, AVX2, SSE2 (every x86-64), or a plain loop; all give the same masks.
#ifndef SPOKES_BASE_BLOCKS_H
#define SPOKES_BASE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512BW__) && !defined(SPOKES_PORTABLE)
#include <immintrin.h>
#define SPOKES_BLOCKS_AVX512 1
#elif defined(__AVX2__) && !defined(SPOKES_PORTABLE)
#include <immintrin.h>
#define SPOKES_BLOCKS_AVX2 1
#elif defined(__SSE2__) && !defined(SPOKES_PORTABLE)
#include <emmintrin.h>
#define SPOKES_BLOCKS_SSE2 1
#endif

#define SPOKES_BLOCK 64u

typedef struct spokes_block {
#if defined(SPOKES_BLOCKS_AVX512)
  __m512i whole;
#elif defined(SPOKES_BLOCKS_AVX2)
  __m256i part[2];
#elif defined(SPOKES_BLOCKS_SSE2)
  __m128i part[4];
#else
  unsigned char bytes[64];
#endif
} spokes_block;

// The bits of the first len bytes.
static inline uint64_t spokes__block_first(size_t len) { return len < 64 ? (UINT64_C(1) << len) - 1 : ~UINT64_C(0); }

// The block at s, of which only the first len bytes (at most 64) can be read; blanks follow them.
static inline spokes_block spokes__block_load(const char *s, size_t len) {
  spokes_block block;
#if defined(SPOKES_BLOCKS_AVX512)
  // Bytes that the mask leaves out are not touched.
  block.whole = len < 64 ? _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), spokes__block_first(len), s)
                         : _mm512_loadu_si512((const void *)s);
#else
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
#endif
  return block;
}

// Bytes from low to high, both included.
static inline uint64_t spokes__block_range(const spokes_block *block, unsigned char low, unsigned char high) {
#if defined(SPOKES_BLOCKS_AVX512)
  __m512i shifted = _mm512_sub_epi8(block->whole, _mm512_set1_epi8((char)low));
  return _mm512_cmple_epu8_mask(shifted, _mm512_set1_epi8((char)(high - low)));
#elif defined(SPOKES_BLOCKS_AVX2)
  uint64_t mask = 0;
  const __m256i from = _mm256_set1_epi8((char)low), span = _mm256_set1_epi8((char)(high - low));
  for (int i = 0; i < 2; i++) {
    __m256i shifted = _mm256_sub_epi8(block->part[i], from);
    __m256i inside = _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, span), shifted);
    mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(inside) << (32 * i);
  }
  return mask;
#elif defined(SPOKES_BLOCKS_SSE2)
  uint64_t mask = 0;
  const __m128i from = _mm_set1_epi8((char)low), span = _mm_set1_epi8((char)(high - low));
  for (int i = 0; i < 4; i++) {
    __m128i shifted = _mm_sub_epi8(block->part[i], from);
    __m128i inside = _mm_cmpeq_epi8(_mm_min_epu8(shifted, span), shifted);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(inside) << (16 * i);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)((unsigned char)(block->bytes[i] - low) <= high - low) << i;
  return mask;
#endif
}

static inline uint64_t spokes__block_equal(const spokes_block *block, unsigned char byte) {
#if defined(SPOKES_BLOCKS_AVX512)
  return _mm512_cmpeq_epi8_mask(block->whole, _mm512_set1_epi8((char)byte));
#elif defined(SPOKES_BLOCKS_AVX2)
  uint64_t mask = 0;
  for (int i = 0; i < 2; i++) {
    __m256i same = _mm256_cmpeq_epi8(block->part[i], _mm256_set1_epi8((char)byte));
    mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(same) << (32 * i);
  }
  return mask;
#elif defined(SPOKES_BLOCKS_SSE2)
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i same = _mm_cmpeq_epi8(block->part[i], _mm_set1_epi8((char)byte));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(same) << (16 * i);
  }
  return mask;
#else
  return spokes__block_range(block, byte, byte);
#endif
}

// Bytes that are one of two: one mask is made instead of two.
static inline uint64_t spokes__block_either(const spokes_block *block, unsigned char a, unsigned char b) {
#if defined(SPOKES_BLOCKS_AVX2)
  uint64_t mask = 0;
  for (int i = 0; i < 2; i++) {
    __m256i is_a = _mm256_cmpeq_epi8(block->part[i], _mm256_set1_epi8((char)a));
    __m256i is_b = _mm256_cmpeq_epi8(block->part[i], _mm256_set1_epi8((char)b));
    mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(is_a, is_b)) << (32 * i);
  }
  return mask;
#elif defined(SPOKES_BLOCKS_SSE2)
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i is_a = _mm_cmpeq_epi8(block->part[i], _mm_set1_epi8((char)a));
    __m128i is_b = _mm_cmpeq_epi8(block->part[i], _mm_set1_epi8((char)b));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(is_a, is_b)) << (16 * i);
  }
  return mask;
#else
  return spokes__block_equal(block, a) | spokes__block_equal(block, b);
#endif
}

// Instructions that look 64 bytes up in a table: AVX2 and above.
#if defined(SPOKES_BLOCKS_AVX512) || defined(SPOKES_BLOCKS_AVX2)
#define SPOKES_BLOCKS_TABLES 1

// What the table has at the lowest five bits of each byte.
static inline spokes_block spokes__block_table(const spokes_block *block, const uint8_t table[32]) {
  const __m128i low_half = _mm_loadu_si128((const __m128i *)(const void *)table);
  const __m128i high_half = _mm_loadu_si128((const __m128i *)(const void *)(table + 16));
  spokes_block found;
#if defined(SPOKES_BLOCKS_AVX512)
  const __m512i place = _mm512_and_si512(block->whole, _mm512_set1_epi8(0x0F));
  const __m512i low = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(low_half), place);
  const __m512i high = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(high_half), place);
  found.whole = _mm512_mask_blend_epi8(_mm512_test_epi8_mask(block->whole, _mm512_set1_epi8(0x10)), low, high);
#else
  for (int i = 0; i < 2; i++) {
    const __m256i place = _mm256_and_si256(block->part[i], _mm256_set1_epi8(0x0F));
    const __m256i low = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(low_half), place);
    const __m256i high = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(high_half), place);
    // The fifth bit becomes the highest of its byte, which chooses.
    found.part[i] = _mm256_blendv_epi8(low, high, _mm256_slli_epi16(block->part[i], 3));
  }
#endif
  return found;
}

// The bits that two blocks have in common.
static inline spokes_block spokes__block_both(const spokes_block *a, const spokes_block *b) {
#if defined(SPOKES_BLOCKS_AVX512)
  return (spokes_block){_mm512_and_si512(a->whole, b->whole)};
#else
  return (spokes_block){{_mm256_and_si256(a->part[0], b->part[0]), _mm256_and_si256(a->part[1], b->part[1])}};
#endif
}

// Bytes that have a bit in common in all three blocks.
static inline uint64_t spokes__block_common(const spokes_block *a, const spokes_block *b, const spokes_block *c) {
#if defined(SPOKES_BLOCKS_AVX512)
  return _mm512_test_epi8_mask(_mm512_and_si512(a->whole, b->whole), c->whole);
#else
  uint64_t none = 0;
  for (int i = 0; i < 2; i++) {
    __m256i common = _mm256_and_si256(_mm256_and_si256(a->part[i], b->part[i]), c->part[i]);
    common = _mm256_cmpeq_epi8(common, _mm256_setzero_si256());
    none |= (uint64_t)(uint32_t)_mm256_movemask_epi8(common) << (32 * i);
  }
  return ~none;
#endif
}
#endif

// Bit `bit` of each byte.
static inline uint64_t spokes__block_bit(const spokes_block *block, int bit) {
  uint64_t mask = 0;
#if defined(SPOKES_BLOCKS_AVX512)
  mask = _mm512_test_epi8_mask(block->whole, _mm512_set1_epi8((char)(1 << bit)));
#elif defined(SPOKES_BLOCKS_AVX2)
  for (int i = 0; i < 2; i++)
    mask |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(block->part[i], 7 - bit)) << (32 * i);
#elif defined(SPOKES_BLOCKS_SSE2)
  for (int i = 0; i < 4; i++)
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_slli_epi16(block->part[i], 7 - bit)) << (16 * i);
#else
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(block->bytes[i] >> bit & 1) << i;
#endif
  return mask;
}

// Bytes beyond ASCII.
static inline uint64_t spokes__block_wide(const spokes_block *block) {
#if defined(SPOKES_BLOCKS_AVX512)
  return _mm512_movepi8_mask(block->whole);
#elif defined(SPOKES_BLOCKS_AVX2)
  uint64_t low = (uint32_t)_mm256_movemask_epi8(block->part[0]);
  return low | (uint64_t)(uint32_t)_mm256_movemask_epi8(block->part[1]) << 32;
#else
  return spokes__block_range(block, 0x80, 0xFF);
#endif
}

// Letters of ASCII, either case.
static inline uint64_t spokes__block_letters(const spokes_block *block) {
#if defined(SPOKES_BLOCKS_AVX512)
  const spokes_block small = {_mm512_or_si512(block->whole, _mm512_set1_epi8(0x20))};
  return spokes__block_range(&small, 'a', 'z');
#elif defined(SPOKES_BLOCKS_AVX2)
  const __m256i bit = _mm256_set1_epi8(0x20);
  const spokes_block small = {{_mm256_or_si256(block->part[0], bit), _mm256_or_si256(block->part[1], bit)}};
  return spokes__block_range(&small, 'a', 'z');
#else
  return spokes__block_range(block, 'a', 'z') | spokes__block_range(block, 'A', 'Z');
#endif
}

#endif
