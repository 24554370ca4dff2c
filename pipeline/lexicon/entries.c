// What each dictionary file's columns mean: rows become actors, forms, short forms, pairs, frames, rules and members.
// A row that breaks a rule is reported and left out; reading goes on.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "load.h"
#include "text/text.h"

typedef spokes_csv_field field_t;

static bool same(const field_t *field, const char *text) { return spokes__csv_field_is(field, text); }

static const char *keep(spokes_loader *loader, const field_t *field) {
  char *copy = spokes__arena_strdup(&loader->draft.arena, field->text, field->len);
  if (!copy) loader->failed = true;
  return copy ? copy : "";
}

// Room for one more item of an array of the lexicon; NULL when memory is out.
static void *add_item(spokes_loader *loader, void **items, size_t *count, size_t *cap, size_t size) {
  if (!spokes__array_reserve(items, cap, *count + 1, size)) {
    loader->failed = true;
    return NULL;
  }
  void *item = (char *)*items + (*count)++ * size;
  memset(item, 0, size);
  return item;
}

#define ADD(loader, what)                                                                          \
  add_item(loader, (void **)(void *)&(loader)->lexicon->what##s, &(loader)->lexicon->what##_count, \
           &(loader)->draft.what##_cap, sizeof *(loader)->lexicon->what##s)

// The position of text in a list of words, or -1.
static int word_in(const field_t *field, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (same(field, list[i])) return (int)i;
  return -1;
}
#define WORD_IN(field, list) word_in(field, list, sizeof(list) / sizeof(list)[0])

static bool digits(const char *text, size_t count, uint32_t *out) {
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    *out = *out * 10 + (uint32_t)(text[i] - '0');
  }
  return true;
}

// YYYY, YYYY-MM or YYYY-MM-DD to yyyymmdd; an empty field is 0.
static uint32_t take_date(spokes_loader *loader, const field_t *fields, int column) {
  static const uint32_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const field_t *field = &fields[column];
  uint32_t year = 0, month = 1, day = 1;
  if (!field->len) return 0;
  bool good = (field->len == 4 || field->len == 7 || field->len == 10) && digits(field->text, 4, &year);
  if (good && field->len > 4) good = field->text[4] == '-' && digits(field->text + 5, 2, &month);
  if (good && field->len > 7) good = field->text[7] == '-' && digits(field->text + 8, 2, &day);
  if (good) good = year && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  bool leap = (year % 4 == 0 && year % 100) || year % 400 == 0;
  if (good && month == 2 && day == 29) good = leap;
  if (!good) {
    spokes__loader_fault(loader, column, "'%.40s' is no date (YYYY, YYYY-MM or YYYY-MM-DD)", field->text);
    return 0;
  }
  return year * 10000 + month * 100 + day;
}

static void take_dates(spokes_loader *loader, const field_t *fields, int column, uint32_t *from, uint32_t *until) {
  *from = take_date(loader, fields, column);
  *until = take_date(loader, fields, column + 1);
  if (*from && *until && *from >= *until)
    spokes__loader_fault(loader, column + 1, "ends ('%.10s') before it begins ('%.10s')", fields[column + 1].text,
                         fields[column].text);
}

// Do two spans of time, 0 being open, have a day in common?
static bool times_overlap(uint32_t from, uint32_t until, uint32_t other_from, uint32_t other_until) {
  return (!until || !other_from || other_from < until) && (!other_until || !from || from < other_until);
}

static spokes_actor take_actor(spokes_loader *loader, const field_t *fields, int column) {
  spokes_actor actor = spokes__lexicon_find_actor(loader->lexicon, fields[column].text, fields[column].len);
  if (actor == SPOKES_NO_ACTOR) spokes__loader_fault(loader, column, "unknown actor '%.40s'", fields[column].text);
  return actor;
}

// ---- actors.csv -----------------------------------------------------------------------------------------

static void take_actor_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  static const char *const types[] = {"state", "territory", "historic", "organisation", "grouping", "umbrella"};
  (void)row;
  spokes_lexicon *lexicon = loader->lexicon;
  int type = WORD_IN(&f[1], types);
  if (type < 0) spokes__loader_fault(loader, 1, "unknown type '%.40s'", f[1].text);
  if (!f[2].len) spokes__loader_fault(loader, 2, "actor '%.40s' has no name", f[0].text);
  if (lexicon->actor_count >= SPOKES_LIMIT_ACTORS) {
    spokes__loader_fault(loader, -1, "too many actors (limit is %u)", SPOKES_LIMIT_ACTORS);
    return;
  }
  uint32_t from, until;
  take_dates(loader, f, 5, &from, &until);
  spokes_actor_info *actor = ADD(loader, actor);
  if (!actor) return;
  *actor = (spokes_actor_info){keep(loader, &f[0]),
                               type < 0 ? "" : types[type],
                               keep(loader, &f[2]),
                               keep(loader, &f[3]),
                               keep(loader, &f[4]),
                               from,
                               until};
  if (loader->failed) return;
  if (!spokes__strmap_put(&lexicon->actor_ids, actor->id, f[0].len, (uint32_t)(lexicon->actor_count - 1), NULL))
    loader->failed = true;
}

// ---- rules.csv ---------------------------------------------------------------------------------------------

static const char *const reason_names[SPOKES_REASON_COUNT] = {
    "",          "sea",      "strait",   "gulf",    "river",    "lake",  "canal",     "desert",       "island",
    "peninsula", "mountain", "region",   "war",     "substate", "city",  "people",    "organisation", "company",
    "media",     "currency", "idiom",    "person",  "language", "event", "agreement", "word",         "place",
    "pronoun",   "verb",     "name",     "default", "address",  "split", "date",      "bare",         "tag",
    "running",   "zone",     "duplicate"};

const char *spokes__reason_name(spokes_reason reason) { return reason_names[reason]; }

// Reasons that the dictionary may give; those behind `name` are the program's own.
static int take_reason(spokes_loader *loader, const field_t *fields, int column) {
  int reason = fields[column].len ? word_in(&fields[column], reason_names, SPOKES_REASON_NAME + 1) : -1;
  if (reason < 0) spokes__loader_fault(loader, column, "unknown reason '%.40s'", fields[column].text);
  return reason;
}

static uint16_t take_group(spokes_loader *loader, const field_t *fields, int column, bool make) {
  if (!fields[column].len) return SPOKES_NO_GROUP;
  uint16_t group = spokes__rules_group(loader->lexicon->rules, fields[column].text, fields[column].len, make);
  if (group == SPOKES_NO_GROUP && make)
    loader->failed = true;
  else if (group == SPOKES_NO_GROUP)
    spokes__loader_fault(loader, column, "no rule has the group '%.40s'", fields[column].text);
  return group;
}

static uint16_t rule_group(spokes_loader *loader, const field_t *f) {
  spokes_lexicon *lexicon = loader->lexicon;
  if (!same(&f[1], "*")) return take_group(loader, f, 1, true);
  bool english = same(&f[2], "en");
  uint16_t group = spokes__rules_group(lexicon->rules, english ? "*en" : "*zh", 3, true);
  if (group == SPOKES_NO_GROUP) loader->failed = true;
  if (english)
    lexicon->global_en = group;
  else
    lexicon->global_zh = group;
  return group;
}

static void take_rule_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  spokes_action action = SPOKES_ACTION_COUNT;
  spokes_actor actor = SPOKES_NO_ACTOR;
  spokes_reason reason = SPOKES_REASON_NONE;
  if (!f[1].len) spokes__loader_fault(loader, 1, "rule without a group");
  if (!same(&f[2], "en") && !same(&f[2], "zh"))
    spokes__loader_fault(loader, 2, "language is '%.20s', not en or zh", f[2].text);
  if (same(&f[5], "skip")) {
    action = SPOKES_ACTION_SKIP;
    int given = take_reason(loader, f, 6);
    if (given > 0) reason = (spokes_reason)given;
  } else if (f[5].len > 6 && !memcmp(f[5].text, "actor:", 6)) {
    action = SPOKES_ACTION_ACTOR;
    actor = spokes__lexicon_find_actor(loader->lexicon, f[5].text + 6, f[5].len - 6);
    if (actor == SPOKES_NO_ACTOR) spokes__loader_fault(loader, 5, "unknown actor '%.40s'", f[5].text + 6);
  } else if (!same(&f[5], "count")) {
    spokes__loader_fault(loader, 5, "action is '%.40s', not count, skip or actor:ID", f[5].text);
  }
  if (action != SPOKES_ACTION_SKIP && f[6].len) take_reason(loader, f, 6);
  if (!f[3].len && !f[4].len && action != SPOKES_ACTION_SKIP && action != SPOKES_ACTION_COUNT)
    spokes__loader_fault(loader, 3, "rule has no pattern");
  uint16_t group = f[1].len ? rule_group(loader, f) : SPOKES_NO_GROUP;
  if (group == SPOKES_NO_GROUP) return;
  int bad_field;
  spokes_error err;
  spokes_status status = spokes__rules_add(loader->lexicon->rules, group, f[3].text, f[3].len, f[4].text, f[4].len,
                                           action, actor, reason, row, &bad_field, &err);
  if (status == SPOKES_E_NOMEM)
    loader->failed = true;
  else if (status)
    spokes__loader_fault(loader, 3 + bad_field, "%s", err.message);
}

// ---- Forms ------------------------------------------------------------------------------------------------------

// Is the form's text usable? Reports what is wrong with it.
static bool check_form(spokes_loader *loader, const field_t *f, int column) {
  const field_t *form = &f[column];
  if (!form->len)
    spokes__loader_fault(loader, column, "empty form");
  else if (form->len > SPOKES_LIMIT_FORM_BYTES / 2)
    spokes__loader_fault(loader, column, "form is too long (limit is %u bytes)", SPOKES_LIMIT_FORM_BYTES / 2);
  else if (form->text[0] == ' ' || form->text[form->len - 1] == ' ')
    spokes__loader_fault(loader, column, "form '%.60s' begins or ends with a space", form->text);
  else
    return true;
  return false;
}

// Is the canonical form one that a text can hold and the search can find? Reports what is wrong with it.
static bool check_canonical(spokes_loader *loader, const field_t *field, int column, const char *text, size_t len) {
  const char *what = NULL;
  size_t width;
  if (text[0] == ' ' || text[len - 1] == ' ') what = "begins or ends with a space";
  for (size_t i = 0; i < len && !what; i += width) {
    uint32_t cp = spokes__utf8_decode(text + i, &width);
    if (cp < 0x20) what = "has a tab or line end in it";
    if (cp > 0xFFFF) what = "has a character beyond U+FFFF in it";
  }
  if (what) spokes__loader_fault(loader, column, "form '%.60s' %s", field->text, what);
  return !what;
}

static uint16_t *to_units(spokes_loader *loader, const char *text, size_t len, uint16_t *count_out) {
  uint16_t *units = spokes__arena_alloc(&loader->draft.arena, (len + 1) * sizeof *units);
  size_t count = 0, width;
  if (!units) {
    loader->failed = true;
    return NULL;
  }
  for (size_t i = 0; i < len; i += width) {
    uint32_t cp = spokes__utf8_decode(text + i, &width);
    if (cp == ' ') continue;  // Chinese text is searched without its white space
    units[count++] = (uint16_t)cp;
  }
  *count_out = (uint16_t)count;
  return units;
}

// Appends the characters of a Chinese form to the lexicon's; returns where they are.
static uint32_t add_units(spokes_loader *loader, const uint16_t *units, size_t count) {
  spokes_lexicon *lexicon = loader->lexicon;
  void *items = lexicon->units;
  size_t at = lexicon->unit_count;
  if (!spokes__array_reserve(&items, &loader->draft.unit_cap, at + count, sizeof *lexicon->units)) {
    loader->failed = true;
    return 0;
  }
  lexicon->units = items;
  memcpy(lexicon->units + at, units, count * sizeof *units);
  lexicon->unit_count += count;
  return (uint32_t)at;
}

static uint32_t add_string(spokes_loader *loader, const char *text, size_t len) {
  uint32_t at = spokes__draft_string(&loader->draft, text, len);
  if (loader->draft.strings.failed) loader->failed = true;
  return at;
}

// The string at `like` where it is the same one, otherwise a new one: most forms are written canonically.
static uint32_t string_like(spokes_loader *loader, const char *text, size_t len, uint32_t like) {
  const char *other = loader->lexicon->strings + like;
  return !loader->failed && !strcmp(other, text) ? like : add_string(loader, text, len);
}

// Keeps the form of a row as it is written.
static uint32_t keep_form(spokes_loader *loader, const field_t *field, spokes_row row) {
  return loader->lexicon->rows[row].form = add_string(loader, field->text, field->len);
}

// Canonical text of a form into the arena; *cased_out keeps letter case, *text_out does not.
static bool fold(spokes_loader *loader, const field_t *f, int column, const char **cased_out, const char **text_out,
                 size_t *len_out) {
  char buf[SPOKES_LIMIT_FORM_BYTES * 2];
  size_t len;
  if (!spokes__text_fold_form(&loader->lexicon->tables, f[column].text, f[column].len, buf, sizeof buf, &len) || !len) {
    spokes__loader_fault(loader, column, "form '%.60s' has no canonical form", f[column].text);
    return false;
  }
  if (!check_canonical(loader, &f[column], column, buf, len)) return false;
  char *cased = spokes__arena_strdup(&loader->draft.arena, buf, len);
  for (size_t i = 0; i < len; i++)
    if (buf[i] >= 'A' && buf[i] <= 'Z') buf[i] = (char)(buf[i] | 0x20);
  char *text = spokes__arena_strdup(&loader->draft.arena, buf, len);
  if (!cased || !text) {
    loader->failed = true;
    return false;
  }
  *cased_out = cased;
  *text_out = text;
  *len_out = len;
  return true;
}

// Does a form of a later dictionary say what one of an earlier says, a reading of the same text from `first` on? It is
// passed over then.
static bool is_repeated(const spokes_lexicon *lexicon, uint32_t first, const spokes_form *form) {
  for (uint32_t at = first; at != SPOKES_NONE; at = lexicon->forms[at].next) {
    const spokes_form *earlier = &lexicon->forms[at];
    if (lexicon->rows[earlier->row].folder < lexicon->rows[form->row].folder && earlier->type == form->type &&
        earlier->actor == form->actor && times_overlap(earlier->from, earlier->until, form->from, form->until))
      return true;
  }
  return false;
}

// Enters the form under its language, case mode and text; a second reading is chained when its dates are others.
static void enter_form(spokes_loader *loader, int column, bool chinese, spokes_form *form, uint32_t number) {
  spokes_lexicon *lexicon = loader->lexicon;
  bool exact = !chinese && form->case_mode == SPOKES_CASE_EXACT;
  const char *text = exact ? spokes__form_cased(lexicon, form) : spokes__form_text(lexicon, form);
  size_t len = form->len + 2u;
  char *key = spokes__arena_alloc(&loader->draft.arena, len);
  if (!key) {
    loader->failed = true;
    return;
  }
  key[0] = chinese ? 'z' : exact ? 'x' : 'e';
  key[1] = form->bound ? '-' : '.';
  memcpy(key + 2, text, form->len);
  uint32_t first;
  if (!spokes__strmap_put(&loader->forms, key, len, number, &first)) loader->failed = true;
  if (first == SPOKES_STRMAP_NONE || loader->failed) return;
  if (is_repeated(lexicon, first, form)) {
    lexicon->form_count--;
    return;
  }
  for (uint32_t at = first;; at = lexicon->forms[at].next) {
    spokes_form *other = &lexicon->forms[at];
    if (other->type != SPOKES_FORM_ACTOR || form->type != SPOKES_FORM_ACTOR ||
        times_overlap(other->from, other->until, form->from, form->until)) {
      uint32_t line;
      const char *file = spokes__lexicon_row_file(lexicon, other->row, &line);
      spokes__loader_fault(loader, column, "form '%.80s' is listed twice (first at %s:%u)",
                           spokes__form_cased(lexicon, form), file, line);
      return;
    }
    if (other->next == SPOKES_NONE) {
      other->next = number;
      return;
    }
  }
}

// The English search starts at words only.
static bool is_word_start(char c) {
  return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

// A new form from the column `form`; NULL when it is unusable.
static spokes_form *add_form(spokes_loader *loader, const field_t *f, int column, bool chinese, spokes_row row) {
  const char *cased, *text;
  size_t len;
  if (!check_form(loader, f, column) || !fold(loader, f, column, &cased, &text, &len)) return NULL;
  if (!chinese && !is_word_start(text[0])) {
    spokes__loader_fault(loader, column, "form '%.60s' does not begin with a letter or digit", f[column].text);
    return NULL;
  }
  uint32_t written = keep_form(loader, &f[column], row);
  spokes_form *form = ADD(loader, form);
  if (!form) return NULL;
  form->bound = !chinese && len > 1 && text[len - 1] == '-';
  form->cased = string_like(loader, cased, len, written);
  form->text = string_like(loader, text, len, form->cased);
  form->len = (uint16_t)(len - form->bound);
  form->actor = SPOKES_NO_ACTOR;
  form->group = SPOKES_NO_GROUP;
  form->next = SPOKES_NONE;
  form->row = row;
  form->capital = cased[0] >= 'A' && cased[0] <= 'Z';
  if (chinese) {
    const uint16_t *units = to_units(loader, text, len, &form->unit_count);
    if (units) form->units = add_units(loader, units, form->unit_count);
    if (!loader->failed && form->unit_count < 2) {
      spokes__loader_fault(loader, column,
                           "form '%.40s' has one character (one-character forms belong to shorts_zh.csv)", text);
      loader->lexicon->form_count--;
      return NULL;
    }
  }
  return loader->failed ? NULL : form;
}

static bool take_lang(spokes_loader *loader, const field_t *f, int column, bool *chinese_out) {
  *chinese_out = same(&f[column], "zh");
  if (*chinese_out || same(&f[column], "en")) return true;
  spokes__loader_fault(loader, column, "language is '%.20s', not en or zh", f[column].text);
  return false;
}

static spokes_case take_case(spokes_loader *loader, const field_t *f, int column, spokes_case when_empty) {
  static const char *const modes[] = {"initial", "exact", "any"};
  if (!f[column].len) return when_empty;
  int mode = WORD_IN(&f[column], modes);
  if (mode < 0) spokes__loader_fault(loader, column, "case is '%.20s', not exact, any or empty", f[column].text);
  return mode < 0 ? when_empty : (spokes_case)mode;
}

static const char *const kind_names[] = {"name", "acronym", "abbrev", "demonym", "metonym"};

// Every column is looked at, also behind a faulty one.
static void take_name_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  bool chinese;
  uint32_t from, until;
  spokes_actor actor = take_actor(loader, f, 1);
  bool lang_good = take_lang(loader, f, 2, &chinese);
  spokes_form *form = lang_good ? add_form(loader, f, 3, chinese, row) : NULL;
  int kind = WORD_IN(&f[4], kind_names);
  if (kind < 0) spokes__loader_fault(loader, 4, "unknown kind '%.20s'", f[4].text);
  spokes_case mode = take_case(loader, f, 5, kind == SPOKES_KIND_ACRONYM ? SPOKES_CASE_EXACT : SPOKES_CASE_INITIAL);
  uint16_t group = take_group(loader, f, 6, false);
  bool skip = same(&f[7], "skip");
  if (f[7].len && !skip && !same(&f[7], "count"))
    spokes__loader_fault(loader, 7, "default is '%.20s', not count or skip", f[7].text);
  take_dates(loader, f, 8, &from, &until);
  if (!form) return;
  form->actor = actor;
  form->type = SPOKES_FORM_ACTOR;
  form->kind = (uint8_t)(kind < 0 ? SPOKES_KIND_NAME : kind);
  form->case_mode = (uint8_t)mode;
  form->group = group;
  form->skip_default = skip;
  form->from = from;
  form->until = until;
  enter_form(loader, 3, chinese, form, (uint32_t)(loader->lexicon->form_count - 1));
}

static void take_nonmention_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  bool chinese, lang_good = take_lang(loader, f, 1, &chinese);
  spokes_form *form = lang_good ? add_form(loader, f, 2, chinese, row) : NULL;
  int reason = take_reason(loader, f, 3);
  spokes_case mode = take_case(loader, f, 4, SPOKES_CASE_INITIAL);
  uint16_t group = take_group(loader, f, 5, false);
  if (!form) return;
  form->type = SPOKES_FORM_NONMENTION;
  form->reason = (uint8_t)(reason < 0 ? SPOKES_REASON_WORD : reason);
  form->case_mode = (uint8_t)mode;
  form->group = group;
  enter_form(loader, 2, chinese, form, (uint32_t)(loader->lexicon->form_count - 1));
}

static void take_word_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  uint32_t cost = 0;
  spokes_form *form = add_form(loader, f, 1, true, row);
  if (f[2].len && (f[2].len > 3 || !digits(f[2].text, f[2].len, &cost) || cost > 255))
    spokes__loader_fault(loader, 2, "cost is '%.20s', not 0 to 255", f[2].text);
  if (!form) return;
  form->type = SPOKES_FORM_WORD;
  form->reason = SPOKES_REASON_WORD;
  form->cost = (uint16_t)cost;
  enter_form(loader, 1, true, form, (uint32_t)(loader->lexicon->form_count - 1));
}

// ---- Chinese short forms -----------------------------------------------------------------------------------------

// The canonical characters of a field; NULL (reported) when there are none.
static const uint16_t *take_units(spokes_loader *loader, const field_t *f, int column, spokes_row row,
                                  uint16_t *count_out) {
  const char *cased, *text;
  size_t len;
  if (!check_form(loader, f, column) || !fold(loader, f, column, &cased, &text, &len)) return NULL;
  keep_form(loader, &f[column], row);
  return to_units(loader, text, len, count_out);
}

// Reports a second row for the same thing: kind of row, characters, and a number that tells readings apart. `twice` is
// what the message says of the form; a row of a later dictionary may repeat one of an earlier where may_repeat is true.
// Returns whether the row says something new.
static bool enter_units(spokes_loader *loader, int column, char kind, const uint16_t *units, uint16_t count,
                        uint32_t number, spokes_row row, bool may_repeat, const char *twice) {
  spokes_lexicon *lexicon = loader->lexicon;
  size_t units_len = count * sizeof *units, len = 1 + sizeof number + units_len;
  char *key = spokes__arena_alloc(&loader->draft.arena, len);
  uint32_t first = SPOKES_STRMAP_NONE, line;
  if (!key) {
    loader->failed = true;
    return false;
  }
  key[0] = kind;
  memcpy(key + 1, &number, sizeof number);
  memcpy(key + 1 + sizeof number, units, units_len);
  if (!spokes__strmap_put(&loader->forms, key, len, row, &first)) loader->failed = true;
  if (loader->failed || first == SPOKES_STRMAP_NONE) return !loader->failed;
  if (lexicon->rows[first].folder < lexicon->rows[row].folder && may_repeat) return false;
  const char *file = spokes__lexicon_row_file(lexicon, first, &line);
  spokes__loader_fault(loader, column, "'%.80s' %s (first at %s:%u)", spokes__lexicon_row_form(lexicon, row), twice,
                       file, line);
  return false;
}

static void take_short_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  uint16_t count = 0;
  uint32_t rank = 0;
  const uint16_t *units = take_units(loader, f, 1, row, &count);
  spokes_actor actor = take_actor(loader, f, 2);
  bool strong = same(&f[4], "strong"), issuer = same(&f[4], "issuer");
  if (units && count != 1)
    spokes__loader_fault(loader, 1, "short form '%.20s' has %u characters, not one", f[1].text, count);
  if (f[3].len != 1 || !digits(f[3].text, 1, &rank) || !rank)
    spokes__loader_fault(loader, 3, "rank is '%.20s', not 1 to 9", f[3].text);
  if (!strong && !issuer && !same(&f[4], "weak"))
    spokes__loader_fault(loader, 4, "strength is '%.20s', not strong, weak or issuer", f[4].text);
  if (!units || count != 1) return;
  if (!enter_units(loader, 1, 's', units, 1, actor, row, true, "is listed twice for this actor")) return;
  if (rank) enter_units(loader, 3, 'k', units, 1, rank, row, false, "has this rank twice");
  spokes_short *added = ADD(loader, short);
  if (added) *added = (spokes_short){units[0], actor, (uint8_t)rank, strong, issuer, 0, row};
}

static void take_pair_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  uint16_t count = 0;
  const uint16_t *units = take_units(loader, f, 1, row, &count);
  if (!units) return;
  spokes_pair pair = {.row = row, .unit_count = count};
  size_t actors = 0;
  for (const char *at = f[2].text; *at;) {
    size_t len = strcspn(at, " ");
    spokes_actor actor = SPOKES_NO_ACTOR;
    bool open = len && at[len - 1] == '?';
    size_t id_len = len - open;
    bool none = open ? !id_len : len == 1 && *at == '-';
    if (!none) actor = spokes__lexicon_find_actor(loader->lexicon, at, id_len);
    if (!none && actor == SPOKES_NO_ACTOR)
      spokes__loader_fault(loader, 2, "unknown actor '%.*s'", (int)(id_len < 40 ? id_len : 40), at);
    if (actors < SPOKES_PAIR_MAX) {
      pair.actors[actors] = actor;
      pair.open |= (uint16_t)(open << actors);
    }
    actors++;
    at += len + (at[len] == ' ');
  }
  if (actors != count || count < 2 || count > SPOKES_PAIR_MAX) {
    spokes__loader_fault(loader, 2, "%zu actors for %u characters (2 to %u of each)", actors, count, SPOKES_PAIR_MAX);
    return;
  }
  memcpy(pair.units, units, count * sizeof *units);
  enter_units(loader, 1, 'p', units, count, 0, row, false, "is listed twice");
  spokes_pair *added = ADD(loader, pair);
  if (added) *added = pair;
}

static void take_frame_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  uint16_t count = 0;
  const uint16_t *units = take_units(loader, f, 2, row, &count);
  bool right = same(&f[1], "right");
  spokes_needs needs = same(&f[3], "weak")     ? SPOKES_NEEDS_WEAK
                       : same(&f[3], "strong") ? SPOKES_NEEDS_STRONG
                                               : SPOKES_NEEDS_NOTHING;
  if (!right && !same(&f[1], "left")) spokes__loader_fault(loader, 1, "side is '%.20s', not left or right", f[1].text);
  if (f[3].len && needs == SPOKES_NEEDS_NOTHING)
    spokes__loader_fault(loader, 3, "needs is '%.20s', not weak, strong or empty", f[3].text);
  if (units && count > SPOKES_FRAME_MAX) {
    spokes__loader_fault(loader, 2, "frame '%.60s' is too long (limit is %u characters)", f[2].text, SPOKES_FRAME_MAX);
    return;
  }
  if (!units) return;
  if (!enter_units(loader, 2, 'f', units, count, right, row, true, "is listed twice")) return;
  spokes_frame *added = ADD(loader, frame);
  if (!added) return;
  *added = (spokes_frame){.row = row, .unit_count = count, .right = right, .needs = (uint8_t)needs};
  memcpy(added->units, units, count * sizeof *units);
}

// ---- members.csv ---------------------------------------------------------------------------------------------------

static void take_member_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  (void)row;
  spokes_actor grouping = take_actor(loader, f, 1), member = take_actor(loader, f, 2);
  uint32_t from, until;
  take_dates(loader, f, 3, &from, &until);
  if (grouping == SPOKES_NO_ACTOR || member == SPOKES_NO_ACTOR) return;
  const spokes_lexicon *lexicon = loader->lexicon;
  const char *type = lexicon->actors[grouping].type;
  if (strcmp(type, "grouping") && strcmp(type, "organisation"))
    spokes__loader_fault(loader, 1, "'%.40s' is no grouping or organisation", f[1].text);
  if (grouping == member) spokes__loader_fault(loader, 2, "'%.40s' is a member of itself", f[2].text);
  for (size_t i = 0; i < lexicon->member_count; i++) {
    const spokes_member *other = &lexicon->members[i];
    if (other->grouping == grouping && other->member == member &&
        times_overlap(other->from, other->until, from, until)) {
      spokes__loader_fault(loader, 2, "'%.40s' is a member of '%.40s' twice at the same time", f[2].text, f[1].text);
      break;
    }
  }
  spokes_member *added = ADD(loader, member);
  if (added) *added = (spokes_member){grouping, member, from, until};
}

const char *spokes__loader_keep(spokes_loader *loader, const field_t *field) { return keep(loader, field); }

spokes_actor spokes__loader_actor(spokes_loader *loader, const field_t *fields, int column) {
  return take_actor(loader, fields, column);
}

void spokes__loader_dates(spokes_loader *loader, const field_t *fields, int column, uint32_t *from, uint32_t *until) {
  take_dates(loader, fields, column, from, until);
}

void *spokes__loader_add(spokes_loader *loader, void **items, size_t *count, size_t *cap, size_t size) {
  return add_item(loader, items, count, cap, size);
}

const spokes_file_spec spokes__file_specs[] = {
    {"actors.csv", "id,type,name_en,name_zh,region,from,until,note", take_actor_row},
    {"rules.csv", "id,group,lang,before,after,action,reason,note", take_rule_row},
    {"names/", "id,actor,lang,form,kind,case,rules,default,from,until,note", take_name_row},
    {"nonmentions/", "id,lang,form,class,case,rules,note", take_nonmention_row},
    {"words_zh.csv", "id,form,cost,note", take_word_row},
    {"shorts_zh.csv", "id,form,actor,rank,strength,note", take_short_row},
    {"pairs_zh.csv", "id,form,actors,note", take_pair_row},
    {"frames_zh.csv", "id,side,form,needs,note", take_frame_row},
    {"members.csv", "id,grouping,member,from,until,note", take_member_row},
    {"relations.csv", "id,hub,partner,relation,from,until,basis,note", spokes__take_relation_row},
    {"groupings.csv", "id,grouping,name_en,name_zh,member,from,until,label,note", spokes__take_grouping_row},
};
const size_t spokes__file_spec_count = sizeof spokes__file_specs / sizeof *spokes__file_specs;

spokes_status spokes__lexicon_check(spokes_loader *loader, spokes_error *err) {
  spokes_lexicon *lexicon = loader->lexicon;
  if (loader->failed) return spokes__error_nomem(err);
  for (size_t i = 0; i < lexicon->actor_count; i++)
    if (!*lexicon->actors[i].id) spokes__loader_fault(loader, -1, "actor without an id");
  if (!loader->faults) return SPOKES_OK;
  return spokes__error_set(err, SPOKES_E_DICT, "dictionary has %llu fault%s", (unsigned long long)loader->faults,
                           loader->faults == 1 ? "" : "s");
}
