// How far a pattern can look. Most patterns are lists of words: what they match has a longest length, and only so much
// of the window needs to be prepared and searched. Anything that is not understood here counts as unbounded, which is
// slow but right.

#include "reach.h"

#include <stdbool.h>
#include <string.h>

#define UNBOUNDED SPOKES_RULE_WINDOW

static const char *reach_of_choices(const char *at, const char *end, uint32_t *reach);

static const char *skip_class(const char *at, const char *end) {
  at++;
  if (at < end && *at == '^') at++;
  if (at < end && *at == ']') at++;
  while (at < end && *at != ']') at += *at == '\\' ? 2 : 1;
  return at < end ? at + 1 : end;
}

// One atom: a character, an escape, a class or a group; a character takes at most four bytes.
static const char *reach_of_atom(const char *at, const char *end, uint32_t *reach) {
  if (*at == '[') return *reach = 4, skip_class(at, end);
  if (*at == '\\') return *reach = at + 1 < end && strchr("bBAzZ", at[1]) ? 1 : 4, at + 2 < end ? at + 2 : end;
  if (*at != '(') return *reach = *at == '.' ? 4 : 1, at + 1;
  at++;
  if (at < end && *at == '?')
    while (at < end && *at != ':' && *at != '=' && *at != '!' && *at != ')') at++;
  if (at < end && *at != ')') at++;
  at = reach_of_choices(at, end, reach);
  return at < end ? at + 1 : end;
}

// A sequence up to | or ): quantifiers other than ? make it unbounded.
static const char *reach_of_sequence(const char *at, const char *end, uint32_t *reach) {
  uint32_t sum = 0;
  while (at < end && *at != '|' && *at != ')') {
    uint32_t atom;
    at = reach_of_atom(at, end, &atom);
    sum += atom;
    if (at < end && (*at == '*' || *at == '+' || *at == '{')) sum = UNBOUNDED;
    while (at < end && (*at == '?' || *at == '*' || *at == '+')) at++;
    if (at < end && *at == '{')
      while (at < end && *at++ != '}') {
      }
    if (sum > UNBOUNDED) sum = UNBOUNDED;
  }
  *reach = sum;
  return at;
}

static const char *reach_of_choices(const char *at, const char *end, uint32_t *reach) {
  *reach = 0;
  for (;;) {
    uint32_t one;
    at = reach_of_sequence(at, end, &one);
    if (one > *reach) *reach = one;
    if (at >= end || *at != '|') return at;
    at++;
  }
}

// Does the pattern hold what the functions above cannot measure: named and atomic groups, references, recursion, verbs,
// quotations?
static bool is_beyond_measure(const char *pattern, size_t len) {
  for (size_t i = 0; i + 1 < len; i++) {
    char next = pattern[i + 1];
    if (pattern[i] == '\\') {
      if (next == 'g' || next == 'k' || next == 'Q' || next == 'X' || (next >= '1' && next <= '9')) return true;
      i++;
      continue;
    }
    if (pattern[i] != '(') continue;
    if (next == '*') return true;
    if (next != '?') continue;
    size_t at = i + 2;
    if (at + 1 < len && pattern[at] == '<' && (pattern[at + 1] == '=' || pattern[at + 1] == '!')) continue;
    while (at < len && (pattern[at] == '-' || pattern[at] == '^' || (pattern[at] >= 'a' && pattern[at] <= 'z'))) at++;
    if (at >= len || !strchr(":=!)", pattern[at])) return true;
  }
  return false;
}

uint32_t spokes__pattern_reach(const char *pattern, size_t len) {
  uint32_t reach;
  if (!len) return 0;
  if (is_beyond_measure(pattern, len)) return UNBOUNDED;
  const char *stop = reach_of_choices(pattern, pattern + len, &reach);
  // Room for the character that a word boundary or a lookaround at the far end looks at.
  return stop < pattern + len || reach + 8 > UNBOUNDED ? UNBOUNDED : reach + 8;
}
