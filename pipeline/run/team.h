// Several threads at one long document: what may be done at the same time is, and the result is that of one thread.
#ifndef SPOKES_RUN_TEAM_H
#define SPOKES_RUN_TEAM_H

#include "match/match.h"

typedef struct spokes_team {
  unsigned size;              // threads
  spokes_scanner **scanners;  // one for each; the first is borrowed
  spokes_token_scratch *scratches;
} spokes_team;

// own: the scanner of the thread that calls; the others are made like it. Release the team even after a failure.
spokes_status spokes__team_init(spokes_team *team, unsigned size, const spokes_lexicon *lexicon, spokes_scanner *own,
                                unsigned zones_left_out, bool dedupe, spokes_error *err);
void spokes__team_release(spokes_team *team);

// What follows spokes__text_open: words and duplicates where the source asks for them, and the search. The result is as
// that of spokes__scanner_run by the first scanner.
spokes_status spokes__team_match(spokes_team *team, spokes_text *text, const spokes_tables *tables,
                                 const spokes_text_source *source, bool dedupe, const spokes_match_context *context,
                                 const spokes_match_result **out, spokes_error *err);

#endif
