// Memory that runs out: the first, the second, the third ... allocation fails, and all after it, until nothing fails
// any more. Every failure must be SPOKES_E_NOMEM with nothing left behind (the sanitizers' build looks for leaks), and
// what failed must work again as soon as there is memory.

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/csv_read.h"
#include "base/fileio.h"
#include "text/text.h"
#include "unit/cmocka_all.h"
#include "unit/scratch.h"

#define SWEEP_MAX 100000u

static void no_fault_expected(void *context, const spokes_error *fault) {
  (void)context;
  print_error("reported: %s\n", fault->message);
  fail();
}

// ---- The dictionary -------------------------------------------------------------------------------------------

static void loading(void **state) {
  (void)state;
  uint64_t n = 1;
  for (; n < SWEEP_MAX; n++) {
    spokes_error err = {0};
    spokes_lexicon *lexicon = (spokes_lexicon *)&err;
    spokes__alloc_fail_after(n);
    const char *dir = SPOKES_TEST_DICT;
    const spokes_lexicon_options options = {.dirs = &dir, .dir_count = 1, .no_cache = true};
    spokes_status status = spokes_lexicon_load_with(&options, no_fault_expected, NULL, &lexicon, &err);
    spokes__alloc_fail_after(0);
    if (!status) {
      spokes_lexicon_free(lexicon);
      break;
    }
    if (status != SPOKES_E_NOMEM) print_error("allocation %llu: %s\n", (unsigned long long)n, err.message);
    assert_int_equal(status, SPOKES_E_NOMEM);
    assert_int_equal(err.code, SPOKES_E_NOMEM);
    assert_null(lexicon);
  }
  assert_true(n > 30 && n < SWEEP_MAX);
}

// The same with an image of it in the cache.
static void mapping(void **state) {
  (void)state;
  spokes_lexicon *lexicon;
  assert_int_equal(spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL), SPOKES_OK);
  spokes_lexicon_free(lexicon);
  uint64_t n = 1;
  for (; n < SWEEP_MAX; n++) {
    spokes_error err = {0};
    spokes__alloc_fail_after(n);
    spokes_status status = spokes_lexicon_load(SPOKES_TEST_DICT, no_fault_expected, NULL, &lexicon, &err);
    spokes__alloc_fail_after(0);
    if (!status) break;
    assert_int_equal(status, SPOKES_E_NOMEM);
    assert_int_equal(err.code, SPOKES_E_NOMEM);
    assert_null(lexicon);
  }
  spokes_lexicon_free(lexicon);
  assert_true(n > 10 && n < SWEEP_MAX);
}

// Faults of the dictionary are reported as such while there is memory, and never instead of the lack of it.
static void count_fault(void *context, const spokes_error *fault) {
  (void)fault;
  ++*(unsigned *)context;
}

static void loading_a_faulty_one(void **state) {
  (void)state;
  uint64_t n = 1;
  for (; n < SWEEP_MAX; n++) {
    spokes_lexicon *lexicon = NULL;
    unsigned faults = 0;
    spokes__alloc_fail_after(n);
    spokes_status status = spokes_lexicon_load(SPOKES_FAULTS "/all-at-once", count_fault, &faults, &lexicon, NULL);
    spokes__alloc_fail_after(0);
    assert_null(lexicon);
    if (status == SPOKES_E_DICT) {
      assert_int_equal(faults, 19);
      break;
    }
    assert_int_equal(status, SPOKES_E_NOMEM);
    assert_true(faults <= 19);
  }
  assert_true(n < SWEEP_MAX);
}

// ---- Matching -----------------------------------------------------------------------------------------------------

static const char english[] =
    "Résumé\n\nThe United\nStates, Japan’s ally, and India met in Wash-\nington. U .S. ships crossed the Indian Ocean; "
    "let US go. "
    "Turkey-India-Japan talks at http://japan.example/india.\n\n- The Quad\n- Australia, American and Japanese firms\n";
static const char chinese[] =
    "美国和日本、印度同意。美日合作，对日政策，美方、日方；印度洋。中国與澳大\n利亞。\n\n其中美国最大。\n";

static void check_match(const spokes_lexicon *lexicon, const char *text, size_t mentions) {
  uint64_t n = 1;
  spokes_match_options options = {NULL, "2020-01-01", "USA"};
  for (; n < SWEEP_MAX; n++) {
    spokes_error err = {0};
    spokes_matcher *matcher = NULL;
    spokes__alloc_fail_after(n);
    spokes_status status = spokes_matcher_new(lexicon, &matcher, &err);
    if (!status) status = spokes_matcher_run(matcher, text, strlen(text), &options, &err);
    spokes__alloc_fail_after(0);
    if (status) {
      assert_int_equal(status, SPOKES_E_NOMEM);
      assert_int_equal(err.code, SPOKES_E_NOMEM);
    }
    if (matcher) {
      // A matcher that failed has no results, and works again.
      if (status) assert_int_equal(spokes_matcher_mention_count(matcher) + spokes_matcher_exclusion_count(matcher), 0);
      assert_int_equal(spokes_matcher_run(matcher, text, strlen(text), &options, NULL), SPOKES_OK);
      assert_int_equal(spokes_matcher_mention_count(matcher), mentions);
    }
    spokes_matcher_free(matcher);
    if (!status) break;
  }
  assert_true(n > 5 && n < SWEEP_MAX);
}

static void matching(void **state) {
  (void)state;
  spokes_lexicon *lexicon;
  assert_int_equal(spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL), SPOKES_OK);
  check_match(lexicon, english, 12);
  check_match(lexicon, chinese, 10);
  spokes_lexicon_free(lexicon);
}

// Pages with headers and numbers, and damage of every kind that is repaired.
static const char damaged[] =
    "Harbours\n\nThe destruc-\ntion of bar-\ngained ports, infl uence, theUnited and U .S. ships\n\n1\n\f"
    "Harbours\n\nof the islands, which bargained for tolls on all that came in from the sea that year. The council of "
    "the northern islands resolved to widen the old harbour before the storms of the next winter would come in from "
    "the sea.\n\n2\n\f"
    "Harbours\n\nThe council of the northern islands resolved to widen the old harbour before the storms of the next "
    "winter would come in from the sea.\n\n3\n";

// The text alone, with its words.
static void preparing(void **state) {
  (void)state;
  spokes_tables tables;
  assert_int_equal(spokes__tables_open(&tables, NULL), SPOKES_OK);
  const char *const texts[] = {english, chinese, damaged};
  for (size_t i = 0; i < COUNT_OF(texts); i++) {
    uint64_t n = 1;
    for (; n < SWEEP_MAX; n++) {
      spokes_text text = SPOKES_TEXT_INIT;
      spokes_text_source source = {
          .text = texts[i], .len = strlen(texts[i]), .words_wanted = true, .duplicates_wanted = true};
      spokes__alloc_fail_after(n);
      spokes_status status = spokes__text_prepare(&text, &tables, &source, NULL);
      spokes__alloc_fail_after(0);
      if (status) {
        assert_int_equal(status, SPOKES_E_NOMEM);
        assert_int_equal(spokes__text_prepare(&text, &tables, &source, NULL), SPOKES_OK);
      }
      assert_true(text.tokens > 10 && text.passage_count > 1);
      spokes__text_release(&text);
      if (!status) break;
    }
    assert_true(n > 2 && n < SWEEP_MAX);
  }
  spokes__tables_close(&tables);
}

// ---- Streams of text ----------------------------------------------------------------------------------------------

typedef struct stream {
  const char *bytes;
  size_t len, at, written;
} stream;

static size_t read_stream(void *context, char *buffer, size_t cap) {
  stream *s = context;
  size_t part = s->len - s->at < cap ? s->len - s->at : cap;
  memcpy(buffer, s->bytes + s->at, part);
  s->at += part;
  return part;
}

static bool write_stream(void *context, const char *bytes, size_t len) {
  (void)bytes;
  ((stream *)context)->written += len;
  return true;
}

static void tagging(void **state) {
  (void)state;
  static const char lines[] =
      "{\"id\":\"a\",\"text\":\"Japan and India\"}\n{\"id\":\"b\",\"text\":\"美国对日政策\",\"lang\":\"zh\"}\n";
  spokes_lexicon *lexicon;
  assert_int_equal(spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL), SPOKES_OK);
  for (int jsonl = 0; jsonl < 2; jsonl++) {
    const char *input = jsonl ? lines : english;
    uint64_t n = 1;
    size_t written = 0;
    for (; n < SWEEP_MAX; n++) {
      stream s = {input, strlen(input), 0, 0};
      spokes_tag_options options = {.jsonl = jsonl, .name = "-", .on_fault = no_fault_expected};
      spokes_sink sink = {write_stream, &s};
      spokes__alloc_fail_after(n);
      spokes_status status = spokes_tag(lexicon, &options, read_stream, &s, &sink, NULL, NULL);
      spokes__alloc_fail_after(0);
      written = s.written;
      if (!status) break;
      assert_int_equal(status, SPOKES_E_NOMEM);
    }
    assert_true(n > 3 && n < SWEEP_MAX && written > 100);
  }
  spokes_lexicon_free(lexicon);
}

// ---- CSV ------------------------------------------------------------------------------------------------------------

static bool count_row(void *context, const spokes_csv_row *row) {
  assert_true(row->count == 3 || row->count == 1);
  ++*(unsigned *)context;
  return true;
}

static void reading_csv(void **state) {
  (void)state;
  char csv[8192] = "id,text,note\n";
  size_t len = strlen(csv);
  for (int i = 0; i < 40; i++)
    len += (size_t)snprintf(csv + len, sizeof csv - len,
                            "%d,\"a \"\"quoted\"\" field that grows %0*d\",\"two\nlines\"\n", i, i * 3, 0);
  uint64_t n = 1;
  for (; n < SWEEP_MAX; n++) {
    unsigned rows = 0;
    spokes_error err;
    spokes__alloc_fail_after(n);
    spokes_status status = spokes__csv_read("x.csv", csv, len, count_row, &rows, &err);
    spokes__alloc_fail_after(0);
    if (!status) {
      assert_int_equal(rows, 41);
      break;
    }
    assert_int_equal(status, SPOKES_E_NOMEM);
    assert_int_equal(err.code, SPOKES_E_NOMEM);
    assert_true(rows < 41);
  }
  assert_true(n > 3 && n < SWEEP_MAX);
}

// ---- Adding to a corpus ---------------------------------------------------------------------------------------

// What fails leaves the corpus as it was: here, not there.
static void adding(void **state) {
  (void)state;
  spokes_lexicon *lexicon;
  spokes_error err;
  assert_int_equal(spokes_lexicon_load(SPOKES_TEST_DICT, no_fault_expected, NULL, &lexicon, &err), SPOKES_OK);
  static const char text[] = "NATIONAL SECURITY STRATEGY\nOF JAPAN\nMay 2020\nThis is the text of it.\n";
  static const char html[] = "<html><title>A &amp; B</title><p>This is the text of it.</p></html>";
  scratch_file("report.txt", text, sizeof text - 1);
  scratch_file("us_2015_nss.html", html, sizeof html - 1);
  char report[256], page[256], corpus[256], manifest[256];
  snprintf(report, sizeof report, "%s", scratch_path("report.txt"));
  snprintf(page, sizeof page, "%s", scratch_path("us_2015_nss.html"));
  snprintf(corpus, sizeof corpus, "%s", scratch_path("corpus"));
  snprintf(manifest, sizeof manifest, "%s", scratch_path("corpus/manifest.csv"));
  const char *const inputs[] = {report, page};
  spokes_add_options options = SPOKES_ADD_OPTIONS_INIT;
  options.corpus_dir = corpus;
  uint64_t n = 1;
  for (; n < SWEEP_MAX; n++) {
    spokes_add_summary summary;
    spokes__alloc_fail_after(n);
    spokes_status status = spokes_add(lexicon, &options, inputs, 2, &summary, &err);
    spokes__alloc_fail_after(0);
    if (!status) {
      assert_int_equal(summary.results[SPOKES_ADD_ADDED], 2);
      break;
    }
    if (status != SPOKES_E_NOMEM) print_error("allocation %llu: %s\n", (unsigned long long)n, err.message);
    assert_int_equal(status, SPOKES_E_NOMEM);
    assert_int_equal(access(manifest, F_OK), -1);
  }
  assert_int_equal(access(manifest, F_OK), 0);
  assert_true(n > 50 && n < SWEEP_MAX);
  spokes_lexicon_free(lexicon);
}

// ---- A run --------------------------------------------------------------------------------------------------------

// Of everything that a run writes but run.json, which has times in it.
static uint64_t tables_checksum(const char *out_dir) {
  static const char *const names[] = {"documents.csv",  "mentions.csv", "exclusions.csv", "counts.csv", "salience.csv",
                                      "comentions.csv", "damage.csv",   "typology.csv",   "network.csv"};
  spokes_buf path = SPOKES_BUF_INIT, bytes = SPOKES_BUF_INIT;
  uint64_t sum = 0;
  for (size_t i = 0; i < COUNT_OF(names); i++) {
    spokes__path_join(&path, out_dir, names[i]);
    assert_int_equal(spokes__file_read(path.data, 1u << 24, &bytes, NULL), SPOKES_OK);
    assert_true(bytes.len > 0);
    sum = spokes__checksum(bytes.data, bytes.len, sum);
  }
  spokes__buf_release(&path);
  spokes__buf_release(&bytes);
  return sum;
}

static void remove_folder(const char *path) {
  char command[300];
  snprintf(command, sizeof command, "rm -rf '%s'", path);
  assert_int_equal(system(command), 0);
}

// Memory may fail the run, which leaves the tables of the one before, or only its cache, which it can do without. Later
// failures are tried at growing distances.
static void sweep_run(const spokes_lexicon *lexicon, const spokes_run_options *options, uint64_t expected,
                      bool is_cache_empty) {
  uint64_t n = 1, failures = 0, left = 0;
  for (; left <= 1 && n < SWEEP_MAX; n += 1 + n / 32) {
    spokes_error err = {0};
    if (is_cache_empty) remove_folder(options->cache_dir);
    spokes__alloc_fail_after(n);
    spokes_status status = spokes_run(lexicon, options, NULL, &err);
    left = spokes__alloc_fail_after(0);
    if (status && status != SPOKES_E_NOMEM) print_error("allocation %llu: %s\n", (unsigned long long)n, err.message);
    assert_true(!status || (status == SPOKES_E_NOMEM && err.code == SPOKES_E_NOMEM));
    failures += status != SPOKES_OK;
    assert_true(tables_checksum(options->out_dir) == expected);
  }
  assert_true(failures > 20 && n < SWEEP_MAX);
}

static void running(void **state) {
  (void)state;
  spokes_lexicon *lexicon;
  char corpus[256], out[256], cache[256];
  assert_int_equal(spokes_lexicon_load(SPOKES_TEST_DICT, NULL, NULL, &lexicon, NULL), SPOKES_OK);
  snprintf(corpus, sizeof corpus, "%s", scratch_path("texts"));
  snprintf(out, sizeof out, "%s", scratch_path("tables"));
  snprintf(cache, sizeof cache, "%s", scratch_path("cache"));
  assert_int_equal(mkdir(corpus, 0700), 0);
  scratch_file("texts/us_2020_nss.txt", english, sizeof english - 1);
  scratch_file("texts/jp_2021_nss.txt", damaged, sizeof damaged - 1);
  scratch_file("texts/jp_2022_nss.txt", english, sizeof english - 1);
  scratch_file("texts/au_2022_nss.txt", english, sizeof english - 1);
  scratch_file("texts/cn_2022_nss.txt", chinese, sizeof chinese - 1);
  spokes_run_options options = SPOKES_RUN_OPTIONS_INIT;
  options.corpus_dir = corpus;
  options.out_dir = out;
  options.threads = 1;
  options.resamples = 70;
  assert_int_equal(spokes_run(lexicon, &options, NULL, NULL), SPOKES_OK);
  uint64_t expected = tables_checksum(out);
  sweep_run(lexicon, &options, expected, false);
  options.cache_dir = cache;
  sweep_run(lexicon, &options, expected, true);   // written
  sweep_run(lexicon, &options, expected, false);  // read
  spokes_lexicon_free(lexicon);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(loading),  cmocka_unit_test(loading_a_faulty_one),
      cmocka_unit_test(matching), cmocka_unit_test(preparing),
      cmocka_unit_test(tagging),  cmocka_unit_test(adding),
      cmocka_unit_test(mapping),  cmocka_unit_test(reading_csv),
      cmocka_unit_test(running),
  };
  return cmocka_run_group_tests_name("oom", tests, scratch_setup, scratch_teardown);
}
