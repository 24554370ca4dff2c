// Reading goes over all packs of the group; writing makes one new pack. When there are many small packs, or damaged
// ones, their records move into the new one. Several runs at once do not disturb each other: packs appear whole under
// names of their own, and one that is removed stays readable for those that have it open.

#include "run/cache.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/cache_folder.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "base/varint.h"
#include "run/cache_trim.h"
#include "run/facts.h"

#define PACKS_MANY 16u                    // from this number on, small packs are put together
#define PACKS_FEW 8u                      // until so many are left,
#define MOVED_BYTES ((uint64_t)64 << 20)  // or so much was moved
#define NAME_HEX 32                       // digits of its key that name a group

typedef struct shelf {
  spokes_pack pack;
  atomic_bool is_used, is_damaged;
  bool is_moved;
} shelf;

struct spokes_cache {
  spokes_buf folder, group_folder, files_path;
  shelf *shelves;
  size_t shelf_count;
  spokes_pack_writer writer;
  bool has_writer;
  spokes_seen seen;
  spokes_seen_file *files;  // by document
  uint8_t *has_file;        // by document
  spokes_key *keys;         // by document
  uint8_t *has_key;         // by document: its results were found by its file's stamp
  size_t documents;
};

// ---- Opening ---------------------------------------------------------------------------------------------------

static bool make_parent(spokes_buf *path) {
  char *slash = strrchr(path->data, '/');
  *slash = '\0';
  bool is_good = spokes__cache_folder_make(path->data);
  *slash = '/';
  return is_good;
}

// The list of files has the name of the corpus: its place on the disk, whatever path leads there.
static bool make_files_path(spokes_cache *cache, const char *corpus_dir) {
  spokes_path_info corpus = spokes__path_info(corpus_dir);
  spokes__path_join(&cache->files_path, cache->folder.data, "files");
  spokes__buf_format(&cache->files_path, "/%llx-%llx", (unsigned long long)corpus.device,
                     (unsigned long long)corpus.inode);
  return !cache->files_path.failed && make_parent(&cache->files_path);
}

static bool make_group_folder(spokes_cache *cache, const spokes_key *group) {
  char hex[SPOKES_SHA256_HEX];
  spokes__sha256_write(group->bytes, hex);
  spokes__path_join(&cache->group_folder, cache->folder.data, "results");
  spokes__buf_byte(&cache->group_folder, '/');
  spokes__buf_append(&cache->group_folder, hex, NAME_HEX);
  return !cache->group_folder.failed && make_parent(&cache->group_folder) &&
         spokes__cache_folder_make(cache->group_folder.data);
}

static bool make_folders(spokes_cache *cache, const spokes_key *group, const char *corpus_dir) {
  return spokes__cache_folder_make(cache->folder.data) && make_files_path(cache, corpus_dir) &&
         make_group_folder(cache, group);
}

static bool is_pack_name(const char *name) {
  size_t len = strlen(name), ending = sizeof SPOKES_PACK_ENDING - 1;
  return len > ending && !strcmp(name + len - ending, SPOKES_PACK_ENDING);
}

// A pack that is none is removed: what it held is computed again.
static bool open_packs(spokes_cache *cache, const spokes_key *group) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf path = SPOKES_BUF_INIT;
  bool is_good = !spokes__folder_list(cache->group_folder.data, &names, NULL);
  if (is_good) cache->shelves = spokes__calloc(names.count, sizeof *cache->shelves);
  is_good = is_good && cache->shelves;
  for (size_t i = 0; is_good && i < names.count; i++) {
    if (!is_pack_name(names.items[i])) continue;
    spokes__path_join(&path, cache->group_folder.data, names.items[i]);
    if (path.failed) continue;
    shelf *at = &cache->shelves[cache->shelf_count];
    if (spokes__pack_open(path.data, group, &at->pack))
      cache->shelf_count++;
    else
      unlink(path.data);
  }
  spokes__names_release(&names);
  spokes__buf_release(&path);
  return is_good;
}

static bool open_all(spokes_cache *cache, const char *folder, const spokes_key *group, const char *corpus_dir,
                     size_t documents) {
  spokes__buf_text(&cache->folder, folder);
  cache->documents = documents;
  cache->files = spokes__calloc(documents, sizeof *cache->files);
  cache->has_file = spokes__calloc(documents, 1);
  cache->keys = spokes__calloc(documents, sizeof *cache->keys);
  cache->has_key = spokes__calloc(documents, 1);
  if (cache->folder.failed || !cache->files || !cache->has_file || !cache->keys || !cache->has_key ||
      !make_folders(cache, group, corpus_dir) || !open_packs(cache, group))
    return false;
  spokes__seen_load(&cache->seen, cache->files_path.data);
  // Half of the room, so that one large corpus does not push out all others.
  cache->has_writer =
      spokes__pack_writer_init(&cache->writer, cache->group_folder.data, group, SPOKES_LIMIT_CACHE_BYTES / 2);
  return cache->has_writer;
}

spokes_status spokes__cache_open(const char *folder, const spokes_key *group, const char *corpus_dir, size_t documents,
                                 spokes_cache **out, spokes_error *err) {
  *out = NULL;
  spokes_cache *cache = spokes__calloc(1, sizeof *cache);
  if (!cache) return spokes__error_nomem(err);
  if (open_all(cache, folder, group, corpus_dir, documents)) {
    *out = cache;
    return SPOKES_OK;
  }
  spokes__cache_free(cache);
  return spokes__error_set(
      err, SPOKES_E_IO, "nothing is kept for the next run: '%.300s' cannot be written, or is another user's", folder);
}

void spokes__cache_free(spokes_cache *cache) {
  if (!cache) return;
  for (size_t i = 0; i < cache->shelf_count; i++) spokes__pack_close(&cache->shelves[i].pack);
  if (cache->has_writer) spokes__pack_writer_release(&cache->writer);
  spokes__seen_release(&cache->seen);
  spokes__buf_release(&cache->folder);
  spokes__buf_release(&cache->group_folder);
  spokes__buf_release(&cache->files_path);
  spokes__free(cache->shelves);
  spokes__free(cache->files);
  spokes__free(cache->has_file);
  spokes__free(cache->keys);
  spokes__free(cache->has_key);
  spokes__free(cache);
}

// ---- Files and keys --------------------------------------------------------------------------------------------

static unsigned digit(char hex) { return (unsigned)(hex <= '9' ? hex - '0' : hex - 'a' + 10); }

void spokes__cache_keep_file(spokes_cache *cache, size_t document, const spokes_file_stamp *stamp, const char *sha256) {
  spokes_seen_file *file = &cache->files[document];
  if (strlen(sha256) != SPOKES_SHA256_HEX - 1) return;
  file->stamp = *stamp;
  for (size_t i = 0; i < SPOKES_SHA256_BYTES; i++)
    file->sha256[i] = (unsigned char)(digit(sha256[2 * i]) << 4 | digit(sha256[2 * i + 1]));
  cache->has_file[document] = 1;
}

bool spokes__cache_key(spokes_sha256 *sha256, const spokes_key *group, const spokes_entry *entry,
                       const char *file_sha256, spokes_key *out) {
  // Whatever a row, a message or the analysis takes from the catalogue. The NUL ends each.
  const char *const texts[] = {file_sha256,   entry->id,    entry->path, entry->issuer, entry->date,
                               entry->series, entry->title, entry->lang, entry->sha256};
  bool is_good = !spokes__sha256_add(sha256, group->bytes, sizeof group->bytes, NULL);
  for (size_t i = 0; is_good && i < sizeof texts / sizeof *texts; i++)
    is_good = !spokes__sha256_add(sha256, texts[i], strlen(texts[i]) + 1, NULL);
  return is_good && !spokes__sha256_finish_raw(sha256, out->bytes, NULL);
}

static bool is_kept(const spokes_cache *cache, const spokes_key *key) {
  for (size_t i = 0; i < cache->shelf_count; i++)
    if (spokes__pack_find(&cache->shelves[i].pack, key)) return true;
  return false;
}

static void plan(spokes_cache *cache, const spokes_key *group, const spokes_entry *entry, size_t document,
                 spokes_sha256 *sha256) {
  spokes_file_stamp stamp;
  char hex[SPOKES_SHA256_HEX];
  const spokes_seen_file *file =
      spokes__file_stamp_of(&entry->file, &stamp) ? spokes__seen_find(&cache->seen, &stamp) : NULL;
  if (!file) return;
  spokes__sha256_write(file->sha256, hex);
  if (!spokes__cache_key(sha256, group, entry, hex, &cache->keys[document])) return;
  cache->has_key[document] = is_kept(cache, &cache->keys[document]);
  cache->files[document] = *file;
  cache->has_file[document] = cache->has_key[document];
}

void spokes__cache_plan(spokes_cache *cache, const spokes_key *group, const spokes_catalogue *catalogue) {
  spokes_sha256 *sha256;
  if (!cache->seen.count || !cache->shelf_count || spokes__sha256_new(&sha256, NULL)) return;
  for (size_t i = 0; i < catalogue->count; i++) plan(cache, group, &catalogue->entries[i], i, sha256);
  spokes__sha256_free(sha256);
}

const spokes_key *spokes__cache_planned(const spokes_cache *cache, size_t document) {
  return cache->has_key[document] ? &cache->keys[document] : NULL;
}

// ---- Records ---------------------------------------------------------------------------------------------------

void spokes__cache_store(spokes_cache *cache, const spokes_key *key, spokes_record *record, const spokes_buf *facts) {
  size_t tail_at = record->bytes.len;
  if (record->is_too_large || record->layout.failed || facts->failed) return;
  spokes__varint_write(&record->bytes, record->parts);
  spokes__buf_append(&record->bytes, record->layout.data, record->layout.len);
  spokes__varint_write(&record->bytes, record->text);
  spokes__buf_append(&record->bytes, facts->data, facts->len);
  if (!record->bytes.failed) spokes__pack_writer_add(&cache->writer, key, &record->bytes, record->bytes.len - tail_at);
}

static bool load_from(shelf *from, const spokes_key *key, size_t actor_count, spokes_buf *bytes, spokes_kept *out) {
  const spokes_pack_entry *entry = spokes__pack_find(&from->pack, key);
  if (!entry) return false;
  if (spokes__pack_read(&from->pack, entry, bytes) && spokes__kept_read(bytes, (size_t)entry->body_len, out) &&
      spokes__facts_are_valid(out->facts, out->facts_len, actor_count)) {
    atomic_store(&from->is_used, true);
    return true;
  }
  if (!bytes->failed) atomic_store(&from->is_damaged, true);
  return false;
}

bool spokes__cache_load(spokes_cache *cache, const spokes_key *key, size_t actor_count, spokes_buf *bytes,
                        spokes_kept *out) {
  for (size_t i = 0; i < cache->shelf_count; i++)
    if (load_from(&cache->shelves[i], key, actor_count, bytes, out)) return true;
  return false;
}

// ---- The end of a run --------------------------------------------------------------------------------------------

// Moves every whole record.
static void move(spokes_cache *cache, shelf *from, spokes_buf *record) {
  for (size_t i = 0; i < from->pack.count; i++) {
    const spokes_pack_entry *entry = &from->pack.entries[i];
    if (spokes__pack_read(&from->pack, entry, record))
      spokes__pack_writer_add(&cache->writer, &entry->key, record, (size_t)entry->tail_len);
  }
  from->is_moved = true;
}

static shelf *smallest(spokes_cache *cache) {
  shelf *least = NULL;
  for (size_t i = 0; i < cache->shelf_count; i++) {
    shelf *at = &cache->shelves[i];
    if (!at->is_moved && (!least || at->pack.size < least->pack.size)) least = at;
  }
  return least;
}

static void put_together(spokes_cache *cache) {
  spokes_buf record = SPOKES_BUF_INIT;
  size_t left = cache->shelf_count;
  uint64_t moved = 0;
  for (size_t i = 0; i < cache->shelf_count; i++) {
    if (!atomic_load(&cache->shelves[i].is_damaged)) continue;
    move(cache, &cache->shelves[i], &record);
    left--;
  }
  bool is_wanted = left >= PACKS_MANY && cache->writer.count;
  while (is_wanted && left > PACKS_FEW) {
    shelf *least = smallest(cache);
    if (moved + least->pack.size > MOVED_BYTES) break;
    moved += least->pack.size;
    move(cache, least, &record);
    left--;
  }
  spokes__buf_release(&record);
}

// What was moved is gone when it is safe elsewhere; what was used is young again.
static void tidy(spokes_cache *cache, bool is_safe) {
  for (size_t i = 0; i < cache->shelf_count; i++) {
    shelf *at = &cache->shelves[i];
    if (at->is_moved && is_safe)
      unlink(at->pack.path);
    else if (atomic_load(&at->is_used))
      utimensat(AT_FDCWD, at->pack.path, NULL, 0);
  }
}

static void save_files(spokes_cache *cache) {
  size_t count = 0;
  for (size_t i = 0; i < cache->documents; i++)
    if (cache->has_file[i]) cache->files[count++] = cache->files[i];
  spokes__seen_save(&cache->seen, cache->files_path.data, cache->files, count);
}

void spokes__cache_commit(spokes_cache *cache) {
  put_together(cache);
  bool has_more = cache->writer.count > 0;
  bool is_safe = spokes__pack_writer_commit(&cache->writer);
  tidy(cache, is_safe);
  save_files(cache);
  if (!has_more) return;
  spokes__pack_remove_stale(cache->group_folder.data);
  spokes__cache_trim(cache->folder.data, SPOKES_LIMIT_CACHE_BYTES);
}
