// A grouping's documents as a table of all numbers, for tests of measure/typology.h: one grouping, whose members are
// columns and issuers of the same number.
#ifndef SPOKES_TESTS_DENSE_TEXTS_H
#define SPOKES_TESTS_DENSE_TEXTS_H

#include "measure/typology.h"

#define DENSE_MEMBERS 8
#define DENSE_DOCUMENTS 64
#define DENSE_SEED_STEP 1000  // between the seeds of two issuers

typedef struct dense_texts {
  const spokes_role *roles;
  size_t member_count;
  const size_t *issuers;     // of each document
  const uint64_t *hub;       // of each document: mentions of the hub, member or not
  const uint64_t *mentions;  // of each document: a row of member_count numbers
  size_t document_count;
} dense_texts;

typedef struct dense_work {
  size_t firsts[DENSE_DOCUMENTS + DENSE_MEMBERS];
  spokes_naming namings[DENSE_DOCUMENTS * (DENSE_MEMBERS + 1)];
  spokes_issuer_texts issuers[DENSE_MEMBERS];
  spokes_member members[DENSE_MEMBERS];
} dense_work;

static inline size_t dense_hub(const dense_texts *texts) {
  for (size_t a = 0; a < texts->member_count; a++)
    if (texts->roles[a] == SPOKES_ROLE_HUB) return a;
  return texts->member_count;
}

static inline void dense_fill(dense_work *work, const dense_texts *texts, uint64_t seed) {
  size_t hub = dense_hub(texts), place = 0, naming = 0;
  for (size_t s = 0; s < texts->member_count; s++) {
    spokes_issuer_texts *own = &work->issuers[s];
    size_t first = naming;
    *own = (spokes_issuer_texts){0, work->firsts + place, work->namings + first, seed + s * DENSE_SEED_STEP};
    work->members[s] = (spokes_member){texts->roles[s], s, s};
    for (size_t d = 0; d < texts->document_count; d++) {
      if (texts->issuers[d] != s) continue;
      work->firsts[place++] = naming - first;
      own->document_count++;
      for (size_t a = 0; a <= texts->member_count; a++) {
        uint64_t n = a == hub                  ? texts->hub[d]
                     : a < texts->member_count ? texts->mentions[d * texts->member_count + a]
                                               : 0;
        if (n) work->namings[naming++] = (spokes_naming){a, n};
      }
    }
    work->firsts[place++] = naming - first;
  }
}

// members_needed: see spokes_grouping. results: one for each member.
static inline spokes_status dense_compute(const dense_texts *texts, const spokes_typology_options *options,
                                          size_t members_needed, uint64_t seed, unsigned threads,
                                          spokes_member_result *results, spokes_typology *out) {
  dense_work work;
  dense_fill(&work, texts, seed);
  const spokes_grouping grouping = {work.members, texts->member_count, members_needed, results, out};
  const spokes_typology_input in = {work.issuers,     texts->member_count, texts->member_count + 1,
                                    dense_hub(texts), &grouping,           1};
  return spokes__typology_compute(&in, options, threads, NULL);
}

#endif
