// The texts that were read out of PDF, HTML and office documents, for readers of the positions in the tables:
// text/ID.txt in the run's folder.
//
// They are written to a folder of a temporary name, which takes the place of the last run's at the end. A run must put
// the text of every such document, also of one whose rows it has from elsewhere.
#ifndef SPOKES_RUN_TEXT_FILES_H
#define SPOKES_RUN_TEXT_FILES_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

// Removes what a run that was broken off has left.
void spokes__text_files_begin(const char *out_dir);
// From any thread; every id once.
spokes_status spokes__text_files_put(const char *out_dir, const char *id, const char *text, size_t len,
                                     spokes_error *err);
// Puts the new folder, or none when nothing was put, in the place of the old.
spokes_status spokes__text_files_commit(const char *out_dir, spokes_error *err);

// The name of a document's text file, appended to name: ids are used as they are but for what would lead out of the
// folder or is no good in a file's name, which is written as %XX. Different ids have different names.
void spokes__text_file_name(spokes_buf *name, const char *id);

#endif
