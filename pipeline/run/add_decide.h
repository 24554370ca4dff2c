// Whether a document may enter a corpus, under which id, and in place of which row.
#ifndef SPOKES_RUN_ADD_DECIDE_H
#define SPOKES_RUN_ADD_DECIDE_H

#include "run/add_item.h"

// The corpus as it is, with the documents of this call that were taken already.
typedef struct spokes_add_corpus {
  spokes_catalogue *catalogue;
  size_t old_count;              // entries before this call
  const spokes_add_item *items;  // that were judged, and how many
  size_t judged;
} spokes_add_corpus;

// SPOKES_E_ARG when an option cannot be a manifest's value. *issuer_out is the id of the actor that is meant, or NULL.
spokes_status spokes__add_check_options(const spokes_add_options *options, size_t document_count,
                                        spokes_actor_lookup *lookup, const char **issuer_out, spokes_error *err);

// Sets the item's result, and when it may enter its entry (without path), replaces, removed and is_in_place; the entry
// then also joins the catalogue.
spokes_status spokes__add_decide(spokes_add_bench *bench, spokes_add_corpus *corpus, spokes_add_item *item,
                                 spokes_error *err);

#endif
