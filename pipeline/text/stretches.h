// A text cut into stretches that several threads go through at the same time.
#ifndef SPOKES_TEXT_STRETCHES_H
#define SPOKES_TEXT_STRETCHES_H

#include <stdbool.h>
#include <stddef.h>

#define SPOKES_STRETCHES_MAX 64u

// Bytes [from, to): from stands behind a line end, or is 0. number: below SPOKES_STRETCHES_MAX, ascending with from.
typedef void spokes_stretch_fn(void *context, size_t number, size_t from, size_t to);

// Calls do_stretch for stretches that together are s[0, len), in any order; with one thread, or of a short text, for
// the whole at once. False when memory is out.
bool spokes__stretches_run(unsigned threads, const char *s, size_t len, spokes_stretch_fn *do_stretch, void *context);

#endif
