// The manifest: a table of columns says where each field goes and how it is checked.

#include "corpus/manifest.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv_read.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "base/strmap.h"
#include "base/utf8.h"
#include "corpus/date.h"
#include "corpus/languages.h"

#define COLUMN_COUNT SPOKES_MANIFEST_COLUMNS
#define NOT_THERE SIZE_MAX

typedef struct reader {
  spokes_catalogue *catalogue;
  const spokes_catalogue_hooks *hooks;
  const char *path, *corpus_dir;
  size_t at[COLUMN_COUNT];  // field index of each column, NOT_THERE
  size_t columns;           // fields of the header, 0 = not read yet
  spokes_strmap ids;        // id -> line of the manifest
  spokes_strmap paths;      // path in its plain form -> line
  spokes_buf scratch;
  uint64_t faults;
  bool no_memory;
} reader;

// Returns what is wrong with a field (a static text), or NULL.
typedef const char *check_fn(const reader *r, const spokes_csv_field *field);

static const char *check_id(const reader *r, const spokes_csv_field *field) {
  (void)r;
  if (!field->len) return "empty id";
  if (memchr(field->text, '/', field->len)) return "an id may not hold '/'";
  for (size_t i = 0; i < field->len; i++)
    if ((unsigned char)field->text[i] < 0x20) return "an id may not hold control characters";
  return NULL;
}

static bool climbs(const char *path) {
  for (const char *at = path; at; at = strchr(at, '/')) {
    at += *at == '/';
    if (!strncmp(at, "..", 2) && (at[2] == '/' || !at[2])) return true;
  }
  return false;
}

static const char *check_path(const reader *r, const spokes_csv_field *field) {
  (void)r;
  if (!field->len) return "empty path";
  if (strlen(field->text) != field->len) return "a path may not hold NUL";
  if (field->text[0] == '/' || climbs(field->text)) return "the path leads out of the corpus";
  return NULL;
}

static const char *check_issuer(const reader *r, const spokes_csv_field *field) {
  if (!field->len || !r->hooks->find_actor) return NULL;
  const char *found = r->hooks->find_actor(r->hooks->find_context, field->text, field->len);
  return found && spokes__csv_field_is(field, found) ? NULL : "no such actor";
}

static const char *check_date(const reader *r, const spokes_csv_field *field) {
  (void)r;
  return !field->len || spokes__date_parse(field->text, field->len, NULL) ? NULL
                                                                          : "not a date (YYYY, YYYY-MM or YYYY-MM-DD)";
}

static const char *check_lang(const reader *r, const spokes_csv_field *field) {
  (void)r;
  return !field->len || spokes__language_is_known(field->text, field->len)
             ? NULL
             : "no such language (two letters of ISO 639-1, such as en or zh)";
}

static const char *check_sha256(const reader *r, const spokes_csv_field *field) {
  (void)r;
  if (!field->len) return NULL;
  bool good = field->len == 64;
  for (size_t i = 0; good && i < field->len; i++) good = memchr("0123456789abcdef", field->text[i], 16) != NULL;
  return good ? NULL : "not 64 hexadecimal digits in lower case";
}

static const struct {
  const char *name;
  size_t member;  // offset in spokes_entry
  check_fn *check;
} columns[COLUMN_COUNT] = {
    {"id", offsetof(spokes_entry, id), check_id},
    {"path", offsetof(spokes_entry, path), check_path},
    {"issuer", offsetof(spokes_entry, issuer), check_issuer},
    {"date", offsetof(spokes_entry, date), check_date},
    {"series", offsetof(spokes_entry, series), NULL},
    {"title", offsetof(spokes_entry, title), NULL},
    {"lang", offsetof(spokes_entry, lang), check_lang},
    {"source_url", offsetof(spokes_entry, source_url), NULL},
    {"license", offsetof(spokes_entry, license), NULL},
    {"sha256", offsetof(spokes_entry, sha256), check_sha256},
    {"notes", offsetof(spokes_entry, notes), NULL},
};

const char *spokes__manifest_column(size_t column) { return columns[column].name; }

const char *spokes__manifest_text(const spokes_entry *entry, size_t column) {
  const char *text;
  memcpy(&text, (const char *)entry + columns[column].member, sizeof text);
  return text;
}

static void report(reader *r, uint64_t line, size_t field, const char *message, const char *subject) {
  spokes_error fault;
  r->faults++;
  if (subject)
    spokes__error_at(&fault, SPOKES_E_FORMAT, r->path, line, (uint32_t)field + 1, "%s: '%.100s'", message, subject);
  else
    spokes__error_at(&fault, SPOKES_E_FORMAT, r->path, line, (uint32_t)field + 1, "%s", message);
  if (r->hooks->on_fault) r->hooks->on_fault(r->hooks->fault_context, &fault);
}

static void read_header(reader *r, const spokes_csv_row *row) {
  r->columns = row->count;
  for (size_t c = 0; c < COLUMN_COUNT; c++) {
    r->at[c] = NOT_THERE;
    for (size_t f = 0; f < row->count; f++) {
      if (!spokes__csv_field_is(&row->fields[f], columns[c].name)) continue;
      if (r->at[c] != NOT_THERE) report(r, row->line, f, "the column stands twice", columns[c].name);
      r->at[c] = f;
    }
  }
  for (size_t c = 0; c < 2; c++)
    if (r->at[c] == NOT_THERE) report(r, row->line, 0, "the column is missing", columns[c].name);
}

static bool store(reader *r, spokes_entry *entry, size_t column, const spokes_csv_field *field) {
  char *copy = spokes__arena_strdup(&r->catalogue->arena, field->text, field->len);
  if (!copy) return false;
  memcpy((char *)entry + columns[column].member, &copy, sizeof copy);
  return true;
}

// Reports a key that an earlier row has. what names the column.
static void check_unique(reader *r, spokes_strmap *map, const char *key, const char *what, size_t field,
                         const spokes_csv_row *row) {
  uint32_t first = SPOKES_STRMAP_NONE;
  if (!spokes__strmap_put(map, key, strlen(key), (uint32_t)row->line, &first)) r->no_memory = true;
  if (first == SPOKES_STRMAP_NONE) return;
  char message[64];
  snprintf(message, sizeof message, "duplicate %s (first at line %u)", what, first);
  report(r, row->line, field, message, key);
}

// Takes out what changes nothing: "./" and doubled slashes. In place.
static void make_plain(char *path) {
  char *to = path;
  for (const char *from = path; *from;) {
    bool at_start = to == path || to[-1] == '/';
    if (at_start && *from == '/')
      from++;
    else if (at_start && from[0] == '.' && from[1] == '/')
      from += 2;
    else
      *to++ = *from++;
  }
  *to = '\0';
}

static void check_document(reader *r, const char *path, const spokes_csv_row *row) {
  char *plain = spokes__arena_strdup(&r->catalogue->arena, path, strlen(path));
  if (!plain) {
    r->no_memory = true;
    return;
  }
  make_plain(plain);
  check_unique(r, &r->paths, plain, "path", r->at[1], row);
}

// A file that is not there is the fault of one document, which fails alone.
static void look_at_file(reader *r, spokes_entry *entry) {
  spokes__path_join(&r->scratch, r->corpus_dir, entry->path);
  if (r->scratch.failed) {
    r->no_memory = true;
    return;
  }
  entry->file = spokes__path_info(r->scratch.data);
}

static void finish_entry(reader *r, spokes_entry *entry, bool has_path, const spokes_csv_row *row) {
  spokes__date_parse(entry->date, strlen(entry->date), &entry->date_number);
  if (entry->id[0]) check_unique(r, &r->ids, entry->id, "id", r->at[0], row);
  if (has_path && !r->no_memory) check_document(r, entry->path, row);
  if (has_path && !r->no_memory) look_at_file(r, entry);
}

// Returns whether the path may be looked at.
static bool read_fields(reader *r, spokes_entry *entry, const spokes_csv_row *row) {
  bool has_path = true;
  for (size_t c = 0; c < COLUMN_COUNT && !r->no_memory; c++) {
    if (r->at[c] == NOT_THERE) continue;
    const spokes_csv_field *field = &row->fields[r->at[c]];
    const char *wrong = NULL;
    if (spokes__utf8_valid_prefix(field->text, field->len) < field->len)
      wrong = "not valid UTF-8";
    else if (columns[c].check)
      wrong = columns[c].check(r, field);
    if (wrong) report(r, row->line, r->at[c], wrong, field->len && wrong[0] == 'n' ? field->text : NULL);
    if (wrong && c == 1) has_path = false;
    if (!store(r, entry, c, field)) r->no_memory = true;
  }
  return has_path;
}

static bool on_row(void *context, const spokes_csv_row *row) {
  reader *r = context;
  if (!r->columns) {
    read_header(r, row);
    return r->faults == 0;
  }
  if (row->count != r->columns) {
    char message[64];
    snprintf(message, sizeof message, "%zu fields where the header has %zu", row->count, r->columns);
    report(r, row->line, row->count < r->columns ? row->count : r->columns, message, NULL);
    return true;
  }
  spokes_entry *entry = spokes__catalogue_add(r->catalogue);
  if (!entry) {
    r->no_memory = true;
    return false;
  }
  bool has_path = read_fields(r, entry, row);
  if (!r->no_memory) finish_entry(r, entry, has_path, row);
  return !r->no_memory;
}

static spokes_status conclude(reader *r, spokes_status status, spokes_error *err) {
  if (r->no_memory) return spokes__error_nomem(err);
  if (status == SPOKES_E_FORMAT && err) {
    r->faults++;
    if (r->hooks->on_fault) r->hooks->on_fault(r->hooks->fault_context, err);
  } else if (status) {
    return status;
  }
  if (!r->columns) report(r, 1, 0, "the file is empty", NULL);
  if (!r->faults) return SPOKES_OK;
  return spokes__error_at(err, SPOKES_E_FORMAT, r->path, 0, 0, "%llu fault%s in the manifest",
                          (unsigned long long)r->faults, r->faults == 1 ? "" : "s");
}

spokes_status spokes__manifest_read(spokes_catalogue *catalogue, const char *path, const char *corpus_dir,
                                    const spokes_catalogue_hooks *hooks, spokes_error *err) {
  reader r = {.catalogue = catalogue, .hooks = hooks, .path = path, .corpus_dir = corpus_dir};
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_error own;
  spokes_error *fault = err ? err : &own;
  spokes_status status = spokes__file_read(path, SPOKES_LIMIT_TEXT_BYTES, &bytes, fault);
  if (!status) {
    status = spokes__csv_read(path, bytes.data, bytes.len, on_row, &r, fault);
    status = conclude(&r, status, fault);
  }
  spokes__buf_release(&bytes);
  spokes__buf_release(&r.scratch);
  spokes__strmap_release(&r.ids);
  spokes__strmap_release(&r.paths);
  return status;
}
