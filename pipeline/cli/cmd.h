// The commands, and what they share.
#ifndef SPOKES_CLI_CMD_H
#define SPOKES_CLI_CMD_H

#include "spokes.h"

typedef enum exit_status {
  EXIT_GOOD = 0,     // all good
  EXIT_PARTIAL = 1,  // finished, but some documents failed
  EXIT_USAGE = 2,
  EXIT_CONFIG = 3,  // a dictionary or configuration error
  EXIT_BROKEN = 4   // input, output, or an internal failure
} exit_status;

// Each gets the arguments after its name.
int cmd_run(int argc, char **argv);
int cmd_tag(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_salience(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_typology(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_validate(int argc, char **argv);
int cmd_dict(int argc, char **argv);
int cmd_add(int argc, char **argv);
int cmd_fetch(int argc, char **argv);

#endif
