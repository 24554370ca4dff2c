// Counting in one pass. Mentions come in text order, so a sentence or passage is new to an actor
// when it differs from the one that was counted last.

#include "measure/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

spokes_status spokes__counts_init(spokes_counts *counts, size_t actor_count, spokes_error *err) {
  counts->actors = spokes__calloc(actor_count, sizeof *counts->actors);
  counts->touched = spokes__calloc(actor_count, sizeof *counts->touched);
  counts->actor_count = actor_count;
  counts->is_partner = NULL;
  counts->touched_count = 0;
  if (counts->actors && counts->touched) return SPOKES_OK;
  spokes__counts_release(counts);
  return spokes__error_nomem(err);
}

void spokes__counts_release(spokes_counts *counts) {
  spokes__free(counts->actors);
  spokes__free(counts->touched);
  *counts = (spokes_counts)SPOKES_COUNTS_INIT;
}

static void clear(spokes_counts *counts) {
  for (size_t i = 0; i < counts->touched_count; i++)
    memset(&counts->actors[counts->touched[i]], 0, sizeof *counts->actors);
  counts->touched_count = 0;
  counts->mentions = counts->naming_passages = counts->partners_named = 0;
}

static spokes_actor_count *touch(spokes_counts *counts, spokes_actor actor) {
  spokes_actor_count *count = &counts->actors[actor];
  if (!count->is_touched) {
    count->is_touched = true;
    counts->touched[counts->touched_count++] = actor;
  }
  return count;
}

typedef struct implication {
  spokes_counts *counts;
  uint64_t mentions;
} implication;

static void imply(void *context, spokes_actor member) {
  implication *with = context;
  touch(with->counts, member)->implied += with->mentions;
}

// Each grouping once, with all its mentions: members are added behind those that are walked over.
static void imply_members(spokes_counts *counts, const spokes_lexicon *lexicon, uint32_t date) {
  size_t named = counts->touched_count;
  for (size_t i = 0; i < named; i++) {
    spokes_actor actor = counts->touched[i];
    implication with = {counts, touch(counts, actor)->mentions};
    if (with.mentions) spokes__lexicon_members(lexicon, actor, date, imply, &with);
  }
}

static bool is_partner(const spokes_counts *counts, const spokes_lexicon *lexicon, spokes_actor actor,
                       spokes_actor issuer) {
  if (counts->is_partner) return counts->is_partner[actor];
  return actor != issuer && !strcmp(spokes__lexicon_actor(lexicon, actor)->type, "state");
}

static void add_unit(uint32_t unit, uint32_t *last, uint64_t *units) {
  if (unit == *last) return;
  *last = unit;
  ++*units;
}

static int ascending(const void *a, const void *b) {
  return (int)*(const spokes_actor *)a - (int)*(const spokes_actor *)b;
}

static void count_mentions(spokes_counts *counts, const spokes_lexicon *lexicon, const spokes_hits *mentions,
                           const spokes_match_context *context, spokes_count_rule rule) {
  uint32_t naming_passage = 0;
  for (size_t i = 0; i < mentions->count; i++) {
    const spokes_hit *hit = &mentions->items[i];
    spokes_actor_count *count = touch(counts, hit->actor);
    count->kinds[hit->kind]++;
    if (!spokes_kind_is_counted(hit->kind, rule)) continue;
    counts->mentions++;
    if (is_partner(counts, lexicon, hit->actor, context->issuer)) {
      counts->partners_named += !count->mentions;
      add_unit(hit->passage, &naming_passage, &counts->naming_passages);
    }
    count->mentions++;
    add_unit(hit->sentence, &count->last_sentence, &count->sentences);
    add_unit(hit->passage, &count->last_passage, &count->passages);
  }
}

static void count_exclusion(spokes_counts *counts, const spokes_hit *hit) {
  spokes_actor_count *count = touch(counts, hit->actor);
  for (int rule = SPOKES_COUNT_NAMES; rule <= SPOKES_COUNT_ALL; rule++)
    count->excluded[rule] += spokes_kind_is_counted((spokes_kind)hit->kind, (spokes_count_rule)rule);
}

void spokes__counts_fill(spokes_counts *counts, const spokes_lexicon *lexicon, const spokes_match_result *result,
                         const spokes_match_context *context, spokes_count_rule rule) {
  clear(counts);
  count_mentions(counts, lexicon, &result->mentions, context, rule);
  imply_members(counts, lexicon, context->date);
  for (size_t i = 0; i < result->exclusions.count; i++)
    if (result->exclusions.items[i].actor != SPOKES_NO_ACTOR) count_exclusion(counts, &result->exclusions.items[i]);
  if (counts->touched_count) qsort(counts->touched, counts->touched_count, sizeof *counts->touched, ascending);
}
