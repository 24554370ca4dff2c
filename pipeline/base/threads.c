// The crew: every worker takes the next job number from one shared counter.

#include "base/threads.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

typedef struct crew {
  spokes_job_fn *run;
  void *context;
  size_t jobs;
  atomic_size_t next;
} crew;

typedef struct member {
  crew *crew;
  pthread_t thread;
  unsigned worker;
  bool started;
} member;

static void work(crew *c, unsigned worker) {
  for (;;) {
    size_t job = atomic_fetch_add(&c->next, 1);
    if (job >= c->jobs) return;
    c->run(c->context, worker, job);
  }
}

static void *thread_main(void *argument) {
  const member *m = argument;
  work(m->crew, m->worker);
  return NULL;
}

spokes_status spokes__threads_run(unsigned threads, size_t jobs, spokes_job_fn *run, void *context, spokes_error *err) {
  if (threads > jobs) threads = (unsigned)jobs;
  if (threads < 1) threads = 1;
  crew c = {run, context, jobs, 0};
  member *members = spokes__calloc(threads, sizeof *members);
  if (!members) return spokes__error_nomem(err);
  for (unsigned i = 1; i < threads; i++) {
    members[i].crew = &c;
    members[i].worker = i;
    members[i].started = !pthread_create(&members[i].thread, NULL, thread_main, &members[i]);
  }
  work(&c, 0);
  for (unsigned i = 1; i < threads; i++)
    if (members[i].started) pthread_join(members[i].thread, NULL);
  spokes__free(members);
  return SPOKES_OK;
}

static void *errand_main(void *argument) {
  const spokes_errand *errand = argument;
  errand->run(errand->context);
  return NULL;
}

void spokes__errand_start(spokes_errand *errand, spokes_errand_fn *run, void *context) {
  errand->run = run;
  errand->context = context;
  if (!pthread_create(&errand->thread, NULL, errand_main, errand)) return;
  run(context);
  errand->run = NULL;
}

void spokes__errand_wait(spokes_errand *errand) {
  if (!errand->run) return;
  pthread_join(errand->thread, NULL);
  errand->run = NULL;
}

unsigned spokes__threads_default(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  if (count < 1) return 1;
  return count > SPOKES_LIMIT_THREADS ? SPOKES_LIMIT_THREADS : (unsigned)count;
}
