// Files and folders: whole-file reading and writing, listing, and the size and identity of a path.
// Every fault carries the path and the system's own reason.
#ifndef SPOKES_BASE_FILEIO_H
#define SPOKES_BASE_FILEIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

// Fills err from errno: "cannot VERB 'path': reason".
spokes_status spokes__file_error(spokes_error *err, const char *verb, const char *path);

// Replaces the contents of buf by those of the file. A file of more than limit bytes is SPOKES_E_LIMIT; after
// SPOKES_E_IO errno still tells the reason.
spokes_status spokes__file_read(const char *path, size_t limit, spokes_buf *buf, spokes_error *err);
// The same; several threads read a long file together.
spokes_status spokes__file_read_by(const char *path, size_t limit, unsigned threads, spokes_buf *buf,
                                   spokes_error *err);

// Writes under a temporary name beside path and renames, so that readers see the old file or the new one.
spokes_status spokes__file_write(const char *path, const char *bytes, size_t len, spokes_error *err);

// Writes all bytes to an open descriptor; false with errno set when it failed.
bool spokes__fd_write(int fd, const char *bytes, size_t len);

// Makes a folder and those above it; one that is there already is no fault.
spokes_status spokes__folder_make(const char *path, spokes_error *err);

typedef enum spokes_path_kind {
  SPOKES_PATH_NONE,
  SPOKES_PATH_FILE,
  SPOKES_PATH_FOLDER,
  SPOKES_PATH_OTHER
} spokes_path_kind;

typedef struct spokes_path_info {
  spokes_path_kind kind;  // symbolic links are followed
  uint64_t size;          // bytes
  uint64_t device, inode;
  uint64_t modified, changed;  // nanoseconds since 1970
} spokes_path_info;

spokes_path_info spokes__path_info(const char *path);
bool spokes__path_is_file(const char *path);

// The names in a folder but "." and "..", in byte order. Release it even after a failure.
typedef struct spokes_names {
  char **items;
  size_t count, cap;
} spokes_names;

#define SPOKES_NAMES_INIT \
  { NULL, 0, 0 }

spokes_status spokes__folder_list(const char *path, spokes_names *out, spokes_error *err);
void spokes__names_release(spokes_names *names);

// Replaces buf by folder/name.
void spokes__path_join(spokes_buf *buf, const char *folder, const char *name);

#endif
