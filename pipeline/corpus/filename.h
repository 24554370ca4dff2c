// What the name of a document's file tells: us_2015_nss.txt, JPN_2022_nss.pdf, AUS_72_2017.txt.gz.
#ifndef SPOKES_CORPUS_FILENAME_H
#define SPOKES_CORPUS_FILENAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"

// The id of the actor that text names (its id in any letter case, or its English name), or NULL. Borrowed.
typedef const char *spokes_find_actor_fn(void *context, const char *text, size_t len);

typedef struct spokes_name_facts {
  const char *id;      // the name without its endings
  const char *issuer;  // actor id, "" = cannot be told
  const char *date;    // YYYY[-MM[-DD]], "" = cannot be told
  const char *series;  // in capitals, "" = none
} spokes_name_facts;

// True for the endings of documents: .txt, .html, .htm, .pdf, each also with .gz.
bool spokes__filename_is_document(const char *name);

// Reads the name (no folders). Strings live in the arena. find_actor may be NULL: ISO country codes only. False when
// memory is out.
bool spokes__filename_read(const char *name, spokes_find_actor_fn *find_actor, void *context, spokes_arena *arena,
                           spokes_name_facts *out);

#endif
