// The typology on the example of its header and at its edges.

#include <string.h>

#include "base/alloc.h"
#include "dense_texts.h"
#include "measure/block_loops.h"
#include "measure/random.h"
#include "near.h"

#define EXACT 1e-12

static const spokes_role quad_roles[4] = {SPOKES_ROLE_HUB, SPOKES_ROLE_ALLY, SPOKES_ROLE_ALLY, SPOKES_ROLE_EXTERNAL};

// The pooled counts of the header in seven documents; columns USA JPN AUS IND.
static const size_t quad_issuers[7] = {1, 0, 2, 1, 3, 2, 3};
static const uint64_t quad_mentions[7][4] = {{10, 0, 6, 4}, {0, 12, 8, 10}, {5, 10, 0, 1}, {20, 7, 0, 0},
                                             {6, 1, 0, 0},  {15, 0, 9, 4},  {0, 1, 0, 5}};
static const uint64_t quad_hub[7] = {10, 0, 5, 20, 6, 15, 0};

static dense_texts quad(void) { return (dense_texts){quad_roles, 4, quad_issuers, quad_hub, quad_mentions[0], 7}; }

static spokes_typology compute_with(const dense_texts *texts, size_t members_needed, unsigned threads,
                                    spokes_member_result *members) {
  const spokes_typology_options options = SPOKES_TYPOLOGY_OPTIONS_INIT;
  spokes_typology out;
  assert_int_equal(dense_compute(texts, &options, members_needed, 1, threads, members, &out), SPOKES_OK);
  return out;
}

static spokes_typology compute(const dense_texts *texts, spokes_member_result *members) {
  return compute_with(texts, 0, 1, members);
}

static void test_example(void **state) {
  (void)state;
  const dense_texts texts = quad();
  spokes_member_result members[4], again[4];
  spokes_typology out = compute(&texts, members), same = compute_with(&texts, 0, 3, again);
  double jpn = (30.0 / 36 + 30.0 / 34) / 2, aus = (20.0 / 30 + 20.0 / 25) / 2, ind = 0.875;
  assert_not_available(members[0].u);
  assert_near(members[1].u, jpn, EXACT);
  assert_near(members[2].u, aus, EXACT);
  assert_near(members[3].u, ind, EXACT);
  assert_near(out.u, (jpn + aus + ind) / 3, EXACT);
  assert_near(members[0].c, 2.0 / 3, EXACT);
  assert_near(out.c, (2.0 / 3 + 0.9 + 6.0 / 7 + 1) / 4, EXACT);
  assert_near(out.even_closure, 0.75, EXACT);
  assert_int_equal(out.cell, SPOKES_CELL_EXPANDING);
  assert_int_equal(out.external_members, 1);
  assert_int_equal(out.members_with_documents, 4);
  assert_int_equal(out.single_document_members, 1);
  assert_int_equal(out.pairs, 6);
  assert_int_equal(out.pairs_absent, 0);
  assert_int_equal(members[1].documents, 2);
  assert_true(out.u_interval.lo <= out.u && out.u <= out.u_interval.hi);
  assert_true(out.c_interval.lo <= out.c && out.c <= out.c_interval.hi);
  double sum = 0;
  for (size_t i = 0; i < SPOKES_CELL_COUNT; i++) sum += out.p_cells[i];
  assert_near(sum, 1, EXACT);
  assert_memory_equal(&out.u_interval, &same.u_interval, sizeof out.u_interval);
  assert_memory_equal(out.p_cells, same.p_cells, sizeof out.p_cells);
}

static void test_cells(void **state) {
  (void)state;
  const spokes_typology_options options = SPOKES_TYPOLOGY_OPTIONS_INIT;
  static const struct {
    double u, c;
    spokes_cell cell;
    const char *name;
  } cases[] = {{0.8, 0.95, SPOKES_CELL_HUB_AND_SPOKES, "hub-and-spokes"},
               {0.75, 0.9, SPOKES_CELL_HUB_AND_SPOKES, "hub-and-spokes"},  // on the thresholds
               {0.7, 1, SPOKES_CELL_INTEGRATED, "integrated"},
               {0.8, 0.5, SPOKES_CELL_EXPANDING, "expanding"},
               {0.2, 0.5, SPOKES_CELL_LOOSE, "loose"},
               {(double)NAN, 0.5, SPOKES_CELL_NONE, "not enough documents"},
               {0.5, (double)NAN, SPOKES_CELL_NONE, "not enough documents"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    assert_int_equal(spokes__cell_find(cases[i].u, cases[i].c, &options), cases[i].cell);
    assert_string_equal(spokes__cell_name(cases[i].cell), cases[i].name);
  }
}

// USA JPN KOR: nobody outside, so closed by definition; one document each, so nothing to draw from.
static void test_closed_grouping(void **state) {
  (void)state;
  static const spokes_role roles[3] = {SPOKES_ROLE_HUB, SPOKES_ROLE_ALLY, SPOKES_ROLE_ALLY};
  static const size_t issuers[3] = {0, 1, 2};
  static const uint64_t hub[3] = {0, 6, 4}, mentions[3][3] = {{0, 0, 0}, {6, 0, 6}, {4, 1, 0}};
  const dense_texts texts = {roles, 3, issuers, hub, mentions[0], 3};
  spokes_member_result members[3];
  spokes_typology out = compute(&texts, members);
  assert_near(out.u, (0.5 + 0.8) / 2, EXACT);
  assert_near(out.c, 1, EXACT);
  assert_near(out.even_closure, 1, EXACT);
  assert_int_equal(out.cell, SPOKES_CELL_INTEGRATED);
  assert_int_equal(out.single_document_members, 3);
  assert_int_equal(out.silent_members, 0);
  assert_not_available(out.u_interval.lo);
  assert_not_available(out.p_cells[SPOKES_CELL_INTEGRATED]);
}

// FRA AUS IND with the United States outside as the yardstick; one pair that no one names.
static void test_hub_outside(void **state) {
  (void)state;
  static const spokes_role roles[3] = {SPOKES_ROLE_ALLY, SPOKES_ROLE_ALLY, SPOKES_ROLE_EXTERNAL};
  static const size_t issuers[4] = {0, 1, 1, 2};
  static const uint64_t hub[4] = {0, 3, 6, 0}, mentions[4][3] = {{0, 0, 5}, {1, 0, 0}, {0, 0, 1}, {0, 0, 0}};
  const dense_texts texts = {roles, 3, issuers, hub, mentions[0], 4};
  spokes_member_result members[3];
  spokes_typology out = compute(&texts, members);
  assert_near(members[0].u, 0, EXACT);  // France: IND 5, USA 0; the pair with AUS is absent
  assert_int_equal(members[0].pairs_absent, 1);
  assert_near(members[1].u, 0.9, EXACT);
  assert_not_available(members[2].u);  // India names nobody
  assert_near(out.u, 0.45, EXACT);
  assert_near(out.c, (0 + 0.5) / 2, EXACT);
  assert_int_equal(out.silent_members, 1);
  assert_int_equal(out.pairs, 6);
  assert_int_equal(out.pairs_absent, 3);
  assert_int_equal(out.cell, SPOKES_CELL_LOOSE);
}

static void test_not_enough_documents(void **state) {
  (void)state;
  dense_texts texts = quad();
  spokes_member_result members[4];
  texts.document_count = 4;  // none of India
  spokes_typology out = compute(&texts, members);
  assert_int_equal(out.cell, SPOKES_CELL_NONE);
  assert_not_available(out.u);
  assert_not_available(out.c_interval.hi);
  assert_int_equal(out.members_with_documents, 3);
  assert_int_equal(compute_with(&texts, 3, 1, members).cell, SPOKES_CELL_LOOSE);
  texts.document_count = 0;
  assert_int_equal(compute(&texts, members).cell, SPOKES_CELL_NONE);
  texts = quad();
  texts.member_count = 0;
  texts.document_count = 0;
  assert_int_equal(compute(&texts, members).cell, SPOKES_CELL_NONE);
}

// Documents that name nobody: U is not available, whatever C is.
static void test_silence(void **state) {
  (void)state;
  static const spokes_role roles[2] = {SPOKES_ROLE_HUB, SPOKES_ROLE_ALLY};
  static const size_t issuers[2] = {0, 1};
  static const uint64_t hub[2] = {0, 0}, mentions[2][2] = {{0, 0}, {0, 0}};
  const dense_texts texts = {roles, 2, issuers, hub, mentions[0], 2};
  spokes_member_result members[2];
  assert_int_equal(compute(&texts, members).cell, SPOKES_CELL_NONE);
}

// Two groupings of the same states have the same draws; one with an issuer more leaves those of the others as they are.
static void test_shared_draws(void **state) {
  (void)state;
  const dense_texts texts = quad();
  const spokes_typology_options options = SPOKES_TYPOLOGY_OPTIONS_INIT;
  spokes_member_result members[4], results[3][4];
  spokes_typology alone = compute(&texts, members), outs[3];
  dense_work work;
  dense_fill(&work, &texts, 1);
  const spokes_grouping groupings[3] = {{work.members + 1, 3, 0, results[0], &outs[0]},
                                        {work.members, 4, 0, results[1], &outs[1]},
                                        {work.members + 1, 2, 0, results[2], &outs[2]}};
  const spokes_typology_input in = {work.issuers, 4, 5, 0, groupings, 3};
  assert_int_equal(spokes__typology_compute(&in, &options, 2, NULL), SPOKES_OK);
  assert_memory_equal(&outs[1].u_interval, &alone.u_interval, sizeof alone.u_interval);
  assert_memory_equal(&outs[1].c_interval, &alone.c_interval, sizeof alone.c_interval);
  assert_memory_equal(outs[1].p_cells, alone.p_cells, sizeof alone.p_cells);
  // U is of the spokes alone: without the hub's own documents it is the same.
  assert_memory_equal(&outs[0].u_interval, &alone.u_interval, sizeof alone.u_interval);
  assert_near(outs[2].u, ((30.0 / 36) + (20.0 / 30)) / 2, EXACT);
  assert_near(outs[2].c, 1, EXACT);
}

// The loops are the same for every processor, to the last bit.
static void test_block_loops(void **state) {
  (void)state;
  static double rows[3][SPOKES_BLOCK];
  spokes_block_mean means[2][2];
  const spokes_block_loops *all[2] = {&spokes__block_loops_plain, spokes__block_loops(spokes__simd_level())};
  spokes_random random;
  spokes__random_seed(&random, 7);
  for (int round = 0; round < 200; round++) {
    double results[2][SPOKES_BLOCK];
    for (size_t i = 0; i < 3; i++)
      for (size_t b = 0; b < SPOKES_BLOCK; b++) rows[i][b] = spokes__random_below(&random, round % 2 ? 3 : 100000);
    memset(means, 0, sizeof means);
    for (size_t level = 0; level < 2; level++) {
      memcpy(results[level], rows[0], sizeof rows[0]);
      all[level]->add_times(results[level], rows[1], 3);
      all[level]->add_row(results[level], rows[2]);
      all[level]->add_parts(&means[level][0], results[level], rows[1]);
      all[level]->add_parts(&means[level][0], rows[1], rows[2]);
      all[level]->add_mean(&means[level][1], &means[level][0]);
    }
    assert_memory_equal(results[0], results[1], sizeof results[0]);
    assert_memory_equal(means[0], means[1], sizeof means[0]);
    for (size_t b = 0; b < SPOKES_BLOCK; b++) {
      double one = rows[0][b] + 3 * rows[1][b] + rows[2][b], two = rows[1][b] + rows[2][b];
      assert_near(results[0][b], one, EXACT);
      double sum = (one + rows[1][b] > 0 ? one / (one + rows[1][b]) : 0) + (two > 0 ? rows[1][b] / two : 0);
      assert_near(means[0][0].sums[b], sum, EXACT);
      assert_near(means[0][0].counts[b], (one + rows[1][b] > 0) + (two > 0), EXACT);
    }
  }
}

static void test_without_memory(void **state) {
  (void)state;
  const dense_texts texts = quad();
  const spokes_typology_options options = SPOKES_TYPOLOGY_OPTIONS_INIT;
  spokes_member_result members[4];
  spokes_typology out;
  spokes_status status = SPOKES_E_NOMEM;
  uint64_t n = 0;
  while (status == SPOKES_E_NOMEM && n < 100) {
    spokes__alloc_fail_after(++n);
    status = dense_compute(&texts, &options, 0, 1, 2, members, &out);
  }
  spokes__alloc_fail_after(0);
  assert_int_equal(status, SPOKES_OK);
  assert_true(n > 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_example),
                                     cmocka_unit_test(test_cells),
                                     cmocka_unit_test(test_closed_grouping),
                                     cmocka_unit_test(test_hub_outside),
                                     cmocka_unit_test(test_not_enough_documents),
                                     cmocka_unit_test(test_silence),
                                     cmocka_unit_test(test_shared_draws),
                                     cmocka_unit_test(test_block_loops),
                                     cmocka_unit_test(test_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
