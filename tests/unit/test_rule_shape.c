// lexicon/rule_shape and rule_walk: whatever PCRE2 matches the shape accepts, for random patterns on random texts; and
// the shape rejects what it is there to reject.

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "lexicon/rule_walk.h"
#include "measure/random.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static spokes_random dice;
static uint32_t roll(uint32_t sides) { return spokes__random_below(&dice, sides); }

// ---- Random patterns ------------------------------------------------------------------------------------

typedef struct written {
  char text[4096];
  size_t len;
  bool exact;  // nothing in it that a shape takes for more than it is
} written;

static void put(written *to, const char *piece) {
  size_t len = strlen(piece);
  assert_true(to->len + len < sizeof to->text);
  memcpy(to->text + to->len, piece, len + 1);
  to->len += len;
}

static const char *const exact_atoms[] = {
    "a",       "b",    "k",   "S",   " ", "\\s",      "\\.", "-", "\xE4\xB8\xAD", "[ab]", "[a-c.]",  "[\\s-]",
    "[\\d_S]", "[]a]", "\\d", "\\w", "1", "\xC3\xA9", "a",   "b", "ab",           "\\/",  "[\\-ab]", "[k,S]"};
static const char *const loose_atoms[] = {".",
                                          "[^a]",
                                          "[^ab]",
                                          "\\S",
                                          "\\W",
                                          "\\D",
                                          "\\b",
                                          "\\B",
                                          "^",
                                          "$",
                                          "\\A",
                                          "\\z",
                                          "(?=a)",
                                          "(?!b)",
                                          "(?<=a)",
                                          "(?<!b )",
                                          "\\p{L}",
                                          "\\p{Han}",
                                          "\\p{Ll}",
                                          "[\xE4\xB8\xAD\xC3\xA9]",
                                          "[^\\p{Han}]",
                                          "[a\\p{Lu}]",
                                          "[^\\W]",
                                          "[a-\xC3\xA9]",
                                          "(?i:k)",
                                          "(?i:[^k])",
                                          "(?i:[s-z])",
                                          "(?i:\xC3\x89)",
                                          "(?i:\xE2\x84\xAA)",
                                          "(?i:[\xC5\xBF])",
                                          "(?i:A(?-i:b)S)",
                                          "(?>a|ab)",
                                          "(a)\\1",
                                          "(?<n>a)",
                                          "\\x61",
                                          "(?|a|b)",
                                          "a{9}",
                                          "(?i)a",
                                          "[[:digit:]]",
                                          "\\Qa.\\E"};
static const char *const quantifiers[] = {"?",  "*",  "+",  "{2}", "{1,2}", "{0,3}", "{2,}",
                                          "??", "*?", "+?", "?+",  "*+",    "{1,}?"};

static void write_choices(written *to, int depth, bool exact);

static void write_atom(written *to, int depth, bool exact) {
  bool loose = !exact && roll(3) == 0;
  if (depth && roll(3) == 0) {
    put(to, roll(4) ? "(?:" : "(");
    write_choices(to, depth - 1, exact);
    put(to, ")");
  } else {
    put(to, loose ? loose_atoms[roll(COUNT_OF(loose_atoms))] : exact_atoms[roll(COUNT_OF(exact_atoms))]);
  }
  // Possessive and lazy ones count here too: the shape takes them for greedy ones, which matters only to the former.
  if (roll(4) == 0) put(to, quantifiers[roll(exact ? 10 : COUNT_OF(quantifiers))]);
}

static void write_choices(written *to, int depth, bool exact) {
  for (uint32_t choices = 1 + roll(2), i = 0; i < choices; i++) {
    if (i) put(to, "|");
    for (uint32_t atoms = roll(8) ? 1 + roll(3) : 0; atoms; atoms--) write_atom(to, depth, exact);
  }
}

static void write_text(written *to) {
  static const char *const pieces[] = {"a",
                                       "b",
                                       "ab",
                                       "k",
                                       "K",
                                       "S",
                                       "s",
                                       " ",
                                       "  ",
                                       "\n",
                                       "-",
                                       ".",
                                       "1",
                                       "_",
                                       "c",
                                       "A",
                                       "B",
                                       "\xE4\xB8\xAD",
                                       "\xC3\xA9",
                                       "\xC3\x89",
                                       "\xE2\x84\xAA",
                                       "\xC5\xBF",
                                       "\xF0\xA0\xAE\xB7",
                                       ","};
  for (uint32_t n = roll(12); n; n--) put(to, pieces[roll(COUNT_OF(pieces))]);
}

// ---- PCRE2 ----------------------------------------------------------------------------------------------

static pcre2_code *compile(const written *pattern, bool backwards) {
  char whole[8192];
  int code, len = snprintf(whole, sizeof whole, backwards ? "(?:%s)\\z" : "\\A(?:%s)", pattern->text);
  size_t offset;
  pcre2_code *alone = pcre2_compile((PCRE2_SPTR)pattern->text, pattern->len, PCRE2_UTF, &code, &offset, NULL);
  if (!alone) return NULL;
  pcre2_code_free(alone);
  return pcre2_compile((PCRE2_SPTR)whole, (size_t)len, PCRE2_UTF, &code, &offset, NULL);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// 1 matches, 0 does not, -1 hit a limit.
static int matches(const pcre2_code *code, const written *text) {
  char squeezed[4096];
  size_t len = 0;
  for (size_t i = 0; i < text->len; i++)
    if (!is_space(text->text[i]) || !len || squeezed[len - 1] != ' ')
      squeezed[len++] = is_space(text->text[i]) ? ' ' : text->text[i];
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  int found = pcre2_match(code, (PCRE2_SPTR)squeezed, len, 0, 0, data, NULL);
  pcre2_match_data_free(data);
  return found >= 0 ? 1 : found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

static uint64_t walk(spokes_walker *walker, const spokes_shape *shape, uint32_t number, const written *text) {
  uint32_t from = shape->backwards ? (uint32_t)text->len : 0;
  return spokes__walk(walker, shape, number, text->text, from, (uint32_t)text->len - from);
}

// ---- Tests ------------------------------------------------------------------------------------------------

#define PATTERNS 4000
#define TEXTS 25

// Whatever matches is accepted; what an exact pattern does not match is rejected.
static void compare(bool exact, uint64_t seed) {
  spokes__random_seed(&dice, seed);
  unsigned accepted = 0, rejected = 0, strange = 0;
  spokes_walker *walker = spokes__walker_new();
  for (uint32_t n = 0; n < PATTERNS; n++) {
    written pattern = {{0}, 0, false};
    write_choices(&pattern, 2, exact);
    bool backwards = roll(2);
    pcre2_code *code = compile(&pattern, backwards);
    if (!code) continue;
    spokes_shape shape = {.start = SPOKES_SHAPE_END, .backwards = backwards};
    assert_true(spokes__shape_add(&shape, pattern.text, pattern.len, 5));
    if (pattern.len) strange += shape.always != 0;
    for (int t = 0; t < TEXTS; t++) {
      written text = {{0}, 0, false};
      write_text(&text);
      int found = matches(code, &text);
      uint64_t able = walk(walker, &shape, n, &text);
      assert_true(able == 0 || able == UINT64_C(1) << 5);
      if (found > 0 && !able) fail_msg("'%s' is lost on '%s'", pattern.text, text.text);
      if (exact && !found && able && pattern.len) fail_msg("'%s' is accepted on '%s'", pattern.text, text.text);
      accepted += able != 0;
      rejected += able == 0;
    }
    pcre2_code_free(code);
    spokes__shape_release(&shape);
  }
  spokes__walker_free(walker);
  assert_true(accepted > PATTERNS && rejected > PATTERNS);
  assert_true(exact ? !strange : strange > 0);
}

static void nothing_is_lost(void **state) {
  (void)state;
  compare(false, 11);
}

static void exact_patterns_are_exact(void **state) {
  (void)state;
  compare(true, 12);
}

// Many rules in one shape: each bit as if alone, those from the 64th on as one.
static void rules_have_bits(void **state) {
  (void)state;
  spokes_shape shape = {.start = SPOKES_SHAPE_END};
  spokes_walker *walker = spokes__walker_new();
  for (size_t rule = 0; rule < 70; rule++) {
    char pattern[16];
    int len = snprintf(pattern, sizeof pattern, rule % 2 ? " r%zu\\b" : " r%zu|x", rule);
    assert_true(spokes__shape_add(&shape, pattern, (size_t)len, rule));
  }
  assert_true(spokes__walk(walker, &shape, 0, " r33", 0, 4) == (UINT64_C(1) << 33 | UINT64_C(1) << 3));
  assert_true(spokes__walk(walker, &shape, 0, " r67", 0, 4) == (UINT64_C(1) << 63 | UINT64_C(1) << 6));
  assert_true(spokes__walk(walker, &shape, 0, " q67", 0, 4) == 0);
  assert_true(spokes__walk(walker, &shape, 0, "x", 0, 1) == (UINT64_C(0x5555555555555555) | UINT64_C(1) << 63));
  assert_true(spokes__walk(walker, &shape, 0, "x", 0, 0) == 0);
  spokes__walker_free(walker);
  spokes__shape_release(&shape);
}

// Patterns whose states grow without end: old ones are forgotten, the answers stay.
static void states_are_bounded(void **state) {
  (void)state;
  enum { SHAPES = 60, LEN = 240 };
  spokes_shape shapes[SHAPES];
  spokes_walker *walker = spokes__walker_new();
  spokes__random_seed(&dice, 13);
  for (uint32_t i = 0; i < SHAPES; i++) {
    shapes[i] = (spokes_shape){.start = SPOKES_SHAPE_END};
    assert_true(spokes__shape_add(&shapes[i], "[ab]*a[ab]{8}[ab]{5}c", 21, 0));
  }
  for (int round = 0; round < 3; round++) {
    for (uint32_t i = 0; i < SHAPES; i++) {
      char text[LEN];
      for (size_t k = 0; k < LEN; k++) text[k] = "ab"[roll(2)];
      text[LEN - 1] = 'c';
      bool expected = text[LEN - 15] == 'a';
      assert_int_equal(spokes__walk(walker, &shapes[i], i, text, 0, LEN), expected);
    }
  }
  for (uint32_t i = 0; i < SHAPES; i++) spokes__shape_release(&shapes[i]);
  spokes__walker_free(walker);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_is_lost),
      cmocka_unit_test(exact_patterns_are_exact),
      cmocka_unit_test(rules_have_bits),
      cmocka_unit_test(states_are_bounded),
  };
  return cmocka_run_group_tests_name("rule_shape", tests, NULL, NULL);
}
