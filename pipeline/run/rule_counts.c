// One document's counts, from a run's counts.csv or from the document itself, for every counting rule at once.

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "corpus/date.h"
#include "match/match.h"
#include "measure/count.h"
#include "run/source.h"
#include "run/table_read.h"

struct spokes_rule_counts {
  spokes_rule_count *items;
  size_t count, cap;
  spokes_arena arena;  // actor ids
};

void spokes_rule_counts_free(spokes_rule_counts *counts) {
  if (!counts) return;
  spokes__free(counts->items);
  spokes__arena_release(&counts->arena);
  spokes__free(counts);
}

size_t spokes_rule_counts_count(const spokes_rule_counts *counts) { return counts->count; }

spokes_rule_count spokes_rule_counts_item(const spokes_rule_counts *counts, size_t index) {
  return counts->items[index];
}

uint64_t spokes_rule_count_figure(const spokes_rule_count *count, spokes_count_rule rule, bool inclusive) {
  uint64_t sum = inclusive ? count->excluded[rule] : 0;
  for (int kind = 0; kind < SPOKES_KIND_COUNT; kind++)
    if (spokes_kind_is_counted((spokes_kind)kind, rule)) sum += count->kinds[kind];
  return sum;
}

static int most_first(const void *a, const void *b) {
  const spokes_rule_count *x = a, *y = b;
  for (int inclusive = 0; inclusive < 2; inclusive++) {
    uint64_t of_x = spokes_rule_count_figure(x, SPOKES_COUNT_EXPLICIT, inclusive);
    uint64_t of_y = spokes_rule_count_figure(y, SPOKES_COUNT_EXPLICIT, inclusive);
    if (of_x != of_y) return of_x > of_y ? -1 : 1;
  }
  return strcmp(x->actor, y->actor);
}

// A new item with its actor's id; NULL when memory is out.
static spokes_rule_count *add(spokes_rule_counts *counts, const char *actor, size_t len) {
  void *items = counts->items;
  const char *copy = spokes__arena_strdup(&counts->arena, actor, len);
  if (!copy || !spokes__array_reserve(&items, &counts->cap, counts->count + 1, sizeof *counts->items)) return NULL;
  counts->items = items;
  counts->items[counts->count] = (spokes_rule_count){.actor = copy};
  return &counts->items[counts->count++];
}

static spokes_status make_empty(spokes_rule_counts **out, spokes_error *err) {
  *out = spokes__calloc(1, sizeof **out);
  if (!*out) return spokes__error_nomem(err);
  (*out)->arena = (spokes_arena)SPOKES_ARENA_INIT;
  return SPOKES_OK;
}

// Sorts a finished table, or frees a failed one.
static spokes_status conclude(spokes_rule_counts **out, spokes_status status) {
  if (status) {
    spokes_rule_counts_free(*out);
    *out = NULL;
  } else if ((*out)->count) {
    qsort((*out)->items, (*out)->count, sizeof *(*out)->items, most_first);
  }
  return status;
}

// ---- From a run ---------------------------------------------------------------------------------------

typedef struct query {
  const char *doc_id;
  spokes_rule_counts *counts;
  bool is_known, no_memory;
  uint64_t bad_line;  // a cell is no number there; 0 = none
} query;

static uint64_t number(query *q, uint64_t line, const spokes_csv_field *cell) {
  uint64_t value = 0;
  for (size_t i = 0; i < cell->len; i++) {
    if (cell->text[i] < '0' || cell->text[i] > '9' || i > 18) q->bad_line = line;
    value = value * 10 + (uint64_t)(cell->text[i] - '0');
  }
  return value;
}

static bool on_counts(void *context, uint64_t line, const spokes_csv_field *cells) {
  query *q = context;
  if (!spokes__csv_field_is(&cells[0], q->doc_id)) return true;
  spokes_rule_count *count = add(q->counts, cells[1].text, cells[1].len);
  if (!count) {
    q->no_memory = true;
    return false;
  }
  for (int kind = 0; kind < SPOKES_KIND_COUNT; kind++) count->kinds[kind] = number(q, line, &cells[2 + kind]);
  for (int rule = 0; rule < 3; rule++) count->excluded[rule] = number(q, line, &cells[7 + rule]);
  count->implied = number(q, line, &cells[10]);
  return !q->bad_line;
}

static bool on_document(void *context, uint64_t line, const spokes_csv_field *cells) {
  query *q = context;
  (void)line;
  q->is_known = spokes__csv_field_is(&cells[0], q->doc_id);
  return !q->is_known;
}

static spokes_status read_run(query *q, const char *run_dir, spokes_error *err) {
  static const char *const document_columns[] = {"doc_id"};
  static const char *const columns[] = {"doc_id",   "actor",    "names",          "acronyms",          "abbrevs",
                                        "demonyms", "metonyms", "excluded_names", "excluded_explicit", "excluded",
                                        "implied"};
  spokes_table_query documents = {document_columns, 1, 1, on_document, q};
  spokes_table_query counts = {columns, 11, 11, on_counts, q};
  spokes_status status = spokes__table_read(run_dir, "documents.csv", &documents, err);
  if (!status && !q->is_known)
    return spokes__error_set(err, SPOKES_E_ARG, "there is no document '%.100s' in the run '%.200s'", q->doc_id,
                             run_dir);
  if (!status) status = spokes__table_read(run_dir, "counts.csv", &counts, err);
  if (status) return status;
  if (q->no_memory) return spokes__error_nomem(err);
  return q->bad_line ? spokes__error_at(err, SPOKES_E_FORMAT, "counts.csv", q->bad_line, 0, "a cell is no number")
                     : SPOKES_OK;
}

spokes_status spokes_rule_counts_read(const char *run_dir, const char *doc_id, spokes_rule_counts **out,
                                      spokes_error *err) {
  spokes_status status = make_empty(out, err);
  if (status) return status;
  query q = {.doc_id = doc_id, .counts = *out};
  return conclude(out, read_run(&q, run_dir, err));
}

// ---- From a document ----------------------------------------------------------------------------------

static spokes_status fill(spokes_rule_counts *out, const spokes_lexicon *lexicon, const spokes_counts *counts,
                          spokes_error *err) {
  for (size_t i = 0; i < counts->touched_count; i++) {
    const spokes_actor_count *from = &counts->actors[counts->touched[i]];
    const char *id = spokes__lexicon_actor(lexicon, counts->touched[i])->id;
    spokes_rule_count *count = add(out, id, strlen(id));
    if (!count) return spokes__error_nomem(err);
    memcpy(count->kinds, from->kinds, sizeof count->kinds);
    memcpy(count->excluded, from->excluded, sizeof count->excluded);
    count->implied = from->implied;
  }
  return SPOKES_OK;
}

static spokes_match_context context_of(const spokes_lexicon *lexicon, const spokes_source *source) {
  spokes_match_options known = spokes_source_options(source);
  spokes_match_context context = {0, spokes__lexicon_find_actor(lexicon, known.issuer, strlen(known.issuer))};
  if (*known.date) spokes__date_parse(known.date, strlen(known.date), &context.date);
  return context;
}

static spokes_status count_source(const spokes_lexicon *lexicon, const spokes_source *source, spokes_rule_counts *out,
                                  spokes_error *err) {
  spokes_text text = SPOKES_TEXT_INIT;
  spokes_scanner *scanner = NULL;
  spokes_counts counts = SPOKES_COUNTS_INIT;
  const spokes_match_result *result;
  spokes_vocabulary vocabulary = spokes__lexicon_vocabulary(lexicon);
  spokes_text_source bytes = spokes__document_source(spokes__source_document(source), false);
  bytes.vocabulary = &vocabulary;
  spokes_match_context context = context_of(lexicon, source);
  spokes_status status = spokes__text_prepare(&text, spokes__lexicon_tables(lexicon), &bytes, err);
  if (!status) status = spokes__scanner_new(lexicon, &scanner, err);
  if (!status) status = spokes__scanner_run(scanner, &text, &context, &result, err);
  if (!status) status = spokes__counts_init(&counts, spokes__lexicon_actor_count(lexicon), err);
  if (!status) {
    spokes__counts_fill(&counts, lexicon, result, &context, SPOKES_COUNT_EXPLICIT);
    status = fill(out, lexicon, &counts, err);
  }
  spokes__counts_release(&counts);
  spokes__scanner_free(scanner);
  spokes__text_release(&text);
  return status;
}

spokes_status spokes_rule_counts_make(const spokes_lexicon *lexicon, const spokes_source *source,
                                      spokes_rule_counts **out, spokes_error *err) {
  spokes_status status = make_empty(out, err);
  return status ? status : conclude(out, count_source(lexicon, source, *out, err));
}
