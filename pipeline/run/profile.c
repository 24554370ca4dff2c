// Mentions come in text order and sentences lie inside passages, so that a unit is complete when the next one begins.
//
// In which part of a document a mention stands is known from its passage alone, unless a border between two parts runs
// through the passage; only then words are counted again, from mention to mention.

#include "run/profile.h"

#include <string.h>

#include "base/alloc.h"

typedef struct pass {
  spokes_profile *profile;
  spokes_text *text;
  const spokes_tables *tables;
  uint32_t passage, sentence;  // of the mention before; 0 = none
  uint32_t unit;
  uint32_t unit_passages;  // passages in a unit; 0 = no units are wanted
  size_t part;             // of the whole passage, or SIZE_MAX: a border runs through it
  uint64_t word;           // then: words before `at`
  uint32_t at;
} pass;

spokes_status spokes__profile_init(spokes_profile *profile, size_t actor_count, spokes_error *err) {
  *profile = (spokes_profile){.slots = spokes__calloc(actor_count, sizeof *profile->slots)};
  profile->partners = spokes__calloc(actor_count, sizeof *profile->partners);
  profile->n = spokes__calloc(actor_count, 3 * sizeof *profile->n);
  profile->part_hits = spokes__calloc(actor_count, SPOKES_DISPERSION_PARTS * sizeof *profile->part_hits);
  profile->last_unit = spokes__calloc(actor_count, 6 * sizeof *profile->last_unit);
  profile->starts = spokes__calloc(SPOKES_PROFILE_UNITS + 1, sizeof *profile->starts);
  profile->unit_tokens = spokes__calloc(SPOKES_PROFILE_UNITS, 2 * sizeof *profile->unit_tokens);
  if (!profile->slots || !profile->partners || !profile->n || !profile->part_hits || !profile->last_unit ||
      !profile->starts || !profile->unit_tokens)
    return spokes__error_nomem(err);
  profile->sentences = profile->n + actor_count;
  profile->passages = profile->sentences + actor_count;
  profile->last_passage = profile->last_unit + actor_count;
  profile->last_sentence = profile->last_passage + actor_count;
  profile->entry_at = profile->last_sentence + actor_count;
  profile->sentence_set = profile->entry_at + actor_count;
  profile->passage_set = profile->sentence_set + actor_count;
  profile->unit_naming = profile->unit_tokens + SPOKES_PROFILE_UNITS;
  return SPOKES_OK;
}

void spokes__profile_release(spokes_profile *profile) {
  spokes__free(profile->slots);
  spokes__free(profile->partners);
  spokes__free(profile->n);
  spokes__free(profile->part_hits);
  spokes__free(profile->last_unit);
  spokes__free(profile->starts);
  spokes__free(profile->unit_tokens);
  spokes__free(profile->entries);
  spokes__free(profile->weights);
  spokes__comentions_release(&profile->by_sentence);
  spokes__comentions_release(&profile->by_passage);
  *profile = (spokes_profile){.slots = NULL};
}

// ---- Before the pass --------------------------------------------------------------------------------------

static void number_partners(spokes_profile *profile, const spokes_counts *counts) {
  profile->partner_count = 0;
  for (size_t i = 0; i < counts->touched_count; i++) {
    spokes_actor actor = counts->touched[i];
    const spokes_actor_count *count = &counts->actors[actor];
    if (!counts->is_partner[actor] || !count->mentions) continue;
    size_t slot = profile->partner_count++;
    profile->slots[actor] = (uint32_t)slot;
    profile->partners[slot] = actor;
    profile->n[slot] = count->mentions;
    profile->sentences[slot] = count->sentences;
    profile->passages[slot] = count->passages;
    profile->last_passage[slot] = profile->last_sentence[slot] = 0;
    profile->last_unit[slot] = UINT32_MAX;
  }
}

static spokes_status clear(spokes_profile *profile, uint64_t tokens, spokes_error *err) {
  memset(profile->part_hits, 0, profile->partner_count * SPOKES_DISPERSION_PARTS * sizeof *profile->part_hits);
  for (size_t k = 0; k < SPOKES_DISPERSION_PARTS; k++)
    profile->part_sizes[k] = spokes__part_size(k, tokens, SPOKES_DISPERSION_PARTS);
  profile->entry_count = profile->sentence_set_count = profile->passage_set_count = 0;
  profile->unit_count = 0;
  spokes__comentions_release(&profile->by_sentence);
  spokes__comentions_release(&profile->by_passage);
  spokes_status status = spokes__comentions_init(&profile->by_sentence, profile->partner_count, err);
  return status ? status : spokes__comentions_init(&profile->by_passage, profile->partner_count, err);
}

static uint32_t words_before(const spokes_text *text, size_t passage) {
  if (!passage) return 0;
  return passage < text->passage_count ? text->passages[passage].words_before : (uint32_t)text->tokens;
}

// Units without entries, with their words.
static void lay_out_units(pass *p) {
  spokes_profile *profile = p->profile;
  size_t passages = p->text->passage_count;
  p->unit_passages = (uint32_t)((passages + SPOKES_PROFILE_UNITS - 1) / SPOKES_PROFILE_UNITS);
  if (!passages) return;
  profile->unit_count = (uint32_t)((passages + p->unit_passages - 1) / p->unit_passages);
  for (uint32_t u = 0; u < profile->unit_count; u++) {
    size_t first = (size_t)u * p->unit_passages;
    profile->unit_tokens[u] = words_before(p->text, first + p->unit_passages) - words_before(p->text, first);
    profile->unit_naming[u] = 0;
  }
}

// ---- The pass -----------------------------------------------------------------------------------------------

static void end_sentence(spokes_profile *profile) {
  spokes__comentions_add(&profile->by_sentence, profile->sentence_set, profile->sentence_set_count);
  profile->sentence_set_count = 0;
}

static void end_passage(spokes_profile *profile) {
  spokes__comentions_add(&profile->by_passage, profile->passage_set, profile->passage_set_count);
  profile->passage_set_count = 0;
}

// Entries of unit u start here; units in between have none.
static void begin_unit(pass *p, uint32_t unit) {
  for (uint32_t u = p->unit; u < unit; u++) p->profile->starts[u + 1] = p->profile->entry_count;
  p->unit = unit;
}

static void begin_passage(pass *p, uint32_t passage) {
  const spokes_text *text = p->text;
  end_passage(p->profile);
  p->passage = passage;
  if (p->unit_passages) {
    begin_unit(p, (passage - 1) / p->unit_passages);
    p->profile->unit_naming[p->unit]++;
  }
  if (!text->tokens) return;
  uint32_t first = words_before(text, passage - 1), end = words_before(text, passage);
  size_t low =
      spokes__part_find(first < text->tokens ? first : text->tokens - 1, text->tokens, SPOKES_DISPERSION_PARTS);
  size_t high = end > first ? spokes__part_find(end - 1, text->tokens, SPOKES_DISPERSION_PARTS) : low;
  p->part = low == high ? low : SIZE_MAX;
  p->word = first;
  p->at = text->passages[passage - 1].norm_start;
}

static spokes_status find_part(pass *p, const spokes_hit *hit, size_t *out, spokes_error *err) {
  *out = p->part;
  if (p->part != SIZE_MAX) return SPOKES_OK;
  spokes_text *text = p->text;
  uint64_t words = 0;
  spokes_status status = SPOKES_OK;
  if (hit->norm_start > p->at)
    status = spokes__tokens_count(p->tables, text->kernels, text->norm + p->at, hit->norm_start - p->at,
                                  text->norm_len - p->at, &text->scratch, &words, err);
  p->word += words;
  p->at = hit->norm_start;
  *out = spokes__part_find(p->word < text->tokens ? p->word : text->tokens - 1, text->tokens, SPOKES_DISPERSION_PARTS);
  return status;
}

static bool add_entry(spokes_profile *profile, uint32_t slot) {
  void *entries = profile->entries, *weights = profile->weights;
  bool good = spokes__array_reserve(&entries, &profile->entry_cap, profile->entry_count + 1, sizeof *profile->entries);
  profile->entries = entries;
  if (!good || !spokes__array_reserve(&weights, &profile->weight_cap, profile->entry_count + 1, sizeof(uint32_t)))
    return false;
  profile->weights = weights;
  profile->entries[profile->entry_count] = (spokes_passage_entry){slot, 0};
  profile->weights[profile->entry_count] = 0;
  profile->entry_at[slot] = (uint32_t)profile->entry_count++;
  return true;
}

static bool count_in_unit(pass *p, uint32_t slot, bool is_new_passage) {
  spokes_profile *profile = p->profile;
  if (profile->last_unit[slot] != p->unit && !add_entry(profile, slot)) return false;
  profile->last_unit[slot] = p->unit;
  profile->entries[profile->entry_at[slot]].n++;
  profile->weights[profile->entry_at[slot]] += is_new_passage;
  return true;
}

static spokes_status take_mention(pass *p, const spokes_hit *hit, spokes_error *err) {
  spokes_profile *profile = p->profile;
  uint32_t slot = profile->slots[hit->actor];
  if (hit->sentence != p->sentence) end_sentence(profile);
  if (hit->passage != p->passage) begin_passage(p, hit->passage);
  p->sentence = hit->sentence;
  if (profile->last_sentence[slot] != hit->sentence) profile->sentence_set[profile->sentence_set_count++] = slot;
  profile->last_sentence[slot] = hit->sentence;
  bool is_new_passage = profile->last_passage[slot] != hit->passage;
  if (is_new_passage) profile->passage_set[profile->passage_set_count++] = slot;
  profile->last_passage[slot] = hit->passage;
  if (p->unit_passages && !count_in_unit(p, slot, is_new_passage)) return spokes__error_nomem(err);
  size_t part;
  if (!p->text->tokens) return SPOKES_OK;
  spokes_status status = find_part(p, hit, &part, err);
  if (!status) profile->part_hits[slot * SPOKES_DISPERSION_PARTS + part]++;
  return status;
}

spokes_status spokes__profile_fill(spokes_profile *profile, const spokes_lexicon *lexicon, spokes_text *text,
                                   const spokes_hits *mentions, const spokes_counts *counts, spokes_count_rule rule,
                                   bool units_wanted, spokes_error *err) {
  number_partners(profile, counts);
  spokes_status status = clear(profile, text->tokens, err);
  if (status || !profile->partner_count) return status;
  pass p = {.profile = profile, .text = text, .tables = spokes__lexicon_tables(lexicon)};
  if (units_wanted) lay_out_units(&p);
  profile->starts[0] = 0;
  for (size_t i = 0; !status && i < mentions->count; i++) {
    const spokes_hit *hit = &mentions->items[i];
    if (counts->is_partner[hit->actor] && spokes_kind_is_counted(hit->kind, rule)) status = take_mention(&p, hit, err);
  }
  if (status) return status;
  end_sentence(profile);
  end_passage(profile);
  if (profile->unit_count) begin_unit(&p, profile->unit_count);
  return SPOKES_OK;
}

spokes_passages spokes__profile_units(const spokes_profile *profile) {
  return (spokes_passages){profile->unit_tokens,   profile->starts,  profile->entries,    profile->unit_count,
                           profile->partner_count, profile->weights, profile->unit_naming};
}
