// Which documents a corpus has and what is known of each, from its manifest.csv or from the names of the files.
// Invariant: ids are unique, entries are sorted by id, then path.
#ifndef SPOKES_CORPUS_CATALOGUE_H
#define SPOKES_CORPUS_CATALOGUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/fileio.h"
#include "corpus/filename.h"

// Strings are never NULL, "" = unknown.
typedef struct spokes_entry {
  const char *id;
  const char *path;  // relative to the corpus
  const char *issuer, *date, *series, *title, *lang, *source_url, *license, *sha256, *notes;
  uint32_t date_number;  // yyyymmdd, see date.h; 0 = unknown
  spokes_path_info file;
} spokes_entry;

typedef struct spokes_catalogue {
  spokes_arena arena;
  spokes_entry *entries;
  size_t count, cap;
} spokes_catalogue;

#define SPOKES_CATALOGUE_INIT \
  { .arena = SPOKES_ARENA_INIT }

typedef struct spokes_catalogue_hooks {
  spokes_find_actor_fn *find_actor;  // NULL: every issuer is accepted
  void *find_context;
  spokes_diagnostic_fn *on_fault;  // manifest faults, and what names do not tell; may be NULL
  void *fault_context;
} spokes_catalogue_hooks;

// Fills an initialised catalogue. All faults of a manifest are reported, then the result is SPOKES_E_FORMAT. Release
// the catalogue even after a failure.
spokes_status spokes__catalogue_load(spokes_catalogue *out, const char *corpus_dir, const spokes_catalogue_hooks *hooks,
                                     spokes_error *err);
void spokes__catalogue_release(spokes_catalogue *catalogue);

// A new entry with every string "", or NULL when memory is out.
spokes_entry *spokes__catalogue_add(spokes_catalogue *catalogue);
void spokes__catalogue_sort(spokes_catalogue *catalogue);
const spokes_entry *spokes__catalogue_find(const spokes_catalogue *catalogue, const char *id);

#endif
