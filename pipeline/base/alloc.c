// The allocator and the arenas. With SPOKES_ARENA_PASSTHROUGH every arena allocation is a block of
// its own, so that AddressSanitizer and valgrind see each object's bounds.

#include "alloc.h"

#include <stdlib.h>
#include <string.h>

#include "checked.h"

static uint64_t fail_countdown;  // test hook only, see spokes__alloc_fail_after

uint64_t spokes__alloc_fail_after(uint64_t n) {
  uint64_t left = fail_countdown;
  fail_countdown = n;
  return left;
}

static bool must_fail(void) {
  if (!fail_countdown) return false;
  if (fail_countdown > 1) {
    fail_countdown--;
    return false;
  }
  return true;
}

void *spokes__malloc(size_t size) { return must_fail() ? NULL : malloc(size ? size : 1); }

void *spokes__calloc(size_t count, size_t size) {
  return must_fail() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *spokes__realloc(void *old, size_t count, size_t size) {
  size_t bytes;
  if (!spokes__size_mul(count, size, &bytes) || must_fail()) return NULL;
  return realloc(old, bytes ? bytes : 1);
}

void spokes__free(void *block) { free(block); }

struct spokes_arena_block {
  spokes_arena_block *older;
  size_t cap, used;
  _Alignas(max_align_t) unsigned char bytes[];
};

static spokes_arena_block *block_new(size_t cap) {
  size_t bytes;
  if (!spokes__size_add(sizeof(spokes_arena_block), cap, &bytes)) return NULL;
  spokes_arena_block *block = spokes__malloc(bytes);
  if (!block) return NULL;
  block->older = NULL;
  block->cap = cap;
  block->used = 0;
  return block;
}

void *spokes__arena_alloc(spokes_arena *arena, size_t size) {
  const size_t align = _Alignof(max_align_t);
  size_t padded;
  if (!spokes__size_add(size, align - 1, &padded)) return NULL;
  padded &= ~(align - 1);
#ifdef SPOKES_ARENA_PASSTHROUGH
  bool fits = false;
  size_t cap = size ? size : 1;
#else
  bool fits = arena->head && arena->head->cap - arena->head->used >= padded;
  size_t cap = padded > arena->block_size ? padded : arena->block_size;
#endif
  if (!fits) {
    spokes_arena_block *block = block_new(cap);
    if (!block) return NULL;
    block->older = arena->head;
    arena->head = block;
  }
  void *at = arena->head->bytes + arena->head->used;
#ifdef SPOKES_ARENA_PASSTHROUGH
  arena->head->used = cap;
#else
  arena->head->used += padded;
#endif
  arena->used_total += padded;
  return at;
}

void *spokes__arena_calloc(spokes_arena *arena, size_t count, size_t size) {
  size_t bytes;
  if (!spokes__size_mul(count, size, &bytes)) return NULL;
  void *at = spokes__arena_alloc(arena, bytes);
  if (at) memset(at, 0, bytes);
  return at;
}

char *spokes__arena_strdup(spokes_arena *arena, const char *text, size_t len) {
  size_t bytes;
  if (!spokes__size_add(len, 1, &bytes)) return NULL;
  char *copy = spokes__arena_alloc(arena, bytes);
  if (!copy) return NULL;
  if (len) memcpy(copy, text, len);
  copy[len] = '\0';
  return copy;
}

void spokes__arena_reset(spokes_arena *arena) {
#ifdef SPOKES_ARENA_PASSTHROUGH
  spokes__arena_release(arena);
#else
  spokes_arena_block *keep = arena->head;
  if (!keep) return;
  for (spokes_arena_block *block = keep->older; block;) {
    spokes_arena_block *older = block->older;
    spokes__free(block);
    block = older;
  }
  keep->older = NULL;
  keep->used = 0;
  arena->used_total = 0;
#endif
}

void spokes__arena_release(spokes_arena *arena) {
  for (spokes_arena_block *block = arena->head; block;) {
    spokes_arena_block *older = block->older;
    spokes__free(block);
    block = older;
  }
  arena->head = NULL;
  arena->used_total = 0;
}

bool spokes__array_grow(void **items, size_t *cap, size_t need, size_t item_size) {
  size_t grown = spokes__size_grow(*cap, need);
  void *moved = spokes__realloc(*items, grown, item_size);
  if (!moved) return false;
  *items = moved;
  *cap = grown;
  return true;
}
