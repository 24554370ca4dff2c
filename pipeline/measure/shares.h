// How much of a document's attention a partner takes: relative frequencies, ranks, concentration.
//
//   share     n(a) / sum over partners of n
//   rate      1000 n(a) / tokens
//   coverage  passages naming a / passages naming any partner
//   rank      1 + number of partners named more often ("1224": ties share the better rank)
//   relative  log2((n(a) + 1/2) / (n(ref) + 1/2)), the 1/2 after Anscombe 1956 (Biometrika 43), so that 0 stays finite
//   HHI       sum of share^2 (Herfindahl-Hirschman); effective number of partners = 1 / HHI
//   Wilson    interval of a proportion (Wilson 1927, JASA 22):
//             (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
//
// Example. Three partners with n = 5, 3, 2 in 1000 tokens; they stand in 4, 3 and 1 of 6 naming passages.
//   share .5 .3 .2; rate 5, 3, 2; coverage 4/6, 3/6, 1/6; ranks 1 2 3;
//   second relative to first log2(3.5 / 5.5) = -0.652077; HHI .25 + .09 + .04 = .38; effective number 2.631579.
//   n = 7, 4, 4, 1, 0 have ranks 1 2 2 4 and none. Wilson, 15 of 60, 95 %: 0.1578 to 0.3723.
//
// Edge cases. No mention of any partner: shares, HHI and coverage are not available. One partner: share 1, rank 1, HHI
// 1, effective number 1. k equal counts: all rank 1, HHI 1/k, effective number k. Empty document (no tokens): rate not
// available. An actor without mentions: share 0, rate 0, coverage 0, no rank (0). No trials: no Wilson interval.
#ifndef SPOKES_MEASURE_SHARES_H
#define SPOKES_MEASURE_SHARES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "measure/interval.h"

double spokes__share_compute(uint64_t n, uint64_t total);
double spokes__rate_compute(uint64_t n, uint64_t tokens);
double spokes__coverage_compute(uint64_t passages, uint64_t naming_passages);
double spokes__relative_compute(uint64_t n, uint64_t reference);

// Writes the rank of each of count actors to ranks; 0 where n is 0.
spokes_status spokes__ranks_compute(const uint64_t *n, size_t count, uint32_t *ranks, spokes_error *err);

double spokes__hhi_compute(const uint64_t *n, size_t count);
double spokes__effective_number_compute(double hhi);

// hits of trials at the normal quantile z (SPOKES_Z95). hits <= trials.
spokes_interval spokes__wilson_compute(uint64_t hits, uint64_t trials, double z);

#endif
