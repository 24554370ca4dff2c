// The loops as the compiler makes them for any processor of the kind, and the choice.

#include "measure/block_loops_body.h"

const spokes_block_loops spokes__block_loops_plain = SPOKES_BLOCK_LOOPS;

const spokes_block_loops *spokes__block_loops(spokes_simd level) {
  return level >= SPOKES_SIMD_AVX2 && spokes__block_loops_avx2.add_row ? &spokes__block_loops_avx2
                                                                       : &spokes__block_loops_plain;
}
