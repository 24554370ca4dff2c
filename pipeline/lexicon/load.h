// Dictionary files to rows and entries; every fault is reported with its place. load.c reads, entries.c knows the
// columns.
#ifndef SPOKES_LEXICON_LOAD_H
#define SPOKES_LEXICON_LOAD_H

#include "base/buf.h"
#include "base/csv_read.h"
#include "compiled.h"

// A lexicon while it is read and compiled: `lexicon` points into arrays that grow. An image is made of it in the end.
typedef struct spokes_draft {
  spokes_lexicon lexicon;
  spokes_arena arena;  // keys of maps, texts of actors and groupings, the tables of compile.c
  spokes_buf strings;  // lexicon.strings
  size_t unit_cap, actor_cap, row_cap, file_cap, form_cap, inner_cap, short_cap, pair_cap, frame_cap, member_cap,
      relation_cap, grouping_cap, field_cap;
} spokes_draft;

typedef struct spokes_loader {
  spokes_draft draft;
  spokes_lexicon *lexicon;  // draft.lexicon
  spokes_diagnostic_fn *on_fault;
  void *fault_context;
  uint64_t faults;
  bool failed;          // memory is out: reading stops
  spokes_strmap ids;    // row id -> row
  spokes_strmap forms;  // language, case mode and text -> form
  const char *path;     // as messages show it
  uint64_t line;        // of the row being read
  uint16_t file;
  uint8_t folder;  // of several dictionaries, from 0
  bool keep_rows;  // keep the fields of every row
} spokes_loader;

// Reports a fault in a field (counted from 0; -1 = the whole row) of the row being read.
void spokes__loader_fault(spokes_loader *loader, int field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// One kind of file: its columns and the function that takes a row.
typedef struct spokes_file_spec {
  const char *name;    // "actors.csv", or a folder whose every .csv file is of this kind: "names/"
  const char *header;  // column names, separated by commas
  void (*take)(spokes_loader *loader, const spokes_csv_field *fields, spokes_row row);
} spokes_file_spec;

// In the order of reading, which is the order of reference: actors and rules before what names them.
extern const spokes_file_spec spokes__file_specs[];
extern const size_t spokes__file_spec_count;

// What takers of rows in other files need: a copy of a field, the actor that it names, two columns of dates, room for
// one more item of an array. Faults are reported; a failed allocation sets loader->failed.
const char *spokes__loader_keep(spokes_loader *loader, const spokes_csv_field *field);
spokes_actor spokes__loader_actor(spokes_loader *loader, const spokes_csv_field *fields, int column);
void spokes__loader_dates(spokes_loader *loader, const spokes_csv_field *fields, int column, uint32_t *from,
                          uint32_t *until);
void *spokes__loader_add(spokes_loader *loader, void **items, size_t *count, size_t *cap, size_t size);

// Rows of relations.csv and groupings.csv; relations.c.
void spokes__take_relation_row(spokes_loader *loader, const spokes_csv_field *fields, spokes_row row);
void spokes__take_grouping_row(spokes_loader *loader, const spokes_csv_field *fields, spokes_row row);

// Adds bytes and a NUL to the lexicon's strings; returns where they are.
uint32_t spokes__draft_string(spokes_draft *draft, const char *text, size_t len);
// Builds indexes and inner candidates when all rows are in; compile.c.
spokes_status spokes__draft_compile(spokes_draft *draft, spokes_error *err);
// A form on its way into an index: what it is found by, and its length.
typedef struct spokes_bucket_entry {
  uint32_t hash, form;
  uint16_t len;
} spokes_bucket_entry;

// By hash, in a bucket the longest first. compile.c
void spokes__bucket_entries_sort(spokes_bucket_entry *entries, size_t count);

// Builds the index of English forms, whose word_len is known; chained[form]: it is reached through another one. False
// when memory is out. compile_words.c
bool spokes__words_compile(spokes_draft *draft, const bool *chained);
void spokes__draft_release(spokes_draft *draft);

// What can only be seen when every row is in: groups without rules. SPOKES_E_DICT when there was any fault at all.
spokes_status spokes__lexicon_check(spokes_loader *loader, spokes_error *err);

#endif
