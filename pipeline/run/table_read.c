// A table is read whole, unpacked, and handed on by column name. Its rows were written by this program; a damaged table
// is reported with its line, and nothing is guessed.

#include "run/table_read.h"

#include <string.h>

#include "base/alloc.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "ingest/gz_read.h"

#define NOT_THERE SIZE_MAX

typedef struct reader {
  const spokes_table_query *query;
  const char *path;
  size_t *at;               // field of each wanted column, NOT_THERE
  spokes_csv_field *cells;  // handed on
  size_t fields;            // of the header; 0 = not read yet
  spokes_error fault;
} reader;

static bool read_header(reader *r, const spokes_csv_row *row) {
  r->fields = row->count;
  for (size_t c = 0; c < r->query->column_count; c++) {
    r->at[c] = NOT_THERE;
    for (size_t f = 0; f < row->count; f++)
      if (spokes__csv_field_is(&row->fields[f], r->query->columns[c])) r->at[c] = f;
    if (r->at[c] != NOT_THERE || c >= r->query->required) continue;
    spokes__error_at(&r->fault, SPOKES_E_VERSION, r->path, row->line, 0, "there is no column '%s'",
                     r->query->columns[c]);
    return false;
  }
  return true;
}

static bool on_row(void *context, const spokes_csv_row *row) {
  reader *r = context;
  if (!r->fields) return read_header(r, row);
  if (row->count != r->fields) {
    spokes__error_at(&r->fault, SPOKES_E_FORMAT, r->path, row->line, 0, "%zu fields where the header has %zu",
                     row->count, r->fields);
    return false;
  }
  for (size_t c = 0; c < r->query->column_count; c++)
    r->cells[c] = r->at[c] == NOT_THERE ? (spokes_csv_field){"", 0} : row->fields[r->at[c]];
  return r->query->on_row(r->query->context, row->line, r->cells);
}

spokes_status spokes__table_parse(const char *path, const char *bytes, size_t len, const spokes_table_query *query,
                                  spokes_error *err) {
  reader r = {.query = query, .path = path};
  r.at = spokes__calloc(query->column_count, sizeof *r.at);
  r.cells = spokes__calloc(query->column_count, sizeof *r.cells);
  spokes_status status =
      r.at && r.cells ? spokes__csv_read(path, bytes, len, on_row, &r, err) : spokes__error_nomem(err);
  if (!status && r.fault.code) {
    if (err) *err = r.fault;
    status = r.fault.code;
  } else if (!status && !r.fields) {
    status = spokes__error_at(err, SPOKES_E_FORMAT, path, 1, 0, "the table is empty");
  }
  spokes__free(r.at);
  spokes__free(r.cells);
  return status;
}

spokes_status spokes__table_bytes(const char *path, spokes_buf *bytes, spokes_error *err) {
  spokes_status status = spokes__file_read(path, SPOKES_LIMIT_TABLE_BYTES, bytes, err);
  if (status || !spokes__gz_is(bytes->data, bytes->len)) return status;
  spokes_buf unpacked = SPOKES_BUF_INIT;
  status = spokes__gz_inflate(bytes->data, bytes->len, SPOKES_LIMIT_TABLE_BYTES, &unpacked, err);
  if (status) spokes__error_path(err, path);
  spokes__buf_release(bytes);
  *bytes = unpacked;
  return status;
}

spokes_status spokes__table_read(const char *folder, const char *name, const spokes_table_query *query,
                                 spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT, bytes = SPOKES_BUF_INIT;
  spokes__path_join(&path, folder, name);
  if (!path.failed && !spokes__path_is_file(path.data)) {
    spokes__buf_text(&path, ".gz");
    if (!path.failed && !spokes__path_is_file(path.data)) path.data[path.len -= 3] = '\0';
  }
  spokes_status status = path.failed ? spokes__error_nomem(err) : spokes__table_bytes(path.data, &bytes, err);
  if (!status) status = spokes__table_parse(path.data, bytes.data, bytes.len, query, err);
  spokes__buf_release(&path);
  spokes__buf_release(&bytes);
  return status;
}
