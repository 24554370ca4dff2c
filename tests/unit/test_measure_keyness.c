// Keyness and change: values of METHODS.md section 6, worked out with 50 digits where they have six there.

#include "base/alloc.h"
#include "measure/change.h"
#include "measure/keyness.h"
#include "near.h"

#define NEAR 1e-11

static spokes_keyness compare(uint64_t a, uint64_t c, uint64_t b, uint64_t d) {
  return spokes__keyness_compute((spokes_frequency){a, c}, (spokes_frequency){b, d});
}

static void test_values(void **state) {
  (void)state;
  static const struct {
    uint64_t a, c, b, d;
    double two, four, williams, chi2, ratio, log2_ratio, lo, hi, rate1, rate2;
    bool is_adjusted;
  } cases[] = {
      {15, 15115, 14, 27386, 3.153031220443002516, 3.155287911556914931, 3.095446727441266650, 3.307144256679952118,
       1.941259864845706724, 0.956993255934054454, 0.937059662354127568, 4.021611445095593132, 0.992391663910023155,
       0.511210107354122544, false},
      {23, 263, 551, 8870, 2.330551861665711918, 2.506972588868352886, 2.481821176866643992, 2.783107876275556223,
       1.407810203363397348, 0.493452847381979134, 0.927662103291411125, 2.136477885279632657, 87.45247148288973384,
       62.11950394588500563, false},
      {3, 100, 0, 200, 6.591673732008658148, 6.652486976955056303, 5.569432399718073854, 6.060606060606060606, 14,
       3.807354922057604107, 0.723156451208465700, 271.0340199170797457, 30, 0, true},
      {0, 50, 4, 60, 4.849086428562524345, 4.974634418257967698, 4.415764955107479482, 3.459119496855345911,
       0.133333333333333333, -2.90689059560851852, 0.007178643635557668, 2.476481446957454817, 0, 66.66666666666666666,
       true},
      {10, 1000, 10, 1000, 0, 0, 0, 0, 1, 0, 0.416227813263726758, 2.402530460804137635, 10, 10, false},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_keyness key = compare(cases[i].a, cases[i].c, cases[i].b, cases[i].d);
    assert_near(key.g2_two, cases[i].two, NEAR);
    assert_near(key.g2_four, cases[i].four, NEAR);
    assert_near(key.g2_williams, cases[i].williams, NEAR);
    assert_near(key.chi2, cases[i].chi2, NEAR);
    assert_near(key.rate_ratio, cases[i].ratio, NEAR);
    assert_near(key.log2_ratio, cases[i].log2_ratio, NEAR);
    assert_near(key.ratio_interval.lo, cases[i].lo, NEAR);
    assert_near(key.ratio_interval.hi, cases[i].hi, NEAR);
    assert_near(key.rate_first, cases[i].rate1, NEAR);
    assert_near(key.rate_second, cases[i].rate2, NEAR);
    assert_int_equal(key.is_adjusted, cases[i].is_adjusted);
  }
}

static void assert_no_keyness(spokes_keyness key) {
  assert_not_available(key.g2_two);
  assert_not_available(key.g2_four);
  assert_not_available(key.g2_williams);
  assert_not_available(key.chi2);
  assert_not_available(key.rate_ratio);
  assert_not_available(key.log2_ratio);
  assert_not_available(key.ratio_interval.lo);
}

static void test_not_available(void **state) {
  (void)state;
  assert_no_keyness(compare(0, 10, 0, 20));  // hits in neither
  assert_no_keyness(compare(0, 0, 3, 20));   // empty text
  assert_no_keyness(compare(3, 20, 0, 0));
  assert_near(compare(0, 0, 3, 20).rate_second, 150, NEAR);
  assert_not_available(compare(0, 0, 3, 20).rate_first);
  spokes_keyness crowded = compare(5, 4, 1, 10);  // more hits than tokens
  assert_near(crowded.rate_first, 1250, NEAR);
  assert_true(crowded.g2_two > 0);
  assert_not_available(crowded.g2_four);
  assert_not_available(crowded.chi2);
  spokes_keyness full = compare(4, 4, 9, 9);  // nothing but hits
  assert_near(full.g2_two, 0, NEAR);
  assert_near(full.g2_four, 0, NEAR);
}

static void test_p_values(void **state) {
  (void)state;
  assert_near(spokes__p_value_compute(3.8414588206941236), 0.05, NEAR);
  assert_near(spokes__p_value_compute(6.634896601021214), 0.01, NEAR);
  assert_near(spokes__p_value_compute(1), 0.31731050786291404, NEAR);
  assert_near(spokes__p_value_compute(0), 1, NEAR);
  assert_near(spokes__p_value_compute(3.153031), 0.07578606866970838, NEAR);
  assert_not_available(spokes__p_value_compute(SPOKES_NOT_AVAILABLE));
}

static void test_adjusting(void **state) {
  (void)state;
  double p[4] = {0.01, 0.04, 0.03, 0.005}, out[4];
  static const double expected[4] = {0.02, 0.04, 0.04, 0.02};
  assert_int_equal(spokes__p_values_adjust(p, 4, out, NULL), SPOKES_OK);
  for (size_t i = 0; i < 4; i++) assert_near(out[i], expected[i], NEAR);

  double same[5] = {0.3, SPOKES_NOT_AVAILABLE, 0.3, 0.9, 0.3};  // in place, ties, a missing one: m = 4
  assert_int_equal(spokes__p_values_adjust(same, 5, same, NULL), SPOKES_OK);
  for (size_t i = 0; i < 5; i += 2) assert_near(same[i], 0.4, NEAR);
  assert_not_available(same[1]);
  assert_near(same[3], 0.9, NEAR);

  double one[1] = {0.2};
  assert_int_equal(spokes__p_values_adjust(one, 1, out, NULL), SPOKES_OK);
  assert_near(out[0], 0.2, NEAR);
  assert_int_equal(spokes__p_values_adjust(NULL, 0, NULL, NULL), SPOKES_OK);
  spokes__alloc_fail_after(1);
  assert_int_equal(spokes__p_values_adjust(p, 4, out, NULL), SPOKES_E_NOMEM);
  spokes__alloc_fail_after(0);
}

static void test_log_odds(void **state) {
  (void)state;
  const spokes_frequency first = {15, 15115}, second = {14, 27386};
  double prior = spokes__prior_compute((spokes_frequency){29, 42501}, 500);
  assert_near(prior, 14500.0 / 42501, NEAR);
  spokes_log_odds odds = spokes__log_odds_compute(first, second, prior, 500);
  assert_near(odds.delta, 0.64776696529900446731, NEAR);
  assert_near(odds.variance, 0.13491340851959975959, NEAR);
  assert_near(odds.z, 1.76356405660035982091, NEAR);
  odds = spokes__log_odds_compute(first, second, 0.01, 100);
  assert_near(odds.delta, 0.66081745548724203395, NEAR);
  assert_near(odds.z, 1.77886182892401702655, NEAR);
  odds = spokes__log_odds_compute(first, first, 0.01, 100);
  assert_near(odds.delta, 0, 0);
  assert_near(odds.z, 0, 0);
  assert_true(isfinite(spokes__log_odds_compute((spokes_frequency){0, 9}, second, 0.01, 100).z));
  assert_not_available(spokes__log_odds_compute(first, second, 0, 100).z);
  assert_not_available(spokes__log_odds_compute(first, second, SPOKES_NOT_AVAILABLE, 100).delta);
  assert_not_available(spokes__log_odds_compute((spokes_frequency){0, 0}, second, 0.1, 100).variance);
  assert_not_available(spokes__prior_compute((spokes_frequency){0, 0}, 500));
}

static void test_change(void **state) {
  (void)state;
  static const struct {
    double before, after;
    spokes_change change;
    const char *name;
  } cases[] = {{0, 0.4, SPOKES_CHANGE_NEW, "new"},     {0.4, 0, SPOKES_CHANGE_DROPPED, "dropped"},
               {0.4, 0.9, SPOKES_CHANGE_UP, "up"},     {0.9, 0.4, SPOKES_CHANGE_DOWN, "down"},
               {0.4, 0.4, SPOKES_CHANGE_SAME, "same"}, {0, 0, SPOKES_CHANGE_ABSENT, "absent"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    assert_int_equal(spokes__change_classify(cases[i].before, cases[i].after), cases[i].change);
    assert_string_equal(spokes__change_name(cases[i].change), cases[i].name);
  }
  assert_int_equal(spokes__change_classify(SPOKES_NOT_AVAILABLE, 1), SPOKES_CHANGE_UNKNOWN);
  assert_int_equal(spokes__change_classify(1, SPOKES_NOT_AVAILABLE), SPOKES_CHANGE_UNKNOWN);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),    cmocka_unit_test(test_not_available), cmocka_unit_test(test_p_values),
      cmocka_unit_test(test_adjusting), cmocka_unit_test(test_log_odds),      cmocka_unit_test(test_change),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
