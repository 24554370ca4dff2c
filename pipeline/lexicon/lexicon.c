// The finished lexicon: its end, and what other modules ask of it.

#include "lexicon.h"

#include <string.h>

#include "image.h"

void spokes_lexicon_free(spokes_lexicon *lexicon) {
  if (!lexicon) return;
  spokes__rules_free(lexicon->rules);
  spokes__strmap_release(&lexicon->actor_ids);
  spokes__tables_close(&lexicon->tables);
  spokes__arena_release(&lexicon->arena);
  spokes__arena_release(&lexicon->kept);
  spokes__image_release(&lexicon->image);
  spokes__free(lexicon);
}

size_t spokes__lexicon_actor_count(const spokes_lexicon *lexicon) { return lexicon->actor_count; }

const spokes_actor_info *spokes__lexicon_actor(const spokes_lexicon *lexicon, spokes_actor actor) {
  return &lexicon->actors[actor];
}

spokes_actor spokes__lexicon_find_actor(const spokes_lexicon *lexicon, const char *id, size_t len) {
  uint32_t found = spokes__strmap_get(&lexicon->actor_ids, id, len);
  return found == SPOKES_STRMAP_NONE ? SPOKES_NO_ACTOR : (spokes_actor)found;
}

size_t spokes_lexicon_actor_count(const spokes_lexicon *lexicon) { return lexicon->actor_count; }
const char *spokes_lexicon_actor_id(const spokes_lexicon *lexicon, size_t actor) { return lexicon->actors[actor].id; }
const char *spokes_lexicon_actor_name(const spokes_lexicon *lexicon, size_t actor) {
  return lexicon->actors[actor].name_en;
}

const char *spokes__lexicon_row_id(const spokes_lexicon *lexicon, spokes_row row) {
  return row < lexicon->row_count ? lexicon->strings + lexicon->rows[row].id : "";
}

const char *spokes__lexicon_row_form(const spokes_lexicon *lexicon, spokes_row row) {
  return row < lexicon->row_count ? lexicon->strings + lexicon->rows[row].form : "";
}

const char *spokes__lexicon_row_file(const spokes_lexicon *lexicon, spokes_row row, uint32_t *line_out) {
  *line_out = row < lexicon->row_count ? lexicon->rows[row].line : 0;
  return row < lexicon->row_count ? lexicon->files[lexicon->rows[row].file] : "";
}

size_t spokes__lexicon_row_count(const spokes_lexicon *lexicon) { return lexicon->row_count; }

const spokes_tables *spokes__lexicon_tables(const spokes_lexicon *lexicon) { return &lexicon->tables; }

const char *spokes__lexicon_hash(const spokes_lexicon *lexicon) { return lexicon->hash; }

void spokes__lexicon_members(const spokes_lexicon *lexicon, spokes_actor grouping, uint32_t date,
                             spokes_member_fn *visit, void *context) {
  for (uint32_t i = lexicon->member_first[grouping]; i < lexicon->member_first[grouping + 1u]; i++) {
    const spokes_member *member = &lexicon->members[i];
    // Without a date the question is about today: memberships that ended are over.
    bool holds =
        date ? (!member->from || member->from <= date) && (!member->until || date < member->until) : !member->until;
    if (holds) visit(context, member->member);
  }
}
