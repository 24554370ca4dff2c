// dict show: everything that the dictionary says of one actor, in one table.

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "dictionary/cells.h"

typedef struct view {
  const spokes_lexicon *lexicon;
  spokes_actor actor;
  const char *id;  // of the actor
  spokes_grid *grid;
  spokes_buf detail;  // scratch
} view;

// What a row says beside its form: "column value" for each of the columns that is not empty.
static void add_details(view *v, spokes_row row, const char *const *columns, size_t count) {
  spokes__buf_clear(&v->detail);
  for (size_t i = 0; i < count; i++) {
    const char *value = spokes__row_field(v->lexicon, row, columns[i]);
    if (!*value) continue;
    if (v->detail.len) spokes__buf_text(&v->detail, "; ");
    spokes__buf_format(&v->detail, "%s %s", columns[i], value);
  }
}

static void add_row(view *v, const char *what, spokes_row row, const char *form, const char *const *details,
                    size_t detail_count) {
  spokes__cell_text(v->grid, what);
  spokes__cell_text(v->grid, spokes__row_field(v->lexicon, row, "id"));
  spokes__cell_text(v->grid, spokes__row_lang(v->lexicon, row));
  spokes__cell_text(v->grid, form);
  spokes__cell_text(v->grid, spokes__row_field(v->lexicon, row, "kind"));
  spokes__cell_text(v->grid, spokes__row_field(v->lexicon, row, "from"));
  spokes__cell_text(v->grid, spokes__row_field(v->lexicon, row, "until"));
  add_details(v, row, details, detail_count);
  spokes_grid_text(v->grid, v->detail.len ? v->detail.data : "", v->detail.len);
  spokes__place_cells(v->grid, v->lexicon, row);
}

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

static void show_actor(view *v, spokes_row row) {
  static const char *const details[] = {"type", "name_zh", "region", "note"};
  if (!strcmp(spokes__row_field(v->lexicon, row, "id"), v->id))
    add_row(v, "actor", row, spokes__row_field(v->lexicon, row, "name_en"), details, COUNT_OF(details));
}

static void show_name(view *v, spokes_row row) {
  static const char *const details[] = {"case", "rules", "default", "note"};
  if (spokes__row_actor(v->lexicon, row) == v->actor)
    add_row(v, "name", row, spokes__row_field(v->lexicon, row, "form"), details, COUNT_OF(details));
}

static void show_short(view *v, spokes_row row) {
  static const char *const details[] = {"strength", "rank", "note"};
  if (spokes__row_actor(v->lexicon, row) == v->actor)
    add_row(v, "short", row, spokes__row_field(v->lexicon, row, "form"), details, COUNT_OF(details));
}

// Is the id among the words of a list that spaces separate?
static bool lists(const char *list, const char *id) {
  size_t id_len = strlen(id);
  while (*list) {
    size_t len = strcspn(list, " ");
    if (len == id_len && !memcmp(list, id, len)) return true;
    list += len + (list[len] == ' ');
  }
  return false;
}

static void show_pair(view *v, spokes_row row) {
  static const char *const details[] = {"actors", "note"};
  if (lists(spokes__row_field(v->lexicon, row, "actors"), v->id))
    add_row(v, "pair", row, spokes__row_field(v->lexicon, row, "form"), details, COUNT_OF(details));
}

// ---- Non-mentions that cover a form of the actor ---------------------------------------------------------

static bool covers_actor(const view *v, const spokes_form *form) {
  for (uint32_t i = form->inner; i < form->inner + form->inner_count; i++)
    if (v->lexicon->inners[i].actor == v->actor) return true;
  return false;
}

static void show_covering(view *v) {
  static const char *const details[] = {"class", "case", "rules", "note"};
  for (size_t i = 0; i < v->lexicon->form_count; i++) {
    const spokes_form *form = &v->lexicon->forms[i];
    if (form->type != SPOKES_FORM_ACTOR && covers_actor(v, form))
      add_row(v, form->type == SPOKES_FORM_WORD ? "word" : "nonmention", form->row,
              spokes__row_field(v->lexicon, form->row, "form"), details, COUNT_OF(details));
  }
}

// ---- Rules ------------------------------------------------------------------------------------------------

// Do names of the actor ask this group?
static bool asks(const view *v, const char *group) {
  for (spokes_row row = 0; row < v->lexicon->row_count; row++)
    if (spokes__row_type(v->lexicon, row) == SPOKES_ROW_NAME && spokes__row_actor(v->lexicon, row) == v->actor &&
        !strcmp(spokes__row_field(v->lexicon, row, "rules"), group))
      return true;
  return false;
}

static bool gives(const view *v, const char *action) {
  return !strncmp(action, "actor:", 6) && !strcmp(action + 6, v->id);
}

// Patterns may have hundreds of characters: the table names the file and line where they stand.
static void show_rule(view *v, spokes_row row) {
  static const char *const details[] = {"action", "reason", "note"};
  const char *group = spokes__row_field(v->lexicon, row, "group");
  if (gives(v, spokes__row_field(v->lexicon, row, "action")) || asks(v, group))
    add_row(v, "rule", row, group, details, COUNT_OF(details));
}

static void show_member(view *v, spokes_row row) {
  static const char *const details[] = {"note"};
  const char *grouping = spokes__row_field(v->lexicon, row, "grouping");
  const char *member = spokes__row_field(v->lexicon, row, "member");
  if (!strcmp(member, v->id)) add_row(v, "member of", row, grouping, details, COUNT_OF(details));
  if (!strcmp(grouping, v->id)) add_row(v, "member", row, member, details, COUNT_OF(details));
}

// ---- The whole ----------------------------------------------------------------------------------------------

static void show_rows(view *v, spokes_row_type type, void (*show)(view *v, spokes_row row)) {
  for (spokes_row row = 0; row < v->lexicon->row_count; row++)
    if (spokes__row_type(v->lexicon, row) == type) show(v, row);
}

spokes_status spokes_dict_show(const spokes_lexicon *lexicon, size_t actor, spokes_grid **out, spokes_error *err) {
  static const spokes_grid_column columns[] = {{"what", false}, {"id", false},   {"lang", false},  {"form", false},
                                               {"kind", false}, {"from", false}, {"until", false}, {"detail", false},
                                               {"file", false}, {"line", true}};
  *out = NULL;
  spokes_status status = spokes__rows_check(lexicon, err);
  if (!status && actor >= lexicon->actor_count)
    status = spokes__error_set(err, SPOKES_E_ARG, "there is no actor with the number %zu", actor);
  if (!status) status = spokes_grid_new(columns, COUNT_OF(columns), out, err);
  if (status) return status;
  view v = {lexicon, (spokes_actor)actor, lexicon->actors[actor].id, *out, SPOKES_BUF_INIT};
  show_rows(&v, SPOKES_ROW_ACTOR, show_actor);
  show_rows(&v, SPOKES_ROW_NAME, show_name);
  show_rows(&v, SPOKES_ROW_SHORT, show_short);
  show_rows(&v, SPOKES_ROW_PAIR, show_pair);
  show_covering(&v);
  show_rows(&v, SPOKES_ROW_RULE, show_rule);
  show_rows(&v, SPOKES_ROW_MEMBER, show_member);
  bool failed = v.detail.failed;
  spokes__buf_release(&v.detail);
  if (!failed) return SPOKES_OK;
  spokes_grid_free(*out);
  *out = NULL;
  return spokes__error_nomem(err);
}
