// Files whose changes survive a crash of the program or of the machine: what is written or moved is on the disk when
// these functions return.
#ifndef SPOKES_BASE_DURABLE_H
#define SPOKES_BASE_DURABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

// Makes a new file of the bytes; one that is there already is SPOKES_E_IO.
spokes_status spokes__durable_write(const char *path, const char *bytes, size_t len, spokes_error *err);

// Makes a new file with the contents of the regular file `from`, of at most limit bytes (SPOKES_E_LIMIT).
// *is_source_out: whether a fault is that of `from`.
spokes_status spokes__durable_copy(const char *from, const char *to, uint64_t limit, bool *is_source_out,
                                   spokes_error *err);

// Renames; with replace, over a file that is there, otherwise such a file is SPOKES_E_IO.
spokes_status spokes__durable_move(const char *from, const char *to, bool replace, spokes_error *err);

// Writes what is known of an open file, or of the folder that holds path, to the disk.
spokes_status spokes__durable_sync(int fd, const char *path, spokes_error *err);
spokes_status spokes__durable_sync_folder_of(const char *path, spokes_error *err);

#endif
