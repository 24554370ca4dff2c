// Regions are kept in the order of the text. Invariant: an open region starts at `start` <= text.len, and what lies
// between two closed regions is white space.

#include "ingest/composer.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"

void spokes__composer_clear(spokes_composer *composer) {
  spokes__buf_clear(&composer->text);
  composer->region_count = 0;
  composer->is_open = composer->blank = composer->blank_breaks = composer->no_memory = composer->too_long = false;
}

void spokes__composer_release(spokes_composer *composer) {
  spokes__buf_release(&composer->text);
  spokes__buf_release(&composer->scratch);
  spokes__free(composer->regions);
  *composer = (spokes_composer)SPOKES_COMPOSER_INIT;
}

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static void append(spokes_composer *composer, const char *bytes, size_t len) {
  if (composer->too_long) return;
  if (len > SPOKES_LIMIT_TEXT_BYTES - composer->text.len) {
    composer->too_long = true;
    return;
  }
  spokes__buf_append(&composer->text, bytes, len);
}

static void drop_trailing_white(spokes_composer *composer) {
  // Form feeds stay: page numbers hang on them.
  while (composer->text.len > composer->start && composer->text.data[composer->text.len - 1] != '\f' &&
         is_white(composer->text.data[composer->text.len - 1]))
    composer->text.len--;
}

void spokes__composer_close(spokes_composer *composer) {
  if (!composer->is_open) return;
  composer->is_open = composer->blank = composer->blank_breaks = false;
  drop_trailing_white(composer);
  size_t end = composer->text.len;
  while (end > composer->start && is_white(composer->text.data[end - 1])) end--;
  if (end == composer->start) return;
  void *regions = composer->regions;
  if (!spokes__array_reserve(&regions, &composer->region_cap, composer->region_count + 1, sizeof *composer->regions)) {
    composer->no_memory = true;
    return;
  }
  composer->regions = regions;
  composer->regions[composer->region_count++] =
      (spokes_region){(uint32_t)composer->start, (uint32_t)end, composer->zone};
  append(composer, "\n\n", 2);
}

void spokes__composer_open(spokes_composer *composer, spokes_zone zone) {
  spokes__composer_close(composer);
  composer->is_open = true;
  composer->start = composer->text.len;
  composer->zone = (uint8_t)zone;
}

bool spokes__composer_is_blank(const spokes_composer *composer) {
  return !composer->is_open || composer->text.len == composer->start;
}

// Ideographs, kana and their punctuation: U+2E80 to U+9FFF, U+F900 to U+FAFF, full-width forms, and plane 2.
static bool is_unspaced(uint32_t cp) {
  return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFF00 && cp <= 0xFF60) ||
         (cp >= 0x20000 && cp < 0x40000);
}

static uint32_t last_char(const spokes_composer *composer) {
  size_t at = composer->text.len, width;
  while (at > composer->start && ((unsigned char)composer->text.data[at - 1] & 0xC0) == 0x80) at--;
  return at > composer->start ? spokes__utf8_decode(composer->text.data + at - 1, &width) : 0;
}

// The blank that waits, when the next character needs it. A line end between ideographs is none: sources are wrapped
// there, and browsers and readers see no gap.
static void settle_blank(spokes_composer *composer, const char *next) {
  bool breaks = composer->blank_breaks;
  composer->blank = composer->blank_breaks = false;
  if (composer->text.len == composer->start || composer->text.data[composer->text.len - 1] == '\n') return;
  size_t width;
  if (breaks && is_unspaced(spokes__utf8_decode(next, &width)) && is_unspaced(last_char(composer))) return;
  append(composer, " ", 1);
}

void spokes__composer_text(spokes_composer *composer, const char *text, size_t len) {
  if (!composer->is_open) return;
  for (size_t i = 0; i < len;) {
    if (is_white(text[i])) {
      composer->blank = true;
      composer->blank_breaks |= text[i] == '\n' || text[i] == '\r';
      i++;
      continue;
    }
    size_t end = i;
    while (end < len && !is_white(text[end])) end++;
    if (composer->blank) settle_blank(composer, text + i);
    append(composer, text + i, end - i);
    i = end;
  }
}

void spokes__composer_line(spokes_composer *composer) {
  if (spokes__composer_is_blank(composer)) return;
  drop_trailing_white(composer);
  composer->blank = composer->blank_breaks = false;
  append(composer, "\n", 1);
}

void spokes__composer_page(spokes_composer *composer) {
  bool was_blank = spokes__composer_is_blank(composer);
  composer->blank = composer->blank_breaks = false;
  append(composer, "\f", 1);
  if (was_blank) composer->start = composer->text.len;
}

spokes_composer_mark spokes__composer_mark(spokes_composer *composer) {
  spokes__composer_close(composer);
  return (spokes_composer_mark){composer->text.len, composer->region_count};
}

void spokes__composer_rewind(spokes_composer *composer, spokes_composer_mark mark) {
  composer->is_open = composer->blank = composer->blank_breaks = false;
  if (composer->text.len > mark.len) composer->text.len = mark.len;
  if (composer->region_count > mark.regions) composer->region_count = mark.regions;
}

void spokes__composer_join(spokes_composer *composer, size_t first, const size_t *cells, size_t cell_count,
                           spokes_zone zone) {
  spokes__composer_close(composer);
  if (first >= composer->region_count || composer->too_long) return;
  spokes_buf *row = &composer->scratch;
  spokes__buf_clear(row);
  size_t cell = 0, start = composer->regions[first].start;
  for (size_t i = first; i < composer->region_count; i++) {
    const spokes_region *region = &composer->regions[i];
    bool new_cell = false;
    for (; cell < cell_count && cells[cell] <= i; cell++) new_cell = true;
    if (i > first) spokes__buf_text(row, new_cell ? " | " : "\n");
    spokes__buf_append(row, composer->text.data + region->start, region->end - region->start);
  }
  if (row->failed) {
    composer->no_memory = true;
    return;
  }
  composer->text.len = start;
  composer->region_count = first;
  spokes__composer_open(composer, zone);
  append(composer, row->data, row->len);
  spokes__composer_close(composer);
}

void spokes__composer_take(spokes_composer *composer, spokes_composer *from) {
  spokes__composer_close(from);
  for (size_t i = 0; i < from->region_count; i++) {
    const spokes_region *region = &from->regions[i];
    spokes__composer_open(composer, (spokes_zone)region->zone);
    append(composer, from->text.data + region->start, region->end - region->start);
    spokes__composer_close(composer);
  }
  composer->no_memory |= from->no_memory || from->text.failed;
  composer->too_long |= from->too_long;
  spokes__composer_clear(from);
}

spokes_status spokes__composer_finish(spokes_composer *composer, spokes_error *err) {
  spokes__composer_close(composer);
  if (composer->no_memory || composer->text.failed) return spokes__error_nomem(err);
  if (composer->too_long)
    return spokes__error_set(err, SPOKES_E_LIMIT, "the text is larger than the limit of %u bytes",
                             SPOKES_LIMIT_TEXT_BYTES);
  return SPOKES_OK;
}
