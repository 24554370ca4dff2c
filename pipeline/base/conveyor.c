// A ring of blocks: the one at the front is filled, full ones wait behind it. Blocks [taken, filled) are the other
// thread's, the others belong to the one that appends.

#include "base/conveyor.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

#define BLOCKS 4u
#define BLOCK_BYTES ((size_t)1 << 18)

struct spokes_conveyor {
  spokes_conveyor_take_fn *take;
  void *context;
  char *bytes;  // of all blocks
  size_t len;   // bytes in the block that is being filled
  pthread_t thread;
  bool has_thread, is_refused;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  // Under the lock; blocks are counted from the beginning:
  size_t filled, taken;
  bool is_ended;  // nothing more comes
};

static char *block_of(const spokes_conveyor *conveyor, size_t number) {
  return conveyor->bytes + number % BLOCKS * BLOCK_BYTES;
}

spokes_status spokes__conveyor_new(spokes_conveyor_take_fn *take, void *context, spokes_conveyor **out,
                                   spokes_error *err) {
  *out = NULL;
  spokes_conveyor *conveyor = spokes__calloc(1, sizeof *conveyor);
  char *bytes = spokes__malloc(BLOCKS * BLOCK_BYTES);
  bool has_lock = conveyor && bytes && !pthread_mutex_init(&conveyor->lock, NULL);
  if (!has_lock || pthread_cond_init(&conveyor->changed, NULL)) {
    if (has_lock) pthread_mutex_destroy(&conveyor->lock);
    spokes__free(conveyor);
    spokes__free(bytes);
    return spokes__error_nomem(err);
  }
  conveyor->take = take;
  conveyor->context = context;
  conveyor->bytes = bytes;
  *out = conveyor;
  return SPOKES_OK;
}

static void *thread_main(void *argument) {
  spokes_conveyor *conveyor = argument;
  pthread_mutex_lock(&conveyor->lock);
  for (;;) {
    while (conveyor->taken == conveyor->filled && !conveyor->is_ended)
      pthread_cond_wait(&conveyor->changed, &conveyor->lock);
    if (conveyor->taken == conveyor->filled) break;
    const char *block = block_of(conveyor, conveyor->taken);
    pthread_mutex_unlock(&conveyor->lock);
    conveyor->take(conveyor->context, block, BLOCK_BYTES);
    pthread_mutex_lock(&conveyor->lock);
    conveyor->taken++;
    pthread_cond_signal(&conveyor->changed);
  }
  pthread_mutex_unlock(&conveyor->lock);
  return NULL;
}

static bool start(spokes_conveyor *conveyor) {
  if (conveyor->has_thread || conveyor->is_refused) return conveyor->has_thread;
  conveyor->has_thread = !pthread_create(&conveyor->thread, NULL, thread_main, conveyor);
  conveyor->is_refused = !conveyor->has_thread;
  return conveyor->has_thread;
}

// The block at the front is full. Waits for another when all are.
static void hand_over(spokes_conveyor *conveyor) {
  conveyor->len = 0;
  if (!start(conveyor)) {
    conveyor->take(conveyor->context, block_of(conveyor, conveyor->filled), BLOCK_BYTES);
    return;
  }
  pthread_mutex_lock(&conveyor->lock);
  conveyor->filled++;
  pthread_cond_signal(&conveyor->changed);
  while (conveyor->filled - conveyor->taken == BLOCKS) pthread_cond_wait(&conveyor->changed, &conveyor->lock);
  pthread_mutex_unlock(&conveyor->lock);
}

void spokes__conveyor_append(spokes_conveyor *conveyor, const char *bytes, size_t len) {
  while (len) {
    size_t room = BLOCK_BYTES - conveyor->len, part = len < room ? len : room;
    memcpy(block_of(conveyor, conveyor->filled) + conveyor->len, bytes, part);
    conveyor->len += part;
    bytes += part;
    len -= part;
    if (conveyor->len == BLOCK_BYTES) hand_over(conveyor);
  }
}

static void end_thread(spokes_conveyor *conveyor) {
  if (!conveyor->has_thread) return;
  pthread_mutex_lock(&conveyor->lock);
  conveyor->is_ended = true;
  pthread_cond_signal(&conveyor->changed);
  pthread_mutex_unlock(&conveyor->lock);
  pthread_join(conveyor->thread, NULL);
  conveyor->has_thread = false;
  conveyor->is_refused = true;
}

void spokes__conveyor_finish(spokes_conveyor *conveyor) {
  end_thread(conveyor);
  if (conveyor->len) conveyor->take(conveyor->context, block_of(conveyor, conveyor->filled), conveyor->len);
  conveyor->len = 0;
}

void spokes__conveyor_free(spokes_conveyor *conveyor) {
  if (!conveyor) return;
  end_thread(conveyor);
  pthread_mutex_destroy(&conveyor->lock);
  pthread_cond_destroy(&conveyor->changed);
  spokes__free(conveyor->bytes);
  spokes__free(conveyor);
}
