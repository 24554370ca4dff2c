// Tables of a run into memory. Rows of salience.csv stand in the order of documents.csv, document by document.

#include "run/finished.h"

#include <string.h>

#include "corpus/date.h"
#include "run/table_read.h"

typedef struct loading {
  spokes_finished *finished;
  size_t at;  // the document whose rows are being read
  bool failed;
  uint64_t bad_line;
} loading;

uint64_t spokes__cell_whole(const spokes_csv_field *cell) {
  uint64_t value = 0;
  for (size_t i = 0; i < cell->len && i < 19 && cell->text[i] >= '0' && cell->text[i] <= '9'; i++)
    value = value * 10 + (uint64_t)(cell->text[i] - '0');
  return value;
}

double spokes__cell_number(const spokes_csv_field *cell) {
  size_t at = cell->len && cell->text[0] == '-';
  double value = 0, scale = 1;
  bool is_behind = false;
  if (at == cell->len) return SPOKES_NOT_AVAILABLE;
  for (; at < cell->len; at++) {
    if (cell->text[at] == '.') {
      is_behind = true;
    } else {
      value = value * 10 + (cell->text[at] - '0');
      scale *= is_behind ? 10 : 1;
    }
  }
  return (cell->text[0] == '-' ? -value : value) / scale;
}

static const char *keep(loading *now, const spokes_csv_field *cell) {
  const char *copy = spokes__arena_strdup(&now->finished->arena, cell->text, cell->len);
  if (!copy) now->failed = true;
  return copy ? copy : "";
}

static bool on_document(void *context, uint64_t line, const spokes_csv_field *cells) {
  loading *now = context;
  spokes_finished *f = now->finished;
  void *documents = f->documents;
  (void)line;
  if (!spokes__array_reserve(&documents, &f->document_cap, f->document_count + 1, sizeof *f->documents)) {
    now->failed = true;
    return false;
  }
  f->documents = documents;
  spokes_finished_document *document = &f->documents[f->document_count++];
  *document = (spokes_finished_document){keep(now, &cells[0]),
                                         keep(now, &cells[1]),
                                         keep(now, &cells[2]),
                                         keep(now, &cells[3]),
                                         keep(now, &cells[4]),
                                         SPOKES_NO_ACTOR,
                                         0,
                                         0,
                                         0,
                                         0,
                                         0};
  document->issuer_actor = spokes__lexicon_find_actor(f->lexicon, cells[1].text, cells[1].len);
  spokes__date_parse(cells[2].text, cells[2].len, &document->date_number);
  document->tokens = spokes__cell_whole(&cells[5]);
  document->naming_passages = spokes__cell_whole(&cells[6]);
  return !now->failed;
}

static bool on_salience(void *context, uint64_t line, const spokes_csv_field *cells) {
  loading *now = context;
  spokes_finished *f = now->finished;
  while (now->at < f->document_count && !spokes__csv_field_is(&cells[0], f->documents[now->at].id)) now->at++;
  spokes_actor actor = spokes__lexicon_find_actor(f->lexicon, cells[1].text, cells[1].len);
  void *rows = f->rows;
  if (now->at == f->document_count || actor == SPOKES_NO_ACTOR) now->bad_line = line;
  if (now->bad_line) return false;
  if (!spokes__array_reserve(&rows, &f->row_cap, f->row_count + 1, sizeof *f->rows)) now->failed = true;
  if (now->failed) return false;
  f->rows = rows;
  double v[15];
  for (size_t i = 0; i < 15; i++) v[i] = spokes__cell_number(&cells[2 + i]);
  spokes_finished_document *document = &f->documents[now->at];
  if (!document->count++) document->first = f->row_count;
  f->rows[f->row_count++] =
      (spokes_finished_row){.actor = actor,
                            .n = spokes__cell_whole(&cells[2]),
                            .sentences = spokes__cell_whole(&cells[15]),
                            .passages = spokes__cell_whole(&cells[16]),
                            .share = v[1],
                            .rate = v[2],
                            .coverage = v[3],
                            .rank = (uint32_t)spokes__cell_whole(&cells[6]),
                            .dispersion = {spokes__cell_number(&cells[17]), v[5]},
                            .psi = v[6],
                            .share_range = {v[7], v[8]},
                            .p_top = v[9],
                            .rate_range = {v[10], v[11]},
                            .coverage_range = {spokes__cell_number(&cells[14]), spokes__cell_number(&cells[18])}};
  return true;
}

static spokes_status read_table(loading *now, const char *name, const char *const *columns, size_t count,
                                spokes_cells_fn *on_row, spokes_error *err) {
  spokes_table_query query = {columns, count, count, on_row, now};
  spokes_status status = spokes__table_read(now->finished->dir, name, &query, err);
  if (status) return status;
  if (now->failed) return spokes__error_nomem(err);
  if (now->bad_line)
    return spokes__error_at(err, SPOKES_E_FORMAT, name, now->bad_line, 0,
                            "the row does not fit documents.csv and the dictionary");
  return SPOKES_OK;
}

spokes_status spokes__finished_load(spokes_finished *out, const spokes_lexicon *lexicon, const char *dir,
                                    spokes_error *err) {
  static const char *const document_columns[] = {"doc_id", "issuer", "date",           "series",
                                                 "lang",   "tokens", "naming_passages"};
  static const char *const salience_columns[] = {"doc_id",    "actor",    "mentions", "share",      "rate_1000",
                                                 "coverage",  "rank",     "dp_norm",  "psi",        "share_lo",
                                                 "share_hi",  "p_top",    "rate_lo",  "rate_hi",    "coverage_lo",
                                                 "sentences", "passages", "dp",       "coverage_hi"};
  *out = (spokes_finished){.arena = SPOKES_ARENA_INIT, .lexicon = lexicon, .dir = dir};
  loading now = {.finished = out};
  spokes_status status = spokes__finished_facts(out, err);
  if (!status) status = read_table(&now, "documents.csv", document_columns, 7, on_document, err);
  if (!status) status = read_table(&now, "salience.csv", salience_columns, 19, on_salience, err);
  return status;
}

void spokes__finished_release(spokes_finished *finished) {
  spokes__free(finished->documents);
  spokes__free(finished->rows);
  spokes__arena_release(&finished->arena);
}

const spokes_finished_document *spokes__finished_find(const spokes_finished *finished, const char *id) {
  for (size_t i = 0; i < finished->document_count; i++)
    if (!strcmp(finished->documents[i].id, id)) return &finished->documents[i];
  return NULL;
}
