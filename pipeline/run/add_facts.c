// The sources of metadata. What they tell is modest on purpose: a wrong issuer or date is worse than a question.

#include "run/add_facts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "corpus/countries.h"
#include "corpus/filename.h"
#include "corpus/languages.h"
#include "corpus/title_page.h"

const char *spokes__add_field_name(spokes_add_field field) {
  static const char *const names[SPOKES_FIELD_COUNT] = {"issuer", "date",       "series",  "lang",
                                                        "title",  "source_url", "license", "notes"};
  return names[field];
}

void spokes__add_facts_init(spokes_add_facts *facts, spokes_arena *arena) {
  *facts = (spokes_add_facts){.arena = arena, .stem = ""};
  for (int i = 0; i < SPOKES_FIELD_COUNT; i++) facts->values[i] = "";
}

void spokes__add_facts_offer(spokes_add_facts *facts, spokes_add_field field, const char *value, size_t len,
                             const char *origin) {
  if (*facts->values[field] || !len) return;
  const char *copy = spokes__arena_strdup(facts->arena, value, len);
  if (!copy) {
    facts->no_memory = true;
    return;
  }
  facts->values[field] = copy;
  snprintf(facts->origins[field], sizeof facts->origins[field], "%s", origin);
}

static void offer(spokes_add_facts *facts, spokes_add_field field, const char *value, const char *origin) {
  spokes__add_facts_offer(facts, field, value, strlen(value), origin);
}

void spokes__add_facts_name(spokes_add_facts *facts, const char *name, spokes_actor_lookup *lookup) {
  spokes_name_facts told;
  if (!*name) return;
  if (!spokes__filename_read(name, spokes__actor_lookup_find, lookup, facts->arena, &told)) {
    facts->no_memory = true;
    return;
  }
  facts->stem = told.id;
  facts->is_told_by_name = *told.issuer && *told.date;
  offer(facts, SPOKES_FIELD_ISSUER, told.issuer, "file name");
  offer(facts, SPOKES_FIELD_DATE, told.date, "file name");
  // Without an issuer in front, what follows a number is no series: report_2021_final.txt.
  if (facts->is_told_by_name) offer(facts, SPOKES_FIELD_SERIES, told.series, "file name");
}

// A name often tells the year alone, and the document the day.
static void refine_date(spokes_add_facts *facts, const spokes_head *head, const char *origin) {
  const char *told = facts->values[SPOKES_FIELD_DATE];
  bool is_by_name = *told && !strcmp(facts->origins[SPOKES_FIELD_DATE], "file name");
  if (is_by_name && head->date.len > strlen(told) && !strncmp(told, head->date.data, strlen(told)))
    facts->values[SPOKES_FIELD_DATE] = "";
  spokes__add_facts_offer(facts, SPOKES_FIELD_DATE, head->date.data, head->date.len, origin);
}

void spokes__add_facts_head(spokes_add_facts *facts, const spokes_head *head, const char *origin) {
  spokes__add_facts_offer(facts, SPOKES_FIELD_TITLE, head->title.data, head->title.len, origin);
  refine_date(facts, head, origin);
  spokes__add_facts_offer(facts, SPOKES_FIELD_LANG, head->lang.data, head->lang.len, origin);
  spokes__add_facts_offer(facts, SPOKES_FIELD_SOURCE_URL, head->source_url.data, head->source_url.len, origin);
  const char *series = spokes__title_series(head->title.data, head->title.len, NULL);
  if (series) offer(facts, SPOKES_FIELD_SERIES, series, "title");
}

// ---- Addresses --------------------------------------------------------------------------------------------

typedef struct label {
  const char *text;
  size_t len;
} label;

static bool is_label(label l, const char *text) { return l.len == strlen(text) && !strncasecmp(l.text, text, l.len); }

// The last label of a host before *end, which moves to its dot.
static label last_label(const char *host, size_t *end) {
  size_t to = *end, from = to;
  while (from > 0 && host[from - 1] != '.') from--;
  *end = from ? from - 1 : 0;
  return (label){host + from, to - from};
}

// Governments have domains of their own: gov and mil are those of the United States; gov.uk, go.jp, gouv.fr those of
// the country; and some organisations have names.
static const char *issuer_of_host(const char *host, size_t len) {
  static const char *const government[] = {"gov", "go", "gouv", "gob", "govt", "gc", "mil", "mod", "gub"};
  size_t end = len;
  label top = last_label(host, &end), second = last_label(host, &end);
  if (is_label(top, "gov") || is_label(top, "mil")) return "USA";
  if (is_label(top, "eu") && is_label(second, "europa")) return "EU";
  if (is_label(top, "int") && is_label(second, "nato")) return "NATO";
  if (is_label(top, "org") && is_label(second, "asean")) return "ASEAN";
  for (size_t i = 0; i < sizeof government / sizeof *government; i++)
    if (is_label(second, government[i])) return spokes__country_find(top.text, top.len);
  return NULL;
}

void spokes__add_facts_url(spokes_add_facts *facts, const char *url, spokes_actor_lookup *lookup) {
  const char *host = strstr(url, "://");
  if (!host) return;
  host += 3;
  size_t len = strcspn(host, ":/?#");
  const char *issuer = issuer_of_host(host, len);
  if (issuer) issuer = spokes__actor_lookup_find(lookup, issuer, strlen(issuer));
  if (!issuer) return;
  char origin[80];
  snprintf(origin, sizeof origin, "address (%.*s)", len < 60 ? (int)len : 60, host);
  offer(facts, SPOKES_FIELD_ISSUER, issuer, origin);
}

// ---- The text ---------------------------------------------------------------------------------------------

#define SHORT_LINE 100u

static void line_origin(char origin[80], const spokes_title_line *line) {
  snprintf(origin, 80, "line %llu", (unsigned long long)line->line);
}

// The number of the line of the page that the byte of the joined lines is in.
static size_t line_of(const spokes_buf *lines, size_t at) {
  size_t line = 0;
  for (size_t i = 0; i < at; i++) line += lines->data[i] == '\n';
  return line;
}

static void find_series(spokes_add_facts *facts, const spokes_title_page *page, const spokes_buf *lines) {
  size_t where = 0;
  const char *series = spokes__title_series(lines->data, lines->len, &where);
  if (!series) return;
  const spokes_title_line *line = &page->lines[line_of(lines, where)];
  char origin[80];
  line_origin(origin, line);
  offer(facts, SPOKES_FIELD_SERIES, series, origin);
  // A title that is broken over lines is left to a person.
  if (spokes__title_series(line->text, line->len, NULL))
    spokes__add_facts_offer(facts, SPOKES_FIELD_TITLE, line->text, line->len, origin);
}

// The date of the short lines. Lines that name different dates tell nothing.
static void find_date_in(spokes_add_facts *facts, const spokes_title_page *page, bool years) {
  const spokes_title_line *found = NULL;
  char date[11] = "";
  for (size_t i = 0; i < page->count; i++) {
    const spokes_title_line *line = &page->lines[i];
    char one[11];
    // A bare year is a date only beside the name of a series: "National Security Strategy 2022".
    if (line->len > SHORT_LINE || (years && !spokes__title_series(line->text, line->len, NULL))) continue;
    if (!spokes__title_date(line->text, line->len, years, one)) continue;
    size_t common = strlen(one) < strlen(date) ? strlen(one) : strlen(date);
    if (found && strncmp(one, date, common) != 0) return;
    if (strlen(one) > strlen(date)) {
      memcpy(date, one, sizeof one);
      found = line;
    }
  }
  if (!found) return;
  char origin[80];
  line_origin(origin, found);
  offer(facts, SPOKES_FIELD_DATE, date, origin);
}

// ---- The issuer: the one actor that the title page is of, by or begins with -------------------------------

static bool ends_with_word(const char *text, size_t len, const char *word) {
  size_t width = strlen(word);
  return len >= width && !strncasecmp(text + len - width, word, width) &&
         (len == width || text[len - width - 1] == ' ');
}

// text: what stands before the name on its line.
static bool is_owner_after(const char *text, size_t len) {
  while (len && text[len - 1] == ' ') len--;
  if (ends_with_word(text, len, "the")) len -= 3;
  while (len && text[len - 1] == ' ') len--;
  if (!len) return true;
  return ends_with_word(text, len, "of") || ends_with_word(text, len, "by") || ends_with_word(text, len, "from");
}

static size_t line_start(const char *text, size_t at) {
  while (at > 0 && text[at - 1] != '\n') at--;
  return at;
}

// A name at the start of a line may belong to the line before it: "Strategy towards / China".
static bool is_turned_to(const char *text, size_t end) {
  static const char *const words[] = {"on", "with", "toward", "towards", "against", "for", "and", "to", "in", "about"};
  while (end && (text[end - 1] == ' ' || text[end - 1] == '\n')) end--;
  size_t start = line_start(text, end);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (ends_with_word(text + start, end - start, words[i])) return true;
  return false;
}

static bool is_owner(const char *text, size_t at) {
  size_t start = line_start(text, at), before = at - start;
  if (!is_owner_after(text + start, before)) return false;
  bool is_first = before == 0 || (before == 4 && !strncasecmp(text + start, "the ", 4));
  return !is_first || !is_turned_to(text, start);
}

static const char *one_owner(const spokes_matcher *matcher, const char *text, size_t *where) {
  const char *owner = NULL;
  for (size_t i = 0; i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention mention = spokes_matcher_mention(matcher, i);
    if (!is_owner(text, mention.start_byte)) continue;
    if (owner && strcmp(owner, mention.actor) != 0) return NULL;
    if (!owner) *where = mention.line - 1;
    owner = mention.actor;
  }
  return owner;
}

static spokes_status find_issuer(spokes_add_facts *facts, const spokes_title_page *page, const spokes_buf *lines,
                                 spokes_matcher *matcher, spokes_error *err) {
  size_t where = 0;
  spokes_status status = spokes_matcher_run(matcher, lines->data, lines->len, NULL, err);
  const char *owner = status ? NULL : one_owner(matcher, lines->data, &where);
  if (owner && where < page->count) {
    char origin[80];
    line_origin(origin, &page->lines[where]);
    offer(facts, SPOKES_FIELD_ISSUER, owner, origin);
  }
  return status;
}

static spokes_status read_page(spokes_add_facts *facts, const spokes_title_page *page, spokes_matcher *matcher,
                               spokes_error *err) {
  spokes_buf lines = SPOKES_BUF_INIT;
  for (size_t i = 0; i < page->count; i++) {
    spokes__buf_append(&lines, page->lines[i].text, page->lines[i].len);
    spokes__buf_byte(&lines, '\n');
  }
  spokes_status status = lines.failed ? spokes__error_nomem(err) : SPOKES_OK;
  if (!status && lines.len) find_series(facts, page, &lines);
  if (!status && lines.len && !*facts->values[SPOKES_FIELD_ISSUER])
    status = find_issuer(facts, page, &lines, matcher, err);
  spokes__buf_release(&lines);
  return status;
}

spokes_status spokes__add_facts_text(spokes_add_facts *facts, const char *text, size_t len, size_t skip,
                                     spokes_matcher *matcher, spokes_error *err) {
  spokes_title_page page;
  spokes__title_page_read(text, len, skip, &page);
  if (!*facts->values[SPOKES_FIELD_DATE]) find_date_in(facts, &page, false);
  if (!*facts->values[SPOKES_FIELD_DATE]) find_date_in(facts, &page, true);
  const char *lang = spokes__language_guess(text + skip, len - skip);
  offer(facts, SPOKES_FIELD_LANG, lang, "text");
  return read_page(facts, &page, matcher, err);
}
