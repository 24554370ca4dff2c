// An unfinished pack has a name of its own, and its writer holds a lock on it: what nobody holds was left by a program
// that was broken off.

#include "run/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/cache_folder.h"
#include "base/checked.h"
#include "base/checksum.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "report/tables.h"

#define MAGIC "spkpack1"
#define UNFINISHED ".unfinished-"
#define NAME_CHARS 6u  // that mkstemp chooses
#define BYTE_ORDER_MARK UINT32_C(0x01020304)

typedef struct header {
  char magic[8];
  uint32_t byte_order, tables;
  spokes_key group;
} header;

typedef struct footer {
  uint64_t index_at, count, index_checksum;
  char magic[8];
  uint64_t checksum;  // of what stands before it
} footer;

static bool read_at(int fd, void *out, size_t len, uint64_t at) {
  for (char *to = out; len;) {
    ssize_t got = pread(fd, to, len, (off_t)at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    at += (uint64_t)got;
    len -= (size_t)got;
  }
  return true;
}

static bool write_at(int fd, const void *bytes, size_t len, uint64_t at) {
  for (const char *from = bytes; len;) {
    ssize_t put = pwrite(fd, from, len, (off_t)at);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    from += put;
    at += (uint64_t)put;
    len -= (size_t)put;
  }
  return true;
}

static uint64_t footer_checksum(const footer *f) { return spokes__checksum(f, offsetof(footer, checksum), 0); }

static uint64_t seed_of(const spokes_key *key) {
  uint64_t seed;
  memcpy(&seed, key->bytes, sizeof seed);
  return seed;
}

static char *copy_text(const char *text) {
  size_t bytes = strlen(text) + 1;
  char *copy = spokes__malloc(bytes);
  return copy ? memcpy(copy, text, bytes) : NULL;
}

// ---- Reading ---------------------------------------------------------------------------------------------------

static header header_of(const spokes_key *group) {
  header h = {.byte_order = BYTE_ORDER_MARK, .tables = SPOKES_TABLE_COUNT, .group = *group};
  memcpy(h.magic, MAGIC, sizeof h.magic);
  return h;
}

static bool is_entry(const spokes_pack_entry *entry, uint64_t index_at) {
  if (entry->body_len > SPOKES_LIMIT_CACHE_RECORD || entry->tail_len > SPOKES_LIMIT_CACHE_RECORD) return false;
  uint64_t len = entry->body_len + entry->tail_len;
  return entry->at >= sizeof(header) && entry->at <= index_at && len <= index_at - entry->at;
}

static bool read_index(spokes_pack *pack, const footer *f) {
  uint64_t room = pack->size - sizeof(header) - sizeof(footer);
  if (f->count > room / sizeof *pack->entries || f->index_at < sizeof(header) ||
      f->index_at + f->count * sizeof *pack->entries != pack->size - sizeof(footer))
    return false;
  pack->entries = spokes__calloc((size_t)f->count, sizeof *pack->entries);
  if (!pack->entries || !read_at(pack->fd, pack->entries, (size_t)f->count * sizeof *pack->entries, f->index_at))
    return false;
  pack->count = (size_t)f->count;
  if (spokes__checksum(pack->entries, pack->count * sizeof *pack->entries, 0) != f->index_checksum) return false;
  for (size_t i = 0; i < pack->count; i++)
    if (!is_entry(&pack->entries[i], f->index_at)) return false;
  return true;
}

static bool read_ends(spokes_pack *pack, const spokes_key *group, footer *f) {
  struct stat st;
  header h, want = header_of(group);
  if (!spokes__cache_file_is_own(pack->fd) || fstat(pack->fd, &st)) return false;
  if (st.st_size < (off_t)(sizeof h + sizeof *f)) return false;
  pack->size = (uint64_t)st.st_size;
  pack->modified = (uint64_t)st.st_mtim.tv_sec * UINT64_C(1000000000) + (uint64_t)st.st_mtim.tv_nsec;
  return read_at(pack->fd, &h, sizeof h, 0) && !memcmp(&h, &want, sizeof h) &&
         read_at(pack->fd, f, sizeof *f, pack->size - sizeof *f) && !memcmp(f->magic, MAGIC, sizeof f->magic) &&
         f->checksum == footer_checksum(f);
}

bool spokes__pack_open(const char *path, const spokes_key *group, spokes_pack *out) {
  footer f;
  *out = (spokes_pack){.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (out->fd < 0) return false;
  if (read_ends(out, group, &f) && read_index(out, &f) && (out->path = copy_text(path))) return true;
  spokes__pack_close(out);
  return false;
}

void spokes__pack_close(spokes_pack *pack) {
  if (pack->fd >= 0) close(pack->fd);
  spokes__free(pack->path);
  spokes__free(pack->entries);
  *pack = (spokes_pack){.fd = -1};
}

static int by_key(const void *a, const void *b) {
  const spokes_pack_entry *x = a, *y = b;
  return memcmp(x->key.bytes, y->key.bytes, SPOKES_KEY_BYTES);
}

const spokes_pack_entry *spokes__pack_find(const spokes_pack *pack, const spokes_key *key) {
  spokes_pack_entry wanted = {.key = *key};
  return pack->count ? bsearch(&wanted, pack->entries, pack->count, sizeof wanted, by_key) : NULL;
}

bool spokes__pack_read(const spokes_pack *pack, const spokes_pack_entry *entry, spokes_buf *record) {
  size_t len = (size_t)(entry->body_len + entry->tail_len);
  spokes__buf_clear(record);
  if (!spokes__buf_reserve(record, len) || !read_at(pack->fd, record->data, len, entry->at)) return false;
  spokes__buf_end(record, record->data + len);
  return spokes__checksum(record->data, len, seed_of(&entry->key)) == entry->checksum;
}

// ---- Writing ---------------------------------------------------------------------------------------------------

bool spokes__pack_writer_init(spokes_pack_writer *writer, const char *folder, const spokes_key *group, uint64_t limit) {
  *writer = (spokes_pack_writer){.folder = folder, .group = *group, .limit = limit, .fd = -1};
  return !pthread_mutex_init(&writer->lock, NULL);
}

static bool open_temp(spokes_pack_writer *writer) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, writer->folder, UNFINISHED "XXXXXX");
  if (!path.failed) writer->fd = mkstemp(path.data);
  if (writer->fd >= 0) writer->temp = copy_text(path.data);
  bool is_open = writer->fd >= 0 && writer->temp;
  if (writer->fd >= 0 && !writer->temp) unlink(path.data);
  spokes__buf_release(&path);
  header h = header_of(&writer->group);
  if (is_open) flock(writer->fd, LOCK_EX | LOCK_NB);
  writer->len = sizeof h;
  return is_open && write_at(writer->fd, &h, sizeof h, 0);
}

// Takes the place of a record of len bytes, or says that there is none. Called under the lock.
static bool take_place(spokes_pack_writer *writer, spokes_pack_entry *entry) {
  if (writer->has_failed) return false;
  if (writer->fd < 0 && !open_temp(writer)) {
    writer->has_failed = true;
    return false;
  }
  uint64_t len = entry->body_len + entry->tail_len;
  void *entries = writer->entries;
  if (len > SPOKES_LIMIT_CACHE_RECORD || len > writer->limit || writer->len > writer->limit - len ||
      !spokes__array_reserve(&entries, &writer->cap, writer->count + 1, sizeof *writer->entries))
    return false;
  writer->entries = entries;
  entry->at = writer->len;
  writer->len += len;
  writer->entries[writer->count++] = *entry;
  return true;
}

static void add_record(spokes_pack_writer *writer, spokes_pack_entry *entry, const char *bytes) {
  pthread_mutex_lock(&writer->lock);
  bool has_place = take_place(writer, entry);
  pthread_mutex_unlock(&writer->lock);
  if (!has_place || write_at(writer->fd, bytes, (size_t)(entry->body_len + entry->tail_len), entry->at)) return;
  pthread_mutex_lock(&writer->lock);
  writer->has_failed = true;
  pthread_mutex_unlock(&writer->lock);
}

void spokes__pack_writer_add(spokes_pack_writer *writer, const spokes_key *key, const spokes_buf *record,
                             size_t tail_len) {
  if (record->failed || !record->len) return;
  spokes_pack_entry entry = {.key = *key,
                             .body_len = record->len - tail_len,
                             .tail_len = tail_len,
                             .checksum = spokes__checksum(record->data, record->len, seed_of(key))};
  add_record(writer, &entry, record->data);
}

static bool write_end(spokes_pack_writer *writer) {
  qsort(writer->entries, writer->count, sizeof *writer->entries, by_key);
  size_t len = writer->count * sizeof *writer->entries;
  footer f = {
      .index_at = writer->len, .count = writer->count, .index_checksum = spokes__checksum(writer->entries, len, 0)};
  memcpy(f.magic, MAGIC, sizeof f.magic);
  f.checksum = footer_checksum(&f);
  return write_at(writer->fd, writer->entries, len, writer->len) &&
         write_at(writer->fd, &f, sizeof f, writer->len + len);
}

// "dir/.unfinished-a1b2c3" becomes "dir/a1b2c3.pack".
static bool name_pack(spokes_pack_writer *writer) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, writer->folder, writer->temp + strlen(writer->temp) - NAME_CHARS);
  spokes__buf_text(&path, SPOKES_PACK_ENDING);
  bool is_named = !path.failed && !rename(writer->temp, path.data);
  spokes__buf_release(&path);
  if (!is_named) return false;
  spokes__free(writer->temp);
  writer->temp = NULL;
  return true;
}

bool spokes__pack_writer_commit(spokes_pack_writer *writer) {
  if (writer->fd < 0 || !writer->count) return true;
  return !writer->has_failed && write_end(writer) && name_pack(writer);
}

void spokes__pack_writer_release(spokes_pack_writer *writer) {
  if (writer->temp) unlink(writer->temp);
  if (writer->fd >= 0) close(writer->fd);
  spokes__free(writer->temp);
  spokes__free(writer->entries);
  pthread_mutex_destroy(&writer->lock);
}

void spokes__pack_remove_stale(const char *folder) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf path = SPOKES_BUF_INIT;
  bool is_listed = !spokes__folder_list(folder, &names, NULL);
  for (size_t i = 0; is_listed && i < names.count; i++) {
    if (strncmp(names.items[i], UNFINISHED, sizeof UNFINISHED - 1) != 0) continue;
    spokes__path_join(&path, folder, names.items[i]);
    int fd = path.failed ? -1 : open(path.data, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) continue;
    if (!flock(fd, LOCK_EX | LOCK_NB)) unlink(path.data);
    close(fd);
  }
  spokes__names_release(&names);
  spokes__buf_release(&path);
}
