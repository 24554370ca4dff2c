// Comparison of two frequencies. Sums that are 0 or more in exact arithmetic are kept so after rounding.

#include "measure/keyness.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/checked.h"

// O ln(O/E), with its limit 0 for O = 0.
static double surprise(double observed, double expected) {
  return observed > 0 ? observed * log(observed / expected) : 0;
}

static double distance(double observed, double expected) {
  double difference = observed - expected;
  return difference * difference / expected;
}

static double not_negative(double value) { return value < 0 ? 0 : value; }

static void compare_cells(spokes_keyness *key, double a, double b, double c, double d) {
  double all = c + d, hits = a + b, others = all - hits;
  double hits1 = c * hits / all, hits2 = d * hits / all;
  double two = surprise(a, hits1) + surprise(b, hits2);
  key->g2_two = not_negative(2 * two);
  if (a > c || b > d) return;
  if (others <= 0) {  // every token is a hit: the texts cannot differ
    key->g2_four = key->g2_williams = key->chi2 = 0;
    return;
  }
  double others1 = c * others / all, others2 = d * others / all;
  double four = two + surprise(c - a, others1) + surprise(d - b, others2);
  double q = 1 + (all / hits + all / others - 1) * (all / c + all / d - 1) / (6 * all);
  key->g2_four = not_negative(2 * four);
  key->g2_williams = key->g2_four / q;
  key->chi2 = distance(a, hits1) + distance(b, hits2) + distance(c - a, others1) + distance(d - b, others2);
}

static void compare_rates(spokes_keyness *key, double a, double b, double c, double d) {
  key->is_adjusted = a <= 0 || b <= 0;
  if (key->is_adjusted) {
    a += 0.5;
    b += 0.5;
  }
  double ratio = a / c / (b / d), reach = SPOKES_Z95 * sqrt(1 / a + 1 / b);
  key->rate_ratio = ratio;
  key->log2_ratio = log2(ratio);
  key->ratio_interval = (spokes_interval){ratio * exp(-reach), ratio * exp(reach)};
}

spokes_keyness spokes__keyness_compute(spokes_frequency first, spokes_frequency second) {
  const double none = SPOKES_NOT_AVAILABLE;
  double a = (double)first.hits, b = (double)second.hits, c = (double)first.tokens, d = (double)second.tokens;
  spokes_keyness key = {none, none, none, none, none, none, none, none, {none, none}, false};
  if (first.tokens) key.rate_first = 1000 * a / c;
  if (second.tokens) key.rate_second = 1000 * b / d;
  if (!first.tokens || !second.tokens || (!first.hits && !second.hits)) return key;
  compare_cells(&key, a, b, c, d);
  compare_rates(&key, a, b, c, d);
  return key;
}

double spokes__p_value_compute(double chi2) { return isnan(chi2) ? chi2 : erfc(sqrt(chi2 / 2)); }

typedef struct numbered_p {
  double p;
  size_t index;
} numbered_p;

static int by_p(const void *a, const void *b) {
  const numbered_p *x = a, *y = b;
  if (x->p < y->p) return -1;
  if (x->p > y->p) return 1;
  return (x->index > y->index) - (x->index < y->index);
}

spokes_status spokes__p_values_adjust(const double *p, size_t count, double *out, spokes_error *err) {
  if (!count) return SPOKES_OK;
  size_t bytes;
  numbered_p *tests = spokes__size_mul(count, sizeof *tests, &bytes) ? spokes__malloc(bytes) : NULL;
  if (!tests) return spokes__error_nomem(err);
  size_t m = 0;
  for (size_t i = 0; i < count; i++) {
    out[i] = p[i];
    if (!isnan(p[i])) tests[m++] = (numbered_p){p[i], i};
  }
  qsort(tests, m, sizeof *tests, by_p);
  double least = 1;
  for (size_t rank = m; rank > 0; rank--) {
    double raised = tests[rank - 1].p * ((double)m / (double)rank);  // so that the factor of the last is exactly 1
    if (raised < least) least = raised;
    out[tests[rank - 1].index] = least;
  }
  spokes__free(tests);
  return SPOKES_OK;
}

double spokes__prior_compute(spokes_frequency corpus, double prior_total) {
  return corpus.tokens ? prior_total * (double)corpus.hits / (double)corpus.tokens : SPOKES_NOT_AVAILABLE;
}

spokes_log_odds spokes__log_odds_compute(spokes_frequency first, spokes_frequency second, double prior,
                                         double prior_total) {
  double a = (double)first.hits + prior, b = (double)second.hits + prior;
  double others1 = (double)first.tokens + prior_total - a, others2 = (double)second.tokens + prior_total - b;
  if (!(prior > 0) || !first.tokens || !second.tokens || !(others1 > 0) || !(others2 > 0))
    return (spokes_log_odds){SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE};
  spokes_log_odds odds = {log(a / others1) - log(b / others2), 1 / a + 1 / b, 0};
  odds.z = odds.delta / sqrt(odds.variance);
  return odds;
}
