// Human coding of mentions: JSON lines with the texts ({"id","text","mentions":[..]}, as `tag --jsonl` writes them), or
// CSV with the columns of mentions.csv, whose texts are elsewhere.
#ifndef SPOKES_RUN_GOLD_READ_H
#define SPOKES_RUN_GOLD_READ_H

#include "base/alloc.h"
#include "base/strmap.h"
#include "measure/agreement.h"

// One coded text. Strings live in the arena; "" = unknown.
typedef struct spokes_gold_document {
  const char *id, *lang, *date, *issuer;
  const char *text;  // valid UTF-8; NULL = the file holds none
  size_t text_len;
} spokes_gold_document;

typedef struct spokes_gold {
  spokes_arena arena;
  spokes_gold_document *documents;
  size_t document_count, document_cap;
  spokes_coded_mention *mentions;  // in the order of the file; numbers of documents and of actors
  size_t mention_count, mention_cap;
  const char **actors;  // ids: those of the coding, and whatever is numbered later
  size_t actor_count, actor_cap;
  spokes_strmap document_ids, actor_ids;
} spokes_gold;

#define SPOKES_GOLD_INIT \
  { .arena = SPOKES_ARENA_INIT }

// Fills an initialised spokes_gold from the file at path: JSON lines when it begins with '{'. Every fault is reported
// with its line, then the result is SPOKES_E_FORMAT. Release it even after a failure.
spokes_status spokes__gold_read(spokes_gold *gold, const char *path, spokes_diagnostic_fn *on_fault, void *context,
                                spokes_error *err);
void spokes__gold_release(spokes_gold *gold);

// The number of an actor, given one when it is new; UINT32_MAX when memory is out.
uint32_t spokes__gold_actor(spokes_gold *gold, const char *id, size_t len);
// The number of a document, or SPOKES_STRMAP_NONE.
uint32_t spokes__gold_document(const spokes_gold *gold, const char *id, size_t len);

// The kind of that name; SPOKES_KIND_COUNT when there is none.
spokes_kind spokes__kind_find(const char *name, size_t len);
// Digits only, below 2^63.
bool spokes__number_read(const char *text, size_t len, uint64_t *out);

#endif
