// A document is there already when its bytes are, or when one of the same issuer, date, series and language is: an
// edition and its translation are two documents. Dates are the same when one is only less precise.

#include "run/add_decide.h"

#include <stdio.h>
#include <string.h>

#include "base/fileio.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "corpus/date.h"
#include "corpus/languages.h"

#define ID_BYTES 200u

// ---- Options ----------------------------------------------------------------------------------------------

static bool is_clean(const char *text) {
  size_t len = strlen(text);
  if (spokes__utf8_valid_prefix(text, len) < len) return false;
  for (size_t i = 0; i < len; i++)
    if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F) return false;
  return true;
}

static const char *wrong_id(const char *id) {
  if (!*id) return "the id is empty";
  if (strlen(id) > ID_BYTES) return "the id is longer than 200 bytes";
  if (strchr(id, '/') || strchr(id, '\\') || id[0] == '.') return "an id may not hold '/' or '\\', nor begin with '.'";
  return NULL;
}

static spokes_status check_texts(const spokes_add_options *o, spokes_error *err) {
  const struct {
    const char *name, *text;
  } texts[] = {{"--id", o->id},           {"--series", o->series},         {"--title", o->title},
               {"--license", o->license}, {"--source-url", o->source_url}, {"--notes", o->notes}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (texts[i].text && !is_clean(texts[i].text))
      return spokes__error_set(err, SPOKES_E_ARG, "%s: not valid UTF-8, or a control character in it", texts[i].name);
  const char *wrong = o->id ? wrong_id(o->id) : NULL;
  return wrong ? spokes__error_set(err, SPOKES_E_ARG, "%s: '%.100s'", wrong, o->id) : SPOKES_OK;
}

spokes_status spokes__add_check_options(const spokes_add_options *options, size_t document_count,
                                        spokes_actor_lookup *lookup, const char **issuer_out, spokes_error *err) {
  const spokes_add_options *o = options;
  *issuer_out = o->issuer ? spokes__actor_lookup_find(lookup, o->issuer, strlen(o->issuer)) : NULL;
  if (o->issuer && !*issuer_out)
    return spokes__error_set(err, SPOKES_E_ARG, "there is no actor '%.100s' (--issuer)", o->issuer);
  if (o->date && !spokes__date_parse(o->date, strlen(o->date), NULL))
    return spokes__error_set(err, SPOKES_E_ARG, "not a date (YYYY, YYYY-MM or YYYY-MM-DD): '%.100s'", o->date);
  if (o->lang && !spokes__language_is_known(o->lang, strlen(o->lang)))
    return spokes__error_set(err, SPOKES_E_ARG,
                             "no such language (two letters of ISO 639-1, such as en or zh): '%.100s'", o->lang);
  if (document_count > 1 && (o->id || o->title || o->source_url))
    return spokes__error_set(err, SPOKES_E_ARG, "%s is of one document, and there are %zu",
                             o->id      ? "--id"
                             : o->title ? "--title"
                                        : "--source-url",
                             document_count);
  return check_texts(o, err);
}

// ---- What is missing --------------------------------------------------------------------------------------

static void find_missing(spokes_add_item *item) {
  static const struct {
    spokes_add_field field;
    const char *name;
  } needed[] = {{SPOKES_FIELD_ISSUER, "its issuer (--issuer)"},
                {SPOKES_FIELD_DATE, "its date (--year or --date)"},
                {SPOKES_FIELD_LANG, "its language (--lang)"}};
  size_t at = 0;
  char list[200] = "";
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
    if (*item->facts.values[needed[i].field]) continue;
    int len = snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", needed[i].name);
    at += len > 0 ? (size_t)len : 0;
  }
  if (!at) return;
  item->result = SPOKES_ADD_INCOMPLETE;
  snprintf(item->message, sizeof item->message, "cannot tell %s", list);
}

// ---- What is there ----------------------------------------------------------------------------------------

static bool is_same_date(const char *a, const char *b) {
  size_t a_len = strlen(a), b_len = strlen(b);
  return a_len && b_len && !memcmp(a, b, a_len < b_len ? a_len : b_len);
}

static bool is_same_edition(const spokes_entry *a, const spokes_entry *b) {
  return *a->issuer && !strcmp(a->issuer, b->issuer) && is_same_date(a->date, b->date) &&
         !strcmp(a->series, b->series) && (!*a->lang || !*b->lang || !strcmp(a->lang, b->lang));
}

// The hash of the entry's file goes to the entry when the manifest does not tell it.
static spokes_status hash_entry(spokes_add_bench *bench, spokes_entry *entry, spokes_error *err) {
  spokes_sha256 *hash;
  char digest[SPOKES_SHA256_HEX];
  spokes__path_join(&bench->path, bench->options->corpus_dir, entry->path);
  if (bench->path.failed) return spokes__error_nomem(err);
  spokes_status status = spokes__file_read(bench->path.data, SPOKES_LIMIT_TEXT_BYTES, &bench->bytes, err);
  if (!status) status = spokes__sha256_new(&hash, err);
  if (status) return status;
  status = spokes__sha256_add(hash, bench->bytes.data, bench->bytes.len, err);
  if (!status) status = spokes__sha256_finish(hash, digest, err);
  spokes__sha256_free(hash);
  if (status) return status;
  entry->sha256 = spokes__arena_strdup(bench->arena, digest, strlen(digest));
  return entry->sha256 ? SPOKES_OK : spokes__error_nomem(err);
}

static spokes_status find_bytes(spokes_add_bench *bench, spokes_add_corpus *corpus, const spokes_add_item *item,
                                size_t *out, spokes_error *err) {
  *out = SIZE_MAX;
  for (size_t i = 0; i < corpus->catalogue->count; i++) {
    spokes_entry *entry = &corpus->catalogue->entries[i];
    if (entry->file.size == item->bytes && !*entry->sha256) {
      spokes_status status = hash_entry(bench, entry, err);
      if (status) return status;
    }
    if (strcmp(entry->sha256, item->sha256) != 0) continue;
    *out = i;
    return SPOKES_OK;
  }
  return SPOKES_OK;
}

// but: the number of an entry that does not count, SIZE_MAX = none.
static size_t find_edition(const spokes_add_corpus *corpus, const spokes_entry *entry, size_t but) {
  for (size_t i = 0; i < corpus->catalogue->count; i++)
    if (i != but && is_same_edition(&corpus->catalogue->entries[i], entry)) return i;
  return SIZE_MAX;
}

static size_t find_id(const spokes_add_corpus *corpus, const char *id) {
  for (size_t i = 0; i < corpus->catalogue->count; i++)
    if (!strcmp(corpus->catalogue->entries[i].id, id)) return i;
  return SIZE_MAX;
}

// True for a document of this call, whether it is new or took the place of another.
static bool is_of_this_call(const spokes_add_corpus *corpus, size_t at) {
  const char *id = corpus->catalogue->entries[at].id;
  for (size_t i = 0; i < corpus->judged; i++) {
    const spokes_add_item *item = &corpus->items[i];
    bool entered = item->result == SPOKES_ADD_ADDED || item->result == SPOKES_ADD_REPLACED;
    if (entered && item->entry.id == id) return true;
  }
  return false;
}

static void refuse(const spokes_add_corpus *corpus, spokes_add_item *item, size_t at, const char *why) {
  const spokes_entry *there = &corpus->catalogue->entries[at];
  item->result = SPOKES_ADD_THERE;
  snprintf(item->message, sizeof item->message, "already there as '%.200s' (%s)%s", there->id, why,
           is_of_this_call(corpus, at) ? ", from this very call" : "; --replace puts this one in its place");
}

// The document is to replace one row under the id of another.
static void refuse_id(const spokes_add_corpus *corpus, spokes_add_item *item, size_t rival) {
  item->result = SPOKES_ADD_THERE;
  snprintf(item->message, sizeof item->message, "already there as '%.200s', and '%.100s' is the id of another document",
           corpus->catalogue->entries[rival].id, item->entry.id);
}

// It would replace one row and be the same edition as another.
static void refuse_second(const spokes_add_corpus *corpus, spokes_add_item *item, size_t rival, size_t other) {
  item->result = SPOKES_ADD_THERE;
  snprintf(item->message, sizeof item->message,
           "already there as '%.150s', and with the same issuer, date, series and language as '%.150s'",
           corpus->catalogue->entries[rival].id, corpus->catalogue->entries[other].id);
}

// ---- Ids --------------------------------------------------------------------------------------------------

static void add_lower(spokes_buf *buf, const char *text) {
  for (; *text; text++) {
    char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || strchr("-_.", c);
    spokes__buf_byte(buf, is_plain ? c : '-');
  }
}

static void make_base_id(const spokes_add_item *item, spokes_buf *id) {
  const char *stem = item->facts.stem;
  spokes__buf_clear(id);
  if (item->facts.is_told_by_name && strlen(stem) <= ID_BYTES && is_clean(stem) && !wrong_id(stem)) {
    spokes__buf_text(id, stem);
    return;
  }
  add_lower(id, item->entry.issuer);
  spokes__buf_byte(id, '_');
  add_lower(id, item->entry.date);
  if (*item->entry.series) {
    spokes__buf_byte(id, '_');
    add_lower(id, item->entry.series);
  }
  if (id->len > ID_BYTES) id->len = ID_BYTES;
  while (id->len && spokes__utf8_valid_prefix(id->data, id->len) < id->len) id->len--;
  spokes__buf_reserve(id, 0);
  if (id->data) id->data[id->len] = '\0';
}

// The name's stem, or issuer_date_series; with the language, then a number, while it is taken.
static spokes_status make_id(spokes_add_bench *bench, const spokes_add_corpus *corpus, spokes_add_item *item,
                             spokes_error *err) {
  spokes_buf *id = &bench->path;
  make_base_id(item, id);
  size_t base = id->len;
  for (unsigned n = 1; !id->failed && find_id(corpus, id->data) != SIZE_MAX; n++) {
    id->len = base;
    if (n == 1)
      spokes__buf_format(id, "_%s", item->entry.lang);
    else
      spokes__buf_format(id, "_%u", n);
  }
  if (id->failed) return spokes__error_nomem(err);
  item->entry.id = spokes__arena_strdup(bench->arena, id->data, id->len);
  return item->entry.id ? SPOKES_OK : spokes__error_nomem(err);
}

// ---- The decision -----------------------------------------------------------------------------------------

static void fill_entry(spokes_add_item *item) {
  spokes_entry *entry = &item->entry;
  const char **targets[SPOKES_FIELD_COUNT] = {&entry->issuer, &entry->date,       &entry->series,  &entry->lang,
                                              &entry->title,  &entry->source_url, &entry->license, &entry->notes};
  *entry = (spokes_entry){"", "", "", "", "", "", "", "", "", "", "", 0, {.kind = SPOKES_PATH_NONE}};
  for (int i = 0; i < SPOKES_FIELD_COUNT; i++) {
    if (!is_clean(item->facts.values[i])) item->facts.values[i] = "";
    *targets[i] = item->facts.values[i];
  }
  spokes__date_parse(entry->date, strlen(entry->date), &entry->date_number);
  entry->sha256 = item->sha256;
  entry->file.size = item->bytes;
}

// Keeps of the old row what nobody told anew.
static void take_over(spokes_add_item *item, const spokes_entry *old) {
  spokes_entry *entry = &item->entry;
  item->replaces = old->id;
  item->is_in_place = !strcmp(old->sha256, item->sha256);
  if (item->is_in_place)
    entry->path = old->path;
  else
    item->removed = old->path;
  // Only what was copied into documents/ is ours to remove.
  if (item->removed && strncmp(old->path, "documents/", 10) != 0)
    snprintf(item->message, sizeof item->message, "the old file '%.200s' stays where it is, outside the corpus now",
             old->path);
  if (!*entry->id) entry->id = old->id;
  if (!*entry->title) entry->title = old->title;
  if (!*entry->license) entry->license = old->license;
  if (!*entry->notes) entry->notes = old->notes;
  if (!*entry->source_url && item->is_in_place) entry->source_url = old->source_url;
}

// Which entry stands in the way, and why; SIZE_MAX: none.
static spokes_status find_rival(spokes_add_bench *bench, spokes_add_corpus *corpus, const spokes_add_item *item,
                                size_t *at, const char **why, spokes_error *err) {
  *why = "the same bytes";
  spokes_status status = find_bytes(bench, corpus, item, at, err);
  if (status || *at != SIZE_MAX) return status;
  *why = "the same id";
  if (bench->options->id) *at = find_id(corpus, bench->options->id);
  if (*at != SIZE_MAX) return SPOKES_OK;
  *why = "the same issuer, date, series and language";
  *at = find_edition(corpus, &item->entry, SIZE_MAX);
  return SPOKES_OK;
}

static spokes_status join_catalogue(spokes_add_corpus *corpus, spokes_add_item *item, size_t replaced,
                                    spokes_error *err) {
  if (replaced != SIZE_MAX) {
    corpus->catalogue->entries[replaced] = item->entry;
    return SPOKES_OK;
  }
  spokes_entry *entry = spokes__catalogue_add(corpus->catalogue);
  if (!entry) return spokes__error_nomem(err);
  *entry = item->entry;
  return SPOKES_OK;
}

spokes_status spokes__add_decide(spokes_add_bench *bench, spokes_add_corpus *corpus, spokes_add_item *item,
                                 spokes_error *err) {
  size_t rival = SIZE_MAX;
  const char *why;
  fill_entry(item);
  if (bench->options->id) item->entry.id = bench->options->id;
  spokes_status status = find_rival(bench, corpus, item, &rival, &why, err);
  if (status) return status;
  if (rival != SIZE_MAX && (!bench->options->replace || is_of_this_call(corpus, rival))) {
    refuse(corpus, item, rival, why);
    return SPOKES_OK;
  }
  size_t of_id = bench->options->id ? find_id(corpus, bench->options->id) : SIZE_MAX;
  if (of_id != SIZE_MAX && of_id != rival) {
    refuse_id(corpus, item, rival);
    return SPOKES_OK;
  }
  size_t other = rival == SIZE_MAX ? SIZE_MAX : find_edition(corpus, &item->entry, rival);
  if (other != SIZE_MAX) {
    refuse_second(corpus, item, rival, other);
    return SPOKES_OK;
  }
  find_missing(item);
  if (item->result == SPOKES_ADD_INCOMPLETE) return SPOKES_OK;
  item->result = rival == SIZE_MAX ? SPOKES_ADD_ADDED : SPOKES_ADD_REPLACED;
  if (rival != SIZE_MAX) take_over(item, &corpus->catalogue->entries[rival]);
  if (!*item->entry.id) status = make_id(bench, corpus, item, err);
  return status ? status : join_catalogue(corpus, item, rival, err);
}
