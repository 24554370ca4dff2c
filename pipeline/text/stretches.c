// Stretches are all of about one length; more of them than threads, since none takes as long as another.

#include "stretches.h"

#include <string.h>

#include "base/threads.h"

#define STRETCH_BYTES ((size_t)1 << 16)  // what is shorter is not worth a thread

typedef struct cut {
  spokes_stretch_fn *do_stretch;
  void *context;
  size_t ends[SPOKES_STRETCHES_MAX];
} cut;

static void do_job(void *context, unsigned worker, size_t job) {
  const cut *c = context;
  size_t from = job ? c->ends[job - 1] : 0;
  (void)worker;
  if (from < c->ends[job]) c->do_stretch(c->context, job, from, c->ends[job]);
}

bool spokes__stretches_run(unsigned threads, const char *s, size_t len, spokes_stretch_fn *do_stretch, void *context) {
  cut c = {.do_stretch = do_stretch, .context = context};
  size_t count = threads > 1 ? 4u * threads : 1, most = len / STRETCH_BYTES + 1;
  if (count > most) count = most;
  if (count > SPOKES_STRETCHES_MAX) count = SPOKES_STRETCHES_MAX;
  if (count == 1) return do_stretch(context, 0, 0, len), true;
  for (size_t i = 0, at = 0; i < count; i++) {
    size_t wanted = len / count * (i + 1);
    if (wanted > at) at = wanted;
    const char *line_end = i + 1 < count ? memchr(s + at, '\n', len - at) : NULL;
    c.ends[i] = at = line_end ? (size_t)(line_end - s) + 1 : len;
  }
  return !spokes__threads_run(threads, count, do_job, &c, NULL);
}
