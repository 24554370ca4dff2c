// The next free result folder.

#include "outdir.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LAST_NUMBER 999999

// The last part of the path that names something; the working folder's for "." and "..".
static bool corpus_name(const char *path, char *out, size_t out_cap) {
  char here[4096];
  size_t end = strlen(path);
  while (end && path[end - 1] == '/') end--;
  size_t start = end;
  while (start && path[start - 1] != '/') start--;
  bool is_dots = strspn(path + start, ".") >= end - start;
  if (!is_dots) return snprintf(out, out_cap, "%.*s", (int)(end - start), path + start) < (int)out_cap;
  if (!getcwd(here, sizeof here)) return false;
  const char *slash = strrchr(here, '/');
  const char *name = slash && slash[1] ? slash + 1 : "corpus";
  return snprintf(out, out_cap, "%s", name) < (int)out_cap;
}

bool outdir_next(const char *corpus_dir, char *out, size_t out_cap) {
  char name[256];
  if (!corpus_name(corpus_dir, name, sizeof name)) return false;
  for (int number = 1; number <= LAST_NUMBER; number++) {
    if (snprintf(out, out_cap, "out/%s-%03d", name, number) >= (int)out_cap) return false;
    if (access(out, F_OK)) return true;
  }
  return false;
}
