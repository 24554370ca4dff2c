// spokes_salience_view: groups of documents, pooled. A group's partners are those that any of its documents names.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/shares.h"
#include "report/cells.h"
#include "run/finished.h"

#define DECIMALS 6
#define BRIEF_DECIMALS 3

typedef struct keyed {
  char key[96];
  const spokes_finished_document *document;
} keyed;

typedef struct view {
  const spokes_finished *finished;
  const spokes_salience_view_options *options;
  keyed *documents;  // those wanted, by key, then as in the run
  size_t document_count;
  spokes_grid *grid;
} view;

// One group, pooled. Arrays are by partner number.
typedef struct group {
  const keyed *documents;
  size_t count;
  spokes_actor *partners;
  uint32_t *slots;  // by actor, partner number + 1; 0 = none
  size_t partner_count;
  uint64_t *n, *sentences, *passages, *part_hits, *part_sizes;
  spokes_salience *values;
  uint32_t *ranks, *order;
  uint64_t tokens, naming;
  bool failed;
} group;

// ---- Which documents ------------------------------------------------------------------------------------------

static bool is_text(const char *wanted, const char *text) { return !wanted || !strcmp(wanted, text); }

static bool is_wanted(const spokes_salience_view_options *o, const spokes_finished_document *d) {
  uint32_t year = d->date_number / 10000;
  return is_text(o->doc, d->id) && is_text(o->issuer, d->issuer) && is_text(o->series, d->series) &&
         (!o->from || year >= o->from) && (!o->until || (year && year <= o->until));
}

static void make_key(keyed *out, spokes_group_by by) {
  const spokes_finished_document *d = out->document;
  char year[16] = "";
  if (d->date_number) snprintf(year, sizeof year, "%u", (unsigned)(d->date_number / 10000));
  switch (by) {
    case SPOKES_BY_DOCUMENT:
      snprintf(out->key, sizeof out->key, "%s", d->id);
      break;
    case SPOKES_BY_ISSUER:
      snprintf(out->key, sizeof out->key, "%s", d->issuer);
      break;
    case SPOKES_BY_YEAR:
      snprintf(out->key, sizeof out->key, "%s", year);
      break;
    case SPOKES_BY_ISSUER_YEAR:
      snprintf(out->key, sizeof out->key, "%s %s", d->issuer, year);
      break;
    case SPOKES_BY_SERIES:
      snprintf(out->key, sizeof out->key, "%.40s %.50s", d->issuer, d->series);
      break;
  }
}

static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->document > y->document) - (x->document < y->document);
}

static spokes_status choose_documents(view *v, spokes_error *err) {
  v->documents = spokes__calloc(v->finished->document_count + 1, sizeof *v->documents);
  if (!v->documents) return spokes__error_nomem(err);
  for (size_t i = 0; i < v->finished->document_count; i++) {
    if (!is_wanted(v->options, &v->finished->documents[i])) continue;
    keyed *one = &v->documents[v->document_count++];
    one->document = &v->finished->documents[i];
    make_key(one, v->options->by);
  }
  if (!v->document_count) return spokes__error_set(err, SPOKES_E_ARG, "no document of the run fits");
  qsort(v->documents, v->document_count, sizeof *v->documents, by_key);
  return SPOKES_OK;
}

// ---- One group ---------------------------------------------------------------------------------------------------

static void *room(group *g, size_t count, size_t size) {
  void *block = spokes__calloc(count + 1, size);
  if (!block) g->failed = true;
  return block;
}

static void group_release(group *g) {
  spokes__free(g->partners);
  spokes__free(g->slots);
  spokes__free(g->n);
  spokes__free(g->sentences);
  spokes__free(g->passages);
  spokes__free(g->part_hits);
  spokes__free(g->part_sizes);
  spokes__free(g->values);
  spokes__free(g->ranks);
  spokes__free(g->order);
}

static void find_partners(group *g, const spokes_finished *f) {
  for (size_t d = 0; d < g->count; d++) {
    const spokes_finished_document *document = g->documents[d].document;
    for (size_t i = document->first; i < document->first + document->count; i++) {
      if (g->slots[f->rows[i].actor]) continue;
      g->partners[g->partner_count] = f->rows[i].actor;
      g->slots[f->rows[i].actor] = (uint32_t)++g->partner_count;
    }
  }
}

static void add_up(group *g, const spokes_finished *f) {
  for (size_t d = 0; d < g->count; d++) {
    const spokes_finished_document *document = g->documents[d].document;
    g->tokens += document->tokens;
    g->naming += document->naming_passages;
    g->part_sizes[d] = document->tokens;
    for (size_t i = document->first; i < document->first + document->count; i++) {
      const spokes_finished_row *row = &f->rows[i];
      size_t slot = g->slots[row->actor] - 1;
      g->n[slot] += row->n;
      g->sentences[slot] += row->sentences;
      g->passages[slot] += row->passages;
      g->part_hits[slot * g->count + d] = document->tokens ? row->n : 0;
    }
  }
}

static spokes_status group_pool(group *g, const spokes_finished *f, spokes_error *err) {
  size_t actors = spokes__lexicon_actor_count(f->lexicon);
  g->partners = room(g, actors, sizeof *g->partners);
  g->slots = room(g, actors, sizeof *g->slots);
  if (g->failed) return spokes__error_nomem(err);
  find_partners(g, f);
  g->n = room(g, g->partner_count, sizeof *g->n);
  g->sentences = room(g, g->partner_count, sizeof *g->sentences);
  g->passages = room(g, g->partner_count, sizeof *g->passages);
  g->part_hits = room(g, g->partner_count, g->count * sizeof *g->part_hits);
  g->part_sizes = room(g, g->count, sizeof *g->part_sizes);
  g->values = room(g, g->partner_count, sizeof *g->values);
  g->ranks = room(g, g->partner_count, sizeof *g->ranks);
  g->order = room(g, g->partner_count, sizeof *g->order);
  if (g->failed) return spokes__error_nomem(err);
  add_up(g, f);
  spokes_salience_counts counts = {g->partner_count, g->n,     g->passages, g->part_hits,
                                   g->part_sizes,    g->count, g->tokens,   g->naming};
  return spokes__salience_compute(&counts, g->values, g->ranks, err);
}

// The group's only document keeps what the run found.
static void take_over(group *g, const spokes_finished *f) {
  const spokes_finished_document *document = g->documents[0].document;
  for (size_t i = document->first; i < document->first + document->count; i++) {
    const spokes_finished_row *row = &f->rows[i];
    spokes_salience *one = &g->values[g->slots[row->actor] - 1];
    one->dispersion = row->dispersion;
    one->psi = row->psi;
    one->uncertainty = (spokes_uncertainty){row->share_range, row->rate_range, row->coverage_range, row->p_top};
  }
}

typedef struct unit_block {
  uint32_t *tokens, *naming, *weights;
  size_t *starts;
  spokes_passage_entry *entries;
  spokes_uncertainty *out;
} unit_block;

static void unit_block_release(unit_block *b) {
  spokes__free(b->tokens);
  spokes__free(b->naming);
  spokes__free(b->weights);
  spokes__free(b->starts);
  spokes__free(b->entries);
  spokes__free(b->out);
}

static bool lay_out(unit_block *b, group *g, const spokes_finished *f) {
  size_t entries = 0, at = 0;
  for (size_t d = 0; d < g->count; d++) entries += g->documents[d].document->count;
  b->tokens = room(g, g->count, sizeof *b->tokens);
  b->naming = room(g, g->count, sizeof *b->naming);
  b->weights = room(g, entries, sizeof *b->weights);
  b->starts = room(g, g->count, sizeof *b->starts);
  b->entries = room(g, entries, sizeof *b->entries);
  b->out = room(g, g->partner_count, sizeof *b->out);
  for (size_t d = 0; !g->failed && d < g->count; d++) {
    const spokes_finished_document *document = g->documents[d].document;
    b->tokens[d] = (uint32_t)document->tokens;
    b->naming[d] = (uint32_t)document->naming_passages;
    for (size_t i = document->first; i < document->first + document->count; i++) {
      b->weights[at] = (uint32_t)f->rows[i].passages;
      b->entries[at++] = (spokes_passage_entry){g->slots[f->rows[i].actor] - 1, (uint32_t)f->rows[i].n};
    }
    b->starts[d + 1] = at;
  }
  return !g->failed;
}

static spokes_status resample(group *g, const spokes_finished *f, spokes_error *err) {
  unit_block b = {.tokens = NULL};
  spokes_random random;
  spokes_status status = SPOKES_OK;
  const char *key = g->documents[0].key;
  if (lay_out(&b, g, f)) {
    spokes_passages units = {b.tokens, b.starts, b.entries, (uint32_t)g->count, g->partner_count, b.weights, b.naming};
    spokes__random_seed_key(&random, f->seed, key, strlen(key));
    status = spokes__passages_resample(&units, (uint32_t)f->resamples, SPOKES_RESAMPLE_LEVEL, &random, b.out, err);
    for (size_t i = 0; !status && i < g->partner_count; i++) g->values[i].uncertainty = b.out[i];
  } else {
    status = spokes__error_nomem(err);
  }
  unit_block_release(&b);
  return status;
}

// ---- Rows ----------------------------------------------------------------------------------------------------------

static double sort_value(const group *g, size_t i, spokes_salience_sort sort) {
  switch (sort) {
    case SPOKES_SORT_RANK:
    case SPOKES_SORT_MENTIONS:
      return (double)g->n[i];
    case SPOKES_SORT_SHARE:
      return g->values[i].share;
    case SPOKES_SORT_RATE:
      return g->values[i].rate;
    case SPOKES_SORT_COVERAGE:
      return g->values[i].coverage;
    case SPOKES_SORT_PSI:
      return g->values[i].psi;
    case SPOKES_SORT_ACTOR:
      break;
  }
  return 0;
}

static bool is_before(const view *v, const group *g, uint32_t a, uint32_t b) {
  double x = sort_value(g, a, v->options->sort), y = sort_value(g, b, v->options->sort);
  if (x > y || x < y) return x > y;
  return strcmp(spokes__lexicon_actor(v->finished->lexicon, g->partners[a])->id,
                spokes__lexicon_actor(v->finished->lexicon, g->partners[b])->id) < 0;
}

static void sort_group(const view *v, group *g) {
  for (uint32_t i = 0; i < g->partner_count; i++) {
    uint32_t at = i;
    for (; at > 0 && is_before(v, g, i, g->order[at - 1]); at--) g->order[at] = g->order[at - 1];
    g->order[at] = i;
  }
}

static const spokes_grid_column columns[] = {{"group", false},
                                             {"documents", true},
                                             {"actor", false},
                                             {"name", false},
                                             {"rank", true},
                                             {"mentions", true},
                                             {"sentences", true},
                                             {"passages", true},
                                             {"of_passages", true},
                                             {"share", true},
                                             {"share_lo", true},
                                             {"share_hi", true},
                                             {"p_top", true},
                                             {"rate_1000", true},
                                             {"rate_lo", true},
                                             {"rate_hi", true},
                                             {"coverage", true},
                                             {"coverage_lo", true},
                                             {"coverage_hi", true},
                                             {"dp_norm", true},
                                             {"psi", true},
                                             {"hhi", true},
                                             {"effective_partners", true}};

static void add_row(view *v, const group *g, size_t at, double hhi) {
  const spokes_salience *one = &g->values[at];
  const spokes_actor_info *actor = spokes__lexicon_actor(v->finished->lexicon, g->partners[at]);
  int decimals = v->options->format == SPOKES_FORMAT_TABLE ? BRIEF_DECIMALS : DECIMALS;
  spokes__cell_text(v->grid, g->documents[0].key);
  spokes_grid_number(v->grid, g->count);
  spokes__cell_text(v->grid, actor->id);
  spokes__cell_text(v->grid, actor->name_en);
  spokes_grid_number(v->grid, g->ranks[at]);
  spokes_grid_number(v->grid, g->n[at]);
  spokes_grid_number(v->grid, g->sentences[at]);
  spokes_grid_number(v->grid, g->passages[at]);
  spokes_grid_number(v->grid, g->naming);
  spokes__cell_real(v->grid, one->share, decimals);
  spokes__cell_interval(v->grid, one->uncertainty.share, decimals);
  spokes__cell_real(v->grid, one->uncertainty.p_top, decimals);
  spokes__cell_real(v->grid, one->rate, decimals);
  spokes__cell_interval(v->grid, one->uncertainty.rate, decimals);
  spokes__cell_real(v->grid, one->coverage, decimals);
  spokes__cell_interval(v->grid, one->uncertainty.coverage, decimals);
  spokes__cell_real(v->grid, one->dispersion.dp_norm, decimals);
  spokes__cell_real(v->grid, one->psi, decimals);
  spokes__cell_real(v->grid, hhi, decimals);
  spokes__cell_real(v->grid, spokes__effective_number_compute(hhi), decimals);
}

static void add_rows(view *v, const group *g) {
  uint64_t rows = 0;
  double hhi = spokes__hhi_compute(g->n, g->partner_count);
  for (size_t i = 0; i < g->partner_count && (!v->options->top || rows < v->options->top); i++) {
    uint32_t at = g->order[i];
    if (!is_text(v->options->actor, spokes__lexicon_actor(v->finished->lexicon, g->partners[at])->id)) continue;
    add_row(v, g, at, hhi);
    rows++;
  }
}

static spokes_status show_group(view *v, const keyed *documents, size_t count, spokes_error *err) {
  group g = {.documents = documents, .count = count};
  spokes_status status = group_pool(&g, v->finished, err);
  if (!status && count == 1) take_over(&g, v->finished);
  if (!status && count > 1 && v->finished->resamples) status = resample(&g, v->finished, err);
  if (!status) {
    sort_group(v, &g);
    add_rows(v, &g);
  }
  group_release(&g);
  return status;
}

static spokes_status show(view *v, const spokes_sink *sink, spokes_error *err) {
  spokes_status status = choose_documents(v, err);
  if (!status) status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &v->grid, err);
  for (size_t at = 0, end; !status && at < v->document_count; at = end) {
    for (end = at + 1; end < v->document_count && !strcmp(v->documents[end].key, v->documents[at].key);) end++;
    status = show_group(v, v->documents + at, end - at, err);
  }
  if (!status) status = spokes_grid_write(v->grid, v->options->format, sink, err);
  spokes_grid_free(v->grid);
  spokes__free(v->documents);
  return status;
}

spokes_status spokes_salience_view(const spokes_lexicon *lexicon, const spokes_salience_view_options *options,
                                   const spokes_sink *sink, spokes_error *err) {
  spokes_finished finished;
  view v = {.finished = &finished, .options = options};
  spokes_status status = spokes__finished_load(&finished, lexicon, options->run_dir, err);
  if (!status) status = show(&v, sink, err);
  spokes__finished_release(&finished);
  return status;
}
