// The rows of documents on their way into the tables: documents are finished in any order, by any thread, and their
// rows reach the tables in the order of the catalogue.
//
// A document whose predecessors are all in the tables has its turn, and its rows go straight there. Rows that come
// early wait, in memory up to a limit and in a temporary file beyond it.
#ifndef SPOKES_RUN_DELIVERY_H
#define SPOKES_RUN_DELIVERY_H

#include "report/tables.h"

typedef struct spokes_delivery spokes_delivery;

typedef struct spokes_delivery_options {
  const char *out_dir;  // exists; no other run may be at work in it
  bool gzip_mentions, no_mentions;
  bool write_beside;  // the two large tables are compressed and written by threads of their own
  size_t documents;
} spokes_delivery_options;

// Rows of one document and one table.
typedef struct spokes_rows {
  const char *bytes;
  size_t len;
} spokes_rows;

// Opens the tables under temporary names. SPOKES_E_IO when another run writes to the folder.
spokes_status spokes__delivery_new(const spokes_delivery_options *options, spokes_delivery **out, spokes_error *err);
// Removes what was not committed. NULL is allowed.
void spokes__delivery_free(spokes_delivery *delivery);

// The three steps of a document, by one thread: begin, rows in any number of parts, end. Every document has its turn
// once, those without rows too. What fails is a table or the temporary file, and ends the run.
typedef struct spokes_parcel {
  size_t document;  // in the order of the catalogue
  bool has_turn;
} spokes_parcel;

void spokes__delivery_begin(spokes_delivery *delivery, size_t document, spokes_parcel *out);
spokes_status spokes__delivery_put(spokes_delivery *delivery, const spokes_parcel *parcel,
                                   const spokes_rows rows[SPOKES_TABLE_COUNT], spokes_error *err);
spokes_status spokes__delivery_end(spokes_delivery *delivery, const spokes_parcel *parcel, spokes_error *err);

// After the last document: completes the tables, which keep their temporary names.
spokes_status spokes__delivery_finish(spokes_delivery *delivery, spokes_error *err);
// Gives the tables their names, and removes tables of an earlier run that would contradict them.
spokes_status spokes__delivery_commit(spokes_delivery *delivery, spokes_error *err);

#endif
