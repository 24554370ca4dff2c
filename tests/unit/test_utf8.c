// base/utf8: the fast validation against the plain one, on faults at every place of a block and on random bytes;
// counts.

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"

#define LEN 333

static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static size_t plain_count(const char *text, size_t len) {
  size_t count = 0;
  for (size_t i = 0; i < len; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

// The text in a block of its own length, so that a sanitizer sees a byte that is read too many.
static void compare(const char *bytes, size_t len) {
  char *text = malloc(len ? len : 1);
  memcpy(text, bytes, len);
  size_t valid = spokes__utf8_valid_prefix(text, len);
  assert_int_equal(valid, spokes__utf8_valid_prefix_plain(text, len));
  assert_int_equal(spokes__utf8_count(text, len), plain_count(text, len));
  free(text);
}

// Characters of one width each, filling len bytes and at most three beyond.
static void fill(char *out, size_t len, const char *unit) {
  size_t width = strlen(unit);
  for (size_t i = 0; i < len; i += width) memcpy(out + i, unit, width);
}

static const char *const units[] = {"a", "\u00E9", "\u4E2D", "\U00020000"};

// Sequences at the borders of what RFC 3629 allows, and beyond.
static const char *const pieces[] = {"\x80",
                                     "\xBF",
                                     "\xC0\x80",
                                     "\xC1\xBF",
                                     "\xC2\x80",
                                     "\xDF\xBF",
                                     "\xE0\x80\x80",
                                     "\xE0\x9F\xBF",
                                     "\xE0\xA0\x80",
                                     "\xED\x9F\xBF",
                                     "\xED\xA0\x80",
                                     "\xED\xBF\xBF",
                                     "\xEE\x80\x80",
                                     "\xEF\xBF\xBF",
                                     "\xF0\x80\x80\x80",
                                     "\xF0\x8F\xBF\xBF",
                                     "\xF0\x90\x80\x80",
                                     "\xF4\x8F\xBF\xBF",
                                     "\xF4\x90\x80\x80",
                                     "\xF5\x80\x80\x80",
                                     "\xF8\x88\x80\x80",
                                     "\xFE",
                                     "\xFF",
                                     "\xE4\xB8",
                                     "\xF0\x90\x80",
                                     "\xC3"};

static void pieces_at_every_place(void **state) {
  (void)state;
  char text[LEN + 8];
  for (size_t u = 0; u < sizeof units / sizeof *units; u++)
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++)
      for (size_t at = 0; at < LEN; at++) {
        fill(text, LEN, units[u]);
        size_t len = strlen(pieces[p]);
        memcpy(text + at, pieces[p], len);
        compare(text, LEN);
        compare(text, at + len);
      }
}

static void every_end(void **state) {
  (void)state;
  char text[LEN + 8];
  for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
    fill(text, LEN, units[u]);
    for (size_t len = 0; len <= LEN; len++) compare(text, len);
  }
}

// Two bytes out of all, at the border of two vectors and of two blocks.
static void every_pair(void **state) {
  (void)state;
  static const size_t places[] = {31, 63, 127};
  char text[LEN + 8];
  for (unsigned pair = 0; pair < 65536; pair++)
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
      fill(text, 200, "a");
      text[places[k]] = (char)(pair >> 8);
      text[places[k] + 1] = (char)pair;
      compare(text, 200);
    }
}

static void random_text(void **state) {
  (void)state;
  uint64_t random = 0x2545F4914F6CDD1Du;
  char text[LEN + 8];
  for (unsigned round = 0; round < 60000; round++) {
    size_t len = 0, cap = 100 + next(&random) % (LEN - 100);
    while (len < cap) {
      const char *unit = next(&random) % 40 ? units[next(&random) % 4] : pieces[next(&random) % 26];
      memcpy(text + len, unit, strlen(unit));
      len += strlen(unit);
    }
    if (round & 1) text[next(&random) % len] = (char)next(&random);
    compare(text, len);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(pieces_at_every_place), cmocka_unit_test(every_end),
                                     cmocka_unit_test(every_pair), cmocka_unit_test(random_text)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
