// Inflating with zlib, in steps, so that a bomb is stopped at the limit and not after it. Zero bytes after
// the last member are padding, as for gzip(1).

#include "ingest/gz_read.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/limits.h"

#define STEP_BYTES (1u << 16)

bool spokes__gz_is(const char *bytes, size_t len) {
  return len >= 2 && (unsigned char)bytes[0] == 0x1F && (unsigned char)bytes[1] == 0x8B;
}

// The one place where zlib's codes become ours.
static spokes_status zlib_failed(const z_stream *z, int code, spokes_error *err) {
  if (code == Z_MEM_ERROR) return spokes__error_nomem(err);
  if (code == Z_BUF_ERROR || code == Z_OK) return spokes__error_set(err, SPOKES_E_FORMAT, "gzip data is cut off");
  return spokes__error_set(err, SPOKES_E_FORMAT, "gzip data is corrupt: %s", z->msg ? z->msg : "unknown reason");
}

static size_t output_limit(size_t len, size_t limit) {
  size_t by_ratio = len > SIZE_MAX / SPOKES_LIMIT_GZ_RATIO ? SIZE_MAX : len * SPOKES_LIMIT_GZ_RATIO;
  return by_ratio < limit ? by_ratio : limit;
}

static bool is_padding(const z_stream *z) {
  for (uInt i = 0; i < z->avail_in; i++)
    if (z->next_in[i]) return false;
  return true;
}

static spokes_status inflate_step(z_stream *z, spokes_buf *buf, int *code, spokes_error *err) {
  if (!spokes__buf_reserve(buf, STEP_BYTES)) return spokes__error_nomem(err);
  z->next_out = (Bytef *)buf->data + buf->len;
  z->avail_out = STEP_BYTES;
  *code = inflate(z, Z_NO_FLUSH);
  buf->len += STEP_BYTES - z->avail_out;
  buf->data[buf->len] = '\0';
  if (*code == Z_OK || *code == Z_STREAM_END) return SPOKES_OK;
  return zlib_failed(z, *code, err);
}

static spokes_status inflate_members(z_stream *z, size_t most, spokes_buf *buf, spokes_error *err) {
  for (;;) {
    int code = Z_OK;
    spokes_status status = inflate_step(z, buf, &code, err);
    if (status) return status;
    if (buf->len > most)
      return spokes__error_set(err, SPOKES_E_LIMIT, "gzip data grows beyond the limit of %zu bytes", most);
    if (code != Z_STREAM_END) continue;
    if (is_padding(z)) return SPOKES_OK;
    code = inflateReset(z);
    if (code != Z_OK) return zlib_failed(z, code, err);
  }
}

spokes_status spokes__gz_inflate(const char *bytes, size_t len, size_t limit, spokes_buf *buf, spokes_error *err) {
  spokes__buf_clear(buf);
  if (len > UINT_MAX) return spokes__error_set(err, SPOKES_E_LIMIT, "gzip data is larger than %u bytes", UINT_MAX);
  z_stream z = {.next_in = (const Bytef *)bytes, .avail_in = (uInt)len};
  int code = inflateInit2(&z, 15 + 16);  // 15: the largest window; 16: gzip and nothing else
  if (code != Z_OK) return zlib_failed(&z, code, err);
  spokes_status status = inflate_members(&z, output_limit(len, limit), buf, err);
  inflateEnd(&z);
  return status;
}
