// typology.csv: the columns of the contract, then what they rest on.

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "report/cells.h"
#include "run/typology_table.h"

#define DECIMALS 6

static const spokes_grid_column columns[] = {{"grouping", false},
                                             {"members", false},
                                             {"unidirectionality", true},
                                             {"u_lo", true},
                                             {"u_hi", true},
                                             {"closure", true},
                                             {"c_lo", true},
                                             {"c_hi", true},
                                             {"type", false},
                                             {"p_hub_and_spokes", true},
                                             {"p_integrated", true},
                                             {"p_expanding", true},
                                             {"p_loose", true},
                                             {"documents", true},
                                             {"reference", false},
                                             {"agrees", false},
                                             {"name", false},
                                             {"hub", false},
                                             {"window", false},
                                             {"years", false},
                                             {"issuers", false},
                                             {"external", false},
                                             {"even_closure", true},
                                             {"pairs", true},
                                             {"pairs_absent", true},
                                             {"silent_members", true},
                                             {"single_document_members", true},
                                             {"u_strong", true},
                                             {"c_strong", true},
                                             {"resamples", true},
                                             {"seed", true},
                                             {"note", false}};

// The ids of the members for which `is_listed` holds, each with its documents when with_documents.
typedef bool listed_fn(const spokes_typology_entry *entry, size_t member);

static bool any_member(const spokes_typology_entry *entry, size_t member) {
  (void)entry;
  (void)member;
  return true;
}
static bool is_external(const spokes_typology_entry *entry, size_t member) {
  return entry->roles[member] == SPOKES_ROLE_EXTERNAL;
}
static bool has_documents(const spokes_typology_entry *entry, size_t member) {
  return entry->results[member].documents > 0;
}

static void list_cell(spokes_grid *grid, const spokes_lexicon *lexicon, const spokes_typology_entry *entry,
                      listed_fn *is_listed, bool with_documents) {
  spokes_buf text = SPOKES_BUF_INIT;
  spokes__buf_reserve(&text, 1);
  for (size_t i = 0; i < entry->member_count; i++) {
    if (!is_listed(entry, i)) continue;
    if (text.len) spokes__buf_byte(&text, ' ');
    spokes__buf_text(&text, spokes__lexicon_actor(lexicon, entry->members[i])->id);
    if (with_documents) spokes__buf_format(&text, ":%llu", (unsigned long long)entry->results[i].documents);
  }
  spokes_grid_text(grid, text.data ? text.data : "", text.len);
  spokes__buf_release(&text);
}

static void years_cell(spokes_grid *grid, uint32_t from, uint32_t until) {
  char text[32] = "";
  if (from) snprintf(text, sizeof text, "%u-%u", (unsigned)from, (unsigned)until);
  spokes__cell_text(grid, text);
}

static void agreement_cells(spokes_grid *grid, const spokes_typology_entry *entry) {
  bool is_told = *entry->label && entry->values.cell != SPOKES_CELL_NONE;
  bool agrees = is_told && !strcmp(entry->label, spokes__cell_name(entry->values.cell));
  spokes__cell_text(grid, entry->label);
  spokes__cell_text(grid, !is_told ? "" : agrees ? "yes" : "no");
}

static void add_row(spokes_grid *grid, const spokes_typology_entry *entry, const spokes_typology_query *query) {
  const spokes_typology *v = &entry->values;
  spokes__cell_text(grid, entry->grouping);
  list_cell(grid, query->lexicon, entry, any_member, false);
  spokes__cell_real(grid, v->u, DECIMALS);
  spokes__cell_interval(grid, v->u_interval, DECIMALS);
  spokes__cell_real(grid, v->c, DECIMALS);
  spokes__cell_interval(grid, v->c_interval, DECIMALS);
  spokes__cell_text(grid, spokes__cell_name(v->cell));
  for (size_t cell = 0; cell < SPOKES_CELL_COUNT; cell++) spokes__cell_real(grid, v->p_cells[cell], DECIMALS);
  spokes_grid_number(grid, entry->documents);
  agreement_cells(grid, entry);
  spokes__cell_text(grid, entry->name);
  spokes__cell_text(grid, spokes__lexicon_actor(query->lexicon, query->hub)->id);
  years_cell(grid, entry->window_from, entry->window_until);
  years_cell(grid, entry->from, entry->until);
  list_cell(grid, query->lexicon, entry, has_documents, true);
  list_cell(grid, query->lexicon, entry, is_external, false);
  spokes__cell_real(grid, v->even_closure, DECIMALS);
  spokes_grid_number(grid, v->pairs);
  spokes_grid_number(grid, v->pairs_absent);
  spokes_grid_number(grid, v->silent_members);
  spokes_grid_number(grid, v->single_document_members);
  spokes__cell_real(grid, query->options.u_strong, DECIMALS);
  spokes__cell_real(grid, query->options.c_strong, DECIMALS);
  spokes_grid_number(grid, query->options.draws);
  spokes_grid_number(grid, query->seed);
  spokes__cell_text(grid, entry->note);
}

// ---- For a terminal -------------------------------------------------------------------------------------------

static const spokes_grid_column brief_columns[] = {
    {"grouping", false}, {"window", false},    {"U", true},       {"u_lo", true},     {"u_hi", true},
    {"C", true},         {"c_lo", true},       {"c_hi", true},    {"type", false},    {"p", true},
    {"documents", true}, {"reference", false}, {"agrees", false}, {"members", false}, {"note", false}};

#define BRIEF_DECIMALS 3

// Of a large system only the number of its members.
static void members_cell(spokes_grid *grid, const spokes_typology_entry *entry, const spokes_lexicon *lexicon) {
  char text[32];
  if (entry->member_count <= 12) {
    list_cell(grid, lexicon, entry, any_member, false);
    return;
  }
  snprintf(text, sizeof text, "%zu states", entry->member_count);
  spokes__cell_text(grid, text);
}

static void add_brief_row(spokes_grid *grid, const spokes_typology_entry *entry, const spokes_typology_query *query) {
  const spokes_typology *v = &entry->values;
  spokes__cell_text(grid, entry->grouping);
  years_cell(grid, entry->window_from, entry->window_until);
  spokes__cell_real(grid, v->u, BRIEF_DECIMALS);
  spokes__cell_interval(grid, v->u_interval, BRIEF_DECIMALS);
  spokes__cell_real(grid, v->c, BRIEF_DECIMALS);
  spokes__cell_interval(grid, v->c_interval, BRIEF_DECIMALS);
  spokes__cell_text(grid, spokes__cell_name(v->cell));
  spokes__cell_real(grid, v->cell == SPOKES_CELL_NONE ? SPOKES_NOT_AVAILABLE : v->p_cells[v->cell], BRIEF_DECIMALS);
  spokes_grid_number(grid, entry->documents);
  agreement_cells(grid, entry);
  members_cell(grid, entry, query->lexicon);
  spokes__cell_text(grid, entry->note);
}

spokes_status spokes__typology_table_grid(const spokes_typology_table *table, const spokes_typology_query *query,
                                          bool is_brief, spokes_grid **out, spokes_error *err) {
  spokes_status status = is_brief
                             ? spokes_grid_new(brief_columns, sizeof brief_columns / sizeof *brief_columns, out, err)
                             : spokes_grid_new(columns, sizeof columns / sizeof *columns, out, err);
  for (size_t i = 0; !status && i < table->count; i++)
    is_brief ? add_brief_row(*out, &table->entries[i], query) : add_row(*out, &table->entries[i], query);
  return status;
}
