// spokes dict: looking at dictionaries, and bringing them in and out. One function for each subcommand.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "args.h"
#include "cmd.h"
#include "terminal.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

typedef struct dict_options {
  arg_list dicts;
  const char *actor, *out_dir;
  int lang, kind, format;
} dict_options;

static const char *const langs[] = {"en", "zh"};

#define DICT_OPTION \
  { "dict", '\0', ARG_LIST, &options.dicts, "DIR", TERMINAL_DICT_HELP }
#define FORMAT_OPTION \
  { "format", '\0', ARG_CHOICE, &options.format, SPOKES_FORMAT_NAMES, "form of the printed table" }
#define LANG_OPTION(help) \
  { "lang", '\0', ARG_CHOICE, &options.lang, "en|zh", help }

static const char *lang_of(const dict_options *options) { return options->lang < 0 ? NULL : langs[options->lang]; }

// Prints a table that the library made, and frees it.
static int print(spokes_grid *grid, spokes_status status, int format, spokes_error *err) {
  spokes_sink sink = terminal_output();
  if (!status) status = spokes_grid_write(grid, (spokes_format)format, &sink, err);
  spokes_grid_free(grid);
  return status ? terminal_failure(err) : EXIT_GOOD;
}

// The actor's number; false, after a message, when there is none.
static bool find_actor(const spokes_lexicon *lexicon, const char *name, size_t *out) {
  *out = spokes_lexicon_find_actor(lexicon, name);
  if (*out == SIZE_MAX) fprintf(stderr, "spokes: there is no actor '%s'\n", name);
  return *out != SIZE_MAX;
}

static int needs(const char *what) {
  fprintf(stderr, "spokes: dict %s\n", what);
  return EXIT_USAGE;
}

// ---- list, show, check --------------------------------------------------------------------------------------

static int list(int argc, char **argv) {
  dict_options options = {.lang = -1, .kind = SPOKES_KIND_COUNT};
  const arg_option table[] = {
      {"actor", '\0', ARG_TEXT, &options.actor, "ID", "only this actor"},
      LANG_OPTION("only this language"),
      {"kind", '\0', ARG_CHOICE, &options.kind, "name|acronym|abbrev|demonym|metonym", "only this kind"},
      DICT_OPTION,
      FORMAT_OPTION,
  };
  const arg_spec spec = {"dict list", "", "Lists the forms that name actors.", table, COUNT_OF(table), 0};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  int status = EXIT_USAGE;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&options.dicts, true, &status);
  spokes_dict_filter filter = {SIZE_MAX, lang_of(&options), (spokes_kind)options.kind};
  if (lexicon && (!options.actor || find_actor(lexicon, options.actor, &filter.actor))) {
    spokes_error err;
    spokes_grid *grid = NULL;
    spokes_status failed = spokes_dict_list(lexicon, &filter, &grid, &err);
    status = print(grid, failed, options.format, &err);
  }
  spokes_lexicon_free(lexicon);
  return status;
}

static int show(int argc, char **argv) {
  dict_options options = {.lang = -1};
  const arg_option table[] = {DICT_OPTION, FORMAT_OPTION};
  const arg_spec spec = {"dict show", "ACTOR",         "Shows all that the dictionary says of an actor.",
                         table,       COUNT_OF(table), 1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (!args.operand_count) return needs("show needs an actor");
  int status = EXIT_USAGE;
  size_t actor;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&options.dicts, true, &status);
  if (lexicon && find_actor(lexicon, args.operands[0], &actor)) {
    spokes_error err;
    spokes_grid *grid = NULL;
    spokes_status failed = spokes_dict_show(lexicon, actor, &grid, &err);
    status = print(grid, failed, options.format, &err);
  }
  spokes_lexicon_free(lexicon);
  return status;
}

static int check(int argc, char **argv) {
  dict_options options = {.lang = -1};
  const arg_option table[] = {DICT_OPTION, FORMAT_OPTION};
  const arg_spec spec = {
      "dict check", "[DIR]",         "Checks a dictionary: faults make it unusable, warnings are worth a look.",
      table,        COUNT_OF(table), 1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (args.operand_count && options.dicts.count) return needs("check takes a folder or --dict, not both");
  if (args.operand_count) options.dicts = (arg_list){{args.operands[0]}, 1};
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&options.dicts, true, &status);
  if (!lexicon) return status;
  spokes_error err;
  spokes_grid *grid = NULL;
  uint64_t count = 0;
  spokes_status failed = spokes_dict_check(lexicon, &grid, &count, &err);
  bool is_quiet = !failed && !count && options.format == SPOKES_FORMAT_TABLE;
  if (is_quiet)
    spokes_grid_free(grid);
  else
    status = print(grid, failed, options.format, &err);
  if (!failed) fprintf(stderr, "spokes: no faults, %llu warning%s\n", (unsigned long long)count, count == 1 ? "" : "s");
  spokes_lexicon_free(lexicon);
  return status;
}

// ---- export ------------------------------------------------------------------------------------------------------

static bool write_file(void *context, const char *bytes, size_t len) { return fwrite(bytes, 1, len, context) == len; }

static int export_file(const spokes_lexicon *lexicon, spokes_dict_format format, const char *lang, const char *folder,
                       const char *name) {
  char path[4096];
  spokes_error err;
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return needs("export: path too long");
  FILE *file = fopen(path, "w");
  spokes_sink sink = {write_file, file};
  spokes_status status = file ? spokes_dict_export(lexicon, format, lang, &sink, &err) : SPOKES_E_IO;
  bool is_closed = !file || !fclose(file);
  if (status && file) return terminal_failure(&err);
  if (file && is_closed) return EXIT_GOOD;
  fprintf(stderr, "spokes: cannot write '%s': %s\n", path, strerror(errno));
  return EXIT_BROKEN;
}

// A seed dictionary is for one language.
static int export_folder(const spokes_lexicon *lexicon, const dict_options *options, const char *folder) {
  spokes_dict_format format = (spokes_dict_format)options->format;
  const char *const files[] = {"dictionary.csv", "dictionary.json"};
  static const char *const seeds[] = {"en.yml", "zh.yml"};
  if (mkdir(folder, 0777) && errno != EEXIST) {
    fprintf(stderr, "spokes: cannot make folder '%s': %s\n", folder, strerror(errno));
    return EXIT_BROKEN;
  }
  if (format != SPOKES_DICT_NEWSMAP) return export_file(lexicon, format, lang_of(options), folder, files[format]);
  int status = EXIT_GOOD;
  for (int lang = 0; lang < 2 && status == EXIT_GOOD; lang++)
    if (options->lang < 0 || options->lang == lang)
      status = export_file(lexicon, format, langs[lang], folder, seeds[lang]);
  return status;
}

static int export(int argc, char **argv) {
  dict_options options = {.lang = -1, .format = SPOKES_DICT_CSV};
  const arg_option table[] = {
      {"format", '\0', ARG_CHOICE, &options.format, "csv|json|newsmap", "form of the dictionary (default: csv)"},
      LANG_OPTION("only forms of this language"),
      DICT_OPTION,
  };
  const arg_spec spec = {
      "dict export", "[DIR|-]",       "Writes the dictionary for other programs, to a folder or to standard output.",
      table,         COUNT_OF(table), 1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&options.dicts, true, &status);
  if (!lexicon) return status;
  if (args.operand_count && strcmp(args.operands[0], "-")) {
    status = export_folder(lexicon, &options, args.operands[0]);
  } else {
    spokes_sink sink = terminal_output();
    spokes_error err;
    if (spokes_dict_export(lexicon, (spokes_dict_format)options.format, lang_of(&options), &sink, &err))
      status = terminal_failure(&err);
  }
  spokes_lexicon_free(lexicon);
  return status;
}

// ---- import ------------------------------------------------------------------------------------------------------

static bool ends_with(const char *text, const char *end) {
  size_t len = strlen(text), end_len = strlen(end);
  return len >= end_len && !strcmp(text + len - end_len, end);
}

static int import(int argc, char **argv) {
  dict_options options = {.format = -1};
  const arg_option table[] = {
      {"out", 'o', ARG_TEXT, &options.out_dir, "DIR", "folder for the dictionary"},
      {"format", '\0', ARG_CHOICE, &options.format, "newsmap|liwc", "form of the file (default: by its name)"},
      {"dict", '\0', ARG_LIST, &options.dicts, "DIR", "the dictionary that tells what keys and forms mean"},
  };
  const arg_spec spec = {"dict import",
                         "FILE -o DIR",
                         "Makes a dictionary folder of a seed dictionary: YAML of newsmap or quanteda, or LIWC's .dic.",
                         table,
                         COUNT_OF(table),
                         1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (!args.operand_count || !options.out_dir) return needs("import needs a file and -o DIR");
  if (options.format < 0) options.format = ends_with(args.operands[0], ".dic");
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&options.dicts, false, &status);
  if (!lexicon) return status;
  spokes_dict_import_options wanted = {args.operands[0], options.format ? SPOKES_DICT_LIWC : SPOKES_DICT_NEWSMAP,
                                       options.out_dir, terminal_fault, NULL};
  spokes_dict_import_summary summary;
  spokes_error err;
  if (spokes_dict_import(lexicon, &wanted, &summary, &err))
    status = terminal_failure(&err);
  else
    printf("%s: %llu forms of %llu actors, %llu of them new\n", options.out_dir, (unsigned long long)summary.forms,
           (unsigned long long)summary.actors, (unsigned long long)summary.new_actors);
  spokes_lexicon_free(lexicon);
  return status;
}

// ---- The command ---------------------------------------------------------------------------------------------------

static const struct {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *usage, *about;
} subcommands[] = {
    {"list", list, "list", "the forms that name actors"},
    {"show", show, "show ACTOR", "all that the dictionary says of an actor"},
    {"check", check, "check [DIR]", "faults, and what is worth a look"},
    {"export", export, "export [DIR|-]", "as CSV, JSON or a seed dictionary of newsmap and quanteda"},
    {"import", import, "import FILE -o DIR", "a seed dictionary of newsmap, quanteda or LIWC"},
};

static void print_usage(FILE *to) {
  fputs("usage: spokes dict SUBCOMMAND [OPTIONS] [ARGUMENTS]\n\n", to);
  for (size_t i = 0; i < COUNT_OF(subcommands); i++)
    fprintf(to, "  %-20s %s\n", subcommands[i].usage, subcommands[i].about);
  fputs("\n'spokes dict SUBCOMMAND --help' lists a subcommand's options\n", to);
}

int cmd_dict(int argc, char **argv) {
  for (size_t i = 0; argc && i < COUNT_OF(subcommands); i++)
    if (!strcmp(subcommands[i].name, argv[0])) return subcommands[i].run(argc - 1, argv + 1);
  bool is_help = argc && !strcmp(argv[0], "--help");
  if (argc && !is_help) fprintf(stderr, "spokes: unknown subcommand 'dict %s'\n", argv[0]);
  print_usage(is_help ? stdout : stderr);
  return is_help ? EXIT_GOOD : EXIT_USAGE;
}
