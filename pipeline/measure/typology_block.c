// Rows are found through a table of issuers and columns. States name few of the members of a large system, so that only
// pairs that occur, and that some grouping asks for, have a row; what an issuer never names is counted, not computed.

#include "measure/typology_block.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

// ---- Layout ----------------------------------------------------------------------------------------------------

#define WANTED UINT32_MAX  // in place of a row: some grouping asks for it

static bool allocate(spokes_block_layout *layout, size_t texts, size_t namings) {
  const spokes_typology_input *in = layout->in;
  size_t cells;
  if (!spokes__size_mul(in->issuer_count, in->column_count, &cells)) return false;
  layout->rows = spokes__calloc(cells, sizeof *layout->rows);
  layout->first_rows = spokes__calloc(in->issuer_count + 1, sizeof *layout->first_rows);
  layout->first_text = spokes__calloc(in->issuer_count, sizeof *layout->first_text);
  layout->firsts = spokes__calloc(texts, sizeof *layout->firsts);
  layout->namings = spokes__calloc(namings, sizeof *layout->namings);
  return layout->rows && layout->first_rows && layout->first_text && layout->firsts && layout->namings;
}

static void mark_wanted(spokes_block_layout *layout, const spokes_grouping *grouping) {
  const spokes_typology_input *in = layout->in;
  for (size_t s = 0; s < grouping->member_count; s++) {
    uint32_t *rows = layout->rows + grouping->members[s].issuer * in->column_count;
    rows[in->hub] = WANTED;
    for (size_t a = 0; a < grouping->member_count; a++)
      if (a != s) rows[grouping->members[a].column] = WANTED;
  }
}

// Gives rows to the pairs that occur and are wanted, from *row on, and keeps their namings from *naming on.
static void lay_out(spokes_block_layout *layout, size_t issuer, uint32_t *row, size_t *naming) {
  const spokes_issuer_texts *texts = &layout->in->issuers[issuer];
  uint32_t *rows = layout->rows + issuer * layout->in->column_count;
  size_t *firsts = layout->firsts + layout->first_text[issuer];
  for (size_t d = 0; d < texts->document_count; d++) {
    firsts[d] = *naming;
    for (size_t i = texts->firsts[d]; i < texts->firsts[d + 1]; i++) {
      const spokes_naming *from = &texts->namings[i];
      if (rows[from->column] == WANTED) rows[from->column] = (*row)++;
      if (rows[from->column]) layout->namings[(*naming)++] = (spokes_row_naming){rows[from->column], (double)from->n};
    }
  }
  firsts[texts->document_count] = *naming;
  for (size_t column = 0; column < layout->in->column_count; column++)
    if (rows[column] == WANTED) rows[column] = 0;
}

bool spokes__block_layout_init(spokes_block_layout *layout, const spokes_typology_input *in) {
  size_t namings = 0, texts = 0, at = 0;
  uint32_t row = 1;
  *layout = (spokes_block_layout){.in = in, .loops = spokes__block_loops(spokes__simd_level())};
  for (size_t s = 0; s < in->issuer_count; s++) {
    namings += in->issuers[s].firsts[in->issuers[s].document_count];
    texts += in->issuers[s].document_count + 1;
  }
  if (!allocate(layout, texts, namings)) return false;
  for (size_t i = 0; i < in->grouping_count; i++) mark_wanted(layout, &in->groupings[i]);
  texts = 0;
  for (size_t s = 0; s < in->issuer_count; s++) {
    size_t documents = in->issuers[s].document_count;
    layout->first_rows[s] = row;
    layout->first_text[s] = texts;
    texts += documents + 1;
    if (documents > layout->most_documents) layout->most_documents = documents;
    lay_out(layout, s, &row, &at);
  }
  layout->first_rows[in->issuer_count] = row;
  return true;
}

void spokes__block_layout_release(spokes_block_layout *layout) {
  spokes__free(layout->rows);
  spokes__free(layout->first_rows);
  spokes__free(layout->first_text);
  spokes__free(layout->firsts);
  spokes__free(layout->namings);
}

size_t spokes__block_size(const spokes_block_layout *layout) {
  return layout->first_rows[layout->in->issuer_count] * SPOKES_BLOCK;
}

// ---- Sums ------------------------------------------------------------------------------------------------------

void spokes__block_sum(const spokes_block_layout *layout, size_t issuer, const uint16_t *tallies, double *sums) {
  size_t first = layout->first_rows[issuer], end = layout->first_rows[issuer + 1];
  const size_t *firsts = layout->firsts + layout->first_text[issuer];
  memset(sums + first * SPOKES_BLOCK, 0, (end - first) * SPOKES_BLOCK * sizeof *sums);
  for (size_t d = 0; d < layout->in->issuers[issuer].document_count; d++) {
    double times[SPOKES_BLOCK];
    if (firsts[d] == firsts[d + 1]) continue;
    for (size_t b = 0; b < SPOKES_BLOCK; b++) times[b] = tallies ? tallies[d * SPOKES_BLOCK + b] : 1;
    for (size_t i = firsts[d]; i < firsts[d + 1]; i++)
      layout->loops->add_times(sums + layout->namings[i].row * SPOKES_BLOCK, times, layout->namings[i].n);
  }
}

// ---- U and C ---------------------------------------------------------------------------------------------------

// One state of a grouping.
typedef struct speaker {
  const spokes_block_layout *layout;
  const spokes_grouping *grouping;
  const double *sums;
  const uint32_t *rows;
  size_t member;
} speaker;

static const double *row_of(const speaker *s, size_t column) { return s->sums + s->rows[column] * SPOKES_BLOCK; }

static double first_of(const spokes_block_mean *m) {
  return m->counts[0] > 0 ? m->sums[0] / m->counts[0] : SPOKES_NOT_AVAILABLE;
}

// The mean of dom over the members that a state could name beside the hub. With one that it never names, dom is 1 where
// it names the hub.
static void add_dependence(const speaker *s, spokes_block_mean *u, spokes_member_result *result) {
  const spokes_grouping *grouping = s->grouping;
  const double *hub = row_of(s, s->layout->in->hub);
  spokes_block_mean own = {{0}, {0}};
  size_t never = 0, pairs = 0;
  if (grouping->members[s->member].role == SPOKES_ROLE_HUB) return;
  for (size_t a = 0; a < grouping->member_count; a++) {
    const spokes_member *other = &grouping->members[a];
    if (a == s->member || other->role == SPOKES_ROLE_HUB) continue;
    pairs++;
    if (s->rows[other->column])
      s->layout->loops->add_parts(&own, hub, row_of(s, other->column));
    else
      never++;
  }
  for (size_t b = 0; never && b < SPOKES_BLOCK; b++) {
    double ones = hub[b] > 0 ? (double)never : 0;
    own.sums[b] += ones;
    own.counts[b] += ones;
  }
  s->layout->loops->add_mean(u, &own);
  if (!result) return;
  result->u = first_of(&own);
  result->pairs = pairs;
  result->pairs_absent = pairs - (size_t)own.counts[0];
}

static void add_closure(const speaker *s, bool has_external, spokes_block_mean *c, spokes_member_result *result) {
  double in[SPOKES_BLOCK] = {0}, out[SPOKES_BLOCK] = {0};
  spokes_block_mean own = {{0}, {0}};
  for (size_t a = 0; has_external && a < s->grouping->member_count; a++) {
    const spokes_member *other = &s->grouping->members[a];
    const double *row = row_of(s, other->column);
    double *sums = other->role == SPOKES_ROLE_EXTERNAL ? out : in;
    if (a == s->member || !s->rows[other->column]) continue;
    s->layout->loops->add_row(sums, row);
  }
  for (size_t b = 0; !has_external && b < SPOKES_BLOCK; b++) in[b] = 1;
  s->layout->loops->add_parts(&own, in, out);
  s->layout->loops->add_mean(c, &own);
  if (result) result->c = first_of(&own);
}

static void divide(const spokes_block_mean *m, double *out) {
  for (size_t b = 0; b < SPOKES_BLOCK; b++)
    out[b] = m->counts[b] > 0 ? m->sums[b] / m->counts[b] : SPOKES_NOT_AVAILABLE;
}

void spokes__block_means(const spokes_block_layout *layout, const spokes_grouping *grouping, const double *sums,
                         spokes_member_result *results, double u[SPOKES_BLOCK], double c[SPOKES_BLOCK]) {
  spokes_block_mean of_u = {{0}, {0}}, of_c = {{0}, {0}};
  bool is_open = grouping->out->external_members > 0;
  for (size_t i = 0; i < grouping->member_count; i++) {
    size_t issuer = grouping->members[i].issuer, documents = layout->in->issuers[issuer].document_count;
    spokes_member_result *result = results ? &results[i] : NULL;
    if (result) *result = (spokes_member_result){documents, SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE, 0, 0};
    if (!documents) continue;
    const speaker s = {layout, grouping, sums, layout->rows + issuer * layout->in->column_count, i};
    add_dependence(&s, &of_u, result);
    add_closure(&s, is_open, &of_c, result);
  }
  divide(&of_u, u);
  divide(&of_c, c);
}
