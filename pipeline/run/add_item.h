// One document on its way into a corpus: brought into the work folder, read, and asked what it is.
#ifndef SPOKES_RUN_ADD_ITEM_H
#define SPOKES_RUN_ADD_ITEM_H

#include "corpus/download.h"
#include "corpus/store.h"
#include "ingest/ingest.h"
#include "run/add_facts.h"
#include "run/add_format.h"

typedef struct spokes_add_item {
  const char *input;   // a path or an address
  const char *staged;  // path in the work folder, NULL = not there
  const char *ending;  // ".txt.gz"
  spokes_add_format format;
  char sha256[SPOKES_SHA256_HEX];
  uint64_t bytes;
  spokes_add_facts facts;
  spokes_entry entry;    // what becomes the row of the manifest
  const char *replaces;  // id of the row that it takes the place of, NULL = none
  const char *removed;   // path of that row's file, when it is another one; NULL
  bool is_in_place;      // the bytes are those of the row that it replaces, so its file stays
  spokes_add_result result;
  char message[400];  // "" = nothing to say
} spokes_add_item;

// What all items of a call share.
typedef struct spokes_add_bench {
  const spokes_add_options *options;
  spokes_store *store;
  spokes_actor_lookup *lookup;
  spokes_ingester *ingester;
  spokes_matcher *matcher;
  spokes_arena *arena;
  spokes_buf bytes, unpacked, decoded, served, path;
} spokes_add_bench;

// Sets the result to FAILED with that message.
void spokes__add_item_fail(spokes_add_item *item, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Brings the document into the work folder and fills in what can be told of it. Faults of the document are told in the
// item, never by the result.
spokes_status spokes__add_item_stage(spokes_add_bench *bench, spokes_add_item *item, spokes_error *err);

#endif
