// SHA-256 by libcrypto, which uses the processor's own instructions where it has them.
//
// The direct functions are asked, not the EVP interface: that reads the system's configuration and looks for providers
// when it is first used, which takes longer than hashing a strategy.

#define OPENSSL_SUPPRESS_DEPRECATED  // the direct functions count as old-fashioned since 3.0

#include "base/sha256.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/alloc.h"

struct spokes_sha256 {
  SHA256_CTX context;
};

static spokes_status failed(spokes_error *err) {
  return spokes__error_set(err, SPOKES_E_STATE, "libcrypto cannot compute SHA-256");
}

spokes_status spokes__sha256_new(spokes_sha256 **out, spokes_error *err) {
  *out = NULL;
  spokes_sha256 *hash = spokes__calloc(1, sizeof *hash);
  if (!hash) return spokes__error_nomem(err);
  if (!SHA256_Init(&hash->context)) {
    spokes__sha256_free(hash);
    return failed(err);
  }
  *out = hash;
  return SPOKES_OK;
}

void spokes__sha256_free(spokes_sha256 *hash) { spokes__free(hash); }

spokes_status spokes__sha256_add(spokes_sha256 *hash, const void *bytes, size_t len, spokes_error *err) {
  return SHA256_Update(&hash->context, bytes, len) ? SPOKES_OK : failed(err);
}

spokes_status spokes__sha256_finish_raw(spokes_sha256 *hash, unsigned char out[SPOKES_SHA256_BYTES],
                                        spokes_error *err) {
  _Static_assert(SPOKES_SHA256_BYTES == SHA256_DIGEST_LENGTH, "the length of a digest");
  if (!SHA256_Final(out, &hash->context) || !SHA256_Init(&hash->context)) return failed(err);
  return SPOKES_OK;
}

void spokes__sha256_write(const unsigned char digest[SPOKES_SHA256_BYTES], char out[SPOKES_SHA256_HEX]) {
  static const char digits[] = "0123456789abcdef";
  for (unsigned i = 0; i < SPOKES_SHA256_BYTES; i++) {
    out[2 * i] = digits[digest[i] >> 4];
    out[2 * i + 1] = digits[digest[i] & 15];
  }
  out[SPOKES_SHA256_HEX - 1] = '\0';
}

spokes_status spokes__sha256_finish(spokes_sha256 *hash, char out[SPOKES_SHA256_HEX], spokes_error *err) {
  unsigned char digest[SPOKES_SHA256_BYTES];
  spokes_status status = spokes__sha256_finish_raw(hash, digest, err);
  if (!status) spokes__sha256_write(digest, out);
  return status;
}

const char *spokes__sha256_library_version(void) { return OpenSSL_version(OPENSSL_VERSION_STRING); }
