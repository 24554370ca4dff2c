// The commands that print tables made with a dictionary, most of them of a finished run: the options they share, and
// the way through them: dictionaries, actors, run, table, and everything freed again.
#ifndef SPOKES_CLI_VIEW_H
#define SPOKES_CLI_VIEW_H

#include "args.h"
#include "spokes.h"

typedef struct view_command view_command;

// Prints; the result is the exit status.
typedef int view_fn(const spokes_lexicon *lexicon, const view_command *view, void *context);

struct view_command {
  arg_list dicts;          // --dict
  const char *run_dir;     // --run
  int format;              // --format, a spokes_format
  const char **actors[2];  // values of the command's options that name actors; NULL = none
  bool needs_run;          // the newest run when none is named
};

// The shared rows of a command's option table.
#define VIEW_OPTIONS(view, run_help)                                                             \
  {"run", '\0', ARG_TEXT, &(view).run_dir, "DIR", run_help},                                     \
      {"dict", '\0', ARG_LIST, &(view).dicts, "DIR", TERMINAL_DICT_HELP}, {                      \
    "format", '\0', ARG_CHOICE, &(view).format, SPOKES_FORMAT_NAMES, "form of the printed table" \
  }

#define VIEW_RUN_HELP "the finished run (default: the newest under out/)"

// Loads the dictionaries, replaces the actors by their ids, finds the run, and shows.
int view_run(const view_command *view, view_fn *show, void *context);

#endif
