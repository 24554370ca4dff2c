// Writing JSON (RFC 8259) values into a buffer; the caller writes brackets, colons and commas.
#ifndef SPOKES_BASE_JSON_WRITE_H
#define SPOKES_BASE_JSON_WRITE_H

#include <stddef.h>

#include "base/buf.h"

// A string in quotes. text is valid UTF-8; NUL bytes inside are data.
void spokes__json_string(spokes_buf *buf, const char *text, size_t len);
void spokes__json_text(spokes_buf *buf, const char *text);  // NUL-terminated; NULL writes null
// The same into memory with room for SPOKES_JSON_ROOM(len) bytes; the place behind it, and no NUL.
#define SPOKES_JSON_ROOM(len) (6 * (len) + 2)
char *spokes__json_put(char *at, const char *text, size_t len);
// A number with that many decimals, always with a point as decimal mark; null when it is not finite.
void spokes__json_number(spokes_buf *buf, double number, int decimals);

#endif
