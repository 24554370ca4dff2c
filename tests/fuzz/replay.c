// Runs a fuzz target over every file of a folder, and over all prefixes and single changed bytes of small ones.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "fuzz.h"

#define SMALL_BYTES 512

// A copy of exactly the bytes, so that the sanitizers see each step beyond them.
static void run(const char *bytes, size_t len) {
  uint8_t *copy = malloc(len ? len : 1);
  if (!copy) abort();
  if (len) memcpy(copy, bytes, len);
  LLVMFuzzerTestOneInput(copy, len);
  free(copy);
}

static void run_changed(char *bytes, size_t len) {
  for (size_t i = 0; i < len; i++) {
    run(bytes, i);
    char kept = bytes[i];
    bytes[i] = (char)(kept ^ 0x81);
    run(bytes, len);
    bytes[i] = kept;
  }
}

int main(int argc, char **argv) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf path = SPOKES_BUF_INIT, bytes = SPOKES_BUF_INIT;
  spokes_error err;
  if (argc != 2 || spokes__folder_list(argv[1], &names, &err) || !names.count) {
    fprintf(stderr, "no corpus to replay\n");
    return 1;
  }
  for (size_t i = 0; i < names.count; i++) {
    spokes__path_join(&path, argv[1], names.items[i]);
    if (spokes__file_read(path.data, 1u << 24, &bytes, &err)) return 1;
    run(bytes.data, bytes.len);
    if (bytes.len <= SMALL_BYTES) run_changed(bytes.data, bytes.len);
  }
  printf("%zu inputs replayed\n", names.count);
  spokes__names_release(&names);
  spokes__buf_release(&path);
  spokes__buf_release(&bytes);
  return 0;
}
