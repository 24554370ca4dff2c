// SHA-256 (FIPS 180-4) as 64 hexadecimal digits.
#ifndef SPOKES_BASE_SHA256_H
#define SPOKES_BASE_SHA256_H

#include <stddef.h>

#include "base/error.h"

#define SPOKES_SHA256_HEX 65  // with the NUL

typedef struct spokes_sha256 spokes_sha256;

spokes_status spokes__sha256_new(spokes_sha256 **out, spokes_error *err);
void spokes__sha256_free(spokes_sha256 *hash);
spokes_status spokes__sha256_add(spokes_sha256 *hash, const void *bytes, size_t len, spokes_error *err);
// Writes the digest of what was added and starts anew.
spokes_status spokes__sha256_finish(spokes_sha256 *hash, char out[SPOKES_SHA256_HEX], spokes_error *err);

const char *spokes__sha256_library_version(void);

#endif
