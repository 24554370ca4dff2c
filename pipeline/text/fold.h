// One character to its canonical form; see text.h for what that means.
#ifndef SPOKES_TEXT_FOLD_H
#define SPOKES_TEXT_FOLD_H

#include "base/utf8.h"
#include "tables.h"

// The canonical bytes of the code point at s (*width: bytes read), written to out, at most 4; returns how many were
// written.
static inline size_t spokes__fold_char(const spokes_tables *tables, const char *s, size_t *width, char *out) {
  uint32_t cp = spokes__utf8_decode(s, width);
  if (cp > 0xFFFF) {
    // Supplementary characters stay; tags and variation selectors of plane 14 vanish.
    return cp >= 0xE0000 && cp <= 0xE0FFF ? 0 : spokes__utf8_encode(cp, out);
  }
  uint32_t folded = tables->fold[cp];
  if (folded == SPOKES_FOLD_DROP) return 0;
  if (folded != SPOKES_FOLD_EXPAND) return spokes__utf8_encode(folded, out);
  size_t len = 0;
  for (const char *letters = spokes__fold_expand(cp); *letters; letters++) out[len++] = *letters;
  return len;
}

// Class bits of the code point at s (canonical text); supplementary ideographs count as Han.
static inline unsigned spokes__class_at(const spokes_tables *tables, const char *s, size_t *width) {
  uint32_t cp = spokes__utf8_decode(s, width);
  if (cp <= 0xFFFF) return tables->classes[cp];
  return cp >= 0x20000 && cp < 0x40000 ? SPOKES_CLASS_HAN : SPOKES_WB_OTHER;
}

#endif
