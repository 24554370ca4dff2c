// The spooled rows of all documents to the tables of a run.
#ifndef SPOKES_RUN_ASSEMBLE_H
#define SPOKES_RUN_ASSEMBLE_H

#include "run/corpus_tables.h"

typedef struct spokes_assembly {
  const char *out_dir;
  bool gzip_mentions, no_mentions;
  const spokes_worker *workers;
  const spokes_doc_result *results;  // in the order of the catalogue
  size_t count;
  const spokes_buf *run_json;
  const spokes_corpus_tables *corpus;
} spokes_assembly;

// Writes every table and run.json under temporary names and then gives all of them their names. On a failure none is
// replaced.
spokes_status spokes__assemble(const spokes_assembly *assembly, spokes_error *err);

#endif
