// Documents of which each is a good part of the whole are worked off by all threads together, before all others: two
// threads do one long document in nearly half the time, and three of them in nearly one and a half times that of one.
//
// Of the others, one that a thread would still be at work on when the rest have nothing left comes first, and the rest
// come in the order in which their rows are wanted.

#include "run/schedule.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"

#define LARGE_BYTES (1u << 20)   // what is smaller takes so little time that its place does not matter
#define THREAD_BYTES (1u << 17)  // what is less is read sooner than another thread is ready

typedef struct sized {
  uint64_t bytes;  // 0 = not one of the largest
  size_t index;
} sized;

static int largest_first(const void *a, const void *b) {
  const sized *x = a, *y = b;
  if (x->bytes != y->bytes) return x->bytes > y->bytes ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

static uint64_t large_size(uint64_t total, unsigned threads) {
  assert(threads);
  uint64_t share = total / (32u * (uint64_t)threads);
  if (threads == 1) return UINT64_MAX;
  return share > LARGE_BYTES ? share : LARGE_BYTES;
}

// Bytes that are to be read; 0 for a document that is known.
static uint64_t work_of(const spokes_catalogue *catalogue, const spokes_cache *cache, size_t document) {
  return cache && spokes__cache_planned(cache, document) ? 0 : catalogue->entries[document].file.size;
}

// From how many bytes on a document is worked off by all threads together. The environment may lower the limit for
// tests.
static uint64_t together_size(uint64_t total, unsigned threads) {
  const char *wanted = getenv("SPOKES_TOGETHER_BYTES");
  uint64_t least = wanted ? strtoull(wanted, NULL, 10) : SPOKES_LIMIT_TOGETHER_BYTES, share = total / (4u * threads);
  if (threads == 1) return UINT64_MAX;
  return wanted || share < least ? least : share;
}

static unsigned threads_for(uint64_t work, size_t documents, unsigned wanted, bool is_costly) {
  uint64_t useful = is_costly ? documents : 1 + work / THREAD_BYTES;
  if (useful > documents) useful = documents;
  if (useful < 1) useful = 1;
  return wanted < useful ? wanted : (unsigned)useful;
}

spokes_status spokes__schedule_make(spokes_schedule *out, const spokes_catalogue *catalogue, const spokes_cache *cache,
                                    unsigned wanted, bool is_costly, spokes_error *err) {
  size_t count = catalogue->count;
  uint64_t work = 0;
  sized *sizes = spokes__calloc(count, sizeof *sizes);
  *out = (spokes_schedule){1, spokes__calloc(count, sizeof *out->order), 0, wanted};
  if (!sizes || !out->order) {
    spokes__free(sizes);
    return spokes__error_nomem(err);
  }
  size_t unknown = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t bytes = work_of(catalogue, cache, i);
    work += bytes;
    unknown += bytes > 0;
  }
  out->threads = threads_for(work, unknown, wanted, is_costly);
  uint64_t large = large_size(work, out->threads), together = together_size(work, wanted);
  if (large > together) large = together;
  for (size_t i = 0; i < count; i++) {
    uint64_t bytes = work_of(catalogue, cache, i);
    sizes[i] = (sized){bytes >= large ? bytes : 0, i};
    out->together += bytes >= together;
  }
  if (count) qsort(sizes, count, sizeof *sizes, largest_first);
  for (size_t i = 0; i < count; i++) out->order[i] = sizes[i].index;
  spokes__free(sizes);
  return SPOKES_OK;
}

void spokes__schedule_release(spokes_schedule *schedule) {
  spokes__free(schedule->order);
  schedule->order = NULL;
}
