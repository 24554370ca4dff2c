// Which vector instructions are used. All levels give the same results; the tests compare them.
#ifndef SPOKES_BASE_SIMD_H
#define SPOKES_BASE_SIMD_H

typedef enum spokes_simd {
  SPOKES_SIMD_PORTABLE,
  SPOKES_SIMD_SSE2,
  SPOKES_SIMD_AVX2,
  SPOKES_SIMD_AVX512,  // its byte and word instructions
  SPOKES_SIMD_LEVELS
} spokes_simd;

// The highest level that the program was built with and the processor has; the environment variable SPOKES_SIMD
// ("portable", "sse2", "avx2", "avx512") lowers it.
spokes_simd spokes__simd_level(void);

#endif
