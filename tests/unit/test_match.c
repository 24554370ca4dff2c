// match/ with the dictionary of this repository: a table of sentences for each language, positions, dates, issuers, and
// what holds for any text at all.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "match/match.h"
#include "measure/random.h"
#include "spokes.h"

typedef struct match_case {
  const char *name, *text, *mentions, *exclusions;  // NULL: not looked at
} match_case;

#include "match_cases_en.h"
#include "match_cases_zh.h"

static spokes_lexicon *lexicon;
static spokes_matcher *matcher;
static unsigned faults;

static int setup(void **state) {
  (void)state;
  if (spokes_lexicon_load(SPOKES_REAL_DICT, NULL, NULL, &lexicon, NULL)) return -1;
  return spokes_matcher_new(lexicon, &matcher, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  (void)state;
  spokes_matcher_free(matcher);
  spokes_lexicon_free(lexicon);
  return 0;
}

static void run(const char *text, const spokes_match_options *options) {
  spokes_error err;
  if (spokes_matcher_run(matcher, text, strlen(text), options, &err)) fail_msg("%s", err.message);
}

// "FORM=ACTOR/kind" or "FORM=ACTOR/reason" of one mention; line ends as ~.
static size_t describe(const char *text, const spokes_mention *m, char *out, size_t cap) {
  int len = snprintf(out, cap, "%.*s=%s/%s", (int)(m->end_byte - m->start_byte), text + m->start_byte, m->actor,
                     m->reason ? m->reason : spokes_kind_name(m->kind));
  for (char *c = out; *c; c++)
    if (*c == '\n' || *c == '\r') *c = '~';
  return (size_t)len;
}

static const char *all_mentions(const char *text) {
  static char out[4096];
  size_t at = 0;
  out[0] = '\0';
  for (size_t i = 0; i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention m = spokes_matcher_mention(matcher, i);
    if (i) at += (size_t)snprintf(out + at, sizeof out - at, "; ");
    at += describe(text, &m, out + at, sizeof out - at);
  }
  return out;
}

static bool has_exclusion(const char *text, const char *wanted, size_t len) {
  char one[512];
  for (size_t i = 0; i < spokes_matcher_exclusion_count(matcher); i++) {
    spokes_mention m = spokes_matcher_exclusion(matcher, i);
    if (describe(text, &m, one, sizeof one) == len && !memcmp(one, wanted, len)) return true;
  }
  return false;
}

static void check_case(const match_case *c, const spokes_match_options *options) {
  run(c->text, options);
  const char *found = all_mentions(c->text);
  if (c->mentions && strcmp(found, c->mentions)) {
    faults++;
    print_error("%s: '%s'\n  found    '%s'\n  expected '%s'\n", c->name, c->text, found, c->mentions);
  }
  for (const char *at = c->exclusions; at && *at;) {
    const char *stop = strstr(at, "; ");
    size_t len = stop ? (size_t)(stop - at) : strlen(at);
    if (!has_exclusion(c->text, at, len)) {
      faults++;
      print_error("%s: '%s'\n  no exclusion '%.*s'\n", c->name, c->text, (int)len, at);
    }
    at += len + (stop ? 2 : 0);
  }
}

static void check_table(const match_case *cases, size_t count) {
  faults = 0;
  for (size_t i = 0; i < count; i++) check_case(&cases[i], NULL);
  if (faults) fail_msg("%u of %zu cases", faults, count);
}

static void english(void **state) {
  (void)state;
  check_table(english_cases, COUNT_OF(english_cases));
}

static void chinese(void **state) {
  (void)state;
  check_table(chinese_cases, COUNT_OF(chinese_cases));
}

// ---- Dates, issuers, languages ------------------------------------------------------------------------------

static void dates(void **state) {
  (void)state;
  static const struct {
    const char *date;
    match_case row;
  } cases[] = {
      {"1985", {"capital of the Soviet Union", "Moscow rejected it.", "Moscow=SUN/metonym", NULL}},
      {"1995", {"capital of Russia", "Moscow rejected it.", "Moscow=RUS/metonym", NULL}},
      {NULL, {"capital of today", "Moscow rejected it.", "Moscow=RUS/metonym", NULL}},
      {"1990", {"capital of Czechoslovakia", "Prague rejected it.", "Prague=CSK/metonym", NULL}},
      {"1993-01-01", {"first day", "Prague rejected it.", "Prague=CZE/metonym", NULL}},
      {"1990", {"Belgrade", "Belgrade rejected it.", "Belgrade=YUG/metonym", NULL}},
      {"2004", {"Belgrade", "Belgrade rejected it.", "Belgrade=SCG/metonym", NULL}},
      {"2010", {"Belgrade", "Belgrade rejected it.", "Belgrade=SRB/metonym", NULL}},
      {"2004", {"state union", "Serbia and Montenegro agreed.", "Serbia and Montenegro=SCG/name", NULL}},
      {"2010", {"two states", "Serbia and Montenegro agreed.", "Serbia=SRB/name; Montenegro=MNE/name", NULL}},
      {"1980", {"Bonn", "Bonn rejected it.", "Bonn=DEU/metonym", NULL}},
      {"1985", {"Chinese", "克里姆林宫拒绝评论。", "克里姆林宫=SUN/metonym", NULL}},
      {"2015", {"Chinese", "克里姆林宫拒绝评论。", "克里姆林宫=RUS/metonym", NULL}},
      {"2004", {"Chinese", "塞黑同意。", "塞黑=SCG/name", NULL}},
  };
  faults = 0;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_match_options options = {NULL, cases[i].date, NULL};
    check_case(&cases[i].row, &options);
  }
  assert_int_equal(faults, 0);
}

static void issuers(void **state) {
  (void)state;
  static const match_case taipei = {
      "Republic of China", "中華民國與帛琉邦誼穩固，中帛關係友好。帛琉總統訪華。",
      "中華民國=TWN/name; 帛琉=PLW/name; 中=TWN/abbrev; 帛=PLW/abbrev; 帛琉=PLW/name; 華=TWN/abbrev", NULL};
  static const match_case beijing = {
      "People's Republic", "中國與老撾邦誼穩固，中老關係友好。老撾總理訪華。",
      "中國=CHN/name; 老撾=LAO/name; 中=CHN/abbrev; 老=LAO/abbrev; 老撾=LAO/name; 華=CHN/abbrev", NULL};
  spokes_match_options options = {NULL, NULL, "TWN"};
  faults = 0;
  check_case(&taipei, &options);
  options.issuer = "CHN";
  check_case(&beijing, &options);
  assert_int_equal(faults, 0);
}

static void arguments(void **state) {
  (void)state;
  spokes_match_options no_date = {NULL, "1995-13", NULL}, no_issuer = {NULL, NULL, "XXX"};
  run("Peru", NULL);
  assert_int_equal(spokes_matcher_mention_count(matcher), 1);
  assert_int_equal(spokes_matcher_run(matcher, "Peru", 4, &no_date, NULL), SPOKES_E_ARG);
  assert_int_equal(spokes_matcher_mention_count(matcher), 0);
  assert_int_equal(spokes_matcher_run(matcher, "Peru", 4, &no_issuer, NULL), SPOKES_E_ARG);
  assert_int_equal(spokes_matcher_run(matcher, "Peru\xFF", 5, NULL, NULL), SPOKES_E_ENCODING);
  assert_int_equal(spokes_matcher_run(matcher, "", 0, NULL, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_mention_count(matcher), 0);
  assert_int_equal(spokes_matcher_run(matcher, "Peru\0Chile", 10, NULL, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_mention_count(matcher), 2);
}

// ---- Positions ----------------------------------------------------------------------------------------------

static void positions(void **state) {
  (void)state;
  // An accent before, a soft hyphen inside, a form feed, a heading, Chinese, a short form with its antecedent.
  static const char text[] =
      "Résumé\n"
      "\n"
      "Pe\xC2\xADru agreed. So did Côte d’Ivoire, and New\n"
      "Zealand too.\f\n"
      "\n"
      "乌拉圭总统来访。𠮷乌方满意。Finally Oman.\n";
  static const struct {
    const char *actor;
    uint64_t start, end, line, page, passage, sentence;
    int64_t antecedent;
    spokes_zone zone;
  } expected[] = {
      {"PER", 8, 13, 3, 1, 2, 2, -1, SPOKES_ZONE_BODY},  {"CIV", 29, 42, 3, 1, 2, 3, -1, SPOKES_ZONE_BODY},
      {"NZL", 48, 59, 3, 1, 2, 3, -1, SPOKES_ZONE_BODY}, {"URY", 67, 70, 6, 2, 3, 4, -1, SPOKES_ZONE_BODY},
      {"URY", 76, 77, 6, 2, 3, 5, 67, SPOKES_ZONE_BODY}, {"OMN", 89, 93, 6, 2, 3, 6, -1, SPOKES_ZONE_BODY},
  };
  run(text, NULL);
  assert_int_equal(spokes_matcher_mention_count(matcher), COUNT_OF(expected));
  for (size_t i = 0; i < COUNT_OF(expected); i++) {
    spokes_mention m = spokes_matcher_mention(matcher, i);
    assert_string_equal(m.actor, expected[i].actor);
    assert_int_equal(m.start, expected[i].start);
    assert_int_equal(m.end, expected[i].end);
    assert_int_equal(m.line, expected[i].line);
    assert_int_equal(m.page, expected[i].page);
    assert_int_equal(m.passage, expected[i].passage);
    assert_int_equal(m.sentence, expected[i].sentence);
    assert_int_equal(m.antecedent, expected[i].antecedent);
    assert_int_equal(m.zone, expected[i].zone);
  }
}

static void zones(void **state) {
  (void)state;
  run("---\ncountry: Peru\n---\n\nOur Friends in Chile\n\nCuba agreed with us.\n", NULL);
  assert_int_equal(spokes_matcher_mention_count(matcher), 3);
  assert_int_equal(spokes_matcher_mention(matcher, 0).zone, SPOKES_ZONE_FRONT);
  assert_int_equal(spokes_matcher_mention(matcher, 1).zone, SPOKES_ZONE_HEADING);
  assert_int_equal(spokes_matcher_mention(matcher, 2).zone, SPOKES_ZONE_BODY);
}

// Regions are passages with the zone they are given; running lines count nothing and lose nothing.
static void regions(void **state) {
  (void)state;
  static const char orig[] =
      "Peru Strategy 3\n\n\xC2\xAD"
      "Chile met\nPeru.\n\n 1 Cuba.\n\n";
  const spokes_region marked[] = {{0, 15, SPOKES_ZONE_RUNNING},
                                  {17, 34, SPOKES_ZONE_BODY},
                                  {34, 36, SPOKES_ZONE_BODY},
                                  {36, 44, SPOKES_ZONE_FOOTNOTE}};
  spokes_text_source source = {.text = orig, .len = strlen(orig), .regions = marked, .region_count = COUNT_OF(marked)};
  spokes_match_context context = {0, SPOKES_NO_ACTOR};
  spokes_text text = SPOKES_TEXT_INIT;
  spokes_scanner *scanner;
  const spokes_match_result *found;
  assert_int_equal(spokes__scanner_new(lexicon, &scanner, NULL), SPOKES_OK);
  assert_int_equal(spokes__text_prepare(&text, spokes__lexicon_tables(lexicon), &source, NULL), SPOKES_OK);
  assert_int_equal(text.passage_count, 3);
  assert_int_equal(spokes__scanner_run(scanner, &text, &context, &found, NULL), SPOKES_OK);
  assert_int_equal(found->mentions.count, 3);
  const spokes_zone zones_expected[] = {SPOKES_ZONE_BODY, SPOKES_ZONE_BODY, SPOKES_ZONE_FOOTNOTE};
  const uint32_t passages_expected[] = {2, 2, 3};
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(found->mentions.items[i].zone, zones_expected[i]);
    assert_int_equal(found->mentions.items[i].passage, passages_expected[i]);
  }
  assert_int_equal(found->mentions.items[0].start, 18);
  assert_int_equal(found->exclusions.count, 1);
  assert_int_equal(found->exclusions.items[0].reason, SPOKES_REASON_RUNNING);
  assert_int_equal(found->exclusions.items[0].start, 0);
  spokes__scanner_free(scanner);
  spokes__text_release(&text);
}

// ---- Any text ---------------------------------------------------------------------------------------------

// Checks what must hold of the results of any text: order, no overlap, spans that agree in both units.
static void check_results(const char *text, size_t len) {
  uint64_t bytes = 0, chars = 0, before = 0;
  for (size_t i = 0; i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention m = spokes_matcher_mention(matcher, i);
    assert_true(m.start_byte >= bytes && m.start_byte < m.end_byte && m.end_byte <= len);
    for (; bytes < m.start_byte; bytes++) chars += ((unsigned char)text[bytes] & 0xC0) != 0x80;
    assert_int_equal(m.start, chars);
    for (; bytes < m.end_byte; bytes++) chars += ((unsigned char)text[bytes] & 0xC0) != 0x80;
    assert_int_equal(m.end, chars);
    assert_true(*m.actor && *m.rule && *m.form && !m.reason);
    assert_true(m.line && m.page && m.passage && m.sentence);
    assert_true(m.antecedent < (int64_t)len);
  }
  for (size_t i = 0; i < spokes_matcher_exclusion_count(matcher); i++) {
    spokes_mention m = spokes_matcher_exclusion(matcher, i);
    assert_true(m.start_byte >= before && m.start_byte < m.end_byte && m.end_byte <= len);
    assert_true(*m.actor && *m.reason);
    before = m.start_byte;
  }
}

static const char *const bits[] = {"Peru",
                                   "U.S.",
                                   "U .S.",
                                   "Sino-",
                                   "Guinea",
                                   "-Bissau",
                                   " ",
                                   " ",
                                   "\n",
                                   "\n\n",
                                   "-\n",
                                   ". ",
                                   ", ",
                                   "and",
                                   "Indian",
                                   "Ocean",
                                   "New",
                                   "Zealand",
                                   "'s",
                                   "\xE2\x80\x99",
                                   "中",
                                   "美",
                                   "日",
                                   "俄",
                                   "乌",
                                   "对",
                                   "方",
                                   "国",
                                   "印度",
                                   "洋",
                                   "印度尼西亚",
                                   "、",
                                   "。",
                                   "，",
                                   "关系",
                                   "其中",
                                   "发展",
                                   "\xC2\xAD",
                                   "\xF0\xA0\xAE\xB7",
                                   "(",
                                   "http://a.b/",
                                   "Congo",
                                   "LET US",
                                   "英",
                                   "法",
                                   "\f",
                                   "乌拉圭",
                                   "中华民国",
                                   "é",
                                   "1",
                                   "[",
                                   "]"};

static void random_text(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 21);
  for (int round = 0; round < 4000; round++) {
    char text[64 * 16];
    size_t len = 0;
    for (uint32_t n = spokes__random_below(&random, 60); n; n--) {
      const char *bit = bits[spokes__random_below(&random, COUNT_OF(bits))];
      memcpy(text + len, bit, strlen(bit));
      len += strlen(bit);
    }
    assert_int_equal(spokes_matcher_run(matcher, text, len, NULL, NULL), SPOKES_OK);
    check_results(text, len);
  }
}

// A matcher that has seen other texts gives the same answers as a new one.
// Long texts are searched in blocks: what a block names is known in the next one.
static void names_reach_over_blocks(void **state) {
  (void)state;
  static const char filler[] = "今天天气很好。\n\n", named[] = "马尔代夫外长抵京。\n\n", bare[] = "马方感谢大家。\n";
  char *text = malloc(8300 * sizeof filler);
  for (size_t count = 8160; count < 8200; count++) {
    char *at = text;
    for (size_t i = 0; i < count; i++, at += sizeof filler - 1) memcpy(at, filler, sizeof filler);
    memcpy(at, named, sizeof named);
    memcpy(at += sizeof named - 1, filler, sizeof filler);
    memcpy(at += sizeof filler - 1, bare, sizeof bare);
    run(text, NULL);
    assert_string_equal(all_mentions(text), "马尔代夫=MDV/name; 马=MDV/abbrev");
  }
  free(text);
}

static void nothing_is_left_over(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(chinese_cases); i += 16) {
    char first[4096];
    spokes_matcher *fresh, *used = matcher;
    assert_int_equal(spokes_matcher_new(lexicon, &fresh, NULL), SPOKES_OK);
    matcher = fresh;
    run(chinese_cases[i].text, NULL);
    strcpy(first, all_mentions(chinese_cases[i].text));
    matcher = used;
    spokes_matcher_free(fresh);
    run(english_cases[i % COUNT_OF(english_cases)].text, NULL);
    run(chinese_cases[i].text, NULL);
    assert_string_equal(all_mentions(chinese_cases[i].text), first);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(english),
      cmocka_unit_test(chinese),
      cmocka_unit_test(dates),
      cmocka_unit_test(issuers),
      cmocka_unit_test(arguments),
      cmocka_unit_test(positions),
      cmocka_unit_test(zones),
      cmocka_unit_test(regions),
      cmocka_unit_test(random_text),
      cmocka_unit_test(names_reach_over_blocks),
      cmocka_unit_test(nothing_is_left_over),
  };
  return cmocka_run_group_tests_name("match", tests, setup, teardown);
}
