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

static char *put_escape(char *at, unsigned char byte) {
  static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt", digits[] = "0123456789abcdef";
  const char *found = byte ? strchr(from, byte) : NULL;
  at = spokes__put_byte(at, '\\');
  if (found) return spokes__put_byte(at, to[found - from]);
  at = spokes__put_bytes(at, "u00", 3);
  return spokes__put_byte(spokes__put_byte(at, digits[byte >> 4]), digits[byte & 15]);
}

#define EACH(byte) ((byte)*UINT64_C(0x0101010101010101))

// Are all eight bytes plain? Bit 7 of each tells; those beyond ASCII have it anyway.
static inline bool are_plain(const char *at) {
  uint64_t bytes;
  memcpy(&bytes, at, 8);
  uint64_t low = bytes & EACH(0x7F);
  uint64_t visible = low + EACH(0x60);  // bit 7: 0x20 and above
  uint64_t marks = (low ^ EACH('"')) + EACH(0x7F), slashes = (low ^ EACH('\\')) + EACH(0x7F);
  uint64_t others = (low ^ EACH(0x7F)) + EACH(0x7F);  // bit 7 of each: another byte than this one
  return ((visible & marks & slashes & others) | bytes | ~EACH(0x80)) == ~UINT64_C(0);
}

static bool is_plain_text(const char *text, size_t len) {
  size_t i = 0;
  for (; i + 8 <= len; i += 8)
    if (!are_plain(text + i)) return false;
  if (i < len && len >= 8) return are_plain(text + len - 8);
  for (; i < len; i++)
    if (!is_plain((unsigned char)text[i])) return false;
  return true;
}

// What stands between the quotes; there is room for six times as many bytes.
static char *put_inside(char *at, const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    size_t run = i;
    while (run < len && is_plain((unsigned char)text[run])) run++;
    at = spokes__put_bytes(at, text + i, run - i);
    if (run < len) at = put_escape(at, (unsigned char)text[run++]);
    i = run;
  }
  return at;
}

char *spokes__json_put(char *at, const char *text, size_t len) {
  at = spokes__put_byte(at, '"');
  at = is_plain_text(text, len) ? spokes__put_bytes(at, text, len) : put_inside(at, text, len);
  return spokes__put_byte(at, '"');
}

void spokes__json_string(spokes_buf *buf, const char *text, size_t len) {
  const bool plain = is_plain_text(text, len);
  size_t room = SIZE_MAX;  // which no buffer has
  if (len < SIZE_MAX / 8) room = plain ? len + 2 : SPOKES_JSON_ROOM(len);
  if (!spokes__buf_reserve(buf, room)) return;
  char *at = spokes__put_byte(buf->data + buf->len, '"');
  at = plain ? spokes__put_bytes(at, text, len) : put_inside(at, text, len);
  spokes__buf_end(buf, spokes__put_byte(at, '"'));
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
