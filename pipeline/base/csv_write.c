// CSV fields. Most fields need no quotes, so they are looked through once and copied as they are.

#include "base/csv_write.h"

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
