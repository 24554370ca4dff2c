// The indices of one document in a worker: from its mentions to the rows of salience.csv and comentions.csv.
#ifndef SPOKES_RUN_INDICES_H
#define SPOKES_RUN_INDICES_H

#include "measure/salience.h"
#include "run/partners.h"
#include "run/profile.h"

typedef struct spokes_index_options {
  const spokes_lexicon *lexicon;
  spokes_count_rule count;
  spokes_partners partners;
  uint32_t draws;  // of the bootstrap; 0 = no intervals
  uint64_t seed;
} spokes_index_options;

typedef struct spokes_indices {
  const spokes_index_options *options;
  uint8_t *is_partner;  // by actor, of the present document
  spokes_profile profile;
  spokes_salience *values;     // by partner number
  uint32_t *ranks, *order;     // likewise; order = partner numbers by rank, then actor
  spokes_uncertainty *spread;  // likewise
  uint64_t resampling;         // nanoseconds of the present document
} spokes_indices;

// Release it even after a failure.
spokes_status spokes__indices_init(spokes_indices *indices, const spokes_index_options *options, spokes_error *err);
void spokes__indices_release(spokes_indices *indices);

// Computes everything from the counts, which were filled with indices->is_partner.
spokes_status spokes__indices_fill(spokes_indices *indices, const char *doc_id, spokes_text *text,
                                   const spokes_hits *mentions, const spokes_counts *counts, spokes_error *err);

// The actor that `relative` refers to: the hub, or in the hub's own documents its most named ally. SPOKES_NO_ACTOR when
// there is none.
spokes_actor spokes__indices_reference(const spokes_indices *indices, const spokes_match_context *context);

#endif
