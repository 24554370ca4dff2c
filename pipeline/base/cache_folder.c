// The place after the XDG Base Directory Specification, which wants absolute paths and passes over others.

#include "base/cache_folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"

static const char *setting(const char *name, bool is_absolute) {
  const char *value = getenv(name);
  if (!value || !*value || (is_absolute && *value != '/')) return NULL;
  return value;
}

bool spokes__cache_folder_find(spokes_buf *buf) {
  const char *own = setting("SPOKES_CACHE", false), *xdg = setting("XDG_CACHE_HOME", true),
             *home = setting("HOME", true);
  spokes__buf_clear(buf);
  if (own)
    spokes__buf_text(buf, own);
  else if (xdg)
    spokes__path_join(buf, xdg, "spokes");
  else if (home)
    spokes__path_join(buf, home, ".cache/spokes");
  return buf->len && !buf->failed;
}

static bool is_own(const struct stat *st) { return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH)); }

bool spokes__cache_folder_make(const char *path) {
  struct stat st;
  const char *slash = strrchr(path, '/');
  if (stat(path, &st)) {
    spokes_buf above = SPOKES_BUF_INIT;
    bool is_good = true;
    if (slash && slash > path) {
      spokes__buf_append(&above, path, (size_t)(slash - path));
      is_good = !above.failed && !spokes__folder_make(above.data, NULL);
    }
    spokes__buf_release(&above);
    if (is_good) mkdir(path, 0700);
    if (!is_good || stat(path, &st)) return false;
  }
  return S_ISDIR(st.st_mode) && is_own(&st) && !access(path, R_OK | W_OK | X_OK);
}

bool spokes__cache_file_is_own(int fd) {
  struct stat st;
  return !fstat(fd, &st) && S_ISREG(st.st_mode) && is_own(&st);
}
