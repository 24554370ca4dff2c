// Which passages entered and which left: mentions.csv says where, the documents of the corpus say what.

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "report/cells.h"
#include "run/editions.h"
#include "run/source.h"
#include "run/table_read.h"
#include "text/text.h"

typedef struct place {
  spokes_actor actor;
  uint64_t passage, page, line;
} place;

typedef struct search {
  const spokes_finished *finished;
  const spokes_diff_options *options;
  const spokes_edition *here, *there;
  const char *side;
  place *places;
  size_t count, cap;
  spokes_grid *grid;
  bool failed;
} search;

static bool is_counted(const spokes_finished *finished, const spokes_csv_field *kind) {
  for (int k = 0; k < SPOKES_KIND_COUNT; k++)
    if (spokes__csv_field_is(kind, spokes_kind_name((spokes_kind)k)))
      return spokes_kind_is_counted((spokes_kind)k, finished->count_rule);
  return false;
}

static bool on_mention(void *context, uint64_t line, const spokes_csv_field *cells) {
  search *s = context;
  (void)line;
  if (!spokes__csv_field_is(&cells[0], s->here->document->id)) return true;
  spokes_actor actor = spokes__lexicon_find_actor(s->finished->lexicon, cells[1].text, cells[1].len);
  if (actor == SPOKES_NO_ACTOR || !s->here->n[actor] || s->there->n[actor]) return true;
  if (s->options->actor && !spokes__csv_field_is(&cells[1], s->options->actor)) return true;
  place found = {actor, spokes__cell_whole(&cells[3]), spokes__cell_whole(&cells[4]), spokes__cell_whole(&cells[5])};
  if (!is_counted(s->finished, &cells[2])) return true;
  for (size_t i = s->count; i-- > 0 && s->places[i].passage == found.passage;)
    if (s->places[i].actor == actor) return true;
  void *places = s->places;
  s->failed = !spokes__array_reserve(&places, &s->cap, s->count + 1, sizeof *s->places);
  s->places = places;
  if (!s->failed) s->places[s->count++] = found;
  return !s->failed;
}

static void add_rows(search *s, const spokes_text *text) {
  for (size_t i = 0; i < s->count; i++) {
    const place *at = &s->places[i];
    const spokes_actor_info *actor = spokes__lexicon_actor(s->finished->lexicon, at->actor);
    if (!at->passage || at->passage > text->passage_count) continue;
    const spokes_passage *passage = &text->passages[at->passage - 1];
    uint32_t start = spokes__text_orig_start(text, passage->norm_start);
    uint32_t end = spokes__text_orig_end(text, passage->norm_end);
    spokes__cell_text(s->grid, s->here->label);
    spokes__cell_text(s->grid, s->side);
    spokes__cell_text(s->grid, actor->id);
    spokes__cell_text(s->grid, actor->name_en);
    spokes_grid_number(s->grid, at->page);
    spokes_grid_number(s->grid, at->line);
    spokes_grid_number(s->grid, at->passage);
    spokes_grid_text(s->grid, text->orig + start, end - start);
  }
}

static spokes_status read_text(search *s, spokes_error *err) {
  spokes_source *source = NULL;
  spokes_text text = SPOKES_TEXT_INIT;
  const spokes_lexicon *lexicon = s->finished->lexicon;
  spokes_status status = spokes_source_open(lexicon, s->finished->corpus_dir, s->here->document->id, &source, err);
  if (status) return status;
  spokes_vocabulary vocabulary = spokes__lexicon_vocabulary(lexicon);
  spokes_text_source bytes = spokes__document_source(spokes__source_document(source), false);
  bytes.vocabulary = &vocabulary;
  status = spokes__text_prepare(&text, spokes__lexicon_tables(lexicon), &bytes, err);
  if (!status) add_rows(s, &text);
  spokes__text_release(&text);
  spokes_source_free(source);
  return status;
}

static spokes_status show_side(search *s, spokes_error *err) {
  static const char *const columns[] = {"doc_id", "actor", "kind", "passage", "page", "line"};
  spokes_table_query query = {columns, 6, 6, on_mention, s};
  spokes_status status = spokes__table_read(s->finished->dir, "mentions.csv", &query, err);
  if (!status && s->failed) status = spokes__error_nomem(err);
  if (!status && s->count) status = read_text(s, err);
  spokes__free(s->places);
  return status;
}

spokes_status spokes__diff_passages(const spokes_finished *finished, const spokes_edition *old,
                                    const spokes_edition *new_one, const spokes_diff_options *options,
                                    const spokes_sink *sink, spokes_error *err) {
  static const spokes_grid_column columns[] = {{"document", false}, {"status", false}, {"actor", false},
                                               {"name", false},     {"page", true},    {"line", true},
                                               {"passage", true},   {"text", false}};
  if (!old->document || !new_one->document)
    return spokes__error_set(err, SPOKES_E_ARG, "passages are shown for two single documents only");
  search left = {.finished = finished, .options = options, .here = old, .there = new_one, .side = "dropped"};
  search entered = {.finished = finished, .options = options, .here = new_one, .there = old, .side = "new"};
  spokes_grid *grid = NULL;
  spokes_status status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &grid, err);
  left.grid = entered.grid = grid;
  if (!status) status = show_side(&left, err);
  if (!status) status = show_side(&entered, err);
  if (!status) status = spokes_grid_write(grid, options->format, sink, err);
  spokes_grid_free(grid);
  return status;
}
