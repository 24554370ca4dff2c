// run/profile, run/partners and run/indices over small documents whose numbers are worked out by hand: no mention, one
// actor, ties, an empty document, one passage, metonyms, units of several passages.

#include <string.h>

#include "base/alloc.h"
#include "near.h"
#include "run/indices.h"
#include "scratch.h"

#define EXACT 1e-12

static spokes_lexicon *lexicon;

static int setup(void **state) {
  if (scratch_setup(state)) return -1;
  return spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  spokes_lexicon_free(lexicon);
  return scratch_teardown(state);
}

static spokes_actor actor(const char *id) { return spokes__lexicon_find_actor(lexicon, id, strlen(id)); }

// One document through the stages of a worker.
typedef struct bench {
  spokes_index_options options;
  spokes_indices indices;
  spokes_counts counts;
  spokes_text text;
  spokes_scanner *scanner;
  spokes_match_context context;
} bench;

static void bench_init(bench *b, spokes_count_rule rule, const char *partners, uint32_t draws) {
  *b = (bench){.options = {.lexicon = lexicon, .count = rule, .draws = draws, .seed = 1}, .text = SPOKES_TEXT_INIT};
  assert_int_equal(spokes__partners_init(&b->options.partners, lexicon, partners, NULL, NULL), SPOKES_OK);
  assert_int_equal(spokes__indices_init(&b->indices, &b->options, NULL), SPOKES_OK);
  assert_int_equal(spokes__counts_init(&b->counts, spokes__lexicon_actor_count(lexicon), NULL), SPOKES_OK);
  assert_int_equal(spokes__scanner_new(lexicon, &b->scanner, NULL), SPOKES_OK);
}

static void bench_release(bench *b) {
  spokes__scanner_free(b->scanner);
  spokes__counts_release(&b->counts);
  spokes__indices_release(&b->indices);
  spokes__text_release(&b->text);
  spokes__partners_release(&b->options.partners);
}

static void measure(bench *b, const char *text, const char *issuer) {
  const spokes_match_result *found;
  spokes_text_source source = {.text = text, .len = strlen(text), .words_wanted = true};
  b->context = (spokes_match_context){20220701, issuer ? actor(issuer) : SPOKES_NO_ACTOR};
  assert_int_equal(spokes__text_prepare(&b->text, spokes__lexicon_tables(lexicon), &source, NULL), SPOKES_OK);
  assert_int_equal(spokes__scanner_run(b->scanner, &b->text, &b->context, &found, NULL), SPOKES_OK);
  spokes__partners_mark(&b->options.partners, b->context.issuer, b->context.date, b->indices.is_partner);
  b->counts.is_partner = b->indices.is_partner;
  spokes__counts_fill(&b->counts, lexicon, found, &b->context, b->options.count);
  assert_int_equal(spokes__indices_fill(&b->indices, "doc", &b->text, &found->mentions, &b->counts, NULL), SPOKES_OK);
}

static size_t slot(const bench *b, const char *id) {
  size_t at = 0;
  while (at < b->indices.profile.partner_count && b->indices.profile.partners[at] != actor(id)) at++;
  assert_true(at < b->indices.profile.partner_count);
  return at;
}

static const spokes_salience *value(const bench *b, const char *id) { return &b->indices.values[slot(b, id)]; }

static void test_document(void **state) {
  (void)state;
  bench b;
  bench_init(&b, SPOKES_COUNT_EXPLICIT, NULL, 0);
  // 14 words; three of the four passages name somebody.
  measure(&b, "Japan and India. Japanese firms.\n\nChina.\n\nNobody.\n\nIndia and Japan, the United States, Tokyo.\n",
          "USA");
  const spokes_profile *p = &b.indices.profile;
  assert_int_equal(p->partner_count, 3);  // neither the issuer nor the metonym
  assert_int_equal(p->n[slot(&b, "JPN")], 3);
  assert_int_equal(p->sentences[slot(&b, "JPN")], 3);
  assert_int_equal(p->passages[slot(&b, "JPN")], 2);
  assert_int_equal(b.counts.naming_passages, 3);
  assert_near(value(&b, "JPN")->share, 3.0 / 6, EXACT);
  assert_near(value(&b, "IND")->coverage, 2.0 / 3, EXACT);
  assert_near(value(&b, "CHN")->rate, 1000.0 / 14, EXACT);
  assert_int_equal(b.indices.ranks[slot(&b, "JPN")], 1);
  assert_int_equal(b.indices.ranks[slot(&b, "IND")], 2);
  assert_int_equal(b.indices.ranks[slot(&b, "CHN")], 3);
  assert_int_equal(b.indices.order[0], slot(&b, "JPN"));
  assert_not_available(value(&b, "JPN")->uncertainty.p_top);  // no draws were asked for
  uint32_t jpn = (uint32_t)slot(&b, "JPN"), ind = (uint32_t)slot(&b, "IND"), chn = (uint32_t)slot(&b, "CHN");
  assert_int_equal(spokes__comentions_count(&p->by_passage, jpn, ind), 2);
  assert_int_equal(spokes__comentions_count(&p->by_sentence, jpn, ind), 2);
  assert_int_equal(spokes__comentions_count(&p->by_passage, jpn, chn), 0);
  uint64_t hits = 0, words = 0;
  for (size_t k = 0; k < SPOKES_DISPERSION_PARTS; k++) {
    hits += p->part_hits[jpn * SPOKES_DISPERSION_PARTS + k];
    words += p->part_sizes[k];
  }
  assert_int_equal(hits, 3);
  assert_int_equal(words, b.text.tokens);
  assert_int_equal(spokes__indices_reference(&b.indices, &b.context), actor("JPN"));  // the hub's most named ally
  bench_release(&b);
}

static void test_no_mentions(void **state) {
  (void)state;
  static const char *const texts[] = {"", "Nobody at all.\n\nNobody again.\n", "The United States.\n"};
  bench b;
  bench_init(&b, SPOKES_COUNT_EXPLICIT, NULL, 50);
  for (size_t i = 0; i < 3; i++) {
    // A document with partners before it: nothing of it may be left over.
    measure(&b, "Japan and India.\n\nChina.\n", "USA");
    assert_int_equal(b.indices.profile.partner_count, 3);
    measure(&b, texts[i], "USA");
    assert_int_equal(b.indices.profile.partner_count, 0);
    assert_int_equal(b.counts.naming_passages, 0);
    assert_int_equal(spokes__indices_reference(&b.indices, &b.context), SPOKES_NO_ACTOR);
  }
  bench_release(&b);
}

static void test_one_passage(void **state) {
  (void)state;
  bench b;
  bench_init(&b, SPOKES_COUNT_EXPLICIT, NULL, 200);
  measure(&b, "Japan and Japan.\n", "AUS");
  const spokes_salience *jpn = value(&b, "JPN");
  assert_near(jpn->share, 1, EXACT);
  assert_near(jpn->coverage, 1, EXACT);
  assert_near(jpn->uncertainty.share.lo, 1, EXACT);
  assert_near(jpn->uncertainty.share.hi, 1, EXACT);
  assert_near(jpn->uncertainty.p_top, 1, EXACT);
  assert_int_equal(spokes__indices_reference(&b.indices, &b.context), actor("USA"));
  bench_release(&b);
}

// Ties share the better rank and stand in the order of the actors; of an unknown issuer everybody is a partner.
static void test_ties(void **state) {
  (void)state;
  bench b;
  bench_init(&b, SPOKES_COUNT_EXPLICIT, NULL, 200);
  measure(&b, "India and Japan.\n\nJapan, India and China.\n", NULL);
  assert_int_equal(b.indices.ranks[slot(&b, "JPN")], 1);
  assert_int_equal(b.indices.ranks[slot(&b, "IND")], 1);
  assert_int_equal(b.indices.ranks[slot(&b, "CHN")], 3);
  assert_true(b.indices.profile.partners[b.indices.order[0]] < b.indices.profile.partners[b.indices.order[1]]);
  assert_near(value(&b, "JPN")->uncertainty.p_top, 1, EXACT);  // never behind India
  assert_near(value(&b, "IND")->uncertainty.p_top, 1, EXACT);
  assert_int_equal(spokes__indices_reference(&b.indices, &b.context), SPOKES_NO_ACTOR);
  bench_release(&b);
}

static void test_counting_rules(void **state) {
  (void)state;
  static const struct {
    spokes_count_rule rule;
    uint64_t japan;
  } cases[] = {{SPOKES_COUNT_NAMES, 1}, {SPOKES_COUNT_EXPLICIT, 2}, {SPOKES_COUNT_ALL, 3}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    bench b;
    bench_init(&b, cases[i].rule, NULL, 0);
    measure(&b, "Japan. Japanese firms. Tokyo agreed.\n", "USA");
    assert_int_equal(b.indices.profile.n[slot(&b, "JPN")], cases[i].japan);
    bench_release(&b);
  }
}

// More passages than units: neighbours are pooled, and nothing is lost.
static void test_units(void **state) {
  (void)state;
  enum { PASSAGES = 3 * SPOKES_PROFILE_UNITS / 2 };
  static const char passage[] = "Japan and India.\n\n";
  char *text = spokes__malloc(PASSAGES * (sizeof passage - 1) + 1);
  assert_non_null(text);
  for (size_t i = 0; i < PASSAGES; i++) memcpy(text + i * (sizeof passage - 1), passage, sizeof passage);
  bench b;
  bench_init(&b, SPOKES_COUNT_EXPLICIT, NULL, 20);
  measure(&b, text, "USA");
  spokes_passages units = spokes__profile_units(&b.indices.profile);
  uint64_t n = 0, weights = 0, naming = 0, words = 0;
  assert_int_equal(b.text.passage_count, PASSAGES);
  assert_int_equal(units.passage_count, PASSAGES / 2);
  for (size_t i = 0; i < units.starts[units.passage_count]; i++) {
    n += units.entries[i].n;
    weights += units.weights[i];
  }
  for (size_t u = 0; u < units.passage_count; u++) {
    naming += units.naming[u];
    words += units.tokens[u];
  }
  assert_int_equal(n, 2 * PASSAGES);
  assert_int_equal(weights, 2 * PASSAGES);
  assert_int_equal(naming, PASSAGES);
  assert_int_equal(words, b.text.tokens);
  assert_near(value(&b, "JPN")->uncertainty.share.lo, 0.5, EXACT);  // every passage is the same
  bench_release(&b);
  spokes__free(text);
}

static size_t marked(const char *name, const char *issuer, uint32_t date, const char *expected) {
  spokes_partners partners;
  uint8_t flags[64] = {0};
  size_t count = 0, listed = 0;
  assert_true(spokes__lexicon_actor_count(lexicon) <= sizeof flags);
  assert_int_equal(spokes__partners_init(&partners, lexicon, name, NULL, NULL), SPOKES_OK);
  spokes__partners_mark(&partners, issuer ? actor(issuer) : SPOKES_NO_ACTOR, date, flags);
  for (size_t i = 0; i < spokes__lexicon_actor_count(lexicon); i++) count += flags[i];
  for (const char *id = expected; *id; id += id[3] ? 4 : 3, listed++) {
    char one[4] = {id[0], id[1], id[2], '\0'};
    assert_int_equal(flags[actor(one)], 1);
  }
  spokes__partners_release(&partners);
  return count == listed ? 0 : count + 1;
}

static void test_partners(void **state) {
  (void)state;
  assert_int_equal(marked(NULL, "USA", 20220701, "JPN IND AUS CHN TUR"), 0);  // QUAD is no state
  assert_int_equal(marked("all", NULL, 20220701, "USA JPN IND AUS CHN TUR"), 0);
  assert_int_equal(marked("allies", "USA", 20220701, "JPN AUS"), 0);
  assert_int_equal(marked("allies", "JPN", 20220701, "USA"), 0);  // relations hold from both sides
  assert_int_equal(marked("partners", "USA", 20220701, "JPN AUS IND"), 0);
  assert_int_equal(marked("partners", "USA", 20050101, "JPN AUS"), 0);  // before the agreement with India
  assert_int_equal(marked("allies", NULL, 20220701, ""), 0);
  static const char list[] = "actor,why\n# a remark\nJPN,first\n\nUSA,\n";
  const char *path = scratch_file("list.csv", list, sizeof list - 1);
  assert_int_equal(marked(path, "USA", 20220701, "JPN"), 0);  // the issuer is never its own partner
}

static void test_partner_faults(void **state) {
  (void)state;
  spokes_partners partners;
  spokes_error err;
  const char *path = scratch_file("bad.csv", "JPN\nXYZ\n", 8);
  assert_int_equal(spokes__partners_init(&partners, lexicon, path, NULL, &err), SPOKES_E_FORMAT);
  assert_int_equal(err.line, 2);
  spokes__partners_release(&partners);
  assert_int_equal(spokes__partners_init(&partners, lexicon, scratch_path("none"), NULL, &err), SPOKES_E_IO);
  spokes__partners_release(&partners);
  assert_int_equal(spokes__partners_init(&partners, lexicon, "all", "XYZ", &err), SPOKES_E_ARG);
  spokes__partners_release(&partners);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_document),       cmocka_unit_test(test_no_mentions),
                                     cmocka_unit_test(test_one_passage),    cmocka_unit_test(test_ties),
                                     cmocka_unit_test(test_counting_rules), cmocka_unit_test(test_units),
                                     cmocka_unit_test(test_partners),       cmocka_unit_test(test_partner_faults)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
