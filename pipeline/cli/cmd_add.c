// spokes add: documents into a corpus.

#include <stdio.h>
#include <string.h>

#include "added.h"
#include "args.h"
#include "cmd.h"
#include "terminal.h"

#define MAX_OPERANDS 100000u

static int add(const spokes_lexicon *lexicon, spokes_add_options *options, const arg_result *args,
               spokes_format format) {
  added_view view;
  spokes_error err;
  spokes_add_summary summary;
  if (added_view_init(&view, options, &err)) return terminal_failure(&err);
  spokes_status status =
      spokes_add(lexicon, options, (const char *const *)args->operands, args->operand_count, &summary, &err);
  return added_view_finish(&view, status, &summary, format, &err);
}

static int needs(const char *what) {
  fprintf(stderr, "spokes: add %s\n", what);
  return EXIT_USAGE;
}

int cmd_add(int argc, char **argv) {
  spokes_add_options options = SPOKES_ADD_OPTIONS_INIT;
  arg_list dicts = {.count = 0};
  uint32_t year = 0;
  added_limits limits = {0, 0, 0};
  int format = SPOKES_FORMAT_TABLE;
  const arg_option table[] = {
      {"corpus", '\0', ARG_TEXT, &options.corpus_dir, "DIR", "the corpus; made when there is none"},
      {"id", '\0', ARG_TEXT, &options.id, "ID", "id of the document (default: by its name, or issuer_date_series)"},
      {"issuer", '\0', ARG_TEXT, &options.issuer, "ACTOR", "who issued it"},
      {"year", '\0', ARG_YEAR, &year, "YYYY", "the year it was issued in"},
      {"date", '\0', ARG_TEXT, &options.date, "DATE", "the same as YYYY, YYYY-MM or YYYY-MM-DD"},
      {"series", '\0', ARG_TEXT, &options.series, "NAME", "series, such as NSS"},
      {"lang", '\0', ARG_TEXT, &options.lang, "CODE", "language, such as en or zh"},
      {"title", '\0', ARG_TEXT, &options.title, "TITLE", "title"},
      {"source-url", '\0', ARG_TEXT, &options.source_url, "URL", "where it comes from"},
      {"license", '\0', ARG_TEXT, &options.license, "NAME", "licence"},
      {"notes", '\0', ARG_TEXT, &options.notes, "TEXT", "anything else"},
      ADDED_OPTIONS(options, limits),
      {"dict", '\0', ARG_LIST, &dicts, "DIR", TERMINAL_DICT_HELP},
      {"format", '\0', ARG_CHOICE, &format, SPOKES_FORMAT_NAMES, "form of the printed table"},
  };
  const arg_spec spec = {
      "add",
      "FILE|FOLDER|URL... --corpus DIR",
      "Adds documents to a corpus: copies them into it and enters them in its manifest. What is known of\n"
      "them is told by options, by their names and by themselves.",
      table,
      sizeof table / sizeof *table,
      MAX_OPERANDS};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (!args.operand_count) return needs("needs a file, a folder or an address");
  if (!options.corpus_dir) return needs("needs --corpus DIR");
  if (year && options.date) return needs("takes --year or --date, not both");
  char date[8];
  snprintf(date, sizeof date, "%04u", year % 10000);
  if (year) options.date = date;
  if (!added_limits_take(&limits, &options)) return needs("takes documents up to --max-size 1024");
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&dicts, false, &status);
  if (lexicon) status = add(lexicon, &options, &args, (spokes_format)format);
  spokes_lexicon_free(lexicon);
  return status;
}
