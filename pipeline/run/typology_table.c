// First all entries are planned, then they are computed, window by window.

#include "run/typology_table.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "run/typology_texts.h"

typedef struct window {
  uint32_t from, until;  // years
  uint32_t as_of;        // yyyymmdd of its last document
} window;

typedef struct planner {
  spokes_typology_table *table;
  const spokes_typology_query *query;
  const spokes_issued *issued;
  bool failed;
} planner;

static uint32_t year_of(uint32_t date) { return date / 10000; }

void spokes__typology_table_release(spokes_typology_table *table) {
  spokes__free(table->entries);
  spokes__arena_release(&table->arena);
  *table = (spokes_typology_table)SPOKES_TYPOLOGY_TABLE_INIT;
}

// ---- Planning -------------------------------------------------------------------------------------------

// A new entry with room for member_cap members; NULL when memory is out.
static spokes_typology_entry *add_entry(planner *p, window when, size_t member_cap) {
  spokes_typology_table *table = p->table;
  void *entries = table->entries;
  spokes_actor *members = spokes__arena_calloc(&table->arena, member_cap, sizeof *members);
  spokes_role *roles = spokes__arena_calloc(&table->arena, member_cap, sizeof *roles);
  spokes_member_result *results = spokes__arena_calloc(&table->arena, member_cap, sizeof *results);
  uint32_t *dates = spokes__arena_calloc(&table->arena, member_cap, 2 * sizeof *dates);
  p->failed = !members || !roles || !results || !dates ||
              !spokes__array_reserve(&entries, &table->cap, table->count + 1, sizeof *table->entries);
  if (p->failed) return NULL;
  table->entries = entries;
  spokes_typology_entry *entry = &table->entries[table->count++];
  *entry = (spokes_typology_entry){.members = members,
                                   .roles = roles,
                                   .results = results,
                                   .member_from = dates,
                                   .member_until = dates + member_cap,
                                   .window_from = when.from,
                                   .window_until = when.until,
                                   .label = "",
                                   .note = ""};
  return entry;
}

static void add_member(spokes_typology_entry *entry, spokes_actor actor, uint32_t from, uint32_t until) {
  size_t at = 0;
  while (at < entry->member_count && entry->members[at] != actor) at++;
  if (at < entry->member_count) {  // a second membership: from the first one's start to the last one's end
    if (from < entry->member_from[at]) entry->member_from[at] = from;
    if (!until || (entry->member_until[at] && until > entry->member_until[at])) entry->member_until[at] = until;
    return;
  }
  entry->members[at] = actor;
  entry->member_from[at] = from;
  entry->member_until[at] = until;
  entry->member_count++;
}

static void set_note(planner *p, spokes_typology_entry *entry, const char *text) {
  const char *copy = spokes__arena_strdup(&p->table->arena, text, strlen(text));
  if (copy)
    entry->note = copy;
  else
    p->failed = true;
}

// Roles at the window's last document; members outside of the hub's system are noted.
static void give_roles(planner *p, spokes_typology_entry *entry, uint32_t as_of) {
  char note[256];
  int len = snprintf(note, sizeof note, "%s", entry->note);
  size_t outside = 0;
  for (size_t i = 0; i < entry->member_count; i++) {
    spokes_actor member = entry->members[i];
    spokes_relation_kind kind = spokes__lexicon_relation_at(p->query->lexicon, p->query->hub, member, as_of);
    entry->roles[i] = member == p->query->hub        ? SPOKES_ROLE_HUB
                      : kind == SPOKES_RELATION_ALLY ? SPOKES_ROLE_ALLY
                                                     : SPOKES_ROLE_EXTERNAL;
    bool is_inside = member == p->query->hub || kind == SPOKES_RELATION_ALLY || kind == SPOKES_RELATION_PARTNER;
    if (is_inside || len < 0 || (size_t)len >= sizeof note) continue;
    len += snprintf(note + len, sizeof note - (size_t)len, "%s%s",
                    outside++ ? " "
                    : len     ? "; outside the system: "
                              : "outside the system: ",
                    spokes__lexicon_actor(p->query->lexicon, member)->id);
  }
  if (outside) set_note(p, entry, note);
}

static bool overlaps(const spokes_grouping_row *row, window when) {
  return year_of(row->from) <= when.until && (!row->until || year_of(row->until - 1) >= when.from);
}

// Why a grouping has no members of its own time in a window: its years are the founding, the end before the window, and
// the new beginning behind it (0 = none).
static void note_absence(planner *p, spokes_typology_entry *entry, uint32_t founded, uint32_t ended, uint32_t resumed) {
  char note[64];
  if (!ended)
    snprintf(note, sizeof note, "before its founding in %u", (unsigned)founded);
  else if (resumed)
    snprintf(note, sizeof note, "interrupted from %u to %u", (unsigned)ended, (unsigned)resumed);
  else
    snprintf(note, sizeof note, "ended in %u", (unsigned)ended);
  set_note(p, entry, note);
}

// Members whose time overlaps the window, else the founders when the window lies before.
static void add_grouping_members(planner *p, spokes_typology_entry *entry, const spokes_grouping_row *rows,
                                 size_t count, window when) {
  uint32_t founded = UINT32_MAX, ended = 0, resumed = 0;
  for (size_t i = 0; i < count; i++) {
    if (strcmp(rows[i].grouping, entry->grouping)) continue;
    bool is_later = year_of(rows[i].from) > when.until;
    if (rows[i].from < founded) founded = rows[i].from;
    if (!is_later && rows[i].until > ended) ended = rows[i].until;
    if (is_later && (!resumed || rows[i].from < resumed)) resumed = rows[i].from;
    if (overlaps(&rows[i], when)) add_member(entry, rows[i].member, rows[i].from, rows[i].until);
  }
  if (entry->member_count) return;
  for (size_t i = 0; !ended && i < count; i++)
    if (!strcmp(rows[i].grouping, entry->grouping) && rows[i].from == founded)
      add_member(entry, rows[i].member, rows[i].from, rows[i].until);
  note_absence(p, entry, year_of(founded), year_of(ended), year_of(resumed));
}

static void plan_grouping(planner *p, const spokes_grouping_row *rows, size_t count, size_t first, window when) {
  spokes_typology_entry *entry = add_entry(p, when, count);
  if (!entry) return;
  entry->grouping = rows[first].grouping;
  entry->name = rows[first].name_en;
  entry->label = rows[first].label;
  add_grouping_members(p, entry, rows, count, when);
  give_roles(p, entry, when.as_of);
}

static void plan_system(planner *p, window when) {
  const spokes_lexicon *lexicon = p->query->lexicon;
  size_t count;
  const spokes_relation *relations = spokes__lexicon_relations(lexicon, &count);
  spokes_typology_entry *entry = add_entry(p, when, 2 * count + 1);
  if (!entry) return;
  const char *hub = spokes__lexicon_actor(lexicon, p->query->hub)->id;
  char id[64];
  snprintf(id, sizeof id, "SYSTEM-%.40s", hub);
  entry->grouping = spokes__arena_strdup(&p->table->arena, id, strlen(id));
  entry->name = "the hub, its allies and partners";
  entry->is_system = true;
  if (!entry->grouping) p->failed = true;
  add_member(entry, p->query->hub, 0, 0);
  for (size_t i = 0; i < count; i++) {
    const spokes_relation *r = &relations[i];
    bool is_friend = r->kind == SPOKES_RELATION_ALLY || r->kind == SPOKES_RELATION_PARTNER;
    if (!is_friend || !spokes__period_holds(r->from, r->until, when.as_of)) continue;
    if (r->hub == p->query->hub) add_member(entry, r->partner, r->from, r->until);
    if (r->partner == p->query->hub) add_member(entry, r->hub, r->from, r->until);
  }
  give_roles(p, entry, when.as_of);
}

static bool is_first_row(const spokes_grouping_row *rows, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (!strcmp(rows[i].grouping, rows[at].grouping)) return false;
  return true;
}

static bool is_wanted(const spokes_typology_query *query, const char *grouping) {
  return !query->grouping || !strcmp(query->grouping, grouping);
}

static void plan_window(planner *p, window when) {
  size_t count;
  const spokes_grouping_row *rows = spokes__lexicon_groupings(p->query->lexicon, &count);
  if (!p->query->grouping || !strncmp(p->query->grouping, "SYSTEM", 6)) plan_system(p, when);
  for (size_t i = 0; !p->failed && i < count; i++)
    if (is_first_row(rows, i) && is_wanted(p->query, rows[i].grouping)) plan_grouping(p, rows, count, i, when);
}

static bool in_years(uint32_t date, uint32_t from, uint32_t until) {
  return (!from || year_of(date) >= from) && (!until || year_of(date) <= until);
}

// The date of the last document in the years; 0 = there is none.
static uint32_t last_date(const spokes_issued *issued, uint32_t from, uint32_t until) {
  uint32_t last = 0;
  for (size_t i = 0; i < issued->document_count; i++) {
    uint32_t date = issued->documents[i].date;
    if (in_years(date, from, until) && date > last) last = date;
  }
  return last;
}

static uint32_t first_date(const spokes_issued *issued, uint32_t from, uint32_t until) {
  uint32_t first = 0;
  for (size_t i = 0; i < issued->document_count; i++) {
    uint32_t date = issued->documents[i].date;
    if (date && in_years(date, from, until) && (!first || date < first)) first = date;
  }
  return first;
}

static void plan(planner *p) {
  const spokes_typology_query *q = p->query;
  uint32_t last = last_date(p->issued, q->from, q->until), first = first_date(p->issued, q->from, q->until);
  uint32_t from = q->from ? q->from : year_of(first), until = q->until ? q->until : year_of(last);
  if (!q->window) {
    plan_window(p, (window){from, until, last});
    return;
  }
  for (uint32_t year = from; last && !p->failed && year <= until; year += q->window) {
    uint32_t end = year + q->window - 1;
    plan_window(p, (window){year, end, last_date(p->issued, year, end)});
  }
}

// ---- Computing --------------------------------------------------------------------------------------------

// The entries of one window.
typedef struct window_input {
  const planner *plan;
  spokes_typology_entry *entries;
  size_t count;
  spokes_typology_texts texts;
  spokes_member *members;  // of all entries
  spokes_grouping *groupings;
  size_t grouping_count;
} window_input;

static void enter_members(window_input *w, const spokes_typology_entry *entry, spokes_member *members) {
  const spokes_typology_query *query = w->plan->query;
  for (size_t i = 0; i < entry->member_count; i++) {
    spokes_typology_span span = {entry->members[i], entry->window_from, entry->window_until, 0, 0};
    if (query->lifetime) {
      span.member_from = entry->member_from[i];
      span.member_until = entry->member_until[i];
    }
    members[i] = (spokes_member){entry->roles[i], spokes__typology_texts_enter(&w->texts, &span), entry->members[i]};
  }
}

// An entry with fewer than two members is not computed.
static void enter_entries(window_input *w) {
  spokes_member *members = w->members;
  for (size_t i = 0; i < w->count; i++) {
    spokes_typology_entry *entry = &w->entries[i];
    spokes__typology_clear(&entry->values);
    if (entry->member_count < 2) continue;
    enter_members(w, entry, members);
    w->groupings[w->grouping_count++] =
        (spokes_grouping){members, entry->member_count, entry->is_system ? 2 : 0, entry->results, &entry->values};
    members += entry->member_count;
  }
}

// How many documents an entry rests on, and of which years.
static void describe(const window_input *w, spokes_typology_entry *entry, const spokes_grouping *grouping) {
  for (size_t i = 0; i < grouping->member_count; i++) {
    size_t issuer = grouping->members[i].issuer;
    uint32_t first = w->texts.first_years[issuer], last = w->texts.last_years[issuer];
    entry->documents += w->texts.issuers[issuer].document_count;
    if (first && (!entry->from || first < entry->from)) entry->from = first;
    if (last > entry->until) entry->until = last;
  }
}

static spokes_status compute(window_input *w, spokes_error *err) {
  const spokes_typology_query *query = w->plan->query;
  enter_entries(w);
  if (!spokes__typology_texts_fill(&w->texts, w->plan->issued, query->lexicon, query->seed))
    return spokes__error_nomem(err);
  for (size_t i = 0, at = 0; i < w->count; i++)
    if (w->entries[i].member_count >= 2) describe(w, &w->entries[i], &w->groupings[at++]);
  const spokes_typology_input in = {w->texts.issuers, w->texts.count, spokes__lexicon_actor_count(query->lexicon),
                                    query->hub,       w->groupings,   w->grouping_count};
  return spokes__typology_compute(&in, &query->options, query->threads, err);
}

static spokes_status compute_window(const planner *p, spokes_typology_entry *entries, size_t count, spokes_error *err) {
  window_input w = {.plan = p, .entries = entries, .count = count};
  size_t members = 0;
  spokes_status status;
  for (size_t i = 0; i < count; i++) members += entries[i].member_count;
  bool is_good = spokes__typology_texts_init(&w.texts, spokes__lexicon_actor_count(p->query->lexicon), members);
  w.members = spokes__calloc(members, sizeof *w.members);
  w.groupings = spokes__calloc(count, sizeof *w.groupings);
  status = is_good && w.members && w.groupings ? compute(&w, err) : spokes__error_nomem(err);
  spokes__free(w.members);
  spokes__free(w.groupings);
  spokes__typology_texts_release(&w.texts);
  return status;
}

static bool same_window(const spokes_typology_entry *a, const spokes_typology_entry *b) {
  return a->window_from == b->window_from && a->window_until == b->window_until;
}

spokes_status spokes__typology_table_make(spokes_typology_table *table, const spokes_typology_query *query,
                                          const spokes_issued *issued, spokes_error *err) {
  planner p = {table, query, issued, false};
  spokes_status status = SPOKES_OK;
  if (query->hub == SPOKES_NO_ACTOR) return SPOKES_OK;
  plan(&p);
  if (p.failed) return spokes__error_nomem(err);
  for (size_t first = 0, end; !status && first < table->count; first = end) {
    for (end = first + 1; end < table->count && same_window(&table->entries[first], &table->entries[end]);) end++;
    status = compute_window(&p, table->entries + first, end - first, err);
  }
  return status;
}
