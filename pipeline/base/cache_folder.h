// Where the program keeps what it can compute again: results of documents, compiled dictionaries. Only folders and
// files of this user that nobody else may write are trusted.
#ifndef SPOKES_BASE_CACHE_FOLDER_H
#define SPOKES_BASE_CACHE_FOLDER_H

#include <stdbool.h>

#include "base/buf.h"

// Replaces buf by the folder of this user: $SPOKES_CACHE, else $XDG_CACHE_HOME/spokes, else $HOME/.cache/spokes. False
// when the environment names none, or memory is out.
bool spokes__cache_folder_find(spokes_buf *buf);

// Makes path, a folder of the cache, and those above it, for this user alone. False when it cannot be had: not
// writable, not a folder, or another user's.
bool spokes__cache_folder_make(const char *path);

// True when the open file is a plain one of this user that nobody else may write.
bool spokes__cache_file_is_own(int fd);

#endif
