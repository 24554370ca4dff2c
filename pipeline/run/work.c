// A worker's stages: read, prepare, match, count, measure, write. Its buffers are reused from document to document, and
// rows are written in slices, so that memory depends on the largest document alone.

#include "run/work.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fileio.h"
#include "measure/shares.h"
#include "report/damage_rows.h"
#include "report/salience_rows.h"
#include "run/text_files.h"

#define SLICE_HITS 2048u
#define SLICE_BYTES (1u << 17)  // rows that are written before a document is complete

spokes_status spokes__worker_init(spokes_worker *worker, const spokes_work_options *options, spokes_error *err) {
  size_t actors = spokes__lexicon_actor_count(options->lexicon);
  worker->options = options;
  spokes_status status = spokes__sums_init(&worker->sums, actors, options->is_relevant, err);
  if (!status) status = spokes__ingester_new(&worker->ingester, err);
  if (!status) status = spokes__sha256_new(&worker->sha256, err);
  if (!status) status = spokes__scanner_new(options->lexicon, &worker->scanner, err);
  if (!status) spokes__scanner_leave_out(worker->scanner, options->zones_left_out, options->dedupe);
  if (!status && options->no_mentions) spokes__scanner_leave_places(worker->scanner);
  if (!status) status = spokes__counts_init(&worker->counts, actors, err);
  if (!status) status = spokes__indices_init(&worker->indices, &options->indices, err);
  if (!status) status = spokes__row_names_init(&worker->names, options->lexicon, err);
  return status;
}

void spokes__worker_release(spokes_worker *worker) {
  if (!worker->options) return;
  spokes__ingester_free(worker->ingester);
  spokes__scanner_free(worker->scanner);
  spokes__text_release(&worker->text);
  spokes__counts_release(&worker->counts);
  spokes__indices_release(&worker->indices);
  spokes__sums_release(&worker->sums);
  spokes__buf_release(&worker->path);
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) spokes__buf_release(&worker->rows[t]);
  spokes__row_names_release(&worker->names);
  spokes__buf_release(&worker->facts);
  spokes__buf_release(&worker->kept);
  spokes__record_release(&worker->record);
  spokes__sha256_free(worker->sha256);
}

// Ends a stage: adds the time since *since to it and starts the next.
static void end_stage(spokes_worker *worker, spokes_stage stage, uint64_t *since) {
  uint64_t now = spokes__clock_now();
  worker->times.nanoseconds[stage] += now - *since;
  *since = now;
}

static void fail(spokes_document *document, const spokes_error *fault) {
  document->status = SPOKES_INGEST_FAILED;
  snprintf(document->message, sizeof document->message, "%.250s", fault->message);
}

static spokes_match_context context_of(const spokes_lexicon *lexicon, const spokes_entry *entry) {
  return (spokes_match_context){entry->date_number,
                                spokes__lexicon_find_actor(lexicon, entry->issuer, strlen(entry->issuer))};
}

static spokes_status read_document(spokes_worker *worker, spokes_document *document, spokes_error *err) {
  worker->times.documents_read++;
  spokes_status status = spokes__ingest_file(worker->ingester, worker->path.data, document, err);
  worker->times.bytes_read += document->bytes;
  return status;
}

// Prepares and matches. *result stays NULL when the document failed.
static void analyse(spokes_worker *worker, const spokes_entry *entry, spokes_document *document,
                    const spokes_match_result **result, uint64_t *since) {
  const spokes_lexicon *lexicon = worker->options->lexicon;
  spokes_error fault;
  *result = NULL;
  if (document->status == SPOKES_INGEST_FAILED) return;
  spokes_vocabulary vocabulary = spokes__lexicon_vocabulary(lexicon);
  spokes_text_source source = spokes__document_source(document, !worker->options->no_words);
  source.vocabulary = &vocabulary;
  source.duplicates_wanted = true;
  const spokes_tables *tables = spokes__lexicon_tables(lexicon);
  worker->text.threads = worker->team ? worker->team->size : 1;
  spokes_status status = worker->team ? spokes__text_open(&worker->text, tables, &source, &fault)
                                      : spokes__text_prepare(&worker->text, tables, &source, &fault);
  end_stage(worker, SPOKES_STAGE_PREPARE, since);
  spokes_match_context context = context_of(lexicon, entry);
  if (!status)
    status = worker->team ? spokes__team_match(worker->team, &worker->text, tables, &source, worker->options->dedupe,
                                               &context, result, &fault)
                          : spokes__scanner_run(worker->scanner, &worker->text, &context, result, &fault);
  end_stage(worker, SPOKES_STAGE_MATCH, since);
  if (!status) return;
  *result = NULL;
  fail(document, &fault);
}

static void warn(spokes_document *document, const char *message) {
  size_t len = strlen(document->message);
  snprintf(document->message + len, sizeof document->message - len, "%s%s", len ? "; " : "", message);
  if (document->status == SPOKES_INGEST_OK) document->status = SPOKES_INGEST_WARNING;
}

static double concentration_of(const spokes_profile *profile) {
  return spokes__hhi_compute(profile->n, profile->partner_count);
}

static spokes_document_row row_of(const spokes_worker *worker, const spokes_entry *entry,
                                  const spokes_document *document, const spokes_match_result *result) {
  spokes_document_row row = {.id = entry->id,
                             .path = entry->path,
                             .issuer = entry->issuer,
                             .date = entry->date,
                             .series = entry->series,
                             .title = entry->title,
                             .lang = entry->lang,
                             .status = spokes__ingest_status_name(document->status),
                             .message = document->message,
                             .sha256 = document->sha256,
                             .bytes = document->bytes,
                             .charset = document->charset,
                             .charset_confidence = document->confidence};
  if (!result) return row;
  const spokes_text *text = &worker->text;
  if (!*row.lang) row.lang = spokes__lang_name(text->lang);
  row.has_text = true;
  row.has_words = !worker->options->no_words;
  row.chars = text->chars;
  row.tokens = text->tokens;
  row.sentences = text->sentence_count;
  row.passages = text->passage_count;
  row.pages = text->pages;
  row.hhi = concentration_of(&worker->indices.profile);
  return row;
}

// ---- Rows ----------------------------------------------------------------------------------------------

static spokes_status deliver(spokes_worker *worker, const spokes_parcel *parcel, spokes_error *err) {
  spokes_rows rows[SPOKES_TABLE_COUNT];
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
    if (worker->rows[t].failed) return spokes__error_nomem(err);
    rows[t] = (spokes_rows){worker->rows[t].data, worker->rows[t].len};
    spokes__buf_clear(&worker->rows[t]);
  }
  if (worker->options->cache) spokes__record_add(&worker->record, rows);
  return spokes__delivery_put(worker->options->delivery, parcel, rows, err);
}

// Where the rows of a team go.
typedef struct rows_target {
  spokes_worker *worker;
  const spokes_parcel *parcel;
  spokes_table table;
} rows_target;

static spokes_status deliver_slice(void *context, spokes_buf *rows, spokes_error *err) {
  const rows_target *target = context;
  spokes_buf own = target->worker->rows[target->table];
  target->worker->rows[target->table] = *rows;
  *rows = own;
  return deliver(target->worker, target->parcel, err);
}

static spokes_status write_hits(spokes_worker *worker, const spokes_parcel *parcel, spokes_table table,
                                spokes_write_rows_fn *write, const spokes_hits *hits, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  rows_target target = {worker, parcel, table};
  if (worker->team) return spokes__team_rows(worker->team, write, worker->text.orig, hits, deliver_slice, &target, err);
  for (size_t at = 0; !status && at < hits->count; at += SLICE_HITS) {
    size_t left = hits->count - at;
    spokes_hits slice = {hits->items + at, left < SLICE_HITS ? left : SLICE_HITS, 0};
    write(&worker->rows[table], &worker->names, worker->text.orig, &slice);
    if (worker->rows[table].failed || worker->rows[table].len > SLICE_BYTES) status = deliver(worker, parcel, err);
  }
  return status;
}

static void write_salience(spokes_worker *worker, const spokes_entry *entry) {
  const spokes_indices *indices = &worker->indices;
  const spokes_profile *profile = &indices->profile;
  spokes_match_context context = context_of(worker->options->lexicon, entry);
  spokes_actor reference = spokes__indices_reference(indices, &context);
  bool is_chinese = *entry->lang ? !strncmp(entry->lang, "zh", 2) : worker->text.lang == SPOKES_LANG_ZH;
  spokes_salience_rows rows = {.partners = profile->partners,
                               .order = indices->order,
                               .ranks = indices->ranks,
                               .partner_count = profile->partner_count,
                               .n = profile->n,
                               .sentences = profile->sentences,
                               .passages = profile->passages,
                               .values = indices->values,
                               .reference = reference,
                               .chars = is_chinese ? worker->text.chars : 0};
  if (reference != SPOKES_NO_ACTOR) rows.reference_n = worker->counts.actors[reference].mentions;
  spokes__salience_rows(&worker->rows[SPOKES_TABLE_SALIENCE], &rows, &worker->names);
}

static spokes_status write_all_hits(spokes_worker *worker, const spokes_entry *entry, const spokes_match_result *result,
                                    const spokes_parcel *parcel, spokes_error *err) {
  if (worker->options->no_mentions) return SPOKES_OK;
  if (worker->team) spokes__team_begin_rows(worker->team, entry->id, entry->issuer, entry->date, entry->series);
  spokes_status status =
      write_hits(worker, parcel, SPOKES_TABLE_MENTIONS, spokes__mentions_rows, &result->mentions, err);
  if (status) return status;
  return write_hits(worker, parcel, SPOKES_TABLE_EXCLUSIONS, spokes__exclusions_rows, &result->exclusions, err);
}

// Damage comes last, since duplicates are a part of it and take a team longest.
static spokes_status write_rows(spokes_worker *worker, const spokes_entry *entry, const spokes_document *document,
                                const spokes_match_result *result, const spokes_parcel *parcel, spokes_error *err) {
  const spokes_profile *profile = &worker->indices.profile;
  spokes_document_row row = row_of(worker, entry, document, result);
  spokes__row_names_begin(&worker->names, entry->id, entry->issuer, entry->date, entry->series);
  spokes_status status = result ? write_all_hits(worker, entry, result, parcel, err) : SPOKES_OK;
  if (!status && worker->team) status = spokes__team_wait(worker->team, err);
  if (status) return status;
  spokes__documents_row(&worker->rows[SPOKES_TABLE_DOCUMENTS], &row, &worker->counts);
  if (!result) return deliver(worker, parcel, err);
  spokes__counts_rows(&worker->rows[SPOKES_TABLE_COUNTS], &worker->names, &worker->counts);
  write_salience(worker, entry);
  spokes__comentions_rows(&worker->rows[SPOKES_TABLE_COMENTIONS], profile->partners, &profile->by_sentence,
                          &profile->by_passage, worker->text.passage_count, &worker->names);
  spokes__damage_count(&worker->text, result, worker->options->dedupe, worker->damage);
  spokes__damage_rows(&worker->rows[SPOKES_TABLE_DAMAGE], &worker->names, worker->text.orig, worker->damage);
  return deliver(worker, parcel, err);
}

// ---- One document --------------------------------------------------------------------------------------

// A document on its way through the stages.
typedef struct job {
  const spokes_entry *entry;
  size_t index;
  spokes_document document;
  const spokes_match_result *result;  // NULL when it failed
  bool has_key;
  spokes_key key;  // of its results in the cache
  uint64_t since;  // when the stage began
} job;

// Counts and indices of a document that was matched.
static spokes_status measure(spokes_worker *worker, job *j, spokes_error *err) {
  const spokes_work_options *options = worker->options;
  spokes_match_context context = context_of(options->lexicon, j->entry);
  spokes__partners_mark(&options->indices.partners, context.issuer, context.date, worker->indices.is_partner);
  worker->counts.is_partner = worker->indices.is_partner;
  spokes__counts_fill(&worker->counts, options->lexicon, j->result, &context, options->count);
  end_stage(worker, SPOKES_STAGE_COUNT, &j->since);
  spokes_status status =
      spokes__indices_fill(&worker->indices, j->entry->id, &worker->text, &j->result->mentions, &worker->counts, err);
  end_stage(worker, SPOKES_STAGE_MEASURE, &j->since);
  worker->times.nanoseconds[SPOKES_STAGE_MEASURE] -= worker->indices.resampling;
  worker->times.nanoseconds[SPOKES_STAGE_RESAMPLE] += worker->indices.resampling;
  return status;
}

static spokes_status add_facts(spokes_worker *worker, const job *j, const char *facts, size_t len,
                               spokes_doc_result *out, spokes_error *err) {
  spokes_match_context context = context_of(worker->options->lexicon, j->entry);
  return spokes__facts_add(&worker->sums, facts, len, &context, out, err);
}

static spokes_status take_facts(spokes_worker *worker, const job *j, spokes_doc_result *out, spokes_error *err) {
  spokes_analysis analysis = {&j->document,    j->result,        &worker->text,
                              &worker->counts, &worker->indices, worker->damage};
  spokes__buf_clear(&worker->facts);
  spokes__facts_write(&worker->facts, &analysis);
  if (worker->facts.failed) return spokes__error_nomem(err);
  return add_facts(worker, j, worker->facts.data, worker->facts.len, out, err);
}

// The text that was read out of the document's format, beside the tables and for the next run.
static spokes_status put_text(spokes_worker *worker, const job *j, spokes_error *err) {
  const spokes_document *document = &j->document;
  if (!document->is_extracted || document->status == SPOKES_INGEST_FAILED) return SPOKES_OK;
  return spokes__text_files_put(worker->options->out_dir, j->entry->id, document->text, document->text_len, err);
}

// Analyses, measures and delivers a document that was read, and keeps its results.
static spokes_status work_off(spokes_worker *worker, job *j, spokes_doc_result *out, spokes_error *err) {
  const spokes_work_options *options = worker->options;
  spokes_parcel parcel;
  analyse(worker, j->entry, &j->document, &j->result, &j->since);
  spokes_status status = spokes__ingest_wait(worker->ingester, &j->document, err);
  if (status) return status;
  if (*j->entry->sha256 && *j->document.sha256 && strcmp(j->entry->sha256, j->document.sha256) != 0)
    warn(&j->document, "the file is not the one of the manifest: its sha256 differs");
  status = j->result ? measure(worker, j, err) : SPOKES_OK;
  if (!status) status = put_text(worker, j, err);
  if (status) return status;
  spokes__record_clear(&worker->record);
  spokes__delivery_begin(options->delivery, j->index, &parcel);
  status = write_rows(worker, j->entry, &j->document, j->result, &parcel, err);
  if (!status) status = take_facts(worker, j, out, err);
  if (!status) status = spokes__delivery_end(options->delivery, &parcel, err);
  if (j->document.is_extracted) spokes__record_set_text(&worker->record, j->document.text, j->document.text_len);
  // What failed may be mended from outside: it is tried again.
  if (!status && j->has_key && j->document.status != SPOKES_INGEST_FAILED)
    spokes__cache_store(options->cache, &j->key, &worker->record, &worker->facts);
  end_stage(worker, SPOKES_STAGE_WRITE, &j->since);
  return status;
}

// ---- What an earlier run kept ----------------------------------------------------------------------------

// Takes the results under the job's key from the cache. *found tells whether they are there, and whole.
static spokes_status take_kept(spokes_worker *worker, const job *j, spokes_doc_result *out, bool *found,
                               spokes_error *err) {
  const spokes_work_options *options = worker->options;
  spokes_kept kept;
  spokes_parcel parcel;
  *found = j->has_key && spokes__cache_load(options->cache, &j->key, spokes__lexicon_actor_count(options->lexicon),
                                            &worker->kept, &kept);
  if (!*found) return SPOKES_OK;
  worker->times.documents_kept++;
  spokes_status status = add_facts(worker, j, kept.facts, kept.facts_len, out, err);
  if (status) return status;
  spokes__delivery_begin(options->delivery, j->index, &parcel);
  status = spokes__kept_deliver(&kept, options->delivery, &parcel, err);
  if (!status && kept.text)
    status = spokes__text_files_put(options->out_dir, j->entry->id, kept.text, kept.text_len, err);
  return status ? status : spokes__delivery_end(options->delivery, &parcel, err);
}

// Without reading, when the file is as it was.
static spokes_status take_planned(spokes_worker *worker, job *j, spokes_doc_result *out, bool *found,
                                  spokes_error *err) {
  const spokes_key *key = spokes__cache_planned(worker->options->cache, j->index);
  j->has_key = key != NULL;
  if (!key) return SPOKES_OK;
  j->key = *key;
  return take_kept(worker, j, out, found, err);
}

// Reads. With a cache, remembers the file unless it was changed while or shortly before it was read.
static spokes_status read_and_stamp(spokes_worker *worker, job *j, spokes_error *err) {
  spokes_cache *cache = worker->options->cache;
  spokes_file_stamp before, after;
  uint64_t now = cache ? spokes__clock_real() : 0;
  bool has_stamp = cache && spokes__file_stamp_take(worker->path.data, &before);
  spokes_status status = read_document(worker, &j->document, err);
  if (status || !has_stamp || j->document.status == SPOKES_INGEST_FAILED) return status;
  if (spokes__file_stamp_is_settled(&before, now) && spokes__file_stamp_take(worker->path.data, &after) &&
      spokes__file_stamp_is_same(&before, &after))
    spokes__cache_keep_file(cache, j->index, &before, j->document.sha256);
  return status;
}

// The file is not as it was, but perhaps its bytes are those of an earlier run.
static spokes_status take_read(spokes_worker *worker, job *j, spokes_doc_result *out, bool *found, spokes_error *err) {
  if (j->document.status == SPOKES_INGEST_FAILED) return SPOKES_OK;
  j->has_key = spokes__cache_key(worker->sha256, &worker->options->group, j->entry, j->document.sha256, &j->key);
  return take_kept(worker, j, out, found, err);
}

spokes_status spokes__worker_document(spokes_worker *worker, const spokes_entry *entry, size_t index,
                                      spokes_doc_result *out, spokes_error *err) {
  job j = {.entry = entry, .index = index, .document = {.text = "", .charset = ""}, .since = spokes__clock_now()};
  bool found = false;
  spokes__path_join(&worker->path, worker->options->corpus_dir, entry->path);
  if (worker->path.failed) return spokes__error_nomem(err);
  spokes_status status = worker->options->cache ? take_planned(worker, &j, out, &found, err) : SPOKES_OK;
  if (!status && !found) status = read_and_stamp(worker, &j, err);
  if (!status && !found && worker->options->cache) status = take_read(worker, &j, out, &found, err);
  end_stage(worker, found ? SPOKES_STAGE_WRITE : SPOKES_STAGE_READ, &j.since);
  return status || found ? status : work_off(worker, &j, out, err);
}
