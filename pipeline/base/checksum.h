// XXH3 (64 bits) of the xxHash library: tells damaged bytes from whole ones, faster than they are copied. It is no
// protection against somebody who wants to forge them.
#ifndef SPOKES_BASE_CHECKSUM_H
#define SPOKES_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

// bytes may be NULL when len is 0.
uint64_t spokes__checksum(const void *bytes, size_t len, uint64_t seed);

#endif
