// The lock is an fcntl lock on .spokes/lock. Its holder removes the file when it is done, so whoever gets the lock
// looks whether the file is still the one in the folder, and tries again when it is not.

#include "corpus/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fileio.h"
#include "base/limits.h"

#define WORK "/.spokes"
#define LOCK "lock"
#define PENDING "pending"
#define DOCUMENTS "documents/"

static spokes_status join(spokes_buf *buf, const char *folder, const char *name, spokes_error *err) {
  spokes__path_join(buf, folder, name);
  return buf->failed ? spokes__error_nomem(err) : SPOKES_OK;
}

// ---- The lock ---------------------------------------------------------------------------------------------

static int set_lock(int fd, bool wait) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int failed;
  do failed = fcntl(fd, wait ? F_SETLKW : F_SETLK, &lock);
  while (failed && errno == EINTR);
  return failed;
}

static spokes_status take_lock(int fd, const char *path, spokes_diagnostic_fn **on_wait, void *context,
                               spokes_error *err) {
  if (!set_lock(fd, false)) return SPOKES_OK;
  if (errno != EACCES && errno != EAGAIN) return spokes__file_error(err, "lock", path);
  if (*on_wait) {
    spokes_error note;
    spokes__error_set(&note, SPOKES_OK, "waiting: the corpus is being changed by another program");
    (*on_wait)(context, &note);
    *on_wait = NULL;  // once is enough
  }
  return set_lock(fd, true) ? spokes__file_error(err, "lock", path) : SPOKES_OK;
}

static bool is_in_place(int fd, const char *path) {
  struct stat held, named;
  return !fstat(fd, &held) && !stat(path, &named) && held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

// One try; *lock stays -1 when the file was removed in the meantime.
static spokes_status try_lock(spokes_store *store, spokes_diagnostic_fn **on_wait, void *context, spokes_error *err) {
  spokes_status status = spokes__folder_make(store->work.data, err);
  if (!status) status = join(&store->path, store->work.data, LOCK, err);
  if (status) return status;
  const char *path = store->path.data;
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return errno == ENOENT ? SPOKES_OK : spokes__file_error(err, "lock", path);
  status = take_lock(fd, path, on_wait, context, err);
  if (!status && is_in_place(fd, path))
    store->lock = fd;
  else
    close(fd);
  return status;
}

spokes_status spokes__store_open(spokes_store *store, const char *corpus_dir, spokes_diagnostic_fn *on_wait,
                                 void *context, spokes_error *err) {
  store->dir = corpus_dir;
  spokes__buf_text(&store->work, corpus_dir);
  spokes__buf_text(&store->work, WORK);
  if (store->work.failed) return spokes__error_nomem(err);
  store->was_made = spokes__path_info(corpus_dir).kind == SPOKES_PATH_NONE;
  spokes_status status = spokes__folder_make(corpus_dir, err);
  while (!status && store->lock < 0) status = try_lock(store, &on_wait, context, err);
  return status;
}

// ---- What an interruption left ----------------------------------------------------------------------------

// Whether the manifest lists the file, however it writes the path: it is told by its identity. Both buffers are used.
static bool is_listed(spokes_store *store, const spokes_catalogue *catalogue, const char *path) {
  if (join(&store->path, store->dir, path, NULL)) return true;  // out of memory: nothing is removed
  spokes_path_info file = spokes__path_info(store->path.data);
  for (size_t i = 0; i < catalogue->count; i++) {
    if (join(&store->other, store->dir, catalogue->entries[i].path, NULL)) return true;
    spokes_path_info listed = spokes__path_info(store->other.data);
    if (listed.kind != SPOKES_PATH_NONE && listed.device == file.device && listed.inode == file.inode) return true;
  }
  return false;
}

// True for paths that a commit may have made: they lie in documents/ and do not climb.
static bool is_ours(const char *path) {
  if (strncmp(path, DOCUMENTS, strlen(DOCUMENTS)) != 0 || strchr(path, '\n')) return false;
  for (const char *at = path; (at = strstr(at, "..")); at++)
    if (at[-1] == '/' && (at[2] == '/' || !at[2])) return false;
  return true;
}

static spokes_status remove_pending(spokes_store *store, const spokes_catalogue *catalogue, char *list,
                                    spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (char *line = list; !status && *line;) {
    char *end = line + strcspn(line, "\n"), *next = end + (*end == '\n');
    // A line without its end was cut off while it was written: nothing was moved then.
    bool is_whole = *end == '\n';
    *end = '\0';
    if (is_whole && is_ours(line) && !is_listed(store, catalogue, line)) {
      status = join(&store->path, store->dir, line, err);
      if (!status && unlink(store->path.data) && errno != ENOENT)
        status = spokes__file_error(err, "remove", store->path.data);
    }
    line = next;
  }
  return status;
}

// Everything in the work folder but the lock.
static spokes_status empty_work(spokes_store *store, spokes_error *err) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_status status = spokes__folder_list(store->work.data, &names, err);
  for (size_t i = 0; !status && i < names.count; i++) {
    if (!strcmp(names.items[i], LOCK)) continue;
    status = join(&store->path, store->work.data, names.items[i], err);
    if (!status && unlink(store->path.data)) status = spokes__file_error(err, "remove", store->path.data);
  }
  spokes__names_release(&names);
  return status;
}

spokes_status spokes__store_recover(spokes_store *store, const spokes_catalogue *catalogue, spokes_error *err) {
  spokes_buf list = SPOKES_BUF_INIT;
  spokes_status status = join(&store->other, store->work.data, PENDING, err);
  if (!status && spokes__path_is_file(store->other.data)) {
    status = spokes__file_read(store->other.data, SPOKES_LIMIT_TABLE_BYTES, &list, err);
    if (!status && list.len) status = remove_pending(store, catalogue, list.data, err);
  }
  if (!status) status = empty_work(store, err);
  spokes__buf_release(&list);
  return status;
}

void spokes__store_close(spokes_store *store) {
  if (store->lock >= 0) {
    // Faults here leave files that the next one to open removes.
    if (!store->keeps_pending) empty_work(store, NULL);
    if (!join(&store->path, store->work.data, LOCK, NULL)) unlink(store->path.data);
    close(store->lock);
    rmdir(store->work.data);
    if (store->was_made) rmdir(store->dir);  // which fails when something has entered
  }
  spokes__buf_release(&store->work);
  spokes__buf_release(&store->path);
  spokes__buf_release(&store->other);
  spokes__strmap_release(&store->given);
  spokes__arena_release(&store->arena);
  *store = (spokes_store)SPOKES_STORE_INIT;
}

// ---- New documents ----------------------------------------------------------------------------------------

spokes_status spokes__store_stage(spokes_store *store, const char *ending, spokes_buf *path, spokes_error *err) {
  spokes__buf_clear(path);
  spokes__buf_format(path, "%s/%u%s", store->work.data, ++store->staged, ending);
  return path->failed ? spokes__error_nomem(err) : SPOKES_OK;
}

static bool is_safe(char c) {
  unsigned char byte = (unsigned char)c;
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0x80 ||
         byte == '_' || byte == '-' || byte == '.';
}

// A name of a file or folder: no separators, no controls, and no dot at the front.
static void add_name(spokes_buf *buf, const char *name) {
  for (const char *at = name; *at; at++) spokes__buf_byte(buf, is_safe(*at) && (at > name || *at != '.') ? *at : '_');
}

static bool is_given(const spokes_store *store, const spokes_buf *path) {
  return spokes__strmap_get(&store->given, path->data, path->len) != SPOKES_STRMAP_NONE;
}

static bool give(spokes_store *store, const spokes_buf *path) {
  const char *copy = spokes__arena_strdup(&store->arena, path->data, path->len);
  return copy && spokes__strmap_put(&store->given, copy, path->len, 1, NULL);
}

spokes_status spokes__store_place(spokes_store *store, const char *issuer, const char *id, const char *sha256,
                                  const char *ending, spokes_buf *path, spokes_error *err) {
  for (int hash = 0; hash <= 64; hash += 8) {
    spokes__buf_clear(path);
    spokes__buf_text(path, DOCUMENTS);
    add_name(path, *issuer ? issuer : "unknown");
    spokes__buf_byte(path, '/');
    add_name(path, id);
    if (hash) spokes__buf_format(path, "-%.*s", hash, sha256);
    spokes__buf_text(path, ending);
    if (path->failed) return spokes__error_nomem(err);
    spokes_status status = join(&store->path, store->dir, path->data, err);
    if (status) return status;
    if (spokes__path_info(store->path.data).kind != SPOKES_PATH_NONE || is_given(store, path)) continue;
    return give(store, path) ? SPOKES_OK : spokes__error_nomem(err);
  }
  return spokes__error_set(err, SPOKES_E_IO, "cannot write '%s': there is such a file", store->path.data);
}

// ---- The commit -------------------------------------------------------------------------------------------

static spokes_status write_pending(spokes_store *store, const spokes_placing *placings, size_t count,
                                   spokes_error *err) {
  spokes_buf list = SPOKES_BUF_INIT;
  for (size_t i = 0; i < count; i++) {
    spokes__buf_text(&list, placings[i].path);
    spokes__buf_byte(&list, '\n');
    if (!placings[i].removed || !is_ours(placings[i].removed)) continue;
    spokes__buf_text(&list, placings[i].removed);
    spokes__buf_byte(&list, '\n');
  }
  spokes_status status = list.failed ? spokes__error_nomem(err) : join(&store->path, store->work.data, PENDING, err);
  if (!status) status = spokes__durable_write(store->path.data, list.data, list.len, err);
  if (!status) status = spokes__durable_sync_folder_of(store->path.data, err);
  spokes__buf_release(&list);
  return status;
}

static spokes_status move_in(spokes_store *store, const spokes_placing *placing, spokes_error *err) {
  spokes_status status = join(&store->path, store->dir, placing->path, err);
  if (status) return status;
  char *slash = strrchr(store->path.data, '/');
  *slash = '\0';
  status = spokes__folder_make(store->path.data, err);
  *slash = '/';
  if (!status) status = spokes__durable_move(placing->staged, store->path.data, false, err);
  // Moved, but perhaps not for good.
  if (status && spokes__path_info(placing->staged).kind == SPOKES_PATH_NONE) unlink(store->path.data);
  return status;
}

// What cannot be removed now stays written down for the next one to open the store.
static void remove_in_corpus(spokes_store *store, const char *path) {
  if (join(&store->path, store->dir, path, NULL) || (unlink(store->path.data) && errno != ENOENT))
    store->keeps_pending = true;
}

static spokes_status replace_manifest(spokes_store *store, const char *manifest, size_t len, spokes_error *err) {
  spokes_status status = join(&store->path, store->work.data, "manifest.csv", err);
  if (!status) status = spokes__durable_write(store->path.data, manifest, len, err);
  if (!status) status = join(&store->other, store->dir, "manifest.csv", err);
  if (!status && rename(store->path.data, store->other.data))
    status = spokes__file_error(err, "write", store->other.data);
  return status;
}

spokes_status spokes__store_commit(spokes_store *store, const spokes_placing *placings, size_t count,
                                   const char *manifest, size_t len, spokes_error *err) {
  size_t moved = 0;
  spokes_status status = write_pending(store, placings, count, err);
  for (; !status && moved < count; moved++) {
    status = move_in(store, &placings[moved], err);
    if (status) break;
  }
  if (!status) status = replace_manifest(store, manifest, len, err);
  if (status) {
    for (size_t i = 0; i < moved; i++) remove_in_corpus(store, placings[i].path);
  } else {
    // The new state is there from the renaming on; a fault from now on only leaves files behind.
    spokes__durable_sync_folder_of(store->other.data, NULL);
    for (size_t i = 0; i < count; i++)
      if (placings[i].removed && is_ours(placings[i].removed)) remove_in_corpus(store, placings[i].removed);
  }
  if (!store->keeps_pending && !join(&store->path, store->work.data, PENDING, NULL)) unlink(store->path.data);
  return status;
}

void spokes__store_withdraw(spokes_store *store) {
  if (!join(&store->path, store->dir, "manifest.csv", NULL)) unlink(store->path.data);
}
