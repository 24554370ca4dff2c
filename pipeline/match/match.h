// Text and lexicon to mentions and exclusions.
#ifndef SPOKES_MATCH_MATCH_H
#define SPOKES_MATCH_MATCH_H

#include "lexicon/lexicon.h"
#include "text/text.h"

// Offsets into the norm come from the search; the others are filled in when the document is finished.
typedef struct spokes_hit {
  uint32_t norm_start, norm_end;
  uint32_t orig_start, orig_end;  // bytes of the original
  uint32_t start, end;            // code points of the original
  uint32_t line, page;            // from 1
  uint32_t passage, sentence;     // from 1
  spokes_row entry;               // the dictionary row of the form
  spokes_row rule;                // the row that decided: entry, or a context rule, a frame, a pair, a non-mention
  uint32_t antecedent;            // code point where the mention starts that a short form rests on, UINT32_MAX = none
  spokes_actor actor;             // of an exclusion: the actor it would have been
  uint8_t kind;                   // spokes_kind
  uint8_t zone;                   // spokes_zone
  uint8_t reason;                 // exclusions: spokes_reason (lexicon.h)
} spokes_hit;

typedef struct spokes_hits {
  spokes_hit *items;
  size_t count, cap;
} spokes_hits;

typedef struct spokes_match_result {
  spokes_hits mentions;    // in text order, no two overlap
  spokes_hits exclusions;  // in text order
  uint64_t rule_limits;    // context rules that hit a PCRE2 limit: their candidates were decided by the default
} spokes_match_result;

typedef struct spokes_match_context {
  uint32_t date;        // yyyymmdd, 0 = none: today's names
  spokes_actor issuer;  // SPOKES_NO_ACTOR = unknown
} spokes_match_context;

typedef struct spokes_scanner spokes_scanner;  // one per thread

spokes_status spokes__scanner_new(const spokes_lexicon *lexicon, spokes_scanner **out, spokes_error *err);
void spokes__scanner_free(spokes_scanner *scanner);

// What is not counted besides running lines: mentions in these zones (one bit each), and with dedupe those in passages
// that stand in the text before. Both become exclusions. Holds for all texts from now on.
void spokes__scanner_leave_out(spokes_scanner *scanner, unsigned zones, bool dedupe);
// From now on hits have no code points, lines, pages and antecedents: for runs whose tables do not tell them.
void spokes__scanner_leave_places(spokes_scanner *scanner);

// Finds everything in text. The result is borrowed and valid until the next call.
spokes_status spokes__scanner_run(spokes_scanner *scanner, const spokes_text *text, const spokes_match_context *context,
                                  const spokes_match_result **out, spokes_error *err);

#endif
