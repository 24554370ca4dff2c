// What a document says of itself before its text: the front matter of plain texts ("title: ...", between lines of ---),
// the head of web pages (title, meta, html lang), and the metadata of PDF files.
#ifndef SPOKES_CORPUS_HEAD_H
#define SPOKES_CORPUS_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

// Valid UTF-8 without control characters, on one line; "" = not told.
typedef struct spokes_head {
  spokes_buf title, date, lang, source_url;  // date: YYYY, YYYY-MM or YYYY-MM-DD
  size_t len;                                // bytes of front matter, 0 = none
} spokes_head;

#define SPOKES_HEAD_INIT \
  { .len = 0 }

// text: valid UTF-8. Each fills an initialised head; false when memory is out.
bool spokes__head_read_front_matter(const char *text, size_t len, spokes_head *out);
// The title of the XMP packet that most PDF files carry; bytes as they are in the file. Names of files are no titles.
bool spokes__head_read_pdf(const char *bytes, size_t len, spokes_head *out);
bool spokes__head_read_html(const char *page, size_t len, spokes_head *out);
void spokes__head_release(spokes_head *head);

#endif
