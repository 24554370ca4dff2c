// dict list: the forms that name actors, as they are written in the dictionary.

#include <string.h>

#include "dictionary/cells.h"

static spokes_kind kind_of(const spokes_lexicon *lexicon, spokes_row row) {
  if (spokes__row_type(lexicon, row) == SPOKES_ROW_SHORT) return SPOKES_KIND_ABBREV;
  const char *name = spokes__row_field(lexicon, row, "kind");
  int kind = 0;
  while (kind + 1 < SPOKES_KIND_COUNT && strcmp(spokes_kind_name((spokes_kind)kind), name)) kind++;
  return (spokes_kind)kind;
}

static bool is_wanted(const spokes_lexicon *lexicon, spokes_row row, const spokes_dict_filter *filter) {
  spokes_actor actor = spokes__row_actor(lexicon, row);
  if (actor == SPOKES_NO_ACTOR) return false;
  if (filter->actor != SIZE_MAX && filter->actor != actor) return false;
  if (filter->lang && strcmp(filter->lang, spokes__row_lang(lexicon, row))) return false;
  return filter->kind == SPOKES_KIND_COUNT || filter->kind == kind_of(lexicon, row);
}

static void add_row(spokes_grid *grid, const spokes_lexicon *lexicon, spokes_row row) {
  bool is_short = spokes__row_type(lexicon, row) == SPOKES_ROW_SHORT;
  static const char *const last[] = {"case", "rules", "default", "from", "until", "note"};
  spokes__cell_text(grid, spokes__row_field(lexicon, row, "id"));
  spokes__cell_text(grid, spokes__row_field(lexicon, row, "actor"));
  spokes__cell_text(grid, spokes__row_lang(lexicon, row));
  spokes__cell_text(grid, spokes__row_field(lexicon, row, "form"));
  spokes__cell_text(grid, spokes_kind_name(kind_of(lexicon, row)));
  spokes__cell_text(grid, spokes__row_field(lexicon, row, "strength"));
  spokes__cell_text(grid, is_short ? spokes__row_field(lexicon, row, "rank") : "");
  spokes__row_cells(grid, lexicon, row, last, sizeof last / sizeof *last);
  spokes__place_cells(grid, lexicon, row);
}

spokes_status spokes_dict_list(const spokes_lexicon *lexicon, const spokes_dict_filter *filter, spokes_grid **out,
                               spokes_error *err) {
  static const spokes_grid_column columns[] = {{"id", false},    {"actor", false},    {"lang", false}, {"form", false},
                                               {"kind", false},  {"strength", false}, {"rank", true},  {"case", false},
                                               {"rules", false}, {"default", false},  {"from", false}, {"until", false},
                                               {"note", false},  {"file", false},     {"line", true}};
  *out = NULL;
  spokes_status status = spokes__rows_check(lexicon, err);
  if (!status) status = spokes_grid_new(columns, sizeof columns / sizeof *columns, out, err);
  for (spokes_row row = 0; !status && row < lexicon->row_count; row++)
    if (is_wanted(lexicon, row, filter)) add_row(*out, lexicon, row);
  return status;
}
