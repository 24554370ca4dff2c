// Context rules behind PCRE2: compiled with JIT, matched in a window of white-space-normalised text with limits on
// steps, depth and heap. A limit that is hit is counted and never taken for "no match" silently.

#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules.h"

#include <pcre2.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"

typedef struct rule {
  pcre2_code *before, *after;          // NULL: always matches
  uint32_t before_reach, after_reach;  // bytes that the patterns can look at, at most
  bool any_first;                      // `after` may match nothing, or begin with any byte; otherwise:
  uint8_t first[32];                   // one bit for each byte that it can begin with
  spokes_action action;
  spokes_actor actor;
  spokes_reason reason;
  spokes_row row;
} rule;

typedef struct group {
  char *name;
  size_t name_len;
  rule *rules;
  size_t count, cap;
  uint32_t before_reach;  // of all its rules
} group;

struct spokes_rules {
  group *groups;
  size_t count, cap;
};

struct spokes_rule_scratch {
  pcre2_match_data *data;
  pcre2_match_context *context;
  char before[SPOKES_RULE_WINDOW + 8], after[SPOKES_RULE_WINDOW + 8];
};

spokes_status spokes__rules_new(spokes_rules **out, spokes_error *err) {
  *out = spokes__calloc(1, sizeof **out);
  return *out ? SPOKES_OK : spokes__error_nomem(err);
}

void spokes__rules_free(spokes_rules *rules) {
  if (!rules) return;
  for (size_t g = 0; g < rules->count; g++) {
    for (size_t i = 0; i < rules->groups[g].count; i++) {
      pcre2_code_free(rules->groups[g].rules[i].before);
      pcre2_code_free(rules->groups[g].rules[i].after);
    }
    spokes__free(rules->groups[g].rules);
    spokes__free(rules->groups[g].name);
  }
  spokes__free(rules->groups);
  spokes__free(rules);
}

uint16_t spokes__rules_group(spokes_rules *rules, const char *name, size_t len, bool make) {
  for (size_t g = 0; g < rules->count; g++)
    if (rules->groups[g].name_len == len && !memcmp(rules->groups[g].name, name, len)) return (uint16_t)g;
  void *groups = rules->groups;
  if (!make || rules->count >= SPOKES_NO_GROUP ||
      !spokes__array_reserve(&groups, &rules->cap, rules->count + 1, sizeof *rules->groups))
    return SPOKES_NO_GROUP;
  rules->groups = groups;
  char *copy = spokes__malloc(len + 1);
  if (!copy) return SPOKES_NO_GROUP;
  memcpy(copy, name, len);
  copy[len] = '\0';
  rules->groups[rules->count] = (group){.name = copy, .name_len = len};
  return (uint16_t)rules->count++;
}

size_t spokes__rules_group_size(const spokes_rules *rules, uint16_t number) { return rules->groups[number].count; }

// The one place where PCRE2's error numbers become ours.
static spokes_status pcre_error(spokes_error *err, int code, size_t offset) {
  PCRE2_UCHAR text[200];
  if (code == PCRE2_ERROR_NOMEMORY) return spokes__error_nomem(err);
  if (pcre2_get_error_message(code, text, sizeof text) < 0) snprintf((char *)text, sizeof text, "error %d", code);
  return spokes__error_set(err, SPOKES_E_RULE, "%s at character %zu of the pattern", (const char *)text, offset + 1);
}

// The bytes a match of the pattern can begin with, as PCRE2 itself found them out; false when it can be empty or did
// not.
static bool first_bytes(const pcre2_code *code, uint8_t first[32]) {
  uint32_t type = 0, unit = 0, shortest = 0;
  const uint8_t *map = NULL;
  memset(first, 0, 32);
  if (pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &shortest) || !shortest) return false;
  if (!pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &map) && map) return memcpy(first, map, 32), true;
  if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type) || type != 1) return false;
  if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit) || unit > 0x7F) return false;
  unsigned lower = unit | 0x20, letter = lower >= 'a' && lower <= 'z';
  first[unit >> 3] |= (uint8_t)(1u << (unit & 7));
  // The first unit may be meant without regard to case.
  if (letter) first[(unit ^ 0x20) >> 3] |= (uint8_t)(1u << (unit & 7));
  return true;
}

// head + (?:pattern) + tail. An unbalanced pattern is compiled alone first, so that the brackets cannot close its own.
static spokes_status compile(const char *pattern, size_t len, const char *head, const char *tail, pcre2_code **out,
                             bool *any_first, uint8_t first[32], spokes_error *err) {
  *out = NULL;
  if (!len) return SPOKES_OK;
  int code;
  size_t offset;
  pcre2_code *alone = pcre2_compile((PCRE2_SPTR)pattern, len, PCRE2_UTF, &code, &offset, NULL);
  if (!alone) return pcre_error(err, code, offset);
  *any_first = !first_bytes(alone, first);
  pcre2_code_free(alone);
  spokes_buf whole = SPOKES_BUF_INIT;
  spokes__buf_text(&whole, head);
  spokes__buf_text(&whole, "(?:");
  spokes__buf_append(&whole, pattern, len);
  spokes__buf_text(&whole, ")");
  spokes__buf_text(&whole, tail);
  spokes_status status = SPOKES_OK;
  if (whole.failed) {
    status = spokes__error_nomem(err);
  } else {
    *out = pcre2_compile((PCRE2_SPTR)whole.data, whole.len, PCRE2_UTF | PCRE2_NO_UTF_CHECK, &code, &offset, NULL);
    if (!*out)
      status = pcre_error(err, code, offset);
    else
      pcre2_jit_compile(
          *out, PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD);  // without JIT the interpreter gives the same answers
  }
  spokes__buf_release(&whole);
  return status;
}

bool spokes__rules_group_names(const spokes_rules *rules, uint16_t number, spokes_actor actor) {
  const group *g = &rules->groups[number];
  for (size_t i = 0; i < g->count; i++)
    if (g->rules[i].action == SPOKES_ACTION_ACTOR && g->rules[i].actor == actor) return true;
  return false;
}

// ---- How far a pattern can look ---------------------------------------------------------------------
//
// Most patterns are lists of words: what they match has a longest length, and only so much of the window needs to be
// prepared and searched. Anything that is not understood here counts as unbounded, which is slow but right.

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

static uint32_t reach_of(const char *pattern, size_t len) {
  uint32_t reach;
  if (!len) return 0;
  if (is_beyond_measure(pattern, len)) return UNBOUNDED;
  const char *stop = reach_of_choices(pattern, pattern + len, &reach);
  // Room for the character that a word boundary or a lookaround at the far end looks at.
  return stop < pattern + len || reach + 8 > UNBOUNDED ? UNBOUNDED : reach + 8;
}

spokes_status spokes__rules_add(spokes_rules *rules, uint16_t number, const char *before, size_t before_len,
                                const char *after, size_t after_len, spokes_action action, spokes_actor actor,
                                spokes_reason reason, spokes_row row, int *bad_field, spokes_error *err) {
  group *g = &rules->groups[number];
  void *items = g->rules;
  if (!spokes__array_reserve(&items, &g->cap, g->count + 1, sizeof *g->rules)) return spokes__error_nomem(err);
  g->rules = items;
  rule added = {.before_reach = reach_of(before, before_len),
                .after_reach = reach_of(after, after_len),
                .any_first = true,
                .action = action,
                .actor = actor,
                .reason = reason,
                .row = row};
  bool unused;
  uint8_t unused_first[32];
  *bad_field = 0;
  spokes_status status = compile(before, before_len, "", "\\z", &added.before, &unused, unused_first, err);
  if (!status) {
    *bad_field = 1;
    status = compile(after, after_len, "\\A", "", &added.after, &added.any_first, added.first, err);
  }
  if (status) {
    pcre2_code_free(added.before);
    return status;
  }
  if (added.before_reach > g->before_reach) g->before_reach = added.before_reach;
  g->rules[g->count++] = added;
  return SPOKES_OK;
}

spokes_status spokes__rule_scratch_new(spokes_rule_scratch **out, spokes_error *err) {
  spokes_rule_scratch *scratch = spokes__calloc(1, sizeof *scratch);
  *out = NULL;
  if (!scratch) return spokes__error_nomem(err);
  scratch->data = pcre2_match_data_create(1, NULL);
  scratch->context = pcre2_match_context_create(NULL);
  if (!scratch->data || !scratch->context) {
    spokes__rule_scratch_free(scratch);
    return spokes__error_nomem(err);
  }
  pcre2_set_match_limit(scratch->context, SPOKES_LIMIT_RULE_MATCH);
  pcre2_set_depth_limit(scratch->context, SPOKES_LIMIT_RULE_DEPTH);
  pcre2_set_heap_limit(scratch->context, SPOKES_LIMIT_RULE_HEAP_KIB);
  *out = scratch;
  return SPOKES_OK;
}

void spokes__rule_scratch_free(spokes_rule_scratch *scratch) {
  if (!scratch) return;
  pcre2_match_data_free(scratch->data);
  pcre2_match_context_free(scratch->context);
  spokes__free(scratch);
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }

// Text behind the candidate with every run of white space made one blank, prepared as far as the rules ask for it.
typedef struct behind {
  const char *text;
  uint32_t next, stop;  // raw text that is not copied yet
  size_t len;           // prepared
  char *out;
} behind;

// The first want bytes, or fewer at the end of the window; never half a character.
static size_t prepare(behind *b, size_t want) {
  while (b->next < b->stop && b->len < want) {
    char c = b->text[b->next++];
    if (!is_space(c))
      b->out[b->len++] = c;
    else if (!b->len || b->out[b->len - 1] != ' ')
      b->out[b->len++] = ' ';
  }
  while (b->next < b->stop && ((unsigned char)b->text[b->next] & 0xC0) == 0x80) b->out[b->len++] = b->text[b->next++];
  return b->len;
}

// The same backwards from `to`; the result ends at the end of out[0, max) and its start is returned.
static size_t squeeze_back(const char *text, uint32_t from, uint32_t to, size_t max, char *out) {
  size_t at = max;
  for (uint32_t i = to; i > from && at > 0; i--) {
    if (!is_space(text[i - 1]))
      out[--at] = text[i - 1];
    else if (at == max || out[at] != ' ')
      out[--at] = ' ';
  }
  while (at < max && ((unsigned char)out[at] & 0xC0) == 0x80) at++;
  return at;
}

// 1 matches, 0 does not, -1 hit a limit, 2 could still match when more text came (only with partial).
static int matches(const pcre2_code *code, spokes_rule_scratch *scratch, const char *text, size_t len, bool partial) {
  const uint32_t options = partial ? PCRE2_PARTIAL_HARD : 0;
  const PCRE2_SPTR subject = (PCRE2_SPTR)text;
  int found = pcre2_jit_match(code, subject, len, 0, options, scratch->data, scratch->context);
  if (found == PCRE2_ERROR_JIT_BADOPTION)  // not compiled by JIT
    found = pcre2_match(code, subject, len, 0, options | PCRE2_NO_UTF_CHECK, scratch->data, scratch->context);
  if (found >= 0) return 1;
  return found == PCRE2_ERROR_PARTIAL ? 2 : found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

// How much is tried first of a long window: enough for most patterns to fail on.
#define FIRST_LOOK 24u

static int matches_after(const rule *asked, spokes_rule_scratch *scratch, behind *after) {
  size_t look = asked->after_reach > 2 * FIRST_LOOK ? FIRST_LOOK : asked->after_reach;
  size_t len = prepare(after, look);
  bool more = look < asked->after_reach && after->next < after->stop;
  int answer = matches(asked->after, scratch, after->out, len, more);
  return answer == 2 ? matches(asked->after, scratch, after->out, prepare(after, asked->after_reach), false) : answer;
}

static inline bool can_begin(const rule *asked, behind *after) {
  if (asked->any_first) return true;
  if (!after->len && !prepare(after, 1)) return false;
  unsigned char c = (unsigned char)after->out[0];
  return asked->first[c >> 3] >> (c & 7) & 1;
}

spokes_verdict spokes__rules_ask(const spokes_rules *rules, spokes_rule_scratch *scratch, uint16_t number,
                                 const char *text, uint32_t low, uint32_t start, uint32_t end, uint32_t high,
                                 uint64_t *limits) {
  const group *g = &rules->groups[number];
  uint32_t from = start - low > SPOKES_RULE_WINDOW ? start - SPOKES_RULE_WINDOW : low;
  if (high < end) high = end;  // the candidate reaches over the passage's last line end
  uint32_t to = high - end > SPOKES_RULE_WINDOW ? end + SPOKES_RULE_WINDOW : high;
  while (from < start && ((unsigned char)text[from] & 0xC0) == 0x80) from++;
  while (to > end && to < high && ((unsigned char)text[to] & 0xC0) == 0x80) to--;
  size_t before_at = SIZE_MAX;  // not prepared yet
  behind after = {text, end, to, 0, scratch->after};
  const size_t before_end = g->before_reach;
  for (size_t i = 0; i < g->count; i++) {
    const rule *asked = &g->rules[i];
    int answer = 1;
    if (asked->after) {
      answer = can_begin(asked, &after) ? matches_after(asked, scratch, &after) : 0;
    }
    if (answer > 0 && asked->before) {
      if (before_at == SIZE_MAX) before_at = squeeze_back(text, from, start, before_end, scratch->before);
      size_t first = before_end - asked->before_reach;
      if (first < before_at) first = before_at;
      while (first < before_end && ((unsigned char)scratch->before[first] & 0xC0) == 0x80) first++;
      answer = matches(asked->before, scratch, scratch->before + first, before_end - first, false);
    }
    if (answer < 0) ++*limits;
    if (answer > 0) return (spokes_verdict){true, asked->action, asked->actor, asked->reason, asked->row};
  }
  return (spokes_verdict){false, SPOKES_ACTION_COUNT, SPOKES_NO_ACTOR, SPOKES_REASON_NONE, SPOKES_NO_ROW};
}

#define AS_TEXT(x) #x
#define VERSION_TEXT(major, minor) AS_TEXT(major) "." AS_TEXT(minor)

const char *spokes__rules_library_version(void) { return VERSION_TEXT(PCRE2_MAJOR, PCRE2_MINOR); }
