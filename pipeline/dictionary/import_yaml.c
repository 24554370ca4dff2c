// Seed dictionaries in YAML, read event by event: keys are put on a stack, scalars under them are forms. Anchors and
// aliases are refused, so a small file cannot become a large one.

#include <string.h>
#include <yaml.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "dictionary/import.h"

typedef struct level {
  bool is_mapping;
  char *key;  // of a mapping: the key that was read last; owned
} level;

typedef struct reader {
  spokes_importer *importer;
  const char *path;
  level levels[SPOKES_LIMIT_YAML_DEPTH];
  size_t depth;
} reader;

static spokes_status refuse(const reader *r, const yaml_event_t *event, const char *what, spokes_error *err) {
  return spokes__error_at(err, SPOKES_E_FORMAT, r->path, event->start_mark.line + 1, 0, "%s", what);
}

// The key that is nth from the innermost, or "".
static const char *key_above(const reader *r, size_t nth) {
  for (size_t i = r->depth; i--;)
    if (r->levels[i].key && !nth--) return r->levels[i].key;
  return "";
}

static void drop_key(level *l) {
  spokes__free(l->key);
  l->key = NULL;
}

// A value of the mapping around is complete: its key is done with.
static void end_value(reader *r) {
  if (r->depth && r->levels[r->depth - 1].is_mapping) drop_key(&r->levels[r->depth - 1]);
}

static spokes_status begin(reader *r, const yaml_event_t *event, bool is_mapping, spokes_error *err) {
  bool wants_key = r->depth && r->levels[r->depth - 1].is_mapping && !r->levels[r->depth - 1].key;
  if (wants_key) return refuse(r, event, "a key that is no word", err);
  if (r->depth == SPOKES_LIMIT_YAML_DEPTH) return refuse(r, event, "nested too deeply", err);
  r->levels[r->depth++] = (level){is_mapping, NULL};
  return SPOKES_OK;
}

static void end(reader *r) {
  drop_key(&r->levels[--r->depth]);
  end_value(r);
}

static spokes_status take_scalar(reader *r, const yaml_event_t *event, spokes_error *err) {
  const char *text = (const char *)event->data.scalar.value;
  level *around = r->depth ? &r->levels[r->depth - 1] : NULL;
  if (strlen(text) != event->data.scalar.length) return refuse(r, event, "NUL byte in a form", err);
  if (!around) return refuse(r, event, "no dictionary: a word where keys should be", err);
  if (around->is_mapping && !around->key) {
    around->key = spokes__malloc(event->data.scalar.length + 1);
    if (!around->key) return spokes__error_nomem(err);
    memcpy(around->key, text, event->data.scalar.length + 1);
    return SPOKES_OK;
  }
  if (!*key_above(r, 0)) return refuse(r, event, "no dictionary: a form without a key", err);
  if (*text) spokes__importer_take(r->importer, event->start_mark.line + 1, key_above(r, 1), key_above(r, 0), text);
  end_value(r);
  return SPOKES_OK;
}

static spokes_status take_event(reader *r, const yaml_event_t *event, spokes_error *err) {
  switch (event->type) {
    case YAML_SCALAR_EVENT:
      return take_scalar(r, event, err);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
      return begin(r, event, event->type == YAML_MAPPING_START_EVENT, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      end(r);
      return SPOKES_OK;
    case YAML_ALIAS_EVENT:
      return refuse(r, event, "aliases are not supported", err);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
      break;
  }
  return SPOKES_OK;
}

// The one place where libyaml's errors become ours.
static spokes_status yaml_error(const reader *r, const yaml_parser_t *parser, spokes_error *err) {
  if (parser->error == YAML_MEMORY_ERROR) return spokes__error_nomem(err);
  return spokes__error_at(err, SPOKES_E_FORMAT, r->path, parser->problem_mark.line + 1, 0, "not valid YAML: %s",
                          parser->problem ? parser->problem : "unreadable");
}

spokes_status spokes__import_yaml(spokes_importer *importer, const char *path, const char *bytes, size_t len,
                                  spokes_error *err) {
  reader r = {.importer = importer, .path = path};
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) return spokes__error_nomem(err);
  yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, len);
  spokes_status status = SPOKES_OK;
  for (bool at_end = false; !status && !at_end;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event)) {
      status = yaml_error(&r, &parser, err);
      break;
    }
    at_end = event.type == YAML_STREAM_END_EVENT;
    status = take_event(&r, &event, err);
    yaml_event_delete(&event);
  }
  while (r.depth) drop_key(&r.levels[--r.depth]);
  yaml_parser_delete(&parser);
  return status;
}

const char *spokes__yaml_library_version(void) { return yaml_get_version_string(); }
