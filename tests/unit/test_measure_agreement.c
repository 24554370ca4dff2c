// Agreement of mention lists and of counts.

#include "base/alloc.h"
#include "measure/agreement.h"
#include "measure/reliability.h"
#include "near.h"

#define EXACT 1e-12

enum { JPN, CHN, IND, ACTORS };

typedef struct comparison {
  spokes_agreement result;
  spokes_tally actors[ACTORS];
  spokes_verdict predicted[8], gold[8];
} comparison;

static spokes_status compare(comparison *c, const spokes_coded_mention *predicted, size_t predicted_count,
                             const spokes_coded_mention *gold, size_t gold_count, spokes_count_rule rule) {
  c->result.actors = c->actors;
  c->result.predicted = c->predicted;
  c->result.gold = c->gold;
  return spokes__mentions_compare((spokes_coded_list){predicted, predicted_count},
                                  (spokes_coded_list){gold, gold_count}, ACTORS, rule, &c->result, NULL);
}

static void assert_tally(spokes_tally tally, uint64_t right, uint64_t wrong, uint64_t missed) {
  assert_int_equal(tally.right, right);
  assert_int_equal(tally.wrong, wrong);
  assert_int_equal(tally.missed, missed);
}

static const spokes_coded_mention gold_example[] = {
    {10, 15, 0, CHN, SPOKES_KIND_NAME}, {0, 5, 0, JPN, SPOKES_KIND_NAME}, {20, 25, 0, CHN, SPOKES_KIND_DEMONYM}};
static const spokes_coded_mention predicted_example[] = {
    {30, 35, 0, IND, SPOKES_KIND_NAME}, {0, 8, 0, JPN, SPOKES_KIND_DEMONYM}, {10, 15, 0, CHN, SPOKES_KIND_NAME}};

static void test_example(void **state) {
  (void)state;
  comparison c;
  assert_int_equal(compare(&c, predicted_example, 3, gold_example, 3, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  assert_tally(c.result.all, 2, 1, 1);
  assert_tally(c.actors[JPN], 1, 0, 0);
  assert_tally(c.actors[CHN], 1, 0, 1);
  assert_tally(c.actors[IND], 0, 1, 0);
  assert_tally(c.result.kinds[SPOKES_KIND_NAME], 2, 1, 0);
  assert_tally(c.result.kinds[SPOKES_KIND_DEMONYM], 0, 0, 1);
  assert_int_equal(c.result.same_kind, 1);
  assert_int_equal(c.result.same_span, 1);
  assert_int_equal(c.predicted[0], SPOKES_VERDICT_WRONG);
  assert_int_equal(c.predicted[1], SPOKES_VERDICT_RIGHT);
  assert_int_equal(c.gold[0], SPOKES_VERDICT_RIGHT);
  assert_int_equal(c.gold[2], SPOKES_VERDICT_MISSED);

  spokes_accuracy micro = spokes__tally_score(c.result.all), macro = spokes__tallies_average(c.actors, ACTORS);
  assert_near(micro.precision, 2.0 / 3, EXACT);
  assert_near(micro.recall, 2.0 / 3, EXACT);
  assert_near(micro.f1, 2.0 / 3, EXACT);
  assert_near(macro.precision, 2.0 / 3, EXACT);
  assert_near(macro.recall, 0.75, EXACT);
  assert_near(macro.f1, 5.0 / 9, EXACT);
}

static void test_gold_is_used_once(void **state) {
  (void)state;
  comparison c;
  const spokes_coded_mention long_gold[] = {{0, 20, 0, CHN, SPOKES_KIND_NAME}};
  const spokes_coded_mention two[] = {{12, 17, 0, CHN, SPOKES_KIND_NAME}, {0, 5, 0, CHN, SPOKES_KIND_NAME}};
  assert_int_equal(compare(&c, two, 2, long_gold, 1, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  assert_tally(c.result.all, 1, 1, 0);
  assert_int_equal(c.predicted[1], SPOKES_VERDICT_RIGHT);  // the first in the text takes it
  assert_int_equal(compare(&c, long_gold, 1, two, 2, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  assert_tally(c.result.all, 1, 0, 1);
}

static void test_what_must_agree(void **state) {
  (void)state;
  static const struct {
    spokes_coded_mention predicted;
    uint64_t right;
  } cases[] = {
      {{10, 15, 3, CHN, SPOKES_KIND_NAME}, 1}, {{14, 30, 3, CHN, SPOKES_KIND_NAME}, 1},
      {{0, 11, 3, CHN, SPOKES_KIND_NAME}, 1},  {{12, 13, 3, CHN, SPOKES_KIND_DEMONYM}, 1},
      {{5, 10, 3, CHN, SPOKES_KIND_NAME}, 0},  // touching is not overlapping
      {{15, 20, 3, CHN, SPOKES_KIND_NAME}, 0}, {{10, 15, 3, IND, SPOKES_KIND_NAME}, 0},
      {{10, 15, 4, CHN, SPOKES_KIND_NAME}, 0},
  };
  const spokes_coded_mention gold[] = {{10, 15, 3, CHN, SPOKES_KIND_NAME}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    comparison c;
    assert_int_equal(compare(&c, &cases[i].predicted, 1, gold, 1, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
    assert_tally(c.result.all, cases[i].right, 1 - cases[i].right, 1 - cases[i].right);
  }
}

// Metonyms stay outside the explicit total on both sides, and inside under `all`.
static void test_uncounted_kinds(void **state) {
  (void)state;
  const spokes_coded_mention gold[] = {{0, 5, 0, JPN, SPOKES_KIND_METONYM}, {10, 15, 0, CHN, SPOKES_KIND_NAME}};
  const spokes_coded_mention predicted[] = {
      {0, 5, 0, JPN, SPOKES_KIND_NAME}, {10, 15, 0, CHN, SPOKES_KIND_METONYM}, {20, 25, 0, IND, SPOKES_KIND_METONYM}};
  comparison c;
  assert_int_equal(compare(&c, predicted, 3, gold, 2, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  assert_tally(c.result.all, 0, 0, 1);
  assert_int_equal(c.predicted[0], SPOKES_VERDICT_NOT_SCORED);
  assert_int_equal(c.predicted[1], SPOKES_VERDICT_NOT_SCORED);
  assert_int_equal(c.gold[0], SPOKES_VERDICT_NOT_SCORED);
  assert_int_equal(c.gold[1], SPOKES_VERDICT_MISSED);
  assert_int_equal(compare(&c, predicted, 3, gold, 2, SPOKES_COUNT_ALL), SPOKES_OK);
  assert_tally(c.result.all, 2, 1, 0);
  assert_int_equal(c.result.same_kind, 0);
}

static void test_empty_lists(void **state) {
  (void)state;
  comparison c;
  assert_int_equal(compare(&c, NULL, 0, gold_example, 3, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  spokes_accuracy score = spokes__tally_score(c.result.all);
  assert_not_available(score.precision);
  assert_near(score.recall, 0, EXACT);
  assert_near(score.f1, 0, EXACT);
  assert_int_equal(compare(&c, predicted_example, 3, NULL, 0, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  score = spokes__tally_score(c.result.all);
  assert_near(score.precision, 0, EXACT);
  assert_not_available(score.recall);
  assert_int_equal(compare(&c, NULL, 0, NULL, 0, SPOKES_COUNT_EXPLICIT), SPOKES_OK);
  score = spokes__tally_score(c.result.all);
  assert_not_available(score.precision);
  assert_not_available(score.f1);
  assert_not_available(spokes__tallies_average(c.actors, ACTORS).f1);
}

static void test_without_memory(void **state) {
  (void)state;
  comparison c;
  for (uint64_t n = 1; n <= 3; n++) {
    spokes__alloc_fail_after(n);
    assert_int_equal(compare(&c, predicted_example, 3, gold_example, 3, SPOKES_COUNT_EXPLICIT), SPOKES_E_NOMEM);
    double x[3] = {1, 2, 3}, out;
    spokes__alloc_fail_after(n);
    assert_int_equal(spokes__spearman_compute(x, x, 3, &out, NULL), SPOKES_E_NOMEM);
  }
  double one = 1, out;
  spokes__alloc_fail_after(1);
  assert_int_equal(spokes__krippendorff_compute(&one, 1, 1, SPOKES_SCALE_NOMINAL, &out, NULL), SPOKES_E_NOMEM);
  spokes__alloc_fail_after(0);
}

static void test_absolute_error(void **state) {
  (void)state;
  static const double x[4] = {1, 2, 3, 4}, y[4] = {1, 3, 2, 6};
  assert_near(spokes__absolute_error_compute(x, y, 4), 1, EXACT);
  assert_near(spokes__absolute_error_compute(x, x, 4), 0, EXACT);
  assert_not_available(spokes__absolute_error_compute(x, y, 0));
}

static void test_spearman(void **state) {
  (void)state;
  static const struct {
    size_t count;
    double x[5], y[5], rho;
  } cases[] = {{4, {1, 2, 3, 4}, {1, 3, 2, 6}, 0.8},
               {4, {1, 2, 2, 3}, {1, 2, 3, 4}, 0.9486832980505138},  // 4.5 / sqrt(4.5 * 5)
               {3, {5, 6, 7}, {9, 8, 1}, -1},
               {5, {1, 1, 2, 2, 3}, {4, 4, 8, 8, 16}, 1},
               {2, {1, 2}, {0, 100}, 1}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    double rho;
    assert_int_equal(spokes__spearman_compute(cases[i].x, cases[i].y, cases[i].count, &rho, NULL), SPOKES_OK);
    assert_near(rho, cases[i].rho, EXACT);
  }
  double rho;
  static const double flat[3] = {2, 2, 2}, rising[3] = {1, 2, 3};
  assert_int_equal(spokes__spearman_compute(flat, rising, 3, &rho, NULL), SPOKES_OK);
  assert_not_available(rho);
  assert_int_equal(spokes__spearman_compute(rising, rising, 1, &rho, NULL), SPOKES_OK);
  assert_not_available(rho);
}

static double alpha_of(const double *values, size_t coders, size_t units, spokes_scale scale) {
  double alpha = -9;
  assert_int_equal(spokes__krippendorff_compute(values, coders, units, scale, &alpha, NULL), SPOKES_OK);
  return alpha;
}

static void test_krippendorff(void **state) {
  (void)state;
  static const double canonical[4][12] = {{1, 2, 3, 3, 2, 1, 4, 1, 2, (double)NAN, (double)NAN, (double)NAN},
                                          {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, (double)NAN, 3},
                                          {(double)NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, (double)NAN},
                                          {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, (double)NAN}};
  assert_near(alpha_of(canonical[0], 4, 12, SPOKES_SCALE_NOMINAL), 113.0 / 152, EXACT);
  assert_near(alpha_of(canonical[0], 4, 12, SPOKES_SCALE_INTERVAL), 951.0 / 1120, EXACT);
  static const double pair[6] = {1, 2, 1, 1, 2, 2};
  assert_near(alpha_of(pair, 2, 3, SPOKES_SCALE_NOMINAL), 4.0 / 9, EXACT);
  assert_near(alpha_of(pair, 2, 3, SPOKES_SCALE_INTERVAL), 4.0 / 9, EXACT);
  static const double same[6] = {1, 5, 9, 1, 5, 9};
  assert_near(alpha_of(same, 2, 3, SPOKES_SCALE_INTERVAL), 1, EXACT);
}

static void test_krippendorff_not_available(void **state) {
  (void)state;
  static const double flat[4] = {3, 3, 3, 3}, holes[4] = {1, (double)NAN, (double)NAN, 2}, one[2] = {1, 2};
  for (int scale = 0; scale < 2; scale++) {
    assert_not_available(alpha_of(flat, 2, 2, (spokes_scale)scale));
    assert_not_available(alpha_of(holes, 2, 2, (spokes_scale)scale));  // no unit with two values
    assert_not_available(alpha_of(one, 1, 2, (spokes_scale)scale));
    assert_not_available(alpha_of(NULL, 0, 0, (spokes_scale)scale));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_example),         cmocka_unit_test(test_gold_is_used_once),
      cmocka_unit_test(test_what_must_agree), cmocka_unit_test(test_uncounted_kinds),
      cmocka_unit_test(test_empty_lists),     cmocka_unit_test(test_without_memory),
      cmocka_unit_test(test_absolute_error),  cmocka_unit_test(test_spearman),
      cmocka_unit_test(test_krippendorff),    cmocka_unit_test(test_krippendorff_not_available)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
