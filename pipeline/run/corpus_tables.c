// Sums over the workers do not depend on which of them did a document; the typology takes documents in the order of the
// catalogue.

#include "run/corpus_tables.h"

#include "report/network.h"
#include "run/typology_table.h"

static bool write_buf(void *context, const char *bytes, size_t len) {
  spokes__buf_append(context, bytes, len);
  return true;
}

static spokes_status make_network(spokes_corpus_tables *tables, const spokes_lexicon *lexicon, const spokes_sums *sums,
                                  spokes_error *err) {
  spokes_network network = {lexicon, &sums->sentences, &sums->passages, sums->passage_total};
  spokes__network_edges(&tables->network, &network);
  spokes__network_graphml(&tables->graphml, &network);
  return tables->network.failed || tables->graphml.failed ? spokes__error_nomem(err) : SPOKES_OK;
}

static spokes_status make_typology(spokes_corpus_tables *tables, const spokes_typology_query *query,
                                   const spokes_issued *issued, spokes_error *err) {
  spokes_typology_table table = SPOKES_TYPOLOGY_TABLE_INIT;
  spokes_grid *grid = NULL;
  spokes_sink sink = {write_buf, &tables->typology};
  spokes_status status = spokes__typology_table_make(&table, query, issued, err);
  if (!status) status = spokes__typology_table_grid(&table, query, false, &grid, err);
  if (!status) status = spokes_grid_write(grid, SPOKES_FORMAT_CSV, &sink, err);
  if (!status && tables->typology.failed) status = spokes__error_nomem(err);
  spokes_grid_free(grid);
  spokes__typology_table_release(&table);
  return status;
}

static bool gather(spokes_issued *issued, const spokes_worker *workers, const spokes_doc_result *results,
                   size_t count) {
  bool good = true;
  for (size_t i = 0; good && i < count; i++)
    if (results[i].has_issuer)
      good = spokes__issued_copy(issued, &workers[results[i].worker].sums.issued, results[i].issued);
  return good;
}

spokes_status spokes__corpus_tables_make(spokes_corpus_tables *tables, const spokes_sums *sums,
                                         const spokes_worker *workers, unsigned threads,
                                         const spokes_doc_result *results, size_t count, spokes_error *err) {
  const spokes_index_options *options = workers[0].indices.options;
  spokes_typology_query query = {.lexicon = options->lexicon,
                                 .hub = options->partners.hub,
                                 .options = SPOKES_TYPOLOGY_OPTIONS_INIT,
                                 .seed = options->seed,
                                 .threads = threads};
  query.options.draws = options->draws;
  spokes_issued issued = SPOKES_ISSUED_INIT;
  spokes_status status = gather(&issued, workers, results, count) ? SPOKES_OK : spokes__error_nomem(err);
  if (!status) status = make_typology(tables, &query, &issued, err);
  if (!status) status = make_network(tables, options->lexicon, sums, err);
  spokes__issued_release(&issued);
  return status;
}

void spokes__corpus_tables_release(spokes_corpus_tables *tables) {
  spokes__buf_release(&tables->typology);
  spokes__buf_release(&tables->network);
  spokes__buf_release(&tables->graphml);
}
