// Passages and sentences of a canonical text; called by text.c only.
#ifndef SPOKES_TEXT_PASSAGES_H
#define SPOKES_TEXT_PASSAGES_H

#include "text.h"

// Fills text->passages from text->norm: paragraphs, list items and headings, by line lengths, indents and blank lines.
spokes_status spokes__passages_find(spokes_text *text, spokes_error *err);
// Fills text->passages from the regions of a format that marks its paragraphs; regions without text are left out.
spokes_status spokes__passages_take(spokes_text *text, const spokes_region *regions, size_t count, spokes_error *err);
// Adds each of the running lines behind the text as a passage.
spokes_status spokes__passages_running(spokes_text *text, spokes_error *err);
// Fills text->sentences; every passage starts one.
spokes_status spokes__sentences_find(spokes_text *text, spokes_error *err);

#endif
