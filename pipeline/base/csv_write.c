// CSV fields. Most fields need no quotes, so they are looked through once and copied as they are.

#include "base/csv_write.h"

#include <math.h>
#include <string.h>

static bool needs_quotes(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r') return true;
  return false;
}

void spokes__csv_field(spokes_buf *buf, const char *text, size_t len) {
  if (!needs_quotes(text, len)) {
    spokes__buf_append(buf, text, len);
    return;
  }
  spokes__buf_byte(buf, '"');
  for (const char *end = text + len; text < end;) {
    const char *quote = memchr(text, '"', (size_t)(end - text));
    const char *stop = quote ? quote + 1 : end;
    spokes__buf_append(buf, text, (size_t)(stop - text));
    if (quote) spokes__buf_byte(buf, '"');
    text = stop;
  }
  spokes__buf_byte(buf, '"');
}

void spokes__csv_text(spokes_buf *buf, const char *text) { spokes__csv_field(buf, text, strlen(text)); }

// Decimals by whole numbers, since printf is slow where there are many; numbers beyond their range are printed.
void spokes__csv_number(spokes_buf *buf, double number, int decimals) {
  char digits[32];
  double scaled = fabs(number);
  if (!isfinite(number)) return;
  for (int i = 0; i < decimals; i++) scaled *= 10;
  if (scaled >= 9e15) {
    spokes__buf_format(buf, "%.0f", number);
    return;
  }
  uint64_t whole = (uint64_t)(scaled + 0.5);
  size_t at = sizeof digits;
  bool is_negative = number < 0 && whole;
  for (int place = 0; whole || place <= decimals; place++) {
    if (place == decimals && decimals) digits[--at] = '.';
    digits[--at] = (char)('0' + whole % 10);
    whole /= 10;
  }
  if (is_negative) digits[--at] = '-';
  spokes__buf_append(buf, digits + at, sizeof digits - at);
}
