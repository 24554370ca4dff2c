// spokes salience: the indices of a finished run, filtered, grouped and sorted.

#include "args.h"
#include "cmd.h"
#include "terminal.h"
#include "view.h"

static int show(const spokes_lexicon *lexicon, const view_command *view, void *context) {
  spokes_salience_view_options *options = context;
  spokes_sink sink = terminal_output();
  spokes_error err;
  options->run_dir = view->run_dir;
  options->format = (spokes_format)view->format;
  return spokes_salience_view(lexicon, options, &sink, &err) ? terminal_failure(&err) : EXIT_GOOD;
}

int cmd_salience(int argc, char **argv) {
  spokes_salience_view_options options = {.run_dir = NULL};
  view_command view = {.actors = {&options.actor, &options.issuer}, .needs_run = true};
  int by = SPOKES_BY_DOCUMENT, sort = SPOKES_SORT_RANK;
  uint32_t year = 0;
  const arg_option table[] = {
      {"by", '\0', ARG_CHOICE, &by, "document|issuer|year|issuer-year|series", "what is pooled (default: document)"},
      {"doc", '\0', ARG_TEXT, &options.doc, "ID", "only this document"},
      {"issuer", '\0', ARG_TEXT, &options.issuer, "ID", "only documents of this issuer"},
      {"series", '\0', ARG_TEXT, &options.series, "SERIES", "only documents of this series"},
      {"year", '\0', ARG_YEAR, &year, "YEAR", "only documents of this year"},
      {"from", '\0', ARG_YEAR, &options.from, "YEAR", "only documents from this year on"},
      {"to", '\0', ARG_YEAR, &options.until, "YEAR", "only documents up to this year"},
      {"actor", '\0', ARG_TEXT, &options.actor, "ID", "only this partner"},
      {"sort", '\0', ARG_CHOICE, &sort, "rank|mentions|share|rate|coverage|psi|actor", "order inside a group"},
      {"top", '\0', ARG_NUMBER, &options.top, "N", "only the first N partners of each group"},
      VIEW_OPTIONS(view, VIEW_RUN_HELP),
  };
  const arg_spec spec = {
      "salience",
      "",
      "Shows whom documents name: mentions, sentences and passages side by side, share, rate, coverage and\n"
      "rank with 95 % intervals, dispersion, and the partner salience index.",
      table,
      sizeof table / sizeof *table,
      0};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (year) options.from = options.until = year;
  options.by = (spokes_group_by)by;
  options.sort = (spokes_salience_sort)sort;
  return view_run(&view, show, &options);
}
