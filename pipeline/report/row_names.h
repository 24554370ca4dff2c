// Ids and names that rows repeat a million times, looked at once: the document's own cells, the ids of actors and
// dictionary rows with their lengths, and the two cells of kind and zone, or of reason and zone, as one. Belongs to one
// thread.
#ifndef SPOKES_REPORT_ROW_NAMES_H
#define SPOKES_REPORT_ROW_NAMES_H

#include "base/buf.h"
#include "measure/count.h"

// Padded so that a cell is copied in one move of a fixed size; len bytes of it count.
typedef struct spokes_short_cell {
  char text[31];
  uint8_t len;
} spokes_short_cell;

typedef struct spokes_row_names {
  const spokes_lexicon *lexicon;
  spokes_short_cell kinds[SPOKES_KIND_COUNT][SPOKES_ZONE_COUNT];      // "name,body,"
  spokes_short_cell reasons[SPOKES_REASON_COUNT][SPOKES_ZONE_COUNT];  // "sea,body,"
  uint8_t *row_lens;    // length of a row's id; 0 = not looked at yet, 255 = longer, or quotes are needed
  uint8_t *actor_lens;  // likewise
  size_t row_count;
  spokes_buf id;     // of the document at work: "doc_id,"
  spokes_buf facts;  // likewise: "doc_id,issuer,date,series,"
} spokes_row_names;

#define SPOKES_ROW_NAMES_INIT \
  { .lexicon = NULL }

// Release it even after a failure. The lexicon must outlive it.
spokes_status spokes__row_names_init(spokes_row_names *names, const spokes_lexicon *lexicon, spokes_error *err);
void spokes__row_names_release(spokes_row_names *names);

// The document whose rows come next. When memory is out, id and facts have failed.
void spokes__row_names_begin(spokes_row_names *names, const char *id, const char *issuer, const char *date,
                             const char *series);

// The bytes that the cells of the two ids may need.
size_t spokes__row_names_room(const spokes_row_names *names, spokes_actor actor, spokes_row row);
// Each writes an id as a CSV field; nothing for SPOKES_NO_ACTOR, SPOKES_NO_ROW.
char *spokes__put_actor(char *at, spokes_row_names *names, spokes_actor actor);
char *spokes__put_row(char *at, spokes_row_names *names, spokes_row row);

// Writes sizeof cell->text bytes, of which cell->len count.
static inline char *spokes__put_short(char *at, const spokes_short_cell *cell) {
  __builtin_memcpy(at, cell->text, sizeof cell->text);
  return at + cell->len;
}

#endif
