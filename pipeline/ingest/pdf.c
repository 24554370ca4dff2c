// pdftotext run as a child, what its end says of the document, and the text made of its table.

#include "ingest/pdf.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "ingest/child.h"
#include "ingest/pdf_page.h"
#include "ingest/pdf_roles.h"
#include "ingest/pdf_text.h"

#define TAIL_BYTES 1024u  // where readers look for %%EOF

static bool contains(const char *bytes, size_t len, const char *word) {
  size_t word_len = strlen(word);
  if (len < word_len) return false;
  const char *end = bytes + len - word_len;
  for (const char *at = bytes; at <= end && (at = memchr(at, *word, (size_t)(end - at) + 1)); at++)
    if (!memcmp(at, word, word_len)) return true;
  return false;
}

// Streams, as images are, have their dictionaries in the clear.
static bool has_images(const char *bytes, size_t len) {
  return contains(bytes, len, "/Subtype/Image") || contains(bytes, len, "/Subtype /Image");
}

static bool is_cut_off(const char *bytes, size_t len) {
  size_t tail = len < TAIL_BYTES ? len : TAIL_BYTES;
  return !contains(bytes + len - tail, tail, "%%EOF");
}

// The first complaint that is more than a warning, without its place in the file; NULL = none.
static const char *complaint(const char *complaints, int *len) {
  for (const char *at = complaints; at && *at;) {
    size_t line = strcspn(at, "\n");
    if (line && !strncmp(at, "Syntax Error", 12)) {
      const char *text = memchr(at, ':', line);
      text = text && text + 2 <= at + line ? text + 2 : at;
      return *len = (int)(at + line - text), text;
    }
    at += line + (at[line] == '\n');
  }
  return NULL;
}

static spokes_status failed(spokes_error *err, const char *message) {
  return spokes__error_set(err, SPOKES_E_FORMAT, "%s", message);
}

// A child that did not come to its end.
static spokes_status broken_off(const spokes_child_result *result, spokes_error *err) {
  switch (result->end) {
    case SPOKES_CHILD_TOO_SLOW:
      return spokes__error_set(err, SPOKES_E_LIMIT, "pdftotext took more than %u seconds",
                               SPOKES_LIMIT_PDF_WALL_SECONDS);
    case SPOKES_CHILD_TOO_MUCH:
      return spokes__error_set(err, SPOKES_E_LIMIT, "pdftotext wrote more than the limit of %zu bytes",
                               SPOKES_LIMIT_PDF_OUTPUT);
    case SPOKES_CHILD_SIGNALED:
    case SPOKES_CHILD_EXITED:
      break;
  }
  return spokes__error_set(err, SPOKES_E_FORMAT, "a PDF document on which pdftotext broke down (signal %d)",
                           result->code);
}

static spokes_status refused(const char *bytes, size_t len, const spokes_buf *complaints, int code,
                             spokes_pdf_facts *facts, spokes_error *err) {
  const char *said = complaints->len ? complaints->data : "";
  if (contains(said, strlen(said), "Incorrect password")) return failed(err, "an encrypted PDF document");
  if (contains(said, strlen(said), "not allowed"))
    return failed(err, "a PDF document that does not allow its text to be read");
  if (contains(said, strlen(said), "Wrong page range")) return facts->pages = 0, SPOKES_OK;
  if (code == 127) return spokes__error_set(err, SPOKES_E_IO, "pdftotext could not be started");
  if (is_cut_off(bytes, len)) return failed(err, "a PDF document that is cut off");
  int text_len = 0;
  const char *text = complaint(said, &text_len);
  return spokes__error_set(err, SPOKES_E_FORMAT, "a damaged PDF document: %.*s", text ? text_len : 15,
                           text ? text : "it has no pages");
}

// What is to be said of a document that could be read although pdftotext complained.
static spokes_status judge(const char *bytes, size_t len, const spokes_buf *complaints, spokes_pdf_facts *facts,
                           spokes_error *err) {
  int text_len = 0;
  const char *text = complaint(complaints->len ? complaints->data : "", &text_len);
  if (!text) return SPOKES_OK;
  if (contains(text, (size_t)text_len, "language pack"))
    return failed(err, "a PDF document whose characters pdftotext cannot tell: it needs the package poppler-data");
  // Half a document must not pass for a whole one.
  if (is_cut_off(bytes, len)) return failed(err, "a PDF document that is cut off");
  snprintf(facts->damage, sizeof facts->damage, "a damaged PDF document, whose text may be incomplete: %.*s",
           text_len < 80 ? text_len : 80, text);
  return SPOKES_OK;
}

static spokes_status compose(const spokes_buf *table, spokes_composer *composer, spokes_pdf_facts *facts,
                             spokes_error *err) {
  spokes_pdf pdf = SPOKES_PDF_INIT;
  spokes_status status = spokes__pdf_parse(table->data, table->len, &pdf, err);
  if (!status) status = spokes__pdf_roles_find(&pdf, err);
  if (!status) spokes__pdf_compose(&pdf, composer);
  facts->pages = pdf.page_count;
  spokes__pdf_release(&pdf);
  return status ? status : spokes__composer_finish(composer, err);
}

static spokes_status run(const char *path, const char *bytes, size_t len, spokes_composer *composer,
                         spokes_pdf_facts *facts, spokes_error *err) {
  static const char *const argv[] = {"pdftotext", "-tsv", "-enc", "UTF-8", "-", "-", NULL};
  static const spokes_child_limits limits = {SPOKES_LIMIT_PDF_WALL_SECONDS, SPOKES_LIMIT_PDF_CPU_SECONDS,
                                             SPOKES_LIMIT_PDF_MEMORY, SPOKES_LIMIT_PDF_OUTPUT};
  spokes_buf table = SPOKES_BUF_INIT, complaints = SPOKES_BUF_INIT;
  spokes_child_result result;
  spokes_status status = spokes__child_run(path, argv, bytes, len, &limits, &table, &complaints, &result, err);
  bool is_at_end = !status && result.end == SPOKES_CHILD_EXITED;
  if (!status && !is_at_end) status = broken_off(&result, err);
  if (is_at_end && result.code) status = refused(bytes, len, &complaints, result.code, facts, err);
  if (is_at_end && !result.code) {
    status = judge(bytes, len, &complaints, facts, err);
    if (!status) status = compose(&table, composer, facts, err);
  }
  spokes__buf_release(&table);
  spokes__buf_release(&complaints);
  return status;
}

spokes_status spokes__pdf_read(const char *bytes, size_t len, spokes_composer *composer, spokes_pdf_facts *facts,
                               spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  *facts = (spokes_pdf_facts){.has_images = has_images(bytes, len)};
  spokes_status status = SPOKES_OK;
  if (!spokes__child_find("pdftotext", &path))
    status = path.failed
                 ? spokes__error_nomem(err)
                 : spokes__error_set(err, SPOKES_E_IO,
                                     "PDF documents are read by pdftotext, which is not installed: it is in the "
                                     "package poppler-utils");
  if (!status) status = run(path.data, bytes, len, composer, facts, err);
  spokes__buf_release(&path);
  return status;
}
