// spokes explain: why each candidate was counted or not.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "context.h"
#include "terminal.h"

#define RIVALS 16u  // shown for each candidate, at most
#define RIVALS_BYTES 1024u

typedef struct explain_options {
  const char *actor, *doc, *corpus_dir;
  arg_list dicts;
  spokes_match_options match;
  int format;
} explain_options;

typedef struct explained {
  const char *text;
  size_t len;
  const spokes_source *source;  // NULL = a text without a document
} explained;

static void cell(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

// The text of the mention that a short form rests on.
static void antecedent_cells(spokes_grid *grid, const spokes_matcher *matcher, explained in, int64_t start) {
  size_t low = 0, high = spokes_matcher_mention_count(matcher);
  if (start < 0) {
    cell(grid, "");
    cell(grid, "");
    return;
  }
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (spokes_matcher_mention(matcher, middle).start < (uint64_t)start)
      low = middle + 1;
    else
      high = middle;
  }
  spokes_mention found = {.start = UINT64_MAX};
  if (low < spokes_matcher_mention_count(matcher)) found = spokes_matcher_mention(matcher, low);
  spokes_grid_number(grid, (uint64_t)start);
  if (found.start == (uint64_t)start)
    spokes_grid_text(grid, in.text + found.start_byte, (size_t)(found.end_byte - found.start_byte));
  else
    cell(grid, "");
}

// "text (row, actor); ..." with as many rivals as fit.
static void rivals_cell(spokes_grid *grid, explained in, const spokes_rival *rivals, size_t count) {
  char list[RIVALS_BYTES];
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    const spokes_rival *rival = &rivals[i];
    const char *what = *rival->actor ? rival->actor : rival->reason;
    int len = snprintf(list + at, sizeof list - at, "%s%.*s (%s%s%s)", i ? "; " : "",
                       (int)(rival->end_byte - rival->start_byte), in.text + rival->start_byte, rival->rule,
                       *rival->rule && *what ? ", " : "", what);
    if (len < 0 || (size_t)len >= sizeof list - at) break;
    at += (size_t)len;
  }
  spokes_grid_text(grid, list, at);
}

static void add_row(spokes_grid *grid, const spokes_matcher *matcher, explained in, const spokes_mention *m,
                    const spokes_rival *rivals, size_t rival_count) {
  spokes_grid_number(grid, m->start);
  spokes_grid_number(grid, m->end);
  spokes_grid_number(grid, m->line);
  cell(grid, m->reason ? "no" : "yes");
  cell(grid, m->actor);
  cell(grid, spokes_kind_name(m->kind));
  cell(grid, m->reason ? m->reason : "");
  cell(grid, m->form);
  cell(grid, m->rule);
  antecedent_cells(grid, matcher, in, m->antecedent);
  rivals_cell(grid, in, rivals, rival_count);
  context_cell(grid, in.text, in.len, (size_t)m->start_byte, (size_t)m->end_byte);
}

static bool is_wanted(const explain_options *options, const spokes_mention *m) {
  return !options->actor || !strcmp(options->actor, m->actor);
}

// Mentions and exclusions merged into the order of the text.
static void add_rows(spokes_grid *grid, const spokes_matcher *matcher, explained in, const explain_options *options) {
  size_t mentions = spokes_matcher_mention_count(matcher), exclusions = spokes_matcher_exclusion_count(matcher);
  for (size_t i = 0, k = 0; i < mentions || k < exclusions;) {
    spokes_mention mention = {0}, exclusion = {0};
    if (i < mentions) mention = spokes_matcher_mention(matcher, i);
    if (k < exclusions) exclusion = spokes_matcher_exclusion(matcher, k);
    bool take_mention = k == exclusions || (i < mentions && mention.start <= exclusion.start);
    const spokes_mention *next = take_mention ? &mention : &exclusion;
    if (is_wanted(options, next)) {
      spokes_rival rivals[RIVALS];
      size_t count = take_mention ? spokes_matcher_mention_rivals(matcher, i, rivals, RIVALS)
                                  : spokes_matcher_exclusion_rivals(matcher, k, rivals, RIVALS);
      add_row(grid, matcher, in, next, rivals, count);
    }
    if (take_mention)
      i++;
    else
      k++;
  }
}

static spokes_status explain_text(const spokes_lexicon *lexicon, explained in, const explain_options *options,
                                  spokes_error *err) {
  static const spokes_grid_column columns[] = {{"start", true},
                                               {"end", true},
                                               {"line", true},
                                               {"counted", false},
                                               {"actor", false},
                                               {"kind", false},
                                               {"reason", false},
                                               {"form", false},
                                               {"rule", false},
                                               {"antecedent", true},
                                               {"antecedent_text", false},
                                               {"rivals", false},
                                               {"context", false}};
  spokes_matcher *matcher = NULL;
  spokes_grid *grid = NULL;
  spokes_status status = spokes_matcher_new(lexicon, &matcher, err);
  if (!status)
    status = in.source ? spokes_matcher_run_source(matcher, in.source, &options->match, err)
                       : spokes_matcher_run(matcher, in.text, in.len, &options->match, err);
  if (!status) status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &grid, err);
  if (!status) {
    add_rows(grid, matcher, in, options);
    spokes_sink sink = terminal_output();
    status = spokes_grid_write(grid, (spokes_format)options->format, &sink, err);
  }
  spokes_grid_free(grid);
  spokes_matcher_free(matcher);
  return status;
}

static void fill_unset(spokes_match_options *options, spokes_match_options known) {
  if (!options->lang) options->lang = known.lang;
  if (!options->date) options->date = known.date;
  if (!options->issuer) options->issuer = known.issuer;
}

static spokes_status explain_document(const spokes_lexicon *lexicon, explain_options *options, spokes_error *err) {
  spokes_source *source;
  spokes_status status = spokes_source_open(lexicon, options->corpus_dir, options->doc, &source, err);
  if (status) return status;
  explained in = {.source = source};
  in.text = spokes_source_text(source, &in.len);
  fill_unset(&options->match, spokes_source_options(source));
  if (*spokes_source_message(source)) fprintf(stderr, "spokes: %s: %s\n", options->doc, spokes_source_message(source));
  status = explain_text(lexicon, in, options, err);
  spokes_source_free(source);
  return status;
}

// All of standard input; NULL when it cannot be read or held.
static char *read_stdin(size_t *len) {
  size_t cap = 1u << 16;
  char *text = malloc(cap);
  *len = 0;
  while (text) {
    size_t got = fread(text + *len, 1, cap - *len, stdin);
    *len += got;
    if (*len < cap) break;
    char *grown = cap <= SIZE_MAX / 2 ? realloc(text, cap * 2) : NULL;
    if (!grown) free(text);
    text = grown;
    cap *= 2;
  }
  if (text && ferror(stdin)) {
    free(text);
    text = NULL;
  }
  return text;
}

static spokes_status explain_operand(const spokes_lexicon *lexicon, const char *operand, const explain_options *options,
                                     spokes_error *err) {
  if (strcmp(operand, "-")) return explain_text(lexicon, (explained){operand, strlen(operand), NULL}, options, err);
  explained in = {.source = NULL};
  char *text = read_stdin(&in.len);
  if (!text) {
    *err = (spokes_error){.code = SPOKES_E_IO};
    snprintf(err->message, sizeof err->message, "cannot read standard input");
    return SPOKES_E_IO;
  }
  in.text = text;
  spokes_status status = explain_text(lexicon, in, options, err);
  free(text);
  return status;
}

int cmd_explain(int argc, char **argv) {
  explain_options options = {.format = SPOKES_FORMAT_TABLE};
  const arg_option table[] = {
      {"doc", '\0', ARG_TEXT, &options.doc, "ID", "a document of the corpus, or a file when no corpus is given"},
      {"corpus", '\0', ARG_TEXT, &options.corpus_dir, "DIR", "the corpus of --doc"},
      {"actor", '\0', ARG_TEXT, &options.actor, "ID", "only the candidates of this actor"},
      {"lang", '\0', ARG_TEXT, &options.match.lang, "LANG", "language of the text, en or zh"},
      {"date", '\0', ARG_TEXT, &options.match.date, "DATE", "date of the text, YYYY[-MM[-DD]]"},
      {"issuer", '\0', ARG_TEXT, &options.match.issuer, "ID", "actor whose text it is"},
      {"dict", '\0', ARG_LIST, &options.dicts, "DIR", TERMINAL_DICT_HELP},
      {"format", '\0', ARG_CHOICE, &options.format, SPOKES_FORMAT_NAMES, "form of the printed table"},
  };
  const arg_spec spec = {"explain",
                         "TEXT|-",
                         "Shows why each candidate of a text was counted or not.",
                         table,
                         sizeof table / sizeof *table,
                         1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if ((args.operand_count == 1) == (options.doc != NULL)) {
    fputs("spokes: explain needs either a text or --doc\n", stderr);
    return EXIT_USAGE;
  }
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&options.dicts, false, &status);
  if (!lexicon) return status;
  if (!terminal_find_actor(lexicon, &options.actor)) {
    spokes_lexicon_free(lexicon);
    return EXIT_USAGE;
  }
  spokes_error err;
  spokes_status failed = options.doc ? explain_document(lexicon, &options, &err)
                                     : explain_operand(lexicon, args.operands[0], &options, &err);
  if (failed) status = terminal_failure(&err);
  spokes_lexicon_free(lexicon);
  return status;
}
