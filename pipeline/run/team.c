// One list of jobs for all that needs nothing but sentences: the search, and the counting of words. The second round of
// the Chinese search follows. Rows are written in rounds of slices. Duplicates cannot be shared out; hardly anything
// asks for them, and a thread of its own looks for them until the rows are written.

#include "run/team.h"

#include <stdatomic.h>

#include "base/alloc.h"
#include "match/parts.h"

#define WORD_JOBS 64u

spokes_status spokes__team_init(spokes_team *team, unsigned size, const spokes_lexicon *lexicon, spokes_scanner *own,
                                unsigned zones_left_out, bool dedupe, spokes_error *err) {
  *team = (spokes_team){.size = size};
  team->scanners = spokes__calloc(size, sizeof *team->scanners);
  team->scratches = spokes__calloc(size, sizeof *team->scratches);
  team->names = spokes__calloc(size, sizeof *team->names);
  if (!team->scanners || !team->scratches || !team->names) return spokes__error_nomem(err);
  team->scanners[0] = own;
  for (unsigned i = 0; i < size; i++) {
    spokes_status status = spokes__row_names_init(&team->names[i], lexicon, err);
    if (status) return status;
  }
  for (unsigned i = 1; i < size; i++) {
    spokes_status status = spokes__scanner_new(lexicon, &team->scanners[i], err);
    if (status) return status;
    spokes__scanner_leave_out(team->scanners[i], zones_left_out, dedupe);
  }
  return SPOKES_OK;
}

void spokes__team_release(spokes_team *team) {
  spokes__errand_wait(&team->duplicates);
  for (unsigned i = 1; team->scanners && i < team->size; i++) spokes__scanner_free(team->scanners[i]);
  for (unsigned i = 0; team->scratches && i < team->size; i++) spokes__token_scratch_release(&team->scratches[i]);
  for (unsigned i = 0; team->names && i < team->size; i++) spokes__row_names_release(&team->names[i]);
  spokes__free(team->scanners);
  spokes__free(team->scratches);
  spokes__free(team->names);
  *team = (spokes_team){.size = 0};
}

// A share of the words: those before the passages [first, end).
typedef struct word_job {
  size_t first, end;
  uint64_t words;
} word_job;

typedef struct work {
  spokes_team *team;
  spokes_text *text;
  const spokes_tables *tables;
  spokes_parts *parts;
  size_t search_jobs;  // the first ones of the list
  word_job word_jobs[WORD_JOBS];
  size_t word_job_count;
  atomic_bool failed;  // memory is out
} work;

static void cut_words(work *w) {
  size_t count = w->text->passage_count + 1, each = (count + WORD_JOBS - 1) / WORD_JOBS;
  for (size_t first = 0; first < count; first += each) {
    size_t end = first + each < count ? first + each : count;
    w->word_jobs[w->word_job_count++] = (word_job){first, end, 0};
  }
}

static void do_words(work *w, unsigned worker, size_t number) {
  word_job *job = &w->word_jobs[number];
  if (spokes__text_count_words(w->text, w->tables, &w->team->scratches[worker], job->first, job->end, &job->words,
                               NULL))
    atomic_store(&w->failed, true);
}

static void do_first_round(void *context, unsigned worker, size_t job) {
  work *w = context;
  if (job < w->search_jobs)
    spokes__parts_do_first(w->parts, worker, job);
  else
    do_words(w, worker, job - w->search_jobs);
}

static void do_second_round(void *context, unsigned worker, size_t job) {
  work *w = context;
  spokes__parts_do_second(w->parts, worker, job);
}

static void sum_words(work *w) {
  w->text->tokens = 0;
  for (size_t i = 0; i < w->word_job_count; i++) {
    spokes__text_add_words(w->text, w->word_jobs[i].first, w->word_jobs[i].end, w->text->tokens);
    w->text->tokens += w->word_jobs[i].words;
  }
}

static spokes_status do_rounds(work *w, const spokes_match_result **out, spokes_error *err) {
  unsigned size = w->team->size;
  size_t jobs = w->search_jobs + w->word_job_count;
  spokes_status status = spokes__threads_run(size, jobs, do_first_round, w, err);
  if (status) return status;
  if (atomic_load(&w->failed)) return spokes__error_nomem(err);
  sum_words(w);
  size_t second = spokes__parts_second_round(w->parts);
  if (second) status = spokes__threads_run(size, second, do_second_round, w, err);
  return status ? status : spokes__parts_finish(w->parts, out, err);
}

static void find_duplicates(void *context) {
  spokes_team *team = context;
  team->failed = !spokes__duplicates_find(team->text);
}

spokes_status spokes__team_wait(spokes_team *team, spokes_error *err) {
  spokes__errand_wait(&team->duplicates);
  return team->failed ? spokes__error_nomem(err) : SPOKES_OK;
}

spokes_status spokes__team_match(spokes_team *team, spokes_text *text, const spokes_tables *tables,
                                 const spokes_text_source *source, bool dedupe, const spokes_match_context *context,
                                 const spokes_match_result **out, spokes_error *err) {
  work w = {.team = team, .text = text, .tables = tables};
  atomic_init(&w.failed, false);
  *out = NULL;
  // The search asks for duplicates only when they are not counted.
  if (source->duplicates_wanted && dedupe && !spokes__duplicates_find(text)) return spokes__error_nomem(err);
  spokes_status status = spokes__parts_new(team->scanners, team->size, text, context, &w.parts, err);
  if (status) return status;
  team->text = text;
  team->failed = false;
  if (source->duplicates_wanted && !dedupe) spokes__errand_start(&team->duplicates, find_duplicates, team);
  w.search_jobs = spokes__parts_first_round(w.parts);
  if (source->words_wanted) cut_words(&w);
  status = do_rounds(&w, out, err);
  spokes__parts_free(w.parts);
  return status;
}

// ---- Rows ------------------------------------------------------------------------------------------------------

#define SLICE_HITS 4096u
#define SLICES_MAX 64u

typedef struct round {
  spokes_team *team;
  spokes_write_rows_fn *write;
  const char *text;
  const spokes_hits *hits;
  size_t first, slices;  // the hit that the round begins with, and the slices in it
  spokes_buf rows[SLICES_MAX];
} round;

void spokes__team_begin_rows(spokes_team *team, const char *id, const char *issuer, const char *date,
                             const char *series) {
  for (unsigned i = 0; i < team->size; i++) spokes__row_names_begin(&team->names[i], id, issuer, date, series);
}

static void write_slice(void *context, unsigned worker, size_t job) {
  round *r = context;
  size_t at = r->first + job * SLICE_HITS, left = r->hits->count - at;
  spokes_hits slice = {r->hits->items + at, left < SLICE_HITS ? left : SLICE_HITS, 0};
  r->write(&r->rows[job], &r->team->names[worker], r->text, &slice);
}

static spokes_status do_round(round *r, spokes_take_rows_fn *take, void *context, spokes_error *err) {
  spokes_status status = spokes__threads_run(r->team->size, r->slices, write_slice, r, err);
  for (size_t i = 0; !status && i < r->slices; i++) status = take(context, &r->rows[i], err);
  return status;
}

spokes_status spokes__team_rows(spokes_team *team, spokes_write_rows_fn *write, const char *text,
                                const spokes_hits *hits, spokes_take_rows_fn *take, void *context, spokes_error *err) {
  round r = {.team = team, .write = write, .text = text, .hits = hits};
  spokes_status status = SPOKES_OK;
  size_t most = 4u * team->size < SLICES_MAX ? 4u * team->size : SLICES_MAX;
  for (; !status && r.first < hits->count; r.first += r.slices * SLICE_HITS) {
    r.slices = (hits->count - r.first + SLICE_HITS - 1) / SLICE_HITS;
    if (r.slices > most) r.slices = most;
    status = do_round(&r, take, context, err);
  }
  for (size_t i = 0; i < SLICES_MAX; i++) spokes__buf_release(&r.rows[i]);
  return status;
}
