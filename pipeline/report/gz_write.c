// Deflating with zlib into a writer, which keeps the faults of the file.

#include "report/gz_write.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/alloc.h"

#define OUT_BYTES (1u << 15)

struct spokes_gz_writer {
  spokes_writer *to;
  z_stream z;
  unsigned char out[OUT_BYTES];
};

spokes_status spokes__gz_writer_new(spokes_writer *to, spokes_gz_writer **out, spokes_error *err) {
  *out = NULL;
  spokes_gz_writer *writer = spokes__calloc(1, sizeof *writer);
  if (!writer) return spokes__error_nomem(err);
  writer->to = to;
  // 15: the largest window; 16: gzip; 8: zlib's default memory level.
  if (deflateInit2(&writer->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    spokes__free(writer);
    return spokes__error_nomem(err);
  }
  *out = writer;
  return SPOKES_OK;
}

// deflate cannot fail here: the stream is sound and there is always room.
static void pump(spokes_gz_writer *writer, int flush) {
  do {
    writer->z.next_out = writer->out;
    writer->z.avail_out = OUT_BYTES;
    deflate(&writer->z, flush);
    spokes__writer_append(writer->to, (const char *)writer->out, OUT_BYTES - writer->z.avail_out);
  } while (!writer->z.avail_out);
}

void spokes__gz_writer_append(spokes_gz_writer *writer, const char *bytes, size_t len) {
  while (len) {
    uInt part = len > UINT_MAX ? UINT_MAX : (uInt)len;
    writer->z.next_in = (const Bytef *)bytes;
    writer->z.avail_in = part;
    pump(writer, Z_NO_FLUSH);
    bytes += part;
    len -= part;
  }
}

void spokes__gz_writer_finish(spokes_gz_writer *writer) {
  writer->z.avail_in = 0;
  pump(writer, Z_FINISH);
}

void spokes__gz_writer_free(spokes_gz_writer *writer) {
  if (!writer) return;
  deflateEnd(&writer->z);
  spokes__free(writer);
}

const char *spokes__gz_library_version(void) { return zlibVersion(); }
