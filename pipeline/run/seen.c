// The list is one file: magic, count, checksum, then the records as they are in memory. Another machine's or version's
// list has another magic or checksum, and is passed over.

#include "run/seen.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/cache_folder.h"
#include "base/checksum.h"
#include "base/fileio.h"

#define MAGIC UINT64_C(0x316E656573707373)  // "sspseen1" where the lowest byte is first
// FAT keeps times of two seconds.
#define SETTLED_NANOSECONDS UINT64_C(2000000000)
#define LIST_BYTES ((size_t)1 << 28)  // three million files

typedef struct header {
  uint64_t magic, count, checksum;
} header;

bool spokes__file_stamp_of(const spokes_path_info *info, spokes_file_stamp *out) {
  *out = (spokes_file_stamp){info->device, info->inode, info->size, info->modified, info->changed};
  return info->kind == SPOKES_PATH_FILE;
}

bool spokes__file_stamp_take(const char *path, spokes_file_stamp *out) {
  spokes_path_info info = spokes__path_info(path);
  return spokes__file_stamp_of(&info, out);
}

bool spokes__file_stamp_is_same(const spokes_file_stamp *a, const spokes_file_stamp *b) {
  return a->device == b->device && a->inode == b->inode && a->size == b->size && a->modified == b->modified &&
         a->changed == b->changed;
}

bool spokes__file_stamp_is_settled(const spokes_file_stamp *stamp, uint64_t now) {
  uint64_t last = stamp->modified > stamp->changed ? stamp->modified : stamp->changed;
  return last < now && now - last > SETTLED_NANOSECONDS;
}

static int by_stamp(const void *a, const void *b) {
  const spokes_seen_file *x = a, *y = b;
  const uint64_t pairs[][2] = {{x->stamp.inode, y->stamp.inode},
                               {x->stamp.device, y->stamp.device},
                               {x->stamp.changed, y->stamp.changed},
                               {x->stamp.modified, y->stamp.modified},
                               {x->stamp.size, y->stamp.size}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if (pairs[i][0] != pairs[i][1]) return pairs[i][0] < pairs[i][1] ? -1 : 1;
  return 0;
}

static bool read_list(int fd, spokes_seen *out) {
  header h;
  struct stat st;
  if (!spokes__cache_file_is_own(fd) || fstat(fd, &st) || read(fd, &h, sizeof h) != (ssize_t)sizeof h) return false;
  uint64_t room = st.st_size < (off_t)sizeof h ? 0 : (uint64_t)st.st_size - sizeof h;
  if (h.magic != MAGIC || room > LIST_BYTES || room % sizeof *out->files || h.count != room / sizeof *out->files)
    return false;
  out->files = spokes__malloc((size_t)room);
  if (!out->files || read(fd, out->files, (size_t)room) != (ssize_t)room) return false;
  out->count = (size_t)h.count;
  return spokes__checksum(out->files, (size_t)room, h.count) == h.checksum;
}

void spokes__seen_load(spokes_seen *out, const char *path) {
  *out = (spokes_seen)SPOKES_SEEN_INIT;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return;
  if (!read_list(fd, out)) spokes__seen_release(out);
  close(fd);
}

static void write_list(const char *path, const spokes_seen_file *files, size_t count) {
  header h = {MAGIC, count, spokes__checksum(files, count * sizeof *files, count)};
  spokes_buf temp = SPOKES_BUF_INIT;
  spokes__buf_format(&temp, "%s-XXXXXX", path);
  int fd = temp.failed ? -1 : mkstemp(temp.data);
  if (fd >= 0) {
    bool is_good = spokes__fd_write(fd, (const char *)&h, sizeof h) &&
                   spokes__fd_write(fd, (const char *)files, count * sizeof *files);
    is_good = !close(fd) && is_good;
    if (!is_good || rename(temp.data, path)) unlink(temp.data);
  }
  spokes__buf_release(&temp);
}

void spokes__seen_save(const spokes_seen *old, const char *path, spokes_seen_file *files, size_t count) {
  if (count) qsort(files, count, sizeof *files, by_stamp);
  if (count > LIST_BYTES / sizeof *files) count = LIST_BYTES / sizeof *files;
  if (count == old->count && (!count || !memcmp(files, old->files, count * sizeof *files))) return;
  write_list(path, files, count);
}

void spokes__seen_release(spokes_seen *seen) {
  spokes__free(seen->files);
  *seen = (spokes_seen)SPOKES_SEEN_INIT;
}

const spokes_seen_file *spokes__seen_find(const spokes_seen *seen, const spokes_file_stamp *stamp) {
  spokes_seen_file wanted = {.stamp = *stamp};
  return seen->count ? bsearch(&wanted, seen->files, seen->count, sizeof wanted, by_stamp) : NULL;
}
