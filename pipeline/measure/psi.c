// The partner salience index from its parts.

#include "measure/psi.h"

#include <math.h>

double spokes__psi_compute(uint64_t n, double share, double coverage, double dp_norm) {
  return n ? 100 * cbrt(share * coverage * (1 - dp_norm)) : 0;
}
