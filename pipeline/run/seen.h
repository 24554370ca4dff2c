// The files of a corpus as an earlier run saw them, so that a file whose size, times and place on the disk are the same
// need not be read to know its SHA-256. As git's index does it (git, Documentation/technical/racy-git.txt): a file that
// was changed shortly before it was looked at is not remembered, since a change after that might leave the same times.
#ifndef SPOKES_RUN_SEEN_H
#define SPOKES_RUN_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fileio.h"
#include "base/sha256.h"

// What the system tells of a file. Times are nanoseconds since 1970.
typedef struct spokes_file_stamp {
  uint64_t device, inode, size, modified, changed;
} spokes_file_stamp;

typedef struct spokes_seen_file {
  spokes_file_stamp stamp;
  unsigned char sha256[SPOKES_SHA256_BYTES];
} spokes_seen_file;

typedef struct spokes_seen {
  spokes_seen_file *files;  // ascending by stamp
  size_t count;
} spokes_seen;

#define SPOKES_SEEN_INIT \
  { NULL, 0 }

// Both are false when it is no plain file.
bool spokes__file_stamp_of(const spokes_path_info *info, spokes_file_stamp *out);
bool spokes__file_stamp_take(const char *path, spokes_file_stamp *out);
bool spokes__file_stamp_is_same(const spokes_file_stamp *a, const spokes_file_stamp *b);
// True when the file was last changed long enough before `now` (nanoseconds since 1970, taken before it was read).
bool spokes__file_stamp_is_settled(const spokes_file_stamp *stamp, uint64_t now);

// Empty when the file is not there, or not whole.
void spokes__seen_load(spokes_seen *out, const char *path);
// Writes files, which are put in order; best effort. Does nothing when they are those of `old`.
void spokes__seen_save(const spokes_seen *old, const char *path, spokes_seen_file *files, size_t count);
void spokes__seen_release(spokes_seen *seen);
// NULL when no file with that stamp was seen. Any thread.
const spokes_seen_file *spokes__seen_find(const spokes_seen *seen, const spokes_file_stamp *stamp);

#endif
