// A list of documents and one list of items for all of them.

#include "run/issued.h"

#include "base/alloc.h"

bool spokes__issued_add(spokes_issued *issued, spokes_actor issuer, uint32_t date) {
  void *documents = issued->documents;
  if (!spokes__array_reserve(&documents, &issued->document_cap, issued->document_count + 1, sizeof *issued->documents))
    return false;
  issued->documents = documents;
  issued->documents[issued->document_count++] = (spokes_issued_document){issuer, date, issued->item_count, 0};
  return true;
}

bool spokes__issued_add_item(spokes_issued *issued, spokes_actor actor, uint64_t n) {
  void *items = issued->items;
  if (!spokes__array_reserve(&items, &issued->item_cap, issued->item_count + 1, sizeof *issued->items)) return false;
  issued->items = items;
  issued->items[issued->item_count++] = (spokes_actor_n){n < UINT32_MAX ? (uint32_t)n : UINT32_MAX, actor};
  issued->documents[issued->document_count - 1].count++;
  return true;
}

bool spokes__issued_copy(spokes_issued *issued, const spokes_issued *from, size_t document) {
  const spokes_issued_document *source = &from->documents[document];
  bool good = spokes__issued_add(issued, source->issuer, source->date);
  for (size_t i = 0; good && i < source->count; i++) {
    const spokes_actor_n *item = &from->items[source->first + i];
    good = spokes__issued_add_item(issued, item->actor, item->n);
  }
  return good;
}

void spokes__issued_release(spokes_issued *issued) {
  spokes__free(issued->documents);
  spokes__free(issued->items);
  *issued = (spokes_issued)SPOKES_ISSUED_INIT;
}

void spokes__issued_relevant(const spokes_lexicon *lexicon, spokes_actor hub, uint8_t *flags) {
  size_t count;
  const spokes_grouping_row *rows = spokes__lexicon_groupings(lexicon, &count);
  for (size_t i = 0; i < count; i++) flags[rows[i].member] = 1;
  const spokes_relation *relations = spokes__lexicon_relations(lexicon, &count);
  for (size_t i = 0; i < count; i++)
    if (relations[i].hub == hub || relations[i].partner == hub)
      flags[relations[i].hub] = flags[relations[i].partner] = 1;
  if (hub != SPOKES_NO_ACTOR) flags[hub] = 1;
}
