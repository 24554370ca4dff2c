// relations.csv (who is ally, partner or rival of whom, and when) and groupings.csv (who belongs to which minilateral).
// Both are small, so that looking through all rows is quick enough.

#include <string.h>

#include "compiled.h"
#include "load.h"

typedef spokes_csv_field field_t;

static bool periods_meet(uint32_t from, uint32_t until, uint32_t other_from, uint32_t other_until) {
  return (!until || other_from < until) && (!other_until || from < other_until);
}

static spokes_relation_kind take_kind(spokes_loader *loader, const field_t *f, int column) {
  static const char *const names[] = {"", "ally", "partner", "rival"};
  for (int i = SPOKES_RELATION_ALLY; i <= SPOKES_RELATION_RIVAL; i++)
    if (spokes__csv_field_is(&f[column], names[i])) return (spokes_relation_kind)i;
  spokes__loader_fault(loader, column, "relation is '%.20s', not ally, partner or rival", f[column].text);
  return SPOKES_RELATION_NONE;
}

static void take_period(spokes_loader *loader, const field_t *f, int column, uint32_t *from, uint32_t *until) {
  if (!f[column].len) spokes__loader_fault(loader, column, "no date of the beginning");
  spokes__loader_dates(loader, f, column, from, until);
}

// A pair has one relation at a time.
static void check_relation(spokes_loader *loader, const spokes_relation *relation) {
  const spokes_lexicon *lexicon = loader->lexicon;
  for (size_t i = 0; i < lexicon->relation_count; i++) {
    const spokes_relation *other = &lexicon->relations[i];
    if (other->hub != relation->hub || other->partner != relation->partner ||
        !periods_meet(other->from, other->until, relation->from, relation->until))
      continue;
    spokes__loader_fault(loader, 4, "'%s' and '%s' have another relation at that time",
                         lexicon->actors[relation->hub].id, lexicon->actors[relation->partner].id);
    return;
  }
}

void spokes__take_relation_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  (void)row;
  spokes_relation relation = {.hub = spokes__loader_actor(loader, f, 1), .partner = spokes__loader_actor(loader, f, 2)};
  relation.kind = take_kind(loader, f, 3);
  take_period(loader, f, 4, &relation.from, &relation.until);
  if (!f[6].len) spokes__loader_fault(loader, 6, "no treaty or statement that the relation rests on");
  if (relation.hub == SPOKES_NO_ACTOR || relation.partner == SPOKES_NO_ACTOR) return;
  if (relation.hub == relation.partner) spokes__loader_fault(loader, 2, "'%.40s' is its own partner", f[2].text);
  check_relation(loader, &relation);
  spokes_lexicon *lexicon = loader->lexicon;
  void *items = lexicon->relations;
  spokes_relation *added =
      spokes__loader_add(loader, &items, &lexicon->relation_count, &loader->draft.relation_cap, sizeof *added);
  lexicon->relations = items;
  if (added) *added = relation;
}

static void check_label(spokes_loader *loader, const field_t *f, int column) {
  static const char *const labels[] = {"", "hub-and-spokes", "integrated", "expanding", "loose"};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    if (spokes__csv_field_is(&f[column], labels[i])) return;
  spokes__loader_fault(loader, column, "label is '%.40s', not hub-and-spokes, integrated, expanding, loose or empty",
                       f[column].text);
}

// Rows of one grouping agree in its names and label, and no membership is listed twice.
static void check_grouping(spokes_loader *loader, const spokes_grouping_row *row) {
  const spokes_lexicon *lexicon = loader->lexicon;
  bool is_new = true;
  for (size_t i = 0; i < lexicon->grouping_count; i++) {
    const spokes_grouping_row *other = &lexicon->groupings[i];
    if (strcmp(other->grouping, row->grouping)) continue;
    if (is_new && strcmp(other->name_en, row->name_en))
      spokes__loader_fault(loader, 2, "'%.40s' is called '%.80s' above", row->grouping, other->name_en);
    if (is_new && strcmp(other->name_zh, row->name_zh))
      spokes__loader_fault(loader, 3, "'%.40s' is called '%.80s' above", row->grouping, other->name_zh);
    if (is_new && strcmp(other->label, row->label))
      spokes__loader_fault(loader, 7, "'%.40s' has the label '%.40s' above", row->grouping, other->label);
    is_new = false;
    if (other->member == row->member && periods_meet(other->from, other->until, row->from, row->until)) {
      spokes__loader_fault(loader, 4, "'%s' is a member at that time already", lexicon->actors[row->member].id);
      return;
    }
  }
}

void spokes__take_grouping_row(spokes_loader *loader, const field_t *f, spokes_row row) {
  (void)row;
  if (!f[1].len) spokes__loader_fault(loader, 1, "no id of the grouping");
  if (!f[2].len) spokes__loader_fault(loader, 2, "grouping '%.40s' has no name", f[1].text);
  check_label(loader, f, 7);
  spokes_grouping_row grouping = {spokes__loader_keep(loader, &f[1]),
                                  spokes__loader_keep(loader, &f[2]),
                                  spokes__loader_keep(loader, &f[3]),
                                  spokes__loader_keep(loader, &f[7]),
                                  spokes__loader_actor(loader, f, 4),
                                  0,
                                  0};
  take_period(loader, f, 5, &grouping.from, &grouping.until);
  if (grouping.member == SPOKES_NO_ACTOR || loader->failed) return;
  check_grouping(loader, &grouping);
  spokes_lexicon *lexicon = loader->lexicon;
  void *items = lexicon->groupings;
  spokes_grouping_row *added =
      spokes__loader_add(loader, &items, &lexicon->grouping_count, &loader->draft.grouping_cap, sizeof *added);
  lexicon->groupings = items;
  if (added) *added = grouping;
}

// ---- Questions --------------------------------------------------------------------------------------------

const spokes_relation *spokes__lexicon_relations(const spokes_lexicon *lexicon, size_t *count_out) {
  *count_out = lexicon->relation_count;
  return lexicon->relations;
}

const spokes_grouping_row *spokes__lexicon_groupings(const spokes_lexicon *lexicon, size_t *count_out) {
  *count_out = lexicon->grouping_count;
  return lexicon->groupings;
}

bool spokes__period_holds(uint32_t from, uint32_t until, uint32_t date) {
  return date ? from <= date && (!until || date < until) : !until;
}

spokes_relation_kind spokes__lexicon_relation_at(const spokes_lexicon *lexicon, spokes_actor a, spokes_actor b,
                                                 uint32_t date) {
  for (size_t i = 0; i < lexicon->relation_count; i++) {
    const spokes_relation *relation = &lexicon->relations[i];
    bool is_pair = (relation->hub == a && relation->partner == b) || (relation->hub == b && relation->partner == a);
    if (is_pair && spokes__period_holds(relation->from, relation->until, date)) return relation->kind;
  }
  return SPOKES_RELATION_NONE;
}
