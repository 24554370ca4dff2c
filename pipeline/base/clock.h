// Time that only moves forward, for progress and timing.
#ifndef SPOKES_BASE_CLOCK_H
#define SPOKES_BASE_CLOCK_H

#include <stdint.h>

uint64_t spokes__clock_now(void);   // nanoseconds since some fixed moment
uint64_t spokes__clock_real(void);  // nanoseconds since 1970; may jump
uint64_t spokes__clock_cpu(void);   // nanoseconds of processor time of the whole process

#endif
