// CSV fields. Most fields need no quotes, so they are copied as they are, and looked through on the way.

#include "base/csv_write.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/checked.h"

// Bytes that a field may hold only between quotes.
static const bool is_special[256] = {[','] = true, ['"'] = true, ['\n'] = true, ['\r'] = true};

static char *put_quoted(char *at, const char *text, size_t len) {
  *at++ = '"';
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"') *at++ = '"';
    *at++ = text[i];
  }
  *at++ = '"';
  return at;
}

// Copies first and looks while it copies: fields that need quotes are few.
char *spokes__put_field(char *at, const char *text, size_t len) {
  bool special = false;
  for (size_t i = 0; i < len; i++) {
    at[i] = text[i];
    special |= is_special[(unsigned char)text[i]];
  }
  return special ? put_quoted(at, text, len) : at + len;
}

void spokes__csv_field(spokes_buf *buf, const char *text, size_t len) {
  size_t room;
  if (!spokes__size_mul(len, 2, &room) || !spokes__size_add(room, 2, &room)) {
    buf->failed = true;
    return;
  }
  if (!spokes__buf_reserve(buf, room)) return;
  spokes__buf_end(buf, spokes__put_field(buf->data + buf->len, text, len));
}

void spokes__csv_text(spokes_buf *buf, const char *text) { spokes__csv_field(buf, text, strlen(text)); }

// Decimals by whole numbers, since printf is slow where there are many; numbers beyond their range are printed.
char *spokes__put_real(char *at, double number, int decimals) {
  static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
  if (!isfinite(number)) return at;
  double scaled = fabs(number);
  for (int i = 0; i < decimals; i++) scaled *= 10;
  if (scaled >= 9e15) return at + snprintf(at, SPOKES_PUT_REAL, "%.0f", number);
  uint64_t rounded = (uint64_t)(scaled + 0.5), power = powers[decimals];
  if (number < 0 && rounded) *at++ = '-';
  at = spokes__put_u64(at, rounded / power);
  if (!decimals) return at;
  *at++ = '.';
  return spokes__put_digits(at, rounded % power, (size_t)decimals);
}

void spokes__csv_number(spokes_buf *buf, double number, int decimals) {
  if (spokes__buf_reserve(buf, SPOKES_PUT_REAL))
    spokes__buf_end(buf, spokes__put_real(buf->data + buf->len, number, decimals));
}
