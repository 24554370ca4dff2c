// Words counted by text/tokens.c against the word iterator of the linked ICU: segments whose rule status is not NONE,
// over canonical text, in the locales en and zh.
//
// Left out, because the program differs on purpose or does not care:
//   - line ends between ideographs, which the program passes over: texts are compared line by line
//   - scripts that ICU cuts with dictionaries of their own (Thai, Lao, Khmer, Burmese), and kana, for which ICU has a
//     heuristic beside its dictionary: neither occurs in the documents that the program is for
//   - marks on anything but Latin, Greek and Cyrillic letters, which ICU does not always call part of a word
//   - Hangul beside other letters, which ICU parts
//   - letters beyond U+FFFF that are no ideographs, Han radicals, iteration marks alone, and unassigned characters, on
//     which the tables are coarser than ICU

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/utf8.h"
#include "measure/random.h"
#include "text/text.h"
#include "unit/cmocka_all.h"

static spokes_tables tables;
static spokes_text text = SPOKES_TEXT_INIT;
static UBreakIterator *iterators[2];
static unsigned faults;
static uint64_t compared;

static int setup(void **state) {
  (void)state;
  UErrorCode code = U_ZERO_ERROR;
  iterators[0] = ubrk_open(UBRK_WORD, "en", NULL, 0, &code);
  iterators[1] = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
  return U_FAILURE(code) || spokes__tables_open(&tables, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  (void)state;
  ubrk_close(iterators[0]);
  ubrk_close(iterators[1]);
  spokes__text_release(&text);
  spokes__tables_close(&tables);
  return 0;
}

static uint64_t words_of_icu(UBreakIterator *iterator, const char *norm, size_t len) {
  static UChar *units;
  static size_t cap;
  UErrorCode code = U_ZERO_ERROR;
  int32_t count;
  if (len + 1 > cap) {
    cap = len * 2 + 64;
    units = realloc(units, cap * sizeof *units);
    assert_non_null(units);
  }
  u_strFromUTF8(units, (int32_t)cap, &count, norm, (int32_t)len, &code);
  ubrk_setText(iterator, units, count, &code);
  assert_true(U_SUCCESS(code));
  uint64_t words = 0;
  for (ubrk_first(iterator); ubrk_next(iterator) != UBRK_DONE;)
    words += ubrk_getRuleStatus(iterator) >= UBRK_WORD_NONE_LIMIT;
  return words;
}

static void compare_with(const spokes_kernels *kernels, const char *orig, size_t len) {
  spokes_error err;
  spokes_text_source source = {.text = orig, .len = len, .words_wanted = true};
  text.kernels = kernels;
  if (spokes__text_prepare(&text, &tables, &source, &err)) fail_msg("%s", err.message);
  for (int i = 0; i < 2; i++) {
    uint64_t icu = words_of_icu(iterators[i], text.norm, text.norm_len);
    compared++;
    if (icu == text.tokens) continue;
    if (faults++ < 12)
      print_error("%llu words (%s) instead of ICU's %llu (%s): '%.*s'\n", (unsigned long long)text.tokens,
                  kernels->name, (unsigned long long)icu, i ? "zh" : "en",
                  (int)(text.norm_len < 300 ? text.norm_len : 300), text.norm);
  }
}

// Compares the counts of one line: with every level of vector instructions that there is, in turn, since ICU takes its
// time.
static void compare(const char *orig, size_t len) {
  static unsigned turn;
  const unsigned levels = (unsigned)spokes__simd_level() + 1;
  compare_with(spokes__kernels((spokes_simd)(turn++ % levels)), orig, len);
}

static void compare_lines(const char *orig, size_t len) {
  for (const char *at = orig, *end = orig + len; at < end;) {
    const char *stop = at;
    while (stop < end && *stop != '\n' && *stop != '\r') stop++;
    compare(at, (size_t)(stop - at));
    at = stop + 1;
  }
}

// ---- Random text --------------------------------------------------------------------------------------------

static void ascii(void **state) {
  (void)state;
  static const char *const alphabets[] = {
      "a1.,'_ ", "aB.' ", "19.,;:'", "a1_", "ab@.-/ ", "a1.,;:'\"()_-@#&%$ \t", "U.S. 1,000.5's"};
  spokes_random random;
  spokes__random_seed(&random, 31);
  faults = 0;
  for (int round = 0; round < 20000; round++) {
    const char *alphabet = alphabets[spokes__random_below(&random, COUNT_OF(alphabets))];
    char line[256];
    // Mostly short, sometimes over the borders of the 64-byte blocks that the program works in.
    size_t len = spokes__random_below(&random, round % 4 ? 24 : 200);
    for (size_t i = 0; i < len; i++) line[i] = alphabet[spokes__random_below(&random, (uint32_t)strlen(alphabet))];
    compare(line, len);
  }
  // Every pair and triple of printable characters between letters, digits and nothing.
  for (unsigned a = 0x20; a < 0x7F; a++) {
    for (unsigned b = 0x20; b < 0x7F; b++) {
      // % stands for one of the two.
      static const char *const frames[] = {"%%", "x%y%z", "1%2%3", "x%%y", "1%%2", "x%1%y"};
      for (size_t f = 0; f < COUNT_OF(frames); f++) {
        char line[16];
        size_t len = strlen(frames[f]);
        bool second = false;
        for (size_t k = 0; k < len; k++) {
          line[k] = frames[f][k];
          if (line[k] != '%') continue;
          line[k] = (char)(second ? b : a);
          second = true;
        }
        compare(line, len);
      }
    }
  }
  assert_int_equal(faults, 0);
}

static bool is_left_out(uint32_t cp) {
  UErrorCode code = U_ZERO_ERROR;
  int8_t type = u_charType((UChar32)cp);
  if (type == U_SURROGATE || type == U_UNASSIGNED || type == U_CONTROL_CHAR) return true;
  if (cp > 0xFFFF)
    return !u_hasBinaryProperty((UChar32)cp, UCHAR_UNIFIED_IDEOGRAPH) &&
           !u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI_PRESENTATION);
  if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_ENCLOSING_MARK) return cp >> 8 != 3;
  if (u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  switch (uscript_getScript((UChar32)cp, &code)) {
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
      return true;
    case USCRIPT_HAN:
      return !u_hasBinaryProperty((UChar32)cp, UCHAR_UNIFIED_IDEOGRAPH) && cp != 0x3007;
    default:
      return (cp >= 0x3099 && cp <= 0x30FF) || cp == 0xFF70 || cp == 0xFF9E || cp == 0xFF9F;
  }
}

static uint32_t random_character(spokes_random *random) {
  static const uint32_t common[] = {'a',    'Z',    '1',    '9',    ' ',    '.',    ',',    '\'',   '-',     '_',
                                    ':',    0x2019, 0xE9,   0x301,  0x200B, 0xAD,   0x4E2D, 0x56FD, 0x65E5,  0x672C,
                                    0x3002, 0xFF0C, 0x3001, 0x2014, 0xA0,   0x3000, 0xFF21, 0xFF11, 0x20BB7, 0x1F600,
                                    0x3007, 0x5D0,  0x440,  0x661,  0x2C6,  0xB7,   0x2027, 0xFE0F, 0x200D};
  for (;;) {
    uint32_t kind = spokes__random_below(random, 8);
    uint32_t cp = kind < 5    ? common[spokes__random_below(random, COUNT_OF(common))]
                  : kind == 5 ? 0x20 + spokes__random_below(random, 0x2000)
                  : kind == 6 ? 0x4E00 + spokes__random_below(random, 0x5200)
                              : spokes__random_below(random, 0x30000);
    if (!is_left_out(cp)) return cp;
  }
}

static void mixed(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 32);
  faults = 0;
  for (int round = 0; round < 20000; round++) {
    char line[4 * 80 + 8];
    size_t len = 0;
    for (uint32_t n = spokes__random_below(&random, round % 8 ? 12 : 80); n; n--)
      len += spokes__utf8_encode(random_character(&random), line + len);
    compare(line, len);
  }
  assert_int_equal(faults, 0);
}

// Hangul and iteration marks as they do occur.
static void others(void **state) {
  (void)state;
  static const char *const lines[] = {"대한민국 국가안보전략", "Seoul (서울), 2023", "佐々木与野々村", "人々",
                                      "Ελλάδα και Россия",     "مصر 2020",           "קול'ָישראל",      "naïve café’s"};
  faults = 0;
  for (size_t i = 0; i < COUNT_OF(lines); i++) compare(lines[i], strlen(lines[i]));
  assert_int_equal(faults, 0);
}

// Characters of words: taken from a text, so that the dictionary has something to do, then shuffled in bits of one to
// four.
static const char words[] =
    "中国人民解放军和平发展道路国际关系安全战略合作伙伴经济全球化多边主义共同利益地区稳定海洋权益军事力量现代化"
    "建设世界各国政府领导人会谈发表声明双方一致认为应当加强对话协商反对使用武力威胁干涉内政尊重主权领土完整维护"
    "联合国宪章宗旨原则推动构建人类命运共同体美国日本印度尼西亚俄罗斯乌克兰法兰西德意志英格兰澳大利亚新西兰加拿大"
    "发展中国家美中不足其中合法国际跨越南海今日本文审美的日益以往意义英雄巴掌印象东方明珠不得不一心一意";

static void han(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 33);
  const uint32_t count = (sizeof words - 1) / 3;
  faults = 0;
  for (int round = 0; round < 20000; round++) {
    char line[3 * 200];
    size_t len = 0, wanted = 1 + spokes__random_below(&random, round % 8 ? 24 : 180);
    while (len < wanted * 3) {
      uint32_t from = spokes__random_below(&random, count), bit = 1 + spokes__random_below(&random, 4);
      for (; bit && from < count && len < wanted * 3; bit--, from++, len += 3)
        memcpy(line + len, words + (size_t)from * 3, 3);
    }
    compare(line, len);
  }
  assert_int_equal(faults, 0);
}

// ---- Real text ------------------------------------------------------------------------------------------------

static void compare_folder(const char *folder) {
  char command[512], path[512];
  snprintf(command, sizeof command, "find '%s' -name '*.txt' | sort", folder);
  FILE *list = popen(command, "r");
  assert_non_null(list);
  while (fgets(path, sizeof path, list)) {
    path[strcspn(path, "\n")] = '\0';
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t len = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(len + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, len, file), len);
    fclose(file);
    if (spokes__utf8_valid_prefix(bytes, len) == len) compare_lines(bytes, len);
    free(bytes);
  }
  pclose(list);
}

static void specimen(void **state) {
  (void)state;
  faults = 0;
  compared = 0;
  compare_folder(SPOKES_SPECIMEN);
  assert_int_equal(faults, 0);
  assert_true(compared > 500);
}

static void corpora(void **state) {
  (void)state;
  const char *shared = getenv("SPOKES_SHARED");
  char folder[512];
  snprintf(folder, sizeof folder, "%s/corpora", shared ? shared : "");
  FILE *probe = shared ? fopen(folder, "r") : NULL;
  if (!probe) {
    print_message("skipped: SPOKES_SHARED names no folder with corpora\n");
    skip();
  }
  fclose(probe);
  faults = 0;
  compare_folder(folder);
  assert_int_equal(faults, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ascii), cmocka_unit_test(mixed),    cmocka_unit_test(others),
      cmocka_unit_test(han),   cmocka_unit_test(specimen), cmocka_unit_test(corpora),
  };
  return cmocka_run_group_tests_name("tokens", tests, setup, teardown);
}
