// Whatever fails is said where it fails; the first failure is the exit status.

#include "view.h"

#include "cmd.h"
#include "terminal.h"

static bool find_actors(const view_command *view, const spokes_lexicon *lexicon) {
  for (size_t i = 0; i < sizeof view->actors / sizeof *view->actors; i++)
    if (view->actors[i] && !terminal_find_actor(lexicon, view->actors[i])) return false;
  return true;
}

int view_run(const view_command *view, view_fn *show, void *context) {
  char newest[4096];
  view_command ready = *view;
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&view->dicts, false, &status);
  if (!lexicon) return status;
  bool is_ready = find_actors(view, lexicon);
  if (!is_ready) {
    status = EXIT_USAGE;
  } else if (view->needs_run) {
    ready.run_dir = terminal_find_run(view->run_dir, newest, sizeof newest, &status);
    is_ready = ready.run_dir != NULL;
  }
  if (is_ready) status = show(lexicon, &ready, context);
  spokes_lexicon_free(lexicon);
  return status;
}
