// Shares, ranks, concentration, dispersion, the salience index, quantiles: values of METHODS.md section 6 and
// hand-worked ones.

#include "base/alloc.h"
#include "measure/dispersion.h"
#include "measure/psi.h"
#include "measure/quantile.h"
#include "measure/shares.h"
#include "near.h"

#define EXACT 1e-12

static void test_share(void **state) {
  (void)state;
  assert_near(spokes__share_compute(5, 10), 0.5, EXACT);
  assert_near(spokes__share_compute(7, 7), 1, EXACT);
  assert_near(spokes__share_compute(0, 7), 0, EXACT);
  assert_not_available(spokes__share_compute(0, 0));
}

static void test_rate_and_coverage(void **state) {
  (void)state;
  assert_near(spokes__rate_compute(15, 15115), 15000.0 / 15115, EXACT);
  assert_near(spokes__rate_compute(14, 27386), 14000.0 / 27386, EXACT);
  assert_near(spokes__rate_compute(0, 10), 0, EXACT);
  assert_not_available(spokes__rate_compute(0, 0));
  assert_near(spokes__coverage_compute(14, 22), 7.0 / 11, EXACT);  // India in the first US framework
  assert_not_available(spokes__coverage_compute(0, 0));
}

static void test_relative(void **state) {
  (void)state;
  assert_near(spokes__relative_compute(3, 5), log(3.5 / 5.5) / log(2), EXACT);
  assert_near(spokes__relative_compute(3, 5), -0.6520766965796931, EXACT);
  assert_near(spokes__relative_compute(4, 4), 0, EXACT);
  assert_near(spokes__relative_compute(0, 0), 0, EXACT);
  assert_near(spokes__relative_compute(0, 8), -log(17) / log(2), EXACT);
}

static void test_ranks(void **state) {
  (void)state;
  static const struct {
    size_t count;
    uint64_t n[6];
    uint32_t ranks[6];
  } cases[] = {{5, {7, 4, 4, 1, 0}, {1, 2, 2, 4, 0}},
               {3, {2, 5, 3}, {3, 1, 2}},
               {1, {9}, {1}},
               {1, {0}, {0}},
               {4, {3, 3, 3, 3}, {1, 1, 1, 1}},
               {6, {1, 2, 1, 2, 0, 9}, {4, 2, 4, 2, 0, 1}},
               {2, {UINT64_MAX, UINT64_MAX - 1}, {1, 2}},
               {3, {0, 0, 0}, {0, 0, 0}}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    uint32_t ranks[6];
    assert_int_equal(spokes__ranks_compute(cases[i].n, cases[i].count, ranks, NULL), SPOKES_OK);
    for (size_t k = 0; k < cases[i].count; k++) assert_int_equal(ranks[k], cases[i].ranks[k]);
  }
  assert_int_equal(spokes__ranks_compute(NULL, 0, NULL, NULL), SPOKES_OK);
}

static void test_ranks_without_memory(void **state) {
  (void)state;
  uint64_t n[2] = {1, 2};
  uint32_t ranks[2];
  spokes_error err;
  spokes__alloc_fail_after(1);
  assert_int_equal(spokes__ranks_compute(n, 2, ranks, &err), SPOKES_E_NOMEM);
  spokes__alloc_fail_after(0);
  assert_int_equal(err.code, SPOKES_E_NOMEM);
}

static void test_concentration(void **state) {
  (void)state;
  static const struct {
    size_t count;
    uint64_t n[4];
    double hhi;
  } cases[] = {{3, {5, 3, 2}, 0.38}, {1, {4}, 1}, {4, {2, 2, 2, 2}, 0.25}, {3, {6, 0, 0}, 1}, {2, {1, 3}, 0.625}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    double hhi = spokes__hhi_compute(cases[i].n, cases[i].count);
    assert_near(hhi, cases[i].hhi, EXACT);
    assert_near(spokes__effective_number_compute(hhi), 1 / cases[i].hhi, EXACT);
  }
  static const uint64_t nothing[2] = {0, 0};
  assert_not_available(spokes__hhi_compute(nothing, 2));
  assert_not_available(spokes__hhi_compute(NULL, 0));
  assert_not_available(spokes__effective_number_compute(SPOKES_NOT_AVAILABLE));
}

static void test_wilson(void **state) {
  (void)state;
  spokes_interval interval = spokes__wilson_compute(15, 60, SPOKES_Z95);
  assert_near(interval.lo, 0.15776522530056675, EXACT);
  assert_near(interval.hi, 0.3723207007704782, EXACT);
  interval = spokes__wilson_compute(0, 10, SPOKES_Z95);  // 0 to z^2 / (n + z^2)
  assert_true(interval.lo >= 0 && interval.lo <= 0);
  assert_near(interval.hi, SPOKES_Z95 * SPOKES_Z95 / (10 + SPOKES_Z95 * SPOKES_Z95), EXACT);
  interval = spokes__wilson_compute(10, 10, SPOKES_Z95);
  assert_near(interval.lo, 10 / (10 + SPOKES_Z95 * SPOKES_Z95), EXACT);
  assert_true(interval.hi >= 1 && interval.hi <= 1);
  interval = spokes__wilson_compute(0, 0, SPOKES_Z95);
  assert_not_available(interval.lo);
  assert_not_available(interval.hi);
}

static void test_dispersion(void **state) {
  (void)state;
  static const struct {
    size_t parts;
    uint64_t hits[5], sizes[5];
    double dp, dp_norm;
  } cases[] = {
      {5, {0, 0, 1, 2, 5}, {100, 100, 100, 100, 100}, 0.475, 0.59375},
      {4, {3, 1, 0, 4}, {1000, 500, 2000, 800}, 20.0 / 43, 10.0 / 19},
      {5, {2, 2, 2, 2, 2}, {7, 7, 7, 7, 7}, 0, 0},
      {5, {0, 3, 0, 0, 0}, {7, 7, 7, 7, 7}, 0.8, 1},  // all in one part
      {3, {1, 2, 0}, {10, 20, 0}, 0, 0},              // the empty part is no part
      {2, {0, 1}, {3, 1}, 0.75, 1},                   // all in the smallest
      {2, {1, 0}, {3, 1}, 0.25, 1.0 / 3},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_dispersion d = spokes__dispersion_compute(cases[i].hits, cases[i].sizes, cases[i].parts);
    assert_near(d.dp, cases[i].dp, EXACT);
    assert_near(d.dp_norm, cases[i].dp_norm, EXACT);
  }
}

// An actor that is named once stands in one part only: 1 and 0 without any rounding, since PSI is a cube root.
static void test_named_once(void **state) {
  (void)state;
  for (uint64_t size = 1; size < 200; size++) {
    uint64_t hits[10] = {0}, sizes[10];
    for (size_t k = 0; k < 10; k++) sizes[k] = size;
    hits[size % 10] = 1 + size % 3;
    spokes_dispersion d = spokes__dispersion_compute(hits, sizes, 10);
    assert_near(d.dp_norm, 1, 0);
    assert_near(spokes__psi_compute(hits[size % 10], 0.7, 0.9, d.dp_norm), 0, 0);
  }
}

static void test_dispersion_not_available(void **state) {
  (void)state;
  uint64_t none[2] = {0, 0}, one[2] = {3, 0}, sizes[2] = {5, 5};
  assert_not_available(spokes__dispersion_compute(none, sizes, 2).dp);
  assert_not_available(spokes__dispersion_compute(none, sizes, 2).dp_norm);
  assert_not_available(spokes__dispersion_compute(one, none, 2).dp);
  assert_not_available(spokes__dispersion_compute(NULL, NULL, 0).dp);
  spokes_dispersion single = spokes__dispersion_compute(one, sizes, 1);
  assert_near(single.dp, 0, EXACT);
  assert_not_available(single.dp_norm);
}

// Every token lies in exactly the part whose bounds hold it, for every length around the number of parts.
static void test_parts(void **state) {
  (void)state;
  for (uint64_t tokens = 1; tokens < 64; tokens++) {
    uint64_t start = 0;
    for (size_t part = 0; part < SPOKES_DISPERSION_PARTS; part++) {
      uint64_t size = spokes__part_size(part, tokens, SPOKES_DISPERSION_PARTS);
      for (uint64_t t = start; t < start + size; t++)
        assert_int_equal(spokes__part_find(t, tokens, SPOKES_DISPERSION_PARTS), part);
      start += size;
    }
    assert_int_equal(start, tokens);
  }
}

static void test_psi(void **state) {
  (void)state;
  assert_near(spokes__psi_compute(3, 0.5, 0.4, 0.6), 100 * cbrt(0.08), EXACT);
  assert_near(spokes__psi_compute(3, 0.5, 0.4, 0.6), 43.08869380063768, EXACT);
  assert_near(spokes__psi_compute(1, 1, 1, 0), 100, EXACT);
  assert_near(spokes__psi_compute(1, 0.125, 0.5, 1), 0, EXACT);  // one part only
  assert_near(spokes__psi_compute(8, 1.0 / 8, 1, 0), 50, EXACT);
  assert_near(spokes__psi_compute(0, SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE), 0, EXACT);
  assert_not_available(spokes__psi_compute(1, 1, 1, SPOKES_NOT_AVAILABLE));
}

static void test_quantiles(void **state) {
  (void)state;
  static const struct { double p, expected; } cases[] = {{0, 1}, {0.25, 1.75}, {0.5, 2.5}, {0.75, 3.25}, {1, 4}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    double values[4] = {4, 1, 3, 2};
    assert_near(spokes__quantile_select(values, 4, cases[i].p), cases[i].expected, EXACT);
  }
  double one[1] = {7};
  assert_near(spokes__quantile_select(one, 1, 0.3), 7, EXACT);
  assert_not_available(spokes__quantile_select(NULL, 0, 0.5));
  double ties[5] = {2, 2, 2, 1, 2};
  assert_near(spokes__quantile_select(ties, 5, 0.5), 2, EXACT);
  double line[101];
  for (size_t i = 0; i < 101; i++) line[i] = (double)((i * 37) % 101);
  spokes_interval interval = spokes__interval_select(line, 101, 0.95);
  assert_near(interval.lo, 2.5, EXACT);
  assert_near(interval.hi, 97.5, EXACT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_share),
      cmocka_unit_test(test_rate_and_coverage),
      cmocka_unit_test(test_relative),
      cmocka_unit_test(test_ranks),
      cmocka_unit_test(test_ranks_without_memory),
      cmocka_unit_test(test_concentration),
      cmocka_unit_test(test_wilson),
      cmocka_unit_test(test_dispersion),
      cmocka_unit_test(test_named_once),
      cmocka_unit_test(test_dispersion_not_available),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_psi),
      cmocka_unit_test(test_quantiles),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
