// What became of documents that were added: a table, messages, and the exit status.
#ifndef SPOKES_CLI_ADDED_H
#define SPOKES_CLI_ADDED_H

#include "spokes.h"

typedef struct added_view {
  spokes_grid *grid;  // document, field, value, from
  bool has_rows;
} added_view;

// Makes the options tell this view.
spokes_status added_view_init(added_view *view, spokes_add_options *options, spokes_error *err);
// Prints the table and returns the exit status, after a message when status is a failure. Ends the view.
int added_view_finish(added_view *view, spokes_status status, const spokes_add_summary *summary, spokes_format format,
                      spokes_error *err);

#endif
