// One file to one text: its bytes, unpacked and decoded; of a document with markup, the text inside and its structure.
#ifndef SPOKES_INGEST_INGEST_H
#define SPOKES_INGEST_INGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/layout.h"
#include "base/sha256.h"

typedef enum spokes_ingest_status {
  SPOKES_INGEST_OK,
  SPOKES_INGEST_EMPTY,    // a file without text
  SPOKES_INGEST_WARNING,  // text, but something is to be said of it
  SPOKES_INGEST_FAILED    // no text; the message says why
} spokes_ingest_status;

typedef struct spokes_document {
  const char *text;  // valid UTF-8 without byte-order mark; of a text file with line ends and NULs as they are there
  size_t text_len;
  bool is_extracted;             // not the file's own text, but what was read out of its format
  const spokes_region *regions;  // of a format that marks its paragraphs; plain text has none
  size_t region_count;
  const char *charset;  // "" when failed
  int confidence;       // 0 to 100
  spokes_ingest_status status;
  char message[256];               // "" when there is nothing to say
  uint64_t bytes;                  // of the file
  char sha256[SPOKES_SHA256_HEX];  // of the file; "" when it could not be read
} spokes_document;

typedef struct spokes_ingester spokes_ingester;  // the buffers of one thread

spokes_status spokes__ingester_new(spokes_ingester **out, spokes_error *err);
void spokes__ingester_free(spokes_ingester *ingester);
// How many threads may read a file together from now on, at least 1. is_hash_late: with several, the hash of a long
// file is computed while the caller goes on; it is empty until spokes__ingest_wait.
void spokes__ingester_set_threads(spokes_ingester *ingester, unsigned threads, bool is_hash_late);
// Fills in the hash of the document that was read last, if that is still to be done: before the next document.
spokes_status spokes__ingest_wait(spokes_ingester *ingester, spokes_document *document, spokes_error *err);

// Reads the file at path. Faults of the file are told in out->status, never by the result, which is SPOKES_E_NOMEM or
// SPOKES_OK. out's text is valid until the next call.
spokes_status spokes__ingest_file(spokes_ingester *ingester, const char *path, spokes_document *out, spokes_error *err);

spokes_text_source spokes__document_source(const spokes_document *document, bool words_wanted);
const char *spokes__ingest_status_name(spokes_ingest_status status);  // "ok", "empty", "warning", "failed"

#endif
