// The way of a file: bytes, hash, gunzip when it is gzip by its first bytes, charset, text. Only plain text is read;
// other formats fail with a message that says so. Three buffers are reused from file to file.

#include "ingest/ingest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "ingest/charset.h"
#include "ingest/gz_read.h"

struct spokes_ingester {
  spokes_buf file, inflated, decoded;
  spokes_sha256 *hash;
};

spokes_status spokes__ingester_new(spokes_ingester **out, spokes_error *err) {
  *out = NULL;
  spokes_ingester *ingester = spokes__calloc(1, sizeof *ingester);
  if (!ingester) return spokes__error_nomem(err);
  spokes_status status = spokes__sha256_new(&ingester->hash, err);
  if (status) {
    spokes__free(ingester);
    return status;
  }
  *out = ingester;
  return SPOKES_OK;
}

void spokes__ingester_free(spokes_ingester *ingester) {
  if (!ingester) return;
  spokes__buf_release(&ingester->file);
  spokes__buf_release(&ingester->inflated);
  spokes__buf_release(&ingester->decoded);
  spokes__sha256_free(ingester->hash);
  spokes__free(ingester);
}

static spokes_status read_bytes(spokes_ingester *in, const char *path, spokes_document *out, spokes_error *fault) {
  spokes_status status = spokes__file_read(path, SPOKES_LIMIT_TEXT_BYTES, &in->file, fault);
  if (status == SPOKES_E_IO) {
    // The path is known from the document's row: the reason alone is enough.
    char reason[128];
    if (strerror_r(errno, reason, sizeof reason)) reason[0] = '\0';
    return spokes__error_set(fault, SPOKES_E_IO, "cannot be read: %s", reason);
  }
  if (status == SPOKES_E_LIMIT)
    return spokes__error_set(fault, status, "larger than the limit of %u bytes", SPOKES_LIMIT_TEXT_BYTES);
  if (status) return status;
  out->bytes = in->file.len;
  status = spokes__sha256_add(in->hash, in->file.data, in->file.len, fault);
  return status ? status : spokes__sha256_finish(in->hash, out->sha256, fault);
}

// Formats that are told by their first bytes and cannot be read.
static const char *foreign_format(const char *bytes, size_t len) {
  static const struct {
    const char *name, *magic;
    size_t len;
  } formats[] = {{"a PDF document", "%PDF-", 5},
                 {"a zip archive or office document", "PK\3\4", 4},
                 {"a Word document", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8},
                 {"an RTF document", "{\\rtf", 5},
                 {"an HTML page", "<!DOCTYPE html", 14},
                 {"an HTML page", "<!doctype html", 14},
                 {"an HTML page", "<html", 5}};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (len >= formats[i].len && !memcmp(bytes, formats[i].magic, formats[i].len)) return formats[i].name;
  return NULL;
}

static spokes_status unpack(spokes_ingester *in, const char **bytes, size_t *len, spokes_error *fault) {
  *bytes = in->file.data;
  *len = in->file.len;
  if (spokes__gz_is(*bytes, *len)) {
    spokes_status status = spokes__gz_inflate(*bytes, *len, SPOKES_LIMIT_TEXT_BYTES, &in->inflated, fault);
    if (status) return status;
    *bytes = in->inflated.data;
    *len = in->inflated.len;
  }
  const char *foreign = foreign_format(*bytes, *len);
  return foreign ? spokes__error_set(fault, SPOKES_E_FORMAT, "%s, where plain text is expected", foreign) : SPOKES_OK;
}

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!strchr(" \t\r\n\f\v", text[i]) || !text[i]) return false;
  return true;
}

static spokes_status decode(spokes_ingester *in, const char *bytes, size_t len, spokes_document *out,
                            spokes_error *fault) {
  spokes_decoded decoded;
  spokes_status status = spokes__charset_decode(bytes, len, &in->decoded, &decoded, fault);
  if (status) return status;
  if (decoded.len > SPOKES_LIMIT_TEXT_BYTES)
    return spokes__error_set(fault, SPOKES_E_LIMIT, "larger than the limit of %u bytes", SPOKES_LIMIT_TEXT_BYTES);
  out->text = decoded.text;
  out->text_len = decoded.len;
  out->charset = decoded.charset;
  out->confidence = decoded.confidence;
  if (is_blank(decoded.text, decoded.len)) {
    out->status = SPOKES_INGEST_EMPTY;
    snprintf(out->message, sizeof out->message, "no text in the file");
  } else if (decoded.undecodable) {
    out->status = SPOKES_INGEST_WARNING;
    snprintf(out->message, sizeof out->message, "%llu undecodable byte sequence%s replaced (%s)",
             (unsigned long long)decoded.undecodable, decoded.undecodable == 1 ? "" : "s", decoded.charset);
  }
  return SPOKES_OK;
}

spokes_status spokes__ingest_file(spokes_ingester *ingester, const char *path, spokes_document *out,
                                  spokes_error *err) {
  *out = (spokes_document){.text = "", .charset = ""};
  spokes_error fault;
  const char *bytes;
  size_t len;
  spokes_status status = read_bytes(ingester, path, out, &fault);
  if (!status) status = unpack(ingester, &bytes, &len, &fault);
  if (!status) status = decode(ingester, bytes, len, out, &fault);
  if (status == SPOKES_E_NOMEM) return spokes__error_nomem(err);
  if (status) {
    out->status = SPOKES_INGEST_FAILED;
    snprintf(out->message, sizeof out->message, "%.250s", fault.message);
  }
  return SPOKES_OK;
}

spokes_text_source spokes__document_source(const spokes_document *document, bool words_wanted) {
  return (spokes_text_source){document->text, document->text_len, document->regions, document->region_count,
                              words_wanted};
}

const char *spokes__ingest_status_name(spokes_ingest_status status) {
  static const char *const names[] = {"ok", "empty", "warning", "failed"};
  return (unsigned)status < sizeof names / sizeof *names ? names[status] : "unknown";
}
