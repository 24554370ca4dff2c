// Documents are gone through twice: how many an issuer has, and what they say.

#include "run/typology_texts.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "measure/random.h"

bool spokes__typology_texts_init(spokes_typology_texts *texts, size_t actor_count, size_t room) {
  *texts = (spokes_typology_texts){.room = room};
  texts->spans = spokes__calloc(room, sizeof *texts->spans);
  texts->issuers = spokes__calloc(room, sizeof *texts->issuers);
  texts->first_years = spokes__calloc(room, sizeof *texts->first_years);
  texts->last_years = spokes__calloc(room, sizeof *texts->last_years);
  texts->next = spokes__calloc(room, sizeof *texts->next);
  texts->by_actor = spokes__calloc(actor_count, sizeof *texts->by_actor);
  return texts->spans && texts->issuers && texts->first_years && texts->last_years && texts->next && texts->by_actor;
}

void spokes__typology_texts_release(spokes_typology_texts *texts) {
  spokes__free(texts->spans);
  spokes__free(texts->issuers);
  spokes__free(texts->first_years);
  spokes__free(texts->last_years);
  spokes__free(texts->next);
  spokes__free(texts->by_actor);
  spokes__free(texts->firsts);
  spokes__free(texts->namings);
}

static bool is_same(const spokes_typology_span *a, const spokes_typology_span *b) {
  return a->actor == b->actor && a->from == b->from && a->until == b->until && a->member_from == b->member_from &&
         a->member_until == b->member_until;
}

size_t spokes__typology_texts_enter(spokes_typology_texts *texts, const spokes_typology_span *span) {
  for (size_t at = texts->by_actor[span->actor]; at; at = texts->next[at - 1])
    if (is_same(&texts->spans[at - 1], span)) return at - 1;
  size_t at = texts->count++;
  texts->spans[at] = *span;
  texts->next[at] = texts->by_actor[span->actor];
  texts->by_actor[span->actor] = at + 1;
  return at;
}

static bool is_within(const spokes_typology_span *span, uint32_t date) {
  uint32_t year = date / 10000;
  return (!span->from || year >= span->from) && (!span->until || year <= span->until) &&
         spokes__period_holds(span->member_from, span->member_until, date);
}

static void count(spokes_typology_texts *texts, const spokes_issued *issued, size_t *namings) {
  for (size_t d = 0; d < issued->document_count; d++) {
    const spokes_issued_document *document = &issued->documents[d];
    uint32_t year = document->date / 10000;
    for (size_t at = texts->by_actor[document->issuer]; at; at = texts->next[at - 1]) {
      size_t i = at - 1;
      if (!is_within(&texts->spans[i], document->date)) continue;
      if (!texts->first_years[i] || year < texts->first_years[i]) texts->first_years[i] = year;
      if (year > texts->last_years[i]) texts->last_years[i] = year;
      texts->issuers[i].document_count++;
      namings[i] += document->count;
    }
  }
}

static uint64_t seed_of(const spokes_typology_span *span, const spokes_lexicon *lexicon, uint64_t seed) {
  char key[96];
  spokes_random random;
  int len = snprintf(key, sizeof key, "typology %.40s %u %u", spokes__lexicon_actor(lexicon, span->actor)->id,
                     (unsigned)span->from, (unsigned)span->member_from);
  spokes__random_seed_key(&random, seed, key, len > 0 ? (size_t)len : 0);
  return spokes__random_next(&random);
}

// Cuts the memory into the issuers' parts; namings become where each part begins.
static bool lay_out(spokes_typology_texts *texts, size_t *namings) {
  size_t documents = 0, sum = 0;
  for (size_t i = 0; i < texts->count; i++) {
    size_t own = namings[i];
    documents += texts->issuers[i].document_count;
    namings[i] = sum;
    sum += own;
  }
  texts->firsts = spokes__calloc(documents + texts->count, sizeof *texts->firsts);
  texts->namings = spokes__calloc(sum, sizeof *texts->namings);
  return texts->firsts && texts->namings;
}

static void fill_issuer(const spokes_typology_texts *texts, size_t i, const spokes_issued *issued, size_t *firsts,
                        spokes_naming *namings) {
  const spokes_typology_span *span = &texts->spans[i];
  size_t at = 0, d = 0;
  for (size_t n = 0; n < issued->document_count; n++) {
    const spokes_issued_document *document = &issued->documents[n];
    if (document->issuer != span->actor || !is_within(span, document->date)) continue;
    firsts[d++] = at;
    for (size_t item = document->first; item < document->first + document->count; item++)
      if (issued->items[item].n) namings[at++] = (spokes_naming){issued->items[item].actor, issued->items[item].n};
  }
  firsts[d] = at;
}

bool spokes__typology_texts_fill(spokes_typology_texts *texts, const spokes_issued *issued,
                                 const spokes_lexicon *lexicon, uint64_t seed) {
  size_t *namings = spokes__calloc(texts->count, sizeof *namings), firsts = 0;
  bool is_good = namings != NULL;
  if (is_good) {
    count(texts, issued, namings);
    is_good = lay_out(texts, namings);
  }
  for (size_t i = 0; is_good && i < texts->count; i++) {
    fill_issuer(texts, i, issued, texts->firsts + firsts, texts->namings + namings[i]);
    texts->issuers[i].firsts = texts->firsts + firsts;
    texts->issuers[i].namings = texts->namings + namings[i];
    texts->issuers[i].seed = seed_of(&texts->spans[i], lexicon, seed);
    firsts += texts->issuers[i].document_count + 1;
  }
  spokes__free(namings);
  return is_good;
}
