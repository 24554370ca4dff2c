// spokes run: a corpus to tables.

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "outdir.h"
#include "terminal.h"

#define MAX_RESAMPLES 100000u  // more tells no more, and a draw of every partner is kept

typedef struct run_view {
  terminal_progress progress;
  bool is_quiet;
} run_view;

static void on_progress(void *context, const spokes_progress *state) {
  run_view *view = context;
  if (!view->is_quiet) terminal_progress_draw(&view->progress, state);
}

static void on_warning(void *context, const spokes_error *fault) {
  run_view *view = context;
  terminal_progress_clear(&view->progress);
  terminal_fault(NULL, fault);
}

static void cell(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

static const char *actor_name(const spokes_lexicon *lexicon, const char *id) {
  for (size_t i = 0; i < spokes_lexicon_actor_count(lexicon); i++)
    if (!strcmp(spokes_lexicon_actor_id(lexicon, i), id)) return spokes_lexicon_actor_name(lexicon, i);
  return "";
}

static spokes_status print_actors(const spokes_lexicon *lexicon, const spokes_run_summary *summary,
                                  spokes_format format, spokes_error *err) {
  static const spokes_grid_column columns[] = {
      {"actor", false}, {"name", false}, {"mentions", true}, {"documents", true}};
  spokes_grid *grid;
  spokes_status status = spokes_grid_new(columns, 4, &grid, err);
  if (status) return status;
  for (size_t i = 0; i < summary->top_count; i++) {
    cell(grid, summary->top[i].actor);
    cell(grid, actor_name(lexicon, summary->top[i].actor));
    spokes_grid_number(grid, summary->top[i].mentions);
    spokes_grid_number(grid, summary->top[i].documents);
  }
  spokes_sink sink = terminal_output();
  status = spokes_grid_write(grid, format, &sink, err);
  spokes_grid_free(grid);
  return status;
}

static void print_totals(const spokes_run_summary *summary, const spokes_run_options *options) {
  const struct {
    const char *name;
    uint64_t number;
    bool is_left_out;
  } rows[] = {{"documents", summary->documents, false},
              {"failed", summary->failed, false},
              {"words", summary->tokens, options->no_words},
              {"mentions", summary->mentions, false},
              {"excluded", summary->exclusions, false}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (!rows[i].is_left_out) printf("%-9s  %llu\n", rows[i].name, (unsigned long long)rows[i].number);
  if (summary->damaged)
    printf("%-9s  %llu places, %llu repaired, %+lld mentions (damage.csv)\n", "damage",
           (unsigned long long)summary->damaged, (unsigned long long)summary->repaired, (long long)summary->gained);
  printf("%-9s  %s\n\n", "results", options->out_dir);
}

// Stages are sums over the threads; MB of the documents that were read, per second of the stage.
static void print_timing(const spokes_run_timing *timing) {
  const struct {
    const char *name;
    double seconds;
  } rows[] = {{"read", timing->read},   {"prepare", timing->prepare}, {"match", timing->match},
              {"count", timing->count}, {"measure", timing->measure}, {"resample", timing->resample},
              {"write", timing->write}, {"processor", timing->cpu},   {"wall", timing->wall}};
  double megabytes = (double)timing->bytes_read / 1e6;
  fprintf(stderr, "%-9s  %8s  %8s\n", "stage", "seconds", "MB/s");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    fprintf(stderr, "%-9s  %8.3f  %8.1f\n", rows[i].name, rows[i].seconds,
            rows[i].seconds > 0 ? megabytes / rows[i].seconds : 0.0);
  fprintf(stderr, "%llu documents read (%.1f MB), %llu kept from earlier runs; threads: %u\n",
          (unsigned long long)timing->documents_read, megabytes, (unsigned long long)timing->documents_kept,
          timing->threads);
}

static int run(const spokes_lexicon *lexicon, spokes_run_options *options, spokes_format format, bool is_quiet,
               bool with_timing) {
  run_view view = {.is_quiet = is_quiet};
  spokes_run_summary summary;
  spokes_error err;
  terminal_progress_init(&view.progress);
  options->on_progress = on_progress;
  options->on_warning = on_warning;
  options->context = &view;
  spokes_status status = spokes_run(lexicon, options, &summary, &err);
  terminal_progress_clear(&view.progress);
  if (!status && !is_quiet) {
    if (format == SPOKES_FORMAT_TABLE) print_totals(&summary, options);
    status = print_actors(lexicon, &summary, format, &err);
  }
  if (status) return terminal_failure(&err);
  if (with_timing) print_timing(&summary.timing);
  if (summary.failed)
    fprintf(stderr, "spokes: %llu of %llu documents failed\n", (unsigned long long)summary.failed,
            (unsigned long long)summary.documents);
  return summary.failed ? EXIT_PARTIAL : EXIT_GOOD;
}

// The values of --dict as they were given, for run.json; a list that is too long is cut.
static const char *join(const arg_list *dirs, char *out, size_t out_cap) {
  size_t at = 0;
  for (size_t i = 0; i < dirs->count && at < out_cap; i++) {
    int len = snprintf(out + at, out_cap - at, "%s%s", i ? " " : "", dirs->items[i]);
    at += len > 0 ? (size_t)len : 0;
  }
  return out;
}

int cmd_run(int argc, char **argv) {
  spokes_run_options options = SPOKES_RUN_OPTIONS_INIT;
  arg_list dicts = {.count = 0};
  char dict_dirs[1024];
  uint64_t threads = 0, resamples = SPOKES_RESAMPLES_AUTO;
  int count = SPOKES_COUNT_EXPLICIT, format = SPOKES_FORMAT_TABLE;
  bool is_quiet = false, no_cache = false, with_timing = false;
  const char *zones = NULL;
  const arg_option table[] = {
      {"out", 'o', ARG_TEXT, &options.out_dir, "DIR", "folder for the results (default: out/CORPUS-NNN)"},
      {"jobs", 'j', ARG_NUMBER, &threads, "N", "threads (default: one per processor)"},
      {"count", '\0', ARG_CHOICE, &count, "names|explicit|all", "what counts as a mention (default: explicit)"},
      {"dict", '\0', ARG_LIST, &dicts, "DIR", TERMINAL_DICT_HELP},
      {"zones", '\0', ARG_TEXT, &zones, "ZONE,...",
       "zones that are counted: body, heading, footnote, reference, table, front (default: all of them)"},
      {"dedupe", '\0', ARG_FLAG, &options.dedupe, NULL, "count passages that a document holds twice once"},
      {"gzip", '\0', ARG_FLAG, &options.gzip_mentions, NULL, "compress mentions.csv and exclusions.csv"},
      {"no-mentions", '\0', ARG_FLAG, &options.no_mentions, NULL, "leave out mentions.csv and exclusions.csv"},
      {"no-words", '\0', ARG_FLAG, &options.no_words, NULL, "do not count words: no tokens, rates and dispersion"},
      {"partners", '\0', ARG_TEXT, &options.partners, "all|allies|partners|FILE",
       "whose salience is measured (default: all states)"},
      {"hub", '\0', ARG_TEXT, &options.hub, "ID", "hub of the system that the typology looks at (default: USA)"},
      {"resamples", '\0', ARG_NUMBER, &resamples, "N",
       "draws behind every interval, 0 = none (default: 2000 up to 32 MB)"},
      {"seed", '\0', ARG_NUMBER, &options.seed, "N", "seed of all resampling (default: 1)"},
      {"no-cache", '\0', ARG_FLAG, &no_cache, NULL, "neither use nor keep results of single documents"},
      {"timing", '\0', ARG_FLAG, &with_timing, NULL, "tell on standard error where the time went"},
      {"format", '\0', ARG_CHOICE, &format, SPOKES_FORMAT_NAMES, "form of the printed table"},
      {"quiet", 'q', ARG_FLAG, &is_quiet, NULL, "print neither progress nor the table"},
  };
  const arg_spec spec = {
      "run",
      "[CORPUS_DIR]",
      "Counts which actors the documents of a corpus name (default: the corpus in the working folder).",
      table,
      sizeof table / sizeof *table,
      1};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  if (zones && !spokes_zones_parse(zones, &options.zones)) {
    fprintf(stderr, "spokes: '%s' is no list of zones (body, heading, footnote, reference, table, front)\n", zones);
    return EXIT_USAGE;
  }
  char out_dir[512], cache_dir[1024];
  options.corpus_dir = args.operand_count ? args.operands[0] : ".";
  options.count = (spokes_count_rule)count;
  if (resamples != SPOKES_RESAMPLES_AUTO)
    options.resamples = resamples > MAX_RESAMPLES ? MAX_RESAMPLES : (uint32_t)resamples;
  if (dicts.count) options.dict_dir = join(&dicts, dict_dirs, sizeof dict_dirs);
  options.threads = threads > 256 ? 256 : (unsigned)threads;
  if (!options.out_dir && outdir_next(options.corpus_dir, out_dir, sizeof out_dir)) options.out_dir = out_dir;
  if (!no_cache && !spokes_cache_find(cache_dir, sizeof cache_dir, NULL)) options.cache_dir = cache_dir;
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&dicts, false, &status);
  if (lexicon) status = run(lexicon, &options, (spokes_format)format, is_quiet, with_timing);
  spokes_lexicon_free(lexicon);
  return status;
}
