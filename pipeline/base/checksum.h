// XXH64 (Y. Collet, xxHash specification, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md): tells
// damaged bytes from whole ones, at about the speed of copying. It is no protection against somebody who wants to forge
// them.
#ifndef SPOKES_BASE_CHECKSUM_H
#define SPOKES_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

uint64_t spokes__checksum(const void *bytes, size_t len, uint64_t seed);

#endif
