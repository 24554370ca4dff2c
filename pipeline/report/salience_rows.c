// Shares and the like with six decimals; what is not available is an empty field.

#include "report/salience_rows.h"

#include <string.h>

#include "base/csv_write.h"
#include "measure/shares.h"

#define DECIMALS 6

static void number(spokes_buf *buf, double value) {
  spokes__buf_byte(buf, ',');
  spokes__csv_number(buf, value, DECIMALS);
}

static void count(spokes_buf *buf, uint64_t value) {
  spokes__buf_byte(buf, ',');
  spokes__buf_u64(buf, value);
}

static void range(spokes_buf *buf, spokes_interval interval) {
  number(buf, interval.lo);
  number(buf, interval.hi);
}

static void row(spokes_buf *buf, const spokes_salience_rows *rows, size_t at, const spokes_lexicon *lexicon) {
  const spokes_salience *one = &rows->values[at];
  spokes__csv_text(buf, rows->doc_id);
  spokes__buf_byte(buf, ',');
  spokes__csv_text(buf, spokes__lexicon_actor(lexicon, rows->partners[at])->id);
  count(buf, rows->n[at]);
  number(buf, one->share);
  number(buf, one->rate);
  number(buf, one->coverage);
  count(buf, rows->ranks[at]);
  number(buf, one->dispersion.dp_norm);
  number(buf, one->psi);
  range(buf, one->uncertainty.share);
  number(buf, one->uncertainty.p_top);
  range(buf, one->uncertainty.rate);
  range(buf, one->uncertainty.coverage);
  count(buf, rows->sentences[at]);
  count(buf, rows->passages[at]);
  number(buf, one->dispersion.dp);
  number(buf, *rows->reference ? spokes__relative_compute(rows->n[at], rows->reference_n) : SPOKES_NOT_AVAILABLE);
  spokes__buf_byte(buf, ',');
  spokes__csv_text(buf, rows->reference);
  number(buf, rows->chars ? spokes__rate_compute(rows->n[at], rows->chars) : SPOKES_NOT_AVAILABLE);
  spokes__buf_byte(buf, '\n');
}

void spokes__salience_rows(spokes_buf *buf, const spokes_salience_rows *rows, const spokes_lexicon *lexicon) {
  for (size_t i = 0; i < rows->partner_count; i++) row(buf, rows, rows->order[i], lexicon);
}

void spokes__comentions_rows(spokes_buf *buf, const char *doc_id, const spokes_actor *partners,
                             const spokes_comentions *by_sentence, const spokes_comentions *by_passage,
                             uint64_t passage_count, const spokes_lexicon *lexicon) {
  for (uint32_t a = 0; a < by_passage->actor_count; a++) {
    for (uint32_t b = a + 1; b < by_passage->actor_count; b++) {
      uint64_t both = spokes__comentions_count(by_passage, a, b);
      if (!both) continue;
      uint64_t of_a = by_passage->singles[a], of_b = by_passage->singles[b];
      spokes__csv_text(buf, doc_id);
      spokes__buf_byte(buf, ',');
      spokes__csv_text(buf, spokes__lexicon_actor(lexicon, partners[a])->id);
      spokes__buf_byte(buf, ',');
      spokes__csv_text(buf, spokes__lexicon_actor(lexicon, partners[b])->id);
      count(buf, spokes__comentions_count(by_sentence, a, b));
      count(buf, both);
      number(buf, spokes__jaccard_compute(both, of_a, of_b));
      number(buf, spokes__npmi_compute(both, of_a, of_b, passage_count));
      spokes__buf_byte(buf, '\n');
    }
  }
}
