// The rows of damage.csv: one for each kind of damage that a document has.
#ifndef SPOKES_REPORT_DAMAGE_ROWS_H
#define SPOKES_REPORT_DAMAGE_ROWS_H

#include "measure/repaired.h"
#include "report/row_names.h"

// text is the original. The document is the one that names was told of last.
void spokes__damage_rows(spokes_buf *buf, const spokes_row_names *names, const char *text,
                         const spokes_damage_count counts[SPOKES_DAMAGE_COUNT]);

#endif
