// spokes validate: agreement with human coding, in figures and case by case.

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "context.h"
#include "terminal.h"
#include "view.h"

#define DECIMALS 4
#define DEFAULT_SHOWN 20u

typedef enum choice { TABLE_ALL, TABLE_SUMMARY, TABLE_KINDS, TABLE_ACTORS, TABLE_DIFFERENCES } choice;

typedef struct shown {
  const spokes_validation *validation;
  spokes_format format;
  uint64_t differences;  // so many at most
} shown;

static void cell(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

static spokes_status write(const shown *show, spokes_grid *grid, spokes_error *err) {
  spokes_sink sink = terminal_output();
  spokes_status status = spokes_grid_write(grid, show->format, &sink, err);
  spokes_grid_free(grid);
  return status;
}

// ---- The tables ------------------------------------------------------------------------------------------

static void real_row(spokes_grid *grid, const char *measure, double value) {
  cell(grid, measure);
  spokes_grid_real(grid, value, DECIMALS);
}

static void whole_row(spokes_grid *grid, const char *measure, uint64_t value) {
  cell(grid, measure);
  spokes_grid_number(grid, value);
}

static spokes_status print_summary(const shown *show, spokes_error *err) {
  static const spokes_grid_column columns[] = {{"measure", false}, {"value", true}};
  const spokes_validation_summary *summary = spokes_validation_get_summary(show->validation);
  const spokes_score *micro = &summary->micro, *actors = &summary->macro_actors, *kinds = &summary->macro_kinds;
  spokes_grid *grid;
  spokes_status status = spokes_grid_new(columns, 2, &grid, err);
  if (status) return status;
  whole_row(grid, "documents", summary->documents);
  whole_row(grid, "documents fully right", summary->documents_right);
  whole_row(grid, "coded mentions", micro->right + micro->missed);
  whole_row(grid, "found mentions", micro->right + micro->wrong);
  whole_row(grid, "right", micro->right);
  whole_row(grid, "false", micro->wrong);
  whole_row(grid, "missed", micro->missed);
  real_row(grid, "precision", micro->precision);
  real_row(grid, "recall", micro->recall);
  real_row(grid, "F1", micro->f1);
  real_row(grid, "precision, mean over actors", actors->precision);
  real_row(grid, "recall, mean over actors", actors->recall);
  real_row(grid, "F1, mean over actors", actors->f1);
  real_row(grid, "F1, mean over kinds", kinds->f1);
  real_row(grid, "kinds agree", summary->kinds_agree);
  real_row(grid, "spans exact", summary->spans_exact);
  whole_row(grid, "counts per document and actor", summary->cells);
  real_row(grid, "mean absolute error of counts", summary->mean_absolute_error);
  real_row(grid, "Spearman's rho of counts", summary->spearman);
  real_row(grid, "Krippendorff's alpha of counts (interval)", summary->alpha);
  return write(show, grid, err);
}

static spokes_status print_scores(const shown *show, bool of_kinds, spokes_error *err) {
  const spokes_grid_column columns[] = {{of_kinds ? "kind" : "actor", false},
                                        {"right", true},
                                        {"false", true},
                                        {"missed", true},
                                        {"precision", true},
                                        {"recall", true},
                                        {"F1", true}};
  spokes_grid *grid;
  spokes_status status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &grid, err);
  if (status) return status;
  for (size_t i = 0; i < spokes_validation_score_count(show->validation); i++) {
    spokes_named_score named = spokes_validation_score(show->validation, i);
    if (named.is_kind != of_kinds) continue;
    cell(grid, named.name);
    spokes_grid_number(grid, named.score.right);
    spokes_grid_number(grid, named.score.wrong);
    spokes_grid_number(grid, named.score.missed);
    spokes_grid_real(grid, named.score.precision, DECIMALS);
    spokes_grid_real(grid, named.score.recall, DECIMALS);
    spokes_grid_real(grid, named.score.f1, DECIMALS);
  }
  return write(show, grid, err);
}

static void add_difference(spokes_grid *grid, const spokes_difference *d) {
  cell(grid, d->is_missed ? "missed" : "false");
  cell(grid, d->doc_id);
  spokes_grid_number(grid, d->start);
  spokes_grid_number(grid, d->end);
  cell(grid, d->actor);
  cell(grid, spokes_kind_name(d->kind));
  cell(grid, d->form);
  cell(grid, d->rule);
  cell(grid, d->reason);
  if (d->text)
    context_cell(grid, d->text, d->text_len, (size_t)d->start_byte, (size_t)d->end_byte);
  else
    cell(grid, "");
}

static spokes_status print_differences(const shown *show, spokes_error *err) {
  static const spokes_grid_column columns[] = {{"what", false},   {"doc_id", false}, {"start", true}, {"end", true},
                                               {"actor", false},  {"kind", false},   {"form", false}, {"rule", false},
                                               {"reason", false}, {"context", false}};
  size_t count = spokes_validation_difference_count(show->validation);
  spokes_grid *grid;
  spokes_status status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &grid, err);
  if (status) return status;
  for (size_t i = 0; i < count && i < show->differences; i++) {
    spokes_difference difference = spokes_validation_difference(show->validation, i);
    add_difference(grid, &difference);
  }
  status = write(show, grid, err);
  if (!status && count > show->differences)
    fprintf(stderr, "spokes: %llu of %zu differences are shown\n", (unsigned long long)show->differences, count);
  return status;
}

static spokes_status print_all(const shown *show, spokes_error *err) {
  spokes_status status = print_summary(show, err);
  for (int of_kinds = 1; of_kinds >= 0 && !status; of_kinds--) {
    putchar('\n');
    status = print_scores(show, of_kinds, err);
  }
  if (status || !show->differences || !spokes_validation_difference_count(show->validation)) return status;
  putchar('\n');
  return print_differences(show, err);
}

static spokes_status print(const shown *show, choice what, spokes_error *err) {
  switch (what) {
    case TABLE_ALL:
      return print_all(show, err);
    case TABLE_SUMMARY:
      return print_summary(show, err);
    case TABLE_KINDS:
    case TABLE_ACTORS:
      return print_scores(show, what == TABLE_KINDS, err);
    case TABLE_DIFFERENCES:
      return print_differences(show, err);
  }
  return SPOKES_OK;
}

// ---- The command -------------------------------------------------------------------------------------------

// Only a reader of tables can tell several of them apart.
static choice choose(int wanted, spokes_format format) {
  if (wanted >= 0) return (choice)wanted;
  return format == SPOKES_FORMAT_TABLE || format == SPOKES_FORMAT_MD ? TABLE_ALL : TABLE_SUMMARY;
}

typedef struct validate_options {
  spokes_validate_options wanted;
  uint64_t differences;
  int choice;  // -1: as the format allows
} validate_options;

static int judge(const spokes_lexicon *lexicon, const view_command *view, void *context) {
  validate_options *options = context;
  spokes_validation *validation = NULL;
  spokes_error err;
  options->wanted.run_dir = view->run_dir;
  spokes_status status = spokes_validate(lexicon, &options->wanted, &validation, &err);
  const shown show = {validation, (spokes_format)view->format, options->differences};
  if (!status) status = print(&show, choose(options->choice, show.format), &err);
  spokes_validation_free(validation);
  return status ? terminal_failure(&err) : EXIT_GOOD;
}

int cmd_validate(int argc, char **argv) {
  validate_options options = {SPOKES_VALIDATE_OPTIONS_INIT, UINT64_MAX, -1};
  int count = SPOKES_COUNT_EXPLICIT;
  view_command view = {.run_dir = NULL};
  const arg_option table[] = {
      {"corpus", '\0', ARG_TEXT, &options.wanted.corpus_dir, "DIR", "the corpus with the texts of a CSV file"},
      {"count", '\0', ARG_CHOICE, &count, "names|explicit|all", "which kinds are scored (default: explicit)"},
      {"table", '\0', ARG_CHOICE, &options.choice, "all|summary|kinds|actors|differences", "which table"},
      {"show", '\0', ARG_NUMBER, &options.differences, "N",
       "so many differences at most (default: 20 beside other tables)"},
      VIEW_OPTIONS(view, "judge the mentions of this finished run"),
  };
  const arg_spec spec = {
      "validate",
      "GOLD",
      "Measures the agreement with human coding: JSON lines as 'tag --jsonl' writes them, with their texts,\n"
      "or CSV with the columns of mentions.csv.",
      table,
      sizeof table / sizeof *table,
      1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (!args.operand_count) {
    fputs("spokes: validate needs a file of coded mentions\n", stderr);
    return EXIT_USAGE;
  }
  options.wanted.gold = args.operands[0];
  options.wanted.count = (spokes_count_rule)count;
  options.wanted.on_fault = terminal_fault;
  if (options.differences == UINT64_MAX && options.choice != TABLE_DIFFERENCES) options.differences = DEFAULT_SHOWN;
  return view_run(&view, judge, &options);
}
