// UTF-8, one code point at a time, over text that is known to be valid.
#ifndef SPOKES_BASE_UTF8_H
#define SPOKES_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bytes of the code point whose first byte is given (1 to 4); 1 for a continuation byte.
static inline size_t spokes__utf8_width(unsigned char first) {
  return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// The code point at text, whose length in bytes goes to *width. text must be valid UTF-8.
static inline uint32_t spokes__utf8_decode(const char *text, size_t *width) {
  const unsigned char *s = (const unsigned char *)text;
  if (s[0] < 0x80) return *width = 1, s[0];
  if (s[0] < 0xE0) return *width = 2, (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
  if (s[0] < 0xF0) return *width = 3, (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
  *width = 4;
  return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

// Writes a code point (at most 4 bytes) and returns the number of bytes.
static inline size_t spokes__utf8_encode(uint32_t cp, char *out) {
  if (cp < 0x80) return out[0] = (char)cp, 1;
  if (cp < 0x800) return out[0] = (char)(0xC0 | cp >> 6), out[1] = (char)(0x80 | (cp & 0x3F)), 2;
  if (cp < 0x10000) {
    out[0] = (char)(0xE0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[3] = (char)(0x80 | (cp & 0x3F));
  return 4;
}

// Code points in len bytes of valid UTF-8: the bytes that do not continue one.
size_t spokes__utf8_count_long(const char *text, size_t len);
static inline size_t spokes__utf8_count(const char *text, size_t len) {
  if (len >= 32) return spokes__utf8_count_long(text, len);
  size_t count = 0;
  for (size_t i = 0; i < len; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

// Length of the longest valid prefix of len bytes (RFC 3629: no surrogates, no overlong forms).
size_t spokes__utf8_valid_prefix(const char *text, size_t len);
// The same, one character at a time: what the faster one is tested against.
size_t spokes__utf8_valid_prefix_plain(const char *text, size_t len);

#endif
