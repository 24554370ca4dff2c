// Any bytes as a Word document, and as the XML of its text: the composed text is valid UTF-8, its regions ascend.

#include <stdlib.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "ingest/docx.h"
#include "ingest/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_composer composer;
  spokes__xml_prepare();
  spokes__composer_clear(&composer);
  spokes_status status = len && *bytes == 'P' ? spokes__docx_read((const char *)bytes, len, &composer, NULL)
                                              : spokes__docx_read_text((const char *)bytes, len, &composer, NULL);
  if (status) return 0;
  if (spokes__utf8_valid_prefix(composer.text.data, composer.text.len) != composer.text.len) abort();
  uint32_t at = 0;
  for (size_t i = 0; i < composer.region_count; i++) {
    const spokes_region *region = &composer.regions[i];
    if (region->start < at || region->end <= region->start || region->end > composer.text.len) abort();
    at = region->end;
  }
  return 0;
}
