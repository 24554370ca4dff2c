// Results to stdout, everything else to stderr.

#include "terminal.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

#define BAR_WIDTH 30
#define DRAW_EVERY_MS 100

void terminal_fault(void *context, const spokes_error *fault) {
  (void)context;
  char line[1200];
  spokes_error_format(fault, line, sizeof line);
  fprintf(stderr, "spokes: %s\n", line);
}

int terminal_failure(const spokes_error *err) {
  terminal_fault(NULL, err);
  switch (err->code) {
    case SPOKES_E_ARG:
      return EXIT_USAGE;
    case SPOKES_E_DICT:
    case SPOKES_E_RULE:
    case SPOKES_E_FORMAT:
      return EXIT_CONFIG;
    case SPOKES_OK:
    case SPOKES_E_NOMEM:
    case SPOKES_E_IO:
    case SPOKES_E_ENCODING:
    case SPOKES_E_LIMIT:
    case SPOKES_E_STATE:
    case SPOKES_E_VERSION:
      break;
  }
  return EXIT_BROKEN;
}

static bool write_stdout(void *context, const char *bytes, size_t len) {
  (void)context;
  return fwrite(bytes, 1, len, stdout) == len;
}

spokes_sink terminal_output(void) { return (spokes_sink){write_stdout, NULL}; }

int terminal_finish(int status) {
  if (!fflush(stdout) && !ferror(stdout)) return status;
  fputs("spokes: cannot write to standard output\n", stderr);
  return EXIT_BROKEN;
}

static uint64_t milliseconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now)) return 0;
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void terminal_progress_init(terminal_progress *progress) {
  *progress = (terminal_progress){.is_on = isatty(STDERR_FILENO) == 1};
}

void terminal_progress_draw(terminal_progress *progress, const spokes_progress *state) {
  uint64_t now = milliseconds();
  if (!progress->is_on || (progress->is_drawn && now - progress->drawn_at < DRAW_EVERY_MS)) return;
  char bar[BAR_WIDTH + 1];
  uint64_t full = state->bytes ? state->bytes_done * BAR_WIDTH / state->bytes : 0;
  for (unsigned i = 0; i < BAR_WIDTH; i++) bar[i] = i < full ? '#' : '.';
  bar[BAR_WIDTH] = '\0';
  fprintf(stderr, "\r[%s] %llu of %llu documents", bar, (unsigned long long)state->documents_done,
          (unsigned long long)state->documents);
  fflush(stderr);
  progress->is_drawn = true;
  progress->drawn_at = now;
}

void terminal_progress_clear(terminal_progress *progress) {
  if (progress->is_drawn) fputs("\r\033[K", stderr);
  progress->is_drawn = false;
}

spokes_lexicon *terminal_load_dictionaries(const arg_list *dirs, bool keep_rows, int *status) {
  const char *folders[ARG_LIST_MAX + 1];
  size_t count = 0;
  if (dirs->count && dirs->items[0][0] == '+') folders[count++] = NULL;
  for (size_t i = 0; i < dirs->count; i++) folders[count++] = dirs->items[i] + (dirs->items[i][0] == '+');
  spokes_lexicon_options options = {.dirs = folders, .dir_count = count, .keep_rows = keep_rows};
  spokes_lexicon *lexicon;
  spokes_error err;
  if (!spokes_lexicon_load_with(&options, terminal_fault, NULL, &lexicon, &err)) return lexicon;
  terminal_fault(NULL, &err);
  *status = err.code == SPOKES_E_NOMEM ? EXIT_BROKEN : EXIT_CONFIG;
  return NULL;
}

const char *terminal_find_run(const char *dir, char *buf, size_t buf_cap, int *status) {
  spokes_error err;
  if (dir) return dir;
  if (!spokes_run_find_newest("out", buf, buf_cap, &err)) return buf;
  *status = terminal_failure(&err);
  return NULL;
}

bool terminal_find_actor(const spokes_lexicon *lexicon, const char **actor) {
  if (!*actor) return true;
  size_t found = spokes_lexicon_find_actor(lexicon, *actor);
  if (found == SIZE_MAX)
    fprintf(stderr, "spokes: there is no actor '%s'\n", *actor);
  else
    *actor = spokes_lexicon_actor_id(lexicon, found);
  return found != SIZE_MAX;
}
