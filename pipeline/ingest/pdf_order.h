// The reading order of a page's lines.
#ifndef SPOKES_INGEST_PDF_ORDER_H
#define SPOKES_INGEST_PDF_ORDER_H

#include "ingest/pdf_page.h"

// Puts the lines of each page into reading order: column by column where a gutter divides lines of text, and from the
// top down elsewhere. Pieces of one line, as cells of a row, become one. Running lines must be known: they come last.
spokes_status spokes__pdf_order(spokes_pdf *pdf, spokes_error *err);

#endif
