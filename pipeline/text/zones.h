// Steps that look at the passages and sentences of a text; called by text.c only.
#ifndef SPOKES_TEXT_ZONES_H
#define SPOKES_TEXT_ZONES_H

#include "text.h"

// Labels the passages of a plain text: headings, notes, references, tables, front matter. zones.c
void spokes__zones_label(spokes_text *text);

#endif
