// spokes_add: all documents are brought into the work folder and judged one after the other, then those that may enter
// do so in one commit.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/limits.h"
#include "corpus/manifest_write.h"
#include "corpus/walk.h"
#include "run/add_decide.h"

typedef struct add {
  const spokes_add_options *options;
  const spokes_lexicon *lexicon;
  spokes_actor_lookup lookup;
  spokes_store store;
  spokes_catalogue catalogue;
  spokes_add_bench bench;
  spokes_add_corpus corpus;
  spokes_arena arena;
  spokes_buf manifest;  // its bytes
  bool has_manifest;
  spokes_add_item *items;
  size_t count, cap;
  const char *folder;  // being walked
} add;

const char *spokes_add_result_name(spokes_add_result result) {
  static const char *const names[SPOKES_ADD_RESULT_COUNT] = {"added", "replaced", "there", "incomplete", "failed"};
  return (unsigned)result < SPOKES_ADD_RESULT_COUNT ? names[result] : "unknown";
}

static void pass_message(void *context, const spokes_error *message) {
  const add *a = context;
  if (a->options->on_message) a->options->on_message(a->options->context, message);
}

// ---- Inputs -----------------------------------------------------------------------------------------------

static spokes_add_item *new_item(add *a, const char *input, size_t len) {
  void *items = a->items;
  if (!spokes__array_reserve(&items, &a->cap, a->count + 1, sizeof *a->items)) return NULL;
  a->items = items;
  spokes_add_item *item = &a->items[a->count];
  memset(item, 0, sizeof *item);
  item->input = spokes__arena_strdup(&a->arena, input, len);
  spokes__add_facts_init(&item->facts, &a->arena);
  if (!item->input) return NULL;
  a->count++;
  return item;
}

static bool on_document(void *context, const char *relative, const char *name, const spokes_path_info *file) {
  add *a = context;
  (void)name;
  (void)file;
  spokes__path_join(&a->bench.path, a->folder, relative);
  return !a->bench.path.failed && new_item(a, a->bench.path.data, a->bench.path.len);
}

static spokes_status expand_folder(add *a, const char *input, spokes_error *err) {
  size_t before = a->count;
  a->folder = input;
  spokes_status status = spokes__walk_documents(input, on_document, pass_message, a, err);
  if (status || a->count > before) return status;
  spokes_add_item *item = new_item(a, input, strlen(input));
  if (!item) return spokes__error_nomem(err);
  spokes__add_item_fail(item, "no documents in the folder");
  return SPOKES_OK;
}

static spokes_status expand(add *a, const char *const *inputs, size_t count, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (size_t i = 0; !status && i < count; i++) {
    bool is_url = spokes__download_is_url(inputs[i]);
    if (!is_url && spokes__path_info(inputs[i]).kind == SPOKES_PATH_FOLDER)
      status = expand_folder(a, inputs[i], err);
    else if (!new_item(a, inputs[i], strlen(inputs[i])))
      status = spokes__error_nomem(err);
  }
  return status;
}

// ---- The corpus as it is ----------------------------------------------------------------------------------

static spokes_status read_manifest(add *a, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, a->options->corpus_dir, "manifest.csv");
  spokes_status status = path.failed ? spokes__error_nomem(err) : SPOKES_OK;
  a->has_manifest = !status && spokes__path_is_file(path.data);
  if (a->has_manifest) status = spokes__file_read(path.data, SPOKES_LIMIT_TEXT_BYTES, &a->manifest, err);
  spokes__buf_release(&path);
  return status;
}

static spokes_status load_corpus(add *a, spokes_error *err) {
  spokes_catalogue_hooks hooks = {spokes__actor_lookup_find, &a->lookup, pass_message, a};
  spokes_status status = read_manifest(a, err);
  if (!status) status = spokes__catalogue_load(&a->catalogue, a->options->corpus_dir, &hooks, err);
  if (!status) status = spokes__store_recover(&a->store, &a->catalogue, err);
  a->corpus = (spokes_add_corpus){&a->catalogue, a->catalogue.count, a->items, 0};
  return status;
}

static spokes_status commit(add *a, const spokes_manifest_change *changes, size_t change_count,
                            const spokes_placing *placings, size_t placing_count, spokes_error *err) {
  spokes_buf changed = SPOKES_BUF_INIT;
  spokes_status status =
      spokes__manifest_change("manifest.csv", a->manifest.data, a->manifest.len, changes, change_count, &changed, err);
  if (!status) status = spokes__store_commit(&a->store, placings, placing_count, changed.data, changed.len, err);
  spokes__buf_release(&a->manifest);
  a->manifest = changed;
  return status;
}

// A corpus without a manifest gets one of what its names tell, before anything is added: otherwise an interruption
// could leave a new document that belongs to it.
static spokes_status make_manifest(add *a, spokes_error *err) {
  spokes_manifest_change *changes = spokes__calloc(a->corpus.old_count + 1, sizeof *changes);
  if (!changes) return spokes__error_nomem(err);
  for (size_t i = 0; i < a->corpus.old_count; i++) changes[i].entry = &a->catalogue.entries[i];
  spokes_status status = commit(a, changes, a->corpus.old_count, NULL, 0, err);
  spokes__free(changes);
  return status;
}

// ---- The documents ----------------------------------------------------------------------------------------

static void offer_given(add *a, spokes_add_item *item, const char *issuer) {
  const spokes_add_options *o = a->options;
  const char *given[SPOKES_FIELD_COUNT] = {issuer,   o->date,       o->series,  o->lang,
                                           o->title, o->source_url, o->license, o->notes};
  for (int i = 0; i < SPOKES_FIELD_COUNT; i++)
    if (given[i]) spokes__add_facts_offer(&item->facts, (spokes_add_field)i, given[i], strlen(given[i]), "given");
  if (spokes__download_is_url(item->input))
    spokes__add_facts_offer(&item->facts, SPOKES_FIELD_SOURCE_URL, item->input, strlen(item->input), "given");
}

static spokes_status judge(add *a, const char *issuer, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (size_t i = 0; !status && i < a->count; i++) {
    spokes_add_item *item = &a->items[i];
    a->corpus.judged = i;
    if (item->result == SPOKES_ADD_FAILED) continue;
    offer_given(a, item, issuer);
    status = spokes__add_item_stage(&a->bench, item, err);
    if (!status && item->result != SPOKES_ADD_FAILED) status = spokes__add_decide(&a->bench, &a->corpus, item, err);
  }
  return status;
}

static bool enters(const spokes_add_item *item) {
  return item->result == SPOKES_ADD_ADDED || item->result == SPOKES_ADD_REPLACED;
}

static spokes_status place(add *a, spokes_add_item *item, spokes_error *err) {
  spokes_buf *path = &a->bench.path;
  spokes_status status =
      spokes__store_place(&a->store, item->entry.issuer, item->entry.id, item->sha256, item->ending, path, err);
  if (status) return status;
  item->entry.path = spokes__arena_strdup(&a->arena, path->data, path->len);
  return item->entry.path ? SPOKES_OK : spokes__error_nomem(err);
}

static spokes_status enter(add *a, spokes_error *err) {
  spokes_manifest_change *changes = spokes__calloc(a->count + 1, sizeof *changes);
  spokes_placing *placings = spokes__calloc(a->count + 1, sizeof *placings);
  size_t changed = 0, placed = 0;
  spokes_status status = SPOKES_OK;
  if (!changes || !placings) status = spokes__error_nomem(err);
  for (size_t i = 0; changes && placings && !status && i < a->count; i++) {
    spokes_add_item *item = &a->items[i];
    if (!enters(item)) continue;
    if (!item->is_in_place) status = place(a, item, err);
    changes[changed++] = (spokes_manifest_change){item->replaces, &item->entry};
    if (!item->is_in_place) placings[placed++] = (spokes_placing){item->staged, item->entry.path, item->removed};
  }
  bool makes_manifest = !status && changed && !a->has_manifest;
  if (makes_manifest) status = make_manifest(a, err);
  if (!status && changed) status = commit(a, changes, changed, placings, placed, err);
  if (status && makes_manifest) spokes__store_withdraw(&a->store);
  spokes__free(changes);
  spokes__free(placings);
  return status;
}

// ---- The report -------------------------------------------------------------------------------------------

static void tell(const add *a, const spokes_add_item *item) {
  spokes_add_fact facts[SPOKES_FIELD_COUNT + 3];
  size_t count = 0;
  if (enters(item)) {
    facts[count++] = (spokes_add_fact){"id", item->entry.id, ""};
    facts[count++] = (spokes_add_fact){"path", item->entry.path, ""};
  }
  if (item->format.name && item->result != SPOKES_ADD_FAILED)
    facts[count++] = (spokes_add_fact){"format", item->format.name, "bytes"};
  for (int i = 0; item->result != SPOKES_ADD_FAILED && i < SPOKES_FIELD_COUNT; i++)
    if (*item->facts.values[i])
      facts[count++] =
          (spokes_add_fact){spokes__add_field_name((spokes_add_field)i), item->facts.values[i], item->facts.origins[i]};
  spokes_added added = {item->input, item->result, item->message, facts, count};
  a->options->on_added(a->options->context, &added);
}

static void report(const add *a, spokes_add_summary *summary) {
  *summary = (spokes_add_summary){{0}};
  for (size_t i = 0; i < a->count; i++) {
    summary->results[a->items[i].result]++;
    if (a->options->on_added) tell(a, &a->items[i]);
  }
}

// ---- The call ---------------------------------------------------------------------------------------------

static spokes_status prepare(add *a, spokes_error *err) {
  a->bench = (spokes_add_bench){.options = a->options, .store = &a->store, .lookup = &a->lookup, .arena = &a->arena};
  spokes_status status = spokes__ingester_new(&a->bench.ingester, err);
  return status ? status : spokes_matcher_new(a->lexicon, &a->bench.matcher, err);
}

static void release(add *a) {
  spokes__store_close(&a->store);
  spokes__ingester_free(a->bench.ingester);
  spokes_matcher_free(a->bench.matcher);
  spokes__buf_release(&a->bench.bytes);
  spokes__buf_release(&a->bench.unpacked);
  spokes__buf_release(&a->bench.decoded);
  spokes__buf_release(&a->bench.served);
  spokes__buf_release(&a->bench.path);
  spokes__buf_release(&a->manifest);
  spokes__catalogue_release(&a->catalogue);
  spokes__actor_lookup_release(&a->lookup);
  spokes__free(a->items);
  spokes__arena_release(&a->arena);
}

spokes_status spokes_add(const spokes_lexicon *lexicon, const spokes_add_options *options, const char *const *inputs,
                         size_t input_count, spokes_add_summary *summary, spokes_error *err) {
  if (!options->corpus_dir || !*options->corpus_dir || !input_count)
    return spokes__error_set(err, SPOKES_E_ARG, "adding needs a corpus and a document");
  add a = {.options = options,
           .lexicon = lexicon,
           .store = SPOKES_STORE_INIT,
           .catalogue = SPOKES_CATALOGUE_INIT,
           .arena = SPOKES_ARENA_INIT};
  const char *issuer = NULL;
  spokes_status status = spokes__actor_lookup_init(&a.lookup, lexicon, err);
  if (!status) status = prepare(&a, err);
  if (!status) status = expand(&a, inputs, input_count, err);
  if (!status) status = spokes__add_check_options(options, a.count, &a.lookup, &issuer, err);
  if (!status) status = spokes__store_open(&a.store, options->corpus_dir, pass_message, &a, err);
  if (!status) status = load_corpus(&a, err);
  if (!status) status = judge(&a, issuer, err);
  if (!status) status = enter(&a, err);
  if (!status) report(&a, summary);
  release(&a);
  return status;
}
