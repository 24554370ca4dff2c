// A crew of threads that works off numbered jobs. Job 0 is taken first, job 1 next and so on; the caller puts the
// longest first. The calling thread is worker 0.
#ifndef SPOKES_BASE_THREADS_H
#define SPOKES_BASE_THREADS_H

#include <pthread.h>
#include <stddef.h>

#include "base/error.h"

// worker is below the number of threads and never used by two threads at once.
typedef void spokes_job_fn(void *context, unsigned worker, size_t job);

// Runs all jobs on at most `threads` threads and returns when they are done. Threads that the system refuses are done
// without; only memory for the crew itself can fail.
spokes_status spokes__threads_run(unsigned threads, size_t jobs, spokes_job_fn *run, void *context, spokes_error *err);

// One job by a thread of its own, beside whatever the caller does.
typedef void spokes_errand_fn(void *context);
typedef struct spokes_errand {
  pthread_t thread;
  spokes_errand_fn *run;  // NULL = none is under way
  void *context;
} spokes_errand;

// Where the system refuses a thread, the job is done before this returns.
void spokes__errand_start(spokes_errand *errand, spokes_errand_fn *run, void *context);
// Returns when the job is done; at once when none is under way.
void spokes__errand_wait(spokes_errand *errand);

// One per processor, at least 1, at most SPOKES_LIMIT_THREADS.
unsigned spokes__threads_default(void);

#endif
