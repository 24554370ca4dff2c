// corpus/: dates, file names, catalogues with and without a manifest.

#include <string.h>
#include <strings.h>

#include "base/fileio.h"
#include "cmocka_all.h"
#include "corpus/catalogue.h"
#include "corpus/countries.h"
#include "corpus/date.h"
#include "scratch.h"

static const char *find_actor(void *context, const char *text, size_t len) {
  static const char *const actors[] = {"USA", "JPN", "CHN", "AUS", "GBR", "TWN", "QUAD"};
  (void)context;
  for (size_t i = 0; i < COUNT_OF(actors); i++)
    if (strlen(actors[i]) == len && !strncasecmp(actors[i], text, len)) return actors[i];
  return len == 6 && !strncasecmp(text, "france", 6) ? "FRA" : NULL;
}

static void dates(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t date;  // 0 = no date
  } cases[] = {{"2015", 20150701},
               {"2015-03", 20150315},
               {"2015-03-09", 20150309},
               {"2024-02-29", 20240229},
               {"2023-02-29", 0},
               {"2015-13", 0},
               {"2015-00-01", 0},
               {"15", 0},
               {"2015/03", 0},
               {"2015-3-9", 0},
               {"", 0},
               {"0999", 0}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    uint32_t date = 0;
    assert_int_equal(spokes__date_parse(cases[i].text, strlen(cases[i].text), &date), cases[i].date != 0);
    if (cases[i].date) assert_int_equal(date, cases[i].date);
  }
}

static void countries(void **state) {
  (void)state;
  static const struct {
    const char *text, *code;
  } cases[] = {{"us", "USA"}, {"UK", "GBR"}, {"jpn", "JPN"}, {"tw", "TWN"},  {"rok", "KOR"},
               {"xx", NULL},  {"", NULL},    {"zzz", NULL},  {"dprk", "PRK"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const char *code = spokes__country_find(cases[i].text, strlen(cases[i].text));
    if (cases[i].code)
      assert_string_equal(code, cases[i].code);
    else
      assert_null(code);
  }
}

static void names(void **state) {
  (void)state;
  static const struct {
    const char *name, *id, *issuer, *date, *series;
  } cases[] = {
      {"us_2015_nss.txt", "us_2015_nss", "USA", "2015", "NSS"},
      {"JPN_2022_nss.txt.gz", "JPN_2022_nss", "JPN", "2022", "NSS"},
      {"AUS_72_2017.txt", "AUS_72_2017", "AUS", "2017", ""},
      {"cn_2018_mfa-spokesperson-1500to3000.txt", "cn_2018_mfa-spokesperson-1500to3000", "CHN", "2018",
       "MFA-SPOKESPERSON-1500TO3000"},
      {"quad_2021_joint-statement.txt", "quad_2021_joint-statement", "QUAD", "2021", "JOINT-STATEMENT"},
      {"france_2022_review.txt", "france_2022_review", "FRA", "2022", "REVIEW"},
      {"us-japan_2022_joint-statement.txt", "us-japan_2022_joint-statement", "", "2022", "JOINT-STATEMENT"},
      {"tw_2019-10-10_speech_draft.TXT", "tw_2019-10-10_speech_draft", "TWN", "2019-10-10", "SPEECH_DRAFT"},
      {"us_nss_2015.txt", "us_nss_2015", "USA", "2015", "NSS"},
      {"notes.txt", "notes", "", "", ""},
      {"2015.txt", "2015", "", "2015", ""},
      {"_.txt", "_", "", "", ""},
      {"us_2015_nss.pdf", "us_2015_nss", "USA", "2015", "NSS"},
  };
  spokes_arena arena = SPOKES_ARENA_INIT;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_name_facts facts;
    assert_true(spokes__filename_is_document(cases[i].name));
    assert_true(spokes__filename_read(cases[i].name, find_actor, NULL, &arena, &facts));
    assert_string_equal(facts.id, cases[i].id);
    assert_string_equal(facts.issuer, cases[i].issuer);
    assert_string_equal(facts.date, cases[i].date);
    assert_string_equal(facts.series, cases[i].series);
  }
  spokes__arena_release(&arena);
  assert_false(spokes__filename_is_document("manifest.csv"));
  assert_false(spokes__filename_is_document(".hidden.txt"));
  assert_false(spokes__filename_is_document(".txt"));
}

static void gather_fault(void *context, const spokes_error *fault) {
  char line[1200];
  spokes_error_format(fault, line, sizeof line);
  const char *name = strstr(line, "manifest.csv:");  // without the scratch folder
  spokes__buf_text(context, name ? name : line);
  spokes__buf_byte(context, '\n');
}

static spokes_status load(const char *dir, spokes_catalogue *catalogue, spokes_buf *faults) {
  spokes_catalogue_hooks hooks = {find_actor, NULL, gather_fault, faults};
  spokes_error err;
  spokes__buf_text(faults, "");
  return spokes__catalogue_load(catalogue, dir, &hooks, &err);
}

static void make_folder(const char *name) {
  spokes_error err;
  assert_int_equal(spokes__folder_make(scratch_path(name), &err), SPOKES_OK);
}

static void folder_without_manifest(void **state) {
  (void)state;
  make_folder("plain/deep/er");
  make_folder("plain/.hidden");
  scratch_file("plain/us_2015_nss.txt", "x", 1);
  scratch_file("plain/deep/us_2015_nss.txt", "xx", 2);
  scratch_file("plain/deep/er/jp_2022_nss.txt", "x", 1);
  scratch_file("plain/.hidden/cn_2022_x.txt", "x", 1);
  scratch_file("plain/table.csv", "x", 1);
  assert_int_equal(symlink("..", scratch_path("plain/deep/loop")), 0);
  spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
  spokes_buf faults = SPOKES_BUF_INIT;
  assert_int_equal(load(scratch_path("plain"), &catalogue, &faults), SPOKES_OK);
  assert_int_equal(catalogue.count, 3);
  assert_string_equal(catalogue.entries[0].id, "deep.us_2015_nss");
  assert_string_equal(catalogue.entries[0].path, "deep/us_2015_nss.txt");
  assert_int_equal(catalogue.entries[0].file.size, 2);
  assert_string_equal(catalogue.entries[1].id, "jp_2022_nss");
  assert_string_equal(catalogue.entries[1].issuer, "JPN");
  assert_string_equal(catalogue.entries[2].id, "us_2015_nss");
  assert_string_equal(faults.data, "2 documents share their name with another: their ids are their paths\n");
  spokes__buf_release(&faults);
  spokes__catalogue_release(&catalogue);
}

static void unknown_metadata_is_reported_once(void **state) {
  (void)state;
  make_folder("unknown");
  scratch_file("unknown/a.txt", "x", 1);
  scratch_file("unknown/b.txt", "x", 1);
  spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
  spokes_buf faults = SPOKES_BUF_INIT;
  assert_int_equal(load(scratch_path("unknown"), &catalogue, &faults), SPOKES_OK);
  assert_string_equal(faults.data,
                      "the issuer of 2 documents cannot be told from the name (first: 'a.txt')\n"
                      "the date of 2 documents cannot be told from the name (first: 'a.txt')\n");
  spokes__buf_release(&faults);
  spokes__catalogue_release(&catalogue);
}

static void good_manifest(void **state) {
  (void)state;
  static const char manifest[] =
      "path,id,date,issuer,title,extra\n"
      "b.txt,second,2022-12-16,JPN,\"A title, with comma\",x\n"
      "a.txt,first,2015,USA,,\n";
  make_folder("good");
  scratch_file("good/manifest.csv", manifest, sizeof manifest - 1);
  scratch_file("good/a.txt", "abc", 3);
  scratch_file("good/b.txt", "", 0);
  spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
  spokes_buf faults = SPOKES_BUF_INIT;
  assert_int_equal(load(scratch_path("good"), &catalogue, &faults), SPOKES_OK);
  assert_int_equal(catalogue.count, 2);
  assert_string_equal(catalogue.entries[0].id, "first");
  assert_int_equal(catalogue.entries[0].file.size, 3);
  assert_int_equal(catalogue.entries[0].date_number, 20150701);
  assert_string_equal(catalogue.entries[1].title, "A title, with comma");
  assert_string_equal(catalogue.entries[1].series, "");
  assert_ptr_equal(spokes__catalogue_find(&catalogue, "second"), &catalogue.entries[1]);
  assert_null(spokes__catalogue_find(&catalogue, "third"));
  spokes__buf_release(&faults);
  spokes__catalogue_release(&catalogue);
}

static void every_manifest_fault_is_reported(void **state) {
  (void)state;
  static const char manifest[] =
      "id,path,issuer,date,sha256,lang\n"
      "a,a.txt,USA,2015,,en\n"
      "a,b.txt,usa,2015-13,,\n"
      ",../c.txt,ZZZ,,abc,\n"
      "d,d.txt\n"
      "e,/etc/e.txt,,,,\n"
      "f,a.txt,,,,xx\n"
      "g,.//sub/./a.txt,,,,zh\n"
      "h,sub/a.txt,,,,EN\n"
      "i,sub,,,,mixed\n"
      "j,nowhere.txt,,,,english\n";
  make_folder("bad/sub");
  scratch_file("bad/manifest.csv", manifest, sizeof manifest - 1);
  scratch_file("bad/a.txt", "a", 1);
  scratch_file("bad/b.txt", "b", 1);
  scratch_file("bad/sub/a.txt", "sub", 3);
  spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
  spokes_buf faults = SPOKES_BUF_INIT;
  assert_int_equal(load(scratch_path("bad"), &catalogue, &faults), SPOKES_E_FORMAT);
  assert_string_equal(faults.data,
                      "manifest.csv:3:3: no such actor: 'usa'\n"
                      "manifest.csv:3:4: not a date (YYYY, YYYY-MM or YYYY-MM-DD): '2015-13'\n"
                      "manifest.csv:3:1: duplicate id (first at line 2): 'a'\n"
                      "manifest.csv:4:1: empty id\n"
                      "manifest.csv:4:2: the path leads out of the corpus\n"
                      "manifest.csv:4:3: no such actor: 'ZZZ'\n"
                      "manifest.csv:4:5: not 64 hexadecimal digits in lower case: 'abc'\n"
                      "manifest.csv:5:3: 2 fields where the header has 6\n"
                      "manifest.csv:6:2: the path leads out of the corpus\n"
                      "manifest.csv:7:6: no such language (two letters of ISO 639-1, such as en or zh): 'xx'\n"
                      "manifest.csv:7:2: duplicate path (first at line 2): 'a.txt'\n"
                      "manifest.csv:9:6: no such language (two letters of ISO 639-1, such as en or zh): 'EN'\n"
                      "manifest.csv:9:2: duplicate path (first at line 8): 'sub/a.txt'\n"
                      "manifest.csv:11:6: no such language (two letters of ISO 639-1, such as en or zh): 'english'\n");
  spokes__buf_release(&faults);
  spokes__catalogue_release(&catalogue);
}

static void broken_manifests(void **state) {
  (void)state;
  static const struct {
    const char *name, *text, *fault;
  } cases[] = {{"m-empty", "", "manifest.csv:1:1: the file is empty\n"},
               {"m-header", "name,path\nx,y\n", "manifest.csv:1:1: the column is missing: 'id'\n"},
               {"m-quote", "id,path\na,\"b\n", "manifest.csv:2:2: misplaced or missing double quote\n"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char path[64];
    snprintf(path, sizeof path, "%s/manifest.csv", cases[i].name);
    make_folder(cases[i].name);
    scratch_file(path, cases[i].text, strlen(cases[i].text));
    spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
    spokes_buf faults = SPOKES_BUF_INIT;
    assert_int_equal(load(scratch_path(cases[i].name), &catalogue, &faults), SPOKES_E_FORMAT);
    assert_string_equal(faults.data, cases[i].fault);
    spokes__buf_release(&faults);
    spokes__catalogue_release(&catalogue);
  }
}

static void no_folder(void **state) {
  (void)state;
  spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
  spokes_buf faults = SPOKES_BUF_INIT;
  assert_int_equal(load(scratch_path("nowhere"), &catalogue, &faults), SPOKES_E_IO);
  spokes__buf_release(&faults);
  spokes__catalogue_release(&catalogue);
}

static void memory_may_run_out(void **state) {
  (void)state;
  spokes_status status = SPOKES_E_NOMEM;
  for (uint64_t n = 1; status; n++) {
    spokes_catalogue catalogue = SPOKES_CATALOGUE_INIT;
    spokes_catalogue_hooks hooks = {find_actor, NULL, NULL, NULL};
    spokes_error err;
    assert_true(n < 1000);
    const char *dir = scratch_path("good");
    spokes__alloc_fail_after(n);
    status = spokes__catalogue_load(&catalogue, dir, &hooks, &err);
    spokes__alloc_fail_after(0);
    spokes__catalogue_release(&catalogue);
    assert_true(status == SPOKES_OK || status == SPOKES_E_NOMEM);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(dates),
                                     cmocka_unit_test(countries),
                                     cmocka_unit_test(names),
                                     cmocka_unit_test(folder_without_manifest),
                                     cmocka_unit_test(unknown_metadata_is_reported_once),
                                     cmocka_unit_test(good_manifest),
                                     cmocka_unit_test(every_manifest_fault_is_reported),
                                     cmocka_unit_test(broken_manifests),
                                     cmocka_unit_test(no_folder),
                                     cmocka_unit_test(memory_may_run_out)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
