// What the first lines of a document tell: lines of a title page, and the series and date that a line names.
#ifndef SPOKES_CORPUS_TITLE_PAGE_H
#define SPOKES_CORPUS_TITLE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPOKES_TITLE_LINES 24

typedef struct spokes_title_line {
  const char *text;  // without white space around it
  size_t len;
  uint64_t line;  // of the document, counted from 1
} spokes_title_line;

typedef struct spokes_title_page {
  spokes_title_line lines[SPOKES_TITLE_LINES];
  size_t count;
} spokes_title_page;

// The short lines at the start of text, up to the first long one: where prose begins, the title page is over. skip
// bytes at the start belong to no page.
void spokes__title_page_read(const char *text, size_t len, size_t skip, spokes_title_page *out);

// The series that a title names ("National Security Strategy" -> "NSS"), by the phrases of the table in title_page.c;
// NULL when it names none. A phrase may go over line ends. *where (may be NULL): the byte that it starts at.
const char *spokes__title_series(const char *text, size_t len, size_t *where);

// The date in a line of English, Chinese or Japanese, as YYYY, YYYY-MM or YYYY-MM-DD: false when there is none, or more
// than one. A bare year counts only where years is true.
bool spokes__title_date(const char *text, size_t len, bool years, char out[11]);

#endif
