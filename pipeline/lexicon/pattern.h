// One regular expression of a context rule. The one file that knows PCRE2 is pattern.c.
//
// A compiled pattern is shared by threads. It is interpreted at first and compiled to machine code when it is asked
// often, because that costs as much as some hundred matches. Both engines give the same answers, and where one hits its
// limits the other is asked, so that no verdict depends on how often a pattern was asked before.
#ifndef SPOKES_LEXICON_PATTERN_H
#define SPOKES_LEXICON_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct spokes_pattern spokes_pattern;
typedef struct spokes_pattern_scratch spokes_pattern_scratch;  // what a match writes; one per thread

typedef enum spokes_pattern_side {
  SPOKES_PATTERN_BEFORE,  // matches end where the text ends
  SPOKES_PATTERN_AFTER    // matches begin where the text begins
} spokes_pattern_side;

typedef enum spokes_pattern_answer {
  SPOKES_PATTERN_NO,
  SPOKES_PATTERN_YES,
  SPOKES_PATTERN_PARTIAL,  // only where it was asked for: may match when more text comes
  SPOKES_PATTERN_LIMIT,    // a limit on steps, depth or memory was hit
  SPOKES_PATTERN_NOMEM
} spokes_pattern_answer;

// Does the pattern compile? If not, SPOKES_E_RULE with PCRE2's own text. *any_first_out is true when a match can be
// empty or begin with any byte, as far as PCRE2 knows; otherwise first_out has one bit for each byte that it can begin
// with.
spokes_status spokes__pattern_check(const char *text, size_t len, spokes_pattern_side side, bool *any_first_out,
                                    uint8_t first_out[32], spokes_error *err);
// Compiles a pattern that was checked.
spokes_status spokes__pattern_new(const char *text, size_t len, spokes_pattern_side side, spokes_pattern **out,
                                  spokes_error *err);
void spokes__pattern_free(spokes_pattern *pattern);  // NULL is allowed

spokes_status spokes__pattern_scratch_new(spokes_pattern_scratch **out, spokes_error *err);
void spokes__pattern_scratch_free(spokes_pattern_scratch *scratch);

// Does the pattern match text? With partial, text is the beginning of a longer one.
spokes_pattern_answer spokes__pattern_match(spokes_pattern *pattern, spokes_pattern_scratch *scratch, const char *text,
                                            size_t len, bool partial);

// Which PCRE2 is linked ("10.42 2022-12-11"), and with which one the program was built ("10.42").
#define SPOKES_PATTERN_VERSION_LEN 24
void spokes__pattern_version(char out[SPOKES_PATTERN_VERSION_LEN]);
const char *spokes__pattern_library_version(void);

#endif
