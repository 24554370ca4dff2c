// Several threads at one long document: what may be done at the same time is, and the result is that of one thread.
#ifndef SPOKES_RUN_TEAM_H
#define SPOKES_RUN_TEAM_H

#include "base/threads.h"
#include "match/match.h"
#include "report/row_names.h"

typedef struct spokes_team {
  unsigned size;              // threads
  spokes_scanner **scanners;  // one for each; the first is borrowed
  spokes_token_scratch *scratches;
  spokes_row_names *names;
  spokes_errand duplicates;  // they are looked for while the others go on
  spokes_text *text;         // in which
  bool failed;               // memory was out for them
} spokes_team;

// own: the scanner of the thread that calls; the others are made like it. Release the team even after a failure.
spokes_status spokes__team_init(spokes_team *team, unsigned size, const spokes_lexicon *lexicon, spokes_scanner *own,
                                unsigned zones_left_out, bool dedupe, spokes_error *err);
void spokes__team_release(spokes_team *team);

// What follows spokes__text_open: words and duplicates where the source asks for them, and the search. The result is as
// that of spokes__scanner_run by the first scanner. Duplicates, and the damage that they are, are known and may be
// asked for after spokes__team_wait, which has to follow.
spokes_status spokes__team_match(spokes_team *team, spokes_text *text, const spokes_tables *tables,
                                 const spokes_text_source *source, bool dedupe, const spokes_match_context *context,
                                 const spokes_match_result **out, spokes_error *err);

spokes_status spokes__team_wait(spokes_team *team, spokes_error *err);

typedef void spokes_write_rows_fn(spokes_buf *buf, spokes_row_names *names, const char *text, const spokes_hits *hits);
// May exchange the buffer for another one.
typedef spokes_status spokes_take_rows_fn(void *context, spokes_buf *rows, spokes_error *err);

// The document whose rows come next, as spokes__row_names_begin.
void spokes__team_begin_rows(spokes_team *team, const char *id, const char *issuer, const char *date,
                             const char *series);
// Writes the rows of all hits, by all threads, and hands them to take, by the calling one, in their order. text: as
// spokes_write_rows_fn has it.
spokes_status spokes__team_rows(spokes_team *team, spokes_write_rows_fn *write, const char *text,
                                const spokes_hits *hits, spokes_take_rows_fn *take, void *context, spokes_error *err);

#endif
