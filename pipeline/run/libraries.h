// The libraries this program is linked with.
#ifndef SPOKES_RUN_LIBRARIES_H
#define SPOKES_RUN_LIBRARIES_H

#include "report/run_json.h"

#define SPOKES_LIBRARY_COUNT 9

void spokes__libraries(spokes_named_text out[SPOKES_LIBRARY_COUNT]);

#endif
