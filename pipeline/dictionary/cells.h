// Short ways to fill the grids of the dictionary's commands.
#ifndef SPOKES_DICTIONARY_CELLS_H
#define SPOKES_DICTIONARY_CELLS_H

#include "dictionary/rows.h"
#include "report/cells.h"

// The row's fields of these columns, one cell each.
static inline void spokes__row_cells(spokes_grid *grid, const spokes_lexicon *lexicon, spokes_row row,
                                     const char *const *columns, size_t count) {
  for (size_t i = 0; i < count; i++) spokes__cell_text(grid, spokes__row_field(lexicon, row, columns[i]));
}

// Where the row stands: file and line.
static inline void spokes__place_cells(spokes_grid *grid, const spokes_lexicon *lexicon, spokes_row row) {
  uint32_t line;
  spokes__cell_text(grid, spokes__lexicon_row_file(lexicon, row, &line));
  spokes_grid_number(grid, line);
}

#endif
