// What a run writes about its corpus as a whole, beside the tables with rows for documents.
#ifndef SPOKES_RUN_CORPUS_TABLES_H
#define SPOKES_RUN_CORPUS_TABLES_H

#include "run/work.h"

typedef struct spokes_corpus_tables {
  spokes_buf typology, network, graphml;
} spokes_corpus_tables;

#define SPOKES_CORPUS_TABLES_INIT \
  { SPOKES_BUF_INIT, SPOKES_BUF_INIT, SPOKES_BUF_INIT }

// Puts together what the workers kept, sums being those of all of them; results are in the order of the catalogue.
// Release the tables even after a failure.
spokes_status spokes__corpus_tables_make(spokes_corpus_tables *tables, const spokes_sums *sums,
                                         const spokes_worker *workers, unsigned threads,
                                         const spokes_doc_result *results, size_t count, spokes_error *err);
void spokes__corpus_tables_release(spokes_corpus_tables *tables);

#endif
