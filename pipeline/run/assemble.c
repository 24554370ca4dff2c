// The files beside the tables, then the names of all.

#include "run/assemble.h"

#include "base/fileio.h"
#include "run/text_files.h"

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
  spokes_status status = spokes__delivery_finish(assembly->delivery, err);
  if (!status) status = write_files(assembly, err);
  if (!status) status = spokes__delivery_commit(assembly->delivery, err);
  return status ? status : spokes__text_files_commit(assembly->out_dir, err);
}
