// Messages, results and progress of the program.
#ifndef SPOKES_CLI_TERMINAL_H
#define SPOKES_CLI_TERMINAL_H

#include "args.h"
#include "spokes.h"

// Writes "spokes: place: message" to stderr; as spokes_diagnostic_fn its context is not used.
void terminal_fault(void *context, const spokes_error *fault);
// The exit status for a failed call, after its message.
int terminal_failure(const spokes_error *err);

// Standard output as a sink.
spokes_sink terminal_output(void);
// Flushes standard output; the status to leave with: EXIT_BROKEN when anything could not be written.
int terminal_finish(int status);

// Draws progress on stderr when it is a terminal; context is a terminal_progress.
typedef struct terminal_progress {
  bool is_on, is_drawn;
  uint64_t drawn_at;  // milliseconds
} terminal_progress;

void terminal_progress_init(terminal_progress *progress);
void terminal_progress_draw(terminal_progress *progress, const spokes_progress *state);
void terminal_progress_clear(terminal_progress *progress);

// The dictionaries of --dict put together (none: the program's own); a first one with a plus sign before it is added to
// the program's own. Faults go to stderr; then the result is NULL, and *status is what to leave with.
spokes_lexicon *terminal_load_dictionaries(const arg_list *dirs, bool keep_rows, int *status);

// What --help says of --dict.
#define TERMINAL_DICT_HELP "another dictionary; +DIR: beside the built-in one; may be repeated"

// The run to read: dir itself, or when it is NULL the newest below out/, in buf. NULL: there is none, *status is what
// to leave with.
const char *terminal_find_run(const char *dir, char *buf, size_t buf_cap, int *status);

// Replaces *actor, an id in any letter case or an English name, by the id; false when there is no such actor, which is
// said. NULL stays.
bool terminal_find_actor(const spokes_lexicon *lexicon, const char **actor);

#endif
