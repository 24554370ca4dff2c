// run.json of a finished run: the options that later commands need.

#include <jansson.h>
#include <string.h>

#include "base/fileio.h"
#include "base/limits.h"
#include "run/finished.h"

static const char *text_of(const json_t *object, const char *name, const char *otherwise) {
  const char *text = json_string_value(json_object_get(object, name));
  return text ? text : otherwise;
}

static const char *keep(spokes_finished *finished, const char *text, bool *failed) {
  const char *copy = spokes__arena_strdup(&finished->arena, text, strlen(text));
  if (!copy) *failed = true;
  return copy;
}

static spokes_count_rule rule_of(const char *name) {
  for (int rule = SPOKES_COUNT_NAMES; rule <= SPOKES_COUNT_ALL; rule++)
    if (!strcmp(spokes_count_rule_name((spokes_count_rule)rule), name)) return (spokes_count_rule)rule;
  return SPOKES_COUNT_EXPLICIT;
}

spokes_status spokes__finished_facts(spokes_finished *finished, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT, bytes = SPOKES_BUF_INIT;
  bool failed = false;
  spokes__path_join(&path, finished->dir, "run.json");
  spokes_status status =
      path.failed ? spokes__error_nomem(err) : spokes__file_read(path.data, SPOKES_LIMIT_CSV_FIELD, &bytes, err);
  json_t *json = status ? NULL : json_loadb(bytes.data ? bytes.data : "", bytes.len, 0, NULL);
  if (!status && !json) status = spokes__error_set(err, SPOKES_E_FORMAT, "'%.300s' is no valid JSON", path.data);
  if (!status) {
    const json_t *options = json_object_get(json, "options");
    finished->corpus_dir = keep(finished, text_of(options, "corpus", ""), &failed);
    finished->hub = keep(finished, text_of(options, "hub", "USA"), &failed);
    finished->count_rule = rule_of(text_of(options, "count", ""));
    finished->seed = (uint64_t)json_integer_value(json_object_get(json, "seed"));
    finished->resamples = (uint64_t)json_integer_value(json_object_get(options, "resamples"));
    const char *hash = text_of(json_object_get(json, "dictionary"), "sha256", "");
    finished->is_same_dictionary = !strcmp(hash, spokes__lexicon_hash(finished->lexicon));
    if (failed) status = spokes__error_nomem(err);
  }
  json_decref(json);
  spokes__buf_release(&path);
  spokes__buf_release(&bytes);
  return status;
}
