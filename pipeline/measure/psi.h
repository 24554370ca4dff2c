// The partner salience index, this project's own: how much, how widely and how evenly a document speaks of a partner.
//
//   PSI = 100 (share * coverage * (1 - DPnorm))^(1/3)
//
// A geometric mean, so that no part makes up for the lack of another; always printed with its parts.
//
// Example. share .5, coverage .4, DPnorm .6: .5 * .4 * .4 = .08, cube root .430887, PSI 43.088694.
//
// Edge cases. No mentions: 0. Named in one of the ten parts of a document only (so with every actor that is named
// once): DPnorm is 1 and PSI 0. The only partner, in every naming passage, evenly: 100. A part that is not available
// makes PSI not available, unless n is 0.
#ifndef SPOKES_MEASURE_PSI_H
#define SPOKES_MEASURE_PSI_H

#include <stdint.h>

double spokes__psi_compute(uint64_t n, double share, double coverage, double dp_norm);

#endif
