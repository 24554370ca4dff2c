// What else stands in the characters of a candidate: for explaining a decision, not for making it.
#ifndef SPOKES_MATCH_RIVALS_H
#define SPOKES_MATCH_RIVALS_H

#include "match.h"

// A form, word, pair or reading of a short form that has characters in common with a candidate.
typedef struct spokes_found {
  uint32_t norm_start, norm_end;
  spokes_row row;        // SPOKES_NO_ROW: a word of ICU's dictionary
  spokes_actor actor;    // SPOKES_NO_ACTOR: a non-mention, a word, a pair
  spokes_reason reason;  // of a non-mention or word
} spokes_found;

// Writes the rivals of hit, which was found in text, to out, the longest first; returns how many, at most cap. Words of
// ICU's dictionary are rivals only where they cross a border of the candidate or cover it.
size_t spokes__rivals_find(const spokes_lexicon *lexicon, const spokes_text *text, const spokes_hit *hit,
                           spokes_found *out, size_t cap);

#endif
