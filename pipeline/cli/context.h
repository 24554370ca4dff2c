// A place in a text, shown in its surroundings.
#ifndef SPOKES_CLI_CONTEXT_H
#define SPOKES_CLI_CONTEXT_H

#include "spokes.h"

// Adds a cell with text[start, end) in brackets and up to 40 bytes to either side, cut between characters.
void context_cell(spokes_grid *grid, const char *text, size_t len, size_t start, size_t end);

#endif
