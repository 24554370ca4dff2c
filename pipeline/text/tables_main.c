// spokes_tables FILE: writes the tables' image; run once when the program is built.

#include <stdio.h>

#include "base/alloc.h"
#include "tables.h"

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: spokes_tables FILE\n", stderr);
    return 2;
  }
  spokes_error err;
  void *image;
  size_t len;
  if (spokes__tables_build(&image, &len, &err)) {
    fprintf(stderr, "spokes_tables: %s\n", err.message);
    return 4;
  }
  FILE *file = fopen(argv[1], "wb");
  bool good = file && fwrite(image, 1, len, file) == len;
  if (file && fclose(file)) good = false;
  spokes__free(image);
  if (!good) fprintf(stderr, "spokes_tables: cannot write '%s'\n", argv[1]);
  return good ? 0 : 4;
}
