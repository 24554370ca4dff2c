// match/windows: clauses solved in windows give exactly what they give when they are solved whole, on random text made
// of the real dictionary's forms, short forms, frames, pairs, words and stray characters.

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "lexicon/load.h"
#include "match/scanner.h"
#include "random_chinese.h"

#define ROUNDS 400
#define TEXT_BYTES 6000

typedef struct fixture {
  spokes_lexicon *lexicon;
  spokes_scanner *windowed, *whole;
} fixture;

static int set_up(void **state) {
  static fixture f;
  spokes_error err;
  if (spokes_lexicon_load(SPOKES_REAL_DICT, NULL, NULL, &f.lexicon, &err)) return -1;
  if (spokes__scanner_new(f.lexicon, &f.windowed, &err) || spokes__scanner_new(f.lexicon, &f.whole, &err)) return -1;
  f.whole->han.is_whole = true;
  *state = &f;
  return 0;
}

static int tear_down(void **state) {
  fixture *f = *state;
  spokes__scanner_free(f->windowed);
  spokes__scanner_free(f->whole);
  spokes_lexicon_free(f->lexicon);
  return 0;
}

static void windows_equal_whole_clauses(void **state) {
  fixture *f = *state;
  static char text[TEXT_BYTES + 256];
  uint64_t random = 20170801, mentions = 0, exclusions = 0;
  spokes_text prepared = SPOKES_TEXT_INIT;
  spokes_error err;
  for (unsigned round = 0; round < ROUNDS; round++) {
    size_t len = 0, cap = 20 + next(&random, TEXT_BYTES - 20);
    while (len < cap) len += put_piece(f->lexicon, &random, text + len);
    const spokes_match_context context = {0, SPOKES_NO_ACTOR};
    const spokes_match_result *a, *b;
    spokes_text_source source = {.text = text, .len = len};
    assert_int_equal(spokes__text_prepare(&prepared, &f->lexicon->tables, &source, &err), SPOKES_OK);
    assert_int_equal(spokes__scanner_run(f->windowed, &prepared, &context, &a, &err), SPOKES_OK);
    assert_int_equal(spokes__scanner_run(f->whole, &prepared, &context, &b, &err), SPOKES_OK);
    assert_same(&a->mentions, &b->mentions);
    assert_same(&a->exclusions, &b->exclusions);
    mentions += a->mentions.count;
    exclusions += a->exclusions.count;
  }
  assert_true(mentions > 100u * ROUNDS && exclusions > 10u * ROUNDS);  // the texts are full of candidates
  spokes__text_release(&prepared);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(windows_equal_whole_clauses)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
