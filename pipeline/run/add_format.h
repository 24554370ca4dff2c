// Formats of documents that are added: what the bytes are, and whether a server called them so.
#ifndef SPOKES_RUN_ADD_FORMAT_H
#define SPOKES_RUN_ADD_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct spokes_add_format {
  const char *name;    // "text", "HTML", "PDF", "DOCX"; of others what they are ("an RTF document")
  const char *ending;  // ".txt", ...; "" = none that a corpus takes
} spokes_add_format;

// By the first bytes of the document, unpacked, and where these leave it open by the content type that a server gave
// ("" = none) or else by the file's name.
spokes_add_format spokes__add_format_of(const char *bytes, size_t len, const char *name, const char *content_type);

// False when a document of that format is not to be expected under a content type (small letters, no parameters). Types
// that say nothing fit every format.
bool spokes__add_format_fits(const spokes_add_format *format, const char *content_type);

#endif
