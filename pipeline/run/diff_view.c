// spokes_diff_view: section 3 of the methods, step by step, and the trend over all editions. Ratios and log odds put
// the new edition over the old one: above 1, or above 0, the actor has gained.

#include <string.h>

#include "base/csv_write.h"
#include "measure/change.h"
#include "measure/keyness.h"
#include "measure/shares.h"
#include "measure/trend.h"
#include "report/cells.h"
#include "run/editions.h"

#define DECIMALS 6
#define BRIEF_DECIMALS 3
#define DEFAULT_PRIOR 500.0

typedef struct diff {
  const spokes_finished *finished;
  const spokes_diff_options *options;
  spokes_editions editions;
  spokes_grid *grid;
  double *tau, *slope;  // by actor, of the rate over all editions (of the share where languages differ)
  double *p_two, *p_four;
  bool languages_differ;
  int decimals;
} diff;

static double rate_of(const spokes_edition *e, size_t actor) { return spokes__rate_compute(e->n[actor], e->tokens); }
static double share_of(const spokes_edition *e, size_t actor) { return spokes__share_compute(e->n[actor], e->total); }

static double judged(const diff *d, const spokes_edition *e, size_t actor) {
  return d->languages_differ ? share_of(e, actor) : rate_of(e, actor);
}

static bool is_wanted(const diff *d, size_t actor) {
  return !d->options->actor ||
         !strcmp(d->options->actor, spokes__lexicon_actor(d->finished->lexicon, (spokes_actor)actor)->id);
}

// ---- Trend ---------------------------------------------------------------------------------------------------------

static spokes_status find_trend(diff *d, size_t actor, spokes_error *err) {
  size_t count = d->editions.count, used = 0;
  double *x = spokes__calloc(count, 2 * sizeof *x), *y = x + count;
  if (!x) return spokes__error_nomem(err);
  for (size_t i = 0; i < count; i++) {
    double value = judged(d, &d->editions.items[i], actor);
    if (isnan(value)) continue;
    x[used] = d->editions.items[i].year;
    y[used++] = value;
  }
  d->tau[actor] = d->slope[actor] = SPOKES_NOT_AVAILABLE;
  spokes_status status = SPOKES_OK;
  if (used >= 3) {
    d->tau[actor] = spokes__tau_compute(x, y, used);
    status = spokes__slope_compute(x, y, used, &d->slope[actor], err);
  }
  spokes__free(x);
  return status;
}

static uint64_t sum_over(const diff *d, size_t actor) {
  uint64_t sum = 0;
  for (size_t i = 0; i < d->editions.count; i++) sum += d->editions.items[i].n[actor];
  return sum;
}

static const spokes_grid_column trend_columns[] = {
    {"actor", false}, {"name", false}, {"editions", true}, {"named_in", true},   {"mentions", true},
    {"first", true},  {"last", true},  {"tau", true},      {"slope_year", true}, {"rates", false}};

static void rates_cell(diff *d, size_t actor) {
  spokes_buf text = SPOKES_BUF_INIT;
  spokes__buf_reserve(&text, 1);
  for (size_t i = 0; i < d->editions.count; i++) {
    spokes__buf_format(&text, "%s%s:", i ? " " : "", d->editions.items[i].label);
    spokes__csv_number(&text, judged(d, &d->editions.items[i], actor), BRIEF_DECIMALS);
  }
  spokes_grid_text(d->grid, text.data ? text.data : "", text.len);
  spokes__buf_release(&text);
}

static void trend_row(diff *d, size_t actor) {
  const spokes_actor_info *info = spokes__lexicon_actor(d->finished->lexicon, (spokes_actor)actor);
  uint64_t named = 0;
  for (size_t i = 0; i < d->editions.count; i++) named += d->editions.items[i].n[actor] > 0;
  spokes__cell_text(d->grid, info->id);
  spokes__cell_text(d->grid, info->name_en);
  spokes_grid_number(d->grid, d->editions.count);
  spokes_grid_number(d->grid, named);
  spokes_grid_number(d->grid, sum_over(d, actor));
  spokes__cell_real(d->grid, judged(d, &d->editions.items[0], actor), d->decimals);
  spokes__cell_real(d->grid, judged(d, &d->editions.items[d->editions.count - 1], actor), d->decimals);
  spokes__cell_real(d->grid, d->tau[actor], d->decimals);
  spokes__cell_real(d->grid, d->slope[actor], DECIMALS);
  rates_cell(d, actor);
}

// ---- Steps ---------------------------------------------------------------------------------------------------------

static const spokes_grid_column step_columns[] = {
    {"old", false},      {"new", false},      {"actor", false},       {"name", false},        {"status", false},
    {"n_old", true},     {"n_new", true},     {"n_diff", true},       {"rate_old", true},     {"rate_new", true},
    {"rate_diff", true}, {"share_old", true}, {"share_new", true},    {"share_diff", true},   {"rank_old", true},
    {"rank_new", true},  {"rank_diff", true}, {"coverage_old", true}, {"coverage_new", true}, {"rate_ratio", true},
    {"ratio_lo", true},  {"ratio_hi", true},  {"log2_ratio", true},   {"g2_two", true},       {"p_two", true},
    {"q_two", true},     {"g2_four", true},   {"p_four", true},       {"q_four", true},       {"log_odds", true},
    {"z", true},         {"tau", true},       {"slope_year", true}};

// Hits and tokens of the actor in all documents of the run that are in the language.
static spokes_frequency corpus_of(const diff *d, size_t actor, const char *lang) {
  spokes_frequency sum = {0, 0};
  const spokes_finished *f = d->finished;
  for (size_t i = 0; i < f->document_count; i++) {
    if (strcmp(f->documents[i].lang, lang)) continue;
    sum.tokens += f->documents[i].tokens;
    for (size_t k = f->documents[i].first; k < f->documents[i].first + f->documents[i].count; k++)
      if (f->rows[k].actor == actor) sum.hits += f->rows[k].n;
  }
  return sum;
}

static spokes_keyness keyness_of(const spokes_edition *old, const spokes_edition *new_one, size_t actor) {
  return spokes__keyness_compute((spokes_frequency){new_one->n[actor], new_one->tokens},
                                 (spokes_frequency){old->n[actor], old->tokens});
}

static void pair_cells(diff *d, double old, double new_one) {
  spokes__cell_real(d->grid, old, d->decimals);
  spokes__cell_real(d->grid, new_one, d->decimals);
  spokes__cell_real(d->grid, new_one - old, d->decimals);
}

static void rank_cells(diff *d, uint32_t old, uint32_t new_one) {
  old ? spokes_grid_number(d->grid, old) : spokes__cell_text(d->grid, "");
  new_one ? spokes_grid_number(d->grid, new_one) : spokes__cell_text(d->grid, "");
  old &&new_one ? spokes__cell_signed(d->grid, (int64_t)new_one - (int64_t)old) : spokes__cell_text(d->grid, "");
}

static void test_cells(diff *d, const spokes_edition *old, const spokes_edition *new_one, size_t actor) {
  if (d->languages_differ) {  // words of two languages cannot be compared
    for (int i = 0; i < 12; i++) spokes__cell_text(d->grid, "");
    return;
  }
  spokes_keyness key = keyness_of(old, new_one, actor);
  double total = d->options->prior > 0 ? d->options->prior : DEFAULT_PRIOR;
  double prior = spokes__prior_compute(corpus_of(d, actor, new_one->lang), total);
  spokes_log_odds odds = spokes__log_odds_compute((spokes_frequency){new_one->n[actor], new_one->tokens},
                                                  (spokes_frequency){old->n[actor], old->tokens}, prior, total);
  spokes__cell_real(d->grid, key.rate_ratio, d->decimals);
  spokes__cell_interval(d->grid, key.ratio_interval, d->decimals);
  spokes__cell_real(d->grid, key.log2_ratio, d->decimals);
  spokes__cell_real(d->grid, key.g2_two, d->decimals);
  spokes__cell_real(d->grid, spokes__p_value_compute(key.g2_two), d->decimals);
  spokes__cell_real(d->grid, d->p_two[actor], d->decimals);
  spokes__cell_real(d->grid, key.g2_four, d->decimals);
  spokes__cell_real(d->grid, spokes__p_value_compute(key.g2_four), d->decimals);
  spokes__cell_real(d->grid, d->p_four[actor], d->decimals);
  spokes__cell_real(d->grid, odds.delta, d->decimals);
  spokes__cell_real(d->grid, odds.z, d->decimals);
}

static void step_row(diff *d, const spokes_edition *old, const spokes_edition *new_one, size_t actor) {
  const spokes_actor_info *info = spokes__lexicon_actor(d->finished->lexicon, (spokes_actor)actor);
  spokes__cell_text(d->grid, old->label);
  spokes__cell_text(d->grid, new_one->label);
  spokes__cell_text(d->grid, info->id);
  spokes__cell_text(d->grid, info->name_en);
  spokes__cell_text(d->grid,
                    spokes__change_name(spokes__change_classify(judged(d, old, actor), judged(d, new_one, actor))));
  spokes_grid_number(d->grid, old->n[actor]);
  spokes_grid_number(d->grid, new_one->n[actor]);
  spokes__cell_signed(d->grid, (int64_t)new_one->n[actor] - (int64_t)old->n[actor]);
  if (d->languages_differ)
    pair_cells(d, SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE);
  else
    pair_cells(d, rate_of(old, actor), rate_of(new_one, actor));
  pair_cells(d, share_of(old, actor), share_of(new_one, actor));
  rank_cells(d, old->ranks[actor], new_one->ranks[actor]);
  spokes__cell_real(d->grid, spokes__coverage_compute(old->passages[actor], old->naming_passages), d->decimals);
  spokes__cell_real(d->grid, spokes__coverage_compute(new_one->passages[actor], new_one->naming_passages), d->decimals);
  test_cells(d, old, new_one, actor);
  spokes__cell_real(d->grid, d->tau[actor], d->decimals);
  spokes__cell_real(d->grid, d->slope[actor], DECIMALS);
}

// The p values of one step over all its actors, adjusted; in d->p_two and d->p_four.
static spokes_status adjust(diff *d, const spokes_edition *old, const spokes_edition *new_one, spokes_error *err) {
  size_t count = d->editions.actor_count;
  for (size_t a = 0; a < count; a++) {
    spokes_keyness key = keyness_of(old, new_one, a);
    bool is_named = old->n[a] + new_one->n[a] > 0;
    d->p_two[a] = is_named ? spokes__p_value_compute(key.g2_two) : SPOKES_NOT_AVAILABLE;
    d->p_four[a] = is_named ? spokes__p_value_compute(key.g2_four) : SPOKES_NOT_AVAILABLE;
  }
  spokes_status status = spokes__p_values_adjust(d->p_two, count, d->p_two, err);
  return status ? status : spokes__p_values_adjust(d->p_four, count, d->p_four, err);
}

// Actors by the larger of their shares, so that what matters most comes first.
static size_t next_actor(const diff *d, const spokes_edition *old, const spokes_edition *new_one, uint8_t *is_done) {
  size_t best = SIZE_MAX;
  double best_share = 0;
  for (size_t a = 0; a < d->editions.actor_count; a++) {
    if (is_done[a] || !(old->n[a] + new_one->n[a])) continue;
    double x = old->n[a] ? share_of(old, a) : 0, y = new_one->n[a] ? share_of(new_one, a) : 0;
    double larger = x > y ? x : y;
    if (best == SIZE_MAX || larger > best_share) best = a, best_share = larger;
  }
  if (best != SIZE_MAX) is_done[best] = 1;
  return best;
}

static spokes_status show_step(diff *d, const spokes_edition *old, const spokes_edition *new_one, spokes_error *err) {
  uint8_t *is_done = spokes__calloc(d->editions.actor_count, 1);
  spokes_status status = is_done ? adjust(d, old, new_one, err) : spokes__error_nomem(err);
  for (size_t a; !status && (a = next_actor(d, old, new_one, is_done)) != SIZE_MAX;)
    if (is_wanted(d, a)) step_row(d, old, new_one, a);
  spokes__free(is_done);
  return status;
}

// ---- The view --------------------------------------------------------------------------------------------------

static void compare_languages(diff *d) {
  for (size_t i = 1; i < d->editions.count; i++)
    d->languages_differ |= strcmp(d->editions.items[i].lang, d->editions.items[0].lang) != 0;
  d->languages_differ |= !*d->editions.items[0].lang;
  if (!d->languages_differ || !d->options->on_warning) return;
  spokes_error warning;
  spokes__error_set(&warning, SPOKES_OK, "the languages differ: compared on shares and coverage alone");
  d->options->on_warning(d->options->context, &warning);
}

static spokes_status fill_grid(diff *d, spokes_error *err) {
  bool is_trend = d->options->show == SPOKES_DIFF_TREND;
  spokes_status status =
      is_trend ? spokes_grid_new(trend_columns, sizeof trend_columns / sizeof *trend_columns, &d->grid, err)
               : spokes_grid_new(step_columns, sizeof step_columns / sizeof *step_columns, &d->grid, err);
  for (size_t a = 0; !status && a < d->editions.actor_count; a++) {
    status = find_trend(d, a, err);
    if (!status && is_trend && is_wanted(d, a) && sum_over(d, a)) trend_row(d, a);
  }
  for (size_t i = 1; !status && !is_trend && i < d->editions.count; i++)
    status = show_step(d, &d->editions.items[i - 1], &d->editions.items[i], err);
  return status;
}

static spokes_status show_tables(diff *d, const spokes_sink *sink, spokes_error *err) {
  size_t actors = d->editions.actor_count;
  double *block = spokes__calloc(actors, 4 * sizeof *block);
  if (!block) return spokes__error_nomem(err);
  d->tau = block;
  d->slope = block + actors;
  d->p_two = d->slope + actors;
  d->p_four = d->p_two + actors;
  spokes_status status = fill_grid(d, err);
  if (!status) status = spokes_grid_write(d->grid, d->options->format, sink, err);
  spokes_grid_free(d->grid);
  spokes__free(block);
  return status;
}

spokes_status spokes_diff_view(const spokes_lexicon *lexicon, const spokes_diff_options *options,
                               const spokes_sink *sink, spokes_error *err) {
  spokes_finished finished;
  diff d = {.finished = &finished,
            .options = options,
            .decimals = options->format == SPOKES_FORMAT_TABLE ? BRIEF_DECIMALS : DECIMALS};
  spokes_status status = spokes__finished_load(&finished, lexicon, options->run_dir, err);
  if (!status) status = spokes__editions_make(&d.editions, &finished, options, err);
  if (!status) compare_languages(&d);
  if (!status && options->show == SPOKES_DIFF_PASSAGES)
    status = spokes__diff_passages(&finished, &d.editions.items[0], &d.editions.items[d.editions.count - 1], options,
                                   sink, err);
  else if (!status)
    status = show_tables(&d, sink, err);
  spokes__editions_release(&d.editions);
  spokes__finished_release(&finished);
  return status;
}
