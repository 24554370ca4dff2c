// A growable byte buffer. Invariants: len <= cap; data[len] is NUL once anything was appended;
// NUL bytes inside are data. After a failed append `failed` stays true, later appends do nothing,
// and the writer checks it once at the end.
#ifndef SPOKES_BASE_BUF_H
#define SPOKES_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct spokes_buf {
  char *data;
  size_t len, cap;
  bool failed;
} spokes_buf;

#define SPOKES_BUF_INIT \
  { NULL, 0, 0, false }

bool spokes__buf_grow(spokes_buf *buf, size_t extra);
// Room for extra bytes and a NUL.
static inline bool spokes__buf_reserve(spokes_buf *buf, size_t extra) {
  return (!buf->failed && extra < buf->cap - buf->len) || spokes__buf_grow(buf, extra);
}
static inline void spokes__buf_append(spokes_buf *buf, const void *bytes, size_t len) {
  if (!spokes__buf_reserve(buf, len)) return;
  if (len) memcpy(buf->data + buf->len, bytes, len);
  buf->len += len;
  buf->data[buf->len] = '\0';
}
// Takes over what was written behind the end, into room that was reserved, up to `end`.
static inline void spokes__buf_end(spokes_buf *buf, char *end) {
  *end = '\0';
  buf->len = (size_t)(end - buf->data);
}
// NUL-terminated.
static inline void spokes__buf_text(spokes_buf *buf, const char *text) { spokes__buf_append(buf, text, strlen(text)); }
static inline void spokes__buf_byte(spokes_buf *buf, char byte) { spokes__buf_append(buf, &byte, 1); }
void spokes__buf_u64(spokes_buf *buf, uint64_t number);  // decimal
void spokes__buf_format(spokes_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void spokes__buf_clear(spokes_buf *buf);    // keeps the memory
void spokes__buf_release(spokes_buf *buf);  // frees it

#endif
