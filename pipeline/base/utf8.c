// Strict UTF-8 validation, 32 bytes at a time where the processor has AVX2, with a path of eight bytes at a time for
// ASCII elsewhere. Both accept exactly what RFC 3629 calls well-formed.

#include "utf8.h"

#include "simd.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(SPOKES_PORTABLE)
#include <immintrin.h>
#define SPOKES_UTF8_AVX2 1
#endif

// Length of the valid sequence at s (2 to 4 bytes), or 0. Ranges from RFC 3629, section 4.
static size_t sequence(const unsigned char *s, size_t left) {
  unsigned lead = s[0];
  size_t width = lead >= 0xC2 && lead <= 0xDF   ? 2
                 : lead >= 0xE0 && lead <= 0xEF ? 3
                 : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                : 0;
  if (!width || width > left) return 0;
  unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (s[1] < low || s[1] > high) return 0;
  for (size_t i = 2; i < width; i++)
    if ((s[i] & 0xC0) != 0x80) return 0;
  return width;
}

// The valid prefix from the character border i on.
static size_t valid_from(const char *text, size_t i, size_t len) {
  const unsigned char *s = (const unsigned char *)text;
  while (i < len) {
    uint64_t word;
    while (i + 8 <= len && (memcpy(&word, s + i, 8), !(word & 0x8080808080808080u))) i += 8;
    while (i < len && s[i] < 0x80) i++;
    while (i < len && s[i] >= 0x80) {
      size_t width = sequence(s + i, len - i);
      if (!width) return i;
      i += width;
    }
  }
  return i;
}

#ifdef SPOKES_UTF8_AVX2
// Every fault of two neighbouring bytes shows in three half bytes: both of the first and the high one of the second
// (Keiser and Lemire, Validating UTF-8 in less than one instruction per byte, 2021). A fault is one bit; it is there
// when all three tables have it.
enum {
  SHORT = 1 << 0,         // a lead byte or ASCII where a continuation must follow
  LONG = 1 << 1,          // a continuation behind ASCII
  OVERLONG_3 = 1 << 2,    // E0 80..9F
  LARGE = 1 << 3,         // F4 90..BF, F5.. and above
  SURROGATE = 1 << 4,     // ED A0..BF
  OVERLONG_2 = 1 << 5,    // C0, C1
  OVERLONG_4 = 1 << 6,    // F0 80..8F, and what is too large from F5 80..8F on
  CONTINUATIONS = 1 << 7  // two in a row: wrong unless a longer sequence asked for the second
};
#define ANY_LOW (SHORT | LONG | CONTINUATIONS)
#define TOO_LARGE (ANY_LOW | LARGE | OVERLONG_4)
#define LEADLESS (LONG | OVERLONG_2 | CONTINUATIONS)

__attribute__((target("avx2"))) static __m256i look_up(const uint8_t *table, __m256i index) {
  __m128i half = _mm_loadu_si128((const __m128i *)(const void *)table);
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), index);
}

// The 32 bytes that begin `back` bytes before `now`; before stands before now.
#define BYTES_BEFORE(before, now, back) \
  _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - (back))

__attribute__((target("avx2"))) static __m256i faults_in(__m256i before, __m256i now) {
  static const uint8_t first_high[16] = {LONG,
                                         LONG,
                                         LONG,
                                         LONG,
                                         LONG,
                                         LONG,
                                         LONG,
                                         LONG,
                                         CONTINUATIONS,
                                         CONTINUATIONS,
                                         CONTINUATIONS,
                                         CONTINUATIONS,
                                         SHORT | OVERLONG_2,
                                         SHORT,
                                         SHORT | OVERLONG_3 | SURROGATE,
                                         SHORT | LARGE | OVERLONG_4};
  static const uint8_t first_low[16] = {ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
                                        ANY_LOW | OVERLONG_2,
                                        ANY_LOW,
                                        ANY_LOW,
                                        ANY_LOW | LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE,
                                        TOO_LARGE | SURROGATE,
                                        TOO_LARGE,
                                        TOO_LARGE};
  static const uint8_t second_high[16] = {SHORT,
                                          SHORT,
                                          SHORT,
                                          SHORT,
                                          SHORT,
                                          SHORT,
                                          SHORT,
                                          SHORT,
                                          LEADLESS | OVERLONG_3 | OVERLONG_4,
                                          LEADLESS | OVERLONG_3 | LARGE,
                                          LEADLESS | SURROGATE | LARGE,
                                          LEADLESS | SURROGATE | LARGE,
                                          SHORT,
                                          SHORT,
                                          SHORT,
                                          SHORT};
  const __m256i half = _mm256_set1_epi8(0x0F);
  __m256i one = BYTES_BEFORE(before, now, 1), two = BYTES_BEFORE(before, now, 2), three = BYTES_BEFORE(before, now, 3);
  __m256i pairs = _mm256_and_si256(look_up(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), half)),
                                   look_up(first_low, _mm256_and_si256(one, half)));
  pairs = _mm256_and_si256(pairs, look_up(second_high, _mm256_and_si256(_mm256_srli_epi16(now, 4), half)));
  // The third byte of a sequence of three or four and the fourth of one of four must be second continuations, no
  // others.
  __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8(0x60));
  __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8(0x70));
  __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(wanted, pairs);
}

// A valid prefix that ends between two characters, less than 70 bytes before a fault or the end.
__attribute__((target("avx2"))) static size_t prefix_by_vectors(const char *text, size_t len) {
  __m256i before = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 64 <= len; i += 64) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)(text + i));
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(text + i + 32));
    // All ASCII: right, unless the bytes before wait for a continuation.
    if (!_mm256_movemask_epi8(_mm256_or_si256(a, b)) && (!i || (unsigned char)text[i - 1] < 0x80)) {
      before = b;
      continue;
    }
    __m256i faults = _mm256_or_si256(faults_in(before, a), faults_in(a, b));
    if (!_mm256_testz_si256(faults, faults)) break;
    before = b;
  }
  // The last character may go on behind i: step back to its first byte.
  if (i && (unsigned char)text[i - 1] >= 0x80) do
      i--;
    while ((unsigned char)text[i] < 0xC0);
  return i;
}
#endif

size_t spokes__utf8_valid_prefix_plain(const char *text, size_t len) { return valid_from(text, 0, len); }

size_t spokes__utf8_valid_prefix(const char *text, size_t len) {
  size_t i = 0;
#ifdef SPOKES_UTF8_AVX2
  if (len >= 128 && spokes__simd_level() >= SPOKES_SIMD_AVX2) i = prefix_by_vectors(text, len);
#endif
  return valid_from(text, i, len);
}

size_t spokes__utf8_count_long(const char *text, size_t len) {
  // Eight bytes at a time: bit 7 of a byte that is no continuation; at most 255 sums fit in a byte.
  const uint64_t low_bits = 0x0101010101010101u;
  size_t count = 0, i = 0;
  while (i + 8 <= len) {
    uint64_t sums = 0;
    for (size_t stop = len - i > 255 * 8 ? i + 255 * 8 : i + (len - i) / 8 * 8; i < stop; i += 8) {
      uint64_t word;
      memcpy(&word, text + i, 8);
      sums += ((~word >> 7) | (word >> 6)) & low_bits;
    }
    count += (size_t)(((sums & 0x00FF00FF00FF00FFu) + (sums >> 8 & 0x00FF00FF00FF00FFu)) * 0x0001000100010001u >> 48);
  }
  for (; i < len; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}
