// CSV rows through libcsv, which is fed one physical line at a time so that each row's first line is known.
// The fields of a row are gathered in one buffer and handed over when the row is complete.

#include "base/csv_read.h"

#include <csv.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"

// libcsv's state before the first byte of a row (its private ROW_NOT_BEGUN).
#define STATE_ROW_NOT_BEGUN 0

typedef struct reader {
  spokes_csv_row_fn *on_row;
  void *context;
  spokes_buf bytes;  // the row's fields, a NUL after each
  spokes_csv_field *fields;
  size_t count, cap;
  uint64_t line, row_line;
  bool stopped, no_memory, too_long;
} reader;

static int never_blank(unsigned char byte) {
  (void)byte;
  return 0;
}

static void *grow(void *old, size_t size) { return spokes__realloc(old, size, 1); }

static void on_field(void *text, size_t len, void *context) {
  reader *r = context;
  if (r->stopped) return;
  if (len > SPOKES_LIMIT_CSV_FIELD) {
    r->stopped = r->too_long = true;
    return;
  }
  void *fields = r->fields;
  if (!spokes__array_reserve(&fields, &r->cap, r->count + 1, sizeof *r->fields)) {
    r->stopped = r->no_memory = true;
    return;
  }
  r->fields = fields;
  r->fields[r->count++].len = len;
  spokes__buf_append(&r->bytes, text, len);
  spokes__buf_byte(&r->bytes, '\0');
}

static void on_row_end(int end, void *context) {
  (void)end;
  reader *r = context;
  if (r->bytes.failed) r->stopped = r->no_memory = true;
  if (r->stopped) return;
  const char *at = r->bytes.data;
  for (size_t i = 0; i < r->count; i++) {
    r->fields[i].text = at;
    at += r->fields[i].len + 1;
  }
  spokes_csv_row row = {r->row_line, r->count, r->fields};
  r->stopped = !r->on_row(r->context, &row);
  r->count = 0;
  spokes__buf_clear(&r->bytes);
}

static spokes_status report(const reader *r, const struct csv_parser *parser, const char *path, spokes_error *err) {
  int fault = csv_error((struct csv_parser *)parser);
  uint32_t field = (uint32_t)r->count + 1;
  if (r->no_memory || fault == CSV_ENOMEM) return spokes__error_nomem(err);
  if (r->too_long || fault == CSV_ETOOBIG)
    return spokes__error_at(err, SPOKES_E_LIMIT, path, r->row_line, field, "field is longer than the limit of %u bytes",
                            SPOKES_LIMIT_CSV_FIELD);
  return spokes__error_at(err, SPOKES_E_FORMAT, path, r->row_line, field, "misplaced or missing double quote");
}

static size_t line_length(const char *at, const char *end) {
  const char *newline = memchr(at, '\n', (size_t)(end - at));
  return (size_t)((newline ? newline + 1 : end) - at);
}

static spokes_status feed(reader *r, struct csv_parser *parser, const char *path, const char *bytes, size_t len,
                          spokes_error *err) {
  const char *at = bytes, *end = bytes + len;
  if (len >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3)) at += 3;
  while (at < end && !r->stopped) {
    size_t part = line_length(at, end);
    r->line++;
    if (parser->pstate == STATE_ROW_NOT_BEGUN) r->row_line = r->line;
    if (csv_parse(parser, at, part, on_field, on_row_end, r) != part) return report(r, parser, path, err);
    at += part;
  }
  if (!r->stopped && csv_fini(parser, on_field, on_row_end, r)) return report(r, parser, path, err);
  return r->no_memory || r->too_long ? report(r, parser, path, err) : SPOKES_OK;
}

spokes_status spokes__csv_read(const char *path, const char *bytes, size_t len, spokes_csv_row_fn *on_row,
                               void *context, spokes_error *err) {
  struct csv_parser parser;
  reader r = {.on_row = on_row, .context = context, .bytes = SPOKES_BUF_INIT};
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI)) return spokes__error_nomem(err);
  csv_set_space_func(&parser, never_blank);
  csv_set_realloc_func(&parser, grow);
  csv_set_free_func(&parser, spokes__free);
  spokes_status status = feed(&r, &parser, path, bytes, len, err);
  csv_free(&parser);
  spokes__free(r.fields);
  spokes__buf_release(&r.bytes);
  return status;
}

bool spokes__csv_field_is(const spokes_csv_field *field, const char *text) {
  return field->len == strlen(text) && !memcmp(field->text, text, field->len);
}

#define AS_TEXT(x) #x
#define VERSION_TEXT(major, minor, release) AS_TEXT(major) "." AS_TEXT(minor) "." AS_TEXT(release)

const char *spokes__csv_library_version(void) { return VERSION_TEXT(CSV_MAJOR, CSV_MINOR, CSV_RELEASE); }
