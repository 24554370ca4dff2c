// Cells of a grid from the values that tables hold; what is not available is an empty cell.
#ifndef SPOKES_REPORT_CELLS_H
#define SPOKES_REPORT_CELLS_H

#include <stddef.h>

#include "measure/interval.h"
#include "spokes.h"

void spokes__cell_text(spokes_grid *grid, const char *text);
void spokes__cell_real(spokes_grid *grid, double number, int decimals);
void spokes__cell_interval(spokes_grid *grid, spokes_interval interval, int decimals);
// A whole number that may be negative.
void spokes__cell_signed(spokes_grid *grid, int64_t number);

#endif
