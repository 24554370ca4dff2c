// spokes_fetch and spokes_published_list: the list of published documents, and documents of it into a corpus.

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/fileio.h"
#include "corpus/published.h"
#include "spokes.h"

// That of the source tree the program was built in, or the installed one.
static const char *own_list(void) {
#ifdef SPOKES_CATALOGUE_SOURCE_FILE
  if (spokes__path_is_file(SPOKES_CATALOGUE_SOURCE_FILE)) return SPOKES_CATALOGUE_SOURCE_FILE;
#endif
#ifdef SPOKES_CATALOGUE_INSTALL_FILE
  return SPOKES_CATALOGUE_INSTALL_FILE;
#else
  return "catalogue.csv";
#endif
}

// ---- Listing ------------------------------------------------------------------------------------------------

spokes_status spokes_published_list(const char *path, const char *issuer, spokes_diagnostic_fn *on_fault, void *context,
                                    spokes_grid **out, spokes_error *err) {
  spokes_grid_column columns[SPOKES_PUBLISHED_COLUMNS];
  *out = NULL;
  for (size_t c = 0; c < SPOKES_PUBLISHED_COLUMNS; c++)
    columns[c] = (spokes_grid_column){spokes__published_column_name(c), false};
  spokes_published list = SPOKES_PUBLISHED_INIT;
  spokes_status status = spokes__published_load(&list, path ? path : own_list(), on_fault, context, err);
  if (!status) status = spokes_grid_new(columns, SPOKES_PUBLISHED_COLUMNS, out, err);
  for (size_t i = 0; !status && i < list.count; i++) {
    const spokes_published_row *row = &list.rows[i];
    if (issuer && strcasecmp(issuer, row->values[SPOKES_PUBLISHED_ISSUER]) != 0) continue;
    for (size_t c = 0; c < SPOKES_PUBLISHED_COLUMNS; c++)
      spokes_grid_text(*out, row->values[c], strlen(row->values[c]));
  }
  spokes__published_release(&list);
  return status;
}

// ---- Fetching -----------------------------------------------------------------------------------------------

static spokes_status check_ids(const spokes_published *list, const char *const *ids, size_t count, spokes_error *err) {
  for (size_t i = 0; i < count; i++)
    if (!spokes__published_find(list, ids[i]))
      return spokes__error_set(err, SPOKES_E_ARG, "there is no document '%.100s' in the catalogue (fetch --list)",
                               ids[i]);
  return SPOKES_OK;
}

// A row without the address of a document: a person has to follow it.
static void tell_no_address(const spokes_published_row *row, const spokes_add_options *options,
                            spokes_add_summary *summary) {
  const char *id = row->values[SPOKES_PUBLISHED_ID], *page = row->values[SPOKES_PUBLISHED_SOURCE_URL];
  char message[600];
  spokes_error text;
  spokes__error_set(&text, SPOKES_OK,
                    "the catalogue knows no address of the document itself%s%.300s; get it and 'add' it",
                    *page ? ", but of a page about it: " : "", page);
  memcpy(message, text.message, sizeof text.message);
  spokes_add_fact facts[SPOKES_PUBLISHED_COLUMNS];
  size_t count = 0;
  for (size_t c = SPOKES_PUBLISHED_ID; c < SPOKES_PUBLISHED_STATUS; c++)
    if (*row->values[c])
      facts[count++] = (spokes_add_fact){spokes__published_column_name(c), row->values[c], "catalogue"};
  spokes_added added = {id, SPOKES_ADD_FAILED, message, facts, count};
  summary->results[SPOKES_ADD_FAILED]++;
  if (options->on_added) options->on_added(options->context, &added);
}

static const char *known(const spokes_published_row *row, spokes_published_column column) {
  return *row->values[column] ? row->values[column] : NULL;
}

static spokes_status fetch_one(const spokes_lexicon *lexicon, const spokes_published_row *row,
                               const spokes_add_options *options, spokes_add_summary *summary, spokes_error *err) {
  spokes_add_options one = *options;
  one.id = known(row, SPOKES_PUBLISHED_ID);
  one.issuer = known(row, SPOKES_PUBLISHED_ISSUER);
  one.date = known(row, SPOKES_PUBLISHED_DATE);
  one.series = known(row, SPOKES_PUBLISHED_SERIES);
  one.title = known(row, SPOKES_PUBLISHED_TITLE);
  one.lang = known(row, SPOKES_PUBLISHED_LANG);
  one.source_url = known(row, SPOKES_PUBLISHED_SOURCE_URL);
  one.license = known(row, SPOKES_PUBLISHED_LICENSE);
  one.notes = known(row, SPOKES_PUBLISHED_NOTES);
  spokes_add_summary part;
  spokes_status status = spokes_add(lexicon, &one, &one.source_url, 1, &part, err);
  for (int i = 0; !status && i < SPOKES_ADD_RESULT_COUNT; i++) summary->results[i] += part.results[i];
  return status;
}

spokes_status spokes_fetch(const spokes_lexicon *lexicon, const char *path, const spokes_add_options *options,
                           const char *const *ids, size_t id_count, spokes_add_summary *summary, spokes_error *err) {
  spokes_published list = SPOKES_PUBLISHED_INIT;
  *summary = (spokes_add_summary){{0}};
  spokes_status status =
      spokes__published_load(&list, path ? path : own_list(), options->on_message, options->context, err);
  if (!status) status = check_ids(&list, ids, id_count, err);
  for (size_t i = 0; !status && i < id_count; i++) {
    const spokes_published_row *row = spokes__published_find(&list, ids[i]);
    if (spokes__published_is_direct(row))
      status = fetch_one(lexicon, row, options, summary, err);
    else
      tell_no_address(row, options, summary);
  }
  spokes__published_release(&list);
  return status;
}
