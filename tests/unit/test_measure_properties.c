// What must hold for every input, over seeded random documents: shares sum to 1, ranks follow counts, a text against
// itself differs in nothing, two halves make the whole.

#include <string.h>

#include "dense_texts.h"
#include "measure/agreement.h"
#include "measure/comention.h"
#include "measure/dispersion.h"
#include "measure/keyness.h"
#include "measure/psi.h"
#include "measure/random.h"
#include "measure/reliability.h"
#include "measure/resample.h"
#include "measure/shares.h"
#include "measure/trend.h"
#include "near.h"

#define ROUNDS 500
#define PARTNERS 12
#define NEAR 1e-9

static spokes_random source;

static int seed_source(void **state) {
  (void)state;
  spokes__random_seed(&source, 20240911);
  return 0;
}

// Mostly zeros and small numbers, sometimes a large one: what counts look like.
static uint64_t any_count(void) {
  uint32_t kind = spokes__random_below(&source, 10);
  return kind < 4 ? 0 : spokes__random_below(&source, kind == 9 ? 1000 : 8);
}

static uint64_t fill_counts(uint64_t *n, size_t count) {
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++) total += n[i] = any_count();
  return total;
}

static void test_shares_sum_to_one(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t n[PARTNERS], total = fill_counts(n, PARTNERS);
    if (!total) continue;
    double sum = 0, hhi = spokes__hhi_compute(n, PARTNERS);
    for (size_t i = 0; i < PARTNERS; i++) sum += spokes__share_compute(n[i], total);
    assert_near(sum, 1, NEAR);
    double effective = spokes__effective_number_compute(hhi);
    assert_true(effective >= 1 - NEAR && effective <= PARTNERS + NEAR);
  }
}

static void test_ranks_follow_counts(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t n[PARTNERS];
    uint32_t ranks[PARTNERS];
    fill_counts(n, PARTNERS);
    assert_int_equal(spokes__ranks_compute(n, PARTNERS, ranks, NULL), SPOKES_OK);
    for (size_t i = 0; i < PARTNERS; i++) {
      uint32_t above = 0;
      for (size_t j = 0; j < PARTNERS; j++) above += n[j] > n[i];
      assert_int_equal(ranks[i], n[i] ? above + 1 : 0);
    }
  }
}

static void test_self_difference_is_zero(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    spokes_frequency text = {1 + any_count(), 0};
    text.tokens = text.hits + 1 + spokes__random_below(&source, 100000);
    spokes_keyness key = spokes__keyness_compute(text, text);
    spokes_log_odds odds = spokes__log_odds_compute(text, text, 0.3, 500);
    assert_near(key.g2_two, 0, 0);
    assert_near(key.g2_four, 0, 0);
    assert_near(key.g2_williams, 0, 0);
    assert_near(key.chi2, 0, 0);
    assert_near(key.log2_ratio, 0, 0);
    assert_near(odds.delta, 0, 0);
    assert_near(odds.z, 0, 0);
    assert_near(spokes__p_value_compute(key.g2_four), 1, 0);
  }
}

static void test_difference_turns_round(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    spokes_frequency x = {1 + any_count(), 2000 + spokes__random_below(&source, 9000)};
    spokes_frequency y = {any_count(), 2000 + spokes__random_below(&source, 9000)};
    spokes_keyness there = spokes__keyness_compute(x, y), back = spokes__keyness_compute(y, x);
    assert_near(there.g2_two, back.g2_two, NEAR);
    assert_near(there.g2_four, back.g2_four, NEAR);
    assert_near(there.log2_ratio, -back.log2_ratio, NEAR);
    assert_near(there.ratio_interval.lo * back.ratio_interval.hi, 1, NEAR);
    assert_true(there.g2_williams <= there.g2_four + NEAR);
    assert_near(spokes__log_odds_compute(x, y, 1, 99).z, -spokes__log_odds_compute(y, x, 1, 99).z, NEAR);
  }
}

static void test_adjusted_p_values(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    double p[PARTNERS], out[PARTNERS];
    for (size_t i = 0; i < PARTNERS; i++) p[i] = spokes__random_below(&source, 1001) / 1000.0;
    assert_int_equal(spokes__p_values_adjust(p, PARTNERS, out, NULL), SPOKES_OK);
    for (size_t i = 0; i < PARTNERS; i++) {
      assert_true(out[i] >= p[i] && out[i] <= 1);
      for (size_t j = 0; j < PARTNERS; j++) assert_true(p[i] > p[j] || out[i] <= out[j]);
    }
  }
}

static void test_dispersion_and_psi_stay_in_range(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t hits[10], sizes[10], tokens = 20 + spokes__random_below(&source, 5000), n = fill_counts(hits, 10);
    for (size_t k = 0; k < 10; k++) sizes[k] = spokes__part_size(k, tokens, 10);
    spokes_dispersion d = spokes__dispersion_compute(hits, sizes, 10);
    if (!n) {
      assert_not_available(d.dp);
      continue;
    }
    assert_true(d.dp >= 0 && d.dp <= d.dp_norm && d.dp_norm <= 1);
    double psi = spokes__psi_compute(n, 0.3, 0.7, d.dp_norm);
    assert_true(psi >= 0 && psi <= 100);
  }
}

// Intervals hold the value of the document itself nearly always; here they must bracket it up to their own width.
static void test_intervals_are_ordered(void **state) {
  (void)state;
  for (int round = 0; round < 30; round++) {
    enum { PASSAGES = 25 };
    uint32_t tokens[PASSAGES];
    size_t starts[PASSAGES + 1] = {0}, used = 0;
    spokes_passage_entry entries[PASSAGES * 3];
    for (size_t p = 0; p < PASSAGES; p++) {
      tokens[p] = 5 + spokes__random_below(&source, 100);
      for (uint32_t a = 0; a < 3; a++)
        if (spokes__random_below(&source, 3) == 0)
          entries[used++] = (spokes_passage_entry){a, 1 + spokes__random_below(&source, 3)};
      starts[p + 1] = used;
    }
    const spokes_passages passages = {tokens, starts, entries, PASSAGES, 3, NULL, NULL};
    spokes_uncertainty out[3];
    spokes_random stream;
    spokes__random_seed_key(&stream, 5, "x", 1);
    assert_int_equal(spokes__passages_resample(&passages, 400, 0.95, &stream, out, NULL), SPOKES_OK);
    double tops = 0;
    for (size_t a = 0; a < 3; a++) {
      assert_true(out[a].share.lo <= out[a].share.hi && out[a].share.lo >= 0 && out[a].share.hi <= 1);
      assert_true(out[a].coverage.lo <= out[a].coverage.hi && out[a].coverage.hi <= 1);
      assert_true(out[a].rate.lo <= out[a].rate.hi);
      tops += out[a].p_top;
    }
    assert_true(tops >= 1 - NEAR);
  }
}

static void add_units(spokes_comentions *table, uint32_t (*units)[PARTNERS], const size_t *counts, size_t from,
                      size_t until) {
  for (size_t i = from; i < until; i++) spokes__comentions_add(table, units[i], counts[i]);
}

static void test_halves_make_the_whole(void **state) {
  (void)state;
  enum { UNITS = 40 };
  for (int round = 0; round < 30; round++) {
    uint32_t units[UNITS][PARTNERS];
    size_t counts[UNITS] = {0};
    for (size_t i = 0; i < UNITS; i++)
      for (uint32_t a = 0; a < PARTNERS; a++)
        if (spokes__random_below(&source, 4) == 0) units[i][counts[i]++] = a;
    spokes_comentions whole, first, second;
    assert_int_equal(spokes__comentions_init(&whole, PARTNERS, NULL), SPOKES_OK);
    assert_int_equal(spokes__comentions_init(&first, PARTNERS, NULL), SPOKES_OK);
    assert_int_equal(spokes__comentions_init(&second, PARTNERS, NULL), SPOKES_OK);
    add_units(&whole, units, counts, 0, UNITS);
    add_units(&first, units, counts, 0, UNITS / 3);
    add_units(&second, units, counts, UNITS / 3, UNITS);
    for (uint32_t a = 0; a < PARTNERS; a++) {
      assert_int_equal(whole.singles[a], first.singles[a] + second.singles[a]);
      for (uint32_t b = 0; b < a; b++) {
        uint64_t both = spokes__comentions_count(&whole, a, b);
        assert_int_equal(both, spokes__comentions_count(&first, a, b) + spokes__comentions_count(&second, b, a));
        double npmi = spokes__npmi_compute(both, whole.singles[a], whole.singles[b], UNITS);
        assert_true(npmi >= -1 - NEAR && npmi <= 1 + NEAR);
      }
    }
    spokes__comentions_release(&whole);
    spokes__comentions_release(&first);
    spokes__comentions_release(&second);
  }
}

// Pooling: a state's documents in one piece or cut into two give the same U and C.
static void test_typology_of_cut_documents(void **state) {
  (void)state;
  enum { MEMBERS = 4 };
  static const spokes_role roles[MEMBERS] = {SPOKES_ROLE_HUB, SPOKES_ROLE_ALLY, SPOKES_ROLE_ALLY, SPOKES_ROLE_EXTERNAL};
  static const size_t issuers[2 * MEMBERS] = {0, 1, 2, 3, 3, 2, 1, 0};
  spokes_typology_options options = SPOKES_TYPOLOGY_OPTIONS_INIT;
  options.draws = 50;
  for (int round = 0; round < 100; round++) {
    uint64_t cut[2 * MEMBERS][MEMBERS], whole[MEMBERS][MEMBERS], cut_hub[2 * MEMBERS], hub[MEMBERS];
    for (size_t d = 0; d < 2 * MEMBERS; d++) {
      fill_counts(cut[d], MEMBERS);
      cut_hub[d] = cut[d][0];
    }
    for (size_t s = 0; s < MEMBERS; s++) {
      for (size_t a = 0; a < MEMBERS; a++) whole[s][a] = cut[s][a] + cut[2 * MEMBERS - 1 - s][a];
      hub[s] = whole[s][0];
    }
    const dense_texts pieces = {roles, MEMBERS, issuers, cut_hub, cut[0], 2 * MEMBERS};
    const dense_texts single = {roles, MEMBERS, issuers, hub, whole[0], MEMBERS};
    spokes_member_result members[MEMBERS];
    spokes_typology a, b;
    assert_int_equal(dense_compute(&pieces, &options, 0, 3, 1, members, &a), SPOKES_OK);
    assert_int_equal(dense_compute(&single, &options, 0, 3, 1, members, &b), SPOKES_OK);
    assert_int_equal(a.cell, b.cell);
    if (a.cell == SPOKES_CELL_NONE) continue;
    assert_near(a.u, b.u, NEAR);
    assert_near(a.c, b.c, NEAR);
    assert_true(a.u >= 0 && a.u <= 1 && a.c >= 0 && a.c <= 1);
  }
}

static void test_tau_and_rho_turn_round(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    double x[8], y[8], down[8], rho, back;
    for (size_t i = 0; i < 8; i++) {
      x[i] = (double)any_count();
      y[i] = (double)any_count();
      down[i] = -y[i];
    }
    double tau = spokes__tau_compute(x, y, 8);
    assert_int_equal(spokes__spearman_compute(x, y, 8, &rho, NULL), SPOKES_OK);
    assert_int_equal(spokes__spearman_compute(x, down, 8, &back, NULL), SPOKES_OK);
    if (isnan(tau)) {
      assert_not_available(rho);
      continue;
    }
    assert_true(fabs(tau) <= 1 + NEAR && fabs(rho) <= 1 + NEAR);
    assert_near(spokes__tau_compute(x, down, 8), -tau, NEAR);
    assert_near(back, -rho, NEAR);
  }
}

static void test_a_list_agrees_with_itself(void **state) {
  (void)state;
  enum { MENTIONS = 30 };
  for (int round = 0; round < ROUNDS; round++) {
    spokes_coded_mention list[MENTIONS];
    for (size_t i = 0; i < MENTIONS; i++) {
      list[i] = (spokes_coded_mention){10 * i, 10 * i + 1 + spokes__random_below(&source, 10),
                                       spokes__random_below(&source, 3), spokes__random_below(&source, 4),
                                       (spokes_kind)spokes__random_below(&source, SPOKES_KIND_COUNT)};
    }
    spokes_tally actors[4];
    spokes_verdict predicted[MENTIONS], gold[MENTIONS];
    spokes_agreement out = {.actors = actors, .predicted = predicted, .gold = gold};
    const spokes_coded_list whole = {list, MENTIONS}, part = {list + 7, MENTIONS - 7};
    assert_int_equal(spokes__mentions_compare(whole, whole, 4, SPOKES_COUNT_ALL, &out, NULL), SPOKES_OK);
    assert_int_equal(out.all.right, MENTIONS);
    assert_int_equal(out.same_kind + out.same_span, 2 * MENTIONS);
    assert_int_equal(spokes__mentions_compare(part, whole, 4, SPOKES_COUNT_ALL, &out, NULL), SPOKES_OK);
    assert_int_equal(out.all.missed, 7);
    assert_int_equal(out.all.wrong, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_shares_sum_to_one),         cmocka_unit_test(test_ranks_follow_counts),
      cmocka_unit_test(test_self_difference_is_zero),   cmocka_unit_test(test_difference_turns_round),
      cmocka_unit_test(test_adjusted_p_values),         cmocka_unit_test(test_dispersion_and_psi_stay_in_range),
      cmocka_unit_test(test_intervals_are_ordered),     cmocka_unit_test(test_halves_make_the_whole),
      cmocka_unit_test(test_typology_of_cut_documents), cmocka_unit_test(test_tau_and_rho_turn_round),
      cmocka_unit_test(test_a_list_agrees_with_itself),
  };
  return cmocka_run_group_tests(tests, seed_source, NULL);
}
