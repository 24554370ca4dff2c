// The spool. A span lies in the file up to `flushed`, and in the buffer from there.

#include "base/spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fileio.h"

#define PIECE_BYTES (1u << 16)

void spokes__spool_init(spokes_spool *spool, const char *folder, size_t limit) {
  *spool = (spokes_spool){SPOKES_BUF_INIT, 0, limit, folder, -1};
}

static spokes_status open_file(spokes_spool *spool, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, spool->folder, ".spool-XXXXXX");
  spokes_status status = SPOKES_OK;
  if (path.failed)
    status = spokes__error_nomem(err);
  else if ((spool->fd = mkstemp(path.data)) < 0)
    status = spokes__file_error(err, "write", path.data);
  else
    unlink(path.data);
  spokes__buf_release(&path);
  return status;
}

static spokes_status flush(spokes_spool *spool, spokes_error *err) {
  if (spool->fd < 0) {
    spokes_status status = open_file(spool, err);
    if (status) return status;
  }
  if (!spokes__fd_write(spool->fd, spool->buf.data, spool->buf.len))
    return spokes__file_error(err, "write a temporary file in", spool->folder);
  spool->flushed += spool->buf.len;
  spokes__buf_clear(&spool->buf);
  return SPOKES_OK;
}

spokes_status spokes__spool_append(spokes_spool *spool, const char *bytes, size_t len, spokes_span64 *out,
                                   spokes_error *err) {
  *out = (spokes_span64){spool->flushed + spool->buf.len, len};
  spokes__buf_append(&spool->buf, bytes, len);
  if (spool->buf.failed) return spokes__error_nomem(err);
  return spool->buf.len > spool->limit ? flush(spool, err) : SPOKES_OK;
}

static spokes_status read_file(const spokes_spool *spool, spokes_span64 span, spokes_spool_take_fn *take, void *context,
                               spokes_error *err) {
  char piece[PIECE_BYTES];
  while (span.len) {
    size_t want = span.len < sizeof piece ? (size_t)span.len : sizeof piece;
    ssize_t got = pread(spool->fd, piece, want, (off_t)span.at);
    if (got < 0 && errno == EINTR) continue;
    if (!got) errno = EIO;  // shorter than what was written
    if (got <= 0) return spokes__file_error(err, "read a temporary file in", spool->folder);
    take(context, piece, (size_t)got);
    span.at += (uint64_t)got;
    span.len -= (uint64_t)got;
  }
  return SPOKES_OK;
}

spokes_status spokes__spool_read(const spokes_spool *spool, spokes_span64 span, spokes_spool_take_fn *take,
                                 void *context, spokes_error *err) {
  if (span.at < spool->flushed) {
    uint64_t in_file = spool->flushed - span.at;
    spokes_span64 first = {span.at, in_file < span.len ? in_file : span.len};
    spokes_status status = read_file(spool, first, take, context, err);
    if (status) return status;
    span.at += first.len;
    span.len -= first.len;
  }
  if (span.len) take(context, spool->buf.data + (span.at - spool->flushed), (size_t)span.len);
  return SPOKES_OK;
}

void spokes__spool_release(spokes_spool *spool) {
  if (spool->fd >= 0) close(spool->fd);
  spokes__buf_release(&spool->buf);
  spool->fd = -1;
}
