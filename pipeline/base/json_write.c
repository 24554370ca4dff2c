// JSON values. Control characters are escaped, everything else stays as it is.

#include "base/json_write.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/put.h"

// All but control characters, the quote, the backslash and DEL: one bit for each byte that is none.
static bool is_plain(unsigned char byte) {
  static const uint32_t special[8] = {0xFFFFFFFFu, UINT32_C(1) << ('"' - 32), UINT32_C(1) << ('\\' - 64),
                                      UINT32_C(1) << (0x7F - 96)};
  return !(special[byte >> 5] >> (byte & 31) & 1);
}

static void escape(spokes_buf *buf, unsigned char byte) {
  static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
  const char *found = byte ? strchr(from, byte) : NULL;
  if (!found) {
    spokes__buf_format(buf, "\\u%04x", byte);
    return;
  }
  spokes__buf_byte(buf, '\\');
  spokes__buf_byte(buf, to[found - from]);
}

static bool is_plain_text(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!is_plain((unsigned char)text[i])) return false;
  return true;
}

void spokes__json_string(spokes_buf *buf, const char *text, size_t len) {
  if (is_plain_text(text, len) && len < SIZE_MAX - 2 && spokes__buf_reserve(buf, len + 2)) {
    char *at = spokes__put_bytes(spokes__put_byte(buf->data + buf->len, '"'), text, len);
    spokes__buf_end(buf, spokes__put_byte(at, '"'));
    return;
  }
  spokes__buf_byte(buf, '"');
  for (size_t i = 0; i < len;) {
    size_t run = i;
    while (run < len && is_plain((unsigned char)text[run])) run++;
    spokes__buf_append(buf, text + i, run - i);
    if (run < len) escape(buf, (unsigned char)text[run++]);
    i = run;
  }
  spokes__buf_byte(buf, '"');
}

void spokes__json_text(spokes_buf *buf, const char *text) {
  if (text)
    spokes__json_string(buf, text, strlen(text));
  else
    spokes__buf_text(buf, "null");
}

void spokes__json_number(spokes_buf *buf, double number, int decimals) {
  if (!isfinite(number)) {
    spokes__buf_text(buf, "null");
    return;
  }
  size_t before = buf->len;
  spokes__buf_format(buf, "%.*f", decimals, number);
  // A program that set a locale may have another decimal mark.
  for (size_t i = before; i < buf->len; i++)
    if (buf->data[i] == ',') buf->data[i] = '.';
}
