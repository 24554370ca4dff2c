// The processor is asked each time: the compiler's library keeps the answer.

#include "simd.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static spokes_simd of_processor(void) {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(SPOKES_PORTABLE)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2") ||
      !__builtin_cpu_supports("popcnt"))
    return SPOKES_SIMD_SSE2;
  bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
  return has_avx512 ? SPOKES_SIMD_AVX512 : SPOKES_SIMD_AVX2;
#else
  return SPOKES_SIMD_PORTABLE;
#endif
}

spokes_simd spokes__simd_level(void) {
  static const char *const names[SPOKES_SIMD_LEVELS] = {"portable", "sse2", "avx2", "avx512"};
  spokes_simd best = of_processor();
  const char *wanted = getenv("SPOKES_SIMD");
  for (int level = 0; wanted && level < (int)best; level++)
    if (!strcmp(wanted, names[level])) return (spokes_simd)level;
  return best;
}
