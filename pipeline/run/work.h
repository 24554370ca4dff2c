// One document in, its rows out: what a worker thread does.
#ifndef SPOKES_RUN_WORK_H
#define SPOKES_RUN_WORK_H

#include "corpus/catalogue.h"
#include "ingest/ingest.h"
#include "match/match.h"
#include "measure/count.h"
#include "run/cache.h"
#include "run/delivery.h"
#include "run/facts.h"
#include "run/indices.h"
#include "run/team.h"

typedef struct spokes_work_options {
  const spokes_lexicon *lexicon;
  const char *corpus_dir, *out_dir;
  spokes_count_rule count;
  bool no_mentions, no_words;
  unsigned zones_left_out;  // one bit each
  bool dedupe;
  spokes_index_options indices;
  const uint8_t *is_relevant;  // by actor: for the typology
  spokes_delivery *delivery;
  spokes_cache *cache;  // NULL = none
  spokes_key group;     // for the cache, see spokes__work_group
} spokes_work_options;

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

typedef struct spokes_worker_times {
  uint64_t nanoseconds[SPOKES_STAGES];
  uint64_t documents_read, documents_kept;  // kept: from an earlier run
  uint64_t bytes_read;
} spokes_worker_times;

typedef struct spokes_worker {
  const spokes_work_options *options;
  spokes_ingester *ingester;
  spokes_scanner *scanner;
  spokes_text text;
  spokes_counts counts;
  spokes_indices indices;
  spokes_damage_count damage[SPOKES_DAMAGE_COUNT];  // of the document at work
  spokes_sums sums;
  spokes_buf path;
  spokes_buf rows[SPOKES_TABLE_COUNT];  // of the document at work, those that were not delivered yet
  spokes_row_names names;
  spokes_buf facts, kept;  // of the document at work: what it adds to the run, what an earlier run kept of it
  spokes_record record;    // likewise: what is kept for the next run
  spokes_sha256 *sha256;
  spokes_team *team;  // at work on the document together; NULL = the worker is alone
  spokes_worker_times times;
} spokes_worker;

// The key of all that the results of documents depend on beside the documents. False when the program has no build id,
// so that results of another build could not be told from its own.
bool spokes__work_group(const spokes_work_options *options, spokes_key *out);

// Fills a zeroed worker. Release it even after a failure.
spokes_status spokes__worker_init(spokes_worker *worker, const spokes_work_options *options, spokes_error *err);
void spokes__worker_release(spokes_worker *worker);

// Does one document, number `document` of the catalogue. What is wrong with the document is told in its row and in out;
// the status is about the tables and memory, and ends the run.
spokes_status spokes__worker_document(spokes_worker *worker, const spokes_entry *entry, size_t document,
                                      spokes_doc_result *out, spokes_error *err);

#endif
