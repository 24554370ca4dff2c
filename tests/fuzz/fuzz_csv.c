// Any bytes as CSV: rows come in the order of their lines, and every field ends with a NUL.

#include <stdlib.h>

#include "base/csv_read.h"
#include "fuzz.h"

static bool look(void *context, const spokes_csv_row *row) {
  uint64_t *last = context;
  if (row->line < *last || !row->count) abort();
  *last = row->line;
  for (size_t i = 0; i < row->count; i++)
    if (row->fields[i].text[row->fields[i].len]) abort();
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  uint64_t last = 1;
  spokes__csv_read("fuzz.csv", (const char *)bytes, len, look, &last, NULL);
  return 0;
}
