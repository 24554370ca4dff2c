// A Word document (.docx, ECMA-376 / ISO 29500) to text: its paragraphs, tables, notes and text boxes, and its page
// headers and footers as running lines. What changes tracking has marked as deleted, hidden text and instructions of
// fields are left out.
#ifndef SPOKES_INGEST_DOCX_H
#define SPOKES_INGEST_DOCX_H

#include "base/error.h"
#include "ingest/composer.h"

// Adds the document to the composer. Archives of other kinds, and documents that are damaged or encrypted, are
// SPOKES_E_FORMAT with a message that says what they are.
spokes_status spokes__docx_read(const char *bytes, size_t len, spokes_composer *composer, spokes_error *err);

// The XML of a main part alone, without styles and the parts around it.
spokes_status spokes__docx_read_text(const char *xml, size_t len, spokes_composer *composer, spokes_error *err);

#endif
