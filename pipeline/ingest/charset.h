// Bytes of unknown charset to UTF-8. The only user of ICU in this module.
#ifndef SPOKES_INGEST_CHARSET_H
#define SPOKES_INGEST_CHARSET_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_decoded {
  const char *text;  // valid UTF-8 without byte-order mark: part of the input when nothing had to change, else of buf
  size_t len;
  const char *charset;   // "UTF-8", "GB18030", "Big5", "UTF-16LE", ... (static)
  int confidence;        // 0 to 100; 100 = a byte-order mark, or strictly valid UTF-8
  uint64_t undecodable;  // places that became U+FFFD
} spokes_decoded;

// Decodes len bytes; buf is the memory for it, kept by the caller from call to call. Line ends and NUL characters stay.
// Bytes that are no text in any known charset are SPOKES_E_ENCODING.
spokes_status spokes__charset_decode(const char *bytes, size_t len, spokes_buf *buf, spokes_decoded *out,
                                     spokes_error *err);

// The same for bytes that name their charset themselves (NUL-terminated, any case; NULL = they do not). What the bytes
// plainly are, by a mark or as strict UTF-8, goes before; so does the guess when the name is unknown or plainly wrong.
spokes_status spokes__charset_decode_declared(const char *bytes, size_t len, const char *declared, spokes_buf *buf,
                                              spokes_decoded *out, spokes_error *err);

const char *spokes__charset_library_version(void);

#endif
