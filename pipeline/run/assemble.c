// Assembling: tables first, names last.

#include "run/assemble.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fileio.h"
#include "report/table_file.h"

static bool is_hits(spokes_table table) { return table == SPOKES_TABLE_MENTIONS || table == SPOKES_TABLE_EXCLUSIONS; }

static bool is_wanted(const spokes_assembly *a, spokes_table table) { return !is_hits(table) || !a->no_mentions; }

static spokes_status write_table(const spokes_assembly *a, spokes_table table, spokes_table_file *file,
                                 spokes_error *err) {
  spokes_status status = spokes__table_file_open(file, a->out_dir, table, is_hits(table) && a->gzip_mentions, err);
  for (size_t i = 0; !status && i < a->count; i++) {
    const spokes_doc_result *result = &a->results[i];
    status = spokes__spool_read(&a->workers[result->worker].spool, result->spans[table], spokes__table_file_append,
                                file, err);
  }
  return status ? status : spokes__table_file_finish(file, err);
}

// A table of an earlier run with the other ending, or one that this run leaves out, would contradict the new ones.
static void remove_stale(const spokes_assembly *a, spokes_table table) {
  spokes_buf path = SPOKES_BUF_INIT;
  for (int gzip = 0; gzip < 2; gzip++) {
    if (is_wanted(a, table) && gzip == (is_hits(table) && a->gzip_mentions)) continue;
    spokes__path_join(&path, a->out_dir, spokes__table_file(table));
    if (gzip) spokes__buf_text(&path, ".gz");
    if (!path.failed) unlink(path.data);
  }
  spokes__buf_release(&path);
}

static spokes_status write_file(const spokes_assembly *a, const char *name, const spokes_buf *bytes,
                                spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, a->out_dir, name);
  spokes_status status = path.failed || bytes->failed ? spokes__error_nomem(err)
                                                      : spokes__file_write(path.data, bytes->data, bytes->len, err);
  spokes__buf_release(&path);
  return status;
}

static spokes_status write_files(const spokes_assembly *a, spokes_error *err) {
  const struct {
    const char *name;
    const spokes_buf *bytes;
  } files[] = {{"typology.csv", &a->corpus->typology},
               {"network.csv", &a->corpus->network},
               {"comentions.graphml", &a->corpus->graphml},
               {"run.json", a->run_json}};
  spokes_status status = SPOKES_OK;
  for (size_t i = 0; !status && i < sizeof files / sizeof *files; i++)
    status = write_file(a, files[i].name, files[i].bytes, err);
  return status;
}

spokes_status spokes__assemble(const spokes_assembly *assembly, spokes_error *err) {
  spokes_table_file files[SPOKES_TABLE_COUNT];
  spokes_status status = SPOKES_OK;
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) files[t] = (spokes_table_file)SPOKES_TABLE_FILE_INIT;
  for (int t = 0; !status && t < SPOKES_TABLE_COUNT; t++)
    if (is_wanted(assembly, (spokes_table)t)) status = write_table(assembly, (spokes_table)t, &files[t], err);
  if (!status) status = write_files(assembly, err);
  for (int t = 0; !status && t < SPOKES_TABLE_COUNT; t++) {
    if (is_wanted(assembly, (spokes_table)t)) status = spokes__table_file_commit(&files[t], err);
    if (!status) remove_stale(assembly, (spokes_table)t);
  }
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) spokes__table_file_release(&files[t]);
  return status;
}
