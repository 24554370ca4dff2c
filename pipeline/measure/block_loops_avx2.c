// The loops with AVX2: CMake compiles this file for it. Not for FMA, which would round differently.

#if defined(__AVX2__) && !defined(SPOKES_PORTABLE)
#include "measure/block_loops_body.h"
const spokes_block_loops spokes__block_loops_avx2 = SPOKES_BLOCK_LOOPS;
#else
#include "measure/block_loops.h"
const spokes_block_loops spokes__block_loops_avx2 = {.add_row = 0};
#endif
