// Pairs in a triangle: the cell of (a, b), a > b, is a (a - 1) / 2 + b.
//
//        0  1  2
//     1  0            A document names some tens of actors, so that the triangle is small and needs no hashing.
//     2  1  2
//     3  3  4  5

#include "measure/comention.h"

#include "base/alloc.h"
#include "base/checked.h"

spokes_status spokes__comentions_init(spokes_comentions *table, size_t actor_count, spokes_error *err) {
  *table = (spokes_comentions)SPOKES_COMENTIONS_INIT;
  if (!actor_count) return SPOKES_OK;
  size_t square;
  if (spokes__size_mul(actor_count, actor_count - 1, &square)) {
    table->singles = spokes__calloc(actor_count, sizeof *table->singles);
    table->pairs = spokes__calloc(square / 2, sizeof *table->pairs);
  }
  if (!table->singles || !table->pairs) {
    spokes__comentions_release(table);
    return spokes__error_nomem(err);
  }
  table->actor_count = actor_count;
  return SPOKES_OK;
}

void spokes__comentions_release(spokes_comentions *table) {
  spokes__free(table->singles);
  spokes__free(table->pairs);
  *table = (spokes_comentions)SPOKES_COMENTIONS_INIT;
}

void spokes__comentions_add(spokes_comentions *table, const uint32_t *actors, size_t count) {
  for (size_t i = 0; i < count; i++) {
    table->singles[actors[i]]++;
    for (size_t j = 0; j < i; j++) table->pairs[spokes__comentions_cell(actors[i], actors[j])]++;
  }
}

void spokes__comentions_increase(spokes_comentions *table, uint32_t a, uint32_t b, uint64_t units) {
  table->pairs[spokes__comentions_cell(a, b)] += units;
}

double spokes__jaccard_compute(uint64_t both, uint64_t a, uint64_t b) {
  uint64_t either = a + b - both;
  return either ? (double)both / (double)either : SPOKES_NOT_AVAILABLE;
}

double spokes__npmi_compute(uint64_t both, uint64_t a, uint64_t b, uint64_t units) {
  if (!a || !b || both == units) return SPOKES_NOT_AVAILABLE;
  if (!both) return -1;
  if (both == a && both == b) return 1;  // what the formula gives, without its rounding
  double p = (double)both / (double)units;
  return log(p * (double)units / (double)a * ((double)units / (double)b)) / -log(p);
}
