// spokes rules: one document's counts under every counting rule, so that a published figure can be recognised.

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "cmd.h"
#include "terminal.h"
#include "view.h"

typedef struct rules_options {
  const char *doc, *actor;
} rules_options;

static const spokes_grid_column columns[] = {
    {"actor", false},   {"country", false},       {"names", true},    {"names_incl", true},
    {"explicit", true}, {"explicit_incl", true},  {"all", true},      {"all_incl", true},
    {"name", true},     {"acronym", true},        {"abbrev", true},   {"demonym", true},
    {"metonym", true},  {"excluded_names", true}, {"excluded", true}, {"implied", true}};

static void cell(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

static void add_row(spokes_grid *grid, const spokes_lexicon *lexicon, const spokes_rule_count *count) {
  size_t actor = spokes_lexicon_find_actor(lexicon, count->actor);
  cell(grid, count->actor);
  cell(grid, actor == SIZE_MAX ? "" : spokes_lexicon_actor_name(lexicon, actor));
  for (int rule = SPOKES_COUNT_NAMES; rule <= SPOKES_COUNT_ALL; rule++)
    for (int inclusive = 0; inclusive < 2; inclusive++)
      spokes_grid_number(grid, spokes_rule_count_figure(count, (spokes_count_rule)rule, inclusive));
  for (int kind = 0; kind < SPOKES_KIND_COUNT; kind++) spokes_grid_number(grid, count->kinds[kind]);
  spokes_grid_number(grid, count->excluded[SPOKES_COUNT_NAMES]);
  spokes_grid_number(grid, count->excluded[SPOKES_COUNT_ALL]);
  spokes_grid_number(grid, count->implied);
}

static spokes_status print(const spokes_lexicon *lexicon, const spokes_rule_counts *counts,
                           const rules_options *options, spokes_format format, spokes_error *err) {
  spokes_grid *grid;
  spokes_status status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &grid, err);
  if (status) return status;
  for (size_t i = 0; i < spokes_rule_counts_count(counts); i++) {
    spokes_rule_count count = spokes_rule_counts_item(counts, i);
    if (!options->actor || !strcmp(options->actor, count.actor)) add_row(grid, lexicon, &count);
  }
  spokes_sink sink = terminal_output();
  status = spokes_grid_write(grid, format, &sink, err);
  spokes_grid_free(grid);
  return status;
}

static spokes_status count_file(const spokes_lexicon *lexicon, const char *path, spokes_rule_counts **out,
                                spokes_error *err) {
  spokes_source *source;
  spokes_status status = spokes_source_open(lexicon, NULL, path, &source, err);
  if (status) return status;
  if (*spokes_source_message(source)) fprintf(stderr, "spokes: %s: %s\n", path, spokes_source_message(source));
  status = spokes_rule_counts_make(lexicon, source, out, err);
  spokes_source_free(source);
  return status;
}

// A document of a run by its id, or a file when no run is named and there is one.
static spokes_status count_document(const spokes_lexicon *lexicon, const char *doc, const char *run_dir,
                                    spokes_rule_counts **out, spokes_error *err) {
  char newest[4096];
  if (run_dir) return spokes_rule_counts_read(run_dir, doc, out, err);
  if (strchr(doc, '/') || !access(doc, F_OK)) return count_file(lexicon, doc, out, err);
  spokes_status status = spokes_run_find_newest("out", newest, sizeof newest, err);
  return status ? status : spokes_rule_counts_read(newest, doc, out, err);
}

static int show(const spokes_lexicon *lexicon, const view_command *view, void *context) {
  const rules_options *options = context;
  spokes_rule_counts *counts = NULL;
  spokes_error err;
  spokes_status status = count_document(lexicon, options->doc, view->run_dir, &counts, &err);
  if (!status) status = print(lexicon, counts, options, (spokes_format)view->format, &err);
  spokes_rule_counts_free(counts);
  return status ? terminal_failure(&err) : EXIT_GOOD;
}

int cmd_rules(int argc, char **argv) {
  rules_options options = {.doc = NULL};
  view_command view = {.actors = {&options.actor}};
  const arg_option table[] = {
      {"actor", '\0', ARG_TEXT, &options.actor, "ID", "only this actor"},
      VIEW_OPTIONS(view, VIEW_RUN_HELP),
  };
  const arg_spec spec = {
      "rules",
      "DOC",
      "Shows one document's counts under every counting rule, side by side. DOC is the id of a document\n"
      "of a finished run, or a file.",
      table,
      sizeof table / sizeof *table,
      1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (!args.operand_count) {
    fputs("spokes: rules needs a document\n", stderr);
    return EXIT_USAGE;
  }
  options.doc = args.operands[0];
  return view_run(&view, show, &options);
}
