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
  worker->actors = spokes__calloc(actors, sizeof *worker->actors);
  if (!worker->actors) return spokes__error_nomem(err);
  spokes_status status = spokes__ingester_new(&worker->ingester, err);
  if (!status) status = spokes__scanner_new(options->lexicon, &worker->scanner, err);
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
  spokes__issued_release(&worker->issued);
  spokes__buf_release(&worker->path);
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) spokes__buf_release(&worker->rows[t]);
  spokes__row_names_release(&worker->names);
  spokes__free(worker->actors);
}

// Ends a stage: adds the time since *since to it and starts the next.
static void end_stage(spokes_worker *worker, spokes_stage stage, uint64_t *since) {
  uint64_t now = spokes__clock_now();
  worker->totals.nanoseconds[stage] += now - *since;
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

// Reads, prepares and matches. *result stays NULL when the document failed.
static void analyse(spokes_worker *worker, const spokes_entry *entry, spokes_document *document,
                    const spokes_match_result **result) {
  const spokes_lexicon *lexicon = worker->options->lexicon;
  spokes_error fault;
  uint64_t since = spokes__clock_now();
  *result = NULL;
  spokes__path_join(&worker->path, worker->options->corpus_dir, entry->path);
  spokes_status status = worker->path.failed
                             ? spokes__error_nomem(&fault)
                             : spokes__ingest_file(worker->ingester, worker->path.data, document, &fault);
  end_stage(worker, SPOKES_STAGE_READ, &since);
  if (!status && document->status == SPOKES_INGEST_FAILED) return;
  spokes_vocabulary vocabulary = spokes__lexicon_vocabulary(lexicon);
  spokes_text_source source = spokes__document_source(document, !worker->options->no_words);
  source.vocabulary = &vocabulary;
  if (!status) status = spokes__text_prepare(&worker->text, spokes__lexicon_tables(lexicon), &source, &fault);
  end_stage(worker, SPOKES_STAGE_PREPARE, &since);
  spokes_match_context context = context_of(lexicon, entry);
  if (!status) status = spokes__scanner_run(worker->scanner, &worker->text, &context, result, &fault);
  end_stage(worker, SPOKES_STAGE_MATCH, &since);
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

static void add_totals(spokes_worker *worker, const spokes_document *document, const spokes_match_result *result) {
  spokes_worker_totals *totals = &worker->totals;
  totals->statuses[document->status]++;
  totals->bytes += document->bytes;
  if (!result) return;
  totals->tokens += worker->text.tokens;
  totals->mentions += worker->counts.mentions;
  totals->exclusions += result->exclusions.count;
  totals->rule_limits += result->rule_limits;
  for (size_t i = 0; i < worker->counts.touched_count; i++) {
    spokes_actor actor = worker->counts.touched[i];
    worker->actors[actor].mentions += worker->counts.actors[actor].mentions;
    worker->actors[actor].documents += worker->counts.actors[actor].mentions > 0;
  }
}

// ---- Rows ----------------------------------------------------------------------------------------------

static spokes_status deliver(spokes_worker *worker, const spokes_parcel *parcel, spokes_error *err) {
  spokes_rows rows[SPOKES_TABLE_COUNT];
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
    if (worker->rows[t].failed) return spokes__error_nomem(err);
    rows[t] = (spokes_rows){worker->rows[t].data, worker->rows[t].len};
    spokes__buf_clear(&worker->rows[t]);
  }
  return spokes__delivery_put(worker->options->delivery, parcel, rows, err);
}

typedef void rows_fn(spokes_buf *buf, spokes_row_names *names, const char *text, const spokes_hits *hits);

static spokes_status write_hits(spokes_worker *worker, const spokes_parcel *parcel, spokes_table table, rows_fn *write,
                                const spokes_hits *hits, spokes_error *err) {
  spokes_status status = SPOKES_OK;
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

static void write_damage(spokes_worker *worker, const spokes_match_result *result) {
  spokes_damage_count counts[SPOKES_DAMAGE_COUNT];
  spokes__damage_count(&worker->text, result, counts);
  for (int kind = 0; kind < SPOKES_DAMAGE_COUNT; kind++) {
    worker->totals.damaged += counts[kind].damage.places;
    worker->totals.repaired += counts[kind].damage.repaired;
    worker->totals.gained += counts[kind].gained;
  }
  spokes__damage_rows(&worker->rows[SPOKES_TABLE_DAMAGE], &worker->names, worker->text.orig, counts);
}

static spokes_status write_rows(spokes_worker *worker, const spokes_entry *entry, const spokes_document *document,
                                const spokes_match_result *result, const spokes_parcel *parcel, spokes_error *err) {
  const spokes_profile *profile = &worker->indices.profile;
  spokes_document_row row = row_of(worker, entry, document, result);
  spokes__row_names_begin(&worker->names, entry->id, entry->issuer, entry->date, entry->series);
  spokes__documents_row(&worker->rows[SPOKES_TABLE_DOCUMENTS], &row, &worker->counts);
  if (!result) return deliver(worker, parcel, err);
  spokes__counts_rows(&worker->rows[SPOKES_TABLE_COUNTS], &worker->names, &worker->counts);
  write_salience(worker, entry);
  spokes__comentions_rows(&worker->rows[SPOKES_TABLE_COMENTIONS], profile->partners, &profile->by_sentence,
                          &profile->by_passage, worker->text.passage_count, &worker->names);
  write_damage(worker, result);
  spokes_status status = SPOKES_OK;
  if (!worker->options->no_mentions) {
    status = write_hits(worker, parcel, SPOKES_TABLE_MENTIONS, spokes__mentions_rows, &result->mentions, err);
    if (!status)
      status = write_hits(worker, parcel, SPOKES_TABLE_EXCLUSIONS, spokes__exclusions_rows, &result->exclusions, err);
  }
  return status ? status : deliver(worker, parcel, err);
}

static spokes_status keep_message(spokes_doc_result *out, const spokes_document *document, spokes_error *err) {
  size_t len = strlen(document->message);
  out->status = document->status;
  if (!len) return SPOKES_OK;
  out->message = spokes__malloc(len + 1);
  if (!out->message) return spokes__error_nomem(err);
  memcpy(out->message, document->message, len + 1);
  return SPOKES_OK;
}

// Keeps what the typology needs of a document.
static spokes_status keep_issued(spokes_worker *worker, const spokes_match_context *context, spokes_doc_result *out,
                                 spokes_error *err) {
  const uint8_t *is_relevant = worker->options->is_relevant;
  if (context->issuer == SPOKES_NO_ACTOR || !is_relevant[context->issuer]) return SPOKES_OK;
  out->has_issuer = true;
  out->issued = worker->issued.document_count;
  bool good = spokes__issued_add(&worker->issued, context->issuer, context->date);
  for (size_t i = 0; good && i < worker->counts.touched_count; i++) {
    spokes_actor actor = worker->counts.touched[i];
    uint64_t n = worker->counts.actors[actor].mentions;
    if (n && is_relevant[actor]) good = spokes__issued_add_item(&worker->issued, actor, n);
  }
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

// Counts and indices of a document that was matched.
static spokes_status measure(spokes_worker *worker, const spokes_entry *entry, const spokes_match_result *result,
                             spokes_doc_result *out, uint64_t *since, spokes_error *err) {
  const spokes_work_options *options = worker->options;
  spokes_match_context context = context_of(options->lexicon, entry);
  spokes__partners_mark(&options->indices.partners, context.issuer, context.date, worker->indices.is_partner);
  worker->counts.is_partner = worker->indices.is_partner;
  spokes__counts_fill(&worker->counts, options->lexicon, result, &context, options->count);
  end_stage(worker, SPOKES_STAGE_COUNT, since);
  spokes_status status = keep_issued(worker, &context, out, err);
  if (!status)
    status = spokes__indices_fill(&worker->indices, entry->id, &worker->text, &result->mentions, &worker->counts, err);
  end_stage(worker, SPOKES_STAGE_MEASURE, since);
  worker->totals.nanoseconds[SPOKES_STAGE_MEASURE] -= worker->indices.resampling;
  worker->totals.nanoseconds[SPOKES_STAGE_RESAMPLE] += worker->indices.resampling;
  return status;
}

spokes_status spokes__worker_document(spokes_worker *worker, const spokes_entry *entry, size_t index,
                                      spokes_doc_result *out, spokes_error *err) {
  spokes_document document = {.text = "", .charset = ""};
  const spokes_match_result *result;
  analyse(worker, entry, &document, &result);
  uint64_t since = spokes__clock_now();
  if (*entry->sha256 && *document.sha256 && strcmp(entry->sha256, document.sha256))
    warn(&document, "the file is not the one of the manifest: its sha256 differs");
  spokes_status status = result ? measure(worker, entry, result, out, &since, err) : SPOKES_OK;
  if (!status && document.is_extracted && document.status != SPOKES_INGEST_FAILED)
    status = spokes__text_files_put(worker->options->out_dir, entry->id, document.text, document.text_len, err);
  if (status) return status;
  add_totals(worker, &document, result);
  spokes_parcel parcel;
  spokes__delivery_begin(worker->options->delivery, index, &parcel);
  status = write_rows(worker, entry, &document, result, &parcel, err);
  if (!status) status = spokes__delivery_end(worker->options->delivery, &parcel, err);
  if (!status) status = keep_message(out, &document, err);
  end_stage(worker, SPOKES_STAGE_WRITE, &since);
  return status;
}
