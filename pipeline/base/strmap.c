// The string map: linear probing at a load of at most one half.

#include "strmap.h"

#include <string.h>

#include "alloc.h"

uint32_t spokes__hash_bytes(const char *bytes, size_t len) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
  hash ^= hash >> 16;
  hash *= 0x85EBCA6Bu;
  return hash ^ hash >> 13;
}

static spokes_strmap_slot *find(const spokes_strmap *map, const char *key, size_t len, uint32_t hash) {
  for (size_t i = hash & (map->cap - 1);; i = (i + 1) & (map->cap - 1)) {
    spokes_strmap_slot *slot = &map->slots[i];
    if (!slot->key || (slot->hash == hash && slot->len == len && !memcmp(slot->key, key, len))) return slot;
  }
}

static bool grow(spokes_strmap *map) {
  size_t cap = map->cap ? map->cap * 2 : 64;
  spokes_strmap bigger = {spokes__calloc(cap, sizeof *bigger.slots), cap, map->count};
  if (!bigger.slots) return false;
  for (size_t i = 0; i < map->cap; i++)
    if (map->slots[i].key) *find(&bigger, map->slots[i].key, map->slots[i].len, map->slots[i].hash) = map->slots[i];
  spokes__free(map->slots);
  *map = bigger;
  return true;
}

bool spokes__strmap_put(spokes_strmap *map, const char *key, size_t len, uint32_t value, uint32_t *existing) {
  if (map->count * 2 >= map->cap && !grow(map)) return false;
  uint32_t hash = spokes__hash_bytes(key, len);
  spokes_strmap_slot *slot = find(map, key, len, hash);
  if (existing) *existing = slot->key ? slot->value : SPOKES_STRMAP_NONE;
  if (slot->key) return true;
  *slot = (spokes_strmap_slot){key, len, value, hash};
  map->count++;
  return true;
}

uint32_t spokes__strmap_get(const spokes_strmap *map, const char *key, size_t len) {
  if (!map->cap) return SPOKES_STRMAP_NONE;
  const spokes_strmap_slot *slot = find(map, key, len, spokes__hash_bytes(key, len));
  return slot->key ? slot->value : SPOKES_STRMAP_NONE;
}

void spokes__strmap_release(spokes_strmap *map) {
  spokes__free(map->slots);
  *map = (spokes_strmap)SPOKES_STRMAP_INIT;
}
