// JSON lines in, JSON lines out. A line that cannot be used is reported with its number and has no line in the output.

#include "run/tag_jsonl.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "run/tag.h"

// What is wrong with a parsed line, or NULL.
static const char *check(const json_t *line) {
  if (!json_is_object(line)) return "not a JSON object";
  const json_t *id = json_object_get(line, "id"), *lang = json_object_get(line, "lang");
  if (!id) return "no \"id\"";
  if (!json_is_string(id) && !json_is_integer(id)) return "\"id\" is neither a string nor a whole number";
  if (!json_is_string(json_object_get(line, "text"))) return "no \"text\" that is a string";
  if (lang && !json_is_string(lang) && !json_is_null(lang)) return "\"lang\" is not a string";
  return NULL;
}

static void write_id(spokes_buf *out, const json_t *id) {
  if (json_is_string(id))
    spokes__json_string(out, json_string_value(id), json_string_length(id));
  else
    spokes__buf_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
}

static spokes_status write_mentions(spokes_tagger *tagger, const json_t *line, spokes_error *err) {
  const json_t *text = json_object_get(line, "text"), *lang = json_object_get(line, "lang");
  spokes_match_options options = {json_is_string(lang) ? json_string_value(lang) : tagger->options->lang, NULL, NULL};
  const char *bytes = json_string_value(text);
  spokes_status status = spokes_matcher_run(tagger->matcher, bytes, json_string_length(text), &options, err);
  if (status) return status;
  spokes_buf *out = &tagger->output;
  spokes__buf_text(out, "{\"id\":");
  write_id(out, json_object_get(line, "id"));
  spokes__buf_text(out, ",\"mentions\":[");
  for (size_t i = 0; i < spokes_matcher_mention_count(tagger->matcher); i++) {
    spokes_mention mention = spokes_matcher_mention(tagger->matcher, i);
    spokes__buf_text(out, i ? ",{" : "{");
    spokes__tagger_mention(out, &mention, bytes, 0);
    spokes__buf_text(out, ",\"rule\":");
    spokes__json_text(out, mention.rule);
    spokes__buf_byte(out, '}');
  }
  spokes__buf_text(out, "]}\n");
  return spokes__tagger_flush(tagger, false, err);
}

static bool is_blank(const char *bytes, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') return false;
  return true;
}

static spokes_status tag_line(spokes_tagger *tagger, const char *bytes, size_t len, uint64_t number,
                              spokes_error *err) {
  if (number == 1 && len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) bytes += 3, len -= 3;
  if (is_blank(bytes, len)) return SPOKES_OK;
  json_error_t why;
  json_t *line = json_loadb(bytes, len, JSON_ALLOW_NUL, &why);
  const char *wrong = line ? check(line) : NULL;
  spokes_status status = SPOKES_OK;
  if (!line) {
    char message[JSON_ERROR_TEXT_LENGTH + 32];
    snprintf(message, sizeof message, "not valid JSON: %s (byte %d)", why.text, why.position);
    spokes__tagger_fault(tagger, SPOKES_E_FORMAT, number, message);
  } else if (wrong) {
    spokes__tagger_fault(tagger, SPOKES_E_FORMAT, number, wrong);
  } else {
    status = write_mentions(tagger, line, err);
  }
  json_decref(line);
  return status;
}

// The end of the line that starts at `taken`, reading as far as needed; its newline's offset, or the end of the input.
static spokes_status find_line(spokes_tagger *tagger, size_t *end_out, spokes_error *err) {
  size_t looked = 0;
  for (;;) {
    const char *start = tagger->input.data ? tagger->input.data + tagger->taken : "";
    size_t len = tagger->input.len - tagger->taken;
    const char *newline = memchr(start + looked, '\n', len - looked);
    *end_out = tagger->taken + (newline ? (size_t)(newline - start) : len);
    if (newline || tagger->at_end || len > SPOKES_LIMIT_JSON_LINE) return SPOKES_OK;
    looked = len;
    spokes_status status = spokes__tagger_read(tagger, err);
    if (status) return status;
  }
}

// Drops input up to the next newline, which stays.
static spokes_status skip_line(spokes_tagger *tagger, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (;;) {
    const char *newline = memchr(tagger->input.data + tagger->taken, '\n', tagger->input.len - tagger->taken);
    tagger->taken = newline ? (size_t)(newline - tagger->input.data) : tagger->input.len;
    if (newline || tagger->at_end || status) return status;
    status = spokes__tagger_read(tagger, err);
  }
}

spokes_status spokes__tag_jsonl(spokes_tagger *tagger, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (uint64_t number = 1; !status; number++) {
    size_t end;
    status = find_line(tagger, &end, err);
    if (status || (tagger->at_end && tagger->taken == tagger->input.len)) break;
    if (end - tagger->taken > SPOKES_LIMIT_JSON_LINE) {
      spokes__tagger_fault(tagger, SPOKES_E_LIMIT, number, "the line is longer than the limit");
      status = skip_line(tagger, err);
    } else {
      status = tag_line(tagger, tagger->input.data + tagger->taken, end - tagger->taken, number, err);
      tagger->taken = end;
    }
    if (tagger->taken < tagger->input.len) tagger->taken++;
  }
  return status;
}

const char *spokes__jsonl_library_version(void) { return JANSSON_VERSION; }
