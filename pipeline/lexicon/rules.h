// Context rules: patterns on what stands before and after a candidate, in groups; the first rule of a group that
// matches decides.
//
// The rules are plain tables of numbers and one piece of text, so that they can lie in the lexicon's image. Their
// patterns are checked when they are added, and compiled when they are first asked.
#ifndef SPOKES_LEXICON_RULES_H
#define SPOKES_LEXICON_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lexicon.h"
#include "reach.h"

#define SPOKES_NO_GROUP UINT16_MAX

typedef enum spokes_action {
  SPOKES_ACTION_COUNT,
  SPOKES_ACTION_SKIP,
  SPOKES_ACTION_ACTOR,
  SPOKES_ACTION_TYPES
} spokes_action;

typedef struct spokes_rules spokes_rules;                // shared by threads once all rules are in
typedef struct spokes_rule_scratch spokes_rule_scratch;  // one per thread

typedef struct spokes_verdict {
  bool decided;  // false: no rule of the group matched
  bool failed;   // memory is out
  spokes_action action;
  spokes_actor actor;    // ACTION_ACTOR
  spokes_reason reason;  // ACTION_SKIP
  spokes_row row;
} spokes_verdict;

spokes_status spokes__rules_new(spokes_rules **out, spokes_error *err);
void spokes__rules_free(spokes_rules *rules);

// The number of a group of rules in a language ("en", "zh"), made when missing if make is true; SPOKES_NO_GROUP
// otherwise.
uint16_t spokes__rules_group(spokes_rules *rules, const char *name, size_t len, bool make);
// Adds a rule behind those of its group. Empty patterns always match. A pattern that does not compile is SPOKES_E_RULE
// with PCRE2's own text and *bad_field 0 (before) or 1 (after).
spokes_status spokes__rules_add(spokes_rules *rules, uint16_t group, const char *before, size_t before_len,
                                const char *after, size_t after_len, spokes_action action, spokes_actor actor,
                                spokes_reason reason, spokes_row row, int *bad_field, spokes_error *err);
size_t spokes__rules_group_size(const spokes_rules *rules, uint16_t group);

// Does a rule of the group give candidates to this actor?
bool spokes__rules_group_names(const spokes_rules *rules, uint16_t group, spokes_actor actor);

// ---- The tables -----------------------------------------------------------------------------------------

#define SPOKES_NO_RULE UINT32_MAX

typedef struct spokes_rule_group {
  uint32_t name, name_len;  // in the text
  uint32_t first, last;     // rules, SPOKES_NO_RULE = none
  uint32_t before_reach;    // the longest of its rules
} spokes_rule_group;

typedef struct spokes_rule {
  uint32_t before, before_len, after, after_len;  // patterns in the text
  uint32_t before_reach, after_reach;             // bytes that they can look at, at most SPOKES_RULE_WINDOW
  uint32_t next;                                  // of its group, a higher number, or SPOKES_NO_RULE
  spokes_row row;
  spokes_actor actor;  // ACTION_ACTOR
  uint8_t action;      // spokes_action
  uint8_t reason;      // spokes_reason, ACTION_SKIP
  bool any_first;      // `after` may match nothing, or begin with any byte; otherwise:
  uint8_t first[32];   // one bit for each byte that it can begin with
  uint8_t unused[3];
} spokes_rule;

typedef struct spokes_rule_tables {
  const spokes_rule_group *groups;
  const spokes_rule *rules;
  const char *text;
  size_t group_count, rule_count, text_len;
} spokes_rule_tables;

spokes_rule_tables spokes__rules_tables(const spokes_rules *rules);
// Rules over tables that lie elsewhere and stay there; nothing can be added.
spokes_status spokes__rules_attach(const spokes_rule_tables *tables, spokes_rules **out, spokes_error *err);

// ---- Asking ---------------------------------------------------------------------------------------------

spokes_status spokes__rule_scratch_new(spokes_rule_scratch **out, spokes_error *err);
void spokes__rule_scratch_free(spokes_rule_scratch *scratch);

// Asks the rules of a group about the candidate at text[start, end) inside the passage text[low, high): offsets in
// bytes of canonical text. *limits counts the rules that hit a PCRE2 limit; such a rule is passed over.
spokes_verdict spokes__rules_ask(spokes_rules *rules, spokes_rule_scratch *scratch, uint16_t group, const char *text,
                                 uint32_t low, uint32_t start, uint32_t end, uint32_t high, uint64_t *limits);

#endif
