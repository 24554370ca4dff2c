// A finished run read back: its documents, and of each the partners that salience.csv lists.
#ifndef SPOKES_RUN_FINISHED_H
#define SPOKES_RUN_FINISHED_H

#include "base/alloc.h"
#include "base/csv_read.h"
#include "lexicon/lexicon.h"
#include "measure/salience.h"

typedef struct spokes_finished_row {
  spokes_actor actor;
  uint64_t n, sentences, passages;
  double share, rate, coverage, psi, p_top;
  spokes_dispersion dispersion;
  spokes_interval share_range, rate_range, coverage_range;
  uint32_t rank;
} spokes_finished_row;

// Strings are never NULL.
typedef struct spokes_finished_document {
  const char *id, *issuer, *date, *series, *lang;
  spokes_actor issuer_actor;  // SPOKES_NO_ACTOR = unknown
  uint32_t date_number;       // yyyymmdd, 0 = unknown
  uint64_t tokens, naming_passages;
  size_t first, count;  // its rows
} spokes_finished_document;

typedef struct spokes_finished {
  spokes_arena arena;
  const spokes_lexicon *lexicon;
  const char *dir;
  // From run.json.
  const char *corpus_dir, *hub;
  spokes_count_rule count_rule;
  uint64_t seed, resamples;
  bool is_same_dictionary;  // as the lexicon at hand
  spokes_finished_document *documents;
  size_t document_count, document_cap;
  spokes_finished_row *rows;
  size_t row_count, row_cap;
} spokes_finished;

// Reads run.json, documents.csv and salience.csv of the folder dir. Release it even after a failure.
spokes_status spokes__finished_load(spokes_finished *out, const spokes_lexicon *lexicon, const char *dir,
                                    spokes_error *err);
void spokes__finished_release(spokes_finished *finished);
// The document with that id, or NULL.
const spokes_finished_document *spokes__finished_find(const spokes_finished *finished, const char *id);

// Fills the fields that come from run.json; finished_facts.c.
spokes_status spokes__finished_facts(spokes_finished *finished, spokes_error *err);

// A cell as a number: whole, and with decimals ("" = not available).
uint64_t spokes__cell_whole(const spokes_csv_field *cell);
double spokes__cell_number(const spokes_csv_field *cell);

#endif
