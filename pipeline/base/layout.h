// A stretch of a document's text that its format marks as one paragraph, heading, footnote, table row, ...: what a
// reader of the format hands to the text module.
#ifndef SPOKES_BASE_LAYOUT_H
#define SPOKES_BASE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spokes.h"

typedef struct spokes_region {
  uint32_t start, end;  // bytes of the text, at the start of characters, half open
  uint8_t zone;         // spokes_zone
} spokes_region;

// What a dictionary knows of a word (ASCII letters), for repairs that need to know whether a word is one. Letter case
// does not matter.
typedef struct spokes_vocabulary {
  bool (*begins_form)(const void *context, const char *word, size_t len);  // it is the first word of a form
  bool (*is_name)(const void *context, const char *word, size_t len);      // it names an actor, all by itself
  const void *context;
} spokes_vocabulary;

// A text and what is known of its structure. Regions are ascending and do not overlap; what lies between them is white
// space. Without regions the structure is told from line ends and blank lines. All of it is borrowed.
typedef struct spokes_text_source {
  const char *text;  // valid UTF-8
  size_t len;
  const spokes_region *regions;
  size_t region_count;
  bool words_wanted;                    // count tokens too
  bool duplicates_wanted;               // look for passages that stand in it twice
  const spokes_vocabulary *vocabulary;  // NULL = none
} spokes_text_source;

#endif
