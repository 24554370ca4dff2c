// Which of several runs is the newest: the one whose run.json was written last; of two written together, the one whose
// name comes last. And where the cache is.

#include <stdio.h>

#include "base/cache_folder.h"
#include "base/fileio.h"

static uint64_t finished_at(const char *parent, const char *name, spokes_buf *folder, spokes_buf *path) {
  spokes__path_join(folder, parent, name);
  if (folder->failed) return 0;
  spokes__path_join(path, folder->data, "run.json");
  if (path->failed) return 0;
  spokes_path_info info = spokes__path_info(path->data);
  return info.kind == SPOKES_PATH_FILE ? info.modified : 0;
}

spokes_status spokes_run_find_newest(const char *parent, char *out, size_t out_cap, spokes_error *err) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf folder = SPOKES_BUF_INIT, path = SPOKES_BUF_INIT;
  bool is_there = spokes__path_info(parent).kind != SPOKES_PATH_NONE;
  spokes_status status = is_there ? spokes__folder_list(parent, &names, err) : SPOKES_OK;
  uint64_t newest = 0;
  for (size_t i = 0; !status && i < names.count; i++) {
    uint64_t when = finished_at(parent, names.items[i], &folder, &path);
    if (folder.failed || path.failed) status = spokes__error_nomem(err);
    if (status || !when || when < newest) continue;
    newest = when;
    if (snprintf(out, out_cap, "%s", folder.data) >= (int)out_cap)
      status = spokes__error_set(err, SPOKES_E_LIMIT, "the name of the run '%.200s' is too long", folder.data);
  }
  if (!status && !newest) status = spokes__error_set(err, SPOKES_E_IO, "there is no finished run in '%.200s'", parent);
  spokes__names_release(&names);
  spokes__buf_release(&folder);
  spokes__buf_release(&path);
  return status;
}

spokes_status spokes_cache_find(char *out, size_t out_cap, spokes_error *err) {
  spokes_buf folder = SPOKES_BUF_INIT;
  bool is_found = spokes__cache_folder_find(&folder);
  spokes_status status = SPOKES_OK;
  if (folder.failed)
    status = spokes__error_nomem(err);
  else if (!is_found)
    status = spokes__error_set(err, SPOKES_E_IO, "neither SPOKES_CACHE nor HOME names a folder");
  else if (snprintf(out, out_cap, "%s", folder.data) >= (int)out_cap)
    status = spokes__error_set(err, SPOKES_E_LIMIT, "the name of the folder '%.200s' is too long", folder.data);
  spokes__buf_release(&folder);
  return status;
}
