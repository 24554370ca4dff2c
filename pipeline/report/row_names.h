// Ids and names that rows repeat a million times, looked at once: the document's own cells, the short ids of actors and
// dictionary rows, and the two cells of kind and zone, or of reason and zone, as one. Belongs to one
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

// An id as a CSV field, when it is short and needs no quotes.
typedef struct spokes_id_cell {
  char text[15];
  uint8_t len;  // SPOKES_ID_UNKNOWN: not looked at yet; SPOKES_ID_LONG: it does not stand here
} spokes_id_cell;

#define SPOKES_ID_UNKNOWN 0u
#define SPOKES_ID_LONG 255u

typedef struct spokes_row_names {
  const spokes_lexicon *lexicon;
  spokes_short_cell kinds[SPOKES_KIND_COUNT][SPOKES_ZONE_COUNT];      // "name,body,"
  spokes_short_cell reasons[SPOKES_REASON_COUNT][SPOKES_ZONE_COUNT];  // "sea,body,"
  spokes_id_cell *rows, *actors;
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

// Writes an id that is not known to be short, and gets to know it.
char *spokes__put_new_actor(char *at, spokes_row_names *names, spokes_actor actor);
char *spokes__put_new_row(char *at, spokes_row_names *names, spokes_row row);

static inline bool spokes__id_is_short(const spokes_id_cell *cell) {
  return cell->len != SPOKES_ID_UNKNOWN && cell->len != SPOKES_ID_LONG;
}
static inline char *spokes__put_id(char *at, const spokes_id_cell *cell) {
  __builtin_memcpy(at, cell->text, sizeof cell->text);
  return at + cell->len;
}

// Each writes an id as a CSV field; nothing for SPOKES_NO_ACTOR, SPOKES_NO_ROW.
static inline char *spokes__put_actor(char *at, spokes_row_names *names, spokes_actor actor) {
  if (actor == SPOKES_NO_ACTOR) return at;
  const spokes_id_cell *cell = &names->actors[actor];
  return spokes__id_is_short(cell) ? spokes__put_id(at, cell) : spokes__put_new_actor(at, names, actor);
}
static inline char *spokes__put_row(char *at, spokes_row_names *names, spokes_row row) {
  if (row >= names->row_count) return at;
  const spokes_id_cell *cell = &names->rows[row];
  return spokes__id_is_short(cell) ? spokes__put_id(at, cell) : spokes__put_new_row(at, names, row);
}

// Writes sizeof cell->text bytes, of which cell->len count.
static inline char *spokes__put_short(char *at, const spokes_short_cell *cell) {
  __builtin_memcpy(at, cell->text, sizeof cell->text);
  return at + cell->len;
}

#endif
