// Strict UTF-8 validation with a path of eight bytes at a time for ASCII.

#include "utf8.h"

#include <string.h>

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

size_t spokes__utf8_valid_prefix(const char *text, size_t len) {
  const unsigned char *s = (const unsigned char *)text;
  size_t i = 0;
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
