// The words of a PDF document and their places, as pdftotext -tsv tells them.
#ifndef SPOKES_INGEST_PDF_PAGE_H
#define SPOKES_INGEST_PDF_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

// Points (1/72 inch) from the page's left upper corner.
typedef struct spokes_pdf_box {
  float left, top, right, bottom;
} spokes_pdf_box;

typedef struct spokes_pdf_word {
  spokes_pdf_box box;
  const char *text;  // borrowed; valid UTF-8
  uint32_t len;
} spokes_pdf_word;

typedef enum spokes_pdf_role {
  SPOKES_PDF_BODY,
  SPOKES_PDF_HEADING,
  SPOKES_PDF_NOTE,
  SPOKES_PDF_TABLE,
  SPOKES_PDF_CONTENTS,  // a line of the table of contents
  SPOKES_PDF_RUNNING,
  SPOKES_PDF_MARK  // the raised mark of a note, which belongs to another line
} spokes_pdf_role;

typedef struct spokes_pdf_line {
  spokes_pdf_box box;
  float size;  // height of its longest word, which goes with the size of its type
  uint32_t first_word, word_count;
  uint32_t page;  // from 0
  uint32_t chars;
  uint8_t role;      // spokes_pdf_role
  bool starts_note;  // begins with the mark of a note
  uint32_t mark;     // that mark when it is a line of its own: number of its word, and 1; 0 = none
} spokes_pdf_line;

typedef struct spokes_pdf_page {
  float width, height;
  uint32_t first_line, line_count;  // in reading order
} spokes_pdf_page;

typedef struct spokes_pdf {
  spokes_pdf_page *pages;
  size_t page_count, page_cap;
  spokes_pdf_line *lines;
  size_t line_count, line_cap;
  spokes_pdf_word *words;
  size_t word_count, word_cap;
  float body_size;  // of most of its characters
} spokes_pdf;

#define SPOKES_PDF_INIT \
  { 0 }

// Fills a zeroed pdf from pdftotext's table, which is borrowed.
spokes_status spokes__pdf_parse(const char *tsv, size_t len, spokes_pdf *out, spokes_error *err);
void spokes__pdf_release(spokes_pdf *pdf);

// Box, size and length of a line from its words, of which it has one at least.
void spokes__pdf_measure_line(const spokes_pdf *pdf, spokes_pdf_line *line);

// Is a blank to be written between two neighbouring words of a line?
bool spokes__pdf_is_gap(const spokes_pdf_word *before, const spokes_pdf_word *after);
// A raised small figure: the mark of a note.
bool spokes__pdf_is_raised(const spokes_pdf_line *line, const spokes_pdf_word *word);

#endif
