// manifest.csv: id,path,issuer,date,series,title,lang,source_url,license,sha256,notes. Columns may stand in any order;
// id and path are required, unknown columns are left alone.
#ifndef SPOKES_CORPUS_MANIFEST_H
#define SPOKES_CORPUS_MANIFEST_H

#include "corpus/catalogue.h"

#define SPOKES_MANIFEST_COLUMNS 11

// The name of a column, and an entry's text in it; column below SPOKES_MANIFEST_COLUMNS, in the order above.
const char *spokes__manifest_column(size_t column);
const char *spokes__manifest_text(const spokes_entry *entry, size_t column);

// Reads the manifest at path into the catalogue; document paths are relative to corpus_dir. Every fault goes to the
// hooks with line and column; then the result is SPOKES_E_FORMAT. Faults are: duplicate ids and paths, paths out of the
// corpus, dates, issuers and languages that are none, broken CSV. The files are not looked at: in a run a document
// fails whose file is not there, and there is a warning when one does not fit its sha256.
spokes_status spokes__manifest_read(spokes_catalogue *catalogue, const char *path, const char *corpus_dir,
                                    const spokes_catalogue_hooks *hooks, spokes_error *err);

#endif
