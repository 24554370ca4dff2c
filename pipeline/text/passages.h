// Passages and sentences of a canonical text; called by text.c only.
#ifndef SPOKES_TEXT_PASSAGES_H
#define SPOKES_TEXT_PASSAGES_H

#include "text.h"

// Fills text->passages from text->norm: paragraphs, list items and headings, by line lengths, indents and blank lines.
spokes_status spokes__passages_find(spokes_text *text, spokes_error *err);
// Fills text->sentences; every passage starts one.
spokes_status spokes__sentences_find(spokes_text *text, spokes_error *err);

#endif
