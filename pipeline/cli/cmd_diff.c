// spokes diff: two documents, two years of one issuer, or a series.

#include <stdio.h>

#include "args.h"
#include "cmd.h"
#include "terminal.h"
#include "view.h"

static int show(const spokes_lexicon *lexicon, const view_command *view, void *context) {
  spokes_diff_options *options = context;
  spokes_sink sink = terminal_output();
  spokes_error err;
  options->run_dir = view->run_dir;
  options->format = (spokes_format)view->format;
  options->on_warning = terminal_fault;
  return spokes_diff_view(lexicon, options, &sink, &err) ? terminal_failure(&err) : EXIT_GOOD;
}

// Two documents or an issuer, not both; false after a message.
static bool is_complete(const spokes_diff_options *options, size_t operands) {
  if (operands == (options->issuer ? 0 : 2)) return true;
  fputs("spokes: diff needs either two documents or --issuer\n", stderr);
  return false;
}

int cmd_diff(int argc, char **argv) {
  spokes_diff_options options = {.run_dir = NULL};
  view_command view = {.actors = {&options.actor, &options.issuer}, .needs_run = true};
  int show_what = SPOKES_DIFF_STEPS;
  bool passages = false;
  uint64_t prior = 500;
  const arg_option table[] = {
      {"issuer", '\0', ARG_TEXT, &options.issuer, "ID", "compare the editions of this issuer, a year each"},
      {"series", '\0', ARG_TEXT, &options.series, "SERIES", "of them only this series"},
      {"from", '\0', ARG_YEAR, &options.from, "YEAR", "editions from this year on"},
      {"to", '\0', ARG_YEAR, &options.until, "YEAR", "editions up to this year"},
      {"ends", '\0', ARG_FLAG, &options.ends, NULL, "only the first and the last edition"},
      {"show", '\0', ARG_CHOICE, &show_what, "steps|trend", "each step, or the trend over all editions"},
      {"passages", '\0', ARG_FLAG, &passages, NULL, "the passages that name an actor in one and not in the other"},
      {"actor", '\0', ARG_TEXT, &options.actor, "ID", "only this actor"},
      {"prior", '\0', ARG_NUMBER, &prior, "N", "weight of the log odds' prior, in words (default: 500)"},
      VIEW_OPTIONS(view, VIEW_RUN_HELP),
  };
  const arg_spec spec = {
      "diff",
      "[OLD NEW]",
      "Shows what changed between two documents of a finished run, or from edition to edition of an issuer.\n"
      "Ratios and log odds put the new one over the old one.",
      table,
      sizeof table / sizeof *table,
      2};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (!is_complete(&options, args.operand_count)) return EXIT_USAGE;
  if (args.operand_count) {
    options.old_doc = args.operands[0];
    options.new_doc = args.operands[1];
  }
  options.prior = (double)prior;
  options.show = passages ? SPOKES_DIFF_PASSAGES : (spokes_diff_show)show_what;
  return view_run(&view, show, &options);
}
