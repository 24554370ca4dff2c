// The compiled lexicon as one piece of memory that can be written to a file and mapped again: a header, then tables of
// numbers and offsets. Nothing in it is trusted before image_check.c has looked at it.
//
//   header     magic, versions, what it was made from and by, checksum of everything behind the checksum
//   sections   for each table: where it begins, how many items, of what size
//   tables     each begins at a multiple of 64 bytes
//
// Of this machine's byte order and of this program only: another program reads the dictionary anew.
#ifndef SPOKES_LEXICON_IMAGE_H
#define SPOKES_LEXICON_IMAGE_H

#include "load.h"

#define SPOKES_LEXICON_MAGIC 0x4C4B5053u  // "SPKL", little endian: an image of the other byte order does not match
#define SPOKES_LEXICON_IMAGE_VERSION 2u

// What an image was made from. The dictionary's files and the texts' tables must be the very same, to the byte.
typedef struct spokes_image_key {
  uint64_t files;   // checksum of their names and contents
  uint64_t tables;  // checksum of the texts' tables
} spokes_image_key;

// Packs the compiled draft; image_out->data is to be freed with spokes__free.
spokes_status spokes__image_make(spokes_draft *draft, uint64_t files_key, spokes_image_bytes *image_out,
                                 spokes_error *err);

// Writes the right checksum into an image of the heap: when it is made, and for tests that change one.
void spokes__image_seal(spokes_image_bytes *image);

// The checksum of the files that an attached image was made from.
uint64_t spokes__image_files_key(const spokes_image_bytes *image);

// Points the lexicon, which has its tables (text/tables.h) and is empty otherwise, into the image, after checking every
// number in it. *files_key, where it is not NULL, must be the image's. SPOKES_E_VERSION: made from other files or by
// another program; SPOKES_E_FORMAT: damaged. The lexicon does not own the image yet.
spokes_status spokes__image_attach(spokes_lexicon *lexicon, const spokes_image_bytes *image, const uint64_t *files_key,
                                   spokes_error *err);

// Maps the file; SPOKES_E_IO when it cannot be read. With own_only, a file that others may have written is SPOKES_E_IO.
spokes_status spokes__image_map(const char *path, bool own_only, spokes_image_bytes *image_out, spokes_error *err);
void spokes__image_release(spokes_image_bytes *image);

// A lexicon over the image, which it owns afterwards; on failure the image is released.
spokes_status spokes__image_open(spokes_image_bytes *image, const uint64_t *files_key, spokes_lexicon **out,
                                 spokes_error *err);

// ---- Packed tables: what is unpacked into pointers when an image is attached ------------------------------

typedef struct spokes_packed_actor {
  uint32_t id, type, name_en, name_zh, region;  // in strings
  uint32_t from, until;
} spokes_packed_actor;

typedef struct spokes_packed_grouping {
  uint32_t grouping, name_en, name_zh, label;  // in strings
  uint32_t from, until;
  spokes_actor member;
  uint16_t unused;
} spokes_packed_grouping;

// Everything an image holds, as pointers: the lexicon's own tables and the packed ones.
typedef struct spokes_image_tables {
  spokes_lexicon *lexicon;
  spokes_packed_actor *actors;
  uint32_t *files;  // in strings
  spokes_packed_grouping *groupings;
  spokes_rule_group *rule_groups;
  spokes_rule *rules;
  char *rule_text;
  size_t actor_count, file_count, grouping_count, rule_group_count, rule_count, rule_text_len;
} spokes_image_tables;

// Is every index, offset, count and name of a thing one that the program can meet? image_check.c.
bool spokes__image_check(const spokes_image_tables *tables);

#endif
