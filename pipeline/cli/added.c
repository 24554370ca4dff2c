// A row for each thing that is known of a document; refusals also go to standard error.

#include "added.h"

#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "terminal.h"

static void cell(spokes_grid *grid, const char *text) { spokes_grid_text(grid, text, strlen(text)); }

static void row(spokes_grid *grid, const char *document, const char *field, const char *value, const char *origin) {
  cell(grid, document);
  cell(grid, field);
  cell(grid, value);
  cell(grid, origin);
}

static bool is_refused(spokes_add_result result) { return result != SPOKES_ADD_ADDED && result != SPOKES_ADD_REPLACED; }

static void on_added(void *context, const spokes_added *added) {
  added_view *view = context;
  if (is_refused(added->result))
    fprintf(stderr, "spokes: cannot add '%s': %s\n", added->input, added->message);
  else if (*added->message)
    fprintf(stderr, "spokes: %s: %s\n", added->input, added->message);
  view->has_rows = true;
  row(view->grid, added->input, "result", spokes_add_result_name(added->result), "");
  if (*added->message) row(view->grid, added->input, "message", added->message, "");
  for (size_t i = 0; i < added->fact_count; i++)
    row(view->grid, added->input, added->facts[i].field, added->facts[i].value, added->facts[i].origin);
}

// One document that only lacks options is a matter of usage; among several it is one that failed.
static int status_of(const spokes_add_summary *summary) {
  uint64_t total = 0, refused = 0;
  for (int i = 0; i < SPOKES_ADD_RESULT_COUNT; i++) {
    total += summary->results[i];
    if (is_refused((spokes_add_result)i)) refused += summary->results[i];
  }
  if (!refused) return EXIT_GOOD;
  if (total > 1)
    fprintf(stderr, "spokes: %llu of %llu documents were not added\n", (unsigned long long)refused,
            (unsigned long long)total);
  return summary->results[SPOKES_ADD_INCOMPLETE] == total ? EXIT_USAGE : EXIT_PARTIAL;
}

spokes_status added_view_init(added_view *view, spokes_add_options *options, spokes_error *err) {
  static const spokes_grid_column columns[] = {
      {"document", false}, {"field", false}, {"value", false}, {"from", false}};
  options->on_message = terminal_fault;
  options->on_added = on_added;
  options->context = view;
  view->has_rows = false;
  return spokes_grid_new(columns, 4, &view->grid, err);
}

int added_view_finish(added_view *view, spokes_status status, const spokes_add_summary *summary, spokes_format format,
                      spokes_error *err) {
  spokes_sink sink = terminal_output();
  spokes_error unwritten;
  // What was added before a failure is told too.
  spokes_status written = SPOKES_OK;
  if (view->has_rows || !status) written = spokes_grid_write(view->grid, format, &sink, &unwritten);
  spokes_grid_free(view->grid);
  if (status) return terminal_failure(err);
  return written ? terminal_failure(&unwritten) : status_of(summary);
}

#define MAX_MIB 1024u
#define MAX_SECONDS 86400u

static unsigned seconds_of(uint64_t wanted) { return wanted > MAX_SECONDS ? MAX_SECONDS : (unsigned)wanted; }

bool added_limits_take(const added_limits *limits, spokes_add_options *options) {
  if (limits->max_mib > MAX_MIB) return false;
  options->max_bytes = limits->max_mib << 20;
  options->total_seconds = seconds_of(limits->total_seconds);
  options->stall_seconds = seconds_of(limits->stall_seconds);
  return true;
}
