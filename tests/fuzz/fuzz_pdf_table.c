// Any bytes as pdftotext's table: the composed text is valid UTF-8, and its regions ascend inside it.

#include <stdlib.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "ingest/pdf_page.h"
#include "ingest/pdf_roles.h"
#include "ingest/pdf_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_composer composer;
  spokes_pdf pdf = SPOKES_PDF_INIT;
  spokes_status status = spokes__pdf_parse((const char *)bytes, len, &pdf, NULL);
  if (!status) status = spokes__pdf_roles_find(&pdf, NULL);
  spokes__composer_clear(&composer);
  if (!status) spokes__pdf_compose(&pdf, &composer);
  spokes__pdf_release(&pdf);
  if (status || spokes__composer_finish(&composer, NULL)) return 0;
  if (spokes__utf8_valid_prefix(composer.text.data, composer.text.len) != composer.text.len) abort();
  uint32_t at = 0;
  for (size_t i = 0; i < composer.region_count; i++) {
    const spokes_region *region = &composer.regions[i];
    if (region->start < at || region->end <= region->start || region->end > composer.text.len) abort();
    at = region->end;
  }
  return 0;
}
