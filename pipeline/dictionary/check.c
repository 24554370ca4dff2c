// dict check: what the loader lets pass and an editor of the dictionary should look at. Faults stop the loading, so a
// lexicon that is here has none. This file holds the checks on rows alone.

#include "dictionary/check.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/strmap.h"
#include "dictionary/cells.h"

void spokes__checker_warn(spokes_checker *checker, const char *kind, spokes_row row, const char *format, ...) {
  char message[512];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  checker->count++;
  spokes__cell_text(checker->grid, kind);
  if (row == SPOKES_NO_ROW) {
    spokes__cell_text(checker->grid, "");
    spokes__cell_text(checker->grid, "");
    spokes__cell_text(checker->grid, "");
  } else {
    spokes__place_cells(checker->grid, checker->lexicon, row);
    spokes__cell_text(checker->grid, spokes__lexicon_row_id(checker->lexicon, row));
  }
  spokes__cell_text(checker->grid, message);
}

// ---- One form for two actors ------------------------------------------------------------------------------

static bool overlap(const spokes_form *a, const spokes_form *b) {
  return (!a->until || !b->from || b->from < a->until) && (!b->until || !a->from || a->from < b->until);
}

// The loader refuses forms that are equal in every respect; these differ in how letter case is treated.
static void compare_forms(spokes_checker *checker, const spokes_form *form, const spokes_form *other) {
  if (form->actor == other->actor || form->bound != other->bound || !overlap(form, other)) return;
  uint32_t line;
  const char *file = spokes__lexicon_row_file(checker->lexicon, other->row, &line);
  spokes__checker_warn(checker, "two-actors", form->row, "'%s' also stands for %s, with other letter case (%s:%u)",
                       spokes__lexicon_row_form(checker->lexicon, form->row), checker->lexicon->actors[other->actor].id,
                       file, line);
}

static spokes_status check_actors_of_forms(spokes_checker *checker, spokes_error *err) {
  spokes_strmap first = SPOKES_STRMAP_INIT;
  const spokes_lexicon *lexicon = checker->lexicon;
  bool good = true;
  for (uint32_t i = 0; good && i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    uint32_t known;
    if (form->type != SPOKES_FORM_ACTOR || spokes__form_is_chinese(form)) continue;
    good = spokes__strmap_put(&first, spokes__form_text(lexicon, form), form->len, i, &known);
    if (good && known != SPOKES_STRMAP_NONE) compare_forms(checker, form, &lexicon->forms[known]);
  }
  spokes__strmap_release(&first);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

// ---- Groups of rules that nobody asks -----------------------------------------------------------------------

static bool note_group(spokes_strmap *groups, const char *name, spokes_row row, bool *is_new) {
  uint32_t known;
  bool good = spokes__strmap_put(groups, name, strlen(name), row, &known);
  *is_new = known == SPOKES_STRMAP_NONE;
  return good;
}

static spokes_status check_groups(spokes_checker *checker, spokes_error *err) {
  spokes_strmap used = SPOKES_STRMAP_INIT, told = SPOKES_STRMAP_INIT;
  const spokes_lexicon *lexicon = checker->lexicon;
  bool good = true, is_new;
  for (spokes_row row = 0; good && row < lexicon->row_count; row++) {
    const char *group = spokes__row_field(lexicon, row, "rules");
    if (*group) good = note_group(&used, group, row, &is_new);
  }
  for (spokes_row row = 0; good && row < lexicon->row_count; row++) {
    if (spokes__row_type(lexicon, row) != SPOKES_ROW_RULE) continue;
    const char *group = spokes__row_field(lexicon, row, "group");
    if (!strcmp(group, "*") || spokes__strmap_get(&used, group, strlen(group)) != SPOKES_STRMAP_NONE) continue;
    good = note_group(&told, group, row, &is_new);
    if (good && is_new)
      spokes__checker_warn(checker, "unused-rules", row, "no form asks the rules of the group '%s'", group);
  }
  spokes__strmap_release(&used);
  spokes__strmap_release(&told);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

// ---- Actors and memberships -----------------------------------------------------------------------------------

static bool has_form(const spokes_lexicon *lexicon, spokes_actor actor, bool chinese) {
  for (size_t i = 0; i < lexicon->form_count; i++)
    if (lexicon->forms[i].actor == actor && spokes__form_is_chinese(&lexicon->forms[i]) == chinese) return true;
  for (size_t i = 0; chinese && i < lexicon->short_count; i++)
    if (lexicon->shorts[i].actor == actor) return true;
  return false;
}

static void check_actor(spokes_checker *checker, spokes_row row) {
  const char *id = spokes__row_field(checker->lexicon, row, "id");
  spokes_actor actor = spokes__lexicon_find_actor(checker->lexicon, id, strlen(id));
  for (int chinese = 0; chinese < 2; chinese++)
    if (!has_form(checker->lexicon, actor, chinese))
      spokes__checker_warn(checker, "no-form", row, "%s has no %s form", id, chinese ? "Chinese" : "English");
}

static void check_member(spokes_checker *checker, spokes_row row) {
  const spokes_lexicon *lexicon = checker->lexicon;
  if (!*spokes__row_field(lexicon, row, "from"))
    spokes__checker_warn(checker, "unknown-validity", row, "it is not said since when %s belongs to %s",
                         spokes__row_field(lexicon, row, "member"), spokes__row_field(lexicon, row, "grouping"));
}

spokes_status spokes__check_rows(spokes_checker *checker, spokes_error *err) {
  spokes_status status = check_actors_of_forms(checker, err);
  if (!status) status = check_groups(checker, err);
  for (spokes_row row = 0; !status && row < checker->lexicon->row_count; row++) {
    spokes_row_type type = spokes__row_type(checker->lexicon, row);
    if (type == SPOKES_ROW_ACTOR) check_actor(checker, row);
    if (type == SPOKES_ROW_MEMBER) check_member(checker, row);
  }
  return status;
}

// ---- The whole -------------------------------------------------------------------------------------------------

spokes_status spokes_dict_check(const spokes_lexicon *lexicon, spokes_grid **out, uint64_t *count_out,
                                spokes_error *err) {
  static const spokes_grid_column columns[] = {
      {"warning", false}, {"file", false}, {"line", true}, {"id", false}, {"message", false}};
  *out = NULL;
  if (count_out) *count_out = 0;
  spokes_checker checker = {.lexicon = lexicon};
  spokes_status status = spokes__rows_check(lexicon, err);
  if (!status) status = spokes_grid_new(columns, sizeof columns / sizeof *columns, &checker.grid, err);
  if (!status) status = spokes__check_winning(&checker, err);
  if (!status) status = spokes__check_blocking(&checker, err);
  if (!status) status = spokes__check_rows(&checker, err);
  if (status) {
    spokes_grid_free(checker.grid);
    return status;
  }
  *out = checker.grid;
  if (count_out) *count_out = checker.count;
  return SPOKES_OK;
}
