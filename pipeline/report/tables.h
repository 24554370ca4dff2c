// The rows of a run's tables, as CSV. Columns only ever grow at the end.
#ifndef SPOKES_REPORT_TABLES_H
#define SPOKES_REPORT_TABLES_H

#include "base/buf.h"
#include "measure/count.h"
#include "report/row_names.h"

typedef enum spokes_table {
  SPOKES_TABLE_DOCUMENTS,
  SPOKES_TABLE_MENTIONS,
  SPOKES_TABLE_EXCLUSIONS,
  SPOKES_TABLE_COUNTS,
  SPOKES_TABLE_SALIENCE,
  SPOKES_TABLE_COMENTIONS,
  SPOKES_TABLE_DAMAGE,
  SPOKES_TABLE_COUNT
} spokes_table;

const char *spokes__table_file(spokes_table table);    // "documents.csv"
const char *spokes__table_header(spokes_table table);  // its first line, with the line end

// One document's facts. Strings are never NULL. With has_text false the fields from chars on are left empty.
typedef struct spokes_document_row {
  const char *id, *path, *issuer, *date, *series, *title, *lang, *status, *message, *sha256;
  uint64_t bytes;
  bool has_text, has_words;  // without words `tokens` is left empty
  uint64_t chars, tokens, sentences, passages, pages;
  const char *charset;
  int charset_confidence;
  double hhi;  // concentration of the shares of its partners
} spokes_document_row;

// Each appends its rows to buf; buf->failed tells that memory is out. text is the original that the hits point into.
void spokes__documents_row(spokes_buf *buf, const spokes_document_row *row, const spokes_counts *counts);
// Those of the document that names was told of last.
void spokes__mentions_rows(spokes_buf *buf, spokes_row_names *names, const char *text, const spokes_hits *mentions);
void spokes__exclusions_rows(spokes_buf *buf, spokes_row_names *names, const char *text, const spokes_hits *exclusions);
void spokes__counts_rows(spokes_buf *buf, spokes_row_names *names, const spokes_counts *counts);

#endif
