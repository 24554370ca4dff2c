// Lengths are learnt when an id is first written, so that nothing is done for the many that no document has.

#include "report/row_names.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/csv_write.h"

#define UNKNOWN 0u
#define SLOW 255u

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
  names->row_lens = spokes__calloc(names->row_count, 1);
  names->actor_lens = spokes__calloc(spokes__lexicon_actor_count(lexicon), 1);
  return names->row_lens && names->actor_lens ? SPOKES_OK : spokes__error_nomem(err);
}

void spokes__row_names_release(spokes_row_names *names) {
  spokes__free(names->row_lens);
  spokes__free(names->actor_lens);
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

size_t spokes__row_names_room(const spokes_row_names *names, spokes_actor actor, spokes_row row) {
  size_t room = 2 * spokes__put_field_room(SLOW);
  if (actor != SPOKES_NO_ACTOR && names->actor_lens[actor] % SLOW == 0)
    room += spokes__put_field_room(strlen(actor_id(names, actor)));
  if (row < names->row_count && names->row_lens[row] % SLOW == 0)
    room += spokes__put_field_room(strlen(spokes__lexicon_row_id(names->lexicon, row)));
  return room;
}

static uint8_t learn(const char *id, size_t len) {
  return len < SLOW && !memchr(id, '"', len) && !strpbrk(id, ",\r\n") ? (uint8_t)len : SLOW;
}

static char *put(char *at, const char *id, uint8_t *len) {
  if (*len == UNKNOWN) *len = learn(id, strlen(id));
  return *len == SLOW ? spokes__put_field(at, id, strlen(id)) : spokes__put_bytes(at, id, *len);
}

char *spokes__put_actor(char *at, spokes_row_names *names, spokes_actor actor) {
  return actor == SPOKES_NO_ACTOR ? at : put(at, actor_id(names, actor), &names->actor_lens[actor]);
}

char *spokes__put_row(char *at, spokes_row_names *names, spokes_row row) {
  return row < names->row_count ? put(at, spokes__lexicon_row_id(names->lexicon, row), &names->row_lens[row]) : at;
}
