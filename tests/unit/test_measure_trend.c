// Kendall's tau-b and the Theil-Sen slope.

#include "base/alloc.h"
#include "measure/trend.h"
#include "near.h"

#define EXACT 1e-12

static void test_tau(void **state) {
  (void)state;
  static const struct {
    size_t count;
    double x[6], y[6], tau;
  } cases[] = {
      {4, {2002, 2006, 2010, 2017}, {1, 3, 2, 5}, 2.0 / 3},
      {4, {1, 2, 3, 4}, {1, 2, 2, 3}, 0.9128709291752769},  // 5 / sqrt(30)
      {4, {1, 2, 3, 4}, {4, 3, 2, 1}, -1},
      {2, {1, 2}, {5, 6}, 1},
      {4, {1, 1, 2, 2}, {1, 2, 3, 4}, 0.8164965809277261},  // 4 / sqrt(4 * 6)
      {4, {4, 1, 3, 2}, {5, 1, 2, 3}, 2.0 / 3},             // any order
      {4, {1, 2, 3, 4}, {1, 3, 3, 1}, 0},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    assert_near(spokes__tau_compute(cases[i].x, cases[i].y, cases[i].count), cases[i].tau, EXACT);
}

static void test_tau_not_available(void **state) {
  (void)state;
  static const double rising[3] = {1, 2, 3}, flat[3] = {7, 7, 7};
  assert_not_available(spokes__tau_compute(rising, flat, 3));
  assert_not_available(spokes__tau_compute(flat, rising, 3));
  assert_not_available(spokes__tau_compute(rising, rising, 1));
  assert_not_available(spokes__tau_compute(rising, rising, 0));
}

static double slope_of(const double *x, const double *y, size_t count) {
  double slope = -1;
  assert_int_equal(spokes__slope_compute(x, y, count, &slope, NULL), SPOKES_OK);
  return slope;
}

static void test_slope(void **state) {
  (void)state;
  static const double years[4] = {2002, 2006, 2010, 2017}, rates[4] = {1, 3, 2, 5}, flat[4] = {3, 3, 3, 3};
  assert_near(slope_of(years, rates, 4), (2.0 / 11 + 4.0 / 15) / 2, EXACT);
  assert_near(slope_of(years, flat, 4), 0, EXACT);
  assert_near(slope_of(years, rates, 2), 0.5, EXACT);
  assert_not_available(slope_of(flat, rates, 4));
  assert_not_available(slope_of(years, rates, 1));
  assert_not_available(slope_of(NULL, NULL, 0));
  double line_x[50], line_y[50];
  for (size_t i = 0; i < 50; i++) {
    line_x[i] = (double)i;
    line_y[i] = i == 20 ? 1e6 : 3 - 0.25 * (double)i;  // one outlier does not move it
  }
  assert_near(slope_of(line_x, line_y, 50), -0.25, EXACT);
}

static void test_slope_without_memory(void **state) {
  (void)state;
  static const double x[2] = {1, 2};
  double slope;
  spokes__alloc_fail_after(1);
  assert_int_equal(spokes__slope_compute(x, x, 2, &slope, NULL), SPOKES_E_NOMEM);
  spokes__alloc_fail_after(0);
  assert_not_available(slope);
  assert_int_equal(spokes__slope_compute(x, x, SIZE_MAX / 2, &slope, NULL), SPOKES_E_NOMEM);  // too many pairs
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_tau), cmocka_unit_test(test_tau_not_available),
                                     cmocka_unit_test(test_slope), cmocka_unit_test(test_slope_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
