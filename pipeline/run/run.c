// spokes_run: catalogue, workers, tables. Documents are worked off in the order of the catalogue, but for the
// largest, and their rows are put together in that order, so nothing depends on which thread did what.

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "base/threads.h"
#include "run/actor_lookup.h"
#include "run/assemble.h"
#include "run/libraries.h"
#include "run/schedule.h"
#include "run/text_files.h"

typedef struct run {
  const spokes_run_options *options;
  const spokes_lexicon *lexicon;
  spokes_work_options work;
  spokes_catalogue catalogue;
  spokes_worker *workers;
  unsigned threads;            // workers that were made
  uint32_t draws;              // behind every interval
  spokes_doc_result *results;  // in the order of the catalogue
  uint8_t *is_relevant;        // by actor: for the typology
  spokes_schedule schedule;
  spokes_delivery *delivery;
  pthread_mutex_t lock;  // of progress and fault
  spokes_progress progress;
  spokes_error fault;
  atomic_bool stopped;
  uint64_t started, cpu_started;
} run;

// ---- The catalogue -----------------------------------------------------------------------------------

static spokes_status load_catalogue(run *r, spokes_error *err) {
  spokes_actor_lookup lookup;
  spokes_status status = spokes__actor_lookup_init(&lookup, r->lexicon, err);
  if (status) return status;
  spokes_catalogue_hooks hooks = {spokes__actor_lookup_find, &lookup, r->options->on_warning, r->options->context};
  status = spokes__catalogue_load(&r->catalogue, r->options->corpus_dir, &hooks, err);
  spokes__actor_lookup_release(&lookup);
  if (!status && !r->catalogue.count)
    return spokes__error_set(err, SPOKES_E_IO, "cannot read corpus '%s': no documents in it", r->options->corpus_dir);
  return status;
}

// A run that leaves out its intervals says so.
static void choose_draws(run *r) {
  spokes_error note;
  bool is_large = r->progress.bytes > SPOKES_LIMIT_INTERVAL_BYTES;
  r->draws = r->options->resamples;
  if (r->draws != SPOKES_RESAMPLES_AUTO) return;
  r->draws = is_large ? 0 : SPOKES_RESAMPLE_DRAWS;
  if (!is_large || !r->options->on_warning) return;
  spokes__error_set(&note, SPOKES_OK, "no intervals: the corpus has more than %u MB, and draws were not asked for",
                    (unsigned)(SPOKES_LIMIT_INTERVAL_BYTES >> 20));
  r->options->on_warning(r->options->context, &note);
}

// ---- The work -----------------------------------------------------------------------------------------

// The zones whose mentions are counted, one bit each.
static unsigned zones_of(const spokes_run_options *options) {
  return (options->zones ? options->zones : (1u << SPOKES_ZONE_COUNT) - 1) & ~(1u << SPOKES_ZONE_RUNNING);
}

// Results of earlier runs, when there is a place for them; a run goes on without.
static void open_cache(run *r) {
  spokes_error reason;
  if (!r->options->cache_dir || !*r->options->cache_dir || !spokes__work_group(&r->work, &r->work.group)) return;
  if (spokes__cache_open(r->options->cache_dir, &r->work.group, r->options->corpus_dir, r->catalogue.count,
                         &r->work.cache, &reason) &&
      r->options->on_warning) {
    reason.code = SPOKES_OK;
    r->options->on_warning(r->options->context, &reason);
  }
  if (r->work.cache) spokes__cache_plan(r->work.cache, &r->work.group, &r->catalogue);
}

static unsigned wanted_threads(const run *r) {
  return r->options->threads ? r->options->threads : spokes__threads_default();
}

// What all workers share.
static spokes_status open_run(run *r, spokes_error *err) {
  for (size_t i = 0; i < r->catalogue.count; i++) r->progress.bytes += r->catalogue.entries[i].file.size;
  r->progress.documents = r->catalogue.count;
  choose_draws(r);
  spokes_status status = spokes__folder_make(r->options->out_dir, err);
  if (status) return status;
  r->is_relevant = spokes__calloc(spokes__lexicon_actor_count(r->lexicon), 1);
  if (!r->is_relevant) return spokes__error_nomem(err);
  r->work = (spokes_work_options){
      r->lexicon,
      r->options->corpus_dir,
      r->options->out_dir,
      r->options->count,
      r->options->no_mentions,
      r->options->no_words,
      ~zones_of(r->options) & ((1u << SPOKES_ZONE_COUNT) - 1),
      r->options->dedupe,
      {.lexicon = r->lexicon, .count = r->options->count, .draws = r->draws, .seed = r->options->seed},
      r->is_relevant,
      .delivery = NULL};
  status = spokes__partners_init(&r->work.indices.partners, r->lexicon, r->options->partners, r->options->hub, err);
  if (status) return status;
  spokes__issued_relevant(r->lexicon, r->work.indices.partners.hub, r->is_relevant);
  open_cache(r);
  return SPOKES_OK;
}

// The tables. Rows that are only copied from an earlier run are written sooner than another thread could take them.
static spokes_status open_tables(run *r, spokes_error *err) {
  bool is_work = r->schedule.threads > 1 || r->schedule.together || r->options->gzip_mentions;
  spokes_delivery_options options = {r->options->out_dir, r->options->gzip_mentions, r->options->no_mentions,
                                     is_work && wanted_threads(r) > 1, r->catalogue.count};
  spokes_status status = spokes__delivery_new(&options, &r->delivery, err);
  if (!status) spokes__text_files_begin(r->options->out_dir);
  r->work.delivery = r->delivery;
  return status;
}

static spokes_status hire(run *r, spokes_error *err) {
  spokes_status status =
      spokes__schedule_make(&r->schedule, &r->catalogue, r->work.cache, wanted_threads(r), r->draws > 0, err);
  if (!status) status = open_tables(r, err);
  if (status) return status;
  r->results = spokes__calloc(r->catalogue.count, sizeof *r->results);
  r->workers = spokes__calloc(r->schedule.threads, sizeof *r->workers);
  if (!r->workers || !r->results) return spokes__error_nomem(err);
  for (; !status && r->threads < r->schedule.threads; r->threads++)
    status = spokes__worker_init(&r->workers[r->threads], &r->work, err);
  return status;
}

static void tell_progress(run *r, const spokes_entry *entry) {
  r->progress.documents_done++;
  r->progress.bytes_done += entry->file.size;
  if (r->options->on_progress) r->options->on_progress(r->options->context, &r->progress);
}

static void do_job(void *context, unsigned worker, size_t job) {
  run *r = context;
  if (atomic_load(&r->stopped)) return;
  size_t index = r->schedule.order[job];
  spokes_error fault;
  r->results[index].worker = worker;
  spokes_status status =
      spokes__worker_document(&r->workers[worker], &r->catalogue.entries[index], index, &r->results[index], &fault);
  pthread_mutex_lock(&r->lock);
  if (!status) {
    tell_progress(r, &r->catalogue.entries[index]);
  } else if (!atomic_exchange(&r->stopped, true)) {
    r->fault = fault;
  }
  pthread_mutex_unlock(&r->lock);
}

static void do_other_job(void *context, unsigned worker, size_t job) {
  run *r = context;
  do_job(r, worker, r->schedule.together + job);
}

// The first documents, by all threads together; what they need beside the first worker is given back afterwards.
static spokes_status do_together(run *r, spokes_error *err) {
  spokes_team team = {.size = 0};
  spokes_worker *worker = &r->workers[0];
  if (!r->schedule.together) return SPOKES_OK;
  spokes_status status = spokes__team_init(&team, r->schedule.team, r->lexicon, worker->scanner, r->work.zones_left_out,
                                           r->work.dedupe, err);
  worker->team = &team;
  // A cache asks for the hash at once.
  spokes__ingester_set_threads(worker->ingester, r->schedule.team, !r->work.cache);
  for (size_t job = 0; !status && job < r->schedule.together; job++) do_job(r, 0, job);
  worker->team = NULL;
  spokes__ingester_set_threads(worker->ingester, 1, false);
  spokes__team_release(&team);
  return status;
}

static spokes_status do_work(run *r, spokes_error *err) {
  spokes_status status = do_together(r, err);
  if (!status)
    status = spokes__threads_run(r->threads, r->catalogue.count - r->schedule.together, do_other_job, r, err);
  if (status || !atomic_load(&r->stopped)) return status;
  if (err) *err = r->fault;
  return r->fault.code;
}

static void tell_messages(const run *r) {
  for (size_t i = 0; r->options->on_warning && i < r->catalogue.count; i++) {
    if (!r->results[i].message) continue;
    spokes_error warning;
    bool failed = r->results[i].status == SPOKES_INGEST_FAILED;
    spokes__error_at(&warning, failed ? SPOKES_E_FORMAT : SPOKES_OK, r->catalogue.entries[i].path, 0, 0, "%s%s",
                     failed ? "failed: " : "", r->results[i].message);
    r->options->on_warning(r->options->context, &warning);
  }
}

// ---- Sums ----------------------------------------------------------------------------------------------

// All workers' sums in those of the first.
static const spokes_sums *add_up(run *r) {
  for (unsigned i = 1; i < r->threads; i++) spokes__sums_add(&r->workers[0].sums, &r->workers[i].sums);
  return &r->workers[0].sums;
}

static spokes_worker_times add_times(const run *r) {
  spokes_worker_times sum = {.documents_read = 0};
  for (unsigned i = 0; i < r->threads; i++) {
    const spokes_worker_times *one = &r->workers[i].times;
    for (int s = 0; s < SPOKES_STAGES; s++) sum.nanoseconds[s] += one->nanoseconds[s];
    sum.documents_read += one->documents_read;
    sum.documents_kept += one->documents_kept;
    sum.bytes_read += one->bytes_read;
  }
  return sum;
}

static bool is_above(const spokes_actor_total *a, const spokes_actor_total *b) {
  return a->mentions != b->mentions ? a->mentions > b->mentions : strcmp(a->actor, b->actor) < 0;
}

// Insertion into the short list of the most mentioned.
static void enter_top(spokes_run_summary *summary, spokes_actor_total total) {
  const size_t room = sizeof summary->top / sizeof *summary->top;
  size_t at = summary->top_count;
  if (at == room && !is_above(&total, &summary->top[--at])) return;
  for (; at > 0 && is_above(&total, &summary->top[at - 1]); at--) summary->top[at] = summary->top[at - 1];
  summary->top[at] = total;
  if (summary->top_count < room) summary->top_count++;
}

static void sum_up(const run *r, const spokes_sums *sums, spokes_run_summary *summary) {
  const spokes_totals *totals = &sums->totals;
  *summary = (spokes_run_summary){.documents = r->catalogue.count,
                                  .failed = totals->statuses[SPOKES_INGEST_FAILED],
                                  .bytes = totals->bytes,
                                  .tokens = totals->tokens,
                                  .mentions = totals->mentions,
                                  .exclusions = totals->exclusions,
                                  .damaged = totals->damaged,
                                  .repaired = totals->repaired,
                                  .gained = totals->gained};
  for (size_t a = 0; a < sums->actor_count; a++) {
    spokes_actor_total total = sums->actors[a];
    total.actor = spokes__lexicon_actor(r->lexicon, (spokes_actor)a)->id;
    if (total.mentions) enter_top(summary, total);
  }
}

static double seconds(uint64_t nanoseconds) { return (double)nanoseconds / 1e9; }

static spokes_run_timing timing_of(const run *r) {
  spokes_worker_times times = add_times(r);
  return (spokes_run_timing){.threads = r->threads,
                             .documents_read = times.documents_read,
                             .documents_kept = times.documents_kept,
                             .bytes_read = times.bytes_read,
                             .read = seconds(times.nanoseconds[SPOKES_STAGE_READ]),
                             .prepare = seconds(times.nanoseconds[SPOKES_STAGE_PREPARE]),
                             .match = seconds(times.nanoseconds[SPOKES_STAGE_MATCH]),
                             .count = seconds(times.nanoseconds[SPOKES_STAGE_COUNT]),
                             .measure = seconds(times.nanoseconds[SPOKES_STAGE_MEASURE]),
                             .resample = seconds(times.nanoseconds[SPOKES_STAGE_RESAMPLE]),
                             .write = seconds(times.nanoseconds[SPOKES_STAGE_WRITE]),
                             .cpu = seconds(spokes__clock_cpu() - r->cpu_started),
                             .wall = seconds(spokes__clock_now() - r->started)};
}

static void describe(const run *r, const spokes_totals *totals, spokes_buf *json) {
  spokes_named_text libraries[SPOKES_LIBRARY_COUNT];
  spokes__libraries(libraries);
  spokes_run_timing timing = timing_of(r);
  spokes_run_facts facts = {.corpus_dir = r->options->corpus_dir,
                            .dict_dir = r->options->dict_dir,
                            .dict_sha256 = spokes__lexicon_hash(r->lexicon),
                            .actors = spokes__lexicon_actor_count(r->lexicon),
                            .dict_rows = spokes__lexicon_row_count(r->lexicon),
                            .count_rule = spokes_count_rule_name(r->options->count),
                            .gzip_mentions = r->options->gzip_mentions,
                            .no_mentions = r->options->no_mentions,
                            .no_words = r->options->no_words,
                            .zones = zones_of(r->options),
                            .dedupe = r->options->dedupe,
                            .partners = r->options->partners ? r->options->partners : "all",
                            .hub = r->options->hub ? r->options->hub : "USA",
                            .resamples = r->draws,
                            .seed = r->options->seed,
                            .libraries = libraries,
                            .library_count = SPOKES_LIBRARY_COUNT,
                            .documents = r->catalogue.count,
                            .ok = totals->statuses[SPOKES_INGEST_OK],
                            .empty = totals->statuses[SPOKES_INGEST_EMPTY],
                            .warnings = totals->statuses[SPOKES_INGEST_WARNING],
                            .failed = totals->statuses[SPOKES_INGEST_FAILED],
                            .bytes = totals->bytes,
                            .tokens = totals->tokens,
                            .mentions = totals->mentions,
                            .exclusions = totals->exclusions,
                            .rule_limits = totals->rule_limits,
                            .timing = &timing};
  spokes__run_json(json, &facts);
}

static spokes_status conclude(run *r, spokes_run_summary *summary, spokes_error *err) {
  const spokes_sums *sums = add_up(r);
  spokes_buf json = SPOKES_BUF_INIT;
  spokes_corpus_tables corpus = SPOKES_CORPUS_TABLES_INIT;
  spokes_status status =
      spokes__corpus_tables_make(&corpus, sums, r->workers, wanted_threads(r), r->results, r->catalogue.count, err);
  describe(r, &sums->totals, &json);
  spokes_assembly assembly = {r->options->out_dir, r->delivery, &json, &corpus};
  if (!status) status = spokes__assemble(&assembly, err);
  spokes__buf_release(&json);
  spokes__corpus_tables_release(&corpus);
  if (!status && summary) sum_up(r, sums, summary);
  return status;
}

static void release(run *r) {
  for (size_t i = 0; r->results && i < r->catalogue.count; i++) spokes__free(r->results[i].message);
  for (unsigned i = 0; r->workers && i < r->threads; i++) spokes__worker_release(&r->workers[i]);
  spokes__delivery_free(r->delivery);
  spokes__cache_free(r->work.cache);
  spokes__partners_release(&r->work.indices.partners);
  spokes__free(r->workers);
  spokes__free(r->results);
  spokes__schedule_release(&r->schedule);
  spokes__free(r->is_relevant);
  spokes__catalogue_release(&r->catalogue);
  pthread_mutex_destroy(&r->lock);
}

spokes_status spokes_run(const spokes_lexicon *lexicon, const spokes_run_options *options, spokes_run_summary *summary,
                         spokes_error *err) {
  if (!options->corpus_dir || !options->out_dir)
    return spokes__error_set(err, SPOKES_E_ARG, "a run needs a corpus and a folder for its results");
  run r = {.options = options, .lexicon = lexicon, .catalogue = SPOKES_CATALOGUE_INIT};
  r.started = spokes__clock_now();
  r.cpu_started = spokes__clock_cpu();
  atomic_init(&r.stopped, false);
  if (pthread_mutex_init(&r.lock, NULL)) return spokes__error_nomem(err);
  spokes_status status = load_catalogue(&r, err);
  if (!status) status = open_run(&r, err);
  if (!status) status = hire(&r, err);
  if (!status) status = do_work(&r, err);
  if (!status) tell_messages(&r);
  if (!status) status = conclude(&r, summary, err);
  // What was computed is worth keeping, whatever became of the tables.
  if (r.work.cache) spokes__cache_commit(r.work.cache);
  if (!status && summary) summary->timing = timing_of(&r);
  release(&r);
  return status;
}
