// run.json: what a run was made with, so that it can be repeated.
#ifndef SPOKES_REPORT_RUN_JSON_H
#define SPOKES_REPORT_RUN_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "spokes.h"

typedef struct spokes_named_text {
  const char *name, *text;
} spokes_named_text;

typedef struct spokes_run_facts {
  const char *corpus_dir, *dict_dir;  // as given; dict_dir NULL = the program's own
  const char *dict_sha256;
  uint64_t actors, dict_rows;
  const char *count_rule;
  bool gzip_mentions, no_mentions, no_words;
  unsigned zones;  // one bit each
  bool dedupe;
  const char *partners, *hub;
  uint64_t seed, resamples;
  const spokes_named_text *libraries;
  size_t library_count;
  uint64_t documents, ok, empty, warnings, failed;
  uint64_t bytes, tokens, mentions, exclusions, rule_limits;
  const spokes_run_timing *timing;
} spokes_run_facts;

// Everything that differs between two runs over the same inputs stands in the object `timing`.
void spokes__run_json(spokes_buf *buf, const spokes_run_facts *facts);

#endif
