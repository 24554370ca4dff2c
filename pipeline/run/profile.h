// One document's partners as the indices need them: mentions, units, parts, resampling units and co-mentions, from
// one pass over its mentions.
//
// Partners get numbers of their own, ascending like actor numbers. Resampling units are the passages; a document of
// more than SPOKES_PROFILE_UNITS passages is cut into units of equally many neighbouring passages, so that the cost of
// the bootstrap does not grow beyond every bound (a block bootstrap: Kuensch 1989, Annals of Statistics 17(3)).
#ifndef SPOKES_RUN_PROFILE_H
#define SPOKES_RUN_PROFILE_H

#include "match/match.h"
#include "measure/comention.h"
#include "measure/count.h"
#include "measure/dispersion.h"
#include "measure/resample.h"

#define SPOKES_PROFILE_UNITS 4096u

typedef struct spokes_profile {
  uint32_t *slots;         // by actor: its partner number
  spokes_actor *partners;  // actors by partner number
  size_t partner_count;
  uint64_t *n, *sentences, *passages;  // by partner number
  uint64_t *part_hits;                 // a row of SPOKES_DISPERSION_PARTS for each partner
  uint64_t part_sizes[SPOKES_DISPERSION_PARTS];
  spokes_passage_entry *entries;  // resampling units, see spokes_passages
  uint32_t *weights;              // of each entry: passages of the unit that name the partner
  size_t entry_count, entry_cap, weight_cap;
  size_t *starts;
  uint32_t *unit_tokens, *unit_naming;
  uint32_t unit_count;
  uint32_t *last_unit, *last_passage, *last_sentence, *entry_at;  // by partner number
  uint32_t *sentence_set, *passage_set;                           // partner numbers
  size_t sentence_set_count, passage_set_count;
  spokes_comentions by_sentence, by_passage;
} spokes_profile;

// Release it even after a failure.
spokes_status spokes__profile_init(spokes_profile *profile, size_t actor_count, spokes_error *err);
void spokes__profile_release(spokes_profile *profile);

// Replaces the profile by that of one document, whose counts are filled. units_wanted: for resampling.
spokes_status spokes__profile_fill(spokes_profile *profile, const spokes_lexicon *lexicon, spokes_text *text,
                                   const spokes_hits *mentions, const spokes_counts *counts, spokes_count_rule rule,
                                   bool units_wanted, spokes_error *err);

// The units as the bootstrap takes them; borrowed from the profile.
spokes_passages spokes__profile_units(const spokes_profile *profile);

#endif
