// Any bytes as gzip, under a small limit.

#include <stdlib.h>

#include "fuzz.h"
#include "ingest/gz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_buf buf;
  spokes_status status = spokes__gz_inflate((const char *)bytes, len, 1u << 20, &buf, NULL);
  if (!status && buf.len > 1u << 20) abort();
  return 0;
}
