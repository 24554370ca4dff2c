// Any text as a document that is added: what is told of it is clean, on one line, and a date of the calendar. Any bytes
// as a manifest: a changed one is read again, with one row more.

#include <stdlib.h>
#include <string.h>

#include "base/csv_read.h"
#include "base/utf8.h"
#include "corpus/date.h"
#include "corpus/head.h"
#include "corpus/languages.h"
#include "corpus/manifest_write.h"
#include "corpus/title_page.h"
#include "fuzz.h"
#include "ingest/charset.h"

static void check_value(const spokes_buf *value) {
  if (spokes__utf8_valid_prefix(value->data, value->len) != value->len) abort();
  for (size_t i = 0; i < value->len; i++)
    if ((unsigned char)value->data[i] < 0x20 || value->data[i] == 0x7F) abort();
}

static void check_head(spokes_head *head, size_t len) {
  check_value(&head->title);
  check_value(&head->source_url);
  if (head->date.len && !spokes__date_parse(head->date.data, head->date.len, NULL)) abort();
  if (head->lang.len && !spokes__language_is_known(head->lang.data, head->lang.len)) abort();
  if (head->len > len) abort();
  spokes__head_release(head);
}

static void check_title_page(const char *text, size_t len, size_t skip) {
  spokes_title_page page;
  spokes__title_page_read(text, len, skip, &page);
  for (size_t i = 0; i < page.count; i++) {
    const spokes_title_line *line = &page.lines[i];
    char date[11];
    if (!line->len || line->text < text || line->text + line->len > text + len) abort();
    spokes__title_series(line->text, line->len, NULL);
    for (int years = 0; years < 2; years++)
      if (spokes__title_date(line->text, line->len, years, date) && !spokes__date_parse(date, strlen(date), NULL))
        abort();
  }
}

static void check_pdf(const char *bytes, size_t len) {
  spokes_head head = SPOKES_HEAD_INIT;
  if (!spokes__head_read_pdf(bytes, len, &head)) abort();
  check_head(&head, len);
}

static void check_text(const char *text, size_t len) {
  spokes_head head = SPOKES_HEAD_INIT, page = SPOKES_HEAD_INIT;
  if (!spokes__head_read_front_matter(text, len, &head) || !spokes__head_read_html(text, len, &page)) abort();
  const char *lang = spokes__language_guess(text, len);
  if (*lang && !spokes__language_is_known(lang, strlen(lang))) abort();
  check_title_page(text, len, head.len);
  check_head(&head, len);
  check_head(&page, len);
}

static bool count_row(void *context, const spokes_csv_row *row) {
  (void)row;
  ++*(size_t *)context;
  return true;
}

static void check_manifest(const char *bytes, size_t len) {
  const spokes_entry entry = {"new", "new.txt", "JPN", "2022", "", "a \"title\", new",        "en",
                              "",    "",        "",    "",     0,  {.kind = SPOKES_PATH_NONE}};
  const spokes_manifest_change change = {NULL, &entry};
  spokes_buf out = SPOKES_BUF_INIT;
  size_t before = 0, after = 0;
  if (!spokes__csv_read("m", bytes, len, count_row, &before, NULL) && before) {
    if (spokes__manifest_change("m", bytes, len, &change, 1, &out, NULL)) abort();
    if (spokes__csv_read("m", out.data, out.len, count_row, &after, NULL) || after != before + 1) abort();
  }
  spokes__buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_buf buf;
  spokes_decoded decoded;
  check_manifest((const char *)bytes, len);
  check_pdf((const char *)bytes, len);
  if (!spokes__charset_decode((const char *)bytes, len, &buf, &decoded, NULL)) check_text(decoded.text, decoded.len);
  return 0;
}
