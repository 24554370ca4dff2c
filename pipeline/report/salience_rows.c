// Shares and the like with six decimals; what is not available is an empty field.

#include "report/salience_rows.h"

#include "base/csv_write.h"
#include "measure/shares.h"

#define DECIMALS 6

// Room for a row of `reals` real numbers and some whole ones; NULL when memory is out.
static char *begin_row(spokes_buf *buf, const spokes_buf *document, size_t reals, size_t more) {
  if (document->failed) buf->failed = true;
  if (!spokes__buf_reserve(buf, document->len + reals * (SPOKES_PUT_REAL + 1) + 8 * (SPOKES_PUT_U64 + 1) + more))
    return NULL;
  return spokes__put_bytes(buf->data + buf->len, document->data, document->len);
}

static char *number(char *at, double value) { return spokes__put_real(spokes__put_byte(at, ','), value, DECIMALS); }

static char *count(char *at, uint64_t value) { return spokes__put_u64(spokes__put_byte(at, ','), value); }

static char *range(char *at, spokes_interval interval) { return number(number(at, interval.lo), interval.hi); }

static void row(spokes_buf *buf, const spokes_salience_rows *rows, size_t partner, spokes_row_names *names) {
  const spokes_salience *one = &rows->values[partner];
  spokes_actor actor = rows->partners[partner];
  char *at = begin_row(buf, &names->id, 14,
                       spokes__row_names_room(names, actor, SPOKES_NO_ROW) +
                           spokes__row_names_room(names, rows->reference, SPOKES_NO_ROW));
  if (!at) return;
  at = spokes__put_actor(at, names, actor);
  at = count(at, rows->n[partner]);
  at = number(at, one->share);
  at = number(at, one->rate);
  at = number(at, one->coverage);
  at = count(at, rows->ranks[partner]);
  at = number(at, one->dispersion.dp_norm);
  at = number(at, one->psi);
  at = range(at, one->uncertainty.share);
  at = number(at, one->uncertainty.p_top);
  at = range(at, one->uncertainty.rate);
  at = range(at, one->uncertainty.coverage);
  at = count(at, rows->sentences[partner]);
  at = count(at, rows->passages[partner]);
  at = number(at, one->dispersion.dp);
  at = number(at, rows->reference == SPOKES_NO_ACTOR ? SPOKES_NOT_AVAILABLE
                                                     : spokes__relative_compute(rows->n[partner], rows->reference_n));
  at = spokes__put_actor(spokes__put_byte(at, ','), names, rows->reference);
  at = number(at, rows->chars ? spokes__rate_compute(rows->n[partner], rows->chars) : SPOKES_NOT_AVAILABLE);
  spokes__buf_end(buf, spokes__put_byte(at, '\n'));
}

void spokes__salience_rows(spokes_buf *buf, const spokes_salience_rows *rows, spokes_row_names *names) {
  for (size_t i = 0; i < rows->partner_count; i++) row(buf, rows, rows->order[i], names);
}

void spokes__comentions_rows(spokes_buf *buf, const spokes_actor *partners, const spokes_comentions *by_sentence,
                             const spokes_comentions *by_passage, uint64_t passage_count, spokes_row_names *names) {
  for (uint32_t a = 0; a < by_passage->actor_count; a++) {
    for (uint32_t b = a + 1; b < by_passage->actor_count; b++) {
      uint64_t both = spokes__comentions_count(by_passage, a, b);
      if (!both) continue;
      uint64_t of_a = by_passage->singles[a], of_b = by_passage->singles[b];
      char *at = begin_row(buf, &names->id, 2,
                           spokes__row_names_room(names, partners[a], SPOKES_NO_ROW) +
                               spokes__row_names_room(names, partners[b], SPOKES_NO_ROW));
      if (!at) return;
      at = spokes__put_byte(spokes__put_actor(at, names, partners[a]), ',');
      at = spokes__put_actor(at, names, partners[b]);
      at = count(at, spokes__comentions_count(by_sentence, a, b));
      at = count(at, both);
      at = number(at, spokes__jaccard_compute(both, of_a, of_b));
      at = number(at, spokes__npmi_compute(both, of_a, of_b, passage_count));
      spokes__buf_end(buf, spokes__put_byte(at, '\n'));
    }
  }
}
