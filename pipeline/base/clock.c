// Clocks over POSIX timers.

#include "base/clock.h"

#include <time.h>

static uint64_t read_clock(clockid_t id) {
  struct timespec now;
  if (clock_gettime(id, &now)) return 0;
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t spokes__clock_now(void) { return read_clock(CLOCK_MONOTONIC); }

uint64_t spokes__clock_real(void) { return read_clock(CLOCK_REALTIME); }

uint64_t spokes__clock_cpu(void) { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }
