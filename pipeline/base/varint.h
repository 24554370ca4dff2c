// Numbers of any size in as few bytes as they need: seven bits a byte, lowest first, the top bit says that more follow
// (LEB128). Reading takes any bytes and never passes the end.
#ifndef SPOKES_BASE_VARINT_H
#define SPOKES_BASE_VARINT_H

#include <stdbool.h>

#include "base/buf.h"

static inline void spokes__varint_write(spokes_buf *buf, uint64_t number) {
  if (!spokes__buf_reserve(buf, 10)) return;
  char *at = buf->data + buf->len;
  for (; number >= 0x80; number >>= 7) *at++ = (char)(0x80 | (number & 0x7F));
  *at++ = (char)number;
  spokes__buf_end(buf, at);
}

typedef struct spokes_varints {
  const unsigned char *at, *end;
  bool failed;  // the bytes ended too early, or a number had more than 64 bits
} spokes_varints;

// The next number; 0 after a failure.
static inline uint64_t spokes__varint_read(spokes_varints *in) {
  uint64_t number = 0;
  for (unsigned shift = 0; in->at < in->end && shift < 64; shift += 7) {
    unsigned char byte = *in->at++;
    if (shift == 63 && byte > 1) break;
    number |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
  in->failed = true;
  in->at = in->end;
  return 0;
}

#endif
