// Age is the time of the last change, which a run renews for what it used.

#include "run/cache_trim.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fileio.h"

typedef struct candidate {
  char *path;
  uint64_t size, modified;
} candidate;

typedef struct candidates {
  candidate *items;
  size_t count, cap;
  uint64_t total;
} candidates;

static void add(candidates *all, const char *path, const spokes_path_info *info) {
  void *items = all->items;
  size_t bytes = strlen(path) + 1;
  if (!spokes__array_reserve(&items, &all->cap, all->count + 1, sizeof *all->items)) return;
  all->items = items;
  char *copy = spokes__malloc(bytes);
  if (!copy) return;
  memcpy(copy, path, bytes);
  all->items[all->count++] = (candidate){copy, info->size, info->modified};
  all->total += info->size;
}

// Files of the folder, and of its folders down to `depth`.
static void gather(candidates *all, const char *folder, unsigned depth) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf path = SPOKES_BUF_INIT;
  bool is_listed = !spokes__folder_list(folder, &names, NULL);
  for (size_t i = 0; is_listed && i < names.count; i++) {
    if (names.items[i][0] == '.') continue;  // unfinished
    spokes__path_join(&path, folder, names.items[i]);
    if (path.failed) break;
    spokes_path_info info = spokes__path_info(path.data);
    if (info.kind == SPOKES_PATH_FILE) add(all, path.data, &info);
    if (info.kind == SPOKES_PATH_FOLDER && depth) gather(all, path.data, depth - 1);
  }
  spokes__names_release(&names);
  spokes__buf_release(&path);
}

static int oldest_first(const void *a, const void *b) {
  const candidate *x = a, *y = b;
  if (x->modified != y->modified) return x->modified < y->modified ? -1 : 1;
  return strcmp(x->path, y->path);
}

// A group without packs goes with its last one.
static void remove_folder_of(char *path) {
  char *slash = strrchr(path, '/');
  *slash = '\0';
  rmdir(path);
}

void spokes__cache_trim(const char *folder, uint64_t limit) {
  candidates all = {.items = NULL};
  spokes_buf path = SPOKES_BUF_INIT;
  static const char *const subs[] = {"results", "files"};
  for (size_t i = 0; i < sizeof subs / sizeof *subs; i++) {
    spokes__path_join(&path, folder, subs[i]);
    if (!path.failed) gather(&all, path.data, 1);
  }
  if (all.count) qsort(all.items, all.count, sizeof *all.items, oldest_first);
  for (size_t i = 0; i < all.count && all.total > limit; i++) {
    if (unlink(all.items[i].path)) continue;
    all.total -= all.items[i].size;
    remove_folder_of(all.items[i].path);
  }
  for (size_t i = 0; i < all.count; i++) spokes__free(all.items[i].path);
  spokes__free(all.items);
  spokes__buf_release(&path);
}
