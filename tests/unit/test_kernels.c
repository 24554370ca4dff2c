// text/kernels: every level against plain loops over random bytes, at every distance from the end of what can be read.

#include "text/kernels.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/blocks.h"
#include "cmocka_all.h"
#include "measure/random.h"

#define LEN_MAX 300u
#define ROUNDS 6000

static spokes_random dice;
static uint32_t roll(uint32_t sides) { return spokes__random_below(&dice, sides); }

// Text whose end is the end of its block of memory, so that a sanitizer sees a byte that is read too many.
static char *random_text(size_t len) {
  static const char usual[] = "etaoin shrdlu ETA \n.'.,;@12340 \n .!?_-\r\f\t";
  char *text = malloc(len ? len : 1);
  assert_non_null(text);
  bool wide = roll(2) == 1;
  for (size_t i = 0; i < len; i++)
    text[i] = wide && roll(12) == 0 ? (char)(unsigned char)roll(256) : usual[roll(sizeof usual - 1)];
  return text;
}

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_digit(char c) { return (unsigned)(c - '0') < 10; }
static bool is_wide(char c) { return (unsigned char)c >= 0x80; }

static void same_words(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  spokes_word_masks blocks[LEN_MAX / SPOKES_BLOCK + 1];
  k->words(s, len, room, blocks);
  for (size_t i = 0; i < (len + SPOKES_BLOCK - 1) / SPOKES_BLOCK * SPOKES_BLOCK; i++) {
    const spokes_word_masks *m = &blocks[i / SPOKES_BLOCK];
    unsigned bit = i % SPOKES_BLOCK;
    bool in = i < len;
    assert_int_equal(m->capital >> bit & 1, in && s[i] >= 'A' && s[i] <= 'Z');
    assert_int_equal(m->word >> bit & 1, in && (is_letter(s[i]) || is_digit(s[i])));
    assert_int_equal(m->wide >> bit & 1, in && is_wide(s[i]));
  }
}

// Words of plain text: runs of letters and @ or digits, with joints between two of a kind.
static uint64_t plain_words(const char *s, size_t i, size_t end) {
  uint64_t words = 0;
  bool before = false;
  for (size_t at = i; at < end; at++) {
    bool letter = is_letter(s[at]) || s[at] == '@', word = letter || is_digit(s[at]);
    if (word && !before) words++;
    before = word;
    if (word || !s[at] || at == i || at + 1 >= end) continue;
    bool letters = (is_letter(s[at - 1]) || s[at - 1] == '@') && (is_letter(s[at + 1]) || s[at + 1] == '@');
    bool digits = is_digit(s[at - 1]) && is_digit(s[at + 1]);
    before = (letters && strchr(".'", s[at])) || (digits && strchr(".',;", s[at]));
  }
  return words;
}

static void same_counts(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  size_t i = len ? roll((uint32_t)len) : 0, end = i, reached;
  while (i && s[i - 1] != ' ') i--;
  for (end = i; end < len && !is_wide(s[end]) && s[end] != '_';) end++;
  if (end < len)
    while (end > i && s[end - 1] != ' ' && s[end - 1] != '\n') end--;
  uint64_t words = k->count_words(s, i, len, room, &reached);
  assert_int_equal(reached, end);
  assert_int_equal(words, plain_words(s, i, end));
}

static void same_marks(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  size_t from = roll((uint32_t)len + 1), i = from;
  while (i < len && s[i] != '.' && s[i] != '!' && s[i] != '?' && (unsigned char)s[i] != 0xE3) i++;
  assert_int_equal(k->sentence_mark(s, from, len, room), i);
  uint32_t columns = 0, found;
  for (i = from; i < len && s[i] != '\n' && s[i] != '\r'; i++)
    columns += (uint32_t)(((unsigned char)s[i] & 0xC0) != 0x80) +
               (uint32_t)((unsigned char)s[i] >= 0xE3 && (unsigned char)s[i] <= 0xED);
  assert_int_equal(k->line_end(s, from, len, room, &found), i);
  assert_int_equal(found, columns);
  for (i = from; i < len && !is_wide(s[i]);) i++;
  assert_int_equal(k->ascii_end(s, from, len), i);
}

static void same_place(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  spokes_place place = {7, 1, 1};
  uint32_t chars = 7, lines = 1, pages = 1;
  uint64_t letters = 0;
  for (size_t i = 0; i < len; i++) {
    chars += ((unsigned char)s[i] & 0xC0) != 0x80;
    lines += s[i] == '\n';
    pages += s[i] == '\f';
    letters += is_letter(s[i]);
  }
  k->pass(s, len, room, &place);
  assert_int_equal(place.chars, chars);
  assert_int_equal(place.lines, lines);
  assert_int_equal(place.pages, pages);
  assert_int_equal(k->letters(s, len, room), letters);
}

static void same_as_plain_loops(const spokes_kernels *k) {
  spokes__random_seed(&dice, 7);
  for (int round = 0; round < ROUNDS; round++) {
    size_t room = roll(4) ? roll(LEN_MAX) : roll(70), len = roll(3) ? room : roll((uint32_t)room + 1);
    char *s = random_text(room);
    same_words(k, s, len, room);
    same_counts(k, s, len, room);
    same_marks(k, s, len, room);
    same_place(k, s, len, room);
    free(s);
  }
}

static void portable(void **state) {
  (void)state;
  assert_string_equal(spokes__kernels(SPOKES_SIMD_PORTABLE)->name, "portable");
  same_as_plain_loops(spokes__kernels(SPOKES_SIMD_PORTABLE));
}

static void sse2(void **state) {
  (void)state;
  if (!spokes__kernels_sse2.name || spokes__simd_level() < SPOKES_SIMD_SSE2) skip();
  same_as_plain_loops(&spokes__kernels_sse2);
}

static void avx2(void **state) {
  (void)state;
  if (!spokes__kernels_avx2.name || spokes__simd_level() < SPOKES_SIMD_AVX2) skip();
  same_as_plain_loops(&spokes__kernels_avx2);
}

static void avx512(void **state) {
  (void)state;
  if (!spokes__kernels_avx512.name || spokes__simd_level() < SPOKES_SIMD_AVX512) skip();
  same_as_plain_loops(&spokes__kernels_avx512);
}

static void the_environment_lowers_the_level(void **state) {
  (void)state;
  assert_int_equal(unsetenv("SPOKES_SIMD"), 0);
  spokes_simd best = spokes__simd_level();
  assert_int_equal(setenv("SPOKES_SIMD", "portable", 1), 0);
  assert_int_equal(spokes__simd_level(), SPOKES_SIMD_PORTABLE);
  assert_int_equal(setenv("SPOKES_SIMD", "sse2", 1), 0);
  assert_int_equal(spokes__simd_level(), best < SPOKES_SIMD_SSE2 ? best : SPOKES_SIMD_SSE2);
  assert_int_equal(setenv("SPOKES_SIMD", "faster", 1), 0);
  assert_int_equal(spokes__simd_level(), best);
  assert_int_equal(unsetenv("SPOKES_SIMD"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(portable),
      cmocka_unit_test(sse2),
      cmocka_unit_test(avx2),
      cmocka_unit_test(avx512),
      cmocka_unit_test(the_environment_lowers_the_level),
  };
  return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
