// Co-mentions, Jaccard and NPMI on the example of the header.

#include "base/alloc.h"
#include "measure/comention.h"
#include "near.h"

#define EXACT 1e-12

static void test_example(void **state) {
  (void)state;
  spokes_comentions table;
  assert_int_equal(spokes__comentions_init(&table, 3, NULL), SPOKES_OK);
  spokes__comentions_add(&table, (const uint32_t[]){0, 1}, 2);
  spokes__comentions_add(&table, (const uint32_t[]){2, 0, 1}, 3);
  spokes__comentions_add(&table, (const uint32_t[]){0}, 1);
  spokes__comentions_add(&table, NULL, 0);
  assert_int_equal(table.singles[0], 3);
  assert_int_equal(table.singles[1], 2);
  assert_int_equal(table.singles[2], 1);
  assert_int_equal(spokes__comentions_count(&table, 0, 1), 2);
  assert_int_equal(spokes__comentions_count(&table, 1, 0), 2);
  assert_int_equal(spokes__comentions_count(&table, 0, 2), 1);
  assert_int_equal(spokes__comentions_count(&table, 2, 1), 1);
  spokes__comentions_release(&table);
  spokes__comentions_release(&table);  // twice is allowed
}

static void test_small_tables(void **state) {
  (void)state;
  spokes_comentions table;
  assert_int_equal(spokes__comentions_init(&table, 0, NULL), SPOKES_OK);
  spokes__comentions_release(&table);
  assert_int_equal(spokes__comentions_init(&table, 1, NULL), SPOKES_OK);
  spokes__comentions_add(&table, (const uint32_t[]){0}, 1);
  assert_int_equal(table.singles[0], 1);
  spokes__comentions_release(&table);
  assert_int_equal(spokes__comentions_init(&table, SIZE_MAX / 2, NULL), SPOKES_E_NOMEM);
  for (uint64_t n = 1; n <= 2; n++) {
    spokes__alloc_fail_after(n);
    assert_int_equal(spokes__comentions_init(&table, 3, NULL), SPOKES_E_NOMEM);
    assert_null(table.singles);
  }
  spokes__alloc_fail_after(0);
}

static void test_jaccard(void **state) {
  (void)state;
  assert_near(spokes__jaccard_compute(2, 3, 2), 2.0 / 3, EXACT);
  assert_near(spokes__jaccard_compute(1, 3, 1), 1.0 / 3, EXACT);
  assert_near(spokes__jaccard_compute(1, 2, 1), 0.5, EXACT);
  assert_near(spokes__jaccard_compute(4, 4, 4), 1, EXACT);
  assert_near(spokes__jaccard_compute(0, 4, 0), 0, EXACT);
  assert_not_available(spokes__jaccard_compute(0, 0, 0));
}

static void test_npmi(void **state) {
  (void)state;
  assert_near(spokes__npmi_compute(2, 3, 2, 4), 0.4150374992788437, EXACT);
  assert_near(spokes__npmi_compute(1, 2, 1, 4), 0.5, EXACT);
  assert_near(spokes__npmi_compute(1, 2, 2, 4), 0, EXACT);   // independent
  assert_near(spokes__npmi_compute(3, 3, 3, 9), 1, EXACT);   // only together
  assert_near(spokes__npmi_compute(0, 3, 2, 9), -1, EXACT);  // never together
  assert_not_available(spokes__npmi_compute(0, 0, 2, 9));
  assert_not_available(spokes__npmi_compute(1, 1, 1, 1));  // the only passage
  assert_not_available(spokes__npmi_compute(0, 0, 0, 0));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_example), cmocka_unit_test(test_small_tables),
                                     cmocka_unit_test(test_jaccard), cmocka_unit_test(test_npmi)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
