// Comparison of doubles for cmocka, whose own works in float.
#ifndef SPOKES_TESTS_NEAR_H
#define SPOKES_TESTS_NEAR_H

#include <math.h>

#include "cmocka_all.h"

// Absolute below 1, relative above. A NaN is near nothing.
static inline void spokes_assert_near(double actual, double expected, double tolerance, const char *file, int line) {
  double scale = fabs(expected) > 1 ? fabs(expected) : 1;
  if (fabs(actual - expected) <= tolerance * scale) return;
  print_error("%.17g is not within %g of %.17g\n", actual, tolerance * scale, expected);
  _fail(file, line);
}

static inline void spokes_assert_none(double actual, const char *file, int line) {
  if (isnan(actual)) return;
  print_error("%.17g where nothing should be available\n", actual);
  _fail(file, line);
}

#define assert_near(actual, expected, tolerance) \
  spokes_assert_near((actual), (expected), (tolerance), __FILE__, __LINE__)
#define assert_not_available(actual) spokes_assert_none((actual), __FILE__, __LINE__)

#endif
