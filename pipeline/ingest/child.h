// Another program as a reader of a format: run without a shell, in a clean environment, under limits.
#ifndef SPOKES_INGEST_CHILD_H
#define SPOKES_INGEST_CHILD_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_child_limits {
  unsigned wall_seconds, cpu_seconds;
  size_t memory_bytes;  // address space
  size_t output_bytes;
} spokes_child_limits;

typedef enum spokes_child_end {
  SPOKES_CHILD_EXITED,    // code is its exit status
  SPOKES_CHILD_SIGNALED,  // code is the signal
  SPOKES_CHILD_TOO_SLOW,  // killed: the time was up
  SPOKES_CHILD_TOO_MUCH   // killed: the output grew beyond the limit
} spokes_child_end;

typedef struct spokes_child_result {
  spokes_child_end end;
  int code;
} spokes_child_result;

// Replaces path by that of a program on PATH; false when there is none (or memory is out: path->failed).
bool spokes__child_find(const char *program, spokes_buf *path);

// Runs the program at path. argv begins with its name and ends with NULL. It gets len bytes of input on its standard
// input; what it writes replaces output, and the first kilobytes of its standard error replace complaints.
// SPOKES_E_IO when it cannot be started.
spokes_status spokes__child_run(const char *path, const char *const *argv, const char *input, size_t len,
                                const spokes_child_limits *limits, spokes_buf *output, spokes_buf *complaints,
                                spokes_child_result *out, spokes_error *err);

#endif
