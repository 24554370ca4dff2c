// The loops of kernels.h with SSE2, which every x86-64 has; without a name elsewhere.

#if defined(__SSE2__) && !defined(SPOKES_PORTABLE)
#include "kernels_body.h"
const spokes_kernels spokes__kernels_sse2 = SPOKES_KERNELS("sse2");
#else
#include "kernels.h"
const spokes_kernels spokes__kernels_sse2 = {.name = NULL};
#endif
