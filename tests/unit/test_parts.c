// match/parts: one text matched part by part by several scanners gives what one scanner finds; what a block of the
// Chinese search leaves behind is all that the next one needs.

#include "match/parts.h"

#include <stdlib.h>

#include "cmocka_all.h"
#include "lexicon/load.h"
#include "match/han_end.h"
#include "random_chinese.h"

#define TEXT_BYTES (7u << 18)
#define SCANNERS 3u

typedef struct fixture {
  spokes_lexicon *lexicon;
  spokes_scanner *one, *scanners[SCANNERS];
  char *text;
  spokes_text prepared;
} fixture;

static int set_up(void **state) {
  static fixture f;
  spokes_error err;
  if (spokes_lexicon_load(SPOKES_REAL_DICT, NULL, NULL, &f.lexicon, &err)) return -1;
  if (spokes__scanner_new(f.lexicon, &f.one, &err)) return -1;
  for (unsigned i = 0; i < SCANNERS; i++)
    if (spokes__scanner_new(f.lexicon, &f.scanners[i], &err)) return -1;
  f.text = malloc(TEXT_BYTES + 256);
  f.prepared = (spokes_text)SPOKES_TEXT_INIT;
  *state = &f;
  return f.text ? 0 : -1;
}

static int tear_down(void **state) {
  fixture *f = *state;
  spokes__scanner_free(f->one);
  for (unsigned i = 0; i < SCANNERS; i++) spokes__scanner_free(f->scanners[i]);
  spokes__text_release(&f->prepared);
  spokes_lexicon_free(f->lexicon);
  free(f->text);
  return 0;
}

static const char *const english[] = {"The United\n",   "States ",         "of America ",     "China's ",
                                      "Indian Ocean. ", "New Zea-\nland ", "U.S.-",           "Georgia ",
                                      "and\n",          "Congo, ",         "South Korea\n\n", "allies "};

// Chinese and English pieces in turn, the more of one kind the smaller `share` is.
static void fill(fixture *f, uint64_t seed, size_t bytes, uint32_t share) {
  spokes_error err;
  size_t len = 0;
  while (len < bytes) {
    if (next(&seed, 100) < share) {
      const char *piece = english[next(&seed, sizeof english / sizeof *english)];
      memcpy(f->text + len, piece, strlen(piece));
      len += strlen(piece);
    } else {
      len += put_piece(f->lexicon, &seed, f->text + len);
    }
  }
  spokes_text_source source = {.text = f->text, .len = len};
  assert_int_equal(spokes__text_prepare(&f->prepared, &f->lexicon->tables, &source, &err), SPOKES_OK);
}

// The jobs of a round backwards, by whoever's turn it is: order and worker must not matter.
static void do_rounds(spokes_parts *parts) {
  size_t jobs = spokes__parts_first_round(parts);
  for (size_t i = jobs; i > 0; i--) spokes__parts_do_first(parts, (unsigned)(i % SCANNERS), i - 1);
  jobs = spokes__parts_second_round(parts);
  for (size_t i = jobs; i > 0; i--) spokes__parts_do_second(parts, (unsigned)(i % SCANNERS), i - 1);
}

static void assert_parts_equal_whole(fixture *f) {
  const spokes_match_context context = {0, SPOKES_NO_ACTOR};
  const spokes_match_result *whole, *result;
  spokes_parts *parts;
  spokes_error err;
  assert_int_equal(spokes__scanner_run(f->one, &f->prepared, &context, &whole, &err), SPOKES_OK);
  assert_int_equal(spokes__parts_new(f->scanners, SCANNERS, &f->prepared, &context, &parts, &err), SPOKES_OK);
  do_rounds(parts);
  assert_int_equal(spokes__parts_finish(parts, &result, &err), SPOKES_OK);
  assert_true(whole->mentions.count > 100);
  assert_same(&whole->mentions, &result->mentions);
  assert_same(&whole->exclusions, &result->exclusions);
  spokes__parts_free(parts);
}

static void parts_equal_whole(void **state) {
  fixture *f = *state;
  static const struct {
    size_t bytes;
    uint32_t share;
  } texts[] = {{TEXT_BYTES, 3}, {1u << 18, 100}, {1u << 18, 97}, {20000, 50}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    fill(f, i + 1, texts[i].bytes, texts[i].share);
    assert_parts_equal_whole(f);
  }
}

// Blocks one after the other, each by another scanner, which takes over from the one before.
static void ends_carry_over(void **state) {
  fixture *f = *state;
  const spokes_match_context context = {0, SPOKES_NO_ACTOR};
  spokes_han_end end = {.count = 0}, own = {.count = 0};
  size_t mentions = 0, exclusions = 0, blocks = 0;
  fill(f, 99, 7u << 17, 5);
  spokes__scanner_begin(f->one, &f->prepared, &context);
  spokes__han_scan(f->one);
  spokes__han_end_save(f->one, &own);
  for (uint32_t passage = 0; passage < f->prepared.passage_count; blocks++) {
    spokes_scanner *scanner = f->scanners[blocks % SCANNERS];
    spokes__scanner_begin(scanner, &f->prepared, &context);
    spokes__han_begin(scanner, passage);
    assert_true(spokes__han_end_load(scanner, &end));
    passage = spokes__han_block(scanner, passage);
    spokes__han_end_save(scanner, &end);
    for (size_t i = 0; i < scanner->result.mentions.count; i++, mentions++) {
      assert_int_equal(scanner->result.mentions.items[i].norm_start,
                       f->one->result.mentions.items[mentions].norm_start);
      assert_int_equal(scanner->result.mentions.items[i].actor, f->one->result.mentions.items[mentions].actor);
    }
    exclusions += scanner->result.exclusions.count;
  }
  assert_true(blocks > 4);
  assert_int_equal(mentions, f->one->result.mentions.count);
  assert_int_equal(exclusions, f->one->result.exclusions.count);
  assert_true(spokes__han_end_is_same(&end, &own));
  if (end.name_count) end.names[0].standing ^= SPOKES_STANDING_NAME;
  assert_true(end.name_count && !spokes__han_end_is_same(&end, &own));
  spokes__han_end_release(&end);
  spokes__han_end_release(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(parts_equal_whole), cmocka_unit_test(ends_carry_over)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
