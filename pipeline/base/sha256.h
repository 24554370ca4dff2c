// SHA-256 (FIPS 180-4), as bytes or as 64 hexadecimal digits.
#ifndef SPOKES_BASE_SHA256_H
#define SPOKES_BASE_SHA256_H

#include <stddef.h>

#include "base/error.h"

#define SPOKES_SHA256_HEX 65  // with the NUL
#define SPOKES_SHA256_BYTES 32

typedef struct spokes_sha256 spokes_sha256;

spokes_status spokes__sha256_new(spokes_sha256 **out, spokes_error *err);
void spokes__sha256_free(spokes_sha256 *hash);
spokes_status spokes__sha256_add(spokes_sha256 *hash, const void *bytes, size_t len, spokes_error *err);
// Both write the digest of what was added, and start anew.
spokes_status spokes__sha256_finish_raw(spokes_sha256 *hash, unsigned char out[SPOKES_SHA256_BYTES], spokes_error *err);
spokes_status spokes__sha256_finish(spokes_sha256 *hash, char out[SPOKES_SHA256_HEX], spokes_error *err);
// A digest as hexadecimal digits.
void spokes__sha256_write(const unsigned char digest[SPOKES_SHA256_BYTES], char out[SPOKES_SHA256_HEX]);

const char *spokes__sha256_library_version(void);

#endif
