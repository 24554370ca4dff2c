// spokes tag: the mentions of texts as JSON lines.

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "cmd.h"
#include "terminal.h"

#define MAX_FILES 100000

static size_t read_fd(void *context, char *buffer, size_t cap) {
  for (;;) {
    ssize_t got = read(*(int *)context, buffer, cap);
    if (got >= 0) return (size_t)got;
    if (errno != EINTR) return SIZE_MAX;
  }
}

static int tag_file(const spokes_lexicon *lexicon, spokes_tag_options options, const char *name) {
  options.name = name;
  options.on_fault = terminal_fault;
  spokes_sink sink = terminal_output();
  uint64_t faults = 0;
  spokes_error err;
  int fd = STDIN_FILENO;
  spokes_status status = strcmp(name, "-") ? spokes_tag_file(lexicon, &options, name, &sink, &faults, &err)
                                           : spokes_tag(lexicon, &options, read_fd, &fd, &sink, &faults, &err);
  if (status) return terminal_failure(&err);
  return faults ? EXIT_PARTIAL : EXIT_GOOD;
}

int cmd_tag(int argc, char **argv) {
  spokes_tag_options options = {.name = "-"};
  arg_list dicts = {.count = 0};
  uint64_t threads = 0;
  const arg_option table[] = {
      {"jsonl", '\0', ARG_FLAG, &options.jsonl, NULL, "input is JSON lines: {\"id\":..,\"text\":..,\"lang\":..}"},
      {"lang", '\0', ARG_TEXT, &options.lang, "LANG", "language of the text, en or zh (default: told from it)"},
      {"jobs", 'j', ARG_NUMBER, &threads, "N", "threads (default: one per processor)"},
      {"dict", '\0', ARG_LIST, &dicts, "DIR", TERMINAL_DICT_HELP},
  };
  const arg_spec spec = {"tag",
                         "[FILE...|-]",
                         "Writes the mentions of texts as JSON lines, one object a line.",
                         table,
                         sizeof table / sizeof *table,
                         MAX_FILES};
  arg_result args = args_parse(&spec, argc, argv);
  if (args.done) return args.status;
  options.threads = threads > 256 ? 256 : (unsigned)threads;
  int status = EXIT_GOOD;
  spokes_lexicon *lexicon = terminal_load_dictionaries(&dicts, false, &status);
  if (!lexicon) return status;
  spokes_error err;
  if (spokes_matcher_new(lexicon, &options.matcher, &err)) status = terminal_failure(&err);
  if (options.matcher && !args.operand_count) status = tag_file(lexicon, options, "-");
  for (size_t i = 0; options.matcher && i < args.operand_count; i++) {
    int one = tag_file(lexicon, options, args.operands[i]);
    if (one > status) status = one;
  }
  spokes_matcher_free(options.matcher);
  spokes_lexicon_free(lexicon);
  return status;
}
