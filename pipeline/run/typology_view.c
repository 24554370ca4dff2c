// spokes_typology: the typology of a finished run again, with other thresholds, windows or hubs, and the fitting of the
// thresholds to the reference labels.

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "report/cells.h"
#include "run/finished.h"
#include "run/table_read.h"
#include "run/typology_table.h"

// ---- The documents' counts ----------------------------------------------------------------------------------

typedef struct gathering {
  const spokes_finished *finished;
  spokes_issued *issued;
  size_t at;  // next document to begin
  bool failed;
} gathering;

static bool begin_document(gathering *now) {
  const spokes_finished_document *document = &now->finished->documents[now->at++];
  return spokes__issued_add(now->issued, document->issuer_actor, document->date_number);
}

static bool on_counts(void *context, uint64_t line, const spokes_csv_field *cells) {
  gathering *now = context;
  const spokes_finished *f = now->finished;
  (void)line;
  while (now->at == 0 || !spokes__csv_field_is(&cells[0], f->documents[now->at - 1].id)) {
    if (now->at == f->document_count) return true;  // damaged: no such document behind this one
    if (!begin_document(now)) now->failed = true;
    if (now->failed) return false;
  }
  spokes_actor actor = spokes__lexicon_find_actor(f->lexicon, cells[1].text, cells[1].len);
  uint64_t n = spokes__cell_whole(&cells[2]);
  if (actor != SPOKES_NO_ACTOR && n && !spokes__issued_add_item(now->issued, actor, n)) now->failed = true;
  return !now->failed;
}

static spokes_status gather(const spokes_finished *finished, spokes_issued *issued, spokes_error *err) {
  static const char *const columns[] = {"doc_id", "actor", "mentions"};
  gathering now = {finished, issued, 0, false};
  spokes_table_query query = {columns, 3, 3, on_counts, &now};
  spokes_status status = spokes__table_read(finished->dir, "counts.csv", &query, err);
  while (!status && !now.failed && now.at < finished->document_count) now.failed = !begin_document(&now);
  return status ? status : now.failed ? spokes__error_nomem(err) : SPOKES_OK;
}

// ---- Calibration ----------------------------------------------------------------------------------------------

typedef struct labelled {
  const spokes_typology_entry **entries;
  size_t count;
} labelled;

static bool fits(const spokes_typology_entry *entry, const spokes_typology_options *options) {
  return !strcmp(entry->label, spokes__cell_name(spokes__cell_find(entry->values.u, entry->values.c, options)));
}

static size_t agreeing(const labelled *all, const spokes_typology_options *options, size_t left_out) {
  size_t count = 0;
  for (size_t i = 0; i < all->count; i++) count += i != left_out && fits(all->entries[i], options);
  return count;
}

// The candidates: the present threshold, and the middles between neighbouring values (of U, or of C).
static double candidate(const labelled *all, bool is_u, size_t at, double present) {
  if (at == all->count) return present;
  double value = is_u ? all->entries[at]->values.u : all->entries[at]->values.c, next = INFINITY;
  for (size_t i = 0; i < all->count; i++) {
    double other = is_u ? all->entries[i]->values.u : all->entries[i]->values.c;
    if (other > value && other < next) next = other;
  }
  return isinf(next) ? present : (value + next) / 2;
}

// The thresholds under which most labels agree, one left out; of several the nearest to the present ones.
static spokes_typology_options fit(const labelled *all, const spokes_typology_options *present, size_t left_out) {
  spokes_typology_options best = *present;
  size_t most = agreeing(all, present, left_out);
  double nearest = 0;
  for (size_t i = 0; i <= all->count; i++) {
    for (size_t k = 0; k <= all->count; k++) {
      spokes_typology_options tried = *present;
      if (i == left_out || k == left_out) continue;
      tried.u_strong = candidate(all, true, i, present->u_strong);
      tried.c_strong = candidate(all, false, k, present->c_strong);
      size_t count = agreeing(all, &tried, left_out);
      double distance = fabs(tried.u_strong - present->u_strong) + fabs(tried.c_strong - present->c_strong);
      if (count < most || (count == most && distance >= nearest)) continue;
      best = tried;
      most = count;
      nearest = distance;
    }
  }
  return best;
}

static void calibration_row(spokes_grid *grid, const labelled *all, size_t at, const spokes_typology_options *present,
                            const spokes_typology_options *fitted, spokes_typology_summary *summary) {
  const spokes_typology_entry *entry = all->entries[at];
  spokes_typology_options without = fit(all, present, at);
  const char *left_out = spokes__cell_name(spokes__cell_find(entry->values.u, entry->values.c, &without));
  spokes__cell_text(grid, entry->grouping);
  spokes__cell_real(grid, entry->values.u, 6);
  spokes__cell_real(grid, entry->values.c, 6);
  spokes__cell_text(grid, entry->label);
  spokes__cell_text(grid, spokes__cell_name(entry->values.cell));
  spokes__cell_text(grid, spokes__cell_name(spokes__cell_find(entry->values.u, entry->values.c, fitted)));
  spokes__cell_text(grid, left_out);
  spokes__cell_real(grid, without.u_strong, 6);
  spokes__cell_real(grid, without.c_strong, 6);
  summary->left_out_agreeing += !strcmp(left_out, entry->label);
}

static spokes_status calibrate(const spokes_typology_table *table, const spokes_typology_options *present,
                               spokes_typology_summary *summary, spokes_grid **out, spokes_error *err) {
  static const spokes_grid_column columns[] = {
      {"grouping", false},    {"unidirectionality", true}, {"closure", true},    {"reference", false}, {"type", false},
      {"type_fitted", false}, {"type_left_out", false},    {"u_left_out", true}, {"c_left_out", true}};
  labelled all = {spokes__calloc(table->count + 1, sizeof *all.entries), 0};
  if (!all.entries) return spokes__error_nomem(err);
  for (size_t i = 0; i < table->count; i++)
    if (*table->entries[i].label && table->entries[i].values.cell != SPOKES_CELL_NONE)
      all.entries[all.count++] = &table->entries[i];
  spokes_typology_options fitted = fit(&all, present, SIZE_MAX);
  summary->u_fitted = fitted.u_strong;
  summary->c_fitted = fitted.c_strong;
  summary->fitted_agreeing = agreeing(&all, &fitted, SIZE_MAX);
  spokes_status status = spokes_grid_new(columns, sizeof columns / sizeof *columns, out, err);
  for (size_t i = 0; !status && i < all.count; i++) calibration_row(*out, &all, i, present, &fitted, summary);
  spokes__free(all.entries);
  return status;
}

// ---- The view ---------------------------------------------------------------------------------------------------

static void sum_up(const spokes_typology_table *table, spokes_typology_summary *summary) {
  for (size_t i = 0; i < table->count; i++) {
    const spokes_typology_entry *entry = &table->entries[i];
    if (!*entry->label) continue;
    summary->labelled++;
    summary->decided += entry->values.cell != SPOKES_CELL_NONE;
    summary->agreeing += !strcmp(entry->label, spokes__cell_name(entry->values.cell));
  }
}

static spokes_status make_query(const spokes_finished *finished, const spokes_typology_view_options *options,
                                spokes_typology_query *query, spokes_error *err) {
  const char *hub = options->hub ? options->hub : finished->hub;
  *query = (spokes_typology_query){.lexicon = finished->lexicon,
                                   .hub = spokes__lexicon_find_actor(finished->lexicon, hub, strlen(hub)),
                                   .options = SPOKES_TYPOLOGY_OPTIONS_INIT,
                                   .seed = options->seed ? options->seed : finished->seed,
                                   .from = options->from,
                                   .until = options->until,
                                   .window = options->calibrate ? 0 : options->window,
                                   .lifetime = options->lifetime,
                                   .grouping = options->grouping,
                                   .threads = options->threads};
  query->options.draws = options->resamples;
  if (options->u_strong > 0) query->options.u_strong = options->u_strong;
  if (options->c_strong > 0) query->options.c_strong = options->c_strong;
  if (query->hub == SPOKES_NO_ACTOR) return spokes__error_set(err, SPOKES_E_ARG, "unknown hub '%.40s'", hub);
  return SPOKES_OK;
}

static spokes_status write_view(const spokes_typology_table *table, const spokes_typology_query *query,
                                const spokes_typology_view_options *options, const spokes_sink *sink,
                                spokes_typology_summary *summary, spokes_error *err) {
  spokes_grid *grid = NULL;
  spokes_status status = SPOKES_OK;
  summary->seed = query->seed;
  summary->u_strong = query->options.u_strong;
  summary->c_strong = query->options.c_strong;
  sum_up(table, summary);
  if (!table->count)
    status = spokes__error_set(err, SPOKES_E_ARG, "there is no grouping '%.60s'",
                               options->grouping ? options->grouping : "");
  else if (options->calibrate)
    status = calibrate(table, &query->options, summary, &grid, err);
  else
    status = spokes__typology_table_grid(table, query, options->format == SPOKES_FORMAT_TABLE, &grid, err);
  if (!status) status = spokes_grid_write(grid, options->format, sink, err);
  spokes_grid_free(grid);
  return status;
}

spokes_status spokes_typology_view(const spokes_lexicon *lexicon, const spokes_typology_view_options *options,
                                   const spokes_sink *sink, spokes_typology_summary *summary, spokes_error *err) {
  spokes_finished finished;
  spokes_issued issued = SPOKES_ISSUED_INIT;
  spokes_typology_table table = SPOKES_TYPOLOGY_TABLE_INIT;
  spokes_typology_query query;
  *summary = (spokes_typology_summary){0};
  spokes_status status = spokes__finished_load(&finished, lexicon, options->run_dir, err);
  if (!status) status = make_query(&finished, options, &query, err);
  if (!status) status = gather(&finished, &issued, err);
  if (!status) status = spokes__typology_table_make(&table, &query, &issued, err);
  if (!status) status = write_view(&table, &query, options, sink, summary, err);
  spokes__typology_table_release(&table);
  spokes__issued_release(&issued);
  spokes__finished_release(&finished);
  return status;
}
