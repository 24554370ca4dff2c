// spokes_validate: human coding against the program's mentions, made from the texts of the coding or taken from a run.
// Positions of both sides count code points, so the two need nothing in common but the texts.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "measure/reliability.h"
#include "run/gold_read.h"
#include "run/table_read.h"

// What is known of a mention or exclusion beside its place. Strings are the lexicon's or the arena's.
typedef struct note {
  const char *form, *rule, *reason;
} note;

typedef struct found_list {
  spokes_coded_mention *items;
  note *notes;
  size_t count, item_cap, note_cap;
} found_list;

struct spokes_validation {
  spokes_gold gold;
  spokes_source **sources;  // by document: texts of a corpus
  found_list predicted, excluded;
  spokes_agreement agreement;
  spokes_validation_summary summary;
  spokes_difference *differences;
  size_t difference_count, difference_cap;
  spokes_named_score *scores;
  size_t score_count;
  spokes_count_rule rule;
};

void spokes_validation_free(spokes_validation *v) {
  if (!v) return;
  for (size_t i = 0; v->sources && i < v->gold.document_count; i++) spokes_source_free(v->sources[i]);
  spokes__free(v->sources);
  spokes__free(v->predicted.items);
  spokes__free(v->predicted.notes);
  spokes__free(v->excluded.items);
  spokes__free(v->excluded.notes);
  spokes__free(v->agreement.actors);
  spokes__free(v->agreement.predicted);
  spokes__free(v->agreement.gold);
  spokes__free(v->differences);
  spokes__free(v->scores);
  spokes__gold_release(&v->gold);
  spokes__free(v);
}

// ---- The program's mentions ----------------------------------------------------------------------------

static bool add_found(found_list *list, spokes_coded_mention mention, note about) {
  void *items = list->items, *notes = list->notes;
  bool good = mention.actor != UINT32_MAX &&
              spokes__array_reserve(&items, &list->item_cap, list->count + 1, sizeof *list->items);
  if (good) list->items = items;
  good = good && spokes__array_reserve(&notes, &list->note_cap, list->count + 1, sizeof *list->notes);
  if (!good) return false;
  list->notes = notes;
  list->items[list->count] = mention;
  list->notes[list->count++] = about;
  return true;
}

static bool add_matched(spokes_validation *v, found_list *list, uint32_t document, const spokes_mention *m) {
  spokes_coded_mention coded = {m->start, m->end, document, spokes__gold_actor(&v->gold, m->actor, strlen(m->actor)),
                                m->kind};
  return add_found(list, coded, (note){m->form, m->rule, m->reason});
}

static spokes_status match_document(spokes_validation *v, spokes_matcher *matcher, uint32_t number, spokes_error *err) {
  const spokes_gold_document *document = &v->gold.documents[number];
  spokes_match_options options = {document->lang, document->date, document->issuer};
  const spokes_source *source = v->sources ? v->sources[number] : NULL;
  spokes_status status = source ? spokes_matcher_run_source(matcher, source, &options, err)
                                : spokes_matcher_run(matcher, document->text, document->text_len, &options, err);
  bool good = true;
  for (size_t i = 0; !status && good && i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention mention = spokes_matcher_mention(matcher, i);
    good = add_matched(v, &v->predicted, number, &mention);
  }
  for (size_t i = 0; !status && good && i < spokes_matcher_exclusion_count(matcher); i++) {
    spokes_mention exclusion = spokes_matcher_exclusion(matcher, i);
    good = add_matched(v, &v->excluded, number, &exclusion);
  }
  return status || good ? status : spokes__error_nomem(err);
}

static spokes_status match_all(spokes_validation *v, const spokes_lexicon *lexicon, spokes_error *err) {
  spokes_matcher *matcher;
  spokes_status status = spokes_matcher_new(lexicon, &matcher, err);
  for (uint32_t i = 0; !status && i < v->gold.document_count; i++) status = match_document(v, matcher, i, err);
  spokes_matcher_free(matcher);
  return status;
}

// ---- A run's mentions ------------------------------------------------------------------------------------

typedef struct run_reader {
  spokes_validation *v;
  uint64_t bad_line;
  bool no_memory;
} run_reader;

static bool on_run_mention(void *context, uint64_t line, const spokes_csv_field *cells) {
  run_reader *r = context;
  spokes_gold *gold = &r->v->gold;
  spokes_coded_mention mention = {.document = spokes__gold_document(gold, cells[0].text, cells[0].len),
                                  .kind = spokes__kind_find(cells[4].text, cells[4].len)};
  if (mention.document == SPOKES_STRMAP_NONE) return true;
  if (!spokes__number_read(cells[1].text, cells[1].len, &mention.start) ||
      !spokes__number_read(cells[2].text, cells[2].len, &mention.end) || mention.kind == SPOKES_KIND_COUNT) {
    r->bad_line = line;
    return false;
  }
  mention.actor = spokes__gold_actor(gold, cells[3].text, cells[3].len);
  const char *rule = spokes__arena_strdup(&gold->arena, cells[5].text, cells[5].len);
  r->no_memory = !rule || !add_found(&r->v->predicted, mention, (note){"", rule, NULL});
  return !r->no_memory;
}

static spokes_status read_run(spokes_validation *v, const char *run_dir, spokes_error *err) {
  static const char *const columns[] = {"doc_id", "start", "end", "actor", "kind", "rule"};
  run_reader r = {.v = v};
  spokes_table_query query = {columns, 6, 6, on_run_mention, &r};
  spokes_status status = spokes__table_read(run_dir, "mentions.csv", &query, err);
  if (r.no_memory) return spokes__error_nomem(err);
  if (!status && r.bad_line)
    return spokes__error_at(err, SPOKES_E_FORMAT, "mentions.csv", r.bad_line, 0, "not a mention");
  return status;
}

// ---- Texts ---------------------------------------------------------------------------------------------------

static spokes_status open_sources(spokes_validation *v, const spokes_lexicon *lexicon, const char *corpus_dir,
                                  spokes_error *err) {
  v->sources = spokes__calloc(v->gold.document_count, sizeof *v->sources);
  if (!v->sources) return spokes__error_nomem(err);
  for (size_t i = 0; i < v->gold.document_count; i++) {
    spokes_gold_document *document = &v->gold.documents[i];
    if (document->text) continue;
    spokes_status status = spokes_source_open(lexicon, corpus_dir, document->id, &v->sources[i], err);
    if (status) return status;
    spokes_match_options known = spokes_source_options(v->sources[i]);
    document->text = spokes_source_text(v->sources[i], &document->text_len);
    document->lang = known.lang;
    document->date = known.date;
    document->issuer = known.issuer;
  }
  return SPOKES_OK;
}

static spokes_status check_texts(const spokes_validation *v, const spokes_validate_options *options,
                                 spokes_error *err) {
  for (size_t i = 0; !options->run_dir && i < v->gold.document_count; i++)
    if (!v->gold.documents[i].text)
      return spokes__error_set(err, SPOKES_E_ARG, "'%.200s' holds no texts: a corpus or a run is needed",
                               options->gold);
  return SPOKES_OK;
}

// ---- Counts per document and actor ---------------------------------------------------------------------------

typedef struct count_cell {
  uint32_t document, actor;
  uint64_t predicted, gold;
} count_cell;

static int by_place(const void *a, const void *b) {
  const count_cell *x = a, *y = b;
  if (x->document != y->document) return x->document < y->document ? -1 : 1;
  return (x->actor > y->actor) - (x->actor < y->actor);
}

static size_t add_cells(count_cell *cells, const spokes_coded_mention *mentions, size_t count, spokes_count_rule rule,
                        bool is_gold) {
  size_t added = 0;
  for (size_t i = 0; i < count; i++)
    if (spokes_kind_is_counted(mentions[i].kind, rule))
      cells[added++] = (count_cell){mentions[i].document, mentions[i].actor, !is_gold, is_gold};
  return added;
}

// Adds up the cells of the same document and actor; how many are left.
static size_t merge_cells(count_cell *cells, size_t count) {
  size_t merged = 0;
  if (count) qsort(cells, count, sizeof *cells, by_place);
  for (size_t i = 0; i < count; i++) {
    if (merged && !by_place(&cells[merged - 1], &cells[i])) {
      cells[merged - 1].predicted += cells[i].predicted;
      cells[merged - 1].gold += cells[i].gold;
    } else {
      cells[merged++] = cells[i];
    }
  }
  return merged;
}

// values: the program's counts, then the coders'.
static spokes_status compare_values(spokes_validation_summary *summary, const double *values, size_t count,
                                    spokes_error *err) {
  summary->cells = count;
  summary->mean_absolute_error = spokes__absolute_error_compute(values, values + count, count);
  spokes_status status = spokes__spearman_compute(values, values + count, count, &summary->spearman, err);
  if (status) return status;
  return spokes__krippendorff_compute(values, 2, count, SPOKES_SCALE_INTERVAL, &summary->alpha, err);
}

static spokes_status compare_counts(spokes_validation *v, spokes_error *err) {
  size_t most = v->predicted.count + v->gold.mention_count;
  count_cell *cells = spokes__calloc(most + 1, sizeof *cells);
  double *values = spokes__calloc(most + 1, 2 * sizeof *values);
  spokes_status status = SPOKES_OK;
  if (cells && values) {
    size_t count = add_cells(cells, v->predicted.items, v->predicted.count, v->rule, false);
    count += add_cells(cells + count, v->gold.mentions, v->gold.mention_count, v->rule, true);
    count = merge_cells(cells, count);
    for (size_t i = 0; i < count; i++) {
      values[i] = (double)cells[i].predicted;
      values[count + i] = (double)cells[i].gold;
    }
    status = compare_values(&v->summary, values, count, err);
  } else {
    status = spokes__error_nomem(err);
  }
  spokes__free(cells);
  spokes__free(values);
  return status;
}

// ---- Scores ---------------------------------------------------------------------------------------------------

static spokes_score score_of(spokes_tally tally) {
  spokes_accuracy accuracy = spokes__tally_score(tally);
  return (spokes_score){tally.right, tally.wrong, tally.missed, accuracy.precision, accuracy.recall, accuracy.f1};
}

static spokes_score mean_of(const spokes_tally *tallies, size_t count, spokes_tally all) {
  spokes_accuracy accuracy = spokes__tallies_average(tallies, count);
  return (spokes_score){all.right, all.wrong, all.missed, accuracy.precision, accuracy.recall, accuracy.f1};
}

static bool is_empty(const spokes_tally *tally) { return !tally->right && !tally->wrong && !tally->missed; }

// Most occurrences first, so that the table begins with what weighs most.
static int by_weight(const void *a, const void *b) {
  const spokes_named_score *x = a, *y = b;
  if (x->is_kind != y->is_kind) return x->is_kind ? -1 : 1;
  uint64_t of_x = x->score.right + x->score.wrong + x->score.missed;
  uint64_t of_y = y->score.right + y->score.wrong + y->score.missed;
  if (of_x != of_y) return of_x > of_y ? -1 : 1;
  return strcmp(x->name, y->name);
}

static spokes_status fill_scores(spokes_validation *v, spokes_error *err) {
  const spokes_agreement *agreement = &v->agreement;
  v->scores = spokes__calloc(SPOKES_KIND_COUNT + v->gold.actor_count, sizeof *v->scores);
  if (!v->scores) return spokes__error_nomem(err);
  for (int kind = 0; kind < SPOKES_KIND_COUNT; kind++)
    if (!is_empty(&agreement->kinds[kind]))
      v->scores[v->score_count++] =
          (spokes_named_score){spokes_kind_name((spokes_kind)kind), true, score_of(agreement->kinds[kind])};
  for (size_t i = 0; i < v->gold.actor_count; i++)
    if (!is_empty(&agreement->actors[i]))
      v->scores[v->score_count++] = (spokes_named_score){v->gold.actors[i], false, score_of(agreement->actors[i])};
  if (v->score_count) qsort(v->scores, v->score_count, sizeof *v->scores, by_weight);
  return SPOKES_OK;
}

static void fill_summary(spokes_validation *v) {
  const spokes_agreement *agreement = &v->agreement;
  spokes_validation_summary *summary = &v->summary;
  double right = (double)agreement->all.right;
  summary->documents = v->gold.document_count;
  summary->micro = score_of(agreement->all);
  summary->macro_actors = mean_of(agreement->actors, v->gold.actor_count, agreement->all);
  summary->macro_kinds = mean_of(agreement->kinds, SPOKES_KIND_COUNT, agreement->all);
  summary->kinds_agree = right > 0 ? (double)agreement->same_kind / right : SPOKES_NOT_AVAILABLE;
  summary->spans_exact = right > 0 ? (double)agreement->same_span / right : SPOKES_NOT_AVAILABLE;
}

// ---- Differences -------------------------------------------------------------------------------------------------

static uint64_t byte_of(const spokes_gold_document *document, uint64_t place) {
  size_t byte = 0;
  for (uint64_t i = 0; document->text && i < place && byte < document->text_len; i++)
    byte += spokes__utf8_width((unsigned char)document->text[byte]);
  return byte;
}

static spokes_difference describe(const spokes_validation *v, const spokes_coded_mention *mention, bool is_missed) {
  const spokes_gold_document *document = &v->gold.documents[mention->document];
  return (spokes_difference){.is_missed = is_missed,
                             .doc_id = document->id,
                             .actor = v->gold.actors[mention->actor],
                             .kind = mention->kind,
                             .start = mention->start,
                             .end = mention->end,
                             .text = document->text,
                             .text_len = document->text_len,
                             .start_byte = byte_of(document, mention->start),
                             .end_byte = byte_of(document, mention->end),
                             .form = "",
                             .rule = "",
                             .reason = ""};
}

// Why the program does not have it: the candidate in that place that was not counted, its actor's own before others'.
static void explain_miss(const spokes_validation *v, const spokes_coded_mention *mention, spokes_difference *out) {
  bool own = false;
  for (size_t i = 0; i < v->excluded.count && !own; i++) {
    const spokes_coded_mention *candidate = &v->excluded.items[i];
    if (candidate->document != mention->document || candidate->end <= mention->start ||
        candidate->start >= mention->end)
      continue;
    own = candidate->actor == mention->actor;
    if (!own && *out->rule) continue;
    out->form = v->excluded.notes[i].form;
    out->rule = v->excluded.notes[i].rule;
    out->reason = v->excluded.notes[i].reason;
  }
}

static int in_text(const void *a, const void *b) {
  const spokes_difference *x = a, *y = b;
  int by_document = strcmp(x->doc_id, y->doc_id);
  if (by_document) return by_document;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->is_missed != y->is_missed) return x->is_missed ? 1 : -1;
  return strcmp(x->actor, y->actor);
}

static spokes_difference *add_difference(spokes_validation *v, const spokes_coded_mention *mention, bool is_missed,
                                         bool *is_clean) {
  void *items = v->differences;
  if (!spokes__array_reserve(&items, &v->difference_cap, v->difference_count + 1, sizeof *v->differences)) return NULL;
  v->differences = items;
  v->differences[v->difference_count] = describe(v, mention, is_missed);
  is_clean[mention->document] = false;
  return &v->differences[v->difference_count++];
}

static bool collect_differences(spokes_validation *v, bool *is_clean) {
  for (size_t i = 0; i < v->predicted.count; i++) {
    if (v->agreement.predicted[i] != SPOKES_VERDICT_WRONG) continue;
    spokes_difference *difference = add_difference(v, &v->predicted.items[i], false, is_clean);
    if (!difference) return false;
    difference->form = v->predicted.notes[i].form;
    difference->rule = v->predicted.notes[i].rule;
  }
  for (size_t i = 0; i < v->gold.mention_count; i++) {
    if (v->agreement.gold[i] != SPOKES_VERDICT_MISSED) continue;
    spokes_difference *difference = add_difference(v, &v->gold.mentions[i], true, is_clean);
    if (!difference) return false;
    explain_miss(v, &v->gold.mentions[i], difference);
  }
  if (v->difference_count) qsort(v->differences, v->difference_count, sizeof *v->differences, in_text);
  return true;
}

static spokes_status fill_differences(spokes_validation *v, spokes_error *err) {
  size_t count = v->gold.document_count;
  bool *is_clean = spokes__malloc(count + 1);
  if (!is_clean) return spokes__error_nomem(err);
  memset(is_clean, true, count + 1);
  bool good = collect_differences(v, is_clean);
  for (size_t i = 0; i < count; i++) v->summary.documents_right += is_clean[i];
  spokes__free(is_clean);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

// ---- The whole ------------------------------------------------------------------------------------------------------

static spokes_status compare(spokes_validation *v, spokes_error *err) {
  spokes_agreement *agreement = &v->agreement;
  agreement->actors = spokes__calloc(v->gold.actor_count + 1, sizeof *agreement->actors);
  agreement->predicted = spokes__calloc(v->predicted.count + 1, sizeof *agreement->predicted);
  agreement->gold = spokes__calloc(v->gold.mention_count + 1, sizeof *agreement->gold);
  if (!agreement->actors || !agreement->predicted || !agreement->gold) return spokes__error_nomem(err);
  spokes_coded_list predicted = {v->predicted.items, v->predicted.count};
  spokes_coded_list gold = {v->gold.mentions, v->gold.mention_count};
  return spokes__mentions_compare(predicted, gold, v->gold.actor_count, v->rule, agreement, err);
}

static spokes_status validate(spokes_validation *v, const spokes_lexicon *lexicon,
                              const spokes_validate_options *options, spokes_error *err) {
  spokes_status status = spokes__gold_read(&v->gold, options->gold, options->on_fault, options->context, err);
  if (!status && options->corpus_dir) status = open_sources(v, lexicon, options->corpus_dir, err);
  if (!status) status = check_texts(v, options, err);
  if (!status) status = options->run_dir ? read_run(v, options->run_dir, err) : match_all(v, lexicon, err);
  if (!status) status = compare(v, err);
  if (!status) status = compare_counts(v, err);
  if (!status) status = fill_scores(v, err);
  if (status) return status;
  fill_summary(v);
  return fill_differences(v, err);
}

spokes_status spokes_validate(const spokes_lexicon *lexicon, const spokes_validate_options *options,
                              spokes_validation **out, spokes_error *err) {
  *out = NULL;
  spokes_validation *v = spokes__calloc(1, sizeof *v);
  if (!v) return spokes__error_nomem(err);
  v->gold = (spokes_gold)SPOKES_GOLD_INIT;
  v->rule = options->count;
  spokes_status status = validate(v, lexicon, options, err);
  if (status)
    spokes_validation_free(v);
  else
    *out = v;
  return status;
}

const spokes_validation_summary *spokes_validation_get_summary(const spokes_validation *validation) {
  return &validation->summary;
}

size_t spokes_validation_score_count(const spokes_validation *validation) { return validation->score_count; }

spokes_named_score spokes_validation_score(const spokes_validation *validation, size_t index) {
  return validation->scores[index];
}

size_t spokes_validation_difference_count(const spokes_validation *validation) { return validation->difference_count; }

spokes_difference spokes_validation_difference(const spokes_validation *validation, size_t index) {
  return validation->differences[index];
}
