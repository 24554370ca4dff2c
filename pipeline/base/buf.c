// The growable byte buffer.

#include "buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "alloc.h"
#include "checked.h"
#include "put.h"

bool spokes__buf_grow(spokes_buf *buf, size_t extra) {
  if (buf->failed) return false;
  size_t need;
  void *data = buf->data;
  if (!spokes__size_add(buf->len, extra, &need) || !spokes__size_add(need, 1, &need) ||
      !spokes__array_reserve(&data, &buf->cap, need, 1)) {
    buf->failed = true;
    return false;
  }
  buf->data = data;
  return true;
}

void spokes__buf_u64(spokes_buf *buf, uint64_t number) {
  if (spokes__buf_reserve(buf, SPOKES_PUT_U64)) spokes__buf_end(buf, spokes__put_u64(buf->data + buf->len, number));
}

void spokes__buf_format(spokes_buf *buf, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int need = vsnprintf(NULL, 0, format, args);
  if (need >= 0 && spokes__buf_reserve(buf, (size_t)need)) {
    vsnprintf(buf->data + buf->len, (size_t)need + 1, format, again);
    buf->len += (size_t)need;
  }
  va_end(again);
  va_end(args);
}

void spokes__buf_clear(spokes_buf *buf) {
  buf->len = 0;
  buf->failed = false;
}

void spokes__buf_release(spokes_buf *buf) {
  spokes__free(buf->data);
  *buf = (spokes_buf)SPOKES_BUF_INIT;
}
