// Writing and moving with fsync. A file that could not be completed is removed.

#include "base/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fileio.h"

#define COPY_BYTES (1u << 16)

spokes_status spokes__durable_sync(int fd, const char *path, spokes_error *err) {
  // A file system that cannot sync (EINVAL) does what it does.
  while (fsync(fd)) {
    if (errno == EINVAL) break;
    if (errno != EINTR) return spokes__file_error(err, "write", path);
  }
  return SPOKES_OK;
}

spokes_status spokes__durable_sync_folder_of(const char *path, spokes_error *err) {
  spokes_buf folder = SPOKES_BUF_INIT;
  const char *slash = strrchr(path, '/');
  if (slash)
    spokes__buf_append(&folder, path, slash == path ? 1 : (size_t)(slash - path));
  else
    spokes__buf_text(&folder, ".");
  if (folder.failed) {
    spokes__buf_release(&folder);
    return spokes__error_nomem(err);
  }
  spokes_status status;
  int fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    status = spokes__file_error(err, "read folder", folder.data);
  } else {
    status = spokes__durable_sync(fd, folder.data, err);
    close(fd);
  }
  spokes__buf_release(&folder);
  return status;
}

static int create(const char *path, spokes_error *err) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) spokes__file_error(err, "write", path);
  return fd;
}

// Ends the writing of a new file, which goes when status or the end itself is a failure.
static spokes_status complete(int fd, const char *path, spokes_status status, spokes_error *err) {
  if (!status) status = spokes__durable_sync(fd, path, err);
  if (close(fd) && !status) status = spokes__file_error(err, "write", path);
  if (status) unlink(path);
  return status;
}

spokes_status spokes__durable_write(const char *path, const char *bytes, size_t len, spokes_error *err) {
  int fd = create(path, err);
  if (fd < 0) return SPOKES_E_IO;
  spokes_status status = spokes__fd_write(fd, bytes, len) ? SPOKES_OK : spokes__file_error(err, "write", path);
  return complete(fd, path, status, err);
}

static spokes_status copy_all(int from, const char *from_path, int to, const char *to_path, uint64_t limit,
                              bool *is_source_out, spokes_error *err) {
  char *bytes = spokes__malloc(COPY_BYTES);
  if (!bytes) return spokes__error_nomem(err);
  spokes_status status = SPOKES_OK;
  uint64_t total = 0;
  while (!status) {
    ssize_t got = read(from, bytes, COPY_BYTES);
    if (got < 0 && errno == EINTR) continue;
    if (!got) break;
    *is_source_out = got < 0 || (total += (uint64_t)got) > limit;
    if (got < 0)
      status = spokes__file_error(err, "read", from_path);
    else if (*is_source_out)
      status = spokes__error_set(err, SPOKES_E_LIMIT, "larger than the limit of %llu bytes", (unsigned long long)limit);
    else if (!spokes__fd_write(to, bytes, (size_t)got))
      status = spokes__file_error(err, "write", to_path);
  }
  spokes__free(bytes);
  return status;
}

spokes_status spokes__durable_copy(const char *from, const char *to, uint64_t limit, bool *is_source_out,
                                   spokes_error *err) {
  *is_source_out = true;
  // Without O_NONBLOCK a pipe would be waited for.
  int source = open(from, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (source < 0) return spokes__file_error(err, "read", from);
  struct stat st;
  if (fstat(source, &st) || !S_ISREG(st.st_mode)) {
    close(source);
    return spokes__error_set(err, SPOKES_E_IO, "cannot read '%s': not a file", from);
  }
  *is_source_out = false;
  int fd = create(to, err);
  spokes_status status = SPOKES_E_IO;
  if (fd >= 0) {
    status = copy_all(source, from, fd, to, limit, is_source_out, err);
    status = complete(fd, to, status, err);
  }
  close(source);
  return status;
}

spokes_status spokes__durable_move(const char *from, const char *to, bool replace, spokes_error *err) {
  // The caller has the folder to itself, so nothing appears between the look and the renaming.
  if (!replace && spokes__path_info(to).kind != SPOKES_PATH_NONE)
    return spokes__error_set(err, SPOKES_E_IO, "cannot write '%s': there is such a file", to);
  if (rename(from, to)) return spokes__file_error(err, "write", to);
  return spokes__durable_sync_folder_of(to, err);
}
