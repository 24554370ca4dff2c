// Any bytes: what comes out of the decoder is valid UTF-8.

#include <stdlib.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "ingest/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_buf buf;
  spokes_decoded out;
  if (spokes__charset_decode((const char *)bytes, len, &buf, &out, NULL)) return 0;
  if (spokes__utf8_valid_prefix(out.text, out.len) != out.len) abort();
  if (out.confidence < 0 || out.confidence > 100) abort();
  return 0;
}
