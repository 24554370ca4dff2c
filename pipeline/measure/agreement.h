// Does the program find the mentions that a human coder found? Precision, recall and F1 of one list against another.
//
// A predicted mention is right when a gold mention of the same document and actor overlaps it; each gold mention is
// used once. Predictions are taken in text order, and each takes the first gold mention still free.
//
//   precision  right / (right + wrong)      F1  2 right / (2 right + wrong + missed)
//   recall     right / (right + missed)
//
// micro = of the sums over actors; macro = mean over the actors (or kinds) that occur in either list. Of a kind,
// `right` and `missed` go by the gold mention's kind, `wrong` by the predicted one's.
//
// Kinds outside the counting rule (metonyms under `explicit`) are not scored: such a prediction is not wrong, such a
// gold mention not missed, and a prediction that overlaps nothing but such a gold mention of its actor is not scored
// either.
//
// Example. Gold: JPN 0-5, CHN 10-15, CHN 20-25. Predicted: JPN 0-8, CHN 10-15, IND 30-35. Right 2, wrong 1 (IND),
// missed 1 (CHN): micro precision 2/3, recall 2/3, F1 2/3; per actor F1 JPN 1, CHN 2/3, IND 0, macro F1 5/9; macro
// precision (1 + 1 + 0)/3 = 2/3, macro recall (1 + 1/2)/2 = 3/4, since IND has no recall.
//
// Edge cases. Nothing predicted: precision not available, recall 0, F1 0. Nothing in gold: recall not available,
// precision 0, F1 0. Both empty: none available. A macro mean runs over the values that are available.
#ifndef SPOKES_MEASURE_AGREEMENT_H
#define SPOKES_MEASURE_AGREEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "measure/interval.h"

typedef struct spokes_coded_mention {
  uint64_t start, end;  // code points, half open
  uint32_t document, actor;
  spokes_kind kind;
} spokes_coded_mention;

typedef struct spokes_tally {
  uint64_t right, wrong, missed;
} spokes_tally;

typedef enum spokes_verdict {
  SPOKES_VERDICT_NOT_SCORED,
  SPOKES_VERDICT_RIGHT,
  SPOKES_VERDICT_WRONG,  // predicted, not in gold
  SPOKES_VERDICT_MISSED  // in gold, not predicted
} spokes_verdict;

typedef struct spokes_agreement {
  spokes_tally all;
  spokes_tally kinds[SPOKES_KIND_COUNT];
  spokes_tally *actors;              // actor_count of them, the caller's
  spokes_verdict *predicted, *gold;  // one for each mention of the two lists, the caller's
  uint64_t same_kind, same_span;     // of those right
} spokes_agreement;

typedef struct spokes_coded_list {
  const spokes_coded_mention *items;  // in any order; every actor is below actor_count
  size_t count;
} spokes_coded_list;

// Fills out, whose three arrays the caller has set; their contents are overwritten.
spokes_status spokes__mentions_compare(spokes_coded_list predicted, spokes_coded_list gold, size_t actor_count,
                                       spokes_count_rule rule, spokes_agreement *out, spokes_error *err);

typedef struct spokes_accuracy {
  double precision, recall, f1;
} spokes_accuracy;

spokes_accuracy spokes__tally_score(spokes_tally tally);                             // of one tally, or micro
spokes_accuracy spokes__tallies_average(const spokes_tally *tallies, size_t count);  // macro

#endif
