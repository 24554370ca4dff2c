// Results of documents that are kept for the next run, under a key of everything that they depend on: the document's
// bytes and metadata, the dictionary, the options, the build of the program and its libraries. What is not whole is as
// if it were not there; a cache that cannot be used is done without.
//
//   FOLDER/results/GROUP/*.pack   records (pack.h); a group is all but the document
//   FOLDER/files/CORPUS           files seen (seen.h); named after the place of the corpus on the disk
#ifndef SPOKES_RUN_CACHE_H
#define SPOKES_RUN_CACHE_H

#include "corpus/catalogue.h"
#include "run/delivery.h"
#include "run/pack.h"
#include "run/seen.h"

typedef struct spokes_cache spokes_cache;

// group: what all results depend on. documents: how many the catalogue has. *out is NULL when there is no cache, which
// is SPOKES_E_IO with the reason.
spokes_status spokes__cache_open(const char *folder, const spokes_key *group, const char *corpus_dir, size_t documents,
                                 spokes_cache **out, spokes_error *err);
// Completes what was added and forgets the oldest when there is too much. Nothing is told of faults.
void spokes__cache_commit(spokes_cache *cache);
void spokes__cache_free(spokes_cache *cache);  // NULL is allowed

// Looks which files are, by what the catalogue saw of them, as an earlier run saw them, and have their results here.
// Before any thread begins.
void spokes__cache_plan(spokes_cache *cache, const spokes_key *group, const spokes_catalogue *catalogue);
// The key of such a document, NULL for any other.
const spokes_key *spokes__cache_planned(const spokes_cache *cache, size_t document);
// Remembers the file of a document; by the thread that has the document.
void spokes__cache_keep_file(spokes_cache *cache, size_t document, const spokes_file_stamp *stamp, const char *sha256);

// The key of a document with those bytes; sha256 is a thread's own. False when it cannot be computed.
bool spokes__cache_key(spokes_sha256 *sha256, const spokes_key *group, const spokes_entry *entry,
                       const char *file_sha256, spokes_key *out);

// A record: the parts in which its rows were delivered, one after the other, each table by table; the text that was
// read out of its format, when it has one; and the tail, numbers (varint.h): the count of parts, for each part the
// length for each table, 1 + the length of the text or 0, and the facts.
typedef struct spokes_record {
  spokes_buf bytes;   // rows, text, and at the end the tail
  spokes_buf layout;  // lengths of the parts so far
  uint64_t parts;
  uint64_t text;  // 1 + its length; 0 = none
  bool is_too_large;
} spokes_record;

#define SPOKES_RECORD_INIT \
  { .bytes = SPOKES_BUF_INIT, .layout = SPOKES_BUF_INIT }

void spokes__record_clear(spokes_record *record);
void spokes__record_release(spokes_record *record);
void spokes__record_add(spokes_record *record, const spokes_rows rows[SPOKES_TABLE_COUNT]);
// After the last rows.
void spokes__record_set_text(spokes_record *record, const char *text, size_t len);
// Adds the facts and stores the record under the key.
void spokes__cache_store(spokes_cache *cache, const spokes_key *key, spokes_record *record, const spokes_buf *facts);

// A record that was read: whole and of the right shape. Borrowed from its bytes.
typedef struct spokes_kept {
  const char *rows, *text, *facts;  // text: NULL = none
  size_t rows_len, text_len, facts_len;
  const char *layout;  // parts times SPOKES_TABLE_COUNT numbers
  size_t layout_len;
  uint64_t parts;
} spokes_kept;

// Takes a record apart whose tail begins at tail_at; false when the tail does not fit what stands before it.
bool spokes__kept_read(const spokes_buf *bytes, size_t tail_at, spokes_kept *out);
// False when nothing is kept under the key, or not whole. The facts are valid (facts.h).
bool spokes__cache_load(spokes_cache *cache, const spokes_key *key, size_t actor_count, spokes_buf *bytes,
                        spokes_kept *out);
spokes_status spokes__kept_deliver(const spokes_kept *kept, spokes_delivery *delivery, const spokes_parcel *parcel,
                                   spokes_error *err);

#endif
