// Words whose existence decides about a repair: each is looked for in the whole text, all in one pass.
#ifndef SPOKES_TEXT_EVIDENCE_H
#define SPOKES_TEXT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels.h"

#define SPOKES_EVIDENCE_START UINT64_C(14695981039346656037)

// FNV-1a, letter case aside; words are put together piece by piece.
static inline uint64_t spokes__evidence_step(uint64_t hash, char c) {
  unsigned char byte = (unsigned char)c;
  if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
  return (hash ^ byte) * UINT64_C(1099511628211);
}

static inline uint64_t spokes__evidence_add(uint64_t hash, const char *s, size_t len) {
  for (size_t i = 0; i < len; i++) hash = spokes__evidence_step(hash, s[i]);
  return hash;
}

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
