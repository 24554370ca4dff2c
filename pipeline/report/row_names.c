// Ids are learnt when they are first written, so that nothing is done for the many that no document has.

#include "report/row_names.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/csv_write.h"

static void fill(spokes_short_cell *cell, const char *a, const char *b) {
  int len = snprintf(cell->text, sizeof cell->text, "%s,%s,", a, b);
  cell->len = (uint8_t)len;  // the longest names of each have less than 30 bytes together, which a test holds
}

spokes_status spokes__row_names_init(spokes_row_names *names, const spokes_lexicon *lexicon, spokes_error *err) {
  *names = (spokes_row_names){.lexicon = lexicon};
  for (int zone = 0; zone < SPOKES_ZONE_COUNT; zone++) {
    const char *zone_name = spokes_zone_name((spokes_zone)zone);
    for (int kind = 0; kind < SPOKES_KIND_COUNT; kind++)
      fill(&names->kinds[kind][zone], spokes_kind_name((spokes_kind)kind), zone_name);
    for (int reason = 0; reason < SPOKES_REASON_COUNT; reason++)
      fill(&names->reasons[reason][zone], spokes__reason_name((spokes_reason)reason), zone_name);
  }
  names->row_count = spokes__lexicon_row_count(lexicon);
  names->rows = spokes__calloc(names->row_count, sizeof *names->rows);
  names->actors = spokes__calloc(spokes__lexicon_actor_count(lexicon), sizeof *names->actors);
  return names->rows && names->actors ? SPOKES_OK : spokes__error_nomem(err);
}

void spokes__row_names_release(spokes_row_names *names) {
  spokes__free(names->rows);
  spokes__free(names->actors);
  spokes__buf_release(&names->id);
  spokes__buf_release(&names->facts);
  *names = (spokes_row_names)SPOKES_ROW_NAMES_INIT;
}

static void add_cell(spokes_buf *buf, const char *text) {
  spokes__csv_text(buf, text);
  spokes__buf_byte(buf, ',');
}

void spokes__row_names_begin(spokes_row_names *names, const char *id, const char *issuer, const char *date,
                             const char *series) {
  spokes__buf_clear(&names->id);
  spokes__buf_clear(&names->facts);
  add_cell(&names->id, id);
  const char *const texts[] = {id, issuer, date, series};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) add_cell(&names->facts, texts[i]);
}

static const char *actor_id(const spokes_row_names *names, spokes_actor actor) {
  return spokes__lexicon_actor(names->lexicon, actor)->id;
}

static const char *row_id(const spokes_row_names *names, spokes_row row) {
  return spokes__lexicon_row_id(names->lexicon, row);
}

size_t spokes__row_names_room(const spokes_row_names *names, spokes_actor actor, spokes_row row) {
  size_t room = 2 * sizeof(spokes_id_cell);
  if (actor != SPOKES_NO_ACTOR && !spokes__id_is_short(&names->actors[actor]))
    room += spokes__put_field_room(strlen(actor_id(names, actor)));
  if (row < names->row_count && !spokes__id_is_short(&names->rows[row]))
    room += spokes__put_field_room(strlen(row_id(names, row)));
  return room;
}

static void learn(spokes_id_cell *cell, const char *id, size_t len) {
  bool is_short = len <= sizeof cell->text && !memchr(id, '"', len) && !strpbrk(id, ",\r\n");
  cell->len = is_short ? (uint8_t)len : SPOKES_ID_LONG;
  if (is_short) memcpy(cell->text, id, len);
}

static char *put_new(char *at, const char *id, spokes_id_cell *cell) {
  const size_t len = strlen(id);
  if (cell->len == SPOKES_ID_UNKNOWN) learn(cell, id, len);
  return spokes__put_field(at, id, len);
}

char *spokes__put_new_actor(char *at, spokes_row_names *names, spokes_actor actor) {
  return put_new(at, actor_id(names, actor), &names->actors[actor]);
}

char *spokes__put_new_row(char *at, spokes_row_names *names, spokes_row row) {
  return put_new(at, row_id(names, row), &names->rows[row]);
}
