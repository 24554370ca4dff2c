// Mentions of one document to counts per actor. Arithmetic only.
//
// Example. A US document has the passages "Japan and Japanese firms. India." and "The Quad met. Tokyo agreed.", with
// Japan (name), Japanese (demonym), India (name), Quad (name, a grouping of USA JPN AUS IND) and Tokyo (metonym). Under
// `explicit`:
//   JPN   mentions 2, sentences 1, passages 1, names 1, demonyms 1, metonyms 1, implied 1
//   IND   mentions 1, sentences 1, passages 1, names 1, implied 1
//   QUAD  mentions 1, sentences 1, passages 1, names 1
//   USA, AUS implied 1
// mentions 4, naming passages 1 (the second names no state), partners named 2.
#ifndef SPOKES_MEASURE_COUNT_H
#define SPOKES_MEASURE_COUNT_H

#include <stdint.h>

#include "match/match.h"

typedef struct spokes_actor_count {
  uint64_t mentions;             // of the kinds that the rule counts
  uint64_t sentences, passages;  // that hold at least one counted mention
  uint64_t kinds[SPOKES_KIND_COUNT];
  uint64_t excluded[3];                  // by spokes_count_rule: candidates not counted, of the kinds that it counts
  uint64_t implied;                      // counted mentions of groupings that the actor was a member of
  uint32_t last_sentence, last_passage;  // the ones counted last
  bool is_touched;
} spokes_actor_count;

typedef struct spokes_counts {
  spokes_actor_count *actors;  // by actor number; all zero unless touched
  size_t actor_count;
  const uint8_t *is_partner;  // by actor number, borrowed; NULL = every state but the issuer
  spokes_actor *touched;      // ascending: the actors with anything but zero
  size_t touched_count;
  uint64_t mentions;         // counted, of all actors
  uint64_t naming_passages;  // with at least one counted mention of a partner
  uint64_t partners_named;   // distinct partners
} spokes_counts;

#define SPOKES_COUNTS_INIT \
  { .actors = NULL }

spokes_status spokes__counts_init(spokes_counts *counts, size_t actor_count, spokes_error *err);
void spokes__counts_release(spokes_counts *counts);

// Replaces the counts by those of one document.
void spokes__counts_fill(spokes_counts *counts, const spokes_lexicon *lexicon, const spokes_match_result *result,
                         const spokes_match_context *context, spokes_count_rule rule);

#endif
