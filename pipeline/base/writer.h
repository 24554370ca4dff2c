// A file being written: buffered, under a temporary name until it is committed. The first fault is
// kept and later writes do nothing, so that the writer checks once, in spokes__writer_finish.
#ifndef SPOKES_BASE_WRITER_H
#define SPOKES_BASE_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_writer {
  int fd;  // -1 = closed
  char *path, *temp;
  spokes_buf buf;
  spokes_error fault;
} spokes_writer;

#define SPOKES_WRITER_INIT \
  { .fd = -1 }

// Opens path.part for writing.
spokes_status spokes__writer_open(spokes_writer *writer, const char *path, spokes_error *err);
void spokes__writer_append(spokes_writer *writer, const char *bytes, size_t len);
// Flushes and closes; reports the first fault of all writes.
spokes_status spokes__writer_finish(spokes_writer *writer, spokes_error *err);
// Gives a finished file its name.
spokes_status spokes__writer_commit(spokes_writer *writer, spokes_error *err);
// Frees the memory and removes the temporary file of a writer that was not committed. Safe at any time after INIT.
void spokes__writer_release(spokes_writer *writer);

#endif
