// corpus/: what documents tell of themselves, manifests that change, the corpus as a store.

#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/fileio.h"
#include "cmocka_all.h"
#include "corpus/download.h"
#include "corpus/head.h"
#include "corpus/languages.h"
#include "corpus/manifest_write.h"
#include "corpus/net_address.h"
#include "corpus/store.h"
#include "corpus/title_page.h"
#include "scratch.h"

// ---- Languages --------------------------------------------------------------------------------------------

static void known_languages(void **state) {
  (void)state;
  static const char *const good[] = {"en", "zh", "aa", "zu", "mixed", "other", "zh-Hant", "zh_TW", "sr-Latn-RS"};
  static const char *const bad[] = {"", "e", "xx", "EN", "eng", "english", "zh-", "zh--Hant", "zh-\xC3\xA4", "mixe"};
  for (size_t i = 0; i < COUNT_OF(good); i++) assert_true(spokes__language_is_known(good[i], strlen(good[i])));
  for (size_t i = 0; i < COUNT_OF(bad); i++) assert_false(spokes__language_is_known(bad[i], strlen(bad[i])));
}

static void guessed_languages(void **state) {
  (void)state;
  static const struct {
    const char *text, *code;
  } cases[] = {
      {"We will work with our allies and with the partners that we have in the region.", "en"},
      {"La France est une puissance de la région et elle le restera avec les partenaires.", "fr"},
      {"Die Strategie der Regierung ist es, mit den Partnern in der Region zu arbeiten.", "de"},
      {"La estrategia de los países de la región es que el comercio sea libre.", "es"},
      {"Indonesia adalah negara yang besar dan akan bekerja dengan mitra di kawasan ini.", "id"},
      {"我们将与周边国家合作，维护地区和平。", "zh"},
      {"我が国は、インド太平洋の平和のために協力する。", "ja"},
      {"우리는 지역의 평화를 위해 협력한다.", "ko"},
      {"Стратегия национальной безопасности", "ru"},
      {"中国与各国合作 and this is what we say of it in English, too, as we do", "mixed"},
      {"Quadrennial review", "en"},
      {"1. 2. 3.", ""},
      {"", ""},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    assert_string_equal(spokes__language_guess(cases[i].text, strlen(cases[i].text)), cases[i].code);
}

// ---- Title pages ------------------------------------------------------------------------------------------

static void dates_of_titles(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool years;
    const char *date;  // NULL = none
  } cases[] = {
      {"December 16, 2022", false, "2022-12-16"},
      {"16 December 2022", false, "2022-12-16"},
      {"Tokyo, 16th of December 2022", false, "2022-12-16"},
      {"MARCH 1990", false, "1990-03"},
      {"Sept. 2002", false, "2002-09"},
      {"Feb 6, 2015", false, "2015-02-06"},
      {"2022-12-16", false, "2022-12-16"},
      {"2022/12/16", false, "2022-12-16"},
      {"2022-12", false, "2022-12"},
      {"2022年12月16日", false, "2022-12-16"},
      {"2022 年 12 月", false, "2022-12"},
      {"2022年政府工作报告", false, "2022"},
      {"February 29, 2023", false, NULL},
      {"Marching on, 2022", false, NULL},
      {"National Security Strategy 2022", false, NULL},
      {"National Security Strategy 2022", true, "2022"},
      {"Strategy 2022, in force from 2023", true, NULL},
      {"2022 to 2022", true, "2022"},
      {"the 1990s", true, NULL},
      {"FY 2014-18", true, NULL},
      {"page 1776 of 1800", true, NULL},
      {"12022", true, NULL},
      {"", true, NULL},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char date[11] = "";
    bool found = spokes__title_date(cases[i].text, strlen(cases[i].text), cases[i].years, date);
    assert_int_equal(found, cases[i].date != NULL);
    if (found) assert_string_equal(date, cases[i].date);
  }
}

static void series_of_titles(void **state) {
  (void)state;
  static const struct {
    const char *text, *series;
  } cases[] = {{"THE NATIONAL SECURITY STRATEGY OF JAPAN", "NSS"},
               {"Interim National  Security\tStrategic Guidance", "INSSG"},
               {"A NATIONAL\nSECURITY\nSTRATEGY\nFOR", "NSS"},
               {"Quad Leaders\xE2\x80\x99 Statement", "JOINT-STATEMENT"},
               {"国家安全保障戦略", "NSS"},
               {"新时代的中国国防白皮书", "DWP"},
               {"Annual report", NULL},
               {"", NULL}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const char *series = spokes__title_series(cases[i].text, strlen(cases[i].text), NULL);
    if (cases[i].series)
      assert_string_equal(series, cases[i].series);
    else
      assert_null(series);
  }
}

static void title_page_ends_with_prose(void **state) {
  (void)state;
  char text[400] = "\n  TITLE \r\n\f\nMay 2020\n";
  size_t start = strlen(text);
  memset(text + start, 'x', 300);
  strcpy(text + start + 300, "\nlater\n");
  spokes_title_page page;
  spokes__title_page_read(text, strlen(text), 0, &page);
  assert_int_equal(page.count, 2);
  assert_int_equal(page.lines[0].len, 5);
  assert_memory_equal(page.lines[0].text, "TITLE", 5);
  assert_int_equal(page.lines[1].line, 4);
}

// ---- Heads ------------------------------------------------------------------------------------------------

static void check_head(const spokes_head *head, const char *title, const char *date, const char *lang,
                       const char *url) {
  assert_string_equal(head->title.data, title);
  assert_string_equal(head->date.data, date);
  assert_string_equal(head->lang.data, lang);
  assert_string_equal(head->source_url.data, url);
}

static void front_matter(void **state) {
  (void)state;
  static const struct {
    const char *text, *title, *date, *lang, *url;
    size_t after;  // bytes behind it; SIZE_MAX: there is none
  } cases[] = {
      {"---\ntitle: A  Title\ndate: '2021-09-15'\nsource_url: https://x.org/a\nlang: en-GB\n---\nText", "A Title",
       "2021-09-15", "en", "https://x.org/a", 4},
      {"---\r\ntitle: \"Leaders\\u2019 \\\"Joint\\\"\\_St\\\r\n  \\ atement\"\r\ndate  : 2022-11-07 12:00 "
       "+0800\r\n---\r\n",
       "Leaders\xE2\x80\x99 \"Joint\" St atement", "2022-11-07", "", "", 0},
      {"---\ntitle: 'one\n  two'\n---\n", "one two", "", "", "", 0},
      {"---\ntitle: \"never closed\nx: y\n---\n", "\"never closed", "", "", "", 0},
      {"---\ntitle: no end\n", "", "", "", "", SIZE_MAX},
      {"title: none\n---\n", "", "", "", "", SIZE_MAX},
      {"", "", "", "", "", SIZE_MAX},
      {"---\n---\n", "", "", "", "", 0},
      {"---\ntitle: \"\\u\\x\\\"\n---\n", "", "", "", "", 0},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_head head = SPOKES_HEAD_INIT;
    assert_true(spokes__head_read_front_matter(cases[i].text, strlen(cases[i].text), &head));
    check_head(&head, cases[i].title, cases[i].date, cases[i].lang, cases[i].url);
    size_t len = cases[i].after == SIZE_MAX ? 0 : strlen(cases[i].text) - cases[i].after;
    assert_int_equal(head.len, len);
    spokes__head_release(&head);
  }
}

static void heads_of_pages(void **state) {
  (void)state;
  static const struct {
    const char *page, *title, *date, *lang;
  } cases[] = {
      {"<html lang=ja><title>A &amp; B\n&#8211;&#x43;</title><meta name=date content='2020-05-01T10:00:00Z'>",
       "A & B \xE2\x80\x93"
       "C",
       "2020-05-01", "ja"},
      {"<title>Site</title><meta content=\"Cited\" property=\"og:title\"/>", "Cited", "", ""},
      {"<!-- <title>no</title> "
       "--><script>'<title>no</title>'</script><style><title>no</title></style><title>yes</title>",
       "yes", "", ""},
      {"<body><title>too late</title>", "", "", ""},
      {"<title>open", "open", "", ""},
      {"<meta name=", "", "", ""},
      {"<meta name='date' content='soon'><html lang='x'><", "", "", ""},
      {"<title>&#0;&#xD800;&#99999999;&unknown;&</title>", "&unknown;&", "", ""},
      {"<!--", "", "", ""},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_head head = SPOKES_HEAD_INIT;
    assert_true(spokes__head_read_html(cases[i].page, strlen(cases[i].page), &head));
    check_head(&head, cases[i].title, cases[i].date, cases[i].lang, "");
    spokes__head_release(&head);
  }
}

static void metadata_of_pdf(void **state) {
  (void)state;
  static const struct {
    const char *bytes, *title;
  } cases[] = {
      {"%PDF <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; B </rdf:li></rdf:Alt></dc:title>", "A & B"},
      {"%PDF <dc:title><rdf:Alt><rdf:li>A</rdf:li>", "A"},
      {"%PDF <dc:title><rdf:Alt><rdf:li>Microsoft Word - x</rdf:li>", ""},
      {"%PDF <dc:title><rdf:Alt><rdf:li>strategy final.docx</rdf:li>", ""},
      {"%PDF <dc:title><rdf:Alt><rdf:li>\xFF\xFE</rdf:li>", ""},
      {"%PDF <dc:title><rdf:Alt><rdf:li>never closed", ""},
      {"%PDF <dc:title><rdf:li", ""},
      {"%PDF <dc:title>", ""},
      {"%PDF", ""},
      {"", ""},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_head head = SPOKES_HEAD_INIT;
    assert_true(spokes__head_read_pdf(cases[i].bytes, strlen(cases[i].bytes), &head));
    check_head(&head, cases[i].title, "", "", "");
    spokes__head_release(&head);
  }
}

// ---- Addresses --------------------------------------------------------------------------------------------

static void private_addresses(void **state) {
  (void)state;
  static const struct {
    uint8_t bytes[4];
    bool is_private;
  } four[] = {{{127, 0, 0, 1}, true},       {{10, 255, 0, 1}, true},  {{172, 16, 0, 1}, true},
              {{172, 31, 255, 255}, true},  {{172, 32, 0, 1}, false}, {{192, 168, 1, 1}, true},
              {{169, 254, 169, 254}, true}, {{100, 64, 0, 1}, true},  {{100, 128, 0, 1}, false},
              {{0, 0, 0, 0}, true},         {{224, 0, 0, 1}, true},   {{255, 255, 255, 255}, true},
              {{198, 18, 0, 1}, true},      {{198, 20, 0, 1}, false}, {{8, 8, 8, 8}, false},
              {{192, 0, 2, 1}, true},       {{203, 0, 113, 9}, true}, {{203, 0, 114, 9}, false}};
  for (size_t i = 0; i < COUNT_OF(four); i++)
    assert_int_equal(spokes__ipv4_is_private(four[i].bytes), four[i].is_private);
  static const struct {
    uint8_t bytes[16];
    bool is_private;
  } six[] = {{{0}, true},
             {{[15] = 1}, true},
             {{0xfe, 0x80, [15] = 1}, true},
             {{0xfd, 0x12, [15] = 1}, true},
             {{0xff, 0x02, [15] = 1}, true},
             {{0x20, 0x01, 0x0d, 0xb8, [15] = 1}, true},
             {{[10] = 0xff, 0xff, 127, 0, 0, 1}, true},
             {{[10] = 0xff, 0xff, 8, 8, 8, 8}, false},
             {{0x00, 0x64, 0xff, 0x9b, [12] = 10, 0, 0, 1}, true},
             {{0x00, 0x64, 0xff, 0x9b, [12] = 8, 8, 8, 8}, false},
             {{0x20, 0x02, 192, 168, 0, 1}, true},
             {{0x20, 0x02, 8, 8, 8, 8}, false},
             {{0x20, 0x01, 0x48, 0x60, [15] = 0x88}, false},
             {{0x2a, 0x00, [15] = 1}, false}};
  for (size_t i = 0; i < COUNT_OF(six); i++) assert_int_equal(spokes__ipv6_is_private(six[i].bytes), six[i].is_private);
  struct sockaddr_storage other = {.ss_family = AF_UNIX};
  assert_true(spokes__address_is_private((const struct sockaddr *)&other));
}

static void names_of_addresses(void **state) {
  (void)state;
  static const struct {
    const char *url, *name;
  } cases[] = {{"https://x.org/a/us_2015_nss.pdf?download=1#page=2", "us_2015_nss.pdf"},
               {"https://x.org/a%20b.pdf", "a b.pdf"},
               {"https://x.org/..%2f..%2Fetc%00%zz", ".._.._etc_%zz"},
               {"https://x.org/a/", ""},
               {"https://x.org", ""},
               {"https://x.org?q=/b", ""}};
  spokes_buf name = SPOKES_BUF_INIT;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    assert_true(spokes__download_name(cases[i].url, &name));
    assert_string_equal(name.data, cases[i].name);
  }
  spokes__buf_release(&name);
  assert_true(spokes__download_is_url("file:///x"));
  assert_false(spokes__download_is_url("C:/x"));
  assert_false(spokes__download_is_url("a/b://c"));
}

// ---- Manifests that change --------------------------------------------------------------------------------

static void changed(const char *old, const spokes_manifest_change *changes, size_t count, const char *wanted) {
  spokes_buf out = SPOKES_BUF_INIT;
  spokes_error err;
  assert_int_equal(spokes__manifest_change("m", old, strlen(old), changes, count, &out, &err), SPOKES_OK);
  assert_string_equal(out.data, wanted);
  spokes__buf_release(&out);
}

static void manifests_change(void **state) {
  (void)state;
  const spokes_entry entry = {
      "new", "p,q.txt", "JPN", "2022", "", "", "en", "", "", "", "", 0, {.kind = SPOKES_PATH_NONE}};
  const spokes_manifest_change add = {NULL, &entry}, replace = {"b", &entry};
  changed("", &add, 1,
          "id,path,issuer,date,series,title,lang,source_url,license,sha256,notes\nnew,\"p,q.txt\",JPN,2022,,,en,,,,\n");
  changed("", NULL, 0, "id,path,issuer,date,series,title,lang,source_url,license,sha256,notes\n");
  // The last line has no end; columns that are needed come at the right, others stay out; own columns stay.
  changed("mine,path,id\nx,a.txt,a\n\"y \"\"z\"\"\",b.txt,b", &add, 1,
          "mine,path,id,issuer,date,lang\nx,a.txt,a,,,\n\"y \"\"z\"\"\",b.txt,b,,,\n,\"p,q.txt\",new,JPN,2022,en\n");
  changed("mine,path,id\nx,a.txt,a\ny,b.txt,b\nz,c.txt,c\n", &replace, 1,
          "mine,path,id,issuer,date,lang\nx,a.txt,a,,,\ny,\"p,q.txt\",new,JPN,2022,en\nz,c.txt,c,,,\n");
  changed("\xEF\xBB\xBFid,path,issuer,date,lang\r\na,a.txt,,,\r\n", &add, 1,
          "\xEF\xBB\xBFid,path,issuer,date,lang\r\na,a.txt,,,\r\nnew,\"p,q.txt\",JPN,2022,en\r\n");
}

// ---- The store --------------------------------------------------------------------------------------------

static void store_recovers(void **state) {
  (void)state;
  static const char pending[] =
      "documents/A/orphan.txt\ndocuments/A/listed.txt\nmanifest.csv\n../outside.txt\ndocuments/../outside.txt\n"
      "documents/A/cut-off.txt";
  spokes_error err;
  assert_int_equal(spokes__folder_make(scratch_path("store/documents/A"), &err), SPOKES_OK);
  assert_int_equal(spokes__folder_make(scratch_path("store/.spokes"), &err), SPOKES_OK);
  static const char *const files[] = {"store/documents/A/orphan.txt",
                                      "store/documents/A/listed.txt",
                                      "store/documents/A/cut-off.txt",
                                      "store/documents/A/other.txt",
                                      "store/manifest.csv",
                                      "store/outside.txt",
                                      "outside.txt",
                                      "store/.spokes/7.part"};
  for (size_t i = 0; i < COUNT_OF(files); i++) scratch_file(files[i], "x", 1);
  scratch_file("store/.spokes/pending", pending, sizeof pending - 1);
  spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
  spokes__catalogue_add(&catalogue)->path = "documents/./A//listed.txt";
  spokes_store store = SPOKES_STORE_INIT;
  assert_int_equal(spokes__store_open(&store, scratch_path("store"), NULL, NULL, &err), SPOKES_OK);
  assert_int_equal(spokes__store_recover(&store, &catalogue, &err), SPOKES_OK);
  spokes__store_close(&store);
  spokes__catalogue_release(&catalogue);
  for (size_t i = 0; i < COUNT_OF(files); i++) {
    bool is_gone = i == 0 || i == COUNT_OF(files) - 1;
    assert_int_equal(spokes__path_is_file(scratch_path(files[i])), !is_gone);
  }
  assert_int_equal(spokes__path_info(scratch_path("store/.spokes")).kind, SPOKES_PATH_NONE);
}

static void store_places(void **state) {
  (void)state;
  static const struct {
    const char *issuer, *id, *path;
  } cases[] = {
      {"JPN", "jpn_2022", "documents/JPN/jpn_2022.txt"}, {"JPN", "jpn_2022", "documents/JPN/jpn_2022-01234567.txt"},
      {"", "a b", "documents/unknown/a_b.txt"},          {"..", ".hidden", "documents/_./_hidden.txt"},
      {"a/b", "c\\d:e\n", "documents/a_b/c_d_e_.txt"},   {"TWN", "報告", "documents/TWN/報告.txt"}};
  static const char sha256[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  char dir[256];
  spokes_error err;
  spokes_store store = SPOKES_STORE_INIT;
  spokes_buf path = SPOKES_BUF_INIT;
  snprintf(dir, sizeof dir, "%s", scratch_path("places/deep"));
  assert_int_equal(spokes__store_open(&store, dir, NULL, NULL, &err), SPOKES_OK);
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    assert_int_equal(spokes__store_place(&store, cases[i].issuer, cases[i].id, sha256, ".txt", &path, &err), SPOKES_OK);
    assert_string_equal(path.data, cases[i].path);
  }
  spokes__buf_release(&path);
  spokes__store_close(&store);
  // Nothing entered: the folder that was made for it is gone again.
  assert_int_equal(spokes__path_info(dir).kind, SPOKES_PATH_NONE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(known_languages),
                                     cmocka_unit_test(guessed_languages),
                                     cmocka_unit_test(dates_of_titles),
                                     cmocka_unit_test(series_of_titles),
                                     cmocka_unit_test(title_page_ends_with_prose),
                                     cmocka_unit_test(front_matter),
                                     cmocka_unit_test(heads_of_pages),
                                     cmocka_unit_test(metadata_of_pdf),
                                     cmocka_unit_test(private_addresses),
                                     cmocka_unit_test(names_of_addresses),
                                     cmocka_unit_test(manifests_change),
                                     cmocka_unit_test(store_recovers),
                                     cmocka_unit_test(store_places)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
