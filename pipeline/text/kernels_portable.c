// The loops of kernels.h without vector instructions, and the choice between the levels.

#ifndef SPOKES_PORTABLE
#define SPOKES_PORTABLE 1
#endif

#include "kernels_body.h"

const spokes_kernels spokes__kernels_portable = SPOKES_KERNELS("portable");

const spokes_kernels *spokes__kernels(spokes_simd level) {
  if (level >= SPOKES_SIMD_AVX512 && spokes__kernels_avx512.name) return &spokes__kernels_avx512;
  if (level >= SPOKES_SIMD_AVX2 && spokes__kernels_avx2.name) return &spokes__kernels_avx2;
  if (level >= SPOKES_SIMD_SSE2 && spokes__kernels_sse2.name) return &spokes__kernels_sse2;
  return &spokes__kernels_portable;
}
