// The end of a run: what the tables of documents lack, and the names of all files.
#ifndef SPOKES_RUN_ASSEMBLE_H
#define SPOKES_RUN_ASSEMBLE_H

#include "run/corpus_tables.h"

typedef struct spokes_assembly {
  const char *out_dir;
  spokes_delivery *delivery;  // every document has been delivered
  const spokes_buf *run_json;
  const spokes_corpus_tables *corpus;
} spokes_assembly;

// Completes the tables, writes the files of the corpus as a whole and run.json, and gives the tables their names.
spokes_status spokes__assemble(const spokes_assembly *assembly, spokes_error *err);

#endif
