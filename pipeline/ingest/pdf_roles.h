// What the lines of a PDF document are: running lines, notes, headings, rows of tables, body.
#ifndef SPOKES_INGEST_PDF_ROLES_H
#define SPOKES_INGEST_PDF_ROLES_H

#include "ingest/pdf_page.h"

// Puts the lines into reading order on the way.
spokes_status spokes__pdf_roles_find(spokes_pdf *pdf, spokes_error *err);

#endif
