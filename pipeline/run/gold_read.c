// Reading gold files. A fault is reported and reading goes on, so that all faults of a file are seen at once; what was
// read of a faulty file is not used.

#include "run/gold_read.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "run/table_read.h"

typedef struct reader {
  spokes_gold *gold;
  const char *path;
  spokes_diagnostic_fn *on_fault;
  void *context;
  uint64_t line, faults;
  bool no_memory;
} reader;

static void __attribute__((format(printf, 3, 0)))
tell(const reader *r, spokes_status code, const char *format, va_list args) {
  if (!r->on_fault) return;
  char message[sizeof((spokes_error *)0)->message];
  vsnprintf(message, sizeof message, format, args);
  spokes_error fault;
  spokes__error_at(&fault, code, r->path, r->line, 0, "%s", message);
  r->on_fault(r->context, &fault);
}

static void __attribute__((format(printf, 2, 3))) report(reader *r, const char *format, ...) {
  va_list args;
  va_start(args, format);
  tell(r, SPOKES_E_FORMAT, format, args);
  va_end(args);
  r->faults++;
}

static void __attribute__((format(printf, 2, 3))) warn(const reader *r, const char *format, ...) {
  va_list args;
  va_start(args, format);
  tell(r, SPOKES_OK, format, args);
  va_end(args);
}

// ---- Documents, actors, mentions ------------------------------------------------------------------------

void spokes__gold_release(spokes_gold *gold) {
  spokes__free(gold->documents);
  spokes__free(gold->mentions);
  spokes__free(gold->actors);
  spokes__strmap_release(&gold->document_ids);
  spokes__strmap_release(&gold->actor_ids);
  spokes__arena_release(&gold->arena);
  *gold = (spokes_gold)SPOKES_GOLD_INIT;
}

uint32_t spokes__gold_document(const spokes_gold *gold, const char *id, size_t len) {
  return spokes__strmap_get(&gold->document_ids, id, len);
}

uint32_t spokes__gold_actor(spokes_gold *gold, const char *id, size_t len) {
  uint32_t known = spokes__strmap_get(&gold->actor_ids, id, len);
  if (known != SPOKES_STRMAP_NONE) return known;
  void *actors = gold->actors;
  const char *copy = spokes__arena_strdup(&gold->arena, id, len);
  if (!copy || !spokes__array_reserve(&actors, &gold->actor_cap, gold->actor_count + 1, sizeof *gold->actors))
    return UINT32_MAX;
  gold->actors = actors;
  if (!spokes__strmap_put(&gold->actor_ids, copy, len, (uint32_t)gold->actor_count, NULL)) return UINT32_MAX;
  gold->actors[gold->actor_count] = copy;
  return (uint32_t)gold->actor_count++;
}

// The new document's number; UINT32_MAX when memory is out.
static uint32_t add_document(reader *r, spokes_gold_document document) {
  spokes_gold *gold = r->gold;
  void *documents = gold->documents;
  uint32_t number = (uint32_t)gold->document_count;
  if (!spokes__array_reserve(&documents, &gold->document_cap, number + 1u, sizeof *gold->documents) ||
      !spokes__strmap_put(&gold->document_ids, document.id, strlen(document.id), number, NULL)) {
    r->no_memory = true;
    return UINT32_MAX;
  }
  gold->documents = documents;
  gold->documents[gold->document_count++] = document;
  return number;
}

static void add_mention(reader *r, spokes_coded_mention mention, const char *actor, size_t actor_len) {
  spokes_gold *gold = r->gold;
  void *mentions = gold->mentions;
  mention.actor = spokes__gold_actor(gold, actor, actor_len);
  if (mention.actor == UINT32_MAX ||
      !spokes__array_reserve(&mentions, &gold->mention_cap, gold->mention_count + 1, sizeof *gold->mentions)) {
    r->no_memory = true;
    return;
  }
  gold->mentions = mentions;
  gold->mentions[gold->mention_count++] = mention;
}

spokes_kind spokes__kind_find(const char *name, size_t len) {
  int kind = 0;
  while (kind < SPOKES_KIND_COUNT &&
         (strlen(spokes_kind_name((spokes_kind)kind)) != len || memcmp(spokes_kind_name((spokes_kind)kind), name, len)))
    kind++;
  return (spokes_kind)kind;
}

bool spokes__number_read(const char *text, size_t len, uint64_t *out) {
  *out = 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] < '0' || text[i] > '9' || i >= 18) return false;
    *out = *out * 10 + (uint64_t)(text[i] - '0');
  }
  return len > 0;
}

static const char *keep(reader *r, const char *text, size_t len) {
  const char *copy = spokes__arena_strdup(&r->gold->arena, text, len);
  if (!copy) r->no_memory = true;
  return copy ? copy : "";
}

// ---- JSON lines --------------------------------------------------------------------------------------------

static const char *keep_string(reader *r, const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  return json_is_string(value) ? keep(r, json_string_value(value), json_string_length(value)) : "";
}

static const char *keep_id(reader *r, const json_t *line) {
  const json_t *id = json_object_get(line, "id");
  char digits[32];
  if (!json_is_integer(id)) return keep_string(r, line, "id");
  int len = snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
  return keep(r, digits, len > 0 ? (size_t)len : 0);
}

static bool read_place(const json_t *mention, const char *key, uint64_t *out) {
  const json_t *value = json_object_get(mention, key);
  if (!json_is_integer(value) || json_integer_value(value) < 0) return false;
  *out = (uint64_t)json_integer_value(value);
  return true;
}

// The bytes of the code points [start, end) of text, which holds them.
static const char *slice(const char *text, uint64_t start, uint64_t end, size_t *len_out) {
  const char *from = text;
  for (uint64_t i = 0; i < start; i++) from += spokes__utf8_width((unsigned char)*from);
  const char *to = from;
  for (uint64_t i = start; i < end; i++) to += spokes__utf8_width((unsigned char)*to);
  *len_out = (size_t)(to - from);
  return from;
}

static void check_text(const reader *r, const json_t *coded, const spokes_gold_document *document, uint64_t start,
                       uint64_t end) {
  const json_t *text = json_object_get(coded, "text");
  size_t len;
  const char *there = slice(document->text, start, end, &len);
  if (json_is_string(text) && (json_string_length(text) != len || memcmp(json_string_value(text), there, len)))
    warn(r, "mention at %llu: its text is '%.40s', not '%.*s'", (unsigned long long)start, json_string_value(text),
         (int)(len < 40 ? len : 40), there);
}

static void take_mention(reader *r, const json_t *coded, uint32_t number, size_t index, uint64_t chars) {
  spokes_coded_mention mention = {.document = number};
  const json_t *actor = json_object_get(coded, "actor"), *kind = json_object_get(coded, "kind");
  if (!read_place(coded, "start", &mention.start) || !read_place(coded, "end", &mention.end)) {
    report(r, "mention %zu: no \"start\" and \"end\" that are whole numbers", index + 1);
  } else if (mention.start >= mention.end || mention.end > chars) {
    report(r, "mention %zu: %llu to %llu is no place in a text of %llu characters", index + 1,
           (unsigned long long)mention.start, (unsigned long long)mention.end, (unsigned long long)chars);
  } else if (!json_string_length(actor)) {
    report(r, "mention %zu: no \"actor\"", index + 1);
  } else if (!json_is_string(kind)) {
    report(r, "mention %zu: no \"kind\"", index + 1);
  } else if ((mention.kind = spokes__kind_find(json_string_value(kind), json_string_length(kind))) ==
             SPOKES_KIND_COUNT) {
    report(r, "mention %zu: unknown kind '%.40s'", index + 1, json_string_value(kind));
  } else {
    check_text(r, coded, &r->gold->documents[number], mention.start, mention.end);
    add_mention(r, mention, json_string_value(actor), json_string_length(actor));
  }
}

static void take_object(reader *r, const json_t *line) {
  const json_t *text = json_object_get(line, "text"), *mentions = json_object_get(line, "mentions");
  const char *id = keep_id(r, line);
  if (!*id)
    report(r, "no \"id\"");
  else if (spokes__gold_document(r->gold, id, strlen(id)) != SPOKES_STRMAP_NONE)
    report(r, "the id '%.100s' stands twice", id);
  else if (!json_is_string(text))
    report(r, "no \"text\" that is a string");
  else if (!json_is_array(mentions))
    report(r, "no \"mentions\" that are an array");
  else {
    size_t len = json_string_length(text);
    spokes_gold_document document = {.id = id,
                                     .lang = keep_string(r, line, "lang"),
                                     .date = keep_string(r, line, "date"),
                                     .issuer = keep_string(r, line, "issuer"),
                                     .text = keep(r, json_string_value(text), len),
                                     .text_len = len};
    uint32_t number = r->no_memory ? UINT32_MAX : add_document(r, document);
    uint64_t chars = spokes__utf8_count(document.text, len);
    for (size_t i = 0; !r->no_memory && i < json_array_size(mentions); i++)
      take_mention(r, json_array_get(mentions, i), number, i, chars);
  }
}

static void take_line(reader *r, const char *bytes, size_t len) {
  if (strspn(bytes, " \t\r") >= len) return;
  json_error_t why;
  json_t *line = json_loadb(bytes, len, JSON_ALLOW_NUL, &why);
  if (!line)
    report(r, "not valid JSON: %s (byte %d)", why.text, why.position);
  else if (!json_is_object(line))
    report(r, "not a JSON object");
  else
    take_object(r, line);
  json_decref(line);
}

static void read_lines(reader *r, const char *bytes, size_t len) {
  for (size_t at = 0, end; at < len && !r->no_memory; at = end + 1) {
    const char *newline = memchr(bytes + at, '\n', len - at);
    end = newline ? (size_t)(newline - bytes) : len;
    r->line++;
    take_line(r, bytes + at, end - at);
  }
}

// ---- CSV ------------------------------------------------------------------------------------------------------

static uint32_t find_or_add_document(reader *r, const spokes_csv_field *id) {
  uint32_t number = spokes__gold_document(r->gold, id->text, id->len);
  if (number != SPOKES_STRMAP_NONE) return number;
  return add_document(r, (spokes_gold_document){keep(r, id->text, id->len), "", "", "", NULL, 0});
}

static bool on_row(void *context, uint64_t line, const spokes_csv_field *cells) {
  reader *r = context;
  r->line = line;
  spokes_coded_mention mention = {.kind = spokes__kind_find(cells[4].text, cells[4].len)};
  if (!cells[0].len)
    report(r, "no doc_id");
  else if (!spokes__number_read(cells[1].text, cells[1].len, &mention.start) ||
           !spokes__number_read(cells[2].text, cells[2].len, &mention.end) || mention.start >= mention.end)
    report(r, "'%.20s' to '%.20s' is no place in a text", cells[1].text, cells[2].text);
  else if (!cells[3].len)
    report(r, "no actor");
  else if (mention.kind == SPOKES_KIND_COUNT)
    report(r, "unknown kind '%.40s'", cells[4].text);
  else {
    mention.document = find_or_add_document(r, &cells[0]);
    if (!r->no_memory) add_mention(r, mention, cells[3].text, cells[3].len);
  }
  return !r->no_memory;
}

static spokes_status read_csv(reader *r, const char *bytes, size_t len, spokes_error *err) {
  static const char *const columns[] = {"doc_id", "start", "end", "actor", "kind"};
  spokes_table_query query = {columns, 5, 5, on_row, r};
  return spokes__table_parse(r->path, bytes, len, &query, err);
}

// ---- Files ------------------------------------------------------------------------------------------------------

spokes_status spokes__gold_read(spokes_gold *gold, const char *path, spokes_diagnostic_fn *on_fault, void *context,
                                spokes_error *err) {
  reader r = {.gold = gold, .path = path, .on_fault = on_fault, .context = context};
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_status status = spokes__table_bytes(path, &bytes, err);
  if (!status) {
    size_t mark = bytes.len >= 3 && !memcmp(bytes.data, "\xEF\xBB\xBF", 3) ? 3 : 0;
    const char *start = bytes.data + mark + strspn(bytes.data + mark, " \t\r\n");
    if (*start == '{')
      read_lines(&r, bytes.data + mark, bytes.len - mark);
    else
      status = read_csv(&r, bytes.data, bytes.len, err);
  }
  spokes__buf_release(&bytes);
  if (r.no_memory) return spokes__error_nomem(err);
  if (status || !r.faults) return status;
  return spokes__error_at(err, SPOKES_E_FORMAT, path, 0, 0, "%llu fault%s in the coding", (unsigned long long)r.faults,
                          r.faults == 1 ? "" : "s");
}
