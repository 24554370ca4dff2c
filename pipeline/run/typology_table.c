// First all entries are planned, then they are computed, each by itself, so that threads may share them out.

#include "run/typology_table.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/checked.h"
#include "base/threads.h"

// Numbers in the table of an entry's documents and members; beyond it the entry is left out.
#define MAX_CELLS (1u << 26)

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

typedef struct crew {
  const planner *plan;
  pthread_mutex_t lock;
  spokes_error fault;  // the first one
} crew;

static size_t member_at(const spokes_typology_entry *entry, spokes_actor actor) {
  size_t at = 0;
  while (at < entry->member_count && entry->members[at] != actor) at++;
  return at;
}

static bool is_used(const spokes_typology_query *query, const spokes_typology_entry *entry,
                    const spokes_issued_document *document, size_t member) {
  if (member == entry->member_count || !in_years(document->date, entry->window_from, entry->window_until)) return false;
  return !query->lifetime ||
         spokes__period_holds(entry->member_from[member], entry->member_until[member], document->date);
}

// A grouping's texts; the arrays are one block, *block_out.
static bool collect(const planner *p, spokes_typology_entry *entry, spokes_grouping_texts *texts, void **block_out) {
  size_t count = 0, width = entry->member_count + 2, cells, bytes;
  for (size_t d = 0; d < p->issued->document_count; d++)
    count += is_used(p->query, entry, &p->issued->documents[d], member_at(entry, p->issued->documents[d].issuer));
  if (!spokes__size_mul(count + 1, width, &cells) || !spokes__size_mul(cells, sizeof(uint64_t), &bytes)) return false;
  uint64_t *block = *block_out = cells <= MAX_CELLS ? spokes__calloc(cells, sizeof *block) : NULL;
  if (!block) return cells > MAX_CELLS;
  size_t *issuers = (size_t *)(void *)block;
  uint64_t *hub = block + count, *mentions = hub + count;
  for (size_t d = 0, at = 0; d < p->issued->document_count; d++) {
    const spokes_issued_document *document = &p->issued->documents[d];
    size_t member = member_at(entry, document->issuer);
    if (!is_used(p->query, entry, document, member)) continue;
    uint32_t year = year_of(document->date);
    if (!entry->from || year < entry->from) entry->from = year;
    if (year > entry->until) entry->until = year;
    issuers[at] = member;
    for (size_t i = document->first; i < document->first + document->count; i++) {
      const spokes_actor_n *item = &p->issued->items[i];
      size_t named = member_at(entry, item->actor);
      if (item->actor == p->query->hub) hub[at] = item->n;
      if (named < entry->member_count && named != member) mentions[at * entry->member_count + named] = item->n;
    }
    at++;
  }
  *texts = (spokes_grouping_texts){entry->roles, entry->member_count, issuers, hub, mentions, count};
  entry->documents = count;
  return true;
}

static void clear_values(spokes_typology *values) {
  *values = (spokes_typology){.u = SPOKES_NOT_AVAILABLE, .c = SPOKES_NOT_AVAILABLE, .cell = SPOKES_CELL_NONE};
  values->u_interval = values->c_interval = SPOKES_INTERVAL_NONE;
  values->even_closure = SPOKES_NOT_AVAILABLE;
  for (size_t cell = 0; cell < SPOKES_CELL_COUNT; cell++) values->p_cells[cell] = SPOKES_NOT_AVAILABLE;
}

static spokes_status compute(const planner *p, spokes_typology_entry *entry, spokes_error *err) {
  spokes_grouping_texts texts = {.roles = NULL};
  spokes_typology_options options = p->query->options;
  spokes_random random;
  char key[128];
  void *block = NULL;
  clear_values(&entry->values);
  if (entry->member_count < 2) return SPOKES_OK;
  if (!collect(p, entry, &texts, &block)) return spokes__error_nomem(err);
  if (!block) {
    entry->note = "too many documents";
    return SPOKES_OK;
  }
  if (entry->is_system) options.members_needed = 2;
  int len = snprintf(key, sizeof key, "typology %.60s %u %u", entry->grouping, (unsigned)entry->window_from,
                     (unsigned)entry->window_until);
  spokes__random_seed_key(&random, p->query->seed, key, len > 0 ? (size_t)len : 0);
  spokes_status status = spokes__typology_compute(&texts, &options, &random, entry->results, &entry->values, err);
  spokes__free(block);
  return status;
}

static void do_entry(void *context, unsigned worker, size_t job) {
  crew *c = context;
  spokes_error fault;
  (void)worker;
  if (!compute(c->plan, &c->plan->table->entries[job], &fault)) return;
  pthread_mutex_lock(&c->lock);
  if (!c->fault.code) c->fault = fault;
  pthread_mutex_unlock(&c->lock);
}

spokes_status spokes__typology_table_make(spokes_typology_table *table, const spokes_typology_query *query,
                                          const spokes_issued *issued, spokes_error *err) {
  planner p = {table, query, issued, false};
  crew c = {.plan = &p};
  if (query->hub == SPOKES_NO_ACTOR) return SPOKES_OK;
  plan(&p);
  if (p.failed || pthread_mutex_init(&c.lock, NULL)) return spokes__error_nomem(err);
  spokes_status status = spokes__threads_run(query->threads ? query->threads : 1, table->count, do_entry, &c, err);
  pthread_mutex_destroy(&c.lock);
  if (status || !c.fault.code) return status;
  if (err) *err = c.fault;
  return c.fault.code;
}
