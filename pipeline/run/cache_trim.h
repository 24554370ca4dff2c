// The size of the cache: the oldest files go when there is too much.
#ifndef SPOKES_RUN_CACHE_TRIM_H
#define SPOKES_RUN_CACHE_TRIM_H

#include <stdint.h>

// Removes packs and lists of files of the cache in folder, those not used for the longest time first, until the rest
// has at most limit bytes. Best effort: what cannot be looked at or removed is left.
void spokes__cache_trim(const char *folder, uint64_t limit);

#endif
