// spokes_lexicon DICT FILE: compiles a dictionary into an image; run when the program is built. A faulty dictionary
// leaves an empty file and is no failure: the program then reads the dictionary itself, and reports its faults.

#include <stdio.h>

#include "spokes.h"

static void report(void *context, const spokes_error *fault) {
  char line[1200];
  (void)context;
  spokes_error_format(fault, line, sizeof line);
  fprintf(stderr, "spokes_lexicon: %s\n", line);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fputs("usage: spokes_lexicon DICT FILE\n", stderr);
    return 2;
  }
  const char *dirs[] = {argv[1]};
  const spokes_lexicon_options options = {.dirs = dirs, .dir_count = 1, .no_cache = true};
  spokes_lexicon *lexicon;
  spokes_error err;
  spokes_status status = spokes_lexicon_load_with(&options, report, NULL, &lexicon, &err);
  if (status == SPOKES_E_DICT) {
    report(NULL, &err);
    FILE *empty = fopen(argv[2], "wb");
    return empty && !fclose(empty) ? 0 : 4;
  }
  if (!status) status = spokes_lexicon_save(lexicon, argv[2], &err);
  spokes_lexicon_free(lexicon);
  if (status) report(NULL, &err);
  return status ? 4 : 0;
}
