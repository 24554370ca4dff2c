// Options from tables: one table parses the command line and prints --help.
#ifndef SPOKES_CLI_ARGS_H
#define SPOKES_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum arg_kind {
  ARG_FLAG,    // bool *
  ARG_TEXT,    // const char **
  ARG_NUMBER,  // uint64_t *
  ARG_YEAR,    // uint32_t *: 1 to 9999
  ARG_PART,    // double *: above 0, at most 1
  ARG_CHOICE,  // int *: the place in `choices`
  ARG_LIST     // arg_list *: every value, when the option is given more than once
} arg_kind;

#define ARG_LIST_MAX 15u

typedef struct arg_list {
  const char *items[ARG_LIST_MAX];
  size_t count;
} arg_list;

typedef struct arg_option {
  const char *name;  // without the dashes
  char letter;       // '\0' = none
  arg_kind kind;
  void *target;
  const char *value;  // what --help calls the value; for ARG_CHOICE the choices, "a|b|c"
  const char *help;
} arg_option;

typedef struct arg_spec {
  const char *command;   // "run"
  const char *operands;  // "[CORPUS_DIR]"
  const char *about;     // one sentence
  const arg_option *options;
  size_t option_count;
  size_t operand_max;
} arg_spec;

typedef struct arg_result {
  bool done;  // help was printed or the usage was wrong: leave with `status`
  int status;
  char **operands;
  size_t operand_count;
} arg_result;

// Options may stand before and after operands; "--" ends them. Operands are moved to the front of argv.
arg_result args_parse(const arg_spec *spec, int argc, char **argv);

#endif
