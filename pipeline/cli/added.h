// What the commands add and fetch share: options of downloads; what became of the documents, as a table, messages, and
// status.
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

// The limits of downloads as they are written on the command line; 0 = the program's own.
typedef struct added_limits {
  uint64_t max_mib, total_seconds, stall_seconds;
} added_limits;

// The rows that add and fetch share in their tables of options; options: spokes_add_options, limits: added_limits.
#define ADDED_OPTIONS(options, limits)                                                                             \
  {"replace", '\0', ARG_FLAG, &(options).replace, NULL, "put it in place of what is there already"},               \
      {"allow-private", '\0', ARG_FLAG, &(options).allow_private, NULL, "follow addresses into private networks"}, \
      {"max-size", '\0', ARG_NUMBER, &(limits).max_mib, "MIB", "largest document (default: 256)"},                 \
      {"timeout", '\0', ARG_NUMBER, &(limits).total_seconds, "SECONDS", "longest download (default: 600)"}, {      \
    "stall-timeout", '\0', ARG_NUMBER, &(limits).stall_seconds, "SECONDS",                                         \
        "longest with less than 256 bytes a second (default: 30)"                                                  \
  }

// Sets the options; false when documents of that size are not taken.
bool added_limits_take(const added_limits *limits, spokes_add_options *options);

#endif
