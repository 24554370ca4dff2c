// The folders of dictionaries: which of their files are read, and in which order, kind by kind, so that the rows of one
// folder can refer to those of another.
//
// A CSV file that is none of a dictionary's is listed too, in a subfolder as well: most likely its name or the
// subfolder's is mistyped, and what it says would be missed.

#include "folders.h"

#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "base/fileio.h"
#include "base/limits.h"

typedef struct lister {
  spokes_dict_files *files;
  const char *folders[SPOKES_LIMIT_DICTIONARIES];
  size_t used[SPOKES_LIMIT_DICTIONARIES];  // files of each
  size_t count;
} lister;

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

static bool ends_with(const char *text, const char *end) {
  size_t len = strlen(text), end_len = strlen(end);
  return len >= end_len && !strcmp(text + len - end_len, end);
}

static bool is_folder_spec(const spokes_file_spec *spec) { return ends_with(spec->name, "/"); }

// Hidden files are those of editors and file managers.
static bool is_csv(const char *name) { return *name != '.' && ends_with(name, ".csv"); }

// Does the name end in .csv, in whatever letter case?
static bool looks_like_csv(const char *name) {
  size_t len = strlen(name);
  if (*name == '.' || len < 4) return false;
  const char *end = name + len - 4;
  return end[0] == '.' && (end[1] | 0x20) == 'c' && (end[2] | 0x20) == 's' && (end[3] | 0x20) == 'v';
}

// ---- The list ---------------------------------------------------------------------------------------

static const char *join(spokes_arena *arena, const char *folder, const char *name) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, folder, name);
  const char *copy = path.failed ? NULL : spokes__arena_strdup(arena, path.data, path.len);
  spokes__buf_release(&path);
  return copy;
}

static spokes_status add_file(lister *l, size_t folder, const spokes_file_spec *spec, const char *name,
                              spokes_error *err) {
  spokes_dict_files *files = l->files;
  void *items = files->items;
  if (!spokes__array_reserve(&items, &files->cap, files->count + 1, sizeof *files->items))
    return spokes__error_nomem(err);
  files->items = items;
  const char *path = join(&files->arena, l->folders[folder], name);
  const char *copy = spokes__arena_strdup(&files->arena, name, strlen(name));
  if (!path || !copy) return spokes__error_nomem(err);
  // Messages name the folder only where there are several.
  files->items[files->count++] = (spokes_dict_file){spec, path, copy, folder ? path : copy, (uint8_t)folder};
  if (spec)
    l->used[folder]++;
  else
    files->strays++;
  return SPOKES_OK;
}

// Adds folder/inside + name.
static spokes_status add_inside(lister *l, size_t folder, const spokes_file_spec *spec, const char *inside,
                                const char *name, spokes_error *err) {
  spokes_buf whole = SPOKES_BUF_INIT;
  spokes__buf_text(&whole, inside);
  spokes__buf_text(&whole, name);
  spokes_status status = whole.failed ? spokes__error_nomem(err) : add_file(l, folder, spec, whole.data, err);
  spokes__buf_release(&whole);
  return status;
}

// Every .csv file of the subfolder ("names/"), in byte order. With `strays`, what is listed is the others that look
// like one: all of them where the subfolder is none of a dictionary's (spec NULL).
static spokes_status list_subfolder(lister *l, size_t folder, const spokes_file_spec *spec, const char *inside,
                                    bool strays, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes_names names = SPOKES_NAMES_INIT;
  spokes__path_join(&path, l->folders[folder], inside);
  spokes_status status = path.failed ? spokes__error_nomem(err) : SPOKES_OK;
  if (!status && spokes__path_info(path.data).kind == SPOKES_PATH_FOLDER)
    status = spokes__folder_list(path.data, &names, err);
  for (size_t i = 0; !status && i < names.count; i++) {
    bool is_known = spec && is_csv(names.items[i]);
    if (strays ? looks_like_csv(names.items[i]) && !is_known : is_known)
      status = add_inside(l, folder, strays ? NULL : spec, inside, names.items[i], err);
  }
  spokes__names_release(&names);
  spokes__buf_release(&path);
  return status;
}

// The files of one kind from one folder, if there are any.
static spokes_status list_kind(lister *l, size_t folder, const spokes_file_spec *spec, spokes_error *err) {
  if (is_folder_spec(spec)) return list_subfolder(l, folder, spec, spec->name, false, err);
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, l->folders[folder], spec->name);
  bool failed = path.failed, is_there = !failed && spokes__path_is_file(path.data);
  spokes__buf_release(&path);
  if (failed) return spokes__error_nomem(err);
  return is_there ? add_file(l, folder, spec, spec->name, err) : SPOKES_OK;
}

// ---- Strays -----------------------------------------------------------------------------------------

static const spokes_file_spec *find_spec(const char *name, bool is_folder) {
  size_t len = strlen(name);
  for (size_t i = 0; i < spokes__file_spec_count; i++) {
    const spokes_file_spec *spec = &spokes__file_specs[i];
    if (is_folder_spec(spec) == is_folder && !strncmp(spec->name, name, len) &&
        !strcmp(spec->name + len, is_folder ? "/" : ""))
      return spec;
  }
  return NULL;
}

static spokes_status list_strays_inside(lister *l, size_t folder, const char *name, spokes_error *err) {
  spokes_buf inside = SPOKES_BUF_INIT;
  spokes__buf_text(&inside, name);
  spokes__buf_text(&inside, "/");
  spokes_status status = inside.failed ? spokes__error_nomem(err)
                                       : list_subfolder(l, folder, find_spec(name, true), inside.data, true, err);
  spokes__buf_release(&inside);
  return status;
}

static spokes_status list_stray_files(lister *l, size_t folder, spokes_error *err) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_status status = spokes__folder_list(l->folders[folder], &names, err);
  for (size_t i = 0; !status && i < names.count; i++) {
    if (looks_like_csv(names.items[i]) && !find_spec(names.items[i], false))
      status = add_file(l, folder, NULL, names.items[i], err);
    else if (!looks_like_csv(names.items[i]) && *names.items[i] != '.')
      status = list_strays_inside(l, folder, names.items[i], err);
  }
  spokes__names_release(&names);
  return status;
}

spokes_status spokes__dict_files_list(const spokes_lexicon_options *options, spokes_dict_files *files,
                                      spokes_error *err) {
  *files = (spokes_dict_files){.arena = SPOKES_ARENA_INIT};
  lister l = {.files = files, .count = options->dir_count ? options->dir_count : 1};
  if (l.count > SPOKES_LIMIT_DICTIONARIES)
    return spokes__error_set(err, SPOKES_E_LIMIT, "too many dictionaries (limit is %u)", SPOKES_LIMIT_DICTIONARIES);
  for (size_t k = 0; k < l.count; k++) {
    const char *dir = options->dir_count ? options->dirs[k] : NULL;
    l.folders[k] = dir ? dir : default_folder();
  }
  spokes_status status = SPOKES_OK;
  for (size_t i = 0; !status && i < spokes__file_spec_count; i++) {
    for (size_t k = 0; !status && k < l.count; k++) status = list_kind(&l, k, &spokes__file_specs[i], err);
    // Without actors nothing can be counted; everything else may be absent.
    if (!status && !i && !l.used[0])
      status = spokes__error_set(err, SPOKES_E_IO, "no dictionary: '%s' has no %s", l.folders[0],
                                 spokes__file_specs[0].name);
  }
  for (size_t k = 1; !status && k < l.count; k++)
    if (!l.used[k])
      status = spokes__error_set(err, SPOKES_E_IO, "no dictionary: '%s' has none of its files", l.folders[k]);
  for (size_t k = 0; !status && k < l.count; k++) status = list_stray_files(&l, k, err);
  return status;
}

void spokes__dict_files_release(spokes_dict_files *files) {
  spokes__free(files->items);
  spokes__arena_release(&files->arena);
}

// ---- Their checksum ---------------------------------------------------------------------------------

// What an image takes from a file: its kind, what messages call it, which dictionary it belongs to, and its contents.
uint64_t spokes__dict_files_add(uint64_t sum, const spokes_dict_file *file, const char *bytes, size_t len) {
  uint64_t place[3] = {(uint64_t)(file->spec - spokes__file_specs), file->folder, len};
  sum = spokes__checksum(place, sizeof place, sum);
  sum = spokes__checksum(file->shown, strlen(file->shown), sum);
  return spokes__checksum(bytes, len, sum);
}

spokes_status spokes__dict_files_checksum(const spokes_dict_files *files, uint64_t *out, spokes_error *err) {
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_status status = SPOKES_OK;
  *out = 0;
  for (size_t i = 0; !status && i + files->strays < files->count; i++) {
    status = spokes__file_read(files->items[i].path, SPOKES_LIMIT_TEXT_BYTES, &bytes, err);
    if (!status) *out = spokes__dict_files_add(*out, &files->items[i], bytes.data, bytes.len);
  }
  spokes__buf_release(&bytes);
  return status;
}
