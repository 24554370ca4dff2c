// A compiled dictionary with changed bytes and a right checksum: refused, or searches end and stay inside its tables.
// Each five bytes of the input are a place in a sound image (modulo its length) and a byte to write there.

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lexicon/image.h"

#define CHANGES_MAX 256u

static spokes_tables tables;
static spokes_image_bytes image;

static const char text[] =
    "The United States, Japan's ally, met India in the Indian Ocean. U.S. ships; Sino-Japanese talks, Georgia.\n"
    "美国和日本、印度同意。美日合作，对日政策，美方、日方；印度洋。驻日美军，中美俄三国。\n";

static void start(void) {
  const char *dir = SPOKES_TEST_DICT;
  const spokes_lexicon_options options = {.dirs = &dir, .dir_count = 1, .no_cache = true};
  spokes_lexicon *lexicon;
  if (spokes_lexicon_load_with(&options, NULL, NULL, &lexicon, NULL)) abort();
  image = lexicon->image;
  lexicon->image = (spokes_image_bytes){0};
  spokes_lexicon_free(lexicon);
  if (spokes__tables_open(&tables, NULL)) abort();
}

static void match(const spokes_lexicon *lexicon) {
  spokes_matcher *matcher;
  if (spokes_matcher_new(lexicon, &matcher, NULL)) abort();
  if (!spokes_matcher_run(matcher, text, sizeof text - 1, NULL, NULL)) {
    for (size_t i = 0; i < spokes_matcher_mention_count(matcher); i++)
      if (spokes_matcher_mention(matcher, i).end_byte > sizeof text - 1) abort();
    for (size_t i = 0; i < spokes_matcher_exclusion_count(matcher); i++)
      if (spokes_matcher_exclusion(matcher, i).end_byte > sizeof text - 1) abort();
  }
  spokes_matcher_free(matcher);
}

static void attach(void) {
  spokes_lexicon *lexicon = calloc(1, sizeof *lexicon);
  if (!lexicon) abort();
  lexicon->arena = lexicon->kept = (spokes_arena)SPOKES_ARENA_INIT;
  lexicon->tables = tables;
  if (!spokes__image_attach(lexicon, &image, NULL, NULL)) match(lexicon);
  memset(&lexicon->tables, 0, sizeof lexicon->tables);
  spokes_lexicon_free(lexicon);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  size_t places[CHANGES_MAX], count = 0;
  uint8_t kept[CHANGES_MAX];
  if (!image.data) start();
  uint8_t *data = image.data;
  for (; len >= 5 && count < CHANGES_MAX; bytes += 5, len -= 5, count++) {
    uint32_t place;
    memcpy(&place, bytes, sizeof place);
    places[count] = place % image.len;
    kept[count] = data[places[count]];
    data[places[count]] = bytes[4];
  }
  spokes__image_seal(&image);
  attach();
  while (count--) data[places[count]] = kept[count];
  return 0;
}
