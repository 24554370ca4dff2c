// Asks each module that wraps a library for the library's version.

#include "run/libraries.h"

#include <string.h>

#include "base/csv_read.h"
#include "base/sha256.h"
#include "dictionary/import.h"
#include "ingest/charset.h"
#include "ingest/xml_read.h"
#include "ingest/zip_read.h"
#include "lexicon/pattern.h"
#include "report/gz_write.h"
#include "run/tag_jsonl.h"

void spokes__libraries(spokes_named_text out[SPOKES_LIBRARY_COUNT]) {
  const spokes_named_text all[SPOKES_LIBRARY_COUNT] = {
      {"icu", spokes__charset_library_version()},      {"jansson", spokes__jsonl_library_version()},
      {"libcrypto", spokes__sha256_library_version()}, {"libcsv", spokes__csv_library_version()},
      {"libxml2", spokes__xml_library_version()},      {"libyaml", spokes__yaml_library_version()},
      {"libzip", spokes__zip_library_version()},       {"pcre2", spokes__pattern_library_version()},
      {"zlib", spokes__gz_library_version()}};
  memcpy(out, all, sizeof all);
}
