// A map from byte strings to 32-bit numbers: open addressing, keys borrowed from the caller.
#ifndef SPOKES_BASE_STRMAP_H
#define SPOKES_BASE_STRMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPOKES_STRMAP_NONE UINT32_MAX

typedef struct spokes_strmap_slot {
  const char *key;
  size_t len;
  uint32_t value;
  uint32_t hash;
} spokes_strmap_slot;

typedef struct spokes_strmap {
  spokes_strmap_slot *slots;
  size_t cap, count;  // cap is a power of two or 0
} spokes_strmap;

#define SPOKES_STRMAP_INIT \
  { NULL, 0, 0 }

// Puts key (borrowed: it must outlive the map) unless it is there; *existing is then its value and otherwise
// SPOKES_STRMAP_NONE. False when memory is out.
bool spokes__strmap_put(spokes_strmap *map, const char *key, size_t len, uint32_t value, uint32_t *existing);
// The value of key, or SPOKES_STRMAP_NONE.
uint32_t spokes__strmap_get(const spokes_strmap *map, const char *key, size_t len);
void spokes__strmap_release(spokes_strmap *map);

// 32-bit hash of len bytes (FNV-1a with a final mix).
uint32_t spokes__hash_bytes(const char *bytes, size_t len);

#endif
