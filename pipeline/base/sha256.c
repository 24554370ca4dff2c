// SHA-256 by libcrypto, which uses the processor's own instructions where it has them.

#include "base/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/alloc.h"

struct spokes_sha256 {
  EVP_MD_CTX *context;
};

static spokes_status failed(spokes_error *err) {
  return spokes__error_set(err, SPOKES_E_STATE, "libcrypto cannot compute SHA-256");
}

spokes_status spokes__sha256_new(spokes_sha256 **out, spokes_error *err) {
  *out = NULL;
  spokes_sha256 *hash = spokes__calloc(1, sizeof *hash);
  if (!hash) return spokes__error_nomem(err);
  hash->context = EVP_MD_CTX_new();
  if (!hash->context || !EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL)) {
    spokes__sha256_free(hash);
    return failed(err);
  }
  *out = hash;
  return SPOKES_OK;
}

void spokes__sha256_free(spokes_sha256 *hash) {
  if (!hash) return;
  EVP_MD_CTX_free(hash->context);
  spokes__free(hash);
}

spokes_status spokes__sha256_add(spokes_sha256 *hash, const void *bytes, size_t len, spokes_error *err) {
  return EVP_DigestUpdate(hash->context, bytes, len) ? SPOKES_OK : failed(err);
}

spokes_status spokes__sha256_finish(spokes_sha256 *hash, char out[SPOKES_SHA256_HEX], spokes_error *err) {
  static const char digits[] = "0123456789abcdef";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned len = 0;
  if (!EVP_DigestFinal_ex(hash->context, digest, &len) || len != 32 || !EVP_DigestInit_ex(hash->context, NULL, NULL))
    return failed(err);
  for (unsigned i = 0; i < len; i++) {
    out[2 * i] = digits[digest[i] >> 4];
    out[2 * i + 1] = digits[digest[i] & 15];
  }
  out[2 * len] = '\0';
  return SPOKES_OK;
}

const char *spokes__sha256_library_version(void) { return OpenSSL_version(OPENSSL_VERSION_STRING); }
