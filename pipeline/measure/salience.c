// The indices of section 2 of the methods, partner by partner.

#include "measure/salience.h"

#include "measure/psi.h"
#include "measure/shares.h"

static const spokes_uncertainty unknown = {{SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE},
                                           {SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE},
                                           {SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE},
                                           SPOKES_NOT_AVAILABLE};

spokes_status spokes__salience_compute(const spokes_salience_counts *counts, spokes_salience *out, uint32_t *ranks,
                                       spokes_error *err) {
  uint64_t total = 0;
  for (size_t i = 0; i < counts->partner_count; i++) total += counts->n[i];
  for (size_t i = 0; i < counts->partner_count; i++) {
    spokes_salience *one = &out[i];
    one->share = spokes__share_compute(counts->n[i], total);
    one->rate = spokes__rate_compute(counts->n[i], counts->tokens);
    one->coverage = spokes__coverage_compute(counts->passages[i], counts->naming_passages);
    one->dispersion =
        spokes__dispersion_compute(counts->part_hits + i * counts->part_count, counts->part_sizes, counts->part_count);
    one->psi = spokes__psi_compute(counts->n[i], one->share, one->coverage, one->dispersion.dp_norm);
    one->uncertainty = unknown;
  }
  return spokes__ranks_compute(counts->n, counts->partner_count, ranks, err);
}
