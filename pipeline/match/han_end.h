// The end of a block of the Chinese search: all that the next block depends on.
#ifndef SPOKES_MATCH_HAN_END_H
#define SPOKES_MATCH_HAN_END_H

#include "scanner.h"

typedef struct spokes_han_end {
  uint16_t chars[SPOKES_HAN_REACH];
  uint32_t starts[SPOKES_HAN_REACH];
  size_t count;  // characters
  spokes_antecedent *names;
  size_t name_count, name_cap;
  bool failed;  // memory was out
} spokes_han_end;

// After a block, before the next one.
void spokes__han_end_save(spokes_scanner *scanner, spokes_han_end *out);
// After spokes__han_begin, as if the block had just been scanned. False when memory is out.
bool spokes__han_end_load(spokes_scanner *scanner, const spokes_han_end *end);
bool spokes__han_end_is_same(const spokes_han_end *a, const spokes_han_end *b);
void spokes__han_end_release(spokes_han_end *end);

#endif
