// Words whose existence decides about a repair: each is looked for in the whole text, all in one pass.
#ifndef SPOKES_TEXT_EVIDENCE_H
#define SPOKES_TEXT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels.h"

// The hash of a word of ASCII letters, letter case aside.
uint64_t spokes__evidence_word(const char *s, size_t len);
// That of a word with a hyphen, by those of its halves.
uint64_t spokes__evidence_hyphened(uint64_t left, uint64_t right);

// A word that would speak for a repair and, for words with a hyphen, one that would speak against it.
typedef struct spokes_doubt {
  uint64_t joined, hyphened;  // hashes; hyphened 0 = none
  uint32_t fix;               // number of the fix
  char first[4];              // letters of the joined word, 0 behind its last one
  uint8_t left;               // letters before the hyphen, 4 = four or more
  bool saw_joined, saw_hyphened;
} spokes_doubt;

// Sets what was seen as a word in s[0, len). slots is room for slot_count entries, a power of two above twice count.
// False when memory is out.
bool spokes__evidence_find(const spokes_kernels *kernels, unsigned threads, const char *s, size_t len,
                           spokes_doubt *doubts, size_t count, uint64_t *slots, size_t slot_count);

#endif
