// One document in, its rows out: what a worker thread does.
#ifndef SPOKES_RUN_WORK_H
#define SPOKES_RUN_WORK_H

#include "corpus/catalogue.h"
#include "ingest/ingest.h"
#include "match/match.h"
#include "measure/count.h"
#include "run/delivery.h"
#include "run/indices.h"
#include "run/issued.h"

typedef struct spokes_work_options {
  const spokes_lexicon *lexicon;
  const char *corpus_dir, *out_dir;
  spokes_count_rule count;
  bool no_mentions, no_words;
  spokes_index_options indices;
  const uint8_t *is_relevant;  // by actor: for the typology
  spokes_delivery *delivery;
} spokes_work_options;

typedef struct spokes_doc_result {
  char *message;  // owned; NULL = nothing to say
  size_t issued;  // its place among what its worker's documents issued
  bool has_issuer;
  unsigned worker;
  spokes_ingest_status status;
} spokes_doc_result;

typedef enum spokes_stage {
  SPOKES_STAGE_READ,
  SPOKES_STAGE_PREPARE,
  SPOKES_STAGE_MATCH,
  SPOKES_STAGE_COUNT,
  SPOKES_STAGE_MEASURE,
  SPOKES_STAGE_RESAMPLE,  // intervals: apart from the rest of measuring
  SPOKES_STAGE_WRITE,
  SPOKES_STAGES
} spokes_stage;

typedef struct spokes_worker_totals {
  uint64_t bytes, tokens, mentions, exclusions, rule_limits;
  uint64_t statuses[SPOKES_INGEST_FAILED + 1];
  uint64_t damaged, repaired;  // places of damage in all documents
  int64_t gained;              // mentions that hang on repairs, less those that repairs took away
  uint64_t nanoseconds[SPOKES_STAGES];
} spokes_worker_totals;

typedef struct spokes_worker {
  const spokes_work_options *options;
  spokes_ingester *ingester;
  spokes_scanner *scanner;
  spokes_text text;
  spokes_counts counts;
  spokes_indices indices;
  spokes_issued issued;
  spokes_buf path;
  spokes_buf rows[SPOKES_TABLE_COUNT];  // of the document at work, those that were not delivered yet
  spokes_row_names names;
  spokes_worker_totals totals;
  spokes_actor_total *actors;  // by actor number; `actor` is not filled in
} spokes_worker;

// Fills a zeroed worker. Release it even after a failure.
spokes_status spokes__worker_init(spokes_worker *worker, const spokes_work_options *options, spokes_error *err);
void spokes__worker_release(spokes_worker *worker);

// Does one document, number `document` of the catalogue. What is wrong with the document is told in its row and in out;
// the status is about the tables and memory, and ends the run.
spokes_status spokes__worker_document(spokes_worker *worker, const spokes_entry *entry, size_t document,
                                      spokes_doc_result *out, spokes_error *err);

#endif
