// The lines of a PDF document, put together to paragraphs.
#ifndef SPOKES_INGEST_PDF_TEXT_H
#define SPOKES_INGEST_PDF_TEXT_H

#include "ingest/composer.h"
#include "ingest/pdf_page.h"

// Line ends stay as they are, pages are divided by form feeds. A paragraph that runs on over a page's end is whole: the
// page's notes and running lines stand before it or behind it.
void spokes__pdf_compose(const spokes_pdf *pdf, spokes_composer *composer);

#endif
