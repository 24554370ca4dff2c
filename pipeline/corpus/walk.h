// The documents below a folder.
#ifndef SPOKES_CORPUS_WALK_H
#define SPOKES_CORPUS_WALK_H

#include "base/fileio.h"

// Receives the path relative to the folder and the file name in it; false stops (memory is out).
typedef bool spokes_walk_fn(void *context, const char *relative, const char *name, const spokes_path_info *file);

// Visits every document below folder in the byte order of the names. Hidden names are left out, symbolic links are
// followed, and no folder is entered twice. Folders deeper than SPOKES_LIMIT_FOLDER_DEPTH and unreadable ones go to
// on_fault (may be NULL).
spokes_status spokes__walk_documents(const char *folder, spokes_walk_fn *visit, spokes_diagnostic_fn *on_fault,
                                     void *context, spokes_error *err);

#endif
