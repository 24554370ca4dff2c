// Whoever has the turn writes; the others leave their rows and go on, so that nobody waits for the disk. The turn is
// held from begin to end of a document, and whoever ends it writes what was left in the meantime.
//
// Invariant: documents below `next` are in the tables. While `is_taken`, one thread alone touches the tables.

#include "run/delivery.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/fileio.h"
#include "base/spool.h"
#include "report/table_file.h"

#define WAITING_BYTES (6u << 20)  // of rows in memory
#define SPOOL_BYTES (1u << 18)    // the temporary file's buffer

typedef struct part {
  struct part *next;
  size_t lens[SPOKES_TABLE_COUNT];
  size_t len;          // of all
  spokes_span64 span;  // in the spool, when bytes are not here
  bool is_here;
  char bytes[];
} part;

typedef struct place {
  part *first, *last;
  bool is_complete;
} place;

struct spokes_delivery {
  spokes_delivery_options options;
  spokes_table_file files[SPOKES_TABLE_COUNT];
  int folder;  // held locked; -1 = none
  pthread_mutex_t lock;
  // Under the lock:
  place *places;  // by document
  size_t next;
  bool is_taken;
  size_t waiting;  // bytes in memory
  spokes_spool spool;
};

static bool is_hits(spokes_table table) { return table == SPOKES_TABLE_MENTIONS || table == SPOKES_TABLE_EXCLUSIONS; }

static bool is_wanted(const spokes_delivery *d, spokes_table table) {
  return !is_hits(table) || !d->options.no_mentions;
}

static bool is_gzipped(const spokes_delivery *d, spokes_table table) {
  return is_hits(table) && d->options.gzip_mentions;
}

// ---- Beginning and end ------------------------------------------------------------------------------------------

// Two runs in one folder would write into each other's tables. File systems without locks are trusted.
static spokes_status lock_folder(spokes_delivery *d, spokes_error *err) {
  d->folder = open(d->options.out_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (d->folder < 0) return spokes__file_error(err, "open", d->options.out_dir);
  if (flock(d->folder, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
    return spokes__error_set(err, SPOKES_E_IO, "another run is writing to '%s'", d->options.out_dir);
  return SPOKES_OK;
}

static spokes_status open_tables(spokes_delivery *d, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (int t = 0; !status && t < SPOKES_TABLE_COUNT; t++) {
    spokes_table table = (spokes_table)t;
    spokes_table_file_options options = {is_gzipped(d, table), is_hits(table) && d->options.write_beside};
    if (is_wanted(d, table)) status = spokes__table_file_open(&d->files[t], d->options.out_dir, table, &options, err);
  }
  return status;
}

spokes_status spokes__delivery_new(const spokes_delivery_options *options, spokes_delivery **out, spokes_error *err) {
  *out = NULL;
  spokes_delivery *d = spokes__calloc(1, sizeof *d);
  if (!d) return spokes__error_nomem(err);
  d->options = *options;
  d->folder = -1;
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) d->files[t] = (spokes_table_file)SPOKES_TABLE_FILE_INIT;
  spokes__spool_init(&d->spool, options->out_dir, SPOOL_BYTES);
  d->places = spokes__calloc(options->documents, sizeof *d->places);
  if (!d->places || pthread_mutex_init(&d->lock, NULL)) {
    spokes__free(d->places);
    spokes__free(d);
    return spokes__error_nomem(err);
  }
  spokes_status status = lock_folder(d, err);
  if (!status) status = open_tables(d, err);
  if (status)
    spokes__delivery_free(d);
  else
    *out = d;
  return status;
}

static void drop_parts(part *p) {
  for (part *next; p; p = next) {
    next = p->next;
    spokes__free(p);
  }
}

void spokes__delivery_free(spokes_delivery *d) {
  if (!d) return;
  for (size_t i = 0; i < d->options.documents; i++) drop_parts(d->places[i].first);
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) spokes__table_file_release(&d->files[t]);
  spokes__spool_release(&d->spool);
  if (d->folder >= 0) close(d->folder);
  pthread_mutex_destroy(&d->lock);
  spokes__free(d->places);
  spokes__free(d);
}

// ---- Documents ----------------------------------------------------------------------------------------------------

void spokes__delivery_begin(spokes_delivery *d, size_t document, spokes_parcel *out) {
  pthread_mutex_lock(&d->lock);
  *out = (spokes_parcel){document, !d->is_taken && d->next == document};
  if (out->has_turn) d->is_taken = true;
  pthread_mutex_unlock(&d->lock);
}

static void write_rows(spokes_delivery *d, const spokes_rows rows[SPOKES_TABLE_COUNT]) {
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++)
    if (rows[t].len) spokes__table_file_append(&d->files[t], rows[t].bytes, rows[t].len);
}

static void append(place *at, part *p) {
  if (at->last)
    at->last->next = p;
  else
    at->first = p;
  at->last = p;
}

// A part with room for `here` bytes.
static part *part_new(const spokes_rows rows[SPOKES_TABLE_COUNT], size_t len, size_t here) {
  size_t bytes;
  if (!spokes__size_add(sizeof(part), here, &bytes)) return NULL;
  part *p = spokes__malloc(bytes);
  if (!p) return NULL;
  *p = (part){.len = len, .is_here = here > 0};
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) p->lens[t] = rows[t].len;
  return p;
}

static spokes_status keep_here(spokes_delivery *d, size_t document, const spokes_rows rows[SPOKES_TABLE_COUNT],
                               size_t len, spokes_error *err) {
  part *p = part_new(rows, len, len);
  if (!p) return spokes__error_nomem(err);
  char *at = p->bytes;
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
    if (rows[t].len) memcpy(at, rows[t].bytes, rows[t].len);
    at += rows[t].len;
  }
  pthread_mutex_lock(&d->lock);
  append(&d->places[document], p);
  pthread_mutex_unlock(&d->lock);
  return SPOKES_OK;
}

static spokes_status keep_in_spool(spokes_delivery *d, size_t document, const spokes_rows rows[SPOKES_TABLE_COUNT],
                                   size_t len, spokes_error *err) {
  part *p = part_new(rows, len, 0);
  if (!p) return spokes__error_nomem(err);
  spokes_status status = SPOKES_OK;
  pthread_mutex_lock(&d->lock);
  for (int t = 0; !status && t < SPOKES_TABLE_COUNT; t++) {
    spokes_span64 span = {0, 0};
    if (rows[t].len) status = spokes__spool_append(&d->spool, rows[t].bytes, rows[t].len, &span, err);
    if (!p->span.len) p->span.at = span.at;
    p->span.len += span.len;
  }
  if (!status) append(&d->places[document], p);
  pthread_mutex_unlock(&d->lock);
  if (status) spokes__free(p);
  return status;
}

spokes_status spokes__delivery_put(spokes_delivery *d, const spokes_parcel *parcel,
                                   const spokes_rows rows[SPOKES_TABLE_COUNT], spokes_error *err) {
  if (parcel->has_turn) {
    write_rows(d, rows);
    return SPOKES_OK;
  }
  size_t len = 0;
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) len += rows[t].len;
  if (!len) return SPOKES_OK;
  pthread_mutex_lock(&d->lock);
  bool has_room = d->waiting + len <= WAITING_BYTES;
  if (has_room) d->waiting += len;
  pthread_mutex_unlock(&d->lock);
  return has_room ? keep_here(d, parcel->document, rows, len, err) : keep_in_spool(d, parcel->document, rows, len, err);
}

static spokes_status write_part(spokes_delivery *d, const part *p, spokes_error *err) {
  spokes_span64 span = p->span;
  const char *at = p->bytes;
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
    size_t len = p->lens[t];
    if (!len) continue;
    if (p->is_here) {
      spokes__table_file_append(&d->files[t], at, len);
      at += len;
      continue;
    }
    span.len = len;
    spokes_status status = spokes__spool_read(&d->spool, span, spokes__table_file_append, &d->files[t], err);
    if (status) return status;
    span.at += len;
  }
  return SPOKES_OK;
}

// Writes a document that waited. Called with the turn and the lock, which is given up while memory is written; the
// spool is read under it, since others append to it.
static spokes_status write_place(spokes_delivery *d, place *at, spokes_error *err) {
  part *parts = at->first;
  spokes_status status = SPOKES_OK;
  at->first = at->last = NULL;
  for (part *p = parts; !status && p; p = p->next) {
    if (p->is_here) pthread_mutex_unlock(&d->lock);
    status = write_part(d, p, err);
    if (p->is_here) pthread_mutex_lock(&d->lock);
    if (p->is_here) d->waiting -= p->len;
  }
  drop_parts(parts);
  return status;
}

spokes_status spokes__delivery_end(spokes_delivery *d, const spokes_parcel *parcel, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  pthread_mutex_lock(&d->lock);
  d->places[parcel->document].is_complete = true;
  if (parcel->has_turn) {
    d->next++;
    d->is_taken = false;
  }
  if (!d->is_taken) {
    d->is_taken = true;
    for (; !status && d->next < d->options.documents && d->places[d->next].is_complete; d->next++)
      status = write_place(d, &d->places[d->next], err);
    d->is_taken = false;
  }
  pthread_mutex_unlock(&d->lock);
  return status;
}

// ---- Tables --------------------------------------------------------------------------------------------------------

spokes_status spokes__delivery_finish(spokes_delivery *d, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (int t = 0; !status && t < SPOKES_TABLE_COUNT; t++)
    if (is_wanted(d, (spokes_table)t)) status = spokes__table_file_finish(&d->files[t], err);
  return status;
}

// A table of an earlier run with the other ending, or one that this run leaves out.
static void remove_stale(const spokes_delivery *d, spokes_table table) {
  spokes_buf path = SPOKES_BUF_INIT;
  for (int gzip = 0; gzip < 2; gzip++) {
    if (is_wanted(d, table) && gzip == is_gzipped(d, table)) continue;
    spokes__path_join(&path, d->options.out_dir, spokes__table_file(table));
    if (gzip) spokes__buf_text(&path, ".gz");
    if (!path.failed) unlink(path.data);
  }
  spokes__buf_release(&path);
}

spokes_status spokes__delivery_commit(spokes_delivery *d, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (int t = 0; !status && t < SPOKES_TABLE_COUNT; t++) {
    if (is_wanted(d, (spokes_table)t)) status = spokes__table_file_commit(&d->files[t], err);
    if (!status) remove_stale(d, (spokes_table)t);
  }
  return status;
}
