// Tables for people and pipes: cells in one buffer, written in one of six forms.

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/csv_write.h"
#include "base/error.h"
#include "base/json_write.h"
#include "base/utf8.h"

typedef struct cell {
  size_t at, len;
} cell;

struct spokes_grid {
  spokes_grid_column *columns;
  size_t column_count;
  spokes_buf bytes;
  cell *cells;
  size_t cell_count, cell_cap;
};

spokes_status spokes_grid_new(const spokes_grid_column *columns, size_t column_count, spokes_grid **out,
                              spokes_error *err) {
  *out = NULL;
  spokes_grid *grid = spokes__calloc(1, sizeof *grid);
  spokes_grid_column *copy = spokes__calloc(column_count, sizeof *copy);
  if (!grid || !copy) {
    spokes__free(grid);
    spokes__free(copy);
    return spokes__error_nomem(err);
  }
  memcpy(copy, columns, column_count * sizeof *copy);
  grid->columns = copy;
  grid->column_count = column_count;
  *out = grid;
  return SPOKES_OK;
}

void spokes_grid_free(spokes_grid *grid) {
  if (!grid) return;
  spokes__free(grid->columns);
  spokes__free(grid->cells);
  spokes__buf_release(&grid->bytes);
  spokes__free(grid);
}

void spokes_grid_text(spokes_grid *grid, const char *text, size_t len) {
  void *cells = grid->cells;
  if (!spokes__array_reserve(&cells, &grid->cell_cap, grid->cell_count + 1, sizeof *grid->cells)) {
    grid->bytes.failed = true;
    return;
  }
  grid->cells = cells;
  grid->cells[grid->cell_count++] = (cell){grid->bytes.len, len};
  spokes__buf_append(&grid->bytes, text, len);
}

void spokes_grid_number(spokes_grid *grid, uint64_t number) {
  spokes_buf digits = SPOKES_BUF_INIT;
  spokes__buf_u64(&digits, number);
  if (digits.failed)
    grid->bytes.failed = true;
  else
    spokes_grid_text(grid, digits.data, digits.len);
  spokes__buf_release(&digits);
}

void spokes_grid_real(spokes_grid *grid, double number, int decimals) {
  spokes_buf digits = SPOKES_BUF_INIT;
  if (isfinite(number)) spokes__json_number(&digits, number, decimals);
  if (digits.failed)
    grid->bytes.failed = true;
  else
    spokes_grid_text(grid, digits.len ? digits.data : "", digits.len);
  spokes__buf_release(&digits);
}

// ---- Cells ---------------------------------------------------------------------------------------------

// Writes the cell in a row; row SIZE_MAX is the header.
typedef void cell_fn(spokes_buf *out, const char *text, size_t len, const spokes_grid_column *column);

static const char *cell_text(const spokes_grid *grid, size_t row, size_t column, size_t *len) {
  if (row == SIZE_MAX) {
    *len = strlen(grid->columns[column].name);
    return grid->columns[column].name;
  }
  const cell *c = &grid->cells[row * grid->column_count + column];
  *len = c->len;
  return grid->bytes.data + c->at;
}

static void csv_cell(spokes_buf *out, const char *text, size_t len, const spokes_grid_column *column) {
  (void)column;
  spokes__csv_field(out, text, len);
}

static void on_one_line(spokes_buf *out, const char *text, size_t len) {
  for (size_t i = 0; i < len; i++) spokes__buf_byte(out, (unsigned char)text[i] < 0x20 ? ' ' : text[i]);
}

static void tsv_cell(spokes_buf *out, const char *text, size_t len, const spokes_grid_column *column) {
  (void)column;
  on_one_line(out, text, len);
}

static void md_cell(spokes_buf *out, const char *text, size_t len, const spokes_grid_column *column) {
  (void)column;
  spokes__buf_byte(out, ' ');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '|') spokes__buf_byte(out, '\\');
    on_one_line(out, text + i, 1);
  }
  spokes__buf_byte(out, ' ');
}

static void json_cell(spokes_buf *out, const char *text, size_t len, const spokes_grid_column *column) {
  spokes__json_text(out, column->name);
  spokes__buf_byte(out, ':');
  if (column->is_number)
    len ? spokes__buf_append(out, text, len) : spokes__buf_text(out, "null");
  else
    spokes__json_string(out, text, len);
}

static void write_row(spokes_buf *out, const spokes_grid *grid, size_t row, cell_fn *write, const char *between) {
  for (size_t c = 0; c < grid->column_count; c++) {
    size_t len;
    const char *text = cell_text(grid, row, c, &len);
    if (c) spokes__buf_text(out, between);
    write(out, text, len, &grid->columns[c]);
  }
}

// ---- Forms -----------------------------------------------------------------------------------------------

static size_t row_count(const spokes_grid *grid) { return grid->cell_count / grid->column_count; }

static void separated(spokes_buf *out, const spokes_grid *grid, cell_fn *write, const char *between) {
  for (size_t row = 0; row <= row_count(grid); row++) {
    write_row(out, grid, row - 1, write, between);
    spokes__buf_byte(out, '\n');
  }
}

static void markdown(spokes_buf *out, const spokes_grid *grid) {
  for (size_t row = 0; row <= row_count(grid); row++) {
    spokes__buf_byte(out, '|');
    write_row(out, grid, row - 1, md_cell, "|");
    spokes__buf_text(out, "|\n");
    if (row) continue;
    for (size_t c = 0; c < grid->column_count; c++)
      spokes__buf_text(out, grid->columns[c].is_number ? "|---:" : "|---");
    spokes__buf_text(out, "|\n");
  }
}

static void json(spokes_buf *out, const spokes_grid *grid, bool lines) {
  size_t rows = row_count(grid);
  if (!lines) spokes__buf_text(out, "[");
  for (size_t row = 0; row < rows; row++) {
    if (!lines) spokes__buf_text(out, row ? ",\n  " : "\n  ");
    spokes__buf_byte(out, '{');
    write_row(out, grid, row, json_cell, ",");
    spokes__buf_text(out, lines ? "}\n" : "}");
  }
  if (!lines) spokes__buf_text(out, rows ? "\n]\n" : "]\n");
}

// East Asian wide and full-width characters (Unicode Standard Annex 11), by blocks.
static bool is_wide(uint32_t cp) {
  return (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
         (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
         (cp >= 0xFFE0 && cp <= 0xFFE6) || (cp >= 0x1F300 && cp <= 0x1F64F) || (cp >= 0x20000 && cp <= 0x3FFFD);
}

static size_t places(const char *text, size_t len) {
  size_t sum = 0, width;
  for (size_t i = 0; i < len; i += width) sum += is_wide(spokes__utf8_decode(text + i, &width)) ? 2 : 1;
  return sum;
}

static void pad(spokes_buf *out, size_t count) {
  for (size_t i = 0; i < count; i++) spokes__buf_byte(out, ' ');
}

static size_t widest(const spokes_grid *grid, size_t column) {
  size_t most = 0;
  for (size_t row = 0; row <= row_count(grid); row++) {
    size_t len;
    const char *text = cell_text(grid, row - 1, column, &len);
    size_t width = places(text, len);
    if (width > most) most = width;
  }
  return most;
}

static spokes_status terminal(spokes_buf *out, const spokes_grid *grid, spokes_error *err) {
  size_t *widths = spokes__calloc(grid->column_count, sizeof *widths);
  if (!widths) return spokes__error_nomem(err);
  for (size_t c = 0; c < grid->column_count; c++) widths[c] = widest(grid, c);
  for (size_t row = 0; row <= row_count(grid); row++) {
    for (size_t c = 0; c < grid->column_count; c++) {
      size_t len;
      const char *text = cell_text(grid, row - 1, c, &len);
      size_t room = widths[c] - places(text, len);
      if (c) spokes__buf_text(out, "  ");
      if (grid->columns[c].is_number) pad(out, room);
      on_one_line(out, text, len);
      if (!grid->columns[c].is_number && c + 1 < grid->column_count) pad(out, room);
    }
    spokes__buf_byte(out, '\n');
  }
  spokes__free(widths);
  return SPOKES_OK;
}

spokes_status spokes_grid_write(const spokes_grid *grid, spokes_format format, const spokes_sink *sink,
                                spokes_error *err) {
  if (grid->bytes.failed) return spokes__error_nomem(err);
  spokes_buf out = SPOKES_BUF_INIT;
  spokes_status status = SPOKES_OK;
  switch (format) {
    case SPOKES_FORMAT_TABLE:
      status = terminal(&out, grid, err);
      break;
    case SPOKES_FORMAT_CSV:
      separated(&out, grid, csv_cell, ",");
      break;
    case SPOKES_FORMAT_TSV:
      separated(&out, grid, tsv_cell, "\t");
      break;
    case SPOKES_FORMAT_JSON:
      json(&out, grid, false);
      break;
    case SPOKES_FORMAT_JSONL:
      json(&out, grid, true);
      break;
    case SPOKES_FORMAT_MD:
      markdown(&out, grid);
      break;
  }
  if (!status && out.failed) status = spokes__error_nomem(err);
  if (!status && !sink->write(sink->context, out.data ? out.data : "", out.len))
    status = spokes__error_set(err, SPOKES_E_IO, "cannot write the results");
  spokes__buf_release(&out);
  return status;
}
