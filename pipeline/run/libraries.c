// Asks each module that wraps a library for the library's version.

#include "run/libraries.h"

#include "base/csv_read.h"
#include "base/sha256.h"
#include "dictionary/import.h"
#include "ingest/charset.h"
#include "lexicon/pattern.h"
#include "report/gz_write.h"
#include "run/tag_jsonl.h"

void spokes__libraries(spokes_named_text out[SPOKES_LIBRARY_COUNT]) {
  out[0] = (spokes_named_text){"icu", spokes__charset_library_version()};
  out[1] = (spokes_named_text){"jansson", spokes__jsonl_library_version()};
  out[2] = (spokes_named_text){"libcrypto", spokes__sha256_library_version()};
  out[3] = (spokes_named_text){"libcsv", spokes__csv_library_version()};
  out[4] = (spokes_named_text){"libyaml", spokes__yaml_library_version()};
  out[5] = (spokes_named_text){"pcre2", spokes__pattern_library_version()};
  out[6] = (spokes_named_text){"zlib", spokes__gz_library_version()};
}
