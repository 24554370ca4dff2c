// A PDF document to text, through poppler's pdftotext: its words and their places, and from these columns, paragraphs,
// headings, notes, running lines and pages.
#ifndef SPOKES_INGEST_PDF_H
#define SPOKES_INGEST_PDF_H

#include <stdbool.h>

#include "base/error.h"
#include "ingest/composer.h"

typedef struct spokes_pdf_facts {
  size_t pages;
  bool has_images;
  char damage[160];  // what was wrong with a document that could be read in part; "" = nothing
} spokes_pdf_facts;

// Adds the document to the composer. One that is encrypted, cut off or damaged beyond reading is SPOKES_E_FORMAT with a
// message that says so, as is a missing pdftotext. A document without text is no fault here: facts say what it has
// instead.
spokes_status spokes__pdf_read(const char *bytes, size_t len, spokes_composer *composer, spokes_pdf_facts *facts,
                               spokes_error *err);

#endif
