// Records of the cache: rows with their layout, and the facts.

#include "base/limits.h"
#include "base/varint.h"
#include "run/cache.h"

void spokes__record_clear(spokes_record *record) {
  spokes__buf_clear(&record->bytes);
  spokes__buf_clear(&record->layout);
  record->parts = record->text = 0;
  record->is_too_large = false;
}

void spokes__record_release(spokes_record *record) {
  spokes__buf_release(&record->bytes);
  spokes__buf_release(&record->layout);
}

void spokes__record_add(spokes_record *record, const spokes_rows rows[SPOKES_TABLE_COUNT]) {
  size_t len = 0;
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) len += rows[t].len;
  if (record->is_too_large || len > SPOKES_LIMIT_CACHE_RECORD - record->bytes.len) {
    record->is_too_large = true;
    return;
  }
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
    spokes__varint_write(&record->layout, rows[t].len);
    if (rows[t].len) spokes__buf_append(&record->bytes, rows[t].bytes, rows[t].len);
  }
  record->parts++;
}

void spokes__record_set_text(spokes_record *record, const char *text, size_t len) {
  if (record->is_too_large || len > SPOKES_LIMIT_CACHE_RECORD - record->bytes.len) {
    record->is_too_large = true;
    return;
  }
  spokes__buf_append(&record->bytes, text, len);
  record->text = 1 + (uint64_t)len;
}

// True when the lengths of the layout are there; adds them up.
static bool read_layout(spokes_kept *kept, spokes_varints *in, uint64_t room) {
  uint64_t sum = 0;
  kept->parts = spokes__varint_read(in);
  kept->layout = (const char *)in->at;
  for (uint64_t part = 0; part < kept->parts && !in->failed; part++) {
    for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
      uint64_t len = spokes__varint_read(in);
      if (len > room - sum) return false;
      sum += len;
    }
  }
  kept->layout_len = (size_t)((const char *)in->at - kept->layout);
  kept->rows_len = (size_t)sum;
  return !in->failed;
}

bool spokes__kept_read(const spokes_buf *bytes, size_t tail_at, spokes_kept *out) {
  const unsigned char *tail = (const unsigned char *)bytes->data + tail_at, *end = tail + bytes->len - tail_at;
  spokes_varints in = {tail, end, false};
  *out = (spokes_kept){.rows = bytes->data};
  if (!read_layout(out, &in, tail_at)) return false;
  uint64_t text = spokes__varint_read(&in), left = tail_at - out->rows_len;
  if (in.failed || left != (text ? text - 1 : 0)) return false;
  if (text) out->text = bytes->data + out->rows_len;
  out->text_len = (size_t)left;
  out->facts = (const char *)in.at;
  out->facts_len = (size_t)(end - in.at);
  return true;
}

spokes_status spokes__kept_deliver(const spokes_kept *kept, spokes_delivery *delivery, const spokes_parcel *parcel,
                                   spokes_error *err) {
  const unsigned char *layout = (const unsigned char *)kept->layout;
  spokes_varints in = {layout, layout + kept->layout_len, false};
  const char *at = kept->rows;
  spokes_status status = SPOKES_OK;
  for (uint64_t part = 0; !status && part < kept->parts; part++) {
    spokes_rows rows[SPOKES_TABLE_COUNT];
    for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
      rows[t] = (spokes_rows){at, (size_t)spokes__varint_read(&in)};
      at += rows[t].len;
    }
    status = spokes__delivery_put(delivery, parcel, rows, err);
  }
  return status;
}
