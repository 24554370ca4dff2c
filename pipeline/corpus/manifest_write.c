// A manifest is read row by row and written again with the changes in their places. What the header's columns mean is
// looked up once; a column that is none of ours is copied.

#include "corpus/manifest_write.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/csv_read.h"
#include "base/csv_write.h"
#include "corpus/manifest.h"

#define NOT_OURS SIZE_MAX

typedef struct rewrite {
  const spokes_manifest_change *changes;
  size_t count;
  spokes_buf *out;
  const char *line_end;
  size_t *meaning;  // of each column of the header: ours, NOT_OURS
  size_t columns;   // of the old header; 0 = not read yet
  size_t added[SPOKES_MANIFEST_COLUMNS], added_count;
  size_t id_column;
  bool no_memory;
} rewrite;

static bool is_needed(const rewrite *w, size_t column) {
  for (size_t i = 0; i < w->count; i++)
    if (*spokes__manifest_text(w->changes[i].entry, column)) return true;
  return false;
}

static void separate(const rewrite *w, bool is_first) {
  if (!is_first) spokes__buf_byte(w->out, ',');
}

static void end_row(const rewrite *w) { spokes__buf_text(w->out, w->line_end); }

static size_t meaning_of(const spokes_csv_field *field) {
  for (size_t c = 0; c < SPOKES_MANIFEST_COLUMNS; c++)
    if (spokes__csv_field_is(field, spokes__manifest_column(c))) return c;
  return NOT_OURS;
}

static void write_header(rewrite *w, const spokes_csv_row *row) {
  bool has[SPOKES_MANIFEST_COLUMNS] = {false};
  w->columns = row->count;
  w->meaning = spokes__calloc(row->count, sizeof *w->meaning);
  w->no_memory = !w->meaning;
  for (size_t f = 0; !w->no_memory && f < row->count; f++) {
    size_t column = w->meaning[f] = meaning_of(&row->fields[f]);
    if (column != NOT_OURS) has[column] = true;
    if (column == 0) w->id_column = f;
    separate(w, f == 0);
    spokes__csv_field(w->out, row->fields[f].text, row->fields[f].len);
  }
  for (size_t c = 0; c < SPOKES_MANIFEST_COLUMNS; c++) {
    if (has[c] || !is_needed(w, c)) continue;
    w->added[w->added_count++] = c;
    spokes__buf_byte(w->out, ',');
    spokes__buf_text(w->out, spokes__manifest_column(c));
  }
  end_row(w);
}

// The fields of an entry; old gives what stands in columns that are none of ours, NULL: nothing.
static void write_entry(const rewrite *w, const spokes_entry *entry, const spokes_csv_row *old) {
  for (size_t f = 0; f < w->columns; f++) {
    separate(w, f == 0);
    if (w->meaning[f] != NOT_OURS)
      spokes__csv_text(w->out, spokes__manifest_text(entry, w->meaning[f]));
    else if (old && f < old->count)
      spokes__csv_field(w->out, old->fields[f].text, old->fields[f].len);
  }
  for (size_t i = 0; i < w->added_count; i++) {
    spokes__buf_byte(w->out, ',');
    spokes__csv_text(w->out, spokes__manifest_text(entry, w->added[i]));
  }
  end_row(w);
}

static void copy_row(const rewrite *w, const spokes_csv_row *row) {
  for (size_t f = 0; f < row->count; f++) {
    separate(w, f == 0);
    spokes__csv_field(w->out, row->fields[f].text, row->fields[f].len);
  }
  for (size_t i = 0; i < w->added_count; i++) spokes__buf_byte(w->out, ',');
  end_row(w);
}

static bool on_row(void *context, const spokes_csv_row *row) {
  rewrite *w = context;
  if (!w->columns) {
    write_header(w, row);
    return !w->no_memory;
  }
  for (size_t i = 0; i < w->count; i++) {
    const char *id = w->changes[i].replaces;
    if (!id || w->id_column >= row->count || !spokes__csv_field_is(&row->fields[w->id_column], id)) continue;
    write_entry(w, w->changes[i].entry, row);
    return true;
  }
  copy_row(w, row);
  return true;
}

static const char *line_end_of(const char *bytes, size_t len) {
  const char *end = memchr(bytes, '\n', len);
  return end && end > bytes && end[-1] == '\r' ? "\r\n" : "\n";
}

static void new_header(spokes_buf *buf) {
  for (size_t c = 0; c < SPOKES_MANIFEST_COLUMNS; c++) {
    if (c) spokes__buf_byte(buf, ',');
    spokes__buf_text(buf, spokes__manifest_column(c));
  }
  spokes__buf_byte(buf, '\n');
}

spokes_status spokes__manifest_change(const char *path, const char *bytes, size_t len,
                                      const spokes_manifest_change *changes, size_t count, spokes_buf *out,
                                      spokes_error *err) {
  spokes_buf header = SPOKES_BUF_INIT;
  if (!len) {
    new_header(&header);
    bytes = header.data;
    len = header.len;
  }
  spokes__buf_clear(out);
  if (header.failed) {
    spokes__buf_release(&header);
    return spokes__error_nomem(err);
  }
  rewrite w = {.changes = changes, .count = count, .out = out, .line_end = line_end_of(bytes, len)};
  if (len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) spokes__buf_append(out, bytes, 3);
  spokes_status status = spokes__csv_read(path, bytes, len, on_row, &w, err);
  for (size_t i = 0; !status && !w.no_memory && i < count; i++)
    if (!changes[i].replaces) write_entry(&w, changes[i].entry, NULL);
  if (!status && (w.no_memory || out->failed)) status = spokes__error_nomem(err);
  spokes__free(w.meaning);
  spokes__buf_release(&header);
  return status;
}
