// One table of a run on its way to disk, plain or gzipped. Its name appears when it is committed.
#ifndef SPOKES_REPORT_TABLE_FILE_H
#define SPOKES_REPORT_TABLE_FILE_H

#include "base/conveyor.h"
#include "base/writer.h"
#include "report/gz_write.h"
#include "report/tables.h"

typedef struct spokes_table_file {
  spokes_writer writer;
  spokes_gz_writer *gz;
  spokes_conveyor *conveyor;  // before both; NULL = none
} spokes_table_file;

#define SPOKES_TABLE_FILE_INIT \
  { .writer = SPOKES_WRITER_INIT }

typedef struct spokes_table_file_options {
  bool gzip;    // ".gz" at its name
  bool beside;  // compressed and written by a thread of its own
} spokes_table_file_options;

// Opens the table in the folder and writes its header.
spokes_status spokes__table_file_open(spokes_table_file *file, const char *folder, spokes_table table,
                                      const spokes_table_file_options *options, spokes_error *err);
// As spokes_spool_take_fn; context is the spokes_table_file.
void spokes__table_file_append(void *context, const char *bytes, size_t len);
spokes_status spokes__table_file_finish(spokes_table_file *file, spokes_error *err);
spokes_status spokes__table_file_commit(spokes_table_file *file, spokes_error *err);
void spokes__table_file_release(spokes_table_file *file);

#endif
