// Writing CSV (RFC 4180): fields are quoted only where they must be; the caller writes commas and line ends.
#ifndef SPOKES_BASE_CSV_WRITE_H
#define SPOKES_BASE_CSV_WRITE_H

#include "base/buf.h"
#include "base/put.h"

void spokes__csv_field(spokes_buf *buf, const char *text, size_t len);
void spokes__csv_text(spokes_buf *buf, const char *text);  // NUL-terminated
// A number with that many decimals (at most 9), rounded half away from zero; nothing when it is not finite.
void spokes__csv_number(spokes_buf *buf, double number, int decimals);

// The same into memory that is large enough (put.h); decimals at most 9.
#define SPOKES_PUT_REAL 320u  // the largest double has 309 digits
static inline size_t spokes__put_field_room(size_t len) { return 2 * len + 2; }
char *spokes__put_field(char *at, const char *text, size_t len);
char *spokes__put_real(char *at, double number, int decimals);

#endif
