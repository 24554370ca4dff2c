// Counting the words of a text from passage to passage, so that each passage knows how many precede it; no word runs
// over into the next one.

#include "text.h"
#include "tokens.h"

spokes_status spokes__text_count_words(spokes_text *text, const spokes_tables *tables, spokes_token_scratch *scratch,
                                       size_t first, size_t end, uint64_t *out, spokes_error *err) {
  uint64_t sum = 0;
  size_t at = first ? text->passages[first - 1].norm_start : 0;
  *out = 0;
  for (size_t i = first; i < end; i++) {
    size_t stop = i < text->passage_count ? text->passages[i].norm_start : text->norm_len;
    uint64_t words;
    spokes_status status = spokes__tokens_count(tables, text->kernels, text->norm + at, stop - at, text->norm_len - at,
                                                scratch, &words, err);
    if (status) return status;
    // Words of running lines are none of the text's.
    if (!i || text->passages[i - 1].zone != SPOKES_ZONE_RUNNING) sum += words;
    if (i < text->passage_count) text->passages[i].words_before = (uint32_t)sum;
    at = stop;
  }
  *out = sum;
  return SPOKES_OK;
}

void spokes__text_add_words(spokes_text *text, size_t first, size_t end, uint64_t before) {
  for (size_t i = first; i < end && i < text->passage_count; i++) text->passages[i].words_before += (uint32_t)before;
}
