// The indices of the documents as they are, and the cells they give.

#include "measure/typology.h"

#include "base/alloc.h"
#include "measure/typology_block.h"

static size_t count_external(const spokes_grouping *grouping) {
  size_t count = 0;
  for (size_t a = 0; a < grouping->member_count; a++) count += grouping->members[a].role == SPOKES_ROLE_EXTERNAL;
  return count;
}

static double even_closure(const spokes_grouping *grouping, size_t external) {
  double sum = 0;
  if (!external) return 1;
  if (grouping->member_count < 2) return SPOKES_NOT_AVAILABLE;
  for (size_t s = 0; s < grouping->member_count; s++) {
    size_t out = external - (grouping->members[s].role == SPOKES_ROLE_EXTERNAL);
    sum += (double)(grouping->member_count - 1 - out) / (double)(grouping->member_count - 1);
  }
  return sum / (double)grouping->member_count;
}

void spokes__typology_clear(spokes_typology *out) {
  *out = (spokes_typology){.u = SPOKES_NOT_AVAILABLE, .c = SPOKES_NOT_AVAILABLE, .cell = SPOKES_CELL_NONE};
  out->u_interval = out->c_interval = SPOKES_INTERVAL_NONE;
  out->even_closure = SPOKES_NOT_AVAILABLE;
  for (size_t cell = 0; cell < SPOKES_CELL_COUNT; cell++) out->p_cells[cell] = SPOKES_NOT_AVAILABLE;
}

static void count_members(const spokes_grouping *grouping) {
  spokes_typology *out = grouping->out;
  for (size_t s = 0; s < grouping->member_count; s++) {
    const spokes_member_result *result = &grouping->results[s];
    out->members_with_documents += result->documents > 0;
    out->single_document_members += result->documents == 1;
    out->silent_members += result->documents && isnan(result->c);
    out->pairs += result->pairs;
    out->pairs_absent += result->pairs_absent;
  }
}

static void compute(const spokes_block_layout *layout, const spokes_typology_options *options, const double *sums,
                    const spokes_grouping *grouping) {
  double u[SPOKES_BLOCK], c[SPOKES_BLOCK];
  spokes_typology *out = grouping->out;
  spokes__typology_clear(out);
  out->external_members = count_external(grouping);
  out->even_closure = even_closure(grouping, out->external_members);
  spokes__block_means(layout, grouping, sums, grouping->results, u, c);
  count_members(grouping);
  size_t needed = grouping->members_needed ? grouping->members_needed : grouping->member_count;
  spokes_cell cell = spokes__cell_find(u[0], c[0], options);
  if (out->members_with_documents < needed || cell == SPOKES_CELL_NONE) return;
  out->u = u[0];
  out->c = c[0];
  out->cell = cell;
}

spokes_status spokes__typology_compute(const spokes_typology_input *in, const spokes_typology_options *options,
                                       unsigned threads, spokes_error *err) {
  spokes_block_layout layout;
  double *sums = NULL;
  spokes_status status = SPOKES_OK;
  if (spokes__block_layout_init(&layout, in)) sums = spokes__calloc(spokes__block_size(&layout), sizeof *sums);
  if (sums) {
    for (size_t s = 0; s < in->issuer_count; s++) spokes__block_sum(&layout, s, NULL, sums);
    for (size_t i = 0; i < in->grouping_count; i++) compute(&layout, options, sums, &in->groupings[i]);
    status = spokes__typology_draw(&layout, options, threads ? threads : 1, err);
  } else {
    status = spokes__error_nomem(err);
  }
  spokes__free(sums);
  spokes__block_layout_release(&layout);
  return status;
}

spokes_cell spokes__cell_find(double u, double c, const spokes_typology_options *options) {
  if (isnan(u) || isnan(c)) return SPOKES_CELL_NONE;
  if (u >= options->u_strong) return c >= options->c_strong ? SPOKES_CELL_HUB_AND_SPOKES : SPOKES_CELL_EXPANDING;
  return c >= options->c_strong ? SPOKES_CELL_INTEGRATED : SPOKES_CELL_LOOSE;
}

const char *spokes__cell_name(spokes_cell cell) {
  static const char *const names[] = {"hub-and-spokes", "integrated", "expanding", "loose", "not enough documents"};
  return names[cell];
}
