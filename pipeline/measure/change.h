// What happened to an actor between two documents, x -> y.
//
// Judged by one number on each side (rate, or share where languages differ): 0 on both sides = absent, 0 -> more = new,
// more -> 0 = dropped, otherwise up, down or same (exactly equal).
//
// Example. Rates 0 -> .4 new, .4 -> 0 dropped, .4 -> .9 up, .9 -> .4 down, .4 -> .4 same.
// Edge cases. A side that is not available (empty document): unknown.
#ifndef SPOKES_MEASURE_CHANGE_H
#define SPOKES_MEASURE_CHANGE_H

typedef enum spokes_change {
  SPOKES_CHANGE_ABSENT,
  SPOKES_CHANGE_NEW,
  SPOKES_CHANGE_DROPPED,
  SPOKES_CHANGE_UP,
  SPOKES_CHANGE_DOWN,
  SPOKES_CHANGE_SAME,
  SPOKES_CHANGE_UNKNOWN,
  SPOKES_CHANGE_COUNT
} spokes_change;

spokes_change spokes__change_classify(double before, double after);
const char *spokes__change_name(spokes_change change);  // "new", "dropped", ...

#endif
