// Reading a finished run back, and what is made of it: run/table_read, run/finished, run/editions, run/issued and the
// rows of run/typology_grid, over tables that are written here by hand.

#include <string.h>
#include <zlib.h>

#include "measure/typology.h"
#include "near.h"
#include "run/editions.h"
#include "run/issued.h"
#include "run/table_read.h"
#include "run/typology_table.h"
#include "scratch.h"

#define EXACT 1e-12

static spokes_lexicon *lexicon;

static int setup(void **state) {
  if (scratch_setup(state)) return -1;
  return spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  spokes_lexicon_free(lexicon);
  return scratch_teardown(state);
}

static spokes_actor actor(const char *id) { return spokes__lexicon_find_actor(lexicon, id, strlen(id)); }

static void put(const char *name, const char *text) { scratch_file(name, text, strlen(text)); }

// ---- table_read ----------------------------------------------------------------------------------------------------

typedef struct seen {
  size_t rows, stop_at;
  char text[256];
} seen;

static bool on_row(void *context, uint64_t line, const spokes_csv_field *cells) {
  seen *s = context;
  size_t len = strlen(s->text);
  snprintf(s->text + len, sizeof s->text - len, "%llu:%s/%s ", (unsigned long long)line, cells[0].text, cells[1].text);
  return ++s->rows != s->stop_at;
}

static spokes_status parse(const char *text, size_t required, seen *s, spokes_error *err) {
  static const char *const columns[] = {"b", "extra"};
  spokes_table_query query = {columns, 2, required, on_row, s};
  return spokes__table_parse("t.csv", text, strlen(text), &query, err);
}

static void test_table(void **state) {
  (void)state;
  seen s = {0};
  spokes_error err;
  assert_int_equal(parse("a,extra,b\n1,x,2\n3,\"y\n\",4\n", 2, &s, NULL), SPOKES_OK);  // found by name, in any order
  assert_string_equal(s.text, "2:2/x 3:4/y\n ");
  s = (seen){0};
  assert_int_equal(parse("a,b\n1,2\n", 1, &s, NULL), SPOKES_OK);  // a column that need not be there
  assert_string_equal(s.text, "2:2/ ");
  s = (seen){.stop_at = 1};
  assert_int_equal(parse("b,extra\n1,2\n3,4\n", 2, &s, NULL), SPOKES_OK);
  assert_int_equal(s.rows, 1);
  s = (seen){0};
  assert_int_equal(parse("b,extra\n", 2, &s, NULL), SPOKES_OK);  // a header alone
  assert_int_equal(s.rows, 0);
  assert_int_equal(parse("", 2, &s, &err), SPOKES_E_FORMAT);
  assert_int_equal(parse("a,b\n1,2\n", 2, &s, &err), SPOKES_E_VERSION);
  assert_non_null(strstr(err.message, "'extra'"));
  s = (seen){0};
  assert_int_equal(parse("b,extra\n1,2\n3\n", 2, &s, &err), SPOKES_E_FORMAT);
  assert_int_equal(err.line, 3);
  assert_int_equal(s.rows, 1);
}

static void test_table_files(void **state) {
  (void)state;
  static const char *const columns[] = {"b", "extra"};
  seen s = {0};
  spokes_error err;
  spokes_table_query query = {columns, 2, 1, on_row, &s};
  assert_int_equal(spokes__table_read(scratch_dir, "nothing.csv", &query, &err), SPOKES_E_IO);
  put("plain.csv", "b\n7\n");
  assert_int_equal(spokes__table_read(scratch_dir, "plain.csv", &query, &err), SPOKES_OK);
  assert_string_equal(s.text, "2:7/ ");
  gzFile packed = gzopen(scratch_path("packed.csv.gz"), "wb");
  assert_int_equal(gzwrite(packed, "b\n8\n", 4), 4);
  assert_int_equal(gzclose(packed), Z_OK);
  s = (seen){0};
  assert_int_equal(spokes__table_read(scratch_dir, "packed.csv", &query, &err), SPOKES_OK);
  assert_string_equal(s.text, "2:8/ ");
  put("broken.csv.gz", "\x1f\x8b\x08 and no more");
  assert_int_equal(spokes__table_read(scratch_dir, "broken.csv", &query, &err), SPOKES_E_FORMAT);
}

// ---- finished
// --------------------------------------------------------------------------------------------------------

#define DOCUMENTS "doc_id,issuer,date,series,lang,tokens,naming_passages\n"
#define SALIENCE                                                                                             \
  "doc_id,actor,mentions,share,rate_1000,coverage,rank,dp_norm,psi,share_lo,share_hi,p_top,rate_lo,rate_hi," \
  "coverage_lo,coverage_hi,sentences,passages,dp\n"

static void put_run(const char *documents, const char *salience) {
  put("run.json", "{\"options\":{\"corpus\":\"texts\",\"count\":\"all\",\"hub\":\"JPN\",\"resamples\":20},\"seed\":7}");
  put("documents.csv", documents);
  put("salience.csv", salience);
}

static void put_usual_run(void) {
  put_run(DOCUMENTS
          "us_2010,USA,2010-05,NSS,en,1000,4\n"
          "us_2010b,USA,2010,QDR,en,500,1\n"
          "us_2015,USA,2015-02-06,NSS,en,2000,5\n"
          "us_2016,USA,2016,NSS,en,0,0\n"
          "cn_2017,CHN,2017,NSS,zh,100,1\n"
          "note,,,,en,50,1\n",
          SALIENCE
          "us_2010,JPN,3,0.75,3,0.5,1,0.4,30,0.5,1,0.9,1,5,0.25,0.75,3,2,0.3\n"
          "us_2010,IND,1,0.25,1,0.25,2,,0,,,,,,,,1,1,\n"
          "us_2010b,IND,2,1,4,1,1,1,0,1,1,1,2,6,1,1,2,1,0.9\n"
          "us_2015,IND,4,0.8,2,0.8,1,0.1,50,0.6,1,1,1,3,0.5,1,4,4,0.05\n"
          "us_2015,TUR,1,0.2,0.5,0.2,2,1,0,0,0.4,0,0,1,0,0.6,1,1,0.9\n"
          "cn_2017,USA,1,1,10,1,1,1,0,1,1,1,0,30,0,1,1,1,0.9\n"
          "note,JPN,1,1,20,1,1,1,0,1,1,1,0,60,0,1,1,1,0.9\n");
}

static void test_finished(void **state) {
  (void)state;
  spokes_finished run;
  put_usual_run();
  assert_int_equal(spokes__finished_load(&run, lexicon, scratch_dir, NULL), SPOKES_OK);
  assert_int_equal(run.document_count, 6);
  assert_int_equal(run.row_count, 7);
  assert_int_equal(run.seed, 7);
  assert_int_equal(run.resamples, 20);
  assert_int_equal(run.count_rule, SPOKES_COUNT_ALL);
  assert_string_equal(run.hub, "JPN");
  assert_string_equal(run.corpus_dir, "texts");
  assert_false(run.is_same_dictionary);
  const spokes_finished_document *first = spokes__finished_find(&run, "us_2010");
  assert_int_equal(first->date_number, 20100515);  // a month stands for its middle
  assert_int_equal(first->count, 2);
  const spokes_finished_row *row = &run.rows[first->first];
  assert_int_equal(row->n, 3);
  assert_near(row->share, 0.75, EXACT);
  assert_near(row->rate_range.hi, 5, EXACT);
  assert_near(row->coverage_range.lo, 0.25, EXACT);
  assert_near(row->dispersion.dp, 0.3, EXACT);
  assert_near(row->p_top, 0.9, EXACT);
  assert_not_available(row[1].dispersion.dp_norm);
  assert_not_available(row[1].share_range.lo);
  assert_int_equal(spokes__finished_find(&run, "us_2016")->count, 0);
  assert_int_equal(spokes__finished_find(&run, "note")->issuer_actor, SPOKES_NO_ACTOR);
  assert_int_equal(spokes__finished_find(&run, "note")->date_number, 0);
  assert_null(spokes__finished_find(&run, "us_2011"));
  spokes__finished_release(&run);
}

static void test_finished_faults(void **state) {
  (void)state;
  static const struct {
    const char *name, *documents, *salience;
    spokes_status status;
    uint64_t line;
  } cases[] = {
      {"no document", DOCUMENTS, SALIENCE "a,JPN,1,1,1,1,1,1,0,,,,,,,,1,1,1\n", SPOKES_E_FORMAT, 2},
      {"no actor", DOCUMENTS "a,USA,2010,,en,9,1\n", SALIENCE "a,XYZ,1,1,1,1,1,1,0,,,,,,,,1,1,1\n", SPOKES_E_FORMAT, 2},
      {"order", DOCUMENTS "a,USA,2010,,en,9,1\nb,USA,2011,,en,9,1\n",
       SALIENCE "b,JPN,1,1,1,1,1,1,0,,,,,,,,1,1,1\na,JPN,1,1,1,1,1,1,0,,,,,,,,1,1,1\n", SPOKES_E_FORMAT, 3},
      {"no column", "doc_id\n", SALIENCE, SPOKES_E_VERSION, 1},
      {"empty run", DOCUMENTS, SALIENCE, SPOKES_OK, 0},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_finished run;
    spokes_error err = {.line = 0};
    put_run(cases[i].documents, cases[i].salience);
    assert_int_equal(spokes__finished_load(&run, lexicon, scratch_dir, &err), cases[i].status);
    if (cases[i].line) assert_int_equal(err.line, cases[i].line);
    spokes__finished_release(&run);
  }
  spokes_finished run;
  put("run.json", "{");
  assert_int_equal(spokes__finished_load(&run, lexicon, scratch_dir, NULL), SPOKES_E_FORMAT);
  spokes__finished_release(&run);
}

// ---- editions
// --------------------------------------------------------------------------------------------------------

static spokes_status editions(const spokes_diff_options *options, spokes_editions *out, spokes_finished *run) {
  put_usual_run();
  assert_int_equal(spokes__finished_load(run, lexicon, scratch_dir, NULL), SPOKES_OK);
  return spokes__editions_make(out, run, options, NULL);
}

static void test_editions(void **state) {
  (void)state;
  spokes_editions all;
  spokes_finished run;
  const spokes_diff_options years = {.issuer = "USA"};
  assert_int_equal(editions(&years, &all, &run), SPOKES_OK);
  assert_int_equal(all.count, 2);  // two documents of 2010 together; the empty one of 2016 is left out
  const spokes_edition *first = &all.items[0];
  assert_string_equal(first->label, "2010");
  assert_null(first->document);
  assert_near(first->year, 2010, EXACT);
  assert_int_equal(first->tokens, 1500);
  assert_int_equal(first->naming_passages, 5);
  assert_int_equal(first->total, 6);
  assert_int_equal(first->n[actor("IND")], 3);
  assert_int_equal(first->ranks[actor("IND")], 1);  // a tie with Japan
  assert_int_equal(first->ranks[actor("JPN")], 1);
  assert_int_equal(first->ranks[actor("TUR")], 0);
  assert_string_equal(all.items[1].document->id, "us_2015");
  assert_near(all.items[1].year, 2015 + 1 / 12.0, EXACT);
  spokes__editions_release(&all);
  spokes__finished_release(&run);
}

static void test_chosen_editions(void **state) {
  (void)state;
  static const struct {
    spokes_diff_options options;
    spokes_status status;
    size_t count;
  } cases[] = {
      {{.old_doc = "us_2015", .new_doc = "us_2010"}, SPOKES_OK, 2},  // as they were named
      {{.old_doc = "us_2015", .new_doc = "us_2015"}, SPOKES_OK, 2},
      {{.old_doc = "us_2015", .new_doc = "none"}, SPOKES_E_ARG, 0},
      {{.issuer = "USA", .series = "NSS"}, SPOKES_OK, 2},
      {{.issuer = "USA", .series = "QDR"}, SPOKES_E_ARG, 0},  // a single one
      {{.issuer = "USA", .from = 2011}, SPOKES_E_ARG, 0},
      {{.issuer = "USA", .until = 2010}, SPOKES_E_ARG, 0},
      {{.issuer = "CHN"}, SPOKES_E_ARG, 0},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_editions all;
    spokes_finished run;
    assert_int_equal(editions(&cases[i].options, &all, &run), cases[i].status);
    if (!cases[i].status) assert_int_equal(all.count, cases[i].count);
    if (!i) assert_string_equal(all.items[0].label, "us_2015");
    spokes__editions_release(&all);
    spokes__finished_release(&run);
  }
}

// ---- issued, and the typology's rows
// ---------------------------------------------------------------------------------

static void add(spokes_issued *issued, const char *issuer, uint32_t date, const char *const *named, const uint64_t *n) {
  assert_true(spokes__issued_add(issued, actor(issuer), date));
  for (size_t i = 0; named[i]; i++) assert_true(spokes__issued_add_item(issued, actor(named[i]), n[i]));
}

static void test_issued(void **state) {
  (void)state;
  spokes_issued issued = SPOKES_ISSUED_INIT, copy = SPOKES_ISSUED_INIT;
  uint8_t flags[64] = {0};
  add(&issued, "USA", 20100101, (const char *const[]){"JPN", "IND", NULL}, (const uint64_t[]){3, 1});
  add(&issued, "JPN", 20110101, (const char *const[]){NULL}, NULL);
  add(&issued, "AUS", 20120101, (const char *const[]){"USA", NULL}, (const uint64_t[]){5});
  for (size_t d = 3; d-- > 0;) assert_true(spokes__issued_copy(&copy, &issued, d));
  assert_int_equal(copy.document_count, 3);
  assert_int_equal(copy.item_count, 3);
  assert_int_equal(copy.documents[0].count, 1);
  assert_int_equal(copy.items[copy.documents[0].first].n, 5);
  assert_int_equal(copy.documents[1].count, 0);
  assert_int_equal(copy.items[copy.documents[2].first + 1].actor, actor("IND"));
  spokes__issued_relevant(lexicon, actor("USA"), flags);
  assert_int_equal(flags[actor("IND")], 1);
  assert_int_equal(flags[actor("CHN")], 1);  // a rival in the relations, and a member of the old pact
  assert_int_equal(flags[actor("TUR")], 0);
  spokes__issued_release(&issued);
  spokes__issued_release(&copy);
}

static bool append(void *context, const char *bytes, size_t len) {
  strncat(context, bytes, len);
  return true;
}

// The Quad's example of measure/typology.h, each state with one document.
static void test_typology_rows(void **state) {
  (void)state;
  spokes_issued issued = SPOKES_ISSUED_INIT;
  spokes_typology_table table = SPOKES_TYPOLOGY_TABLE_INIT;
  spokes_typology_query query = {.lexicon = lexicon,
                                 .hub = actor("USA"),
                                 .options = SPOKES_TYPOLOGY_OPTIONS_INIT,
                                 .seed = 1,
                                 .grouping = "QUAD",
                                 .threads = 1};
  add(&issued, "USA", 20180101, (const char *const[]){"JPN", "AUS", "IND", NULL}, (const uint64_t[]){12, 8, 10});
  add(&issued, "JPN", 20190101, (const char *const[]){"USA", "AUS", "IND", NULL}, (const uint64_t[]){30, 6, 4});
  add(&issued, "AUS", 20200101, (const char *const[]){"USA", "JPN", "IND", NULL}, (const uint64_t[]){20, 10, 5});
  add(&issued, "IND", 20210101, (const char *const[]){"USA", "JPN", NULL}, (const uint64_t[]){6, 2});
  assert_int_equal(spokes__typology_table_make(&table, &query, &issued, NULL), SPOKES_OK);
  assert_int_equal(table.count, 1);
  assert_near(table.entries[0].values.u, 0.822059, 1e-6);
  assert_near(table.entries[0].values.c, 0.855952, 1e-6);
  spokes_grid *grid;
  char text[4096] = "";
  spokes_sink sink = {append, text};
  assert_int_equal(spokes__typology_table_grid(&table, &query, false, &grid, NULL), SPOKES_OK);
  assert_int_equal(spokes_grid_write(grid, SPOKES_FORMAT_CSV, &sink, NULL), SPOKES_OK);
  spokes_grid_free(grid);
  const char *row = strchr(text, '\n') + 1;
  // One document of each state: nothing to draw from, so neither intervals nor probabilities.
  assert_string_equal(row,
                      "QUAD,USA JPN AUS IND,0.822059,,,0.855952,,,expanding,,,,,4,expanding,yes,Quad,USA,2018-2021,"
                      "2018-2021,USA:1 JPN:1 AUS:1 IND:1,IND,0.750000,6,0,0,4,0.750000,0.900000,2000,1,\n");
  text[0] = '\0';
  assert_int_equal(spokes__typology_table_grid(&table, &query, true, &grid, NULL), SPOKES_OK);
  assert_int_equal(spokes_grid_write(grid, SPOKES_FORMAT_CSV, &sink, NULL), SPOKES_OK);
  spokes_grid_free(grid);
  assert_string_equal(strchr(text, '\n') + 1,
                      "QUAD,2018-2021,0.822,,,0.856,,,expanding,,4,expanding,yes,USA JPN AUS IND,\n");
  spokes__typology_table_release(&table);
  // Without India's document there is no cell, whatever the others say.
  issued.document_count = 3;
  table = (spokes_typology_table)SPOKES_TYPOLOGY_TABLE_INIT;
  assert_int_equal(spokes__typology_table_make(&table, &query, &issued, NULL), SPOKES_OK);
  assert_int_equal(table.entries[0].values.cell, SPOKES_CELL_NONE);
  assert_int_equal(table.entries[0].documents, 3);
  spokes__typology_table_release(&table);
  issued.document_count = 0;  // an empty corpus
  table = (spokes_typology_table)SPOKES_TYPOLOGY_TABLE_INIT;
  assert_int_equal(spokes__typology_table_make(&table, &query, &issued, NULL), SPOKES_OK);
  assert_int_equal(table.entries[0].values.cell, SPOKES_CELL_NONE);
  spokes__typology_table_release(&table);
  spokes__issued_release(&issued);
}

// A window in which a grouping has no members says why; before the founding its founders stand in.
static void test_absent_groupings(void **state) {
  (void)state;
  static const struct {
    const char *grouping;
    uint32_t from, until;
    size_t members;
    const char *note;
  } cases[] = {{"QUAD", 2001, 2005, 4, "before its founding in 2007; outside the system: IND"},
               {"QUAD", 2005, 2009, 4, ""},
               {"QUAD", 2010, 2014, 0, "interrupted from 2008 to 2017"},
               {"QUAD", 2018, 2020, 4, ""},
               {"TCOG", 2010, 2014, 0, "ended in 2004"}};
  spokes_lexicon *real;
  assert_int_equal(spokes_lexicon_load(SPOKES_REAL_DICT, NULL, NULL, &real, NULL), SPOKES_OK);
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_issued issued = SPOKES_ISSUED_INIT;
    spokes_typology_table table = SPOKES_TYPOLOGY_TABLE_INIT;
    spokes_actor usa = spokes__lexicon_find_actor(real, "USA", 3);
    spokes_typology_query query = {.lexicon = real,
                                   .hub = usa,
                                   .options = SPOKES_TYPOLOGY_OPTIONS_INIT,
                                   .from = cases[i].from,
                                   .until = cases[i].until,
                                   .grouping = cases[i].grouping,
                                   .threads = 1};
    assert_true(spokes__issued_add(&issued, usa, cases[i].from * 10000 + 701));
    assert_int_equal(spokes__typology_table_make(&table, &query, &issued, NULL), SPOKES_OK);
    assert_int_equal(table.entries[0].member_count, cases[i].members);
    assert_string_equal(table.entries[0].note, cases[i].note);
    spokes__typology_table_release(&table);
    spokes__issued_release(&issued);
  }
  spokes_lexicon_free(real);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_table),           cmocka_unit_test(test_table_files),
                                     cmocka_unit_test(test_finished),        cmocka_unit_test(test_finished_faults),
                                     cmocka_unit_test(test_editions),        cmocka_unit_test(test_chosen_editions),
                                     cmocka_unit_test(test_issued),          cmocka_unit_test(test_typology_rows),
                                     cmocka_unit_test(test_absent_groupings)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
