// Parsing and help from one table.

#include "args.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static void print_option(const arg_option *option) {
  char left[64];
  int len = option->letter ? snprintf(left, sizeof left, "-%c, --%s", option->letter, option->name)
                           : snprintf(left, sizeof left, "    --%s", option->name);
  if (option->value && len > 0 && (size_t)len < sizeof left)
    snprintf(left + len, sizeof left - (size_t)len, " %s", option->value);
  printf("  %-42s %s\n", left, option->help);
}

static void print_help(const arg_spec *spec) {
  printf("usage: spokes %s [OPTIONS] %s\n\n%s\n\n", spec->command, spec->operands, spec->about);
  for (size_t i = 0; i < spec->option_count; i++) print_option(&spec->options[i]);
  printf("  %-42s %s\n", "    --help", "print this help");
}

static arg_result wrong(const arg_spec *spec, const char *what, const char *subject) {
  fprintf(stderr, "spokes: %s '%s'\nusage: spokes %s [OPTIONS] %s\n", what, subject, spec->command, spec->operands);
  return (arg_result){.done = true, .status = EXIT_USAGE};
}

static bool read_number(const char *text, uint64_t *out) {
  char *end;
  if (*text < '0' || *text > '9') return false;
  errno = 0;
  unsigned long long number = strtoull(text, &end, 10);
  *out = number;
  return !*end && !errno;
}

static bool read_year(const char *text, uint32_t *out) {
  uint64_t number;
  if (!read_number(text, &number) || !number || number > 9999) return false;
  *out = (uint32_t)number;
  return true;
}

static bool read_part(const char *text, double *out) {
  char *end;
  if ((*text < '0' || *text > '9') && *text != '.') return false;
  *out = strtod(text, &end);
  return !*end && *out > 0 && *out <= 1;
}

// The place of text among "a|b|c", or -1.
static int read_choice(const char *choices, const char *text) {
  size_t len = strlen(text);
  for (int place = 0; choices; place++) {
    size_t width = strcspn(choices, "|");
    if (len == width && !memcmp(choices, text, len)) return place;
    choices = choices[width] ? choices + width + 1 : NULL;
  }
  return -1;
}

static bool store(const arg_option *option, const char *value) {
  int choice;
  arg_list *list;
  switch (option->kind) {
    case ARG_FLAG:
      *(bool *)option->target = true;
      return true;
    case ARG_TEXT:
      *(const char **)option->target = value;
      return true;
    case ARG_NUMBER:
      return read_number(value, option->target);
    case ARG_YEAR:
      return read_year(value, option->target);
    case ARG_PART:
      return read_part(value, option->target);
    case ARG_CHOICE:
      choice = read_choice(option->value, value);
      if (choice >= 0) *(int *)option->target = choice;
      return choice >= 0;
    case ARG_LIST:
      list = option->target;
      if (list->count == ARG_LIST_MAX) return false;
      list->items[list->count++] = value;
      return true;
  }
  return false;
}

// The option that arg names, with the value that is glued to it (--count=all, -j4) in *value.
static const arg_option *find(const arg_spec *spec, const char *arg, const char **value) {
  bool is_long = arg[1] == '-';
  const char *name = arg + (is_long ? 2 : 1);
  size_t len = is_long ? strcspn(name, "=") : 1;
  *value = is_long ? (name[len] ? name + len + 1 : NULL) : (name[1] ? name + 1 : NULL);
  for (size_t i = 0; i < spec->option_count; i++) {
    const arg_option *option = &spec->options[i];
    if (is_long ? strlen(option->name) == len && !memcmp(option->name, name, len) : option->letter == *name)
      return option;
  }
  return NULL;
}

static bool is_option(const char *arg) { return arg[0] == '-' && arg[1]; }

static const char *complaint(arg_kind kind) {
  switch (kind) {
    case ARG_NUMBER:
      return "not a number:";
    case ARG_YEAR:
      return "not a year:";
    case ARG_PART:
      return "not a number above 0 and up to 1:";
    case ARG_CHOICE:
      return "not a choice:";
    case ARG_LIST:
      return "one value too many:";
    case ARG_FLAG:
    case ARG_TEXT:
      break;
  }
  return "not a value:";
}

// Handles argv[*at]; a result that is done ends the parsing.
static arg_result take_option(const arg_spec *spec, int argc, char **argv, int *at) {
  const char *arg = argv[*at], *value;
  const arg_option *option = find(spec, arg, &value);
  if (!option) return wrong(spec, "unknown option", arg);
  if (option->kind == ARG_FLAG && value) return wrong(spec, "this option takes no value:", arg);
  if (option->kind != ARG_FLAG && !value) {
    if (*at + 1 >= argc) return wrong(spec, "a value is missing after", arg);
    value = argv[++*at];
  }
  if (!store(option, value)) return wrong(spec, complaint(option->kind), value);
  return (arg_result){.done = false};
}

arg_result args_parse(const arg_spec *spec, int argc, char **argv) {
  arg_result result = {.operands = argv};
  bool options_end = false;
  for (int i = 0; i < argc; i++) {
    if (!options_end && !strcmp(argv[i], "--")) {
      options_end = true;
    } else if (!options_end && !strcmp(argv[i], "--help")) {
      print_help(spec);
      return (arg_result){.done = true, .status = EXIT_GOOD};
    } else if (!options_end && is_option(argv[i])) {
      arg_result taken = take_option(spec, argc, argv, &i);
      if (taken.done) return taken;
    } else if (result.operand_count == spec->operand_max) {
      return wrong(spec, "one argument too many:", argv[i]);
    } else {
      argv[result.operand_count++] = argv[i];
    }
  }
  return result;
}
