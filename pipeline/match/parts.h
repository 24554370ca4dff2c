// One long text, matched part by part by several scanners at once; the result is that of one scanner.
//
// The search in scripts with spaces needs no more than its passages. A block of the Chinese search depends on the end
// of the block before it: on its last characters and on which names stand there. So whoever begins in the middle first
// scans the block before; what that block leaves behind is compared with what the part before has left behind, and
// where the two differ the part is scanned again from the true state.
#ifndef SPOKES_MATCH_PARTS_H
#define SPOKES_MATCH_PARTS_H

#include "match/match.h"

typedef struct spokes_parts spokes_parts;

// scanners: one for each worker, borrowed, as text and context are.
spokes_status spokes__parts_new(spokes_scanner *const *scanners, size_t scanner_count, const spokes_text *text,
                                const spokes_match_context *context, spokes_parts **out, spokes_error *err);
void spokes__parts_free(spokes_parts *parts);  // NULL is allowed

// The jobs of the two rounds, each to be done once, by any worker, at the same time as the others of its round.
size_t spokes__parts_first_round(const spokes_parts *parts);
void spokes__parts_do_first(spokes_parts *parts, unsigned worker, size_t job);
// After the first round; 0 = no second one is needed.
size_t spokes__parts_second_round(spokes_parts *parts);
void spokes__parts_do_second(spokes_parts *parts, unsigned worker, size_t job);
// After both. The result is that of scanners[0], and valid until its next call.
spokes_status spokes__parts_finish(spokes_parts *parts, const spokes_match_result **out, spokes_error *err);

#endif
