// Is an actor spoken of throughout a document, or in one place? Gries' deviation of proportions.
//
//   DP = 1/2 sum over parts k of |s_k - v_k|, s_k = the part's share of the tokens, v_k = its share of the actor's
//   mentions DPnorm = DP / (1 - min s_k)
//
// 0 = spread exactly as the text is, 1 = all in the smallest part. Gries 2008, IJCL 13(4): 403-437; the norming of
// Lijffijt & Gries 2012, IJCL 17(1): 147-149. A document is cut into 10 parts of equal token length; part k of T tokens
// holds the tokens floor(kT/10) to floor((k+1)T/10) - 1.
//
// Example. 0 0 1 2 5 in five equal parts: v = 0 0 1/8 2/8 5/8, |s - v| = .2 .2 .075 .05 .425, DP .475, DPnorm .475/.8 =
// .59375. 3 1 0 4 in parts of 1000 500 2000 800: DP 20/43 = .465116, DPnorm 20/38 = .526316.
//
// Edge cases. No mentions, or no tokens: not available, not 0. Parts without tokens (a document of fewer than ten) are
// no parts and are left out. One part only: DP 0, DPnorm not available. All mentions in one of ten equal parts, as with
// every actor that is named once: DPnorm 1.
#ifndef SPOKES_MEASURE_DISPERSION_H
#define SPOKES_MEASURE_DISPERSION_H

#include <stddef.h>
#include <stdint.h>

#include "measure/interval.h"

#define SPOKES_DISPERSION_PARTS 10

typedef struct spokes_dispersion {
  double dp, dp_norm;
} spokes_dispersion;

// The part, from 0, in which token number `token` (from 0, below tokens) lies.
size_t spokes__part_find(uint64_t token, uint64_t tokens, size_t parts);
// The tokens of a part.
uint64_t spokes__part_size(size_t part, uint64_t tokens, size_t parts);

// hits and sizes: mentions and tokens of each part. A part without tokens has no hits; mentions times tokens stay below
// 2^62, as they do in any text within SPOKES_LIMIT_TEXT_BYTES.
spokes_dispersion spokes__dispersion_compute(const uint64_t *hits, const uint64_t *sizes, size_t parts);

#endif
