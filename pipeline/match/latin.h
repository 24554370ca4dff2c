// Inside the Latin search: what its two files share. latin.c finds the words, latin_forms.c the forms that begin there.
#ifndef SPOKES_MATCH_LATIN_H
#define SPOKES_MATCH_LATIN_H

#include "scanner.h"

typedef struct spokes_latin {
  spokes_scanner *scanner;
  const spokes_lexicon *lexicon;
  const char *s;
  uint32_t low, high;  // the passage
  uint32_t limit;      // how far a name that begins in it may reach: over a single line end into the next passage
  uint32_t next;       // nothing before it is looked at again
} spokes_latin;

// Tries the forms that begin with the plain word [i, end), whose slot this is, the longest first: decides and records.
// The end of what was taken, or 0.
uint32_t spokes__latin_try_slot(spokes_latin *l, const spokes_word_slot *slot, uint32_t i, uint32_t end);

// Tries whatever may begin at i: words beyond ASCII, before a line-end hyphen, acronyms with points. Where to go on.
uint32_t spokes__latin_visit(spokes_latin *l, uint32_t i);

#endif
