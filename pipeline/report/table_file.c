// A table file: the writer of base, with the compressor before it when it is wanted, and a thread before both.

#include "report/table_file.h"

#include <string.h>

#include "base/fileio.h"

static void put(void *context, const char *bytes, size_t len) {
  spokes_table_file *file = context;
  if (file->gz)
    spokes__gz_writer_append(file->gz, bytes, len);
  else
    spokes__writer_append(&file->writer, bytes, len);
}

spokes_status spokes__table_file_open(spokes_table_file *file, const char *folder, spokes_table table,
                                      const spokes_table_file_options *options, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, folder, spokes__table_file(table));
  if (options->gzip) spokes__buf_text(&path, ".gz");
  spokes_status status = path.failed ? spokes__error_nomem(err) : spokes__writer_open(&file->writer, path.data, err);
  spokes__buf_release(&path);
  if (!status && options->gzip) status = spokes__gz_writer_new(&file->writer, &file->gz, err);
  if (!status && options->beside) status = spokes__conveyor_new(put, file, &file->conveyor, err);
  const char *header = spokes__table_header(table);
  if (!status) spokes__table_file_append(file, header, strlen(header));
  return status;
}

void spokes__table_file_append(void *context, const char *bytes, size_t len) {
  spokes_table_file *file = context;
  if (file->conveyor)
    spokes__conveyor_append(file->conveyor, bytes, len);
  else
    put(file, bytes, len);
}

spokes_status spokes__table_file_finish(spokes_table_file *file, spokes_error *err) {
  if (file->conveyor) spokes__conveyor_finish(file->conveyor);
  if (file->gz) spokes__gz_writer_finish(file->gz);
  return spokes__writer_finish(&file->writer, err);
}

spokes_status spokes__table_file_commit(spokes_table_file *file, spokes_error *err) {
  return spokes__writer_commit(&file->writer, err);
}

void spokes__table_file_release(spokes_table_file *file) {
  spokes__conveyor_free(file->conveyor);
  file->conveyor = NULL;
  spokes__gz_writer_free(file->gz);
  spokes__writer_release(&file->writer);
  file->gz = NULL;
}
