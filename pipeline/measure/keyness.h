// Does text 1 speak of an actor more than text 2? Hits a of c tokens against hits b of d tokens.
//
//   expected      E1 = c (a+b) / (c+d), E2 = d (a+b) / (c+d)
//   g2_two        2 (a ln(a/E1) + b ln(b/E2)): Rayson & Garside 2000 (the two-term form of corpus linguistics)
//   g2_four       the same over all four cells, with c-a and d-b: Dunning 1993, Computational Linguistics 19(1)
//   g2_williams   g2_four / q, q = 1 + (N/(a+b) + N/(N-a-b) - 1)(N/c + N/d - 1) / 6N, N = c+d: Williams 1976,
//   Biometrika 63 chi2          Pearson's over the four cells, no continuity correction rate_ratio    (a/c) / (b/d),
//   interval exp(ln ratio -+ z sqrt(1/a + 1/b)): counts as Poisson variables log2_ratio    log2(rate_ratio) p of G2 or
//   chi2 on one degree of freedom: erfc(sqrt(x/2)) BH            adjusted p: min over j >= rank of p(j) m / j, at most
//   1: Benjamini & Hochberg 1995, JRSS B 57(1) log odds      with an informative Dirichlet prior (Monroe, Colaresi &
//   Quinn 2008, Political Analysis 16(4)):
//                 delta = ln((a+k) / (c+K-a-k)) - ln((b+k) / (d+K-b-k)), variance = 1/(a+k) + 1/(b+k), z = delta /
//                 sqrt(variance), k = K * (hits in the corpus / tokens of the corpus)
//
// Example. 15 of 15115 against 14 of 27386: rates .992392 and .511210, ratio 1.941260, log2 .956993; g2_two 3.153031 (p
// .0758), g2_four 3.155288, g2_williams 3.095447, chi2 3.307144. With K = 500 and the two texts as the corpus k =
// .341168: delta .647767, variance .134913, z 1.763564. p = .01 .04 .03 .005 adjust to .02 .04 .04 .02.
//
// Edge cases. A text with itself: everything 0, ratio 1. Hits in neither text, or an empty text: not available. Hits in
// one text only: G2 and chi2 as they are (0 ln 0 = 0); for the ratio, its interval and log2 both counts get 1/2
// (is_adjusted). More hits than tokens: the four-cell measures are not available. k = 0 (an actor that the corpus does
// not have): log odds not available.
#ifndef SPOKES_MEASURE_KEYNESS_H
#define SPOKES_MEASURE_KEYNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "measure/interval.h"

typedef struct spokes_frequency {
  uint64_t hits, tokens;
} spokes_frequency;

typedef struct spokes_keyness {
  double g2_two, g2_four, g2_williams, chi2;
  double rate_first, rate_second;  // per 1000 tokens
  double rate_ratio, log2_ratio;   // first over second
  spokes_interval ratio_interval;  // 95 %
  bool is_adjusted;                // 1/2 was added for the ratio
} spokes_keyness;

spokes_keyness spokes__keyness_compute(spokes_frequency first, spokes_frequency second);

// The probability of chi2 or more on one degree of freedom; not available where chi2 is not.
double spokes__p_value_compute(double chi2);

// Adjusts count p values to out, which may be p itself. Those not available stay so and are no tests.
spokes_status spokes__p_values_adjust(const double *p, size_t count, double *out, spokes_error *err);

typedef struct spokes_log_odds {
  double delta, variance, z;
} spokes_log_odds;

// The actor's prior k for a prior of weight prior_total tokens.
double spokes__prior_compute(spokes_frequency corpus, double prior_total);
spokes_log_odds spokes__log_odds_compute(spokes_frequency first, spokes_frequency second, double prior,
                                         double prior_total);

#endif
