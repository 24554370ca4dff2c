// The catalogue of a corpus. With a manifest the manifest is the whole truth; without one every document below the
// folder belongs to the corpus and its name is read.

#include "corpus/catalogue.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fileio.h"
#include "corpus/date.h"
#include "corpus/manifest.h"
#include "corpus/walk.h"

spokes_entry *spokes__catalogue_add(spokes_catalogue *catalogue) {
  void *entries = catalogue->entries;
  if (!spokes__array_reserve(&entries, &catalogue->cap, catalogue->count + 1, sizeof *catalogue->entries)) return NULL;
  catalogue->entries = entries;
  spokes_entry *entry = &catalogue->entries[catalogue->count++];
  *entry = (spokes_entry){"", "", "", "", "", "", "", "", "", "", "", 0, {.kind = SPOKES_PATH_NONE}};
  return entry;
}

static int by_id(const void *a, const void *b) {
  const spokes_entry *x = a, *y = b;
  int order = strcmp(x->id, y->id);
  return order ? order : strcmp(x->path, y->path);
}

void spokes__catalogue_sort(spokes_catalogue *catalogue) {
  if (catalogue->count) qsort(catalogue->entries, catalogue->count, sizeof *catalogue->entries, by_id);
}

static int id_order(const void *id, const void *entry) { return strcmp(id, ((const spokes_entry *)entry)->id); }

const spokes_entry *spokes__catalogue_find(const spokes_catalogue *catalogue, const char *id) {
  if (!catalogue->count) return NULL;
  return bsearch(id, catalogue->entries, catalogue->count, sizeof *catalogue->entries, id_order);
}

void spokes__catalogue_release(spokes_catalogue *catalogue) {
  spokes__free(catalogue->entries);
  spokes__arena_release(&catalogue->arena);
  *catalogue = (spokes_catalogue)SPOKES_CATALOGUE_INIT;
}

// ---- Without a manifest ----------------------------------------------------------------------------

typedef struct collector {
  spokes_catalogue *catalogue;
  const spokes_catalogue_hooks *hooks;
} collector;

static bool collect(void *context, const char *relative, const char *name, const spokes_path_info *file) {
  const collector *c = context;
  spokes_arena *arena = &c->catalogue->arena;
  spokes_name_facts facts;
  spokes_entry *entry = spokes__catalogue_add(c->catalogue);
  const char *path = spokes__arena_strdup(arena, relative, strlen(relative));
  if (!entry || !path || !spokes__filename_read(name, c->hooks->find_actor, c->hooks->find_context, arena, &facts))
    return false;
  entry->path = path;
  entry->id = facts.id;
  entry->issuer = facts.issuer;
  entry->date = facts.date;
  entry->series = facts.series;
  entry->file = *file;
  spokes__date_parse(entry->date, strlen(entry->date), &entry->date_number);
  return true;
}

static void pass_fault(void *context, const spokes_error *fault) {
  const collector *c = context;
  if (c->hooks->on_fault) c->hooks->on_fault(c->hooks->fault_context, fault);
}

// The path with its folders joined by dots and, unless whole, without its endings.
static bool rename_by_path(spokes_catalogue *catalogue, spokes_entry *entry, bool whole) {
  size_t len = strlen(entry->path);
  if (!whole) {
    const char *slash = strrchr(entry->path, '/');
    len = (slash ? (size_t)(slash + 1 - entry->path) : 0) + strlen(entry->id);
  }
  char *id = spokes__arena_strdup(&catalogue->arena, entry->path, len);
  if (!id) return false;
  for (char *at = id; *at; at++)
    if (*at == '/') *at = '.';
  entry->id = id;
  return true;
}

// One pass over the sorted entries: all that share an id are renamed. Returns how many, SIZE_MAX when memory is out.
static size_t rename_shared(spokes_catalogue *catalogue, bool whole) {
  size_t renamed = 0;
  for (size_t i = 0, end; i < catalogue->count; i = end) {
    const char *id = catalogue->entries[i].id;
    for (end = i + 1; end < catalogue->count && !strcmp(catalogue->entries[end].id, id);) end++;
    for (size_t k = i; end - i > 1 && k < end; k++, renamed++)
      if (!rename_by_path(catalogue, &catalogue->entries[k], whole)) return SIZE_MAX;
  }
  return renamed;
}

static spokes_status make_unique(spokes_catalogue *catalogue, const collector *c, spokes_error *err) {
  for (int pass = 0; pass < 2; pass++) {
    spokes__catalogue_sort(catalogue);
    size_t renamed = rename_shared(catalogue, pass == 1);
    if (renamed == SIZE_MAX) return spokes__error_nomem(err);
    if (!renamed) return SPOKES_OK;
    if (pass) continue;
    spokes_error fault;
    spokes__error_set(&fault, SPOKES_E_FORMAT, "%zu documents share their name with another: their ids are their paths",
                      renamed);
    pass_fault((void *)c, &fault);
  }
  spokes__catalogue_sort(catalogue);
  return SPOKES_OK;
}

static void report_unknown(const spokes_catalogue *catalogue, const collector *c, const char *what, size_t member) {
  size_t count = 0;
  const char *first = NULL;
  for (size_t i = 0; i < catalogue->count; i++) {
    const char *value;
    memcpy(&value, (const char *)&catalogue->entries[i] + member, sizeof value);
    if (*value) continue;
    if (!count++) first = catalogue->entries[i].path;
  }
  if (!count) return;
  spokes_error fault;
  spokes__error_set(&fault, SPOKES_E_FORMAT, "the %s of %zu document%s cannot be told from the name (first: '%s')",
                    what, count, count == 1 ? "" : "s", first);
  pass_fault((void *)c, &fault);
}

static spokes_status from_names(spokes_catalogue *catalogue, const char *corpus_dir,
                                const spokes_catalogue_hooks *hooks, spokes_error *err) {
  collector c = {catalogue, hooks};
  spokes_status status = spokes__walk_documents(corpus_dir, collect, pass_fault, &c, err);
  if (!status) status = make_unique(catalogue, &c, err);
  if (status) return status;
  report_unknown(catalogue, &c, "issuer", offsetof(spokes_entry, issuer));
  report_unknown(catalogue, &c, "date", offsetof(spokes_entry, date));
  return SPOKES_OK;
}

spokes_status spokes__catalogue_load(spokes_catalogue *out, const char *corpus_dir, const spokes_catalogue_hooks *hooks,
                                     spokes_error *err) {
  spokes_buf manifest = SPOKES_BUF_INIT;
  spokes__path_join(&manifest, corpus_dir, "manifest.csv");
  spokes_status status = SPOKES_OK;
  if (manifest.failed)
    status = spokes__error_nomem(err);
  else if (spokes__path_info(corpus_dir).kind != SPOKES_PATH_FOLDER)
    status = spokes__error_set(err, SPOKES_E_IO, "cannot read corpus '%s': no such folder", corpus_dir);
  else if (spokes__path_is_file(manifest.data))
    status = spokes__manifest_read(out, manifest.data, corpus_dir, hooks, err);
  else
    status = from_names(out, corpus_dir, hooks, err);
  if (!status) spokes__catalogue_sort(out);
  spokes__buf_release(&manifest);
  return status;
}
