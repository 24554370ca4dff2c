// The buffered writer.

#include "base/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fileio.h"

#define FLUSH_BYTES (1u << 17)

static char *copy_text(const char *a, const char *b) {
  size_t a_len = strlen(a), b_len = strlen(b);
  char *copy = spokes__malloc(a_len + b_len + 1);
  if (!copy) return NULL;
  memcpy(copy, a, a_len);
  memcpy(copy + a_len, b, b_len + 1);
  return copy;
}

spokes_status spokes__writer_open(spokes_writer *writer, const char *path, spokes_error *err) {
  *writer = (spokes_writer)SPOKES_WRITER_INIT;
  writer->path = copy_text(path, "");
  writer->temp = copy_text(path, ".part");
  if (!writer->path || !writer->temp || !spokes__buf_reserve(&writer->buf, FLUSH_BYTES)) {
    spokes__writer_release(writer);
    return spokes__error_nomem(err);
  }
  writer->fd = open(writer->temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (writer->fd >= 0) return SPOKES_OK;
  spokes_status status = spokes__file_error(err, "write", writer->temp);
  spokes__free(writer->temp);
  writer->temp = NULL;
  spokes__writer_release(writer);
  return status;
}

static void put(spokes_writer *writer, const char *bytes, size_t len) {
  if (!writer->fault.code && !spokes__fd_write(writer->fd, bytes, len))
    spokes__file_error(&writer->fault, "write", writer->path);
}

void spokes__writer_append(spokes_writer *writer, const char *bytes, size_t len) {
  if (writer->buf.len + len > FLUSH_BYTES) {
    put(writer, writer->buf.data, writer->buf.len);
    spokes__buf_clear(&writer->buf);
  }
  if (len >= FLUSH_BYTES)
    put(writer, bytes, len);
  else
    spokes__buf_append(&writer->buf, bytes, len);
}

spokes_status spokes__writer_finish(spokes_writer *writer, spokes_error *err) {
  if (writer->buf.len) put(writer, writer->buf.data, writer->buf.len);
  spokes__buf_clear(&writer->buf);
  if (writer->fd >= 0 && close(writer->fd) && !writer->fault.code)
    spokes__file_error(&writer->fault, "write", writer->path);
  writer->fd = -1;
  if (writer->fault.code && err) *err = writer->fault;
  return writer->fault.code;
}

spokes_status spokes__writer_commit(spokes_writer *writer, spokes_error *err) {
  if (rename(writer->temp, writer->path)) return spokes__file_error(err, "write", writer->path);
  spokes__free(writer->temp);
  writer->temp = NULL;
  return SPOKES_OK;
}

void spokes__writer_release(spokes_writer *writer) {
  if (writer->fd >= 0) close(writer->fd);
  if (writer->temp) unlink(writer->temp);
  spokes__free(writer->temp);
  spokes__free(writer->path);
  spokes__buf_release(&writer->buf);
  *writer = (spokes_writer)SPOKES_WRITER_INIT;
}
