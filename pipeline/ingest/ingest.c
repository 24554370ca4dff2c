// The way of a file: bytes, hash, gunzip when it is gzip by its first bytes, format, charset, text. Formats that are
// not read fail with a message that says what they are. The buffers are reused from file to file.

#include "ingest/ingest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "base/threads.h"
#include "ingest/charset.h"
#include "ingest/composer.h"
#include "ingest/docx.h"
#include "ingest/format.h"
#include "ingest/gz_read.h"
#include "ingest/html.h"
#include "ingest/html_charset.h"
#include "ingest/pdf.h"
#include "ingest/xml_read.h"

struct spokes_ingester {
  spokes_buf file, inflated, decoded;
  spokes_composer composer;
  spokes_sha256 *hash;
  unsigned threads;  // 0 and 1 are one
  bool is_hash_late, is_hash_due;
  spokes_errand hashing;
  spokes_document hashed;  // for its hash alone
  spokes_status hash_status;
  spokes_error hash_fault;
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
  spokes__xml_prepare();
  *out = ingester;
  return SPOKES_OK;
}

void spokes__ingester_free(spokes_ingester *ingester) {
  if (!ingester) return;
  spokes__errand_wait(&ingester->hashing);
  spokes__buf_release(&ingester->file);
  spokes__buf_release(&ingester->inflated);
  spokes__buf_release(&ingester->decoded);
  spokes__composer_release(&ingester->composer);
  spokes__sha256_free(ingester->hash);
  spokes__free(ingester);
}

static spokes_status read_bytes(spokes_ingester *in, const char *path, spokes_document *out, spokes_error *fault) {
  spokes_status status = spokes__file_read_by(path, SPOKES_LIMIT_TEXT_BYTES, in->threads, &in->file, fault);
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
  return SPOKES_OK;
}

static spokes_status hash_bytes(spokes_ingester *in, spokes_document *out, spokes_error *fault) {
  spokes_status status = spokes__sha256_add(in->hash, in->file.data, in->file.len, fault);
  return status ? status : spokes__sha256_finish(in->hash, out->sha256, fault);
}

static spokes_status unpack(spokes_ingester *in, const char **bytes, size_t *len, spokes_error *fault) {
  *bytes = in->file.data;
  *len = in->file.len;
  if (!spokes__gz_is(*bytes, *len)) return SPOKES_OK;
  spokes_status status = spokes__gz_inflate(*bytes, *len, SPOKES_LIMIT_TEXT_BYTES, &in->inflated, fault);
  if (status) return status;
  *bytes = in->inflated.data;
  *len = in->inflated.len;
  return SPOKES_OK;
}

static bool is_blank(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!strchr(" \t\r\n\f\v", text[i]) || !text[i]) return false;
  return true;
}

// What is to be said of a text that was decoded, and whether there is any.
static void judge(const spokes_decoded *decoded, const char *nothing, spokes_document *out) {
  out->charset = decoded->charset;
  out->confidence = decoded->confidence;
  if (is_blank(out->text, out->text_len)) {
    out->status = SPOKES_INGEST_EMPTY;
    snprintf(out->message, sizeof out->message, "%s", nothing);
  } else if (decoded->undecodable) {
    out->status = SPOKES_INGEST_WARNING;
    snprintf(out->message, sizeof out->message, "%llu undecodable byte sequence%s replaced (%s)",
             (unsigned long long)decoded->undecodable, decoded->undecodable == 1 ? "" : "s", decoded->charset);
  }
}

static spokes_status read_plain(spokes_ingester *in, const char *bytes, size_t len, spokes_document *out,
                                spokes_error *fault) {
  spokes_decoded decoded;
  spokes_status status = spokes__charset_decode(bytes, len, &in->decoded, &decoded, fault);
  if (status) return status;
  if (decoded.len > SPOKES_LIMIT_TEXT_BYTES)
    return spokes__error_set(fault, SPOKES_E_LIMIT, "larger than the limit of %u bytes", SPOKES_LIMIT_TEXT_BYTES);
  out->text = decoded.text;
  out->text_len = decoded.len;
  judge(&decoded, "no text in the file", out);
  return SPOKES_OK;
}

// Hands out what the composer holds.
static void take_composed(spokes_ingester *in, spokes_document *out) {
  out->is_extracted = true;
  out->text = in->composer.text.len ? in->composer.text.data : "";
  out->text_len = in->composer.text.len;
  out->regions = in->composer.regions;
  out->region_count = in->composer.region_count;
}

static spokes_status read_html(spokes_ingester *in, const char *bytes, size_t len, spokes_document *out,
                               spokes_error *fault) {
  char declared[SPOKES_CHARSET_NAME];
  bool has_name = spokes__html_declared_charset(bytes, len, declared);
  spokes_decoded decoded;
  spokes_status status =
      spokes__charset_decode_declared(bytes, len, has_name ? declared : NULL, &in->decoded, &decoded, fault);
  if (!status) status = spokes__html_read(decoded.text, decoded.len, &in->composer, fault);
  if (status) return status;
  take_composed(in, out);
  judge(&decoded, "no text in the page", out);
  return SPOKES_OK;
}

static spokes_status read_docx(spokes_ingester *in, const char *bytes, size_t len, spokes_document *out,
                               spokes_error *fault) {
  // XML says its charset itself, and is not read when it does not keep to it.
  static const spokes_decoded decoded = {"", 0, "UTF-8", 100, 0};
  spokes_status status = spokes__docx_read(bytes, len, &in->composer, fault);
  if (status) return status;
  take_composed(in, out);
  judge(&decoded, "no text in the document", out);
  return SPOKES_OK;
}

// A document without text is one without pages, with blank ones, or with pictures of pages.
static void say_no_text(const spokes_pdf_facts *facts, spokes_document *out) {
  const char *plural = facts->pages == 1 ? "" : "s";
  out->status = facts->pages && facts->has_images ? SPOKES_INGEST_FAILED : SPOKES_INGEST_EMPTY;
  if (!facts->pages)
    snprintf(out->message, sizeof out->message, "a PDF document without pages");
  else if (facts->has_images)
    snprintf(out->message, sizeof out->message, "an image-only PDF document of %zu page%s: it needs OCR", facts->pages,
             plural);
  else
    snprintf(out->message, sizeof out->message, "no text on the %zu page%s of the document", facts->pages, plural);
}

static spokes_status read_pdf(spokes_ingester *in, const char *bytes, size_t len, spokes_document *out,
                              spokes_error *fault) {
  static const spokes_decoded decoded = {"", 0, "UTF-8", 100, 0};
  spokes_pdf_facts facts;
  spokes_status status = spokes__pdf_read(bytes, len, &in->composer, &facts, fault);
  if (status) return status;
  take_composed(in, out);
  judge(&decoded, "", out);
  if (out->status == SPOKES_INGEST_EMPTY) {
    say_no_text(&facts, out);
  } else if (*facts.damage) {
    out->status = SPOKES_INGEST_WARNING;
    snprintf(out->message, sizeof out->message, "%s", facts.damage);
  }
  return SPOKES_OK;
}

static spokes_status read_format(spokes_ingester *in, const char *bytes, size_t len, const char *path,
                                 spokes_document *out, spokes_error *fault) {
  const char *what = "";
  spokes__composer_clear(&in->composer);
  switch (spokes__file_format_of(bytes, len, path, &what)) {
    case SPOKES_FILE_TEXT:
      return read_plain(in, bytes, len, out, fault);
    case SPOKES_FILE_HTML:
      return read_html(in, bytes, len, out, fault);
    case SPOKES_FILE_PDF:
      return read_pdf(in, bytes, len, out, fault);
    case SPOKES_FILE_ZIP:
      return read_docx(in, bytes, len, out, fault);
    case SPOKES_FILE_FOREIGN:
      break;
  }
  return spokes__error_set(fault, SPOKES_E_FORMAT, "%s", what);
}

static spokes_status read_text(spokes_ingester *in, const char *path, spokes_document *out, spokes_error *fault) {
  const char *bytes;
  size_t len;
  spokes_status status = unpack(in, &bytes, &len, fault);
  return status ? status : read_format(in, bytes, len, path, out, fault);
}

// ---- The hash of a long file, by a thread of its own ------------------------------------------------------------

#define HASH_APART_BYTES (1u << 20)  // of a shorter file it is not worth a thread

static void hash_apart(void *context) {
  spokes_ingester *in = context;
  in->hash_status = hash_bytes(in, &in->hashed, &in->hash_fault);
}

static spokes_status wait_for_hash(spokes_ingester *in, spokes_document *out, spokes_error *fault) {
  spokes__errand_wait(&in->hashing);
  in->is_hash_due = false;
  memcpy(out->sha256, in->hashed.sha256, sizeof out->sha256);
  if (in->hash_status && fault) *fault = in->hash_fault;
  return in->hash_status;
}

void spokes__ingester_set_threads(spokes_ingester *ingester, unsigned threads, bool is_hash_late) {
  ingester->threads = threads;
  ingester->is_hash_late = is_hash_late;
}

spokes_status spokes__ingest_wait(spokes_ingester *ingester, spokes_document *document, spokes_error *err) {
  return ingester->is_hash_due ? wait_for_hash(ingester, document, err) : SPOKES_OK;
}

spokes_status spokes__ingest_file(spokes_ingester *ingester, const char *path, spokes_document *out,
                                  spokes_error *err) {
  *out = (spokes_document){.text = "", .charset = ""};
  spokes_error fault;
  spokes_status status = read_bytes(ingester, path, out, &fault);
  bool is_apart = !status && ingester->threads > 1 && ingester->file.len >= HASH_APART_BYTES;
  ingester->is_hash_due = is_apart;
  if (is_apart) spokes__errand_start(&ingester->hashing, hash_apart, ingester);
  if (!status && !is_apart) status = hash_bytes(ingester, out, &fault);
  if (!status) status = read_text(ingester, path, out, &fault);
  if (is_apart && (status || !ingester->is_hash_late)) {
    spokes_error hash_fault;
    spokes_status hash_status = wait_for_hash(ingester, out, &hash_fault);
    if (hash_status) fault = hash_fault;
    status = hash_status ? hash_status : status;
  }
  if (status == SPOKES_E_NOMEM) return spokes__error_nomem(err);
  if (status) {
    out->text = "";
    out->text_len = out->region_count = 0;
    out->status = SPOKES_INGEST_FAILED;
    snprintf(out->message, sizeof out->message, "%.250s", fault.message);
  }
  return SPOKES_OK;
}

spokes_text_source spokes__document_source(const spokes_document *document, bool words_wanted) {
  return (spokes_text_source){.text = document->text,
                              .len = document->text_len,
                              .regions = document->regions,
                              .region_count = document->region_count,
                              .words_wanted = words_wanted};
}

const char *spokes__ingest_status_name(spokes_ingest_status status) {
  static const char *const names[] = {"ok", "empty", "warning", "failed"};
  return (unsigned)status < sizeof names / sizeof *names ? names[status] : "unknown";
}
