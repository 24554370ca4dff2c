// Reading CSV (RFC 4180): quotes must be balanced and stand where they may; blanks belong to the field;
// a byte-order mark, CRLF line ends and empty lines are accepted.
#ifndef SPOKES_BASE_CSV_READ_H
#define SPOKES_BASE_CSV_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct spokes_csv_field {
  const char *text;  // followed by a NUL; NULs inside are data
  size_t len;
} spokes_csv_field;

typedef struct spokes_csv_row {
  uint64_t line;  // where the row starts, from 1
  size_t count;
  const spokes_csv_field *fields;
} spokes_csv_row;

// Receives one row, valid during the call; false stops reading.
typedef bool spokes_csv_row_fn(void *context, const spokes_csv_row *row);

// Hands every row of bytes to on_row. path is for messages. A misplaced or missing quote is SPOKES_E_FORMAT with the
// line and the field; a field above SPOKES_LIMIT_CSV_FIELD is SPOKES_E_LIMIT. Stopping by on_row is SPOKES_OK.
spokes_status spokes__csv_read(const char *path, const char *bytes, size_t len, spokes_csv_row_fn *on_row,
                               void *context, spokes_error *err);

// True when the field is exactly the text.
bool spokes__csv_field_is(const spokes_csv_field *field, const char *text);

const char *spokes__csv_library_version(void);

#endif
