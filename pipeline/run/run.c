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
#include "run/text_files.h"

#define LARGE_BYTES (1u << 20)  // what is smaller takes so little time that its place does not matter

typedef struct run {
  const spokes_run_options *options;
  const spokes_lexicon *lexicon;
  spokes_work_options work;
  spokes_catalogue catalogue;
  spokes_worker *workers;
  unsigned threads;
  uint32_t draws;              // behind every interval
  spokes_doc_result *results;  // in the order of the catalogue
  uint8_t *is_relevant;        // by actor: for the typology
  size_t *order;               // in which documents are begun
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

typedef struct sized {
  uint64_t bytes;  // 0 = not one of the largest
  size_t index;
} sized;

static int largest_first(const void *a, const void *b) {
  const sized *x = a, *y = b;
  if (x->bytes != y->bytes) return x->bytes > y->bytes ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

// A document that one thread would still be at work on when the others have nothing left comes first; the others come
// in the order in which their rows are wanted.
static uint64_t large_size(uint64_t total, unsigned threads) {
  uint64_t share = total / (32u * (uint64_t)threads);
  if (threads == 1) return UINT64_MAX;
  return share > LARGE_BYTES ? share : LARGE_BYTES;
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

static spokes_status plan(run *r, spokes_error *err) {
  size_t count = r->catalogue.count;
  unsigned wanted = r->options->threads ? r->options->threads : spokes__threads_default();
  r->threads = wanted < count ? wanted : (unsigned)count;
  sized *sizes = spokes__calloc(count, sizeof *sizes);
  r->order = spokes__calloc(count, sizeof *r->order);
  r->results = spokes__calloc(count, sizeof *r->results);
  if (!sizes || !r->order || !r->results) {
    spokes__free(sizes);
    return spokes__error_nomem(err);
  }
  for (size_t i = 0; i < count; i++) r->progress.bytes += r->catalogue.entries[i].bytes;
  choose_draws(r);
  uint64_t large = large_size(r->progress.bytes, r->threads);
  for (size_t i = 0; i < count; i++) {
    uint64_t bytes = r->catalogue.entries[i].bytes;
    sizes[i] = (sized){bytes > large ? bytes : 0, i};
  }
  qsort(sizes, count, sizeof *sizes, largest_first);
  for (size_t i = 0; i < count; i++) r->order[i] = sizes[i].index;
  r->progress.documents = count;
  spokes__free(sizes);
  return SPOKES_OK;
}

// ---- The work -----------------------------------------------------------------------------------------

static spokes_status hire(run *r, spokes_error *err) {
  spokes_delivery_options delivery = {r->options->out_dir, r->options->gzip_mentions, r->options->no_mentions,
                                      r->catalogue.count};
  spokes_status status = spokes__delivery_new(&delivery, &r->delivery, err);
  if (status) return status;
  spokes__text_files_begin(r->options->out_dir);
  r->workers = spokes__calloc(r->threads, sizeof *r->workers);
  r->is_relevant = spokes__calloc(spokes__lexicon_actor_count(r->lexicon), 1);
  if (!r->workers || !r->is_relevant) return spokes__error_nomem(err);
  r->work = (spokes_work_options){
      r->lexicon,
      r->options->corpus_dir,
      r->options->out_dir,
      r->options->count,
      r->options->no_mentions,
      r->options->no_words,
      {.lexicon = r->lexicon, .count = r->options->count, .draws = r->draws, .seed = r->options->seed},
      r->is_relevant,
      r->delivery};
  status = spokes__partners_init(&r->work.indices.partners, r->lexicon, r->options->partners, r->options->hub, err);
  for (unsigned i = 0; !status && i < r->threads; i++) status = spokes__worker_init(&r->workers[i], &r->work, err);
  spokes__issued_relevant(r->lexicon, r->work.indices.partners.hub, r->is_relevant);
  return status;
}

static void tell_progress(run *r, const spokes_entry *entry) {
  r->progress.documents_done++;
  r->progress.bytes_done += entry->bytes;
  if (r->options->on_progress) r->options->on_progress(r->options->context, &r->progress);
}

static void do_job(void *context, unsigned worker, size_t job) {
  run *r = context;
  if (atomic_load(&r->stopped)) return;
  size_t index = r->order[job];
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

static spokes_status do_work(run *r, spokes_error *err) {
  spokes_status status = hire(r, err);
  if (status) return status;
  status = spokes__threads_run(r->threads, r->catalogue.count, do_job, r, err);
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

static void add_worker(spokes_worker_totals *sum, const spokes_worker_totals *one) {
  sum->bytes += one->bytes;
  sum->tokens += one->tokens;
  sum->mentions += one->mentions;
  sum->exclusions += one->exclusions;
  sum->rule_limits += one->rule_limits;
  sum->damaged += one->damaged;
  sum->repaired += one->repaired;
  sum->gained += one->gained;
  for (int i = 0; i <= SPOKES_INGEST_FAILED; i++) sum->statuses[i] += one->statuses[i];
  for (int i = 0; i < SPOKES_STAGES; i++) sum->nanoseconds[i] += one->nanoseconds[i];
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

static void sum_up(const run *r, const spokes_worker_totals *totals, spokes_run_summary *summary) {
  *summary = (spokes_run_summary){.documents = r->catalogue.count,
                                  .failed = totals->statuses[SPOKES_INGEST_FAILED],
                                  .bytes = totals->bytes,
                                  .tokens = totals->tokens,
                                  .mentions = totals->mentions,
                                  .exclusions = totals->exclusions,
                                  .damaged = totals->damaged,
                                  .repaired = totals->repaired,
                                  .gained = totals->gained};
  size_t actors = spokes__lexicon_actor_count(r->lexicon);
  for (size_t a = 0; a < actors; a++) {
    spokes_actor_total total = {spokes__lexicon_actor(r->lexicon, (spokes_actor)a)->id, 0, 0};
    for (unsigned w = 0; w < r->threads; w++) {
      total.mentions += r->workers[w].actors[a].mentions;
      total.documents += r->workers[w].actors[a].documents;
    }
    if (total.mentions) enter_top(summary, total);
  }
}

static double seconds(uint64_t nanoseconds) { return (double)nanoseconds / 1e9; }

static void describe(const run *r, const spokes_worker_totals *totals, spokes_buf *json) {
  spokes_named_text libraries[SPOKES_LIBRARY_COUNT];
  spokes__libraries(libraries);
  const spokes_named_seconds times[] = {{"read", seconds(totals->nanoseconds[SPOKES_STAGE_READ])},
                                        {"prepare", seconds(totals->nanoseconds[SPOKES_STAGE_PREPARE])},
                                        {"match", seconds(totals->nanoseconds[SPOKES_STAGE_MATCH])},
                                        {"count", seconds(totals->nanoseconds[SPOKES_STAGE_COUNT])},
                                        {"measure", seconds(totals->nanoseconds[SPOKES_STAGE_MEASURE])},
                                        {"resample", seconds(totals->nanoseconds[SPOKES_STAGE_RESAMPLE])},
                                        {"write", seconds(totals->nanoseconds[SPOKES_STAGE_WRITE])},
                                        {"cpu", seconds(spokes__clock_cpu() - r->cpu_started)},
                                        {"wall", seconds(spokes__clock_now() - r->started)}};
  spokes_run_facts facts = {.corpus_dir = r->options->corpus_dir,
                            .dict_dir = r->options->dict_dir,
                            .dict_sha256 = spokes__lexicon_hash(r->lexicon),
                            .actors = spokes__lexicon_actor_count(r->lexicon),
                            .dict_rows = spokes__lexicon_row_count(r->lexicon),
                            .count_rule = spokes_count_rule_name(r->options->count),
                            .gzip_mentions = r->options->gzip_mentions,
                            .no_mentions = r->options->no_mentions,
                            .no_words = r->options->no_words,
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
                            .threads = r->threads,
                            .times = times,
                            .time_count = sizeof times / sizeof *times};
  spokes__run_json(json, &facts);
}

static spokes_status conclude(const run *r, spokes_run_summary *summary, spokes_error *err) {
  spokes_worker_totals totals = {0};
  for (unsigned i = 0; i < r->threads; i++) add_worker(&totals, &r->workers[i].totals);
  spokes_buf json = SPOKES_BUF_INIT;
  spokes_corpus_tables corpus = SPOKES_CORPUS_TABLES_INIT;
  spokes_status status =
      spokes__corpus_tables_make(&corpus, r->workers, r->threads, r->results, r->catalogue.count, err);
  describe(r, &totals, &json);
  spokes_assembly assembly = {r->options->out_dir, r->delivery, &json, &corpus};
  if (!status) status = spokes__assemble(&assembly, err);
  spokes__buf_release(&json);
  spokes__corpus_tables_release(&corpus);
  if (!status && summary) sum_up(r, &totals, summary);
  return status;
}

static void release(run *r) {
  for (size_t i = 0; r->results && i < r->catalogue.count; i++) spokes__free(r->results[i].message);
  for (unsigned i = 0; r->workers && i < r->threads; i++) spokes__worker_release(&r->workers[i]);
  spokes__delivery_free(r->delivery);
  spokes__partners_release(&r->work.indices.partners);
  spokes__free(r->workers);
  spokes__free(r->results);
  spokes__free(r->order);
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
  if (!status) status = plan(&r, err);
  if (!status) status = spokes__folder_make(options->out_dir, err);
  if (!status) status = do_work(&r, err);
  if (!status) tell_messages(&r);
  if (!status) status = conclude(&r, summary, err);
  release(&r);
  return status;
}
