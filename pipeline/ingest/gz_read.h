// gzip (RFC 1952) to bytes. The only reader of zlib data.
#ifndef SPOKES_INGEST_GZ_READ_H
#define SPOKES_INGEST_GZ_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

bool spokes__gz_is(const char *bytes, size_t len);

// Replaces buf by the contents of all members. Broken or cut off data is SPOKES_E_FORMAT; more than limit bytes, or
// more than SPOKES_LIMIT_GZ_RATIO times the input, is SPOKES_E_LIMIT.
spokes_status spokes__gz_inflate(const char *bytes, size_t len, size_t limit, spokes_buf *buf, spokes_error *err);

#endif
