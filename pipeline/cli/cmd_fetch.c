// spokes fetch: documents of the catalogue into a corpus, and the catalogue itself.

#include <stdio.h>
#include <string.h>

#include "added.h"
#include "args.h"
#include "cmd.h"
#include "terminal.h"

#define MAX_OPERANDS 100000u

static int needs(const char *what) {
  fprintf(stderr, "spokes: fetch %s\n", what);
  return EXIT_USAGE;
}

static int list(const char *catalogue, const char *issuer, spokes_format format) {
  spokes_grid *grid;
  spokes_error err;
  spokes_sink sink = terminal_output();
  spokes_status status = spokes_published_list(catalogue, issuer, terminal_fault, NULL, &grid, &err);
  if (!status) status = spokes_grid_write(grid, format, &sink, &err);
  spokes_grid_free(grid);
  return status ? terminal_failure(&err) : EXIT_GOOD;
}

static int fetch(const spokes_lexicon *lexicon, const char *catalogue, spokes_add_options *options,
                 const arg_result *args, spokes_format format) {
  added_view view;
  spokes_error err;
  spokes_add_summary summary;
  if (added_view_init(&view, options, &err)) return terminal_failure(&err);
  spokes_status status = spokes_fetch(lexicon, catalogue, options, (const char *const *)args->operands,
                                      args->operand_count, &summary, &err);
  return added_view_finish(&view, status, &summary, format, &err);
}

int cmd_fetch(int argc, char **argv) {
  spokes_add_options options = SPOKES_ADD_OPTIONS_INIT;
  arg_list dicts = {.count = 0};
  const char *catalogue = NULL, *issuer = NULL;
  added_limits limits = {0, 0, 0};
  int format = SPOKES_FORMAT_TABLE;
  bool is_list = false;
  const arg_option table[] = {
      {"corpus", '\0', ARG_TEXT, &options.corpus_dir, "DIR", "the corpus; made when there is none"},
      {"list", '\0', ARG_FLAG, &is_list, NULL, "print the catalogue instead"},
      {"issuer", '\0', ARG_TEXT, &issuer, "ACTOR", "list only the documents of this issuer"},
      {"catalogue", '\0', ARG_TEXT, &catalogue, "FILE", "another catalogue"},
      ADDED_OPTIONS(options, limits),
      {"dict", '\0', ARG_LIST, &dicts, "DIR", TERMINAL_DICT_HELP},
      {"format", '\0', ARG_CHOICE, &format, SPOKES_FORMAT_NAMES, "form of the printed table"},
  };
  const arg_spec spec = {"fetch",
                         "ID... --corpus DIR | --list",
                         "Downloads published documents of the catalogue and adds them to a corpus, as 'add' does.",
                         table,
                         sizeof table / sizeof *table,
                         MAX_OPERANDS};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (is_list && args.operand_count) return needs("takes ids or --list, not both");
  if (is_list) return list(catalogue, issuer, (spokes_format)format);
  if (issuer) return needs("takes --issuer with --list only");
  if (!args.operand_count) return needs("needs an id of the catalogue, or --list");
  if (!options.corpus_dir) return needs("needs --corpus DIR");
  if (!added_limits_take(&limits, &options)) return needs("takes documents up to --max-size 1024");
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&dicts, false, &status);
  if (lexicon) status = fetch(lexicon, catalogue, &options, &args, (spokes_format)format);
  spokes_lexicon_free(lexicon);
  return status;
}
