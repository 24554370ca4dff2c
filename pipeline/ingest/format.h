// Which format a file has: by its first bytes, and by its name where these leave it open.
#ifndef SPOKES_INGEST_FORMAT_H
#define SPOKES_INGEST_FORMAT_H

#include <stddef.h>

typedef enum spokes_file_format {
  SPOKES_FILE_TEXT,
  SPOKES_FILE_HTML,
  SPOKES_FILE_PDF,
  SPOKES_FILE_ZIP,     // office documents among others: what is inside tells
  SPOKES_FILE_FOREIGN  // known, and not read
} spokes_file_format;

// name: the file's, with or without folders. For SPOKES_FILE_FOREIGN *what says what it is ("an RTF document").
spokes_file_format spokes__file_format_of(const char *bytes, size_t len, const char *name, const char **what);

#endif
