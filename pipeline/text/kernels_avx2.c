// The loops of kernels.h with AVX2: CMake compiles this file for it. Without a name where it does not.

#if defined(__AVX2__) && !defined(SPOKES_PORTABLE)
#include "kernels_body.h"
const spokes_kernels spokes__kernels_avx2 = SPOKES_KERNELS("avx2");
#else
#include "kernels.h"
const spokes_kernels spokes__kernels_avx2 = {.name = NULL};
#endif
