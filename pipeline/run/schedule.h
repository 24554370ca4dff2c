// In which order documents are begun, and by how many threads.
#ifndef SPOKES_RUN_SCHEDULE_H
#define SPOKES_RUN_SCHEDULE_H

#include "corpus/catalogue.h"
#include "run/cache.h"

typedef struct spokes_schedule {
  unsigned threads;  // at least 1
  size_t *order;     // documents, numbers in the catalogue; as many as it has
  size_t together;   // so many of the first are each worked off by all threads together, one after the other
  unsigned team;     // these threads
} spokes_schedule;

// wanted: threads, at least 1. cache: documents that it knows cost next to nothing; may be NULL. is_costly: even a
// short document is worth a thread. Release it even after a failure.
spokes_status spokes__schedule_make(spokes_schedule *out, const spokes_catalogue *catalogue, const spokes_cache *cache,
                                    unsigned wanted, bool is_costly, spokes_error *err);
void spokes__schedule_release(spokes_schedule *schedule);

#endif
