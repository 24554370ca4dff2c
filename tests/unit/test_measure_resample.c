// The generator against published numbers, and the bootstrap where its distribution is known.

#include <string.h>

#include "base/alloc.h"
#include "measure/resample.h"
#include "near.h"

#define EXACT 1e-12

static void test_generator(void **state) {
  (void)state;
  uint64_t mix = 0;
  assert_true(spokes__splitmix_next(&mix) == UINT64_C(0xe220a8397b1dcdaf));
  assert_true(spokes__splitmix_next(&mix) == UINT64_C(0x6e789e6aa1b965f4));
  assert_true(spokes__splitmix_next(&mix) == UINT64_C(0x06c45d188009454f));
  static const uint64_t expected[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
  spokes_random random = {{1, 2, 3, 4}};
  for (size_t i = 0; i < 4; i++) assert_true(spokes__random_next(&random) == expected[i]);
}

static void test_streams(void **state) {
  (void)state;
  spokes_random a, b, c, d;
  spokes__random_seed_key(&a, 1, "us_2015", 7);
  spokes__random_seed_key(&b, 1, "us_2015", 7);
  spokes__random_seed_key(&c, 1, "us_2017", 7);
  spokes__random_seed_key(&d, 2, "us_2015", 7);
  assert_memory_equal(&a, &b, sizeof a);
  assert_memory_not_equal(&a, &c, sizeof a);
  assert_memory_not_equal(&a, &d, sizeof a);
}

static void test_below(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 7);
  uint64_t seen[6] = {0};
  for (int i = 0; i < 60000; i++) seen[spokes__random_below(&random, 6)]++;
  for (size_t k = 0; k < 6; k++) assert_in_range(seen[k], 9600, 10400);  // 10000 +- 4.4 standard deviations
  assert_int_equal(spokes__random_below(&random, 1), 0);
}

static spokes_status resample(const spokes_passages *passages, spokes_uncertainty *out) {
  spokes_random random;
  spokes__random_seed_key(&random, 1, "doc", 3);
  return spokes__passages_resample(passages, SPOKES_RESAMPLE_DRAWS, SPOKES_RESAMPLE_LEVEL, &random, out, NULL);
}

// The example of the header: {A B}, {A A}.
static void test_two_passages(void **state) {
  (void)state;
  static const uint32_t tokens[2] = {10, 30};
  static const size_t starts[3] = {0, 2, 3};
  static const spokes_passage_entry entries[3] = {{0, 1}, {1, 1}, {0, 2}};
  const spokes_passages passages = {tokens, starts, entries, 2, 2, NULL, NULL};
  spokes_uncertainty out[2], again[2];
  assert_int_equal(resample(&passages, out), SPOKES_OK);
  assert_near(out[0].share.lo, 0.5, EXACT);
  assert_near(out[0].share.hi, 1, EXACT);
  assert_near(out[1].share.lo, 0, EXACT);
  assert_near(out[1].share.hi, 0.5, EXACT);
  assert_near(out[0].coverage.lo, 1, EXACT);
  assert_near(out[1].coverage.lo, 0, EXACT);
  assert_near(out[1].coverage.hi, 1, EXACT);
  assert_near(out[0].rate.lo, 1000 * 4.0 / 60, EXACT);  // both passages of A A
  assert_near(out[0].rate.hi, 100, EXACT);              // both of A B
  assert_near(out[0].p_top, 1, EXACT);
  assert_near(out[1].p_top, 0.25, 0.04);
  assert_int_equal(resample(&passages, again), SPOKES_OK);
  assert_memory_equal(out, again, sizeof out);
}

static void test_one_passage(void **state) {
  (void)state;
  static const uint32_t tokens[1] = {40};
  static const size_t starts[2] = {0, 2};
  static const spokes_passage_entry entries[2] = {{0, 3}, {1, 1}};
  const spokes_passages passages = {tokens, starts, entries, 1, 3, NULL, NULL};
  spokes_uncertainty out[3];
  assert_int_equal(resample(&passages, out), SPOKES_OK);
  assert_near(out[0].share.lo, 0.75, EXACT);
  assert_near(out[0].share.hi, 0.75, EXACT);
  assert_near(out[1].rate.lo, 25, EXACT);
  assert_near(out[1].coverage.hi, 1, EXACT);
  assert_near(out[0].p_top, 1, EXACT);
  assert_near(out[1].p_top, 0, EXACT);
  assert_near(out[2].share.hi, 0, EXACT);  // a partner that is not named
  assert_near(out[2].p_top, 0, EXACT);
}

// Of two passages one names nobody: a quarter of the draws has no partner.
static void test_silent_draws(void **state) {
  (void)state;
  static const uint32_t tokens[2] = {10, 10};
  static const size_t starts[3] = {0, 1, 1};
  static const spokes_passage_entry entries[1] = {{0, 1}};
  const spokes_passages passages = {tokens, starts, entries, 2, 1, NULL, NULL};
  spokes_uncertainty out;
  assert_int_equal(resample(&passages, &out), SPOKES_OK);
  assert_near(out.share.lo, 1, EXACT);
  assert_near(out.coverage.lo, 1, EXACT);
  assert_near(out.rate.lo, 0, EXACT);
  assert_near(out.rate.hi, 100, EXACT);
  assert_near(out.p_top, 0.75, 0.04);
}

// Units of several passages: intervals of coverage go by the passages in them. Both units have the same passages and
// names, so that no draw differs from the whole.
static void test_weights(void **state) {
  (void)state;
  static const uint32_t tokens[2] = {100, 100}, weights[4] = {3, 1, 3, 1}, naming[2] = {4, 4};
  static const size_t starts[3] = {0, 2, 4};
  static const spokes_passage_entry entries[4] = {{0, 6}, {1, 2}, {0, 6}, {1, 2}};
  const spokes_passages passages = {tokens, starts, entries, 2, 2, weights, naming};
  spokes_uncertainty out[2];
  assert_int_equal(resample(&passages, out), SPOKES_OK);
  assert_near(out[0].share.lo, 0.75, EXACT);
  assert_near(out[0].share.hi, 0.75, EXACT);
  assert_near(out[0].coverage.lo, 0.75, EXACT);
  assert_near(out[1].coverage.hi, 0.25, EXACT);
  assert_near(out[1].rate.lo, 20, EXACT);
}

#define MANY 9000u  // units: beyond what is picked with 16 bits

// Numbers beyond 16 bits give the intervals of small ones; and with many units of which half name A and half B, either
// share lies around one half: +- 1.96 / sqrt(4 * 9000) = .0103.
static void test_large(void **state) {
  (void)state;
  static const uint32_t small_tokens[3] = {10, 20, 30}, large_tokens[3] = {100000, 200000, 300000};
  static const size_t starts[4] = {0, 1, 3, 3};
  static const spokes_passage_entry small_entries[3] = {{0, 1}, {0, 2}, {1, 3}};
  static const spokes_passage_entry large_entries[3] = {{0, 10000}, {0, 20000}, {1, 30000}};
  const spokes_passages small = {small_tokens, starts, small_entries, 3, 2, NULL, NULL};
  const spokes_passages large = {large_tokens, starts, large_entries, 3, 2, NULL, NULL};
  spokes_uncertainty of_small[2], of_large[2];
  assert_int_equal(resample(&small, of_small), SPOKES_OK);
  assert_int_equal(resample(&large, of_large), SPOKES_OK);
  for (size_t a = 0; a < 2; a++) {
    assert_near(of_large[a].share.lo, of_small[a].share.lo, EXACT);
    assert_near(of_large[a].share.hi, of_small[a].share.hi, EXACT);
    assert_near(of_large[a].rate.lo, of_small[a].rate.lo, 1e-9);
    assert_near(of_large[a].coverage.hi, of_small[a].coverage.hi, EXACT);
    assert_near(of_large[a].p_top, of_small[a].p_top, EXACT);
  }
  static uint32_t tokens[MANY];
  static size_t many_starts[MANY + 1];
  static spokes_passage_entry entries[MANY];
  for (size_t u = 0; u < MANY; u++) {
    tokens[u] = 1;
    many_starts[u + 1] = u + 1;
    entries[u] = (spokes_passage_entry){u % 2, 1};
  }
  const spokes_passages many = {tokens, many_starts, entries, MANY, 2, NULL, NULL};
  assert_int_equal(resample(&many, of_large), SPOKES_OK);
  assert_near(of_large[0].share.lo, 0.5 - 0.0103, 0.0015);
  assert_near(of_large[0].share.hi, 0.5 + 0.0103, 0.0015);
  assert_near(of_large[1].coverage.hi, 1 - of_large[0].coverage.lo, EXACT);
  assert_near(of_large[0].p_top + of_large[1].p_top, 1, 0.02);  // ties are counted for both
}

// Sums that no draw could hold are refused, not wrapped around.
static void test_limit(void **state) {
  (void)state;
  static const uint32_t tokens[2] = {10, 10};
  static const size_t starts[3] = {0, 1, 2};
  static const spokes_passage_entry entries[2] = {{0, UINT32_MAX / 4}, {0, 1}};
  const spokes_passages passages = {tokens, starts, entries, 2, 1, NULL, NULL};
  spokes_uncertainty out;
  assert_int_equal(resample(&passages, &out), SPOKES_E_LIMIT);
}

// One unit outweighs many: all picks of it would not fit, as many as can be do.
static void test_uneven_units(void **state) {
  (void)state;
  static uint32_t tokens[MANY];
  static size_t starts[MANY + 1];
  static spokes_passage_entry entries[MANY];
  for (size_t u = 0; u < MANY; u++) {
    tokens[u] = 1;
    starts[u + 1] = u + 1;
    entries[u] = (spokes_passage_entry){u > 0, u ? 1 : 1000000};
  }
  const spokes_passages passages = {tokens, starts, entries, MANY, 2, NULL, NULL};
  spokes_uncertainty out[2];
  assert_int_equal(resample(&passages, out), SPOKES_OK);
  assert_near(out[0].share.lo, 0, EXACT);  // in e^-1 of the draws it is not picked
  assert_true(out[0].share.hi > 0.99);
  assert_near(out[0].p_top, 1 - 0.3679, 0.04);
}

static void test_not_available(void **state) {
  (void)state;
  static const uint32_t tokens[1] = {0};
  static const size_t starts[2] = {0, 0};
  spokes_uncertainty out;
  const spokes_passages empty = {tokens, starts, NULL, 0, 1, NULL, NULL},
                        silent = {tokens, starts, NULL, 1, 1, NULL, NULL};
  const spokes_passages nobody = {tokens, starts, NULL, 1, 0, NULL, NULL};
  assert_int_equal(resample(&empty, &out), SPOKES_OK);
  assert_not_available(out.share.lo);
  assert_not_available(out.rate.lo);
  assert_not_available(out.p_top);
  assert_int_equal(resample(&silent, &out), SPOKES_OK);  // one passage without tokens and names
  assert_not_available(out.share.lo);
  assert_not_available(out.coverage.hi);
  assert_not_available(out.rate.lo);
  assert_near(out.p_top, 0, EXACT);
  assert_int_equal(resample(&nobody, NULL), SPOKES_OK);
}

static void test_without_memory(void **state) {
  (void)state;
  static const uint32_t tokens[1] = {40};
  static const size_t starts[2] = {0, 1};
  static const spokes_passage_entry entries[1] = {{0, 3}};
  const spokes_passages passages = {tokens, starts, entries, 1, 1, NULL, NULL},
                        vast = {tokens, starts, entries, 1, SIZE_MAX / 4, NULL, NULL};
  spokes_uncertainty out;
  spokes_status status = SPOKES_E_NOMEM;
  uint64_t n = 0;
  while (status == SPOKES_E_NOMEM && n < 100) {
    spokes__alloc_fail_after(++n);
    status = resample(&passages, &out);
  }
  spokes__alloc_fail_after(0);
  assert_int_equal(status, SPOKES_OK);
  assert_true(n > 10);
  assert_int_equal(resample(&vast, &out), SPOKES_E_NOMEM);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_generator),     cmocka_unit_test(test_streams),      cmocka_unit_test(test_below),
      cmocka_unit_test(test_two_passages),  cmocka_unit_test(test_one_passage),  cmocka_unit_test(test_silent_draws),
      cmocka_unit_test(test_not_available), cmocka_unit_test(test_weights),      cmocka_unit_test(test_large),
      cmocka_unit_test(test_limit),         cmocka_unit_test(test_uneven_units), cmocka_unit_test(test_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
