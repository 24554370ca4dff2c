// Damage of a text: what was found, what was repaired in the canonical form, and where.
//
// Repairs change the canonical form only; the way back to the original stays (see spokes_edit). A place that cannot
// be repaired is counted all the same.
#ifndef SPOKES_TEXT_DAMAGE_H
#define SPOKES_TEXT_DAMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum spokes_damage_kind {
  SPOKES_DAMAGE_WRAPPED,     // a name broken over a line end: the search reads over it
  SPOKES_DAMAGE_HYPHEN,      // a word broken by a hyphen at a line end
  SPOKES_DAMAGE_LIGATURE,    // a blank behind fi, fl, ff: confi dence
  SPOKES_DAMAGE_APOSTROPHE,  // lost, or turned into a letter: Chinas, Koreaís
  SPOKES_DAMAGE_SPACING,     // blanks that scanning put before points: U .S.
  SPOKES_DAMAGE_GLUED,       // two words without a blank: theUnited
  SPOKES_DAMAGE_BYTES,       // bytes that could not be decoded: U+FFFD
  SPOKES_DAMAGE_RUNNING,     // running headers and footers inside the text
  SPOKES_DAMAGE_EMPTY_PAGE,  // a page without text
  SPOKES_DAMAGE_DUPLICATE,   // a passage that stands in the text twice
  SPOKES_DAMAGE_COUNT
} spokes_damage_kind;

const char *spokes__damage_name(spokes_damage_kind kind);  // "wrapped-name", "line-end-hyphen", ...

typedef struct spokes_damage {
  uint64_t places, repaired;
  uint32_t example_start, example_end;  // bytes of the original; equal = no example
} spokes_damage;

// A repair in the canonical form.
typedef struct spokes_repair {
  uint32_t norm_at;
  uint8_t kind;  // spokes_damage_kind
  bool is_put;   // the character there was put in; otherwise something was left out before it
} spokes_repair;

// A change that is to be made: [start, end) of the canonical form is left out, and one character is written instead.
typedef struct spokes_fix {
  uint32_t start, end;
  char put;  // 0 = nothing
  uint8_t kind;
} spokes_fix;

typedef struct spokes_stretch {
  uint32_t start, end;
} spokes_stretch;

struct spokes_edit;
struct spokes_page_line;

// What was found in the present text, and the memory behind it, which is kept from text to text.
typedef struct spokes_repairs {
  spokes_damage damage[SPOKES_DAMAGE_COUNT];
  spokes_repair *items;  // ascending
  size_t count, cap;
  spokes_stretch *duplicates;  // of the canonical form, ascending: what stands earlier in the text too
  size_t duplicate_count, duplicate_cap;
  // While the text is prepared:
  spokes_fix *fixes;  // ascending, not overlapping
  size_t fix_count, fix_cap;
  spokes_stretch *moved;  // running lines, each inside a fix
  size_t moved_count, moved_cap;
  struct spokes_page_line *lines;
  size_t line_cap;
  uint64_t *table;
  size_t table_cap;
  char *norm_spare;
  size_t norm_spare_cap;
  struct spokes_edit *edits_spare;
  size_t edits_spare_cap;
} spokes_repairs;

#endif
