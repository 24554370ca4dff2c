// How sure are a document's share, rate, coverage and first rank? The bootstrap over passages.
//
// From a document of P passages B times P passages are drawn with replacement (Efron 1979, Annals of Statistics 7(1);
// for texts Benoit, Laver & Mikhaylov 2009, AJPS 53(2)); every index is computed anew from each draw. The interval runs
// between the (1 - level)/2 and (1 + level)/2 quantiles (quantile.h); p_top is the part of the draws in which the actor
// has rank 1.
//
// Example. Two passages: the first names A once and B once, the second names A twice. A draw holds them as (2,0) with
// chance 1/4, (1,1) 1/2, (0,2) 1/4; A's share is then 1/2, 3/4, 1 (in the document 3/4), so its 95 % interval goes to
// 0.5 .. 1. A is first in every draw, B only in the first kind, where both are: p_top near 1 and near 1/4.
//
// Edge cases. One passage: every draw is the document, intervals of length 0. A draw that names no partner has no
// shares and no coverage and is left out of their intervals; its rate is 0 and it puts nobody first. A draw without
// tokens has no rate. No passages, or no draw left: not available. Ties: all tied actors are first, so that the sum of
// p_top may pass 1.
#ifndef SPOKES_MEASURE_RESAMPLE_H
#define SPOKES_MEASURE_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "measure/interval.h"
#include "measure/random.h"

#define SPOKES_RESAMPLE_DRAWS 2000
#define SPOKES_RESAMPLE_LEVEL 0.95

// Mentions of one partner in one passage.
typedef struct spokes_passage_entry {
  uint32_t partner;  // below partner_count
  uint32_t n;        // at least 1
} spokes_passage_entry;

// A document as passages. The entries of passage p are entries[starts[p]] to entries[starts[p + 1] - 1], each partner
// once.
//
//   starts   0   2   2   3          passage_count + 1 numbers
//            |   |   |   |
//   entries  A:1 B:1 | A:2          passage 0 names A and B, passage 1 nobody, passage 2 A twice
typedef struct spokes_passages {
  const uint32_t *tokens;  // of each passage
  const size_t *starts;
  const spokes_passage_entry *entries;
  uint32_t passage_count;
  size_t partner_count;
  // For units of more than one passage, such as whole documents: of each entry the passages of its unit that name the
  // partner, and of each unit its naming passages. NULL = units are passages.
  const uint32_t *weights, *naming;
} spokes_passages;

typedef struct spokes_uncertainty {
  spokes_interval share, rate, coverage;
  double p_top;
} spokes_uncertainty;

// Writes one record for each partner to out. random is the document's own stream (spokes__random_seed_key).
spokes_status spokes__passages_resample(const spokes_passages *passages, uint32_t draws, double level,
                                        spokes_random *random, spokes_uncertainty *out, spokes_error *err);

#endif
