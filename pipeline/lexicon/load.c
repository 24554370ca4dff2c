// Reading dictionaries: their headers, rows and ids. Nothing is compiled before every file was read, and all faults are
// reported, each with file, line and field. Where an image of the same files is at hand, they are not read at all.

#include "load.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "folders.h"
#include "image.h"
#include "image_cache.h"

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
  spokes_arena *arena = &loader->lexicon->kept;
  spokes_csv_field *fields = spokes__arena_calloc(arena, row->count, sizeof *fields);
  for (size_t i = 0; fields && i < row->count; i++) {
    const char *copy = spokes__arena_strdup(arena, row->fields[i].text, row->fields[i].len);
    if (!copy) return NULL;
    fields[i] = (spokes_csv_field){copy, row->fields[i].len};
  }
  return fields;
}

static bool make_room(spokes_loader *loader) {
  spokes_lexicon *lexicon = loader->lexicon;
  void *rows = lexicon->rows, *fields = lexicon->fields;
  size_t need = lexicon->row_count + 1;
  bool good = spokes__array_reserve(&rows, &loader->draft.row_cap, need, sizeof *lexicon->rows);
  lexicon->rows = rows;
  if (good && loader->keep_rows)
    good = spokes__array_reserve(&fields, &loader->draft.field_cap, need, sizeof *lexicon->fields);
  lexicon->fields = fields;
  return good;
}

static spokes_row add_row(spokes_loader *loader, const spokes_csv_field *id) {
  spokes_lexicon *lexicon = loader->lexicon;
  char *copy = spokes__arena_strdup(&loader->draft.arena, id->text, id->len);
  uint32_t at = spokes__draft_string(&loader->draft, id->text, id->len);
  if (!copy || loader->draft.strings.failed || !make_room(loader)) {
    loader->failed = true;
    return SPOKES_NO_ROW;
  }
  spokes_row row = (spokes_row)lexicon->row_count++;
  lexicon->rows[row] =
      (spokes_row_info){.id = at, .line = (uint32_t)loader->line, .file = loader->file, .folder = loader->folder};
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
  loader->lexicon->rows[added].spec = (uint8_t)(now->spec - spokes__file_specs);
  if (!loader->keep_rows) return;
  loader->lexicon->fields[added] = keep_fields(loader, row);
  loader->failed = !loader->lexicon->fields[added];
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

static bool note_file(spokes_loader *loader, const spokes_dict_file *file) {
  spokes_lexicon *lexicon = loader->lexicon;
  void *files = lexicon->files;
  char *copy = spokes__arena_strdup(&loader->draft.arena, file->shown, strlen(file->shown));
  if (!copy || !spokes__array_reserve(&files, &loader->draft.file_cap, lexicon->file_count + 1, sizeof *lexicon->files))
    return false;
  lexicon->files = files;
  loader->file = (uint16_t)lexicon->file_count;
  lexicon->files[lexicon->file_count++] = copy;
  loader->path = copy;
  loader->line = 0;
  loader->folder = file->folder;
  return true;
}

// What identifies a dictionary: for its reader the SHA-256, for an image of it a checksum.
typedef struct identity {
  spokes_sha256 *hash;
  uint64_t key;
} identity;

static spokes_status identify(identity *id, const spokes_dict_file *file, const spokes_buf *bytes, spokes_error *err) {
  id->key = spokes__dict_files_add(id->key, file, bytes->data, bytes->len);
  spokes_status status = spokes__sha256_add(id->hash, file->name, strlen(file->name) + 1, err);
  return status ? status : spokes__sha256_add(id->hash, bytes->data, bytes->len, err);
}

static spokes_status read_rows(spokes_loader *loader, const spokes_dict_file *file, const spokes_buf *bytes,
                               spokes_error *err) {
  reading now = {loader, file->spec, count_columns(file->spec->header), false, false};
  spokes_error fault;
  spokes_status status = spokes__csv_read(file->name, bytes->data, bytes->len, take_row, &now, &fault);
  if (status == SPOKES_E_NOMEM || loader->failed) return spokes__error_nomem(err);
  if (status) {
    loader->line = fault.line;
    spokes__loader_fault(loader, (int)fault.column - 1, "%s", fault.message);
  } else if (!now.header_seen) {
    spokes__loader_fault(loader, -1, "file has no header");
  }
  return SPOKES_OK;
}

static spokes_status read_file(spokes_loader *loader, const spokes_dict_file *file, identity *id, spokes_error *err) {
  if (!note_file(loader, file)) return spokes__error_nomem(err);
  if (!file->spec) {
    spokes__loader_fault(loader, -1, "no file of a dictionary has this name");
    return SPOKES_OK;
  }
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_status status = spokes__file_read(file->path, SPOKES_LIMIT_TEXT_BYTES, &bytes, err);
  if (!status) status = identify(id, file, &bytes, err);
  if (!status) status = read_rows(loader, file, &bytes, err);
  spokes__buf_release(&bytes);
  return status;
}

// ---- The whole ------------------------------------------------------------------------------------------

uint32_t spokes__draft_string(spokes_draft *draft, const char *text, size_t len) {
  uint32_t at = (uint32_t)draft->strings.len;
  if (draft->strings.len > UINT32_MAX - len - 1) draft->strings.failed = true;  // offsets are 32 bits wide
  spokes__buf_append(&draft->strings, text, len);
  spokes__buf_byte(&draft->strings, '\0');
  draft->lexicon.strings = draft->strings.data;
  draft->lexicon.string_len = draft->strings.len;
  return at;
}

void spokes__draft_release(spokes_draft *draft) {
  spokes_lexicon *lexicon = &draft->lexicon;
  spokes__rules_free(lexicon->rules);
  spokes__strmap_release(&lexicon->actor_ids);
  spokes__free(lexicon->actors);
  spokes__free(lexicon->rows);
  spokes__free(lexicon->fields);
  spokes__free(lexicon->files);
  spokes__free(lexicon->units);
  spokes__free(lexicon->forms);
  spokes__free(lexicon->inners);
  spokes__free(lexicon->shorts);
  spokes__free(lexicon->pairs);
  spokes__free(lexicon->frames);
  spokes__free(lexicon->members);
  spokes__free(lexicon->relations);
  spokes__free(lexicon->groupings);
  spokes__tables_close(&lexicon->tables);
  spokes__arena_release(&lexicon->kept);
  spokes__buf_release(&draft->strings);
  spokes__arena_release(&draft->arena);
}

// Reads and compiles the files into an image.
static spokes_status make_image(spokes_loader *loader, const spokes_dict_files *files, spokes_image_bytes *image_out,
                                spokes_error *err) {
  spokes_draft *draft = &loader->draft;
  spokes_lexicon *lexicon = loader->lexicon;
  identity id = {NULL, 0};
  spokes__draft_string(draft, "", 0);
  spokes_status status = spokes__tables_open(&lexicon->tables, err);
  if (!status) status = spokes__rules_new(&lexicon->rules, err);
  if (!status) status = spokes__sha256_new(&id.hash, err);
  for (size_t i = 0; !status && i < files->count; i++) status = read_file(loader, &files->items[i], &id, err);
  if (!status) status = spokes__sha256_finish(id.hash, lexicon->hash, err);
  if (!status) status = spokes__lexicon_check(loader, err);
  if (!status) status = spokes__draft_compile(draft, err);
  if (!status) status = spokes__image_make(draft, id.key, image_out, err);
  spokes__sha256_free(id.hash);
  return status;
}

// Hands the rows that were kept to the finished lexicon.
static spokes_status move_rows(spokes_draft *draft, spokes_lexicon *lexicon, spokes_error *err) {
  const spokes_lexicon *from = &draft->lexicon;
  lexicon->fields = spokes__arena_calloc(&lexicon->arena, from->row_count, sizeof *lexicon->fields);
  if (!lexicon->fields) return spokes__error_nomem(err);
  memcpy(lexicon->fields, from->fields, from->row_count * sizeof *lexicon->fields);
  lexicon->kept = from->kept;
  draft->lexicon.kept = (spokes_arena)SPOKES_ARENA_INIT;
  return SPOKES_OK;
}

static spokes_status compile(spokes_loader *loader, const spokes_dict_files *files, spokes_lexicon **out,
                             spokes_error *err) {
  spokes_image_bytes image = {0};
  loader->lexicon = &loader->draft.lexicon;
  loader->lexicon->global_en = loader->lexicon->global_zh = SPOKES_NO_GROUP;
  loader->lexicon->kept = (spokes_arena)SPOKES_ARENA_INIT;
  loader->draft.arena = (spokes_arena)SPOKES_ARENA_INIT;
  loader->draft.arena.block_size = loader->lexicon->kept.block_size = 1u << 18;
  spokes_status status = make_image(loader, files, &image, err);
  if (!status) status = spokes__image_open(&image, NULL, out, err);
  if (!status && loader->keep_rows) {
    status = move_rows(&loader->draft, *out, err);
    if (status) {
      spokes_lexicon_free(*out);
      *out = NULL;
    }
  }
  spokes__strmap_release(&loader->ids);
  spokes__strmap_release(&loader->forms);
  spokes__draft_release(&loader->draft);
  return status;
}

spokes_status spokes_lexicon_load_with(const spokes_lexicon_options *options, spokes_diagnostic_fn *on_fault,
                                       void *context, spokes_lexicon **out, spokes_error *err) {
  *out = NULL;
  spokes_dict_files files;
  spokes_status status = spokes__dict_files_list(options, &files, err);
  uint64_t key;
  bool may_use = !status && !files.strays && !options->keep_rows && !options->no_cache &&
                 !spokes__dict_files_checksum(&files, &key, NULL);
  if (may_use) spokes__images_find(key, out);
  if (!status && !*out) {
    spokes_loader loader = {.on_fault = on_fault, .fault_context = context, .keep_rows = options->keep_rows};
    status = compile(&loader, &files, out, err);
    if (!status && may_use) spokes__images_keep(*out);
  }
  spokes__dict_files_release(&files);
  return status;
}

spokes_status spokes_lexicon_load(const char *dir, spokes_diagnostic_fn *on_fault, void *context, spokes_lexicon **out,
                                  spokes_error *err) {
  spokes_lexicon_options options = {.dirs = &dir, .dir_count = 1};
  return spokes_lexicon_load_with(&options, on_fault, context, out, err);
}
