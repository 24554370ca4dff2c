// Tables of a finished run, read back row by row, plain or gzipped.
#ifndef SPOKES_RUN_TABLE_READ_H
#define SPOKES_RUN_TABLE_READ_H

#include "base/buf.h"
#include "base/csv_read.h"

// Receives the wanted cells of a row, in the order in which they were asked for; false stops reading.
typedef bool spokes_cells_fn(void *context, uint64_t line, const spokes_csv_field *cells);

// Columns may be added and reordered between versions: they are found by their names.
typedef struct spokes_table_query {
  const char *const *columns;
  size_t column_count;
  size_t required;  // so many of them must be there; the cells of the others are empty when they are not
  spokes_cells_fn *on_row;
  void *context;
} spokes_table_query;

// Reads folder/name or folder/name.gz. SPOKES_E_IO when there is neither, SPOKES_E_VERSION when a column is missing,
// SPOKES_E_FORMAT when a row has not as many fields as the header.
spokes_status spokes__table_read(const char *folder, const char *name, const spokes_table_query *query,
                                 spokes_error *err);

// Replaces bytes by the contents of the file at path, unpacked when they are gzipped.
spokes_status spokes__table_bytes(const char *path, spokes_buf *bytes, spokes_error *err);

// As spokes__table_read over the file at path, whose contents are given.
spokes_status spokes__table_parse(const char *path, const char *bytes, size_t len, const spokes_table_query *query,
                                  spokes_error *err);

#endif
