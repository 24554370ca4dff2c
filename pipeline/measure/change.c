// New, dropped, up, down, same.

#include "measure/change.h"

#include <math.h>

spokes_change spokes__change_classify(double before, double after) {
  if (isnan(before) || isnan(after)) return SPOKES_CHANGE_UNKNOWN;
  if (before <= 0 && after <= 0) return SPOKES_CHANGE_ABSENT;
  if (before <= 0) return SPOKES_CHANGE_NEW;
  if (after <= 0) return SPOKES_CHANGE_DROPPED;
  if (after > before) return SPOKES_CHANGE_UP;
  return after < before ? SPOKES_CHANGE_DOWN : SPOKES_CHANGE_SAME;
}

const char *spokes__change_name(spokes_change change) {
  static const char *const names[SPOKES_CHANGE_COUNT] = {"absent", "new", "dropped", "up", "down", "same", "unknown"};
  return (unsigned)change < SPOKES_CHANGE_COUNT ? names[change] : "unknown";
}
