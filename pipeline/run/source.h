// What spokes_source holds, for the modules that look at a single document.
#ifndef SPOKES_RUN_SOURCE_H
#define SPOKES_RUN_SOURCE_H

#include "ingest/ingest.h"

const spokes_document *spokes__source_document(const spokes_source *source);

#endif
