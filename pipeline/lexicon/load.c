// Reading a dictionary folder: which files there are, their headers, rows and ids. Nothing is compiled before every
// file was read, and all faults are reported, each with file, line and field.

#include "load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/utf8.h"

void spokes__loader_fault(spokes_loader *loader, int field, const char *format, ...) {
  loader->faults++;
  if (!loader->on_fault) return;
  char message[sizeof((spokes_error *)0)->message];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  spokes_error fault;
  spokes__error_at(&fault, SPOKES_E_DICT, loader->path, loader->line, (uint32_t)(field + 1), "%s", message);
  loader->on_fault(loader->fault_context, &fault);
}

// ---- Rows -------------------------------------------------------------------------------------------

// A copy of the row's fields in the lexicon's arena; NULL when memory is out.
static const spokes_csv_field *keep_fields(spokes_loader *loader, const spokes_csv_row *row) {
  spokes_arena *arena = &loader->lexicon->arena;
  spokes_csv_field *fields = spokes__arena_calloc(arena, row->count, sizeof *fields);
  for (size_t i = 0; fields && i < row->count; i++) {
    const char *copy = spokes__arena_strdup(arena, row->fields[i].text, row->fields[i].len);
    if (!copy) return NULL;
    fields[i] = (spokes_csv_field){copy, row->fields[i].len};
  }
  return fields;
}

static spokes_row add_row(spokes_loader *loader, const spokes_csv_field *id) {
  spokes_lexicon *lexicon = loader->lexicon;
  void *rows = lexicon->rows;
  char *copy = spokes__arena_strdup(&lexicon->arena, id->text, id->len);
  if (!copy || !spokes__array_reserve(&rows, &lexicon->row_cap, lexicon->row_count + 1, sizeof *lexicon->rows)) {
    loader->failed = true;
    return SPOKES_NO_ROW;
  }
  lexicon->rows = rows;
  spokes_row row = (spokes_row)lexicon->row_count++;
  lexicon->rows[row] = (spokes_row_info){
      .id = copy, .form = "", .line = (uint32_t)loader->line, .file = loader->file, .folder = loader->folder};
  uint32_t first;
  if (!spokes__strmap_put(&loader->ids, copy, id->len, row, &first))
    loader->failed = true;
  else if (first != SPOKES_STRMAP_NONE)
    spokes__loader_fault(loader, 0, "duplicate id '%s' (first at %s:%u)", copy,
                         lexicon->files[lexicon->rows[first].file], lexicon->rows[first].line);
  return row;
}

typedef struct reading {
  spokes_loader *loader;
  const spokes_file_spec *spec;
  size_t columns;
  bool header_seen, header_good;
} reading;

static size_t count_columns(const char *header) {
  size_t count = 1;
  for (; *header; header++) count += *header == ',';
  return count;
}

static void check_header(reading *now, const spokes_csv_row *row) {
  const char *at = now->spec->header;
  now->header_good = row->count == now->columns;
  for (size_t i = 0; i < now->columns; i++) {
    size_t len = strcspn(at, ",");
    if (i < row->count && (row->fields[i].len != len || memcmp(row->fields[i].text, at, len))) {
      spokes__loader_fault(now->loader, (int)i, "column is called '%.40s', not '%.*s'", row->fields[i].text, (int)len,
                           at);
      now->header_good = false;
    }
    at += len + (at[len] == ',');
  }
  if (row->count != now->columns)
    spokes__loader_fault(now->loader, -1, "header has %zu columns, not %zu", row->count, now->columns);
}

static bool check_fields(reading *now, const spokes_csv_row *row) {
  bool good = true;
  for (size_t i = 0; i < row->count; i++) {
    const spokes_csv_field *field = &row->fields[i];
    if (spokes__utf8_valid_prefix(field->text, field->len) != field->len) {
      spokes__loader_fault(now->loader, (int)i, "not valid UTF-8");
      good = false;
    } else if (memchr(field->text, '\0', field->len)) {
      spokes__loader_fault(now->loader, (int)i, "NUL byte in a field");
      good = false;
    }
  }
  if (row->count != now->columns) {
    spokes__loader_fault(now->loader, -1, "row has %zu fields, not %zu", row->count, now->columns);
    good = false;
  }
  return good;
}

static bool is_known_actor(const spokes_loader *loader, const spokes_csv_field *id) {
  spokes_actor actor = spokes__lexicon_find_actor(loader->lexicon, id->text, id->len);
  uint32_t row = spokes__strmap_get(&loader->ids, id->text, id->len);
  return actor != SPOKES_NO_ACTOR && row != SPOKES_STRMAP_NONE && loader->lexicon->rows[row].folder < loader->folder;
}

static void keep_row(const reading *now, const spokes_csv_row *row, spokes_row added) {
  spokes_loader *loader = now->loader;
  spokes_row_info *info = &loader->lexicon->rows[added];
  info->spec = (uint8_t)(now->spec - spokes__file_specs);
  if (!loader->keep_rows) return;
  info->fields = keep_fields(loader, row);
  loader->failed = !info->fields;
}

static bool take_row(void *context, const spokes_csv_row *row) {
  reading *now = context;
  now->loader->line = row->line;
  if (!now->header_seen) {
    now->header_seen = true;
    check_header(now, row);
    return now->header_good;
  }
  if (!check_fields(now, row)) return true;
  if (!row->fields[0].len) {
    spokes__loader_fault(now->loader, 0, "empty id");
    return true;
  }
  if (now->loader->lexicon->row_count >= SPOKES_LIMIT_DICT_ROWS) {
    spokes__loader_fault(now->loader, -1, "too many rows (limit is %u)", SPOKES_LIMIT_DICT_ROWS);
    return false;
  }
  // An actor that an earlier dictionary has is the same one; what names it is added.
  bool is_actor = now->spec == spokes__file_specs;
  if (is_actor && now->loader->folder && is_known_actor(now->loader, &row->fields[0])) return true;
  spokes_row added = add_row(now->loader, &row->fields[0]);
  if (!now->loader->failed) keep_row(now, row, added);
  if (!now->loader->failed) now->spec->take(now->loader, row->fields, added);
  return !now->loader->failed;
}

// ---- Files --------------------------------------------------------------------------------------------

// One of the dictionaries that are put together.
typedef struct folder {
  const char *path;
  spokes_sha256 *hash;
  spokes_loader *loader;
  uint8_t number;
  size_t files;  // read from it
} folder;

static bool note_file(spokes_loader *loader, const char *name) {
  spokes_lexicon *lexicon = loader->lexicon;
  void *files = lexicon->files;
  char *copy = spokes__arena_strdup(&lexicon->arena, name, strlen(name));
  if (!copy || !spokes__array_reserve(&files, &lexicon->file_cap, lexicon->file_count + 1, sizeof *lexicon->files))
    return false;
  lexicon->files = files;
  loader->file = (uint16_t)lexicon->file_count;
  lexicon->files[lexicon->file_count++] = copy;
  loader->path = copy;
  loader->line = 0;
  return true;
}

// Reads folder/name, which is of the kind spec.
static spokes_status read_file(folder *from, const char *name, const spokes_file_spec *spec, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT, bytes = SPOKES_BUF_INIT;
  spokes__path_join(&path, from->path, name);
  spokes_status status =
      path.failed ? spokes__error_nomem(err) : spokes__file_read(path.data, SPOKES_LIMIT_TEXT_BYTES, &bytes, err);
  if (!status) status = spokes__sha256_add(from->hash, name, strlen(name) + 1, err);
  if (!status) status = spokes__sha256_add(from->hash, bytes.data, bytes.len, err);
  // Messages name the folder only where there are several.
  if (!status && !note_file(from->loader, from->number ? path.data : name)) status = spokes__error_nomem(err);
  from->loader->folder = from->number;
  from->files++;
  if (!status) {
    reading now = {from->loader, spec, count_columns(spec->header), false, false};
    spokes_error fault;
    spokes_status read = spokes__csv_read(name, bytes.data, bytes.len, take_row, &now, &fault);
    if (read == SPOKES_E_NOMEM || from->loader->failed) {
      status = spokes__error_nomem(err);
    } else if (read) {
      from->loader->line = fault.line;
      spokes__loader_fault(from->loader, (int)fault.column - 1, "%s", fault.message);
    } else if (!now.header_seen) {
      spokes__loader_fault(from->loader, -1, "file has no header");
    }
  }
  spokes__buf_release(&path);
  spokes__buf_release(&bytes);
  return status;
}

static bool ends_with(const char *text, const char *end) {
  size_t len = strlen(text), end_len = strlen(end);
  return len >= end_len && !strcmp(text + len - end_len, end);
}

// Reads every .csv file of the subfolder spec->name ("names/"), in byte order.
static spokes_status read_subfolder(folder *from, const spokes_file_spec *spec, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes_names names = SPOKES_NAMES_INIT;
  spokes__path_join(&path, from->path, spec->name);
  spokes_status status = path.failed ? spokes__error_nomem(err) : SPOKES_OK;
  if (!status && spokes__path_info(path.data).kind == SPOKES_PATH_FOLDER)
    status = spokes__folder_list(path.data, &names, err);
  for (size_t i = 0; !status && i < names.count; i++) {
    if (!ends_with(names.items[i], ".csv")) continue;
    spokes_buf name = SPOKES_BUF_INIT;
    spokes__buf_text(&name, spec->name);
    spokes__buf_text(&name, names.items[i]);
    status = name.failed ? spokes__error_nomem(err) : read_file(from, name.data, spec, err);
    spokes__buf_release(&name);
  }
  spokes__names_release(&names);
  spokes__buf_release(&path);
  return status;
}

// Reads the files of one kind from one folder, if there are any.
static spokes_status read_kind(folder *from, const spokes_file_spec *spec, spokes_error *err) {
  if (ends_with(spec->name, "/")) return read_subfolder(from, spec, err);
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, from->path, spec->name);
  bool is_there = !path.failed && spokes__path_is_file(path.data);
  spokes__buf_release(&path);
  return is_there ? read_file(from, spec->name, spec, err) : SPOKES_OK;
}

// Kind by kind, so that the rows of one folder can refer to those of another.
static spokes_status read_all(folder *folders, size_t count, spokes_error *err) {
  for (size_t i = 0; i < spokes__file_spec_count; i++) {
    for (size_t k = 0; k < count; k++) {
      spokes_status status = read_kind(&folders[k], &spokes__file_specs[i], err);
      if (status) return status;
    }
    // Without actors nothing can be counted; everything else may be absent.
    if (!i && !folders[0].files)
      return spokes__error_set(err, SPOKES_E_IO, "no dictionary: '%s' has no %s", folders[0].path,
                               spokes__file_specs[0].name);
  }
  for (size_t k = 1; k < count; k++)
    if (!folders[k].files)
      return spokes__error_set(err, SPOKES_E_IO, "no dictionary: '%s' has none of its files", folders[k].path);
  return SPOKES_OK;
}

static const char *default_folder(void) {
  const char *named = getenv("SPOKES_DICT");
  if (named && *named) return named;
#ifdef SPOKES_DICT_SOURCE_DIR
  if (spokes__path_is_file(SPOKES_DICT_SOURCE_DIR "/actors.csv")) return SPOKES_DICT_SOURCE_DIR;
#endif
#ifdef SPOKES_DICT_INSTALL_DIR
  return SPOKES_DICT_INSTALL_DIR;
#else
  return "dict";
#endif
}

static void set_folders(folder *folders, const spokes_lexicon_options *options, spokes_sha256 *hash,
                        spokes_loader *loader) {
  for (size_t i = 0; i < options->dir_count || !i; i++) {
    const char *dir = options->dir_count ? options->dirs[i] : NULL;
    folders[i] = (folder){dir ? dir : default_folder(), hash, loader, (uint8_t)i, 0};
  }
}

static spokes_status load(spokes_loader *loader, const spokes_lexicon_options *options, spokes_error *err) {
  folder folders[SPOKES_LIMIT_DICTIONARIES];
  spokes_sha256 *hash = NULL;
  spokes_lexicon *lexicon = loader->lexicon;
  size_t count = options->dir_count ? options->dir_count : 1;
  if (count > SPOKES_LIMIT_DICTIONARIES)
    return spokes__error_set(err, SPOKES_E_LIMIT, "too many dictionaries (limit is %u)", SPOKES_LIMIT_DICTIONARIES);
  spokes_status status = spokes__tables_open(&lexicon->tables, err);
  if (!status) status = spokes__rules_new(&lexicon->rules, err);
  if (!status) status = spokes__sha256_new(&hash, err);
  if (!status) {
    set_folders(folders, options, hash, loader);
    status = read_all(folders, count, err);
  }
  if (!status) status = spokes__sha256_finish(hash, lexicon->hash, err);
  if (!status) status = spokes__lexicon_check(loader, err);
  if (!status) status = spokes__lexicon_compile(lexicon, err);
  spokes__sha256_free(hash);
  return status;
}

spokes_status spokes_lexicon_load_with(const spokes_lexicon_options *options, spokes_diagnostic_fn *on_fault,
                                       void *context, spokes_lexicon **out, spokes_error *err) {
  *out = NULL;
  spokes_lexicon *lexicon = spokes__calloc(1, sizeof *lexicon);
  if (!lexicon) return spokes__error_nomem(err);
  lexicon->arena = (spokes_arena)SPOKES_ARENA_INIT;
  lexicon->arena.block_size = 1u << 18;
  lexicon->global_en = lexicon->global_zh = SPOKES_NO_GROUP;
  spokes_loader loader = {
      .lexicon = lexicon, .on_fault = on_fault, .fault_context = context, .keep_rows = options->keep_rows};
  spokes_status status = load(&loader, options, err);
  spokes__strmap_release(&loader.ids);
  spokes__strmap_release(&loader.forms);
  if (status) {
    spokes_lexicon_free(lexicon);
    return status;
  }
  *out = lexicon;
  return SPOKES_OK;
}

spokes_status spokes_lexicon_load(const char *dir, spokes_diagnostic_fn *on_fault, void *context, spokes_lexicon **out,
                                  spokes_error *err) {
  spokes_lexicon_options options = {.dirs = &dir, .dir_count = 1};
  return spokes_lexicon_load_with(&options, on_fault, context, out, err);
}
