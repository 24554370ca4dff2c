// dict export: the dictionary for other programs, as one flat table, as JSON by actor, or as a seed dictionary of
// newsmap and quanteda. Forms are written as the dictionary has them; letter case, context rules and dates cannot be
// said in a seed dictionary and are left out there.

#include <string.h>

#include "base/buf.h"
#include "base/csv_write.h"
#include "base/json_write.h"
#include "dictionary/rows.h"

typedef struct export {
  const spokes_lexicon *lexicon;
  const char *lang;  // NULL = both
  spokes_buf out;
}
export;

static const char *field(const export *e, spokes_row row, const char *column) {
  return spokes__row_field(e->lexicon, row, column);
}

static bool is_wanted(const export *e, spokes_row row) {
  return !e->lang || !strcmp(e->lang, spokes__row_lang(e->lexicon, row));
}

static bool is_form(spokes_row_type type) { return type == SPOKES_ROW_NAME || type == SPOKES_ROW_SHORT; }

// ---- CSV ---------------------------------------------------------------------------------------------------

// A pair stands for several actors; they are separated by spaces, as in its own file.
static const char *actors_of(const export *e, spokes_row row) {
  const char *actor = field(e, row, "actor");
  return *actor ? actor : field(e, row, "actors");
}

static void csv_row(export *e, spokes_row row, spokes_row_type type) {
  static const char *const columns[] = {"form",  "kind",    "class", "strength", "rank", "case",
                                        "rules", "default", "from",  "until",    "note"};
  const char *const first[] = {spokes__row_type_name(type), field(e, row, "id"), actors_of(e, row),
                               spokes__row_lang(e->lexicon, row)};
  for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
    spokes__csv_text(&e->out, first[i]);
    spokes__buf_byte(&e->out, ',');
  }
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    if (i) spokes__buf_byte(&e->out, ',');
    spokes__csv_text(&e->out, field(e, row, columns[i]));
  }
  spokes__buf_byte(&e->out, '\n');
}

static void export_csv(export *e) {
  spokes__buf_text(&e->out, "type,id,actor,lang,form,kind,class,strength,rank,case,rules,default,from,until,note\n");
  for (spokes_row row = 0; row < e->lexicon->row_count; row++) {
    spokes_row_type type = spokes__row_type(e->lexicon, row);
    bool has_form = is_form(type) || type == SPOKES_ROW_NONMENTION || type == SPOKES_ROW_PAIR;
    if (has_form && is_wanted(e, row)) csv_row(e, row, type);
  }
}

// ---- JSON ----------------------------------------------------------------------------------------------------

// Members with a value, in braces.
static void json_object(export *e, spokes_row row, const char *const *columns, size_t count, const char *tail) {
  bool any = false;
  spokes__buf_byte(&e->out, '{');
  for (size_t i = 0; i < count; i++) {
    const char *value = !strcmp(columns[i], "lang") ? spokes__row_lang(e->lexicon, row) : field(e, row, columns[i]);
    if (!*value) continue;
    if (any) spokes__buf_byte(&e->out, ',');
    any = true;
    spokes__json_text(&e->out, columns[i]);
    spokes__buf_byte(&e->out, ':');
    spokes__json_text(&e->out, value);
  }
  spokes__buf_text(&e->out, tail);
}

static void json_forms(export *e, spokes_actor actor) {
  static const char *const columns[] = {"id",   "lang",  "form",    "kind", "strength", "rank",
                                        "case", "rules", "default", "from", "until",    "note"};
  bool any = false;
  for (spokes_row row = 0; row < e->lexicon->row_count; row++) {
    if (spokes__row_actor(e->lexicon, row) != actor || !is_wanted(e, row)) continue;
    spokes__buf_text(&e->out, any ? ",\n    " : "\n    ");
    json_object(e, row, columns, sizeof columns / sizeof *columns, "}");
    any = true;
  }
}

static void json_actors(export *e) {
  static const char *const columns[] = {"id", "type", "name_en", "name_zh", "region", "from", "until", "note"};
  bool any = false;
  for (spokes_row row = 0; row < e->lexicon->row_count; row++) {
    if (spokes__row_type(e->lexicon, row) != SPOKES_ROW_ACTOR) continue;
    const char *id = field(e, row, "id");
    spokes__buf_text(&e->out, any ? ",\n  " : "\n  ");
    json_object(e, row, columns, sizeof columns / sizeof *columns, ",\"forms\":[");
    json_forms(e, spokes__lexicon_find_actor(e->lexicon, id, strlen(id)));
    spokes__buf_text(&e->out, "]}");
    any = true;
  }
}

static void json_nonmentions(export *e) {
  static const char *const columns[] = {"id", "lang", "form", "class", "case", "rules", "note"};
  bool any = false;
  for (spokes_row row = 0; row < e->lexicon->row_count; row++) {
    if (spokes__row_type(e->lexicon, row) != SPOKES_ROW_NONMENTION || !is_wanted(e, row)) continue;
    spokes__buf_text(&e->out, any ? ",\n  " : "\n  ");
    json_object(e, row, columns, sizeof columns / sizeof *columns, "}");
    any = true;
  }
}

static void export_json(export *e) {
  spokes__buf_text(&e->out, "{\"version\":");
  spokes__json_text(&e->out, spokes_version());
  spokes__buf_text(&e->out, ",\"sha256\":");
  spokes__json_text(&e->out, spokes__lexicon_hash(e->lexicon));
  spokes__buf_text(&e->out, ",\n\"actors\":[");
  json_actors(e);
  spokes__buf_text(&e->out, "],\n\"nonmentions\":[");
  json_nonmentions(e);
  spokes__buf_text(&e->out, "]}\n");
}

// ---- newsmap ----------------------------------------------------------------------------------------------------

// Region, then actor, then a list of forms; what has no region is filed under its type. Strings are in double quotes,
// as JSON has them, which is YAML too (NO would be false without).
static const char *region_of(const spokes_actor_info *actor) { return *actor->region ? actor->region : actor->type; }

// A form that never counts by itself (Washington the place) would count always there.
static bool is_seed(const export *e, spokes_row row) {
  return !strcmp(field(e, row, "kind"), "metonym") || strcmp(field(e, row, "default"), "skip");
}

static void newsmap_form(export *e, spokes_row row, bool first) {
  const char *form = spokes__lexicon_row_form(e->lexicon, row);
  size_t len = strlen(form);
  spokes_buf glob = SPOKES_BUF_INIT;
  spokes__buf_append(&glob, form, len);
  if (len && form[len - 1] == '-') spokes__buf_byte(&glob, '*');  // Sino-*
  spokes__buf_text(&e->out, first ? "" : ", ");
  if (glob.failed)
    e->out.failed = true;
  else
    spokes__json_string(&e->out, glob.data, glob.len);
  spokes__buf_release(&glob);
}

static void newsmap_actor(export *e, spokes_actor actor) {
  bool any = false;
  for (spokes_row row = 0; row < e->lexicon->row_count; row++) {
    bool named = spokes__row_type(e->lexicon, row) == SPOKES_ROW_NAME && spokes__row_actor(e->lexicon, row) == actor;
    if (!named || !is_wanted(e, row) || !is_seed(e, row)) continue;
    if (!any) {
      spokes__buf_text(&e->out, "  ");
      spokes__json_text(&e->out, e->lexicon->actors[actor].id);
      spokes__buf_text(&e->out, ": [");
    }
    newsmap_form(e, row, !any);
    any = true;
  }
  if (any) spokes__buf_text(&e->out, "]\n");
}

static bool is_first_of_region(const spokes_lexicon *lexicon, size_t actor) {
  for (size_t i = 0; i < actor; i++)
    if (!strcmp(region_of(&lexicon->actors[i]), region_of(&lexicon->actors[actor]))) return false;
  return true;
}

static void newsmap_region(export *e, size_t first) {
  const char *region = region_of(&e->lexicon->actors[first]);
  size_t before = e->out.len;
  spokes__json_text(&e->out, region);
  spokes__buf_text(&e->out, ":\n");
  size_t behind = e->out.len;
  for (size_t i = first; i < e->lexicon->actor_count; i++)
    if (!strcmp(region_of(&e->lexicon->actors[i]), region)) newsmap_actor(e, (spokes_actor)i);
  if (e->out.len == behind && !e->out.failed) e->out.len = before;  // a region without forms
}

static void export_newsmap(export *e) {
  spokes__buf_text(&e->out, "# spokes dictionary ");
  spokes__buf_text(&e->out, spokes__lexicon_hash(e->lexicon));
  spokes__buf_text(&e->out, "\n");
  for (size_t i = 0; i < e->lexicon->actor_count; i++)
    if (is_first_of_region(e->lexicon, i)) newsmap_region(e, i);
}

spokes_status spokes_dict_export(const spokes_lexicon *lexicon, spokes_dict_format format, const char *lang,
                                 const spokes_sink *sink, spokes_error *err) {
  export e = {lexicon, lang, SPOKES_BUF_INIT};
  spokes_status status = spokes__rows_check(lexicon, err);
  if (status) return status;
  switch (format) {
    case SPOKES_DICT_CSV:
      export_csv(&e);
      break;
    case SPOKES_DICT_JSON:
      export_json(&e);
      break;
    case SPOKES_DICT_NEWSMAP:
      export_newsmap(&e);
      break;
    case SPOKES_DICT_LIWC:
      status = spokes__error_set(err, SPOKES_E_ARG, "a LIWC dictionary can be imported only");
      break;
  }
  if (!status && e.out.failed) status = spokes__error_nomem(err);
  if (!status && !sink->write(sink->context, e.out.data, e.out.len))
    status = spokes__error_set(err, SPOKES_E_IO, "cannot write the results");
  spokes__buf_release(&e.out);
  return status;
}
