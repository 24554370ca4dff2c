// What a document adds to the run beside its rows: totals, and what the tables of the whole corpus are made of. As
// bytes, so that facts of this run and facts kept from an earlier one go the same way into the sums.
#ifndef SPOKES_RUN_FACTS_H
#define SPOKES_RUN_FACTS_H

#include "base/buf.h"
#include "corpus/catalogue.h"
#include "ingest/ingest.h"
#include "match/match.h"
#include "measure/repaired.h"
#include "run/indices.h"
#include "run/issued.h"

typedef struct spokes_totals {
  uint64_t bytes, tokens, mentions, exclusions, rule_limits;
  uint64_t statuses[SPOKES_INGEST_FAILED + 1];
  uint64_t damaged, repaired;  // places of damage
  int64_t gained;              // mentions that hang on repairs, less those that repairs took away
} spokes_totals;

// The sums of one thread.
typedef struct spokes_sums {
  const uint8_t *is_relevant;  // by actor, borrowed: for the typology
  spokes_totals totals;
  spokes_actor_total *actors;  // by actor; `actor` is not filled in
  size_t actor_count;
  spokes_issued issued;
  spokes_comentions sentences, passages;  // by actor
  uint64_t passage_total;
  uint32_t *partners;  // scratch: actors of the partners of the document at hand
} spokes_sums;

// Release it even after a failure.
spokes_status spokes__sums_init(spokes_sums *sums, size_t actor_count, const uint8_t *is_relevant, spokes_error *err);
void spokes__sums_release(spokes_sums *sums);
// Adds all but what was issued, which is kept in the order of the catalogue elsewhere.
void spokes__sums_add(spokes_sums *sums, const spokes_sums *other);

// One document, just analysed. result is NULL when it failed, and what comes after it of no meaning.
typedef struct spokes_analysis {
  const spokes_document *document;
  const spokes_match_result *result;
  const spokes_text *text;
  const spokes_counts *counts;
  const spokes_indices *indices;
  const spokes_damage_count *damage;  // of each kind
} spokes_analysis;

// Appends the facts to buf.
void spokes__facts_write(spokes_buf *buf, const spokes_analysis *analysis);

// What the run keeps of a document.
typedef struct spokes_doc_result {
  char *message;  // owned; NULL = nothing to say
  size_t issued;  // its place among what its thread's documents issued
  bool has_issuer;
  unsigned worker;
  spokes_ingest_status status;
} spokes_doc_result;

// True when bytes are facts about actors below actor_count; spokes__facts_add may be given nothing else.
bool spokes__facts_are_valid(const char *bytes, size_t len, size_t actor_count);
// Adds the facts of a document with that issuer and date to the sums, and fills out.
spokes_status spokes__facts_add(spokes_sums *sums, const char *bytes, size_t len, const spokes_match_context *context,
                                spokes_doc_result *out, spokes_error *err);

#endif
