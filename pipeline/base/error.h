// Status codes and the caller-owned error record.
//
// Every function that can fail returns a spokes_status and fills a spokes_error that its
// caller owns (NULL is allowed). The function that detects a fault writes the message;
// callers above may only add the path or line that it could not know.
#ifndef SPOKES_BASE_ERROR_H
#define SPOKES_BASE_ERROR_H

#include <stdarg.h>
#include <stdint.h>

#include "spokes.h"

// Sets code and message (printf form: what failed, subject in single quotes, lower case, no
// final stop) and returns the code. Path, line and column are cleared.
spokes_status spokes__error_set(spokes_error *err, spokes_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// As spokes__error_set, with the place of the fault. column counts fields (CSV) from 1, 0 = none.
spokes_status spokes__error_at(spokes_error *err, spokes_status code, const char *path, uint64_t line, uint32_t column,
                               const char *format, ...) __attribute__((format(printf, 6, 7)));

// Adds the path when the error has none.
void spokes__error_path(spokes_error *err, const char *path);

// The one out-of-memory report; never allocates.
spokes_status spokes__error_nomem(spokes_error *err);

#endif
