// ingest/: charsets, gzip, statuses. Texts are converted to each charset by iconv(3), so no binary fixtures are needed.

#include <iconv.h>
#include <string.h>
#include <zlib.h>

#include "base/alloc.h"
#include "cmocka_all.h"
#include "ingest/ingest.h"
#include "scratch.h"

static const char chinese[] =
    "中国政府高度重视国家安全工作。我们主张同美国、日本和印度在亚太地区开展合作，\n"
    "维护地区的和平与稳定。这是我们的一贯立场，也是国际社会的共同期待。\n";
static const char traditional[] =
    "我們的國家安全戰略是維護區域的和平與穩定。美國與日本的合作對於印太地區十分重要，\n"
    "這是國際社會的共同期待，我們將會同其他國家一起努力。\n";
static const char western[] =
    "La stratégie nationale de sécurité de la République française évoque l’Inde, le Japon et l'Australie.\n"
    "Elle a été publiée à Paris — déjà en juillet, après le déjeuner.\n";
static const char english[] = "The United States and Japan will work with India.\r\nSecond line.\n";

static spokes_ingester *ingester;

static int setup(void **state) { return scratch_setup(state) || spokes__ingester_new(&ingester, NULL) ? -1 : 0; }

static int teardown(void **state) {
  spokes__ingester_free(ingester);
  return scratch_teardown(state);
}

static spokes_document ingest(const void *bytes, size_t len) {
  spokes_document document;
  spokes_error err;
  assert_int_equal(spokes__ingest_file(ingester, scratch_file("doc", bytes, len), &document, &err), SPOKES_OK);
  return document;
}

static size_t encode(const char *charset, const char *mark, size_t mark_len, const char *text, char *out, size_t cap) {
  iconv_t converter = iconv_open(charset, "UTF-8");
  assert_true(converter != (iconv_t)-1);
  char *from = (char *)(uintptr_t)text, *to = out + mark_len;
  size_t from_left = strlen(text), to_left = cap - mark_len;
  memcpy(out, mark, mark_len);
  assert_int_equal(iconv(converter, &from, &from_left, &to, &to_left), 0);
  iconv_close(converter);
  return cap - to_left;
}

static void charsets(void **state) {
  (void)state;
  static const struct {
    const char *name, *iconv_name, *mark;
    size_t mark_len;
    const char *text, *charset;
  } cases[] = {{"utf-8", "UTF-8", "", 0, chinese, "UTF-8"},
               {"utf-8 with mark", "UTF-8", "\xEF\xBB\xBF", 3, chinese, "UTF-8"},
               {"ascii, crlf", "UTF-8", "", 0, english, "UTF-8"},
               {"gb18030", "GB18030", "", 0, chinese, "GB18030"},
               {"gbk", "GBK", "", 0, chinese, "GB18030"},
               {"big5", "BIG5", "", 0, traditional, "Big5"},
               {"windows-1252", "CP1252", "", 0, western, "windows-1252"},
               {"utf-16le with mark", "UTF-16LE", "\xFF\xFE", 2, chinese, "UTF-16LE"},
               {"utf-16be with mark", "UTF-16BE", "\xFE\xFF", 2, chinese, "UTF-16BE"},
               {"utf-16le", "UTF-16LE", "", 0, english, "UTF-16LE"},
               {"utf-16be", "UTF-16BE", "", 0, english, "UTF-16BE"},
               {"utf-32le with mark", "UTF-32LE", "\xFF\xFE\0\0", 4, chinese, "UTF-32LE"},
               {"utf-32be with mark", "UTF-32BE", "\0\0\xFE\xFF", 4, chinese, "UTF-32BE"},
               {"utf-32le", "UTF-32LE", "", 0, english, "UTF-32LE"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char bytes[4096];
    size_t len = encode(cases[i].iconv_name, cases[i].mark, cases[i].mark_len, cases[i].text, bytes, sizeof bytes);
    spokes_document document = ingest(bytes, len);
    assert_string_equal(document.charset, cases[i].charset);
    assert_int_equal(document.status, SPOKES_INGEST_OK);
    assert_int_equal(document.text_len, strlen(cases[i].text));
    assert_memory_equal(document.text, cases[i].text, document.text_len);
    assert_int_equal(document.bytes, len);
  }
}

static void damaged_text(void **state) {
  (void)state;
  static const struct {
    const char *name, *bytes;
    size_t len;
    spokes_ingest_status status;
    const char *text;
    size_t text_len;
  } cases[] = {
      {"empty", "", 0, SPOKES_INGEST_EMPTY, "", 0},
      {"only blanks", " \r\n\f\t", 5, SPOKES_INGEST_EMPTY, " \r\n\f\t", 5},
      {"only a mark", "\xEF\xBB\xBF", 3, SPOKES_INGEST_EMPTY, "", 0},
      {"NUL is data", "Japan\0India", 11, SPOKES_INGEST_OK, "Japan\0India", 11},
      {"broken UTF-8", "日本と中国 \xFF 印度和美国", 33, SPOKES_INGEST_WARNING, "日本と中国 \uFFFD 印度和美国", 35},
      {"cut UTF-8", "日本、中国、印度\xE7\xBE", 26, SPOKES_INGEST_WARNING, "日本、中国、印度\uFFFD", 27},
      {"broken behind a mark",
       "\xEF\xBB\xBF"
       "a\xFF",
       5, SPOKES_INGEST_WARNING, "a\uFFFD", 4},
      {"odd UTF-16",
       "\xFF\xFE"
       "a\0b",
       5, SPOKES_INGEST_WARNING, "a\uFFFD", 4},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_document document = ingest(cases[i].bytes, cases[i].len);
    assert_int_equal(document.status, cases[i].status);
    assert_int_equal(document.text_len, cases[i].text_len);
    assert_memory_equal(document.text, cases[i].text, cases[i].text_len);
    assert_int_equal(document.message[0] != '\0', cases[i].status != SPOKES_INGEST_OK);
  }
}

static void no_text_at_all(void **state) {
  (void)state;
  char noise[4096];
  uint32_t seed = 1;
  for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
  const struct {
    const char *bytes;
    size_t len;
    const char *message;
  } cases[] = {{noise, sizeof noise, "not a text in any known charset"},
               {"{\\rtf1", 6, "an RTF document: save it as .docx"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_document document = ingest(cases[i].bytes, cases[i].len);
    assert_int_equal(document.status, SPOKES_INGEST_FAILED);
    assert_string_equal(document.message, cases[i].message);
    assert_int_equal(strlen(document.sha256), 64);
  }
  spokes_document document;
  spokes_error err;
  assert_int_equal(spokes__ingest_file(ingester, scratch_path("missing"), &document, &err), SPOKES_OK);
  assert_int_equal(document.status, SPOKES_INGEST_FAILED);
  assert_string_equal(document.message, "cannot be read: No such file or directory");
}

static size_t pack(const void *bytes, size_t len, unsigned char *out, size_t cap) {
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
  z.next_in = (Bytef *)(uintptr_t)bytes;
  z.avail_in = (uInt)len;
  z.next_out = out;
  z.avail_out = (uInt)cap;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  deflateEnd(&z);
  return cap - z.avail_out;
}

static void gzip(void **state) {
  (void)state;
  unsigned char packed[8192];
  size_t one = pack(english, strlen(english), packed, sizeof packed);
  spokes_document document = ingest(packed, one);
  assert_int_equal(document.status, SPOKES_INGEST_OK);
  assert_memory_equal(document.text, english, strlen(english));

  size_t two = one + pack(english, strlen(english), packed + one, sizeof packed - one);
  document = ingest(packed, two);
  assert_int_equal(document.text_len, 2 * strlen(english));

  memset(packed + two, 0, 100);
  document = ingest(packed, two + 100);
  assert_int_equal(document.status, SPOKES_INGEST_OK);

  document = ingest(packed, one - 5);
  assert_int_equal(document.status, SPOKES_INGEST_FAILED);
  assert_string_equal(document.message, "gzip data is cut off");

  packed[one - 6] ^= 0x55;
  document = ingest(packed, one);
  assert_int_equal(document.status, SPOKES_INGEST_FAILED);
  assert_string_equal(document.message, "gzip data is corrupt: incorrect data check");
}

static void gzip_bomb(void **state) {
  (void)state;
  size_t len = 64u << 20;
  char *zeros = calloc(1, len);
  unsigned char *packed = malloc(1u << 20);
  assert_true(zeros && packed);
  memset(zeros, 'a', len);
  size_t packed_len = pack(zeros, len, packed, 1u << 20);
  spokes_document document = ingest(packed, packed_len);
  free(zeros);
  free(packed);
  assert_int_equal(document.status, SPOKES_INGEST_FAILED);
  assert_non_null(strstr(document.message, "gzip data grows beyond the limit"));
}

static void memory_may_run_out(void **state) {
  (void)state;
  char bytes[4096];
  size_t len = encode("GB18030", "", 0, chinese, bytes, sizeof bytes);
  const char *path = scratch_file("doc", bytes, len);
  spokes_status status = SPOKES_E_NOMEM;
  for (uint64_t n = 1; status; n++) {
    spokes_ingester *one = NULL;
    spokes_document document;
    spokes_error err;
    assert_true(n < 1000);
    spokes__alloc_fail_after(n);
    status = spokes__ingester_new(&one, &err);
    if (!status) status = spokes__ingest_file(one, path, &document, &err);
    spokes__alloc_fail_after(0);
    spokes__ingester_free(one);
    assert_true(status == SPOKES_OK || status == SPOKES_E_NOMEM);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(charsets),       cmocka_unit_test(damaged_text),
                                     cmocka_unit_test(no_text_at_all), cmocka_unit_test(gzip),
                                     cmocka_unit_test(gzip_bomb),      cmocka_unit_test(memory_may_run_out)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
