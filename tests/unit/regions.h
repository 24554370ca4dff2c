// Composed text as one string, for comparing: "zone:text" of each region, divided by line ends; a line end inside a
// region is '/'. Checks on the way what every reader has to keep: regions ascend, and only white space lies between.
#ifndef SPOKES_TESTS_REGIONS_H
#define SPOKES_TESTS_REGIONS_H

#include "base/utf8.h"
#include "cmocka_all.h"
#include "ingest/composer.h"

static inline bool regions_is_white(char c) { return c == ' ' || c == '\n' || c == '\f'; }

static inline void regions_render(const char *text, size_t len, const spokes_region *regions, size_t count,
                                  spokes_buf *out) {
  static const char *const zones[] = {"body", "heading", "footnote", "reference", "table", "running", "front"};
  size_t at = 0;
  spokes__buf_clear(out);
  spokes__buf_text(out, "");
  assert_int_equal(spokes__utf8_valid_prefix(text, len), len);
  for (size_t i = 0; i < count; i++) {
    assert_true(regions[i].start >= at && regions[i].start < regions[i].end && regions[i].end <= len);
    for (; at < regions[i].start; at++) assert_true(regions_is_white(text[at]));
    spokes__buf_format(out, "%s%s:", i ? "\n" : "", zones[regions[i].zone]);
    for (; at < regions[i].end; at++) spokes__buf_byte(out, text[at] == '\n' ? '/' : text[at]);
  }
  for (; at < len; at++) assert_true(regions_is_white(text[at]));
  assert_false(out->failed);
}

#endif
