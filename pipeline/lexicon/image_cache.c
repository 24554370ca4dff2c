// Images on disk. None of this can fail for the caller: without a usable image the dictionary's files are read.
//
// The cache holds one image for each key, "lexicons/KEY.img", written under another name and renamed, so that programs
// that run at the same time see whole ones. When one is added, those that were used least recently go, until they fit
// the limit.

#include "image_cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cache_folder.h"
#include "base/fileio.h"
#include "base/limits.h"

static void try_image(const char *path, bool own_only, uint64_t key, spokes_lexicon **out) {
  spokes_image_bytes image;
  if (!*out && !spokes__image_map(path, own_only, &image, NULL)) spokes__image_open(&image, &key, out, NULL);
}

static bool find_folder(spokes_buf *folder) {
  if (!spokes__cache_folder_find(folder)) return false;
  spokes__buf_text(folder, "/lexicons");
  return !folder->failed;
}

static bool image_path(spokes_buf *path, uint64_t key) {
  bool found = find_folder(path);
  spokes__buf_format(path, "/%016llx.img", (unsigned long long)key);
  return found && !path->failed;
}

void spokes__images_find(uint64_t files_key, spokes_lexicon **out) {
#ifdef SPOKES_LEXICON_FILE
  try_image(SPOKES_LEXICON_FILE, false, files_key, out);
#endif
#ifdef SPOKES_LEXICON_INSTALL_FILE
  try_image(SPOKES_LEXICON_INSTALL_FILE, false, files_key, out);
#endif
  if (*out) return;
  spokes_buf path = SPOKES_BUF_INIT;
  if (image_path(&path, files_key)) {
    try_image(path.data, true, files_key, out);
    if (*out) utimensat(AT_FDCWD, path.data, NULL, 0);  // used last now
  }
  spokes__buf_release(&path);
}

// ---- Keeping ----------------------------------------------------------------------------------------

// The file that was used least recently, into path; returns the size of all of them. What a broken-off program left
// counts too.
static uint64_t find_oldest(const char *folder, const spokes_names *names, spokes_buf *path) {
  uint64_t total = 0, oldest = UINT64_MAX;
  spokes_buf one = SPOKES_BUF_INIT;
  for (size_t i = 0; i < names->count; i++) {
    spokes__path_join(&one, folder, names->items[i]);
    if (one.failed) break;
    spokes_path_info info = spokes__path_info(one.data);
    if (info.kind != SPOKES_PATH_FILE) continue;
    total += info.size;
    if (info.modified >= oldest) continue;
    oldest = info.modified;
    spokes__buf_clear(path);
    spokes__buf_append(path, one.data, one.len);
  }
  spokes__buf_release(&one);
  return total;
}

// Removes images until there is room for one more of len bytes.
static void make_room(const char *folder, uint64_t len) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf oldest = SPOKES_BUF_INIT;
  if (!spokes__folder_list(folder, &names, NULL))
    for (size_t i = 0; i < names.count; i++) {
      uint64_t total = find_oldest(folder, &names, &oldest);
      if (total + len <= SPOKES_LIMIT_CACHED_LEXICONS || !oldest.len || unlink(oldest.data)) break;
    }
  spokes__names_release(&names);
  spokes__buf_release(&oldest);
}

// Under a name of this process first: several may want to keep the same image.
static void write_and_rename(const spokes_lexicon *lexicon, const char *path) {
  spokes_buf own = SPOKES_BUF_INIT;
  spokes__buf_format(&own, "%s.%ld", path, (long)getpid());
  if (!own.failed && !spokes_lexicon_save(lexicon, own.data, NULL) && rename(own.data, path)) unlink(own.data);
  spokes__buf_release(&own);
}

void spokes__images_keep(const spokes_lexicon *lexicon) {
  spokes_buf folder = SPOKES_BUF_INIT, path = SPOKES_BUF_INIT;
  if (lexicon->image.len <= SPOKES_LIMIT_CACHED_LEXICONS && find_folder(&folder) &&
      spokes__cache_folder_make(folder.data) && image_path(&path, spokes__image_files_key(&lexicon->image))) {
    make_room(folder.data, lexicon->image.len);
    write_and_rename(lexicon, path.data);
  }
  spokes__buf_release(&folder);
  spokes__buf_release(&path);
}
