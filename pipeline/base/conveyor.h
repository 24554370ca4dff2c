// Bytes on their way to another thread, which takes them in order: whoever brings them need not wait for the disk or
// for a compressor, unless it is far ahead of them.
#ifndef SPOKES_BASE_CONVEYOR_H
#define SPOKES_BASE_CONVEYOR_H

#include <stddef.h>

#include "base/error.h"

typedef struct spokes_conveyor spokes_conveyor;

// Called by the other thread, or, where the system refuses one, by the one that brings the bytes.
typedef void spokes_conveyor_take_fn(void *context, const char *bytes, size_t len);

// What take touches belongs to the conveyor until it is finished. The thread begins when there is much to take.
spokes_status spokes__conveyor_new(spokes_conveyor_take_fn *take, void *context, spokes_conveyor **out,
                                   spokes_error *err);
// One thread at a time. The same bytes are taken in the same pieces, in whatever pieces they come.
void spokes__conveyor_append(spokes_conveyor *conveyor, const char *bytes, size_t len);
// Returns when all was taken; nothing can be appended any more.
void spokes__conveyor_finish(spokes_conveyor *conveyor);
// Ends it, wherever it stands. NULL is allowed.
void spokes__conveyor_free(spokes_conveyor *conveyor);

#endif
