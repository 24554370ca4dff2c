// Walking shapes over text: deterministic states are made from a shape's nodes when a text first leads to them, and
// kept for the next time. One walker belongs to one thread.
#ifndef SPOKES_LEXICON_RULE_WALK_H
#define SPOKES_LEXICON_RULE_WALK_H

#include "rule_shape.h"

typedef struct spokes_walker spokes_walker;

// NULL when memory is out.
spokes_walker *spokes__walker_new(void);
void spokes__walker_free(spokes_walker *walker);

// Bits of the rules whose pattern may match the text from `at` to `stop`: forwards when stop lies behind at, backwards
// (the byte before `at` first) when it lies before. Runs of white space count as one blank. `number` tells the shapes
// of one dictionary apart; a walker serves one dictionary only. When memory is out, every rule may match.
uint64_t spokes__walk(spokes_walker *walker, const spokes_shape *shape, uint32_t number, const char *text, uint32_t at,
                      uint32_t stop);

#endif
