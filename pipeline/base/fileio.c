// Files and folders over POSIX calls. Interrupted and short transfers are continued; nothing here prints.

#include "base/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/threads.h"

spokes_status spokes__file_error(spokes_error *err, const char *verb, const char *path) {
  int reason = errno;
  char text[128];
  if (strerror_r(reason, text, sizeof text)) memcpy(text, "unknown reason", sizeof "unknown reason");
  return spokes__error_set(err, SPOKES_E_IO, "cannot %s '%s': %s", verb, path, text);
}

#define SHARE_BYTES ((size_t)4 << 20)  // of a long file, for one thread

// A file that several threads read at the same time.
typedef struct shares {
  int fd;
  char *bytes;
  size_t len;
  size_t *got;  // bytes of each share
} shares;

static void read_share(void *context, unsigned worker, size_t job) {
  shares *all = context;
  size_t start = job * SHARE_BYTES, left = all->len - start, want = left < SHARE_BYTES ? left : SHARE_BYTES;
  (void)worker;
  while (all->got[job] < want) {
    ssize_t got =
        pread(all->fd, all->bytes + start + all->got[job], want - all->got[job], (off_t)(start + all->got[job]));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;  // whoever goes on behind what is there meets the same
    all->got[job] += (size_t)got;
  }
}

// Reads what it can of the first len bytes into buf, which has room for them. The file's position is behind them then.
static bool read_shares(int fd, size_t len, unsigned threads, spokes_buf *buf) {
  size_t count = (len + SHARE_BYTES - 1) / SHARE_BYTES;
  shares all = {fd, buf->data, len, spokes__calloc(count, sizeof *all.got)};
  if (!all.got) return false;
  bool good = !spokes__threads_run(threads, count, read_share, &all, NULL);
  for (size_t i = 0; good && i < count && (!i || all.got[i - 1] == SHARE_BYTES); i++) buf->len += all.got[i];
  spokes__free(all.got);
  return good && lseek(fd, (off_t)buf->len, SEEK_SET) >= 0;
}

static spokes_status read_all(int fd, const char *path, size_t limit, unsigned threads, spokes_buf *buf,
                              spokes_error *err) {
  struct stat st;
  size_t chunk = 1u << 16;
  if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 && (uint64_t)st.st_size <= limit) {
    chunk = (size_t)st.st_size + 1;
    if (threads > 1 && chunk > 2 * SHARE_BYTES) {
      if (!spokes__buf_reserve(buf, chunk) || !read_shares(fd, chunk - 1, threads, buf))
        return spokes__error_nomem(err);
      chunk = 1;
    }
  }
  for (;;) {
    if (!spokes__buf_reserve(buf, chunk)) return spokes__error_nomem(err);
    size_t room = buf->cap - buf->len - 1;
    ssize_t got = read(fd, buf->data + buf->len, room);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return spokes__file_error(err, "read", path);
    if (!got) break;
    buf->len += (size_t)got;
    if (buf->len > limit)
      return spokes__error_set(err, SPOKES_E_LIMIT, "cannot read '%s': larger than the limit of %zu bytes", path,
                               limit);
    chunk = room > (size_t)got ? 1 : 1u << 16;
  }
  buf->data[buf->len] = '\0';
  return SPOKES_OK;
}

spokes_status spokes__file_read(const char *path, size_t limit, spokes_buf *buf, spokes_error *err) {
  return spokes__file_read_by(path, limit, 1, buf, err);
}

spokes_status spokes__file_read_by(const char *path, size_t limit, unsigned threads, spokes_buf *buf,
                                   spokes_error *err) {
  spokes__buf_clear(buf);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return spokes__file_error(err, "read", path);
  spokes_status status = read_all(fd, path, limit, threads, buf, err);
  int reason = errno;
  close(fd);
  errno = reason;
  if (status) spokes__buf_clear(buf);
  return status;
}

bool spokes__fd_write(int fd, const char *bytes, size_t len) {
  while (len) {
    ssize_t put = write(fd, bytes, len);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes += put;
    len -= (size_t)put;
  }
  return true;
}

spokes_status spokes__file_write(const char *path, const char *bytes, size_t len, spokes_error *err) {
  spokes_buf temp = SPOKES_BUF_INIT;
  spokes__buf_format(&temp, "%s.part", path);
  spokes_status status = SPOKES_OK;
  if (temp.failed) {
    status = spokes__error_nomem(err);
    goto out;
  }
  int fd = open(temp.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    status = spokes__file_error(err, "write", temp.data);
    goto out;
  }
  bool good = spokes__fd_write(fd, bytes, len);
  if (!good) status = spokes__file_error(err, "write", path);
  if (close(fd) && good) status = spokes__file_error(err, "write", path);
  if (!status && rename(temp.data, path)) status = spokes__file_error(err, "write", path);
  if (status) unlink(temp.data);
out:
  spokes__buf_release(&temp);
  return status;
}

static bool is_folder(const char *path) { return spokes__path_info(path).kind == SPOKES_PATH_FOLDER; }

spokes_status spokes__folder_make(const char *path, spokes_error *err) {
  spokes_buf part = SPOKES_BUF_INIT;
  spokes_status status = SPOKES_OK;
  for (const char *end = path; !status && *end;) {
    end = strchr(*end == '/' ? end + 1 : end, '/');
    if (!end) end = path + strlen(path);
    spokes__buf_clear(&part);
    spokes__buf_append(&part, path, (size_t)(end - path));
    if (part.failed)
      status = spokes__error_nomem(err);
    else if (mkdir(part.data, 0777) && !is_folder(part.data))
      status = spokes__file_error(err, "make folder", part.data);
  }
  spokes__buf_release(&part);
  return status;
}

static uint64_t nanoseconds(struct timespec time) {
  return time.tv_sec < 0 ? 0 : (uint64_t)time.tv_sec * UINT64_C(1000000000) + (uint64_t)time.tv_nsec;
}

spokes_path_info spokes__path_info(const char *path) {
  struct stat st;
  spokes_path_info info = {.kind = SPOKES_PATH_NONE};
  if (stat(path, &st)) return info;
  info.kind = S_ISREG(st.st_mode) ? SPOKES_PATH_FILE : S_ISDIR(st.st_mode) ? SPOKES_PATH_FOLDER : SPOKES_PATH_OTHER;
  info.size = st.st_size > 0 ? (uint64_t)st.st_size : 0;
  info.device = (uint64_t)st.st_dev;
  info.inode = (uint64_t)st.st_ino;
  info.modified = nanoseconds(st.st_mtim);
  info.changed = nanoseconds(st.st_ctim);
  return info;
}

bool spokes__path_is_file(const char *path) { return spokes__path_info(path).kind == SPOKES_PATH_FILE; }

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool add_name(spokes_names *names, const char *name) {
  void *items = names->items;
  if (!spokes__array_reserve(&items, &names->cap, names->count + 1, sizeof *names->items)) return false;
  names->items = items;
  size_t bytes = strlen(name) + 1;
  char *copy = spokes__malloc(bytes);
  if (!copy) return false;
  memcpy(copy, name, bytes);
  names->items[names->count++] = copy;
  return true;
}

spokes_status spokes__folder_list(const char *path, spokes_names *out, spokes_error *err) {
  DIR *dir = opendir(path);
  if (!dir) return spokes__file_error(err, "read folder", path);
  spokes_status status = SPOKES_OK;
  for (;;) {
    errno = 0;
    const struct dirent *entry = readdir(dir);
    if (!entry) {
      if (errno) status = spokes__file_error(err, "read folder", path);
      break;
    }
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (!add_name(out, entry->d_name)) {
      status = spokes__error_nomem(err);
      break;
    }
  }
  closedir(dir);
  if (out->count) qsort(out->items, out->count, sizeof *out->items, by_bytes);
  return status;
}

void spokes__names_release(spokes_names *names) {
  for (size_t i = 0; i < names->count; i++) spokes__free(names->items[i]);
  spokes__free(names->items);
  *names = (spokes_names)SPOKES_NAMES_INIT;
}

void spokes__path_join(spokes_buf *buf, const char *folder, const char *name) {
  spokes__buf_clear(buf);
  spokes__buf_text(buf, folder);
  if (buf->len && buf->data[buf->len - 1] != '/') spokes__buf_byte(buf, '/');
  spokes__buf_text(buf, name);
}
