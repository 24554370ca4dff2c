// spokes add: documents into a corpus.

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "terminal.h"

#define MAX_OPERANDS 100000u

// What add and fetch print: a row for each thing that is known of a document.
typedef struct add_view {
  spokes_grid *grid;
} add_view;

static void cell(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

static void row(spokes_grid *grid, const char *document, const char *field, const char *value, const char *origin) {
  cell(grid, document);
  cell(grid, field);
  cell(grid, value);
  cell(grid, origin);
}

static bool is_refused(spokes_add_result result) { return result != SPOKES_ADD_ADDED && result != SPOKES_ADD_REPLACED; }

static void on_added(void *context, const spokes_added *added) {
  add_view *view = context;
  if (is_refused(added->result))
    fprintf(stderr, "spokes: cannot add '%s': %s\n", added->input, added->message);
  else if (*added->message)
    fprintf(stderr, "spokes: %s: %s\n", added->input, added->message);
  row(view->grid, added->input, "result", spokes_add_result_name(added->result), "");
  if (*added->message) row(view->grid, added->input, "message", added->message, "");
  for (size_t i = 0; i < added->fact_count; i++)
    row(view->grid, added->input, added->facts[i].field, added->facts[i].value, added->facts[i].origin);
}

// One document that only lacks options is a matter of usage; among several it is one that failed.
static int status_of(const spokes_add_summary *summary) {
  uint64_t total = 0, refused = 0;
  for (int i = 0; i < SPOKES_ADD_RESULT_COUNT; i++) {
    total += summary->results[i];
    if (is_refused((spokes_add_result)i)) refused += summary->results[i];
  }
  if (!refused) return EXIT_GOOD;
  if (total > 1)
    fprintf(stderr, "spokes: %llu of %llu documents were not added\n", (unsigned long long)refused,
            (unsigned long long)total);
  return summary->results[SPOKES_ADD_INCOMPLETE] == total ? EXIT_USAGE : EXIT_PARTIAL;
}

static int add(const spokes_lexicon *lexicon, spokes_add_options *options, const arg_result *args,
               spokes_format format) {
  static const spokes_grid_column columns[] = {
      {"document", false}, {"field", false}, {"value", false}, {"from", false}};
  add_view view;
  spokes_error err;
  spokes_add_summary summary;
  if (spokes_grid_new(columns, 4, &view.grid, &err)) return terminal_failure(&err);
  options->on_message = terminal_fault;
  options->on_added = on_added;
  options->context = &view;
  spokes_status status =
      spokes_add(lexicon, options, (const char *const *)args->operands, args->operand_count, &summary, &err);
  spokes_sink sink = terminal_output();
  if (!status) status = spokes_grid_write(view.grid, format, &sink, &err);
  spokes_grid_free(view.grid);
  return status ? terminal_failure(&err) : status_of(&summary);
}

static int needs(const char *what) {
  fprintf(stderr, "spokes: add %s\n", what);
  return EXIT_USAGE;
}

int cmd_add(int argc, char **argv) {
  spokes_add_options options = SPOKES_ADD_OPTIONS_INIT;
  arg_list dicts = {.count = 0};
  uint32_t year = 0;
  uint64_t max_mib = 0, total = 0, stall = 0;
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
      {"replace", '\0', ARG_FLAG, &options.replace, NULL, "put it in place of what is there already"},
      {"allow-private", '\0', ARG_FLAG, &options.allow_private, NULL, "follow addresses into private networks"},
      {"max-size", '\0', ARG_NUMBER, &max_mib, "MIB", "largest document (default: 256)"},
      {"timeout", '\0', ARG_NUMBER, &total, "SECONDS", "longest download (default: 600)"},
      {"stall-timeout", '\0', ARG_NUMBER, &stall, "SECONDS", "longest with less than 256 bytes a second (default: 30)"},
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
  if (max_mib > 1024) return needs("takes documents up to --max-size 1024");
  options.max_bytes = max_mib << 20;
  options.total_seconds = total > 86400 ? 86400 : (unsigned)total;
  options.stall_seconds = stall > 86400 ? 86400 : (unsigned)stall;
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&dicts, false, &status);
  if (lexicon) status = add(lexicon, &options, &args, (spokes_format)format);
  spokes_lexicon_free(lexicon);
  return status;
}
