// text/: the canonical form and the way back, passages, sentences. Words are in tests/oracle/test_tokens_icu.c.

#include "text/text.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cmocka_all.h"
#include "measure/random.h"
#include "text/fold.h"

#include "prepared.h"  // last: its names are those of parameters elsewhere

static unsigned faults;  // of a table: all rows are tried

#define FAULT(...) (faults++, print_error(__VA_ARGS__))

static void prepare(const char *orig, size_t len) {
  spokes_error err;
  spokes_text_source source = {.text = orig, .len = len};
  if (spokes__text_prepare(&text, &tables, &source, &err)) fail_msg("%s", err.message);
  bool is_ascii = true;
  for (size_t i = 0; i < text.norm_len; i++) is_ascii = is_ascii && (unsigned char)text.norm[i] < 0x80;
  assert_int_equal(text.is_ascii, is_ascii);
}

// ---- The canonical form -----------------------------------------------------------------------------------

#define NBSP "\xC2\xA0"
#define SHY "\xC2\xAD"
#define ZWSP "\xE2\x80\x8B"

static const struct {
  const char *name, *orig, *norm;
} forms[] = {
    {"ASCII is its own form", "Peru's 1,000 \"friends\" - (more) ~!\t\r\n",
     "Peru's 1,000 \"friends\" - (more) ~!\t\r\n"},
    {"case is kept", "ÉTATS Äthiopien", "ETATS Athiopien"},
    {"full-width letters and digits", "ＵＳＡ２０２２ｎｓｓ", "USA2022nss"},
    {"full-width punctuation", "（Ａ）：Ｂ，Ｃ；Ｄ！Ｅ？％", "(A):B,C;D!E?%"},
    {"ideographic space", "日本　と", "日本 と"},
    {"ideographic marks stay", "日本、印度。《书》", "日本、印度。《书》"},
    {"single quotes", "Laos‘ Laos’ Laos‛ Laosʼ Laos′ Laos´", "Laos' Laos' Laos' Laos' Laos' Laos'"},
    {"double quotes", "“Laos” „Laos‟ «Laos» Laos″ 〝〞", "\"Laos\" \"Laos\" \"Laos\" Laos\" \"\""},
    {"hyphens and the en dash", "U.S.‐Oman U.S.‑Oman U.S.‒Oman U.S.–Oman U.S.−Oman",
     "U.S.-Oman U.S.-Oman U.S.-Oman U.S.-Oman U.S.-Oman"},
    {"the em dash separates", "Oman—Qatar", "Oman—Qatar"},
    {"no-break and thin spaces", "New" NBSP "Zealand New\xE2\x80\xAFZealand New\xE2\x80\x89Zealand",
     "New Zealand New Zealand New Zealand"},
    {"soft hyphens vanish", "Mada" SHY "gas" SHY "car", "Madagascar"},
    {"zero-width characters vanish", "日" ZWSP "本\xE2\x81\xA0和\xEF\xBB\xBF印度\xE2\x80\x8D", "日本和印度"},
    {"bidirectional marks vanish", "\xE2\x80\x8EOman\xE2\x80\x8F", "Oman"},
    {"composed diacritics", "Côte Türkiye São Tomé Curaçao Åland Việt Łódź",
     "Cote Turkiye Sao Tome Curacao Aland Viet Lodz"},
    {"decomposed diacritics",
     "Co\xCC\x82te Tu\xCC\x88rkiye Sa\xCC\x83o Tome\xCC\x81 Cura\xC3\xA7"
     "ao",
     "Cote Turkiye Sao Tome Curacao"},
    {"two marks on one letter", "e\xCC\x82\xCC\x81", "e"},
    {"a mark without a letter", "\xCC\x81 x", " x"},
    {"letters that are spelled out", "Straße Ærø cœur Þór Ĳssel ıŁøđð", "Strasse AEro coeur Thor IJssel iLodd"},
    {"ligatures", "conﬁdence eﬀort ﬂag oﬃce aﬄuent ﬅ", "confidence effort flag office affluent st"},
    {"traditional to simplified", "韓國、義大利、烏克蘭、紐西蘭、臺灣與澳門",
     "韩国、义大利、乌克兰、纽西兰、台湾与澳门"},
    {"simplified stays", "韩国、乌克兰", "韩国、乌克兰"},
    {"compatibility ideographs and radicals", "\xEF\xA4\x81 \xE2\xBD\xA9", "更 白"},
    {"half-width kana", "ｱｲ", "アイ"},
    {"other scripts stay", "Россия Ελλάδα مصر ไทย", "Россия Ελλάδα مصر ไทย"},
    {"supplementary planes stay", "𠮷野 😀 𝐀", "𠮷野 😀 𝐀"},
    {"variation selectors vanish", "日\xEF\xB8\x80本\xF3\xA0\x84\x80 ☺\xEF\xB8\x8F", "日本 ☺"},
    {"line and paragraph separators", "Oman\xE2\x80\xA8Qatar\xE2\x80\xA9Iraq\xC2\x85Iran", "Oman\nQatar\nIraq\nIran"},
    {"empty", "", ""},
};

static void canonical_forms(void **state) {
  (void)state;
  faults = 0;
  for (size_t i = 0; i < COUNT_OF(forms); i++) {
    prepare(forms[i].orig, strlen(forms[i].orig));
    if (text.norm_len != strlen(forms[i].norm) || memcmp(text.norm, forms[i].norm, text.norm_len))
      FAULT("%s: '%.*s' instead of '%s'\n", forms[i].name, (int)text.norm_len, text.norm, forms[i].norm);
    char buf[512];
    size_t len;
    assert_true(spokes__text_fold_form(&tables, forms[i].orig, strlen(forms[i].orig), buf, sizeof buf, &len));
    if (len != text.norm_len || memcmp(buf, text.norm, len)) FAULT("%s: the form is '%s'\n", forms[i].name, buf);
    assert_int_equal(buf[len], 0);
    assert_int_equal(text.chars, spokes__utf8_count(forms[i].orig, strlen(forms[i].orig)));
  }
  assert_int_equal(faults, 0);
}

// What a wrong decoding broke is mended in texts (not in the dictionary's forms), and maps back whole.
static void marks_read_in_the_wrong_charset(void **state) {
  (void)state;
  static const char orig[] = "Omanâ€™s â€˜dayâ€˜ â€œNoâ€\xC2\x9D Omanâ€“Qatar Omanâ€”Qatar Janâcekâs Limaís â€x";
  static const char expected[] = "Oman's 'day' \"No\" Oman-Qatar Oman—Qatar Janacek's Lima's a€x";
  prepare(orig, strlen(orig));
  assert_int_equal(text.norm_len, strlen(expected));
  assert_memory_equal(text.norm, expected, text.norm_len);
  assert_int_equal(text.chars, strlen(expected) - 4 + 14);  // — and € are one character; seven marks had been three
  char copy[sizeof orig];
  memcpy(copy, text.norm, text.norm_len);
  copy[text.norm_len] = '\0';
  const char *names[] = {"Oman", "Qatar", "Lima"};
  for (size_t i = 0; i < COUNT_OF(names); i++) {
    const char *norm = copy, *from = orig;
    while ((norm = strstr(norm, names[i])) && (from = strstr(from, names[i]))) {
      uint32_t at = (uint32_t)(norm - copy), len = (uint32_t)strlen(names[i]);
      assert_int_equal(spokes__text_orig_start(&text, at), from - orig);
      assert_int_equal(spokes__text_orig_end(&text, at + len), (size_t)(from - orig) + len);
      norm += len;
      from += len;
    }
  }
}

static void nul_is_data(void **state) {
  (void)state;
  static const char orig[] = "\0Oman\0\0caf\xC3\xA9\0\xE6\x97\xA5\0";
  static const char norm[] = "\0Oman\0\0cafe\0\xE6\x97\xA5\0";
  prepare(orig, sizeof orig - 1);
  assert_int_equal(text.norm_len, sizeof norm - 1);
  assert_memory_equal(text.norm, norm, sizeof norm - 1);
  assert_int_equal(spokes__text_orig_start(&text, 12), 13);
}

static void plain_text_is_not_copied(void **state) {
  (void)state;
  const char *orig = "nothing but ASCII";
  prepare(orig, strlen(orig));
  assert_ptr_equal(text.norm, orig);
}

// Whatever way a character takes into the canonical form, the text knows that it is there.
static void what_is_beyond_ascii_is_known(void **state) {
  (void)state;
  static const char *const texts[] = {"a\xE4\xB8\xAD b",          "\xE4\xB8\xAD\xE5\x9B\xBD\xE4\xB8\xAD\xE5\x9B\xBD",
                                      "caf\xC3\xA9 \xE2\x80\x9C", "\xD0\x9C",
                                      "\xF0\x9F\x98\x80",         "\xE3\x80\x82 "};
  for (size_t i = 0; i < COUNT_OF(texts); i++) prepare(texts[i], strlen(texts[i]));
  char many[3 * 100];
  for (size_t i = 0; i < sizeof many; i++) many[i] = "\xE4\xB8\xAD"[i % 3];
  for (size_t len = 3; len <= sizeof many; len += 3) prepare(many, len);
}

static void a_form_that_does_not_fit(void **state) {
  (void)state;
  char buf[8];
  size_t len;
  assert_true(spokes__text_fold_form(&tables, "Oma", 3, buf, sizeof buf, &len));
  assert_false(spokes__text_fold_form(&tables, "Ombudsman", 9, buf, sizeof buf, &len));
}

// ---- The way back -------------------------------------------------------------------------------------------

// Every character of the norm, followed back, stands at the original character that it was made of, and ends with it.
static void check_map(const char *orig, size_t len) {
  prepare(orig, len);
  if (text.repairs.count) return;  // test_damage.c has the way back over repairs
  size_t at = 0, width;
  for (size_t i = 0; i < len; i += width) {
    char out[8];
    size_t written = spokes__fold_char(&tables, orig + i, &width, out);
    if ((unsigned char)orig[i] < 0x80) out[0] = orig[i];  // stretches of ASCII are copied
    assert_true(at + written <= text.norm_len);
    assert_memory_equal(text.norm + at, out, written);
    if (written) {
      assert_int_equal(spokes__text_orig_start(&text, (uint32_t)at), i);
      size_t last = written - 1;
      while (last && ((unsigned char)out[last] & 0xC0) == 0x80) last--;
      // The end of a character that was spelled out may be known by its first letter only.
      if (!last) assert_int_equal(spokes__text_orig_end(&text, (uint32_t)(at + written)), i + width);
    }
    at += written;
  }
  assert_int_equal(at, text.norm_len);
}

static void the_way_back_from_every_form(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(forms); i++) check_map(forms[i].orig, strlen(forms[i].orig));
}

static void ends_do_not_run_over_what_vanished(void **state) {
  (void)state;
  static const char orig[] = "Oman" SHY SHY " x";
  prepare(orig, sizeof orig - 1);
  assert_int_equal(spokes__text_orig_end(&text, 4), 4);
  assert_int_equal(spokes__text_orig_start(&text, 4), 8);
  assert_int_equal(spokes__text_orig_end(&text, 0), 0);
  static const char last[] = "Per\xC3\xBA" ZWSP;
  prepare(last, sizeof last - 1);
  assert_int_equal(spokes__text_orig_end(&text, 4), 5);
}

// Characters that the map finds hard: of all widths, vanishing, expanding, combining.
static const uint32_t hard[] = {'a',    ' ',    '\n',   0,      0xAD,    0x200B,  0xFEFF,  0x301,  0x327,
                                0xE9,   0x1EC7, 0xDF,   0xE6,   0xFB03,  0xFF21,  0x3000,  0x2019, 0x2014,
                                0x2028, 0x65E5, 0x97D3, 0x70CF, 0x20BB7, 0x1F600, 0xE0100, 0x3042};
// Cycles and a gap in the tables as they are, none of them part of a name: 苎 苧 薴 and the full-width grave accent.
static const uint32_t unsteady[] = {0x82CE, 0x82E7, 0x85B4, 0xFF40, 0x60};

static uint32_t random_character(spokes_random *random) {
  for (;;) {
    uint32_t kind = spokes__random_below(random, 8), cp;
    if (kind < 3)
      cp = hard[spokes__random_below(random, COUNT_OF(hard))];
    else if (kind == 3)
      cp = 0x20 + spokes__random_below(random, 0x60);
    else if (kind == 4)
      cp = 0x80 + spokes__random_below(random, 0x2500);
    else if (kind == 5)
      cp = 0x3000 + spokes__random_below(random, 0x7000);
    else
      cp = spokes__random_below(random, kind == 6 ? 0x10000 : 0x110000);
    if (cp >= 0xD800 && cp < 0xE000) continue;
    size_t i = 0;
    while (i < COUNT_OF(unsteady) && unsteady[i] != cp) i++;
    if (i == COUNT_OF(unsteady)) return cp;
  }
}

static size_t random_text(spokes_random *random, char *out, size_t characters) {
  size_t len = 0;
  for (size_t i = 0; i < characters; i++) len += spokes__utf8_encode(random_character(random), out + len);
  return len;
}

static void the_way_back_from_random_text(void **state) {
  (void)state;
  spokes_random random;
  char orig[4 * 64 + 8];
  spokes__random_seed(&random, 11);
  for (int round = 0; round < 4000; round++)
    check_map(orig, random_text(&random, orig, spokes__random_below(&random, 64)));
}

static void a_fold_of_a_fold_is_itself(void **state) {
  (void)state;
  spokes_random random;
  char orig[4 * 64 + 8], once[4 * 64 + 8];
  spokes__random_seed(&random, 12);
  for (int round = 0; round < 4000; round++) {
    prepare(orig, random_text(&random, orig, spokes__random_below(&random, 64)));
    if (text.repairs.count) continue;
    assert_int_equal(spokes__utf8_valid_prefix(text.norm, text.norm_len), text.norm_len);
    size_t len = text.norm_len;
    memcpy(once, text.norm, len);
    prepare(once, len);
    assert_int_equal(text.norm_len, len);
    assert_memory_equal(text.norm, once, len);
  }
}

// ---- Languages and pages ----------------------------------------------------------------------------------------

static void languages(void **state) {
  (void)state;
  static const struct {
    const char *orig, *lang;
  } cases[] = {{"Our partners are many.", "en"},
               {"我们的伙伴很多。", "zh"},
               {"我們的夥伴很多。NATO 也是。", "zh"},
               {"我们的伙伴很多。Our partners are many and they are good.", "mixed"},
               {"わたしたちのともだちはおおい。", "other"},
               {"1 2 3 ...", ""},
               {"", ""}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    prepare(cases[i].orig, strlen(cases[i].orig));
    if (strcmp(spokes__lang_name(text.lang), cases[i].lang))
      fail_msg("'%s' is '%s' instead of '%s'", cases[i].orig, spokes__lang_name(text.lang), cases[i].lang);
  }
  prepare("one\ftwo\f\fthree", 13);
  assert_int_equal(text.pages, 4);
  prepare("", 0);
  assert_int_equal(text.pages, 1);
}

// ---- Passages -------------------------------------------------------------------------------------------------------

// All passages as "ZONE:text" (B body, H heading, F front), line ends as '/', separated by " | ".
static const char *passages(const char *orig) {
  static char out[4096];
  static const char zones[] = "BHNRTUF";
  size_t at = 0;
  prepare(orig, strlen(orig));
  out[0] = '\0';
  for (size_t i = 0; i < text.passage_count; i++) {
    const spokes_passage *p = &text.passages[i];
    at += (size_t)snprintf(out + at, sizeof out - at, "%s%c:%.*s", i ? " | " : "", zones[p->zone],
                           (int)(p->norm_end - p->norm_start), text.norm + p->norm_start);
  }
  for (char *c = out; *c; c++)
    if (*c == '\n' || *c == '\r') *c = '/';
  return out;
}

static const struct {
  const char *name, *orig, *expected;
} passage_cases[] = {
    {"nothing", "", ""},
    {"white space only", " \n\t\n\r\n  ", ""},
    {"one line", "  Peru agreed.  \n", "B:Peru agreed."},
    {"blank lines separate", "Peru agreed.\n\nChile did not.\n", "B:Peru agreed. | B:Chile did not."},
    {"wrapped lines belong together",
     "The delegation of Peru arrived in the evening of the second day and left\nbefore the vote was taken by those who "
     "had remained in the hall for it.\nNobody minded.\n",
     "B:The delegation of Peru arrived in the evening of the second day and left/before the vote was taken by those "
     "who had remained in the hall for it./Nobody minded."},
    {"a short last line ends a passage in wrapped text",
     "The delegation of Peru arrived in the evening of the second day and left\nearly.\nThe delegation of Chile "
     "arrived in the morning of the second day and sat\ndown.\n",
     "B:The delegation of Peru arrived in the evening of the second day and left/early. | B:The delegation of Chile "
     "arrived in the morning of the second day and sat/down."},
    {"list items, tight", "We will:\n- help Peru\n- help Chile\n* help Cuba\n",
     "B:We will: | B:- help Peru | B:- help Chile | B:* help Cuba"},
    {"numbered items", "1. Peru is near.\n2. Chile is far.\n(a) Cuba\n(b) Haiti\n10) Fiji\n",
     "B:1. Peru is near. | B:2. Chile is far. | B:(a) Cuba | B:(b) Haiti | B:10) Fiji"},
    {"bullets", "• Peru\n• Chile\n● Cuba\n▪ Haiti\n", "B:• Peru | B:• Chile | B:● Cuba | B:▪ Haiti"},
    {"an item's second line", "- help Peru with the roads that it needs and\n  wants to have\n- help Chile\n",
     "B:- help Peru with the roads that it needs and/  wants to have | B:- help Chile"},
    {"headings", "Our Friends\n\nPeru is one of them.\n\nII. Our Rivals\n\nThere are none.\n",
     "H:Our Friends | B:Peru is one of them. | H:II. Our Rivals | B:There are none."},
    {"a question in a line of its own is no heading", "Who is our friend?\n\nPeru is.\n",
     "B:Who is our friend? | B:Peru is."},
    {"a Chinese heading", "一、国际形势\n\n当前形势复杂，各国应当加强对话与协商，反对使用武力。\n",
     "H:一、国际形势 | B:当前形势复杂,各国应当加强对话与协商,反对使用武力。"},
    {"CRLF", "Peru agreed.\r\n\r\nChile did not.\r\n", "B:Peru agreed. | B:Chile did not."},
    {"lone carriage returns", "Peru agreed.\r\rChile did not.\r", "B:Peru agreed. | B:Chile did not."},
    {"front matter", "---\ntitle: Peru\n---\n\nChile agreed.\n", "F:---/title: Peru | F:--- | B:Chile agreed."},
    {"front matter that does not end", "---\ntitle: Peru\n\nChile agreed.\n", "B:---/title: Peru | B:Chile agreed."},
    {"lines of a file that is not wrapped are paragraphs",
     "The delegation of Peru arrived in the evening of the second day and left before the vote was taken by those who "
     "had remained in the hall for it, which nobody minded.\n"
     "The delegation of Chile arrived in the morning of the second day and stayed until the vote was taken by those "
     "who had remained in the hall for it, as was expected.\n"
     "All agreed.\n",
     "B:The delegation of Peru arrived in the evening of the second day and left before the vote was taken by those "
     "who had remained in the hall for it, which nobody minded. | "
     "B:The delegation of Chile arrived in the morning of the second day and stayed until the vote was taken by those "
     "who had remained in the hall for it, as was expected. | "
     "B:All agreed."},
    {"double-spaced Chinese",
     "各国代表在会议上就地区形势交换了意见，一致认为应当加强\n\n对话与协商，反对使用武力，尊重各国主权与领土完整，并就"
     "\n\n下一步工作达成了共识。\n\n会议随后结束。\n",
     "B:各国代表在会议上就地区形势交换了意见,一致认为应当加强//对话与协商,反对使用武力,尊重各国主权与领土完整,并就//"
     "下一步工作达成了共识。 | B:会议随后结束。"},
    {"a sentence that goes on over a blank line", "The ministers of Peru and\n\nof Chile agreed.\n",
     "B:The ministers of Peru and//of Chile agreed."},
    {"but not over three", "The ministers of Peru and\n\n\n\nof Chile agreed.\n",
     "H:The ministers of Peru and | B:of Chile agreed."},
    {"form feeds", "Peru agreed.\n\fChile did not.\n", NULL},
};

static void passage_rules(void **state) {
  (void)state;
  faults = 0;
  for (size_t i = 0; i < COUNT_OF(passage_cases); i++) {
    const char *found = passages(passage_cases[i].orig);
    if (passage_cases[i].expected && strcmp(found, passage_cases[i].expected))
      FAULT("%s:\n'%s' instead of\n'%s'\n", passage_cases[i].name, found, passage_cases[i].expected);
  }
  assert_int_equal(faults, 0);
}

// Whatever the text: passages ascend, do not overlap, and neither begin nor end with white space.
static void passages_are_in_order(void **state) {
  (void)state;
  static const char *const bits[] = {"Peru ", "\n", "\n\n", "\r\n", "\r", "- ",      "1. ",   "日本",
                                     "。",    ". ", "\f",   "\t",   "—",  "of the ", "---\n", "   "};
  spokes_random random;
  spokes__random_seed(&random, 13);
  for (int round = 0; round < 3000; round++) {
    char orig[64 * 8 + 1] = "";
    size_t len = 0;
    for (uint32_t n = spokes__random_below(&random, 60); n; n--) {
      const char *bit = bits[spokes__random_below(&random, COUNT_OF(bits))];
      memcpy(orig + len, bit, strlen(bit));
      len += strlen(bit);
    }
    prepare(orig, len);
    uint32_t before = 0;
    for (size_t i = 0; i < text.passage_count; i++) {
      const spokes_passage *p = &text.passages[i];
      assert_true(p->norm_start >= before && p->norm_end > p->norm_start && p->norm_end <= text.norm_len);
      assert_null(strchr(" \t\r\n\f", text.norm[p->norm_start]));
      assert_null(strchr(" \t\r\n\f", text.norm[p->norm_end - 1]));
      for (uint32_t at = before; at < p->norm_start; at++) assert_non_null(strchr(" \t\r\n\f", text.norm[at]));
      before = p->norm_end;
    }
    // Every passage starts a sentence, and sentences ascend.
    size_t s = 0;
    for (size_t i = 0; i < text.passage_count; i++) {
      while (s < text.sentence_count && text.sentences[s] < text.passages[i].norm_start) s++;
      assert_true(s < text.sentence_count && text.sentences[s] == text.passages[i].norm_start);
    }
    for (size_t i = 1; i < text.sentence_count; i++) assert_true(text.sentences[i - 1] < text.sentences[i]);
  }
}

// ---- Sentences
// --------------------------------------------------------------------------------------------------------

// Sentences separated by " | ".
static const char *sentences(const char *orig) {
  static char out[2048];
  size_t at = 0;
  prepare(orig, strlen(orig));
  out[0] = '\0';
  for (size_t i = 0; i < text.sentence_count; i++) {
    size_t start = text.sentences[i], end = i + 1 < text.sentence_count ? text.sentences[i + 1] : text.norm_len;
    while (end > start && strchr(" \n", text.norm[end - 1])) end--;
    at += (size_t)snprintf(out + at, sizeof out - at, "%s%.*s", i ? " | " : "", (int)(end - start), text.norm + start);
  }
  return out;
}

static const struct {
  const char *name, *orig, *expected;
} sentence_cases[] = {
    {"three", "Peru agreed. Chile did not! Did Cuba?", "Peru agreed. | Chile did not! | Did Cuba?"},
    {"abbreviations", "Mr. Silva met Gen. Ortiz and Dr. Paz on Jan. 3.",
     "Mr. Silva met Gen. Ortiz and Dr. Paz on Jan. 3."},
    {"numbers", "Growth was 3.5 per cent. Exports rose 1.2.", "Growth was 3.5 per cent. | Exports rose 1.2."},
    {"U.S. in the middle", "The U.S. Navy and the U.S. Congress agreed.",
     "The U.S. Navy and the U.S. Congress agreed."},
    {"U.S. at the end", "They left the U.S. In the spring they came back.",
     "They left the U.S. | In the spring they came back."},
    {"U.K. at the end", "This matters to the U.K. The rest is known.", "This matters to the U.K. | The rest is known."},
    {"initials", "It was J. F. Smith who spoke.", "It was J. F. Smith who spoke."},
    {"a small letter goes on", "The draft (see art. iv) was approx. right, etc. and so on.",
     "The draft (see art. iv) was approx. right, etc. and so on."},
    {"quotation marks", "He said \"Peru agreed.\" She left.", "He said \"Peru agreed.\" | She left."},
    {"curly quotation marks", "He said “Peru agreed.” She left.", "He said \"Peru agreed.\" | She left."},
    {"brackets", "(Peru agreed.) Chile did not.", "(Peru agreed.) | Chile did not."},
    {"two marks", "Really?! Peru agreed.", "Really?! | Peru agreed."},
    {"ideographic stops", "日本同意。韩国反对！印度呢？不知道。", "日本同意。 | 韩国反对! | 印度呢? | 不知道。"},
    {"a stop inside quotation marks", "他说：“日本同意。”会议结束。", "他说:\"日本同意。\" | 会议结束。"},
    {"a comma is no stop", "日本同意，韩国反对；印度没有表态。", "日本同意,韩国反对;印度没有表态。"},
    {"a stop at the end of a line", "Peru agreed.\nChile did not.", "Peru agreed. | Chile did not."},
    {"a passage starts a sentence", "Peru agreed\n\nChile did not", "Peru agreed | Chile did not"},
};

static void sentence_rules(void **state) {
  (void)state;
  faults = 0;
  for (size_t i = 0; i < COUNT_OF(sentence_cases); i++) {
    const char *found = sentences(sentence_cases[i].orig);
    if (strcmp(found, sentence_cases[i].expected))
      FAULT("%s:\n'%s' instead of\n'%s'\n", sentence_cases[i].name, found, sentence_cases[i].expected);
  }
  assert_int_equal(faults, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(canonical_forms),
      cmocka_unit_test(marks_read_in_the_wrong_charset),
      cmocka_unit_test(nul_is_data),
      cmocka_unit_test(plain_text_is_not_copied),
      cmocka_unit_test(what_is_beyond_ascii_is_known),
      cmocka_unit_test(a_form_that_does_not_fit),
      cmocka_unit_test(the_way_back_from_every_form),
      cmocka_unit_test(ends_do_not_run_over_what_vanished),
      cmocka_unit_test(the_way_back_from_random_text),
      cmocka_unit_test(a_fold_of_a_fold_is_itself),
      cmocka_unit_test(languages),
      cmocka_unit_test(passage_rules),
      cmocka_unit_test(passages_are_in_order),
      cmocka_unit_test(sentence_rules),
  };
  return cmocka_run_group_tests_name("text", tests, setup, teardown);
}
