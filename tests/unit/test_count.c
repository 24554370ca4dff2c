// measure/: the example of count.h, word for word, under the three counting rules.

#include <string.h>

#include "cmocka_all.h"
#include "measure/count.h"

static spokes_lexicon *lexicon;

static int setup(void **state) {
  (void)state;
  return spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  (void)state;
  spokes_lexicon_free(lexicon);
  return 0;
}

static spokes_actor actor(const char *id) { return spokes__lexicon_find_actor(lexicon, id, strlen(id)); }

// A mention as the scanner would report it.
static spokes_hit hit(const char *id, spokes_kind kind, uint32_t passage, uint32_t sentence) {
  return (spokes_hit){.actor = actor(id), .kind = (uint8_t)kind, .passage = passage, .sentence = sentence};
}

static void count(spokes_counts *counts, spokes_count_rule rule) {
  spokes_hit hits[] = {hit("JPN", SPOKES_KIND_NAME, 1, 1), hit("JPN", SPOKES_KIND_DEMONYM, 1, 1),
                       hit("IND", SPOKES_KIND_NAME, 1, 2), hit("QUAD", SPOKES_KIND_NAME, 2, 3),
                       hit("JPN", SPOKES_KIND_METONYM, 2, 4)};
  spokes_hit out = hit("IND", SPOKES_KIND_DEMONYM, 2, 4);
  spokes_match_result result = {{hits, COUNT_OF(hits), 0}, {&out, 1, 0}, 0};
  spokes_match_context context = {20220701, actor("USA")};
  spokes__counts_fill(counts, lexicon, &result, &context, rule);
}

static void example_of_the_header(void **state) {
  (void)state;
  spokes_counts counts;
  assert_int_equal(spokes__counts_init(&counts, spokes__lexicon_actor_count(lexicon), NULL), SPOKES_OK);
  // Twice, so that nothing is left over from the document before.
  for (int round = 0; round < 2; round++) {
    count(&counts, SPOKES_COUNT_EXPLICIT);
    const spokes_actor_count *jpn = &counts.actors[actor("JPN")], *ind = &counts.actors[actor("IND")];
    assert_int_equal(jpn->mentions, 2);
    assert_int_equal(jpn->sentences, 1);
    assert_int_equal(jpn->passages, 1);
    assert_int_equal(jpn->kinds[SPOKES_KIND_METONYM], 1);
    assert_int_equal(jpn->implied, 1);
    assert_int_equal(ind->mentions, 1);
    assert_int_equal(ind->excluded[SPOKES_COUNT_ALL], 1);
    assert_int_equal(ind->excluded[SPOKES_COUNT_EXPLICIT], 1);
    assert_int_equal(ind->excluded[SPOKES_COUNT_NAMES], 0);
    assert_int_equal(counts.actors[actor("QUAD")].mentions, 1);
    assert_int_equal(counts.actors[actor("USA")].implied, 1);
    assert_int_equal(counts.mentions, 4);
    assert_int_equal(counts.naming_passages, 1);
    assert_int_equal(counts.partners_named, 2);
    assert_int_equal(counts.touched_count, 5);
  }
  spokes__counts_release(&counts);
}

static void other_rules(void **state) {
  (void)state;
  static const struct {
    spokes_count_rule rule;
    uint64_t mentions, japan, naming_passages;
  } cases[] = {{SPOKES_COUNT_NAMES, 3, 1, 1}, {SPOKES_COUNT_EXPLICIT, 4, 2, 1}, {SPOKES_COUNT_ALL, 5, 3, 2}};
  spokes_counts counts;
  assert_int_equal(spokes__counts_init(&counts, spokes__lexicon_actor_count(lexicon), NULL), SPOKES_OK);
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    count(&counts, cases[i].rule);
    assert_int_equal(counts.mentions, cases[i].mentions);
    assert_int_equal(counts.actors[actor("JPN")].mentions, cases[i].japan);
    assert_int_equal(counts.naming_passages, cases[i].naming_passages);
  }
  spokes__counts_release(&counts);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(example_of_the_header), cmocka_unit_test(other_rules)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
