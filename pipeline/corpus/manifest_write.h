// The text of a manifest after a change: rows keep their order, and unknown columns what stands in them.
#ifndef SPOKES_CORPUS_MANIFEST_WRITE_H
#define SPOKES_CORPUS_MANIFEST_WRITE_H

#include "base/buf.h"
#include "corpus/catalogue.h"

typedef struct spokes_manifest_change {
  const char *replaces;  // id of the row that entry takes the place of; NULL: a new row at the end
  const spokes_entry *entry;
} spokes_manifest_change;

// Writes to out (replaced) the manifest bytes with the changes made; no bytes: a new manifest. path is for messages.
// Columns that the manifest lacks and the entries need are added at the right. A byte-order mark and CRLF line ends
// stay.
spokes_status spokes__manifest_change(const char *path, const char *bytes, size_t len,
                                      const spokes_manifest_change *changes, size_t count, spokes_buf *out,
                                      spokes_error *err);

#endif
