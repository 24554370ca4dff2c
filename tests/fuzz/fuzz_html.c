// Any bytes as a web page: the text is valid UTF-8, and its regions ascend inside it.

#include <stdlib.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "ingest/charset.h"
#include "ingest/html.h"
#include "ingest/html_charset.h"
#include "ingest/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_buf buf;
  static spokes_composer composer;
  char name[SPOKES_CHARSET_NAME];
  spokes_decoded decoded;
  spokes__xml_prepare();
  bool has_name = spokes__html_declared_charset((const char *)bytes, len, name);
  if (spokes__charset_decode_declared((const char *)bytes, len, has_name ? name : NULL, &buf, &decoded, NULL)) return 0;
  spokes__composer_clear(&composer);
  if (spokes__html_read(decoded.text, decoded.len, &composer, NULL)) return 0;
  if (spokes__utf8_valid_prefix(composer.text.data, composer.text.len) != composer.text.len) abort();
  uint32_t at = 0;
  for (size_t i = 0; i < composer.region_count; i++) {
    const spokes_region *region = &composer.regions[i];
    if (region->start < at || region->end <= region->start || region->end > composer.text.len) abort();
    at = region->end;
  }
  return 0;
}
