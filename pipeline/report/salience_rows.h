// The rows of salience.csv and comentions.csv.
#ifndef SPOKES_REPORT_SALIENCE_ROWS_H
#define SPOKES_REPORT_SALIENCE_ROWS_H

#include "base/buf.h"
#include "measure/comention.h"
#include "measure/count.h"
#include "measure/salience.h"
#include "report/row_names.h"

// What one document says of its partners. Arrays are by partner number; order holds the partner numbers by rank.
typedef struct spokes_salience_rows {
  const spokes_actor *partners;
  const uint32_t *order, *ranks;
  size_t partner_count;
  const uint64_t *n, *sentences, *passages;
  const spokes_salience *values;
  spokes_actor reference;  // what `relative` refers to, or SPOKES_NO_ACTOR
  uint64_t reference_n;
  uint64_t chars;  // of a Chinese document, else 0
} spokes_salience_rows;

// Both append the rows of the document that names was told of last.
void spokes__salience_rows(spokes_buf *buf, const spokes_salience_rows *rows, spokes_row_names *names);

// A row for each pair of partners that some unit names together. passage_count: all passages of the document.
void spokes__comentions_rows(spokes_buf *buf, const spokes_actor *partners, const spokes_comentions *by_sentence,
                             const spokes_comentions *by_passage, uint64_t passage_count, spokes_row_names *names);

#endif
