// text/kernels: every level against plain loops over random bytes, at every distance from the end of what can be read.

#include "text/finder.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/blocks.h"
#include "base/utf8.h"
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
  // Now and then a word that is as long as a block, or a little shorter or longer.
  if (len > 80 && !roll(8)) memset(text + roll((uint32_t)len - 70), 'a', 58 + roll(12));
  return text;
}

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_digit(char c) { return (unsigned)(c - '0') < 10; }
static bool is_wide(char c) { return (unsigned char)c >= 0x80; }
static bool is_first(char c) {
  return (unsigned char)c >= 0xC0 && !((unsigned char)c >= 0xE4 && (unsigned char)c <= 0xE9);
}

static bool is_word(char c) { return is_letter(c) || is_digit(c); }

static bool fits(const spokes_start_filter *filter, const char *s, size_t i, size_t room) {
  unsigned first = 0xFF, second = 0xFF;
  for (size_t k = 0; k < SPOKES_START_BYTES; k++) {
    unsigned byte = i + k < room ? (unsigned char)s[i + k] : ' ';
    first &= filter->groups[0][k][byte % 32];
    second &= filter->groups[1][k][byte % 32];
  }
  return first || second;
}

static void same_starts(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  static spokes_start found[SPOKES_STARTS_MAX];
  spokes_start_filter filter;
  for (size_t i = 0; i < sizeof filter.groups; i++) (&filter.groups[0][0][0])[i] = (uint8_t)(roll(256) & roll(256));
  bool in_word = roll(2), before = in_word;
  size_t count = k->starts(s, len, room, in_word, &filter, found), wanted = 0;
  for (size_t i = 0; i < len; before = is_word(s[i++])) {
    bool is_capital = s[i] >= 'A' && s[i] <= 'Z', may_be_other = is_word(s[i]) || is_first(s[i]);
    if (before || !(is_capital || (may_be_other && fits(&filter, s, i, room)))) continue;
    size_t end = i;
    while (end < room && is_word(s[end])) end++;
    assert_true(wanted < count);
    assert_int_equal(found[wanted].at, i);
    assert_int_equal(found[wanted++].len, end - i < 63 ? end - i : 0);
  }
  assert_int_equal(count, wanted);
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

static bool is_marked(char c, spokes_mark mark) {
  switch (mark) {
    case SPOKES_MARK_LINE_FEED:
      return c == '\n';
    case SPOKES_MARK_LINE_END:
      return c == '\n' || c == '\r';
    case SPOKES_MARK_SENTENCE:
      return c == '.' || c == '!' || c == '?' || (unsigned char)c == 0xE3;
  }
  return false;
}

static void same_marks(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  uint64_t masks[LEN_MAX / SPOKES_BLOCK + 1];
  for (spokes_mark mark = SPOKES_MARK_LINE_FEED; mark <= SPOKES_MARK_SENTENCE; mark++) {
    k->marks(s, len, room, mark, masks);
    for (size_t i = 0; i < (len + SPOKES_BLOCK - 1) / SPOKES_BLOCK * SPOKES_BLOCK; i++)
      assert_int_equal(masks[i / SPOKES_BLOCK] >> i % SPOKES_BLOCK & 1, i < len && is_marked(s[i], mark));
  }
  uint32_t columns = 0;
  for (size_t i = 0; i < len; i++)
    columns += (uint32_t)(((unsigned char)s[i] & 0xC0) != 0x80) +
               (uint32_t)((unsigned char)s[i] >= 0xE3 && (unsigned char)s[i] <= 0xED);
  assert_int_equal(k->columns(s, len, room), columns);
  size_t from = roll((uint32_t)len + 1), i = from;
  while (i < len && !is_wide(s[i])) i++;
  assert_int_equal(k->ascii_end(s, from, len), i);
}

// Searches a text of several looks in steps, forwards and now and then back.
static void same_finds(const spokes_kernels *k) {
  size_t len = SPOKES_FINDER_BLOCKS * SPOKES_BLOCK * 2 + roll(500);
  char *s = malloc(len);
  assert_non_null(s);
  for (size_t i = 0; i < len; i++) s[i] = roll(300) ? 'a' : ".\n\r?"[roll(4)];
  spokes_mark mark = (spokes_mark)roll(3);
  spokes_finder finder;
  spokes__finder_begin(&finder, k, s, len, mark);
  for (size_t i = 0; i < len;) {
    size_t stop = i + roll(roll(3) ? 200 : (uint32_t)len), expected = i;
    if (stop > len) stop = len;
    while (expected < stop && !is_marked(s[expected], mark)) expected++;
    assert_int_equal(spokes__finder_next(&finder, i, stop), expected);
    i = roll(9) ? stop + 1 : stop - stop / 4;
  }
  free(s);
}

typedef struct visits {
  const char *s;
  size_t len, next;  // visited ascending
  bool *seen;
} visits;

static void see(void *context, size_t at) {
  visits *v = context;
  assert_true(at >= v->next && at < v->len);
  v->next = at + 1;
  v->seen[at] = true;
}

static bool is_small(char c) { return (unsigned)(c - 'a') < 26; }
static bool is_capital(char c) { return (unsigned)(c - 'A') < 26; }
static bool is_white(char c) { return c >= '\t' && c <= ' '; }

static bool is_ligature(const char *s, size_t end) {
  return end >= 2 && s[end - 2] == 'f' && (s[end - 1] == 'f' || s[end - 1] == 'i' || s[end - 1] == 'l');
}

// What plainly is a place of damage must be seen; what is no place whatever follows must not.
static bool is_damage(const char *s, size_t len, size_t i, bool is_wide_text, bool any_next) {
  char before = i ? s[i - 1] : 0, next = i + 1 < len ? s[i + 1] : ' ';
  if (is_capital(s[i])) return is_small(before);
  if (s[i] == '-') return is_small(before) && (any_next || is_white(next));
  if (is_white(s[i])) return is_ligature(s, i) || (before == 'f' && (any_next || next == 'i' || next == 'l'));
  if (s[i] == '.') return i > 1 && is_white(before) && is_capital(s[i - 2]);
  return is_wide_text && (unsigned char)s[i] == 0xEF;
}

static void same_damage(const spokes_kernels *k, char *s, size_t len) {
  static const char usual[] = "fil -.\nABab\xEF";
  bool seen[LEN_MAX] = {false}, is_wide_text = roll(2);
  for (size_t i = 0; i < len; i++) s[i] = usual[roll(sizeof usual - 1)];
  visits v = {s, len, 0, seen};
  k->damage(s, len, is_wide_text, see, &v);
  for (size_t i = 0; i < len; i++) {
    if (is_damage(s, len, i, is_wide_text, false)) assert_true(seen[i]);
    if (seen[i]) assert_true(is_damage(s, len, i, is_wide_text, true));
  }
}

static void same_beginnings(const spokes_kernels *k, char *s, size_t len) {
  bool seen[LEN_MAX] = {false};
  spokes_beginnings wanted = {.letters = {{0}}};
  for (int n = 0; n < 3; n++)
    for (unsigned round = 0; round < 12; round++) wanted.letters[n][roll(32)] |= (uint8_t)(1u << roll(8));
  for (size_t i = 0; i < len; i++) s[i] = roll(4) ? (char)('a' + roll(26) - (roll(2) ? 0 : 32)) : " -\xC3\n"[roll(4)];
  visits v = {s, len, 0, seen};
  k->beginnings(s, len, &wanted, see, &v);
  for (size_t i = 0; i < len; i++) {
    bool is_start = is_letter(s[i]) && (!i || !is_letter(s[i - 1]));
    if (seen[i]) assert_true(is_start);
    if (!is_start || i + 2 >= len) continue;
    unsigned groups =
        wanted.letters[0][s[i] & 31] & wanted.letters[1][s[i + 1] & 31] & wanted.letters[2][s[i + 2] & 31];
    if (groups) assert_true(seen[i]);
    if (strcmp(k->name, "avx512") == 0 || strcmp(k->name, "avx2") == 0) assert_int_equal(seen[i], groups != 0);
  }
}

static void same_table_signs(const spokes_kernels *k, char *s, size_t len) {
  static const char usual[] = "aaaaaaaaaaaaaaaaaaaa   1|\t";
  unsigned numbers = 0;
  bool expected = false;
  uint32_t kinds = 19 + roll((uint32_t)sizeof usual - 19);
  for (size_t i = 0; i < len; i++) s[i] = usual[roll(kinds)];
  for (size_t i = 0; i < len && i < SPOKES_BLOCK; i++) {
    numbers += is_digit(s[i]) && !(i && is_digit(s[i - 1]));
    expected |= s[i] == '\t' || s[i] == '|' || (i > 1 && !memcmp(s + i - 2, "   ", 3));
  }
  assert_int_equal(k->may_be_table(s, len, len), expected || numbers >= 3);
}

static void same_place(const spokes_kernels *k, const char *s, size_t len, size_t room) {
  spokes_place place = {7, 1, 1};
  uint32_t chars = 7, lines = 1, pages = 1;
  uint64_t letters = 0, others = 0;
  for (size_t i = 0; i < len; i++) {
    chars += ((unsigned char)s[i] & 0xC0) != 0x80;
    lines += s[i] == '\n';
    pages += s[i] == '\f';
    letters += is_letter(s[i]);
    others += is_digit(s[i]) || is_wide(s[i]);
  }
  k->pass(s, len, room, &place);
  assert_int_equal(place.chars, chars);
  assert_int_equal(place.lines, lines);
  assert_int_equal(place.pages, pages);
  assert_int_equal(k->letters(s, len, room), letters);
  assert_int_equal(k->word_bytes(s, len, room), letters + others);
}

// ---- Characters ---------------------------------------------------------------------------------------------

// Mostly characters of three bytes, as the kernels for them want it; between them punctuation, blanks and others.
static char *random_characters(size_t count, size_t *len_out) {
  char *text = malloc(4 * count + 1);
  assert_non_null(text);
  size_t len = 0;
  for (size_t i = 0; i < count; i++) {
    static const uint32_t others[] = {',',    '.',  ' ',    '\n',   '7',     'a',    0x3002,
                                      0xFF0C, 0xE9, 0x4DFF, 0x9FF0, 0x1F600, 0x20BB7};
    uint32_t cp = roll(6) ? 0x4E00 + roll(0x51F0) : others[roll(sizeof others / sizeof *others)];
    len += spokes__utf8_encode(cp, text + len);
  }
  *len_out = len;
  return text;
}

static void same_units(const spokes_kernels *k, const char *s, size_t len) {
  uint16_t *chars = malloc((len + 1) * sizeof *chars);
  uint32_t *starts = malloc((len + 1) * sizeof *starts);
  assert_true(chars && starts);
  size_t at = 0, count = 0, i = 0, width;
  while (i < len) {
    at = i;
    count = k->units(s, &at, len, len, chars, starts);
    for (size_t n = 0; n < count; n++) {
      assert_int_equal(starts[n], i);
      assert_int_equal(chars[n], spokes__utf8_decode(s + i, &width));
      assert_true(width == 3 || (width == 1 && s[i] > ' '));
      i += width;
    }
    assert_int_equal(at, i);
    if (i == len) break;
    spokes__utf8_decode(s + i, &width);
    assert_true(width == 2 || width == 4 || s[i] == ' ' || s[i] == '\n');
    i += width;
  }
  free(chars);
  free(starts);
}

// Tables of a fold that changes every eleventh character to the next and makes some marks ASCII, two bytes, nothing.
static const spokes_tables *odd_tables(void) {
  static uint16_t fold[65536];
  static uint8_t classes[65536];
  static spokes_tables tables;
  for (uint32_t c = 0; c < 65536; c++) {
    bool is_ideograph = c - SPOKES_FIRST_IDEOGRAPH < SPOKES_IDEOGRAPHS;
    fold[c] = (uint16_t)(is_ideograph && c % 11 == 0 ? c + 1 : c);
    classes[c] = (uint8_t)(is_ideograph || c == 0x3005 ? SPOKES_CLASS_HAN
                           : c >= 0x3041 && c < 0x30FF ? SPOKES_CLASS_KANA
                                                       : 0);
  }
  fold[0xFF0C] = ',';
  fold[0xFF21] = 'A';
  fold[0x2E80] = 0xE9;
  fold[0x200B] = SPOKES_FOLD_DROP;
  tables = (spokes_tables){.fold = fold, .classes = classes};
  spokes__tables_note_changed(&tables);
  return &tables;
}

// Folds the characters of s[0, end) one by one.
static void fold_plainly(const char *s, size_t end, const spokes_tables *tables, char *out, spokes_folding *now) {
  for (size_t width; now->i < end; now->i += width) {
    uint32_t cp = spokes__utf8_decode(s + now->i, &width), folded = tables->fold[cp];
    assert_true(width == 1 || (width == 3 && (folded < 0x80 || (folded >= 0x800 && folded < SPOKES_FOLD_DROP))));
    now->at += spokes__utf8_encode(folded, out + now->at);
    now->chars++;
    now->is_wide |= folded >= 0x80;
    now->han += (tables->classes[cp] & SPOKES_CLASS_HAN) != 0;
    now->kana += (tables->classes[cp] & SPOKES_CLASS_KANA) != 0;
    if (width == 3 && folded < 0x80)
      now->edits[now->edit_count++] = (spokes_edit){(uint32_t)now->at, (uint32_t)(now->i + 3)};
  }
}

static size_t same_folding(const spokes_kernels *k, const char *s, size_t len, const spokes_tables *tables) {
  char *out = malloc(len + SPOKES_BLOCK), *plain = malloc(len + SPOKES_BLOCK);
  spokes_edit edits[LEN_MAX], plain_edits[LEN_MAX];
  assert_true(out && plain);
  spokes_folding now = {.edits = edits, .edit_cap = roll(3) ? LEN_MAX : roll(5)}, want = {.edits = plain_edits};
  k->fold(s, len, tables, out, &now);
  assert_true(now.i <= len && now.edit_count <= now.edit_cap);
  fold_plainly(s, now.i, tables, plain, &want);
  assert_int_equal(now.i, want.i);
  assert_int_equal(now.at, want.at);
  assert_int_equal(now.chars, want.chars);
  assert_int_equal(now.han, want.han);
  assert_int_equal(now.kana, want.kana);
  assert_int_equal(now.is_wide, want.is_wide);
  assert_int_equal(now.edit_count, want.edit_count);
  assert_memory_equal(out, plain, now.at);
  if (now.edit_count) assert_memory_equal(edits, plain_edits, now.edit_count * sizeof *edits);
  free(out);
  free(plain);
  return now.i;
}

static void characters_as_plain_loops(const spokes_kernels *k) {
  const spokes_tables *tables = odd_tables();
  size_t folded = 0;
  for (int round = 0; round < ROUNDS / 4; round++) {
    size_t len, start = 0;
    char *made = random_characters(roll(200), &len), *s = malloc(len ? len : 1);
    assert_non_null(s);
    memcpy(s, made, len);
    same_units(k, s, len);
    for (size_t width; start < len; start += width) {
      folded += same_folding(k, s + start, len - start, tables);
      spokes__utf8_decode(s + start, &width);
    }
    free(made);
    free(s);
  }
  assert_true(folded > ROUNDS);
}

static void same_as_plain_loops(const spokes_kernels *k) {
  spokes__random_seed(&dice, 7);
  for (int round = 0; round < ROUNDS; round++) {
    size_t room = roll(4) ? roll(LEN_MAX) : roll(70), len = roll(3) ? room : roll((uint32_t)room + 1);
    char *s = random_text(room);
    same_starts(k, s, len, room);
    same_counts(k, s, len, room);
    same_marks(k, s, len, room);
    same_place(k, s, len, room);
    same_damage(k, s, room);
    same_table_signs(k, s, room);
    same_beginnings(k, s, room);
    if (round % 100 == 0) same_finds(k);
    free(s);
  }
  characters_as_plain_loops(k);
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
