// A corpus as a folder that is changed: one at a time, and all or nothing.
//
// Documents come into the work folder CORPUS/.spokes under temporary names. A commit moves them to their places and
// then puts a new manifest in place of the old: whoever reads the corpus sees the old state or the new one. The paths
// that a commit touches are written down before (.spokes/pending), so that whoever opens the store after a crash can
// remove those that the manifest does not list. Closing removes the work folder.
#ifndef SPOKES_CORPUS_STORE_H
#define SPOKES_CORPUS_STORE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strmap.h"
#include "corpus/catalogue.h"

typedef struct spokes_store {
  const char *dir;  // borrowed
  spokes_buf work;  // path of the work folder
  spokes_buf path, other;
  int lock;  // descriptor, -1 = not locked
  unsigned staged;
  bool keeps_pending;   // something of it is still to be done
  bool was_made;        // the corpus folder was made for this
  spokes_arena arena;   // of the keys of
  spokes_strmap given;  // paths that were given to new documents
} spokes_store;

#define SPOKES_STORE_INIT \
  { .dir = "", .lock = -1, .arena = SPOKES_ARENA_INIT }

// Makes the corpus folder when there is none, and waits until nobody else changes it; on_wait (may be NULL) is told
// once when there is waiting. Close the store even after a failure.
spokes_status spokes__store_open(spokes_store *store, const char *corpus_dir, spokes_diagnostic_fn *on_wait,
                                 void *context, spokes_error *err);
void spokes__store_close(spokes_store *store);

// Removes what an interrupted commit and an interrupted stage left; catalogue is that of the manifest as it stands, or
// empty when there is none.
spokes_status spokes__store_recover(spokes_store *store, const spokes_catalogue *catalogue, spokes_error *err);

// Writes to path (replaced) a new temporary name in the work folder, with that ending.
spokes_status spokes__store_stage(spokes_store *store, const char *ending, spokes_buf *path, spokes_error *err);

typedef struct spokes_placing {
  const char *staged;   // path in the work folder
  const char *path;     // in the corpus; nothing may be there
  const char *removed;  // in the corpus: of the document that this one replaces; removed after the commit when it lies
                        // in documents/. NULL = none
} spokes_placing;

// Moves the documents and replaces the manifest by the bytes. After a failure the corpus is as it was.
spokes_status spokes__store_commit(spokes_store *store, const spokes_placing *placings, size_t count,
                                   const char *manifest, size_t len, spokes_error *err);

// Takes back a manifest that was made by a commit without documents.
void spokes__store_withdraw(spokes_store *store);

// A path for a new document: documents/ISSUER/ID.ENDING, with what is not safe in file names replaced; part of sha256
// is added when there is such a file or another document was given that path. Writes it to path (replaced).
spokes_status spokes__store_place(spokes_store *store, const char *issuer, const char *id, const char *sha256,
                                  const char *ending, spokes_buf *path, spokes_error *err);

#endif
