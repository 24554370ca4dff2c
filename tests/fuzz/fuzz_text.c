// Any bytes as text, made valid UTF-8: passages ascend inside the canonical form, every offset of it leads into the
// original, repairs and duplicates lie inside, and a second preparation gives the same. The first byte asks for a
// vocabulary and for words.

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/utf8_repair.h"
#include "fuzz.h"
#include "text/text.h"

static bool short_words(const void *context, const char *word, size_t len) {
  (void)context;
  return len < 8 && (unsigned char)word[0] % 3 == 0;
}

static void check(bool is_good) {
  if (!is_good) abort();
}

static void check_passages(const spokes_text *text) {
  uint32_t end = 0;
  for (size_t i = 0; i < text->passage_count; i++) {
    const spokes_passage *p = &text->passages[i];
    check(p->norm_start >= end && p->norm_end > p->norm_start && p->norm_end <= text->norm_len);
    check(p->zone < SPOKES_ZONE_COUNT && (p->norm_start < text->body_len) == (p->zone != SPOKES_ZONE_RUNNING));
    end = p->norm_end;
  }
  for (size_t i = 1; i < text->sentence_count; i++) check(text->sentences[i - 1] < text->sentences[i]);
}

static void check_way_back(const spokes_text *text) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < text->norm_len; i++) {
    if (((unsigned char)text->norm[i] & 0xC0) == 0x80) continue;
    uint32_t at = spokes__text_orig_start(text, i);
    check(at <= text->orig_len && (i >= text->body_len || at >= before));
    if (i < text->body_len) before = at;
  }
}

static void check_damage(const spokes_text *text) {
  const spokes_repairs *r = &text->repairs;
  for (size_t i = 0; i < r->count; i++)
    check(r->items[i].norm_at <= text->norm_len && (!i || r->items[i - 1].norm_at <= r->items[i].norm_at));
  for (size_t i = 0; i < r->duplicate_count; i++)
    check(r->duplicates[i].start < r->duplicates[i].end && r->duplicates[i].end <= text->body_len);
  for (int kind = 0; kind < SPOKES_DAMAGE_COUNT; kind++) {
    const spokes_damage *d = &r->damage[kind];
    check(d->repaired <= d->places && d->example_start <= d->example_end && d->example_end <= text->orig_len);
    check(spokes__utf8_valid_prefix(text->orig + d->example_start, d->example_end - d->example_start) ==
          d->example_end - d->example_start);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  static spokes_tables tables;
  static spokes_text text = SPOKES_TEXT_INIT;
  static spokes_buf input, first;
  static const spokes_vocabulary vocabulary = {short_words, short_words, NULL};
  if (!tables.fold && spokes__tables_open(&tables, NULL)) abort();
  if (!len) return 0;
  spokes__utf8_repair((const char *)bytes + 1, len - 1, &input);
  spokes_text_source source = {
      .text = input.data ? input.data : "", .len = input.len, .words_wanted = bytes[0] & 1, .duplicates_wanted = true};
  if (bytes[0] & 2) source.vocabulary = &vocabulary;
  if (spokes__text_prepare(&text, &tables, &source, NULL)) return 0;
  check(spokes__utf8_valid_prefix(text.norm, text.norm_len) == text.norm_len && text.body_len <= text.norm_len);
  for (size_t i = 0; i < text.norm_len && text.is_ascii; i++) check((unsigned char)text.norm[i] < 0x80);
  check_passages(&text);
  check_way_back(&text);
  check_damage(&text);
  spokes__buf_clear(&first);
  spokes__buf_append(&first, text.norm, text.norm_len);
  check(!spokes__text_prepare(&text, &tables, &source, NULL));
  check(text.norm_len == first.len && (!first.len || !memcmp(text.norm, first.data, first.len)));
  return 0;
}
