// spokes salience: the indices of a finished run, filtered, grouped and sorted.

#include "args.h"
#include "cmd.h"
#include "terminal.h"

static int show(const spokes_lexicon *lexicon, spokes_salience_view_options *options) {
  char newest[4096];
  int status = EXIT_GOOD;
  spokes_error err;
  spokes_sink sink = terminal_output();
  if (!terminal_find_actor(lexicon, &options->actor) || !terminal_find_actor(lexicon, &options->issuer))
    return EXIT_USAGE;
  options->run_dir = terminal_find_run(options->run_dir, newest, sizeof newest, &status);
  if (!options->run_dir) return status;
  return spokes_salience_view(lexicon, options, &sink, &err) ? terminal_failure(&err) : EXIT_GOOD;
}

int cmd_salience(int argc, char **argv) {
  spokes_salience_view_options options = {.run_dir = NULL};
  arg_list dicts = {.count = 0};
  int by = SPOKES_BY_DOCUMENT, sort = SPOKES_SORT_RANK, format = SPOKES_FORMAT_TABLE;
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
      {"run", '\0', ARG_TEXT, &options.run_dir, "DIR", "the finished run (default: the newest under out/)"},
      {"dict", '\0', ARG_LIST, &dicts, "DIR", TERMINAL_DICT_HELP},
      {"format", '\0', ARG_CHOICE, &format, SPOKES_FORMAT_NAMES, "form of the printed table"},
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
  options.format = (spokes_format)format;
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&dicts, false, &status);
  if (lexicon) status = show(lexicon, &options);
  spokes_lexicon_free(lexicon);
  return status;
}
