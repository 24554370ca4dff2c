// A web page to text: what a reader of the page reads, without navigation, scripts and what is hidden.
#ifndef SPOKES_INGEST_HTML_H
#define SPOKES_INGEST_HTML_H

#include "base/error.h"
#include "ingest/composer.h"

// Adds the page (valid UTF-8) to the composer. SPOKES_E_LIMIT when it is too large or its elements are nested too
// deeply.
spokes_status spokes__html_read(const char *text, size_t len, spokes_composer *composer, spokes_error *err);

#endif
