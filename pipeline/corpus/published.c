// One pass over the rows; every field is checked where it stands.

#include "corpus/published.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/csv_read.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "corpus/date.h"
#include "corpus/languages.h"

#define COLUMNS SPOKES_PUBLISHED_COLUMNS

static const char *const names[COLUMNS] = {"id",         "issuer",  "date",   "series", "title", "lang",
                                           "source_url", "license", "status", "link",   "notes"};

typedef struct reader {
  spokes_published *out;
  const char *path;
  spokes_diagnostic_fn *on_fault;
  void *context;
  size_t faults;
  bool has_header, no_memory;
} reader;

const char *spokes__published_column_name(size_t column) { return names[column]; }

static void report(reader *r, const spokes_csv_row *row, size_t column, const char *message, const char *subject) {
  spokes_error fault;
  r->faults++;
  spokes__error_at(&fault, SPOKES_E_FORMAT, r->path, row->line, (uint32_t)column + 1, "%s: '%.100s'", message, subject);
  if (r->on_fault) r->on_fault(r->context, &fault);
}

// ---- Fields -------------------------------------------------------------------------------------------------

static bool is_one_of(const char *text, const char *a, const char *b, const char *c) {
  return !strcmp(text, a) || !strcmp(text, b) || !strcmp(text, c);
}

static bool is_web(const char *url) { return !strncasecmp(url, "https://", 8) || !strncasecmp(url, "http://", 7); }

static const char *wrong(size_t column, const char *text, size_t len) {
  if (strlen(text) != len || spokes__utf8_valid_prefix(text, len) < len) return "NUL, or not valid UTF-8";
  switch ((spokes_published_column)column) {
    case SPOKES_PUBLISHED_ID:
      return len && !strchr(text, '/') && *text != '.' ? NULL : "not an id";
    case SPOKES_PUBLISHED_ISSUER:
    case SPOKES_PUBLISHED_SERIES:
    case SPOKES_PUBLISHED_TITLE:
      return len ? NULL : "must not be empty";
    case SPOKES_PUBLISHED_DATE:
      return spokes__date_parse(text, len, NULL) ? NULL : "not a date (YYYY, YYYY-MM or YYYY-MM-DD)";
    case SPOKES_PUBLISHED_LANG:
      return spokes__language_is_known(text, len) ? NULL : "no such language";
    case SPOKES_PUBLISHED_SOURCE_URL:
      return !len || is_web(text) ? NULL : "neither an http nor an https address";
    case SPOKES_PUBLISHED_STATUS:
      return is_one_of(text, "checked", "unchecked", "no address") ? NULL : "not checked, unchecked or no address";
    case SPOKES_PUBLISHED_LINK:
      return is_one_of(text, "document", "page", "") ? NULL : "not document or page";
    case SPOKES_PUBLISHED_LICENSE:
    case SPOKES_PUBLISHED_NOTES:
    case SPOKES_PUBLISHED_COLUMNS:
      break;
  }
  return NULL;
}

// ---- Rows ---------------------------------------------------------------------------------------------------

static bool read_header(reader *r, const spokes_csv_row *row) {
  r->has_header = true;
  for (size_t c = 0; c < COLUMNS; c++) {
    if (c < row->count && spokes__csv_field_is(&row->fields[c], names[c])) continue;
    report(r, row, c, "the column is not in its place", names[c]);
  }
  return r->faults == 0;
}

static spokes_published_row *new_row(spokes_published *out) {
  void *rows = out->rows;
  if (!spokes__array_reserve(&rows, &out->cap, out->count + 1, sizeof *out->rows)) return NULL;
  out->rows = rows;
  return &out->rows[out->count++];
}

static void check_row(reader *r, const spokes_published_row *entry, const spokes_csv_row *row) {
  bool has_url = *entry->values[SPOKES_PUBLISHED_SOURCE_URL], has_link = *entry->values[SPOKES_PUBLISHED_LINK];
  bool has_none = !strcmp(entry->values[SPOKES_PUBLISHED_STATUS], "no address");
  if (has_url == has_none) report(r, row, SPOKES_PUBLISHED_STATUS, "does not fit source_url", "status");
  if (has_url != has_link) report(r, row, SPOKES_PUBLISHED_LINK, "does not fit source_url", "link");
  const char *id = entry->values[SPOKES_PUBLISHED_ID];
  uint32_t first = SPOKES_STRMAP_NONE;
  if (!spokes__strmap_put(&r->out->ids, id, strlen(id), (uint32_t)r->out->count - 1, &first)) r->no_memory = true;
  if (first != SPOKES_STRMAP_NONE) report(r, row, SPOKES_PUBLISHED_ID, "duplicate id", id);
}

static bool on_row(void *context, const spokes_csv_row *row) {
  reader *r = context;
  if (!r->has_header) return read_header(r, row);
  if (row->count < COLUMNS) {
    report(r, row, row->count, "a field is missing", names[row->count]);
    return true;
  }
  spokes_published_row *entry = new_row(r->out);
  r->no_memory = !entry;
  for (size_t c = 0; !r->no_memory && c < COLUMNS; c++) {
    const spokes_csv_field *field = &row->fields[c];
    const char *fault = wrong(c, field->text, field->len);
    if (fault) report(r, row, c, fault, field->text);
    entry->values[c] = spokes__arena_strdup(&r->out->arena, field->text, field->len);
    r->no_memory = !entry->values[c];
  }
  if (!r->no_memory) check_row(r, entry, row);
  return !r->no_memory;
}

spokes_status spokes__published_load(spokes_published *out, const char *path, spokes_diagnostic_fn *on_fault,
                                     void *context, spokes_error *err) {
  reader r = {.out = out, .path = path, .on_fault = on_fault, .context = context};
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_status status = spokes__file_read(path, SPOKES_LIMIT_TEXT_BYTES, &bytes, err);
  if (!status) status = spokes__csv_read(path, bytes.data, bytes.len, on_row, &r, err);
  spokes__buf_release(&bytes);
  if (status) return status;
  if (r.no_memory) return spokes__error_nomem(err);
  if (!r.has_header) return spokes__error_at(err, SPOKES_E_FORMAT, path, 1, 1, "the file is empty");
  if (!r.faults) return SPOKES_OK;
  return spokes__error_at(err, SPOKES_E_FORMAT, path, 0, 0, "%zu fault%s in the list", r.faults,
                          r.faults == 1 ? "" : "s");
}

void spokes__published_release(spokes_published *published) {
  spokes__free(published->rows);
  spokes__strmap_release(&published->ids);
  spokes__arena_release(&published->arena);
  *published = (spokes_published)SPOKES_PUBLISHED_INIT;
}

const spokes_published_row *spokes__published_find(const spokes_published *published, const char *id) {
  uint32_t at = spokes__strmap_get(&published->ids, id, strlen(id));
  return at == SPOKES_STRMAP_NONE ? NULL : &published->rows[at];
}

bool spokes__published_is_direct(const spokes_published_row *row) {
  return !strcmp(row->values[SPOKES_PUBLISHED_LINK], "document");
}
