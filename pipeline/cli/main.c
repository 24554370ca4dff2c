// The program: finds the command in a table and runs it.

#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "terminal.h"

static const struct {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *about;
} commands[] = {
    {"run", cmd_run, "count which actors the documents of a corpus name"},
    {"tag", cmd_tag, "write the mentions of texts as JSON lines"},
    {"explain", cmd_explain, "show why each candidate of a text was counted or not"},
    {"rules", cmd_rules, "show one document's counts under every counting rule"},
    {"validate", cmd_validate, "measure the agreement with human coding"},
    {"salience", cmd_salience, "show whom documents name most, with every index and its interval"},
    {"diff", cmd_diff, "show what changed between documents, or over the editions of a series"},
    {"typology", cmd_typology, "show where groupings stand between hub-and-spokes and minilateral types"},
    {"add", cmd_add, "add documents to a corpus"},
    {"fetch", cmd_fetch, "add published documents of the catalogue to a corpus"},
    {"dict", cmd_dict, "list, show, check, export and import dictionaries"},
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void print_usage(FILE *to) {
  fputs("usage: spokes COMMAND [OPTIONS] [ARGUMENTS]\n\n", to);
  for (size_t i = 0; i < COMMAND_COUNT; i++) fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].about);
  fputs("\n'spokes COMMAND --help' lists a command's options; 'spokes --version' prints the version\n", to);
}

static int run_command(int argc, char **argv) {
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (!strcmp(commands[i].name, argv[1])) return commands[i].run(argc - 2, argv + 2);
  fprintf(stderr, "spokes: unknown command '%s'\n", argv[1]);
  print_usage(stderr);
  return EXIT_USAGE;
}

int main(int argc, char **argv) {
  int status = EXIT_GOOD;
  if (argc < 2) {
    print_usage(stderr);
    return EXIT_USAGE;
  }
  if (!strcmp(argv[1], "--version"))
    printf("spokes %s\n", spokes_version());
  else if (!strcmp(argv[1], "--help"))
    print_usage(stdout);
  else
    status = run_command(argc, argv);
  return terminal_finish(status);
}
