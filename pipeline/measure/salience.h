// All indices of one document's (or one group's) partners together; shares.h, dispersion.h, psi.h and resample.h
// define each of them.
//
// Edge cases. No partner is named: no rows. Uncertainty is not available until it was computed.
#ifndef SPOKES_MEASURE_SALIENCE_H
#define SPOKES_MEASURE_SALIENCE_H

#include "measure/dispersion.h"
#include "measure/resample.h"

typedef struct spokes_salience_counts {
  size_t partner_count;
  const uint64_t *n, *passages;  // of each partner
  const uint64_t *part_hits;     // a row of part_count numbers for each partner
  const uint64_t *part_sizes;    // tokens of each part
  size_t part_count;
  uint64_t tokens, naming_passages;
} spokes_salience_counts;

typedef struct spokes_salience {
  double share, rate, coverage, psi;
  spokes_dispersion dispersion;
  spokes_uncertainty uncertainty;
} spokes_salience;

// Writes one record for each partner to out, and its rank to ranks.
spokes_status spokes__salience_compute(const spokes_salience_counts *counts, spokes_salience *out, uint32_t *ranks,
                                       spokes_error *err);

#endif
