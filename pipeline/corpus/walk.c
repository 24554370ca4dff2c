// A walk over folders with a list of those entered, by device and inode, against loops of links. Recursion is
// bounded by SPOKES_LIMIT_FOLDER_DEPTH.

#include "corpus/walk.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "corpus/filename.h"

typedef struct folder_id {
  uint64_t device, inode;
} folder_id;

typedef struct walk {
  spokes_walk_fn *visit;
  spokes_diagnostic_fn *on_fault;
  void *context;
  size_t root_len;  // bytes of the root and its '/'
  folder_id *seen;
  size_t seen_count, seen_cap;
} walk;

// True when the folder was entered before; otherwise remembers it.
static bool was_seen(walk *w, const spokes_path_info *info, bool *no_memory) {
  for (size_t i = 0; i < w->seen_count; i++)
    if (w->seen[i].device == info->device && w->seen[i].inode == info->inode) return true;
  void *seen = w->seen;
  *no_memory = !spokes__array_reserve(&seen, &w->seen_cap, w->seen_count + 1, sizeof *w->seen);
  if (*no_memory) return true;
  w->seen = seen;
  w->seen[w->seen_count++] = (folder_id){info->device, info->inode};
  return false;
}

static void report(const walk *w, const spokes_error *fault) {
  if (w->on_fault) w->on_fault(w->context, fault);
}

static spokes_status enter(walk *w, const char *path, int depth, spokes_error *err);

static spokes_status look_at(walk *w, const char *path, const char *name, int depth, spokes_error *err) {
  spokes_path_info info = spokes__path_info(path);
  if (info.kind == SPOKES_PATH_FOLDER) {
    bool no_memory = false;
    if (was_seen(w, &info, &no_memory)) return no_memory ? spokes__error_nomem(err) : SPOKES_OK;
    return enter(w, path, depth + 1, err);
  }
  if (info.kind != SPOKES_PATH_FILE || !spokes__filename_is_document(name)) return SPOKES_OK;
  return w->visit(w->context, path + w->root_len, name, &info) ? SPOKES_OK : spokes__error_nomem(err);
}

static spokes_status enter(walk *w, const char *path, int depth, spokes_error *err) {
  spokes_error fault;
  if (depth > SPOKES_LIMIT_FOLDER_DEPTH) {
    spokes__error_set(&fault, SPOKES_E_LIMIT, "left out folder '%s': more than %d folders deep", path,
                      SPOKES_LIMIT_FOLDER_DEPTH);
    report(w, &fault);
    return SPOKES_OK;
  }
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf child = SPOKES_BUF_INIT;
  spokes_status status = spokes__folder_list(path, &names, &fault);
  if (status == SPOKES_E_IO && depth > 0) {
    report(w, &fault);
    status = SPOKES_OK;
  } else if (status && err) {
    *err = fault;
  }
  for (size_t i = 0; !status && i < names.count; i++) {
    if (names.items[i][0] == '.') continue;
    spokes__path_join(&child, path, names.items[i]);
    status = child.failed ? spokes__error_nomem(err) : look_at(w, child.data, names.items[i], depth, err);
  }
  spokes__buf_release(&child);
  spokes__names_release(&names);
  return status;
}

spokes_status spokes__walk_documents(const char *folder, spokes_walk_fn *visit, spokes_diagnostic_fn *on_fault,
                                     void *context, spokes_error *err) {
  walk w = {.visit = visit, .on_fault = on_fault, .context = context, .root_len = strlen(folder)};
  if (w.root_len && folder[w.root_len - 1] != '/') w.root_len++;
  spokes_path_info info = spokes__path_info(folder);
  bool no_memory = false;
  was_seen(&w, &info, &no_memory);
  spokes_status status = no_memory ? spokes__error_nomem(err) : enter(&w, folder, 0, err);
  spokes__free(w.seen);
  return status;
}
