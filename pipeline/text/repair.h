// Steps of preparing a text that repair its canonical form; called by text.c only.
#ifndef SPOKES_TEXT_REPAIR_H
#define SPOKES_TEXT_REPAIR_H

#include "text.h"

// Every function returns false when memory is out.

// Forgets what was found in the text before.
void spokes__repairs_clear(spokes_repairs *repairs);
void spokes__repairs_release(spokes_repairs *repairs);

// Adds a fix behind those that are there.
bool spokes__repair_add(spokes_text *text, const spokes_fix *fix);
// Counts a place of damage; [norm_start, norm_end) is quoted as the example when it is the kind's first.
void spokes__damage_note(spokes_text *text, spokes_damage_kind kind, uint32_t norm_start, uint32_t norm_end,
                         bool is_repaired);
// Makes the fixes and moves the lines behind the text, where each is followed by nothing but the next; forgets both
// lists.
bool spokes__repair_apply(spokes_text *text);

// Records a repair that is made already, behind those before it.
bool spokes__repair_record(spokes_text *text, spokes_damage_kind kind, uint32_t norm_at, bool is_put);

// Page headers, footers and page numbers of plain text: fixes that take them out of the text. running.c
bool spokes__running_find(spokes_text *text);

// Broken, split and glued words, scanning's blanks, undecodable bytes: fixes for what can be told. mending.c
bool spokes__mending_find(spokes_text *text, const spokes_vocabulary *vocabulary);
// Apostrophes that a text has lost throughout (Chinas): fixes. apostrophes.c
bool spokes__apostrophes_find(spokes_text *text, const spokes_vocabulary *vocabulary);

#endif
