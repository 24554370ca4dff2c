// Who issued which document and whom it names how often: what the typology needs of a corpus.
#ifndef SPOKES_RUN_ISSUED_H
#define SPOKES_RUN_ISSUED_H

#include "lexicon/lexicon.h"

// A corpus has some hundred for each document: eight bytes are worth while.
typedef struct spokes_actor_n {
  uint32_t n;  // mentions under the run's counting rule; a text of SPOKES_LIMIT_TEXT_BYTES has fewer
  spokes_actor actor;
} spokes_actor_n;

typedef struct spokes_issued_document {
  spokes_actor issuer;
  uint32_t date;        // yyyymmdd, 0 = unknown
  size_t first, count;  // its items
} spokes_issued_document;

typedef struct spokes_issued {
  spokes_issued_document *documents;
  size_t document_count, document_cap;
  spokes_actor_n *items;
  size_t item_count, item_cap;
} spokes_issued;

#define SPOKES_ISSUED_INIT \
  { .documents = NULL }

// Both return false when memory is out. Items belong to the document that was added last.
bool spokes__issued_add(spokes_issued *issued, spokes_actor issuer, uint32_t date);
bool spokes__issued_add_item(spokes_issued *issued, spokes_actor actor, uint64_t n);
// Appends a copy of one document of another collection.
bool spokes__issued_copy(spokes_issued *issued, const spokes_issued *from, size_t document);
// Sets the flag (by actor) of every member of a grouping and everybody in the hub's system.
void spokes__issued_relevant(const spokes_lexicon *lexicon, spokes_actor hub, uint8_t *flags);
void spokes__issued_release(spokes_issued *issued);

#endif
