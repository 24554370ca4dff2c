// A pack: one file of records under keys, written once by one run and read by later ones. What is read was perhaps
// damaged or never meant to be a pack: nothing of it is believed before it was checked.
//
//   header    magic, byte order, number of tables, group
//   records   rows of a document, then its tail (cache.h); one after the other
//   index     entries, ascending by key
//   footer    place, count and checksum of the index, checksum of itself, magic
#ifndef SPOKES_RUN_PACK_H
#define SPOKES_RUN_PACK_H

#include <pthread.h>

#include "base/buf.h"
#include "base/error.h"

#define SPOKES_KEY_BYTES 32u  // SHA-256
#define SPOKES_PACK_ENDING ".pack"

typedef struct spokes_key {
  unsigned char bytes[SPOKES_KEY_BYTES];
} spokes_key;

typedef struct spokes_pack_entry {
  spokes_key key;
  uint64_t at, body_len, tail_len;  // the record: rows and text, and the tail behind them
  uint64_t checksum;                // of the record, with the first bytes of the key as seed
} spokes_pack_entry;

// ---- Reading ---------------------------------------------------------------------------------------------------

typedef struct spokes_pack {
  int fd;
  char *path;
  uint64_t size, modified;  // nanoseconds since 1970
  spokes_pack_entry *entries;
  size_t count;
} spokes_pack;

// Opens a pack of that group; false when it is none, with the file left as it is and out released.
bool spokes__pack_open(const char *path, const spokes_key *group, spokes_pack *out);
void spokes__pack_close(spokes_pack *pack);
// NULL when there is none. Any thread.
const spokes_pack_entry *spokes__pack_find(const spokes_pack *pack, const spokes_key *key);
// Replaces record by the entry's bytes; false when they are not whole. Any thread.
bool spokes__pack_read(const spokes_pack *pack, const spokes_pack_entry *entry, spokes_buf *record);

// ---- Writing ---------------------------------------------------------------------------------------------------

typedef struct spokes_pack_writer {
  const char *folder;  // borrowed
  spokes_key group;
  uint64_t limit;  // bytes of records; more are not taken
  pthread_mutex_t lock;
  // Under the lock:
  int fd;  // -1 = nothing was added yet
  char *temp;
  uint64_t len;
  spokes_pack_entry *entries;
  size_t count, cap;
  bool has_failed;  // nothing is kept then
} spokes_pack_writer;

// False when memory is out. Nothing is written before the first record.
bool spokes__pack_writer_init(spokes_pack_writer *writer, const char *folder, const spokes_key *group, uint64_t limit);
// Adds a record, the last tail_len bytes of which are its tail. Any thread. What cannot be written is left out.
void spokes__pack_writer_add(spokes_pack_writer *writer, const spokes_key *key, const spokes_buf *record,
                             size_t tail_len);
// Completes the file and gives it its name; without records there is none. False when that failed.
bool spokes__pack_writer_commit(spokes_pack_writer *writer);
// Removes what was not committed.
void spokes__pack_writer_release(spokes_pack_writer *writer);

// Removes unfinished packs in the folder that no running program writes to.
void spokes__pack_remove_stale(const char *folder);

#endif
