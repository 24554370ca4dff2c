// What the bootstrap is made of: even picks, and intervals without sorting, each against its plain definition.

#include <stdbool.h>
#include <string.h>

#include "measure/picks.h"
#include "measure/quantile.h"
#include "measure/tails.h"
#include "near.h"

#define VALUES 2100
#define EXACT 1e-12

// The picks of the header's definition, one random number of 16 bits after the other.
typedef struct plain_picks {
  spokes_random random;
  uint64_t word;
  unsigned left;  // numbers left in the word
} plain_picks;

static uint32_t plain_pick(plain_picks *plain, uint32_t bound) {
  for (;;) {
    if (!plain->left) {
      plain->word = spokes__random_next(&plain->random);
      plain->left = 4;
    }
    uint32_t product = (uint32_t)(plain->word & 0xffff) * bound;
    plain->word >>= 16;
    plain->left--;
    if (product % 0x10000u >= 0x10000u % bound) return product / 0x10000u;
  }
}

static void test_picks(void **state) {
  (void)state;
  static const uint32_t bounds[] = {1, 2, 3, 29, 485, 4096, 8191, SPOKES_PICKS_NARROW};
  static uint16_t tally[SPOKES_PICKS_NARROW], expected[SPOKES_PICKS_NARROW];
  for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
    spokes_random random;
    spokes_picks picks;
    plain_picks plain = {.left = 0};
    spokes__random_seed(&random, i);
    plain.random = random;
    spokes__picks_init(&picks, &random, bounds[i]);
    for (size_t count = 1; count < 3000; count = 2 * count + 1) {
      memset(tally, 0, sizeof tally);
      memset(expected, 0, sizeof expected);
      spokes__picks_tally(&picks, count, tally, 1);
      for (size_t k = 0; k < count; k++) expected[plain_pick(&plain, bounds[i])]++;
      assert_memory_equal(tally, expected, sizeof tally);
    }
  }
}

// Above the bound of 16 bits each pick is spokes__random_below.
static void test_wide_picks(void **state) {
  (void)state;
  static uint16_t tally[SPOKES_PICKS_NARROW + 1], expected[SPOKES_PICKS_NARROW + 1];
  spokes_random random, plain;
  spokes_picks picks;
  spokes__random_seed(&random, 3);
  plain = random;
  spokes__picks_init(&picks, &random, SPOKES_PICKS_NARROW + 1);
  spokes__picks_tally(&picks, 20000, tally, 1);
  for (size_t k = 0; k < 20000; k++) expected[spokes__random_below(&plain, SPOKES_PICKS_NARROW + 1)]++;
  assert_memory_equal(tally, expected, sizeof tally);
}

typedef struct drawn {
  int32_t n[VALUES];
  double scales[VALUES], values[VALUES];
  size_t count;
  spokes_scales factors;
} drawn;

static spokes_interval find(const drawn *d, double level) {
  static double inside[VALUES];
  static uint8_t bins[VALUES];
  spokes_tails tails = {inside, bins};
  spokes_tails_row row = spokes__tails_row(d->n, d->count);
  return spokes__tails_find(&tails, &row, &d->factors, level);
}

// count values of up to `most`; one in `gaps` is missing (0: none).
static void make(drawn *d, spokes_random *random, size_t count, uint32_t most, uint32_t gaps) {
  *d = (drawn){.count = count};
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    bool is_missing = gaps && !spokes__random_below(random, gaps);
    d->n[i] = is_missing ? 0 : (int32_t)spokes__random_below(random, most + 1);
    d->scales[i] = is_missing ? 0 : 1.0 / (1 + spokes__random_below(random, 40));
    d->factors.missing += is_missing ? 1 : 0;
    if (d->scales[i] > d->factors.max) d->factors.max = d->scales[i];
    if (!is_missing) d->values[kept++] = d->n[i] * d->scales[i];
  }
  d->factors.items = d->scales;
}

static void test_intervals(void **state) {
  (void)state;
  static drawn d;
  static const size_t counts[] = {1, 2, 3, 47, 239, 240, 241, 480, 2000, VALUES};
  static const uint32_t mosts[] = {0, 1, 3, 200, 1000000}, gaps[] = {0, 1, 2, 40};
  static const double levels[] = {0, 0.5, 0.95, 1};
  spokes_random random;
  spokes__random_seed(&random, 11);
  for (size_t c = 0; c < 10; c++) {
    for (size_t k = 0; k < 5 * 4 * 4; k++) {
      double level = levels[k / 20];
      make(&d, &random, counts[c], mosts[k % 5], gaps[k / 5 % 4]);
      spokes_interval expected = spokes__interval_select(d.values, d.count - d.factors.missing, level);
      spokes_interval found = find(&d, level);
      if (isnan(expected.lo)) {
        assert_not_available(found.lo);
        assert_not_available(found.hi);
        continue;
      }
      assert_near(found.lo, expected.lo, EXACT * (1 + expected.lo));
      assert_near(found.hi, expected.hi, EXACT * (1 + expected.hi));
    }
  }
}

static void test_examples(void **state) {
  (void)state;
  static drawn d = {.n = {4, 1, 3, 2}, .scales = {10, 10, 10, 0}, .count = 4};
  d.factors = (spokes_scales){d.scales, 10, 1};
  spokes_interval found = find(&d, 0.5);
  assert_near(found.lo, 20, EXACT);
  assert_near(found.hi, 35, EXACT);
  d.factors.missing = 4;
  assert_not_available(find(&d, 0.5).lo);
  d = (drawn){.n = {7, 7, 7}, .scales = {0.1, 0.1, 0.1}, .count = 3};
  d.factors = (spokes_scales){d.scales, 0.1, 0};
  assert_near(find(&d, 0.95).lo, 0.7, EXACT);
  assert_near(find(&d, 0.95).hi, 0.7, EXACT);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_picks), cmocka_unit_test(test_wide_picks),
                                     cmocka_unit_test(test_intervals), cmocka_unit_test(test_examples)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
