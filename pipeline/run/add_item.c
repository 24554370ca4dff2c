// The order of things: the bytes under a temporary name, their format (and, of a download, whether it is what the
// server called it), the text by the reader of every run, then the facts.

#include "run/add_item.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "ingest/charset.h"
#include "ingest/gz_read.h"
#include "ingest/html_charset.h"

void spokes__add_item_fail(spokes_add_item *item, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(item->message, sizeof item->message, format, args);
  va_end(args);
  item->result = SPOKES_ADD_FAILED;
}

static bool has_failed(const spokes_add_item *item) { return item->result == SPOKES_ADD_FAILED; }

// A fault of the document; others are passed on.
static spokes_status blame(spokes_add_item *item, spokes_status status, const spokes_error *fault, spokes_error *err) {
  if (!status) return SPOKES_OK;
  if (status == SPOKES_E_NOMEM) return spokes__error_nomem(err);
  spokes__add_item_fail(item, "%.380s", fault->message);
  return SPOKES_OK;
}

// A fault of the corpus, where nothing more can be written.
static spokes_status pass_on(spokes_status status, const spokes_error *fault, spokes_error *err) {
  if (status && err) *err = *fault;
  return status;
}

static uint64_t most_bytes(const spokes_add_options *options) {
  return options->max_bytes ? options->max_bytes : SPOKES_LIMIT_ADDED_BYTES;
}

// ---- The bytes --------------------------------------------------------------------------------------------

static spokes_status copy_in(spokes_add_bench *bench, spokes_add_item *item, spokes_error *err) {
  spokes_error fault;
  bool is_source;
  spokes_status status =
      spokes__durable_copy(item->input, bench->path.data, most_bytes(bench->options), &is_source, &fault);
  return is_source ? blame(item, status, &fault, err) : pass_on(status, &fault, err);
}

static void check_type(spokes_add_item *item, const spokes_downloaded *answer) {
  if (spokes__add_format_fits(&item->format, answer->content_type.data)) return;
  spokes__add_item_fail(item, "the server calls it '%.80s', but its bytes are not (%s)", answer->content_type.data,
                        item->format.name);
}

static spokes_status keep_path(spokes_add_bench *bench, spokes_add_item *item, spokes_error *err) {
  item->staged = spokes__arena_strdup(bench->arena, bench->path.data, bench->path.len);
  return item->staged ? SPOKES_OK : spokes__error_nomem(err);
}

// The staged file as bytes, unpacked when it is gzip.
static spokes_status read_staged(spokes_add_bench *bench, spokes_add_item *item, const char *name,
                                 const char *content_type, const spokes_buf **out, spokes_error *err) {
  spokes_error fault;
  spokes_status status = spokes__file_read(item->staged, SPOKES_LIMIT_TEXT_BYTES, &bench->bytes, &fault);
  *out = &bench->bytes;
  bool is_packed = !status && spokes__gz_is(bench->bytes.data, bench->bytes.len);
  if (is_packed) {
    status = spokes__gz_inflate(bench->bytes.data, bench->bytes.len, SPOKES_LIMIT_TEXT_BYTES, &bench->unpacked, &fault);
    *out = &bench->unpacked;
  }
  if (status) return blame(item, status, &fault, err);
  item->format = spokes__add_format_of((*out)->data, (*out)->len, name, content_type);
  if (!*item->format.ending) {
    spokes__add_item_fail(item, "it is %s", item->format.name);
    return SPOKES_OK;
  }
  char ending[16];
  snprintf(ending, sizeof ending, "%s%s", item->format.ending, is_packed ? ".gz" : "");
  item->ending = spokes__arena_strdup(bench->arena, ending, strlen(ending));
  return item->ending ? SPOKES_OK : spokes__error_nomem(err);
}

// The readers of documents may look at the name.
static spokes_status rename_staged(spokes_add_bench *bench, spokes_add_item *item, spokes_error *err) {
  spokes_status status = spokes__store_stage(bench->store, item->ending, &bench->path, err);
  if (!status && rename(item->staged, bench->path.data)) status = spokes__file_error(err, "write", bench->path.data);
  return status ? status : keep_path(bench, item, err);
}

// ---- The server's charset ---------------------------------------------------------------------------------

// Puts the text as UTF-8 in place of the staged file. A page gets a byte-order mark, which goes before what it says.
static spokes_status store_text(spokes_add_bench *bench, spokes_add_item *item, bool is_page,
                                const spokes_decoded *text, spokes_error *err) {
  spokes_buf *out = &bench->decoded;
  spokes__buf_clear(out);
  if (is_page) spokes__buf_text(out, "\xEF\xBB\xBF");
  spokes__buf_append(out, text->text, text->len);
  if (out->failed) return spokes__error_nomem(err);
  unlink(item->staged);
  item->ending = item->format.ending;
  spokes_status status = spokes__store_stage(bench->store, item->ending, &bench->path, err);
  if (!status) status = spokes__durable_write(bench->path.data, out->data, out->len, err);
  return status ? status : keep_path(bench, item, err);
}

// The charset that the server tells is lost with the connection. When the bytes alone would be read otherwise, the text
// is stored as UTF-8.
static spokes_status heed_charset(spokes_add_bench *bench, spokes_add_item *item, const spokes_buf *bytes,
                                  const char *charset, spokes_error *err) {
  bool is_page = !strcmp(item->format.name, "HTML");
  char own[SPOKES_CHARSET_NAME];
  if (!*charset || (!is_page && strcmp(item->format.name, "text") != 0)) return SPOKES_OK;
  bool has_own = is_page && spokes__html_declared_charset(bytes->data, bytes->len, own);
  spokes_decoded alone, served;
  spokes_error fault;
  spokes_status status =
      spokes__charset_decode_declared(bytes->data, bytes->len, has_own ? own : NULL, &bench->decoded, &alone, &fault);
  if (status == SPOKES_E_NOMEM) return spokes__error_nomem(err);
  bool is_readable = !status;
  status = spokes__charset_decode_declared(bytes->data, bytes->len, charset, &bench->served, &served, &fault);
  if (status) return status == SPOKES_E_NOMEM ? spokes__error_nomem(err) : SPOKES_OK;
  if (is_readable && alone.len == served.len && !memcmp(alone.text, served.text, served.len)) return SPOKES_OK;
  snprintf(item->message, sizeof item->message, "stored as UTF-8: the server tells its charset, %.40s", charset);
  return store_text(bench, item, is_page, &served, err);
}

// ---- What it says -----------------------------------------------------------------------------------------

static spokes_status read_html_head(spokes_add_bench *bench, const spokes_buf *bytes, spokes_head *head,
                                    spokes_error *err) {
  spokes_decoded page;
  spokes_error ignored;
  spokes_status status = spokes__charset_decode(bytes->data, bytes->len, &bench->decoded, &page, &ignored);
  if (status == SPOKES_E_NOMEM) return spokes__error_nomem(err);
  if (status) return SPOKES_OK;
  return spokes__head_read_html(page.text, page.len, head) ? SPOKES_OK : spokes__error_nomem(err);
}

// Where the title page is: beyond it nothing is read but the language.
#define FRONT_BYTES (1u << 16)

// The document's text with the running headers and footers of its first pages blanked: they are no lines of a title.
static spokes_status without_running(spokes_add_bench *bench, const spokes_document *document, const char **text,
                                     spokes_error *err) {
  *text = document->text;
  if (!document->region_count) return SPOKES_OK;
  spokes_buf *copy = &bench->served;
  spokes__buf_clear(copy);
  spokes__buf_append(copy, document->text, document->text_len);
  if (copy->failed) return spokes__error_nomem(err);
  for (size_t i = 0; i < document->region_count && document->regions[i].start < FRONT_BYTES; i++) {
    const spokes_region *region = &document->regions[i];
    if (region->zone == SPOKES_ZONE_RUNNING) memset(copy->data + region->start, ' ', region->end - region->start);
  }
  *text = copy->data;
  return SPOKES_OK;
}

// What stands before the text; *origin says where.
static spokes_status read_head(spokes_add_bench *bench, const spokes_add_item *item, const spokes_buf *bytes,
                               const spokes_document *document, spokes_head *head, const char **origin,
                               spokes_error *err) {
  bool good;
  *origin = "front matter";
  if (!strcmp(item->format.name, "HTML")) {
    *origin = "head of the page";
    return read_html_head(bench, bytes, head, err);
  }
  if (!strcmp(item->format.name, "PDF")) {
    *origin = "metadata of the file";
    good = spokes__head_read_pdf(bytes->data, bytes->len, head);
  } else {
    good = spokes__head_read_front_matter(document->text, document->text_len, head);
  }
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

static spokes_status tell(spokes_add_bench *bench, spokes_add_item *item, const spokes_buf *bytes, const char *name,
                          const spokes_document *document, spokes_error *err) {
  spokes_head head = SPOKES_HEAD_INIT;
  spokes_add_facts *facts = &item->facts;
  const char *origin, *text;
  spokes__add_facts_name(facts, name, bench->lookup);
  spokes_status status = read_head(bench, item, bytes, document, &head, &origin, err);
  if (!status && head.title.data) spokes__add_facts_head(facts, &head, origin);
  if (!status && spokes__download_is_url(item->input)) spokes__add_facts_url(facts, item->input, bench->lookup);
  if (!status && *facts->values[SPOKES_FIELD_SOURCE_URL])
    spokes__add_facts_url(facts, facts->values[SPOKES_FIELD_SOURCE_URL], bench->lookup);
  if (!status) status = without_running(bench, document, &text, err);
  if (!status) status = spokes__add_facts_text(facts, text, document->text_len, head.len, bench->matcher, err);
  spokes__head_release(&head);
  if (!status && facts->no_memory) status = spokes__error_nomem(err);
  return status;
}

static spokes_status read_document(spokes_add_bench *bench, spokes_add_item *item, const spokes_buf *bytes,
                                   const char *name, spokes_error *err) {
  spokes_document document;
  spokes_status status = spokes__ingest_file(bench->ingester, item->staged, &document, err);
  if (status) return status;
  memcpy(item->sha256, document.sha256, sizeof item->sha256);
  item->bytes = document.bytes;
  if (document.status == SPOKES_INGEST_FAILED || document.status == SPOKES_INGEST_EMPTY) {
    spokes__add_item_fail(item, "%.250s", document.message);
    return SPOKES_OK;
  }
  if (*document.message) snprintf(item->message, sizeof item->message, "%.250s", document.message);
  return tell(bench, item, bytes, name, &document, err);
}

// ---- One item ---------------------------------------------------------------------------------------------

static spokes_status fetch_in(spokes_add_bench *bench, spokes_add_item *item, spokes_downloaded *answer,
                              spokes_error *err) {
  const spokes_add_options *o = bench->options;
  spokes_download_options options = {most_bytes(o), o->total_seconds ? o->total_seconds : SPOKES_LIMIT_DOWNLOAD_SECONDS,
                                     o->stall_seconds ? o->stall_seconds : SPOKES_LIMIT_STALL_SECONDS,
                                     o->allow_private};
  spokes_error fault;
  spokes_status status = spokes__download(item->input, bench->path.data, &options, answer, &fault);
  return answer->is_disk_fault ? pass_on(status, &fault, err) : blame(item, status, &fault, err);
}

static spokes_status read_in(spokes_add_bench *bench, spokes_add_item *item, const char *name,
                             const spokes_downloaded *answer, spokes_error *err) {
  const spokes_buf *bytes;
  spokes_status status = keep_path(bench, item, err);
  if (!status) status = read_staged(bench, item, name, answer ? answer->content_type.data : "", &bytes, err);
  if (status || has_failed(item)) return status;
  if (answer) check_type(item, answer);
  if (has_failed(item)) return SPOKES_OK;
  status = rename_staged(bench, item, err);
  const char *staged = item->staged;
  if (!status && answer) status = heed_charset(bench, item, bytes, answer->charset.data, err);
  if (!status && item->staged != staged) {
    bytes = &bench->bytes;
    status = spokes__file_read(item->staged, SPOKES_LIMIT_TEXT_BYTES, &bench->bytes, err);
  }
  return status ? status : read_document(bench, item, bytes, name, err);
}

spokes_status spokes__add_item_stage(spokes_add_bench *bench, spokes_add_item *item, spokes_error *err) {
  spokes_downloaded answer = {.url = SPOKES_BUF_INIT};
  spokes_buf name = SPOKES_BUF_INIT;
  bool is_url = spokes__download_is_url(item->input);
  spokes_status status = spokes__store_stage(bench->store, ".part", &bench->path, err);
  if (!status) status = is_url ? fetch_in(bench, item, &answer, err) : copy_in(bench, item, err);
  if (!status && !has_failed(item)) {
    const char *slash = strrchr(item->input, '/');
    bool named = is_url ? spokes__download_name(item->input, &name) : true;
    if (!is_url) spokes__buf_text(&name, slash ? slash + 1 : item->input);
    status = !named || name.failed ? spokes__error_nomem(err)
                                   : read_in(bench, item, name.data, is_url ? &answer : NULL, err);
  }
  // What is refused need not wait for the end.
  if (has_failed(item) && item->staged) unlink(item->staged);
  spokes__downloaded_release(&answer);
  spokes__buf_release(&name);
  return status;
}
