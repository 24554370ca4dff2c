// Numbers go through the writer of CSV, so that a table says the same in every form.

#include "report/cells.h"

#include <string.h>

#include "base/csv_write.h"

void spokes__cell_text(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

void spokes__cell_real(spokes_grid *grid, double number, int decimals) {
  spokes_buf digits = SPOKES_BUF_INIT;
  spokes__buf_reserve(&digits, 32);
  spokes__csv_number(&digits, number, decimals);
  spokes_grid_text(grid, digits.failed ? "" : digits.data, digits.failed ? 0 : digits.len);
  spokes__buf_release(&digits);
}

void spokes__cell_interval(spokes_grid *grid, spokes_interval interval, int decimals) {
  spokes__cell_real(grid, interval.lo, decimals);
  spokes__cell_real(grid, interval.hi, decimals);
}

void spokes__cell_signed(spokes_grid *grid, int64_t number) { spokes__cell_real(grid, (double)number, 0); }
