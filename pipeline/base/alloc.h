// Memory: the allocator behind everything, and arenas for what dies together.
//
// Three lifetimes are used: the lexicon's arena (freed once), the document's arena (reset
// between documents) and scratch (mark and rewind inside one stage).
#ifndef SPOKES_BASE_ALLOC_H
#define SPOKES_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// All heap memory goes through these four. They return NULL when memory is out, and
// spokes__realloc keeps the old block then. count * size is overflow-checked.
void *spokes__malloc(size_t size);
void *spokes__calloc(size_t count, size_t size);
void *spokes__realloc(void *old, size_t count, size_t size);
void spokes__free(void *block);

// For tests: the n-th allocation from now (1 = the next) and all after it fail; 0 switches this off.
// Process-wide; only tests of one thread use it. Returns what was left of the last n: 1 when allocations failed.
uint64_t spokes__alloc_fail_after(uint64_t n);

typedef struct spokes_arena_block spokes_arena_block;
typedef struct spokes_arena {
  spokes_arena_block *head;  // the block being filled; older ones hang behind it
  size_t block_size;         // bytes of an ordinary block
  size_t used_total;         // bytes handed out since the last reset
} spokes_arena;

#define SPOKES_ARENA_INIT \
  { NULL, 1u << 16, 0 }

// size bytes, aligned for any type, uninitialised; NULL when memory is out.
void *spokes__arena_alloc(spokes_arena *arena, size_t size);
// As spokes__arena_alloc for count items, zeroed.
void *spokes__arena_calloc(spokes_arena *arena, size_t count, size_t size);
// A NUL-terminated copy of len bytes.
char *spokes__arena_strdup(spokes_arena *arena, const char *text, size_t len);
// Forgets all contents; keeps one block for the next document.
void spokes__arena_reset(spokes_arena *arena);
void spokes__arena_release(spokes_arena *arena);

// The part of spokes__array_reserve that is rarely needed.
bool spokes__array_grow(void **items, size_t *cap, size_t need, size_t item_size);

// Makes *items hold at least need items of item_size bytes; false when memory is out, with the
// array unchanged. *items may be NULL with *cap 0.
static inline bool spokes__array_reserve(void **items, size_t *cap, size_t need, size_t item_size) {
  return need <= *cap || spokes__array_grow(items, cap, need, item_size);
}

#endif
