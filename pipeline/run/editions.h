// What is compared by spokes_diff_view: documents, or the documents of one year pooled.
#ifndef SPOKES_RUN_EDITIONS_H
#define SPOKES_RUN_EDITIONS_H

#include "run/finished.h"

typedef struct spokes_edition {
  const char *label;       // a document's id, or the year
  const char *lang;        // "" = several
  double year;             // with the month as a fraction; of a year's documents the year
  uint64_t *n, *passages;  // by actor
  uint32_t *ranks;
  uint64_t tokens, naming_passages, total;   // total: mentions of all partners
  const spokes_finished_document *document;  // the only one, or NULL
} spokes_edition;

typedef struct spokes_editions {
  spokes_arena arena;
  spokes_edition *items;  // by time
  size_t count, actor_count;
} spokes_editions;

// Chooses and pools. SPOKES_E_ARG when a document is not there or there are fewer than two editions. Release the
// editions even after a failure.
spokes_status spokes__editions_make(spokes_editions *out, const spokes_finished *finished,
                                    const spokes_diff_options *options, spokes_error *err);
void spokes__editions_release(spokes_editions *editions);

// diff_passages.c: the passages that name an actor in one of two documents and not in the other.
spokes_status spokes__diff_passages(const spokes_finished *finished, const spokes_edition *old,
                                    const spokes_edition *new_one, const spokes_diff_options *options,
                                    const spokes_sink *sink, spokes_error *err);

#endif
