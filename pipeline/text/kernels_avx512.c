// The loops of kernels.h with AVX-512: CMake compiles this file for it. Without a name where it does not.

#if defined(__AVX512BW__) && !defined(SPOKES_PORTABLE)
#include "kernels_body.h"
const spokes_kernels spokes__kernels_avx512 = SPOKES_KERNELS("avx512");
#else
#include "kernels.h"
const spokes_kernels spokes__kernels_avx512 = {.name = NULL};
#endif
