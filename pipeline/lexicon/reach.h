// How far a pattern of a context rule can look.
#ifndef SPOKES_LEXICON_REACH_H
#define SPOKES_LEXICON_REACH_H

#include <stddef.h>
#include <stdint.h>

#define SPOKES_RULE_WINDOW 240u  // bytes to either side of a candidate

// At most how many bytes beside the candidate the pattern can look at; SPOKES_RULE_WINDOW when that cannot be told.
uint32_t spokes__pattern_reach(const char *pattern, size_t len);

#endif
