// Any bytes as text, made valid UTF-8: mentions lie inside the text, in order, and do not overlap.

#include <stdlib.h>

#include "base/utf8.h"
#include "base/utf8_repair.h"
#include "fuzz.h"
#include "spokes.h"

static spokes_matcher *matcher;

static void start(void) {
  spokes_lexicon *lexicon;
  if (spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL)) abort();
  if (spokes_matcher_new(lexicon, &matcher, NULL)) abort();
}

static void check(const spokes_mention *m, size_t len, uint64_t chars) {
  if (m->start >= m->end || m->end > chars || m->start_byte >= m->end_byte || m->end_byte > len) abort();
  if (!m->line || !m->page) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_buf text;
  if (!matcher) start();
  spokes__utf8_repair((const char *)bytes, len, &text);
  const char *data = text.data ? text.data : "";
  if (spokes_matcher_run(matcher, data, text.len, NULL, NULL)) return 0;
  uint64_t chars = spokes__utf8_count(data, text.len), end = 0;
  for (size_t i = 0; i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention mention = spokes_matcher_mention(matcher, i);
    check(&mention, text.len, chars);
    if (mention.start < end) abort();
    end = mention.end;
  }
  for (size_t i = 0; i < spokes_matcher_exclusion_count(matcher); i++) {
    spokes_mention exclusion = spokes_matcher_exclusion(matcher, i);
    check(&exclusion, text.len, chars);
  }
  return 0;
}
