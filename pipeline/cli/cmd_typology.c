// spokes typology: groupings in the two-dimensional space, from a finished run.

#include <stdio.h>

#include "args.h"
#include "cmd.h"
#include "terminal.h"
#include "view.h"

#define MAX_RESAMPLES 100000u

// What the numbers rest on, on stderr, so that the table stays a table.
static void explain(const spokes_typology_view_options *options, const spokes_typology_summary *s) {
  fprintf(stderr, "U is strong from %.4g and C from %.4g; seed %llu, %u resamples\n", s->u_strong, s->c_strong,
          (unsigned long long)s->seed, (unsigned)options->resamples);
  fprintf(stderr, "%zu of %zu reference labels agree (%zu groupings had enough documents)\n", s->agreeing, s->labelled,
          s->decided);
  if (options->calibrate)
    fprintf(stderr, "fitted: U from %.4g, C from %.4g, %zu of %zu agree; each left out in turn, %zu of %zu agree\n",
            s->u_fitted, s->c_fitted, s->fitted_agreeing, s->decided, s->left_out_agreeing, s->decided);
  fputs("the cells follow the article's prose, not the layout of its first table\n", stderr);
}

static int show(const spokes_lexicon *lexicon, const view_command *view, void *context) {
  spokes_typology_view_options *options = context;
  spokes_typology_summary summary;
  spokes_sink sink = terminal_output();
  spokes_error err;
  options->run_dir = view->run_dir;
  options->format = (spokes_format)view->format;
  if (spokes_typology_view(lexicon, options, &sink, &summary, &err)) return terminal_failure(&err);
  if (options->format == SPOKES_FORMAT_TABLE) explain(options, &summary);
  return EXIT_GOOD;
}

int cmd_typology(int argc, char **argv) {
  spokes_typology_view_options options = {.run_dir = NULL};
  view_command view = {.actors = {&options.hub}, .needs_run = true};
  uint64_t resamples = 2000;
  const arg_option table[] = {
      {"hub", '\0', ARG_TEXT, &options.hub, "ID", "hub of the system (default: that of the run)"},
      {"grouping", '\0', ARG_TEXT, &options.grouping, "ID", "only this grouping; SYSTEM: the hub's whole system"},
      {"window", '\0', ARG_YEAR, &options.window, "N", "a row for each span of N years"},
      {"from", '\0', ARG_YEAR, &options.from, "YEAR", "only documents from this year on"},
      {"to", '\0', ARG_YEAR, &options.until, "YEAR", "only documents up to this year"},
      {"lifetime", '\0', ARG_FLAG, &options.lifetime, NULL, "only documents issued while their state was a member"},
      {"u-strong", '\0', ARG_PART, &options.u_strong, "X", "unidirectionality is strong from X (default: 0.75)"},
      {"c-strong", '\0', ARG_PART, &options.c_strong, "X", "closure is strong from X (default: 0.9)"},
      {"calibrate", '\0', ARG_FLAG, &options.calibrate, NULL, "fit both to the reference labels, leaving one out"},
      {"resamples", '\0', ARG_NUMBER, &resamples, "N", "draws behind every interval, 0 = none (default: 2000)"},
      {"seed", '\0', ARG_NUMBER, &options.seed, "N", "seed of the resampling (default: that of the run)"},
      VIEW_OPTIONS(view, VIEW_RUN_HELP),
  };
  const arg_spec spec = {
      "typology",
      "",
      "Shows unidirectionality (U) and closure (C) of the hub's system and of each grouping, and the type that\n"
      "they give: hub-and-spokes (both strong), integrated (U weak), expanding (C weak), loose (both weak).\n"
      "The cells follow the article's prose, not the layout of its first table.",
      table,
      sizeof table / sizeof *table,
      0};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  options.resamples = resamples > MAX_RESAMPLES ? MAX_RESAMPLES : (uint32_t)resamples;
  return view_run(&view, show, &options);
}
