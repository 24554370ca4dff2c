// The parts of a zip archive that is in memory. The only reader of zip.
#ifndef SPOKES_INGEST_ZIP_READ_H
#define SPOKES_INGEST_ZIP_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_zip spokes_zip;

// bytes are borrowed until the archive is freed. Damaged or cut off: SPOKES_E_FORMAT.
spokes_status spokes__zip_open(const char *bytes, size_t len, spokes_zip **out, spokes_error *err);
void spokes__zip_free(spokes_zip *zip);  // NULL is allowed

bool spokes__zip_has(const spokes_zip *zip, const char *part);
// Replaces buf by a part. SPOKES_E_FORMAT when it is not there, encrypted or damaged; SPOKES_E_LIMIT when it grows
// beyond SPOKES_LIMIT_PART_BYTES or SPOKES_LIMIT_PART_RATIO.
spokes_status spokes__zip_part(spokes_zip *zip, const char *part, spokes_buf *buf, spokes_error *err);

const char *spokes__zip_library_version(void);

#endif
