// Repair by copying the valid stretches.

#include "base/utf8_repair.h"

#include "base/utf8.h"

uint64_t spokes__utf8_repair(const char *text, size_t len, spokes_buf *buf) {
  uint64_t broken = 0;
  spokes__buf_clear(buf);
  for (size_t at = 0; at < len;) {
    size_t valid = spokes__utf8_valid_prefix(text + at, len - at);
    spokes__buf_append(buf, text + at, valid);
    at += valid;
    if (at >= len) break;
    broken++;
    spokes__buf_append(buf, "\xEF\xBF\xBD", 3);
    for (at++; at < len && ((unsigned char)text[at] & 0xC0) == 0x80;) at++;
  }
  return broken;
}
