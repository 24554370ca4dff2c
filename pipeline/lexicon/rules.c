// Context rules: the tables, and asking them in a window of white-space-normalised text. A rule that hits a limit is
// counted and never taken for "no match" silently.
//
// Few candidates have anything about them that a rule looks for: a pattern is matched only where its shape
// (rule_shape.h) accepts what stands there. Shapes are made by each thread for the groups that it asks.

#include "rules.h"

#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "pattern.h"
#include "rule_walk.h"

// The compiled patterns of a rule; NULL until they are first asked.
typedef struct compiled {
  _Atomic(spokes_pattern *) before, after;
} compiled;

struct spokes_rules {
  spokes_rule_tables tables;
  compiled *compiled;  // [rule_count]
  // While rules are added; the tables point here.
  spokes_rule_group *groups;
  spokes_rule *rules;
  spokes_buf text;
  size_t group_cap, rule_cap, compiled_cap;
};

// The shape of one side of a group.
typedef struct sieve {
  spokes_shape shape;
  bool is_made;
} sieve;

struct spokes_rule_scratch {
  spokes_pattern_scratch *patterns;
  spokes_walker *walker;
  sieve *sieves;  // [2 * group], what stands before; [2 * group + 1], behind
  size_t sieve_count, sieve_cap;
  char before[SPOKES_RULE_WINDOW + 8], after[SPOKES_RULE_WINDOW + 8];
};

// ---- The tables -------------------------------------------------------------------------------------

spokes_status spokes__rules_new(spokes_rules **out, spokes_error *err) {
  *out = spokes__calloc(1, sizeof **out);
  return *out ? SPOKES_OK : spokes__error_nomem(err);
}

void spokes__rules_free(spokes_rules *rules) {
  if (!rules) return;
  for (size_t i = 0; rules->compiled && i < rules->tables.rule_count; i++) {
    spokes__pattern_free(atomic_load_explicit(&rules->compiled[i].before, memory_order_acquire));
    spokes__pattern_free(atomic_load_explicit(&rules->compiled[i].after, memory_order_acquire));
  }
  spokes__free(rules->compiled);
  spokes__free(rules->groups);
  spokes__free(rules->rules);
  spokes__buf_release(&rules->text);
  spokes__free(rules);
}

spokes_rule_tables spokes__rules_tables(const spokes_rules *rules) { return rules->tables; }

spokes_status spokes__rules_attach(const spokes_rule_tables *tables, spokes_rules **out, spokes_error *err) {
  spokes_status status = spokes__rules_new(out, err);
  if (status) return status;
  (*out)->tables = *tables;
  (*out)->compiled = spokes__calloc(tables->rule_count, sizeof *(*out)->compiled);
  if ((*out)->compiled) return SPOKES_OK;
  spokes__rules_free(*out);
  *out = NULL;
  return spokes__error_nomem(err);
}

// Copies bytes into the text and returns where they are; rules->text.failed when memory is out.
static uint32_t add_text(spokes_rules *rules, const char *bytes, size_t len) {
  uint32_t at = (uint32_t)rules->text.len;
  spokes__buf_append(&rules->text, bytes, len);
  rules->tables.text = rules->text.data;
  rules->tables.text_len = rules->text.len;
  return at;
}

uint16_t spokes__rules_group(spokes_rules *rules, const char *name, size_t len, bool make) {
  const spokes_rule_tables *tables = &rules->tables;
  for (size_t g = 0; g < tables->group_count; g++)
    if (tables->groups[g].name_len == len && !memcmp(tables->text + tables->groups[g].name, name, len))
      return (uint16_t)g;
  void *groups = rules->groups;
  if (!make || tables->group_count >= SPOKES_NO_GROUP ||
      !spokes__array_reserve(&groups, &rules->group_cap, tables->group_count + 1, sizeof *rules->groups))
    return SPOKES_NO_GROUP;
  rules->groups = groups;
  rules->tables.groups = groups;
  uint32_t at = add_text(rules, name, len);
  if (rules->text.failed) return SPOKES_NO_GROUP;
  rules->groups[tables->group_count] = (spokes_rule_group){at, (uint32_t)len, SPOKES_NO_RULE, SPOKES_NO_RULE, 0};
  return (uint16_t)rules->tables.group_count++;
}

size_t spokes__rules_group_size(const spokes_rules *rules, uint16_t number) {
  size_t count = 0;
  for (uint32_t i = rules->tables.groups[number].first; i != SPOKES_NO_RULE; i = rules->tables.rules[i].next) count++;
  return count;
}

bool spokes__rules_group_names(const spokes_rules *rules, uint16_t number, spokes_actor actor) {
  for (uint32_t i = rules->tables.groups[number].first; i != SPOKES_NO_RULE; i = rules->tables.rules[i].next)
    if (rules->tables.rules[i].action == SPOKES_ACTION_ACTOR && rules->tables.rules[i].actor == actor) return true;
  return false;
}

static bool make_room(spokes_rules *rules) {
  size_t need = rules->tables.rule_count + 1;
  void *items = rules->rules, *patterns = rules->compiled;
  bool good = spokes__array_reserve(&items, &rules->rule_cap, need, sizeof *rules->rules) &&
              spokes__array_reserve(&patterns, &rules->compiled_cap, need, sizeof *rules->compiled);
  rules->rules = items;
  rules->tables.rules = items;
  rules->compiled = patterns;
  return good;
}

spokes_status spokes__rules_add(spokes_rules *rules, uint16_t number, const char *before, size_t before_len,
                                const char *after, size_t after_len, spokes_action action, spokes_actor actor,
                                spokes_reason reason, spokes_row row, int *bad_field, spokes_error *err) {
  bool any_first = true;
  uint8_t first[32] = {0};
  // They are compiled again when they are first asked, if ever.
  *bad_field = 0;
  spokes_status status = SPOKES_OK;
  if (before_len) status = spokes__pattern_check(before, before_len, SPOKES_PATTERN_BEFORE, &any_first, first, err);
  any_first = true;  // what `before` begins with is of no use
  memset(first, 0, sizeof first);
  if (!status && after_len) {
    *bad_field = 1;
    status = spokes__pattern_check(after, after_len, SPOKES_PATTERN_AFTER, &any_first, first, err);
  }
  if (status) return status;
  uint32_t before_at = add_text(rules, before, before_len), after_at = add_text(rules, after, after_len);
  if (rules->text.failed || !make_room(rules)) return spokes__error_nomem(err);
  uint32_t added = (uint32_t)rules->tables.rule_count++;
  rules->rules[added] = (spokes_rule){.before = before_at,
                                      .before_len = (uint32_t)before_len,
                                      .after = after_at,
                                      .after_len = (uint32_t)after_len,
                                      .before_reach = spokes__pattern_reach(before, before_len),
                                      .after_reach = spokes__pattern_reach(after, after_len),
                                      .next = SPOKES_NO_RULE,
                                      .row = row,
                                      .actor = actor,
                                      .action = (uint8_t)action,
                                      .reason = (uint8_t)reason,
                                      .any_first = any_first};
  memcpy(rules->rules[added].first, first, sizeof first);
  memset(&rules->compiled[added], 0, sizeof rules->compiled[added]);
  spokes_rule_group *group = &rules->groups[number];
  if (group->last == SPOKES_NO_RULE)
    group->first = added;
  else
    rules->rules[group->last].next = added;
  group->last = added;
  if (rules->rules[added].before_reach > group->before_reach) group->before_reach = rules->rules[added].before_reach;
  return SPOKES_OK;
}

// ---- Asking -----------------------------------------------------------------------------------------

spokes_status spokes__rule_scratch_new(spokes_rule_scratch **out, spokes_error *err) {
  spokes_rule_scratch *scratch = spokes__calloc(1, sizeof *scratch);
  *out = NULL;
  if (!scratch) return spokes__error_nomem(err);
  spokes_status status = spokes__pattern_scratch_new(&scratch->patterns, err);
  if (!status && !(scratch->walker = spokes__walker_new())) status = spokes__error_nomem(err);
  if (status) {
    spokes__rule_scratch_free(scratch);
    return status;
  }
  *out = scratch;
  return SPOKES_OK;
}

void spokes__rule_scratch_free(spokes_rule_scratch *scratch) {
  if (!scratch) return;
  for (size_t i = 0; i < scratch->sieve_count; i++) spokes__shape_release(&scratch->sieves[i].shape);
  spokes__free(scratch->sieves);
  spokes__walker_free(scratch->walker);
  spokes__pattern_scratch_free(scratch->patterns);
  spokes__free(scratch);
}

static bool make_shape(const spokes_rules *rules, uint32_t number, spokes_shape *shape) {
  const spokes_rule_tables *tables = &rules->tables;
  bool good = true;
  size_t count = 0;
  *shape = (spokes_shape){.start = SPOKES_SHAPE_END, .backwards = number % 2 == 0};
  for (uint32_t i = tables->groups[number / 2].first; good && i != SPOKES_NO_RULE; i = tables->rules[i].next) {
    const spokes_rule *rule = &tables->rules[i];
    good = shape->backwards ? spokes__shape_add(shape, tables->text + rule->before, rule->before_len, count)
                            : spokes__shape_add(shape, tables->text + rule->after, rule->after_len, count);
    count++;
  }
  if (!good) spokes__shape_release(shape);
  return good;
}

// NULL when memory is out.
static const spokes_shape *shape_of(const spokes_rules *rules, spokes_rule_scratch *scratch, uint32_t number) {
  if (number >= scratch->sieve_count) {
    size_t need = 2 * rules->tables.group_count;
    void *sieves = scratch->sieves;
    if (!spokes__array_reserve(&sieves, &scratch->sieve_cap, need, sizeof *scratch->sieves)) return NULL;
    scratch->sieves = sieves;
    while (scratch->sieve_count < need) scratch->sieves[scratch->sieve_count++] = (sieve){.is_made = false};
  }
  sieve *found = &scratch->sieves[number];
  if (!found->is_made) found->is_made = make_shape(rules, number, &found->shape);
  return found->is_made ? &found->shape : NULL;
}

// Bits of the rules of a group that may hold for the candidate text[start, end): all when memory is out.
static uint64_t rules_to_ask(const spokes_rules *rules, spokes_rule_scratch *scratch, uint32_t group, const char *text,
                             uint32_t from, uint32_t start, uint32_t end, uint32_t to) {
  const spokes_shape *after = shape_of(rules, scratch, 2 * group + 1), *before = shape_of(rules, scratch, 2 * group);
  if (!after || !before) return ~UINT64_C(0);
  uint64_t able = spokes__walk(scratch->walker, after, 2 * group + 1, text, end, to);
  return able & ~before->always ? able & spokes__walk(scratch->walker, before, 2 * group, text, start, from) : able;
}

// The compiled pattern, made by the first thread that asks for it; NULL when memory is out. The pattern was checked, so
// that it cannot fail otherwise.
static spokes_pattern *pattern_of(_Atomic(spokes_pattern *) *slot, const char *text, uint32_t len,
                                  spokes_pattern_side side) {
  spokes_pattern *found = atomic_load_explicit(slot, memory_order_acquire), *made;
  if (found) return found;
  if (spokes__pattern_new(text, len, side, &made, NULL)) return NULL;
  if (atomic_compare_exchange_strong_explicit(slot, &found, made, memory_order_acq_rel, memory_order_acquire))
    return made;
  spokes__pattern_free(made);
  return found;
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

// How much is tried first of a long window: enough for most patterns to fail on.
#define FIRST_LOOK 24u

static bool can_begin(const spokes_rule *rule, behind *after) {
  if (rule->any_first) return true;
  if (!after->len && !prepare(after, 1)) return false;
  unsigned char c = (unsigned char)after->out[0];
  return rule->first[c >> 3] >> (c & 7) & 1;
}

static spokes_pattern_answer matches_after(const spokes_rule *rule, spokes_pattern *pattern,
                                           spokes_rule_scratch *scratch, behind *after) {
  size_t look = rule->after_reach > 2 * FIRST_LOOK ? FIRST_LOOK : rule->after_reach;
  size_t len = prepare(after, look);
  bool more = look < rule->after_reach && after->next < after->stop;
  spokes_pattern_answer answer = spokes__pattern_match(pattern, scratch->patterns, after->out, len, more);
  if (answer != SPOKES_PATTERN_PARTIAL) return answer;
  return spokes__pattern_match(pattern, scratch->patterns, after->out, prepare(after, rule->after_reach), false);
}

// Text before the candidate, prepared once for all rules of a group: out[at, reach).
typedef struct ahead {
  const char *text;
  uint32_t from, start;
  size_t at, reach;  // at is SIZE_MAX until it is prepared
  char *out;
} ahead;

static spokes_pattern_answer matches_before(const spokes_rule *rule, spokes_pattern *pattern,
                                            spokes_rule_scratch *scratch, ahead *before) {
  if (before->at == SIZE_MAX)
    before->at = squeeze_back(before->text, before->from, before->start, before->reach, before->out);
  size_t first = before->reach - rule->before_reach;
  if (first < before->at) first = before->at;
  while (first < before->reach && ((unsigned char)before->out[first] & 0xC0) == 0x80) first++;
  return spokes__pattern_match(pattern, scratch->patterns, before->out + first, before->reach - first, false);
}

static spokes_pattern_answer ask_rule(spokes_rules *rules, uint32_t number, spokes_rule_scratch *scratch, ahead *before,
                                      behind *after) {
  const spokes_rule *rule = &rules->tables.rules[number];
  compiled *slot = &rules->compiled[number];
  if (rule->after_len) {
    if (!can_begin(rule, after)) return SPOKES_PATTERN_NO;
    spokes_pattern *pattern =
        pattern_of(&slot->after, rules->tables.text + rule->after, rule->after_len, SPOKES_PATTERN_AFTER);
    if (!pattern) return SPOKES_PATTERN_NOMEM;
    spokes_pattern_answer answer = matches_after(rule, pattern, scratch, after);
    if (answer != SPOKES_PATTERN_YES) return answer;
  }
  if (!rule->before_len) return SPOKES_PATTERN_YES;
  spokes_pattern *pattern =
      pattern_of(&slot->before, rules->tables.text + rule->before, rule->before_len, SPOKES_PATTERN_BEFORE);
  return pattern ? matches_before(rule, pattern, scratch, before) : SPOKES_PATTERN_NOMEM;
}

static const spokes_verdict undecided = {.actor = SPOKES_NO_ACTOR, .row = SPOKES_NO_ROW};

// Asks those rules of the group whose bits are set.
static spokes_verdict ask_able(spokes_rules *rules, const spokes_rule_group *group, uint64_t able,
                               spokes_rule_scratch *scratch, ahead *before, behind *after, uint64_t *limits) {
  spokes_verdict verdict = undecided;
  size_t count = 0;
  for (uint32_t i = group->first; i != SPOKES_NO_RULE; i = rules->tables.rules[i].next) {
    const spokes_rule *rule = &rules->tables.rules[i];
    if (!(able >> spokes__shape_bit(count++) & 1)) continue;
    spokes_pattern_answer answer = ask_rule(rules, i, scratch, before, after);
    if (answer == SPOKES_PATTERN_NO) continue;
    if (answer == SPOKES_PATTERN_YES)
      return (spokes_verdict){true,     false, (spokes_action)rule->action, rule->actor, (spokes_reason)rule->reason,
                              rule->row};
    if (answer == SPOKES_PATTERN_NOMEM) {
      verdict.failed = true;
      break;
    }
    ++*limits;
  }
  return verdict;
}

spokes_verdict spokes__rules_ask(spokes_rules *rules, spokes_rule_scratch *scratch, uint16_t number, const char *text,
                                 uint32_t low, uint32_t start, uint32_t end, uint32_t high, uint64_t *limits) {
  uint32_t from = start - low > SPOKES_RULE_WINDOW ? start - SPOKES_RULE_WINDOW : low;
  if (high < end) high = end;  // the candidate reaches over the passage's last line end
  uint32_t to = high - end > SPOKES_RULE_WINDOW ? end + SPOKES_RULE_WINDOW : high;
  while (from < start && ((unsigned char)text[from] & 0xC0) == 0x80) from++;
  while (to > end && to < high && ((unsigned char)text[to] & 0xC0) == 0x80) to--;
  const uint64_t able = rules_to_ask(rules, scratch, number, text, from, start, end, to);
  if (!able) return undecided;
  const spokes_rule_group *group = &rules->tables.groups[number];
  ahead before = {text, from, start, SIZE_MAX, group->before_reach, scratch->before};
  behind after = {text, end, to, 0, scratch->after};
  return ask_able(rules, group, able, scratch, &before, &after, limits);
}
