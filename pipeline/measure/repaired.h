// What repairs of a text did to its mentions.
#ifndef SPOKES_MEASURE_REPAIRED_H
#define SPOKES_MEASURE_REPAIRED_H

#include "match/match.h"

typedef struct spokes_damage_count {
  spokes_damage damage;
  int64_t gained;  // mentions that hang on the repair, less those that it took away
} spokes_damage_count;

// Fills counts by kind of damage: what the text was found to have, and what the search itself read over (names over
// line ends, points behind blanks). dedupe: duplicates were counted once.
void spokes__damage_count(const spokes_text *text, const spokes_match_result *result, bool dedupe,
                          spokes_damage_count counts[SPOKES_DAMAGE_COUNT]);

#endif
