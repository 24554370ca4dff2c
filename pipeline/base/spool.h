// An append-only store of bytes that may outgrow memory: up to a limit it is a buffer, beyond it a
// file without a name (unlinked as soon as it is open, so that nothing stays behind however the
// program ends). One thread appends; reading starts when appending is over.
#ifndef SPOKES_BASE_SPOOL_H
#define SPOKES_BASE_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_spool {
  spokes_buf buf;      // the bytes from `flushed` on
  uint64_t flushed;    // bytes in the file
  size_t limit;        // bytes kept in memory
  const char *folder;  // borrowed: where the file is made
  int fd;              // -1 = no file yet
} spokes_spool;

typedef struct spokes_span64 {
  uint64_t at, len;
} spokes_span64;

void spokes__spool_init(spokes_spool *spool, const char *folder, size_t limit);
// Appends len bytes and tells where they lie.
spokes_status spokes__spool_append(spokes_spool *spool, const char *bytes, size_t len, spokes_span64 *out,
                                   spokes_error *err);
// Hands the bytes of span, which may be several neighbouring appends, to take, piece by piece.
typedef void spokes_spool_take_fn(void *context, const char *bytes, size_t len);
spokes_status spokes__spool_read(const spokes_spool *spool, spokes_span64 span, spokes_spool_take_fn *take,
                                 void *context, spokes_error *err);
void spokes__spool_release(spokes_spool *spool);

#endif
