// Damage as CSV.

#include "report/damage_rows.h"

#include "base/csv_write.h"

static void signed_field(spokes_buf *buf, int64_t number) {
  if (number < 0) spokes__buf_byte(buf, '-');
  spokes__buf_u64(buf, number < 0 ? (uint64_t)-number : (uint64_t)number);
  spokes__buf_byte(buf, ',');
}

void spokes__damage_rows(spokes_buf *buf, const spokes_row_names *names, const char *text,
                         const spokes_damage_count counts[SPOKES_DAMAGE_COUNT]) {
  if (names->id.failed) buf->failed = true;
  for (int kind = 0; kind < SPOKES_DAMAGE_COUNT; kind++) {
    const spokes_damage_count *count = &counts[kind];
    if (!count->damage.places) continue;
    spokes__buf_append(buf, names->id.data, names->id.len);
    spokes__buf_text(buf, spokes__damage_name((spokes_damage_kind)kind));
    spokes__buf_byte(buf, ',');
    spokes__buf_u64(buf, count->damage.places);
    spokes__buf_byte(buf, ',');
    spokes__buf_u64(buf, count->damage.repaired);
    spokes__buf_byte(buf, ',');
    signed_field(buf, count->gained);
    spokes__csv_field(buf, text + count->damage.example_start, count->damage.example_end - count->damage.example_start);
    spokes__buf_byte(buf, '\n');
  }
}
