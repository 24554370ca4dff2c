// Bytes to gzip. The only writer of zlib data. The same bytes give the same file: no time, no name.
#ifndef SPOKES_REPORT_GZ_WRITE_H
#define SPOKES_REPORT_GZ_WRITE_H

#include <stddef.h>

#include "base/error.h"
#include "base/writer.h"

typedef struct spokes_gz_writer spokes_gz_writer;

// Compressed bytes go to `to`, which must outlive the gz writer.
spokes_status spokes__gz_writer_new(spokes_writer *to, spokes_gz_writer **out, spokes_error *err);
void spokes__gz_writer_append(spokes_gz_writer *writer, const char *bytes, size_t len);
void spokes__gz_writer_finish(spokes_gz_writer *writer);
void spokes__gz_writer_free(spokes_gz_writer *writer);

const char *spokes__gz_library_version(void);

#endif
