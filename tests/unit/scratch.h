// A folder of its own for a test program, removed at the end.
#ifndef SPOKES_TESTS_SCRATCH_H
#define SPOKES_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_dir[64];

static inline int scratch_setup(void **state) {
  (void)state;
  strcpy(scratch_dir, "/tmp/spokes-test-XXXXXX");
  return mkdtemp(scratch_dir) ? 0 : -1;
}

static inline int scratch_teardown(void **state) {
  (void)state;
  char command[96];
  snprintf(command, sizeof command, "rm -rf '%s'", scratch_dir);
  return system(command);
}

// The path of a name in the folder; four calls may be in use at once.
static inline const char *scratch_path(const char *name) {
  static char paths[4][256];
  static unsigned next;
  char *path = paths[next++ % 4];
  snprintf(path, sizeof paths[0], "%s/%s", scratch_dir, name);
  return path;
}

static inline const char *scratch_file(const char *name, const void *bytes, size_t len) {
  const char *path = scratch_path(name);
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(bytes, 1, len, file) != len || fclose(file)) abort();
  return path;
}

#endif
