// Profile, indices, bootstrap. The bootstrap's random stream depends on seed and document alone.

#include "run/indices.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

spokes_status spokes__indices_init(spokes_indices *indices, const spokes_index_options *options, spokes_error *err) {
  size_t actors = spokes__lexicon_actor_count(options->lexicon);
  *indices = (spokes_indices){.options = options, .is_partner = spokes__calloc(actors, 1)};
  indices->values = spokes__calloc(actors, sizeof *indices->values);
  indices->spread = spokes__calloc(actors, sizeof *indices->spread);
  indices->ranks = spokes__calloc(actors, sizeof *indices->ranks);
  indices->order = spokes__calloc(actors, sizeof *indices->order);
  spokes_status status = spokes__profile_init(&indices->profile, actors, err);
  if (status) return status;
  bool good = indices->is_partner && indices->values && indices->spread && indices->ranks && indices->order;
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

void spokes__indices_release(spokes_indices *indices) {
  spokes__free(indices->is_partner);
  spokes__free(indices->values);
  spokes__free(indices->spread);
  spokes__free(indices->ranks);
  spokes__free(indices->order);
  spokes__profile_release(&indices->profile);
}

// Partners are numbered like actors, so that an insertion by rank keeps actors in order within a rank.
static void sort_by_rank(spokes_indices *indices) {
  for (uint32_t i = 0; i < indices->profile.partner_count; i++) {
    uint32_t at = i;
    for (; at > 0 && indices->ranks[indices->order[at - 1]] > indices->ranks[i]; at--)
      indices->order[at] = indices->order[at - 1];
    indices->order[at] = i;
  }
}

static spokes_status resample(spokes_indices *indices, const char *doc_id, spokes_error *err) {
  const spokes_index_options *options = indices->options;
  spokes_passages units = spokes__profile_units(&indices->profile);
  spokes_random random;
  spokes__random_seed_key(&random, options->seed, doc_id, strlen(doc_id));
  spokes_status status =
      spokes__passages_resample(&units, options->draws, SPOKES_RESAMPLE_LEVEL, &random, indices->spread, err);
  for (size_t i = 0; !status && i < units.partner_count; i++) indices->values[i].uncertainty = indices->spread[i];
  return status;
}

spokes_status spokes__indices_fill(spokes_indices *indices, const char *doc_id, spokes_text *text,
                                   const spokes_hits *mentions, const spokes_counts *counts, spokes_error *err) {
  const spokes_index_options *options = indices->options;
  spokes_profile *profile = &indices->profile;
  indices->resampling = 0;
  spokes_status status =
      spokes__profile_fill(profile, options->lexicon, text, mentions, counts, options->count, options->draws > 0, err);
  if (status) return status;
  spokes_salience_counts sums = {
      profile->partner_count,  profile->n,   profile->passages,      profile->part_hits, profile->part_sizes,
      SPOKES_DISPERSION_PARTS, text->tokens, counts->naming_passages};
  status = spokes__salience_compute(&sums, indices->values, indices->ranks, err);
  if (status) return status;
  sort_by_rank(indices);
  uint64_t since = spokes__clock_now();
  if (options->draws && profile->partner_count) status = resample(indices, doc_id, err);
  indices->resampling = spokes__clock_now() - since;
  return status;
}

spokes_actor spokes__indices_reference(const spokes_indices *indices, const spokes_match_context *context) {
  const spokes_partners *partners = &indices->options->partners;
  const spokes_profile *profile = &indices->profile;
  if (partners->hub == SPOKES_NO_ACTOR || context->issuer == SPOKES_NO_ACTOR) return SPOKES_NO_ACTOR;
  if (context->issuer != partners->hub) return partners->hub;
  for (size_t i = 0; i < profile->partner_count; i++) {
    spokes_actor actor = profile->partners[indices->order[i]];
    if (spokes__lexicon_relation_at(partners->lexicon, partners->hub, actor, context->date) == SPOKES_RELATION_ALLY)
      return actor;
  }
  return SPOKES_NO_ACTOR;
}
