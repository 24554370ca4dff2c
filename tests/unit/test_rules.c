// lexicon/rules: context rules against PCRE2 itself on the whole window, the order of rules, white space, anchors,
// limits.

#include "lexicon/rules.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "measure/random.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static spokes_rules *rules;
static spokes_rule_scratch *scratch;

static int setup(void **state) {
  (void)state;
  return spokes__rules_new(&rules, NULL) || spokes__rule_scratch_new(&scratch, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  (void)state;
  spokes__rules_free(rules);
  spokes__rule_scratch_free(scratch);
  return 0;
}

// Adds a rule that skips, with its number in the group as row.
static void add(uint16_t group, const char *before, const char *after) {
  int bad;
  spokes_error err;
  spokes_row row = (spokes_row)spokes__rules_group_size(rules, group);
  if (spokes__rules_add(rules, group, before, strlen(before), after, strlen(after), SPOKES_ACTION_SKIP, SPOKES_NO_ACTOR,
                        SPOKES_REASON_WORD, row, &bad, &err))
    fail_msg("'%s' '%s': %s", before, after, err.message);
}

static uint16_t new_group(void) {
  static unsigned count;
  char name[16];
  int len = snprintf(name, sizeof name, "g%u", count++);
  return spokes__rules_group(rules, name, (size_t)len, true);
}

static uint64_t limits;

// Asks about the candidate between the brackets of text, which are taken out: "in [Lima] today".
static spokes_verdict ask(uint16_t group, const char *marked) {
  static char text[4096];
  const char *open = strchr(marked, '['), *close = strchr(marked, ']');
  size_t start = (size_t)(open - marked), end = (size_t)(close - marked) - 1, tail = strlen(close + 1);
  assert_true(strlen(marked) < sizeof text);
  memcpy(text, marked, start);
  memcpy(text + start, open + 1, end - start);
  memcpy(text + end, close + 1, tail);
  return spokes__rules_ask(rules, scratch, group, text, 0, (uint32_t)start, (uint32_t)end, (uint32_t)(end + tail),
                           &limits);
}

// ---- One rule, one text -------------------------------------------------------------------------------------------

static const struct {
  const char *name, *before, *after, *text;
  bool decided;
} cases[] = {
    {"empty patterns always match", "", "", "[Lima]", true},
    {"before", "\\bin\\s", "", "they met in [Lima] today", true},
    {"before must reach the candidate", "\\bin\\s", "", "in the end [Lima] won", false},
    {"before does not match behind it", "today", "", "[Lima] today", false},
    {"after", "", "\\stoday", "in [Lima] today", true},
    {"after must start at the candidate", "", "today", "in [Lima] today", false},
    {"both", "in\\s", "\\stoday", "in [Lima] today", true},
    {"one of both", "in\\s", "\\stoday", "in [Lima] tomorrow", false},
    {"white space is one blank", "\\bvisit to ", " next year", "a visit\n   to\t[Lima]\r\n next \f year", true},
    {"case is kept", "IN ", "", "in [Lima]", false},
    {"case can be ignored", "(?i:IN) ", "", "in [Lima]", true},
    {"alternatives do not leak", "to|in", "", "to the point: [Lima]", false},
    {"alternatives", "to |in ", "", "off to [Lima]", true},
    {"alternatives behind", "", "x| today", "[Lima] today", true},
    {"brackets cannot close the program's own", "", "(?:a)(?:b)", "[Lima]ab", true},
    {"the passage's start", "\\A", "", "[Lima] today", true},
    {"not the passage's start", "\\A", "", "in [Lima] today", false},
    {"the passage's start, some words on", "\\A\\w+ ", "", "in [Lima] today", true},
    {"the passage's end", "", "\\z", "in [Lima]", true},
    {"not the passage's end", "", "\\z", "in [Lima].", false},
    {"the passage's end, some words on", "", " \\w+\\.\\z", "in [Lima] today.", true},
    {"word boundary at the far end", "\\bat ", "", "that [Lima]", false},
    {"word boundary at the far end", "\\bat ", "", "hat at [Lima]", true},
    {"lookbehind at the far end", "(?<!not )in ", "", "not in [Lima]", false},
    {"lookbehind at the far end", "(?<!not )in ", "", "yes in [Lima]", true},
    {"lookahead at the far end", "", " today(?! or)", "[Lima] today or not", false},
    {"lookahead at the far end", "", " today(?! or)", "[Lima] today and not", true},
    {"Chinese", "(?:在|于)", "(?:举行|召开)", "会议在[利马]举行。", true},
    {"Chinese", "(?:在|于)", "(?:举行|召开)", "会议在[利马]结束。", false},
    {"Chinese script", "\\p{Han}{2}", "", "会议[利马]", true},
    {"far away", "\\bvisit\\b.*", "",
     "a visit of more than a hundred long and tiresome days to the beautiful city of [Lima]", true},
    {"far behind", "", ".*\\bvisit\\b",
     "[Lima] was the beautiful goal of a more than a hundred days long and tiresome visit", true},
};

static void one_rule(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    uint16_t group = new_group();
    add(group, cases[i].before, cases[i].after);
    limits = 0;
    if (ask(group, cases[i].text).decided != cases[i].decided)
      fail_msg("%s: '%s' '%s' on '%s'", cases[i].name, cases[i].before, cases[i].after, cases[i].text);
    assert_int_equal(limits, 0);
  }
}

static void the_first_rule_decides(void **state) {
  (void)state;
  uint16_t group = new_group();
  int bad;
  add(group, "in ", "");
  assert_int_equal(
      spokes__rules_add(rules, group, "", 0, " won", 4, SPOKES_ACTION_ACTOR, 7, SPOKES_REASON_NONE, 1, &bad, NULL),
      SPOKES_OK);
  add(group, "", "");
  assert_int_equal(spokes__rules_group_size(rules, group), 3);
  assert_true(spokes__rules_group_names(rules, group, 7));
  assert_false(spokes__rules_group_names(rules, group, 8));
  assert_int_equal(ask(group, "in [Lima] won").row, 0);
  spokes_verdict verdict = ask(group, "as [Lima] won");
  assert_int_equal(verdict.row, 1);
  assert_int_equal(verdict.action, SPOKES_ACTION_ACTOR);
  assert_int_equal(verdict.actor, 7);
  assert_int_equal(ask(group, "as [Lima] lost").row, 2);
}

static void groups(void **state) {
  (void)state;
  assert_int_equal(spokes__rules_group(rules, "nowhere", 7, false), SPOKES_NO_GROUP);
  uint16_t made = spokes__rules_group(rules, "somewhere", 9, true);
  assert_int_equal(spokes__rules_group(rules, "somewhere", 9, true), made);
  assert_int_equal(spokes__rules_group(rules, "somewhere", 4, false), SPOKES_NO_GROUP);
  assert_false(ask(made, "[Lima]").decided);
}

static void broken_patterns(void **state) {
  (void)state;
  static const char *const broken[] = {"(", ")", "a)(b", "[", "*", "\\", "(?<n>a)(?<n>b)", "a{2,1}", "\xFF", "(?<=a*)"};
  uint16_t group = new_group();
  for (size_t i = 0; i < COUNT_OF(broken); i++) {
    for (int side = 0; side < 2; side++) {
      int bad = -1;
      spokes_error err;
      const char *before = side ? "" : broken[i], *after = side ? broken[i] : "";
      if (spokes__rules_add(rules, group, before, strlen(before), after, strlen(after), SPOKES_ACTION_SKIP,
                            SPOKES_NO_ACTOR, SPOKES_REASON_WORD, 0, &bad, &err) != SPOKES_E_RULE)
        fail_msg("'%s' was accepted", broken[i]);
      assert_int_equal(bad, side);
      assert_non_null(strstr(err.message, "at character"));
    }
  }
  assert_int_equal(spokes__rules_group_size(rules, group), 0);
}

// A pattern that runs wild hits the limit: counted, passed over, and the next rule is asked.
static void limits_are_counted(void **state) {
  (void)state;
  uint16_t group = new_group();
  add(group, "", "(?:a+)+(?:a+)+(?:a+)+(?=b)");
  add(group, "", "a");
  limits = 0;
  spokes_verdict verdict =
      ask(group, "[Lima]aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaacb");
  assert_int_equal(limits, 1);
  assert_true(verdict.decided);
  assert_int_equal(verdict.row, 1);
  ask(group, "[Lima]ab");
  assert_int_equal(limits, 1);
  // What no text like this can match is not tried.
  group = new_group();
  add(group, "", "(?:a+)+(?:a+)+(?:a+)+b");
  verdict = ask(group, "[Lima]aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaacb");
  assert_false(verdict.decided);
  assert_int_equal(limits, 1);
}

// Patterns are interpreted at first and become machine code when they are asked often: the answers stay the same.
static void answers_do_not_depend_on_how_often_one_asks(void **state) {
  (void)state;
  static const char wild[] = "[Lima]aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaacb";
  uint16_t group = new_group();
  add(group, "\\bat ", "");
  add(group, "", "(?:a+)+(?:a+)+(?:a+)+(?=b)");
  add(group, "", "a");
  limits = 0;
  for (uint64_t round = 1; round <= 200; round++) {
    spokes_verdict verdict = ask(group, wild);
    assert_true(verdict.decided);
    assert_int_equal(verdict.row, 2);
    assert_int_equal(limits, round);
    assert_int_equal(ask(group, "look at [Lima]aaab").row, 0);
    assert_int_equal(ask(group, "that [Lima]aaab").row, 1);
    assert_false(ask(group, "that [Lima]").decided);
  }
}

// ---- Random text: the same verdict as PCRE2 gives on the whole window
// -------------------------------------------------

static const struct {
  const char *before, *after;
} patterns[] = {
    {"\\b(?:the|of|in)\\s", ""},
    {"\\b(?:north|New|of the)\\s?", ""},
    {"(?i:\\b(?:visit|went|travel\\w*)\\s(?:to|in)\\s)", ""},
    {"(?:[A-Z]\\w*\\s?){2}", ""},
    {"[中国河]", ""},
    {"(?<!the )(?:river|state)\\s", ""},
    {"(?<=of )the ", ""},
    {"[^a-z]\\S?", ""},
    {"\\w{3,} ", ""},
    {"(?:中|国|the |of )?河", ""},
    {"\\bof\\b.*", ""},
    {"^the ", ""},
    {"\\Athe .{0,9}", ""},
    {"..?\\.", ""},
    {"", "\\s(?:river|state|of)\\b"},
    {"", "(?:'s)?\\s(?:north|river)"},
    {"", "[-,]\\s?\\w"},
    {"", "\\s(?!of)\\w"},
    {"", "\\s\\w+(?= river)"},
    {"", "(?:中国|河|国)"},
    {"", "[^ ]"},
    {"", ".*\\briver\\b"},
    {"", "\\s?\\z"},
    {"", " ?$"},
    {"", "(?:\\s[a-z]+){3,}\\."},
    {"", "(?i:\\sNEW|\\sthe)(?:\\s\\w)?"},
    {"", "\\b"},
    {"", "\\B"},
    {"", "(?<!x)\\s"},
    {"", "\xC3\xA9|\\s\xC3\xA9"},
    {"the\\s", "\\sriver"},
    {"\\bin\\s(?:the\\s)?", "\\s(?:of|state)"},
    {"\\p{Han}+", "\\p{Han}"},
    {"\\p{Lu}\\p{Ll}* ", "[,.]? ?\\p{L}"},
};

static const char *const bits[] = {"the",
                                   "of",
                                   "in",
                                   "north",
                                   "New",
                                   "visit to ",
                                   "of the ",
                                   "to",
                                   "river",
                                   "state",
                                   " ",
                                   " ",
                                   " ",
                                   " ",
                                   "  ",
                                   "\n",
                                   "\r\n",
                                   ".",
                                   ",",
                                   "-",
                                   "'s",
                                   "中",
                                   "国",
                                   "河",
                                   "\xC3\xA9",
                                   "x",
                                   "A",
                                   "traveller",
                                   "\xF0\xA0\xAE\xB7",
                                   "a rather long stretch of words that no pattern knows"};

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }

static size_t squeeze(const char *text, size_t from, size_t to, char *out) {
  size_t len = 0;
  for (size_t i = from; i < to; i++)
    if (!is_space(text[i]) || !len || out[len - 1] != ' ') out[len++] = is_space(text[i]) ? ' ' : text[i];
  return len;
}

static pcre2_code *compile(const char *head, const char *pattern, const char *tail) {
  char whole[256];
  int code, len = snprintf(whole, sizeof whole, "%s(?:%s)%s", head, pattern, tail);
  size_t offset;
  pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)whole, (size_t)len, PCRE2_UTF, &code, &offset, NULL);
  assert_non_null(compiled);
  return compiled;
}

static bool matches(const pcre2_code *code, const char *text, size_t len) {
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  int found = pcre2_match(code, (PCRE2_SPTR)text, len, 0, 0, data, NULL);
  pcre2_match_data_free(data);
  assert_true(found >= 0 || found == PCRE2_ERROR_NOMATCH);
  return found >= 0;
}

#define ROUNDS 8000

static bool inside(const char *text, size_t at) { return ((unsigned char)text[at] & 0xC0) == 0x80; }

static void same_verdicts_as_the_whole_window(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 41);
  pcre2_code *before[COUNT_OF(patterns)], *after[COUNT_OF(patterns)];
  uint16_t alone[COUNT_OF(patterns)], all = new_group();
  unsigned decided[COUNT_OF(patterns)] = {0};
  for (size_t p = 0; p < COUNT_OF(patterns); p++) {
    before[p] = compile("", patterns[p].before, "\\z");
    after[p] = compile("\\A", patterns[p].after, "");
    alone[p] = new_group();
    add(alone[p], patterns[p].before, patterns[p].after);
  }
  // All of them in one group, the other way round, share one prepared window.
  for (size_t p = COUNT_OF(patterns); p--;) add(all, patterns[p].before, patterns[p].after);
  limits = 0;
  for (int round = 0; round < ROUNDS; round++) {
    char text[64 * 60], left[2 * SPOKES_RULE_WINDOW], right[2 * SPOKES_RULE_WINDOW];
    size_t len = 0;
    for (uint32_t n = 1 + spokes__random_below(&random, round % 2 ? 12 : 60); n; n--) {
      const char *bit = bits[spokes__random_below(&random, COUNT_OF(bits))];
      memcpy(text + len, bit, strlen(bit));
      len += strlen(bit);
    }
    size_t start = spokes__random_below(&random, (uint32_t)len);
    while (inside(text, start)) start--;
    while (round % 4 && start && text[start - 1] != ' ') start--;  // mostly behind a blank
    size_t end = start + 1 + spokes__random_below(&random, (uint32_t)(len - start));
    while (end < len && inside(text, end)) end++;
    size_t from = start > SPOKES_RULE_WINDOW ? start - SPOKES_RULE_WINDOW : 0;
    size_t to = len - end > SPOKES_RULE_WINDOW ? end + SPOKES_RULE_WINDOW : len;
    while (from < start && inside(text, from)) from++;
    while (to > end && to < len && inside(text, to)) to--;
    size_t left_len = squeeze(text, from, start, left), right_len = squeeze(text, end, to, right);
    size_t last = COUNT_OF(patterns);
    for (size_t p = 0; p < COUNT_OF(patterns); p++) {
      bool expected = matches(before[p], left, left_len) && matches(after[p], right, right_len);
      bool found =
          spokes__rules_ask(rules, scratch, alone[p], text, 0, (uint32_t)start, (uint32_t)end, (uint32_t)len, &limits)
              .decided;
      if (found != expected)
        fail_msg("'%s' '%s' is %d on '%.*s[%.*s]%.*s'", patterns[p].before, patterns[p].after, found, (int)start, text,
                 (int)(end - start), text + start, (int)(len - end), text + end);
      decided[p] += found;
      if (found) last = p;
    }
    spokes_verdict verdict =
        spokes__rules_ask(rules, scratch, all, text, 0, (uint32_t)start, (uint32_t)end, (uint32_t)len, &limits);
    assert_int_equal(verdict.decided, last < COUNT_OF(patterns));
    if (verdict.decided) assert_int_equal(verdict.row, COUNT_OF(patterns) - 1 - last);
  }
  assert_int_equal(limits, 0);
  size_t both_ways = 0;
  for (size_t p = 0; p < COUNT_OF(patterns); p++) {
    both_ways += decided[p] > 0 && decided[p] < ROUNDS;
    pcre2_code_free(before[p]);
    pcre2_code_free(after[p]);
  }
  assert_true(both_ways + 3 >= COUNT_OF(patterns));
}

// Passages: nothing outside of [low, high) is looked at.
static void the_window_stays_in_the_passage(void **state) {
  (void)state;
  uint16_t group = new_group();
  static const char text[] = "in Lima today";
  add(group, "in\\s", "");
  add(group, "", "\\stoday");
  limits = 0;
  assert_int_equal(spokes__rules_ask(rules, scratch, group, text, 0, 3, 7, 13, &limits).row, 0);
  assert_int_equal(spokes__rules_ask(rules, scratch, group, text, 1, 3, 7, 13, &limits).row, 1);
  assert_false(spokes__rules_ask(rules, scratch, group, text, 3, 3, 7, 12, &limits).decided);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_rule),
      cmocka_unit_test(the_first_rule_decides),
      cmocka_unit_test(groups),
      cmocka_unit_test(broken_patterns),
      cmocka_unit_test(limits_are_counted),
      cmocka_unit_test(answers_do_not_depend_on_how_often_one_asks),
      cmocka_unit_test(same_verdicts_as_the_whole_window),
      cmocka_unit_test(the_window_stays_in_the_passage),
  };
  return cmocka_run_group_tests_name("rules", tests, setup, teardown);
}
