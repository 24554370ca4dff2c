// Counting words.
#ifndef SPOKES_TEXT_TOKENS_H
#define SPOKES_TEXT_TOKENS_H

#include "base/error.h"
#include "text/kernels.h"
#include "text/tables.h"

// Words in norm[0, len): segments of UAX #29 (with the linked ICU's tailoring) that hold a letter, a digit or an
// ideograph; Han runs are cut by ICU's dictionary. `room` bytes can be read, len at least. A scratch buffer is kept in
// *scratch (free with spokes__token_scratch_release).
typedef struct spokes_known_stretch {
  uint64_t key;
  uint64_t words;
} spokes_known_stretch;

typedef struct spokes_token_scratch {
  uint16_t *run;     // characters of one Han run
  uint32_t *best;    // cheapest cost up to each character
  uint32_t *words;   // words on that path
  uint32_t *open;    // where stretches begin that are not known
  uint64_t *joints;  // one bit each: the character and the next may stand side by side in a word
  size_t cap;
  const spokes_tables *tables;         // that the following were learnt from
  uint32_t *known_pairs;               // stretches of two characters by their hash (tokens.c)
  spokes_known_stretch *known_longer;  // of three and four
} spokes_token_scratch;

spokes_status spokes__tokens_count(const spokes_tables *tables, const spokes_kernels *kernels, const char *norm,
                                   size_t len, size_t room, spokes_token_scratch *scratch, uint64_t *out,
                                   spokes_error *err);
void spokes__token_scratch_release(spokes_token_scratch *scratch);

#endif
