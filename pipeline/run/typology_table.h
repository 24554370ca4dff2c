// The groupings of a hub's system, and the system as a whole, in the typology: who the members are and what they are to
// the hub at the time, their documents, and the indices of measure/typology.h.
//
// Members of a grouping in a window of years are the states whose membership overlaps it; before its founding, those
// that founded it; after its end, nobody. What they are to the hub goes by the date of the window's last document. A
// member without alliance or partnership with the hub counts as external and is named in the note.
#ifndef SPOKES_RUN_TYPOLOGY_TABLE_H
#define SPOKES_RUN_TYPOLOGY_TABLE_H

#include "base/alloc.h"
#include "measure/typology.h"
#include "run/issued.h"

typedef struct spokes_typology_query {
  const spokes_lexicon *lexicon;
  spokes_actor hub;
  spokes_typology_options options;
  uint64_t seed;
  uint32_t from, until;  // years of the documents, 0 = open
  uint32_t window;       // years; 0 = one window over all
  bool lifetime;         // only documents from the time of their issuer's membership
  const char *grouping;  // only this one; NULL = all
  unsigned threads;
} spokes_typology_query;

typedef struct spokes_typology_entry {
  const char *grouping, *name, *label;
  spokes_actor *members;
  spokes_role *roles;
  spokes_member_result *results;  // of each member
  size_t member_count;
  bool is_system;
  uint32_t window_from, window_until;    // years
  uint32_t from, until;                  // years of its documents, 0 = none
  uint32_t *member_from, *member_until;  // of each member: yyyymmdd
  uint64_t documents;
  const char *note;
  spokes_typology values;
} spokes_typology_entry;

typedef struct spokes_typology_table {
  spokes_arena arena;
  spokes_typology_entry *entries;  // by window, the system first, then groupings as in groupings.csv
  size_t count, cap;
} spokes_typology_table;

#define SPOKES_TYPOLOGY_TABLE_INIT \
  { .arena = SPOKES_ARENA_INIT }

// Fills an initialised table. Release it even after a failure.
spokes_status spokes__typology_table_make(spokes_typology_table *table, const spokes_typology_query *query,
                                          const spokes_issued *issued, spokes_error *err);
void spokes__typology_table_release(spokes_typology_table *table);

// Every entry as a row of typology.csv, or with is_brief as one that fits a terminal.
spokes_status spokes__typology_table_grid(const spokes_typology_table *table, const spokes_typology_query *query,
                                          bool is_brief, spokes_grid **out, spokes_error *err);

#endif
