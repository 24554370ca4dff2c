// ingest/: the layout of PDF documents, from tables such as pdftotext -tsv writes; and the child process, with its
// limits.
//
// Each case draws a page with letters: a line of the picture is a line of type, a column of it is 6 points wide.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmocka_all.h"
#include "ingest/child.h"
#include "ingest/pdf_page.h"
#include "ingest/pdf_roles.h"
#include "ingest/pdf_text.h"
#include "regions.h"

#define CELL 6
#define PITCH 14

typedef struct drawn_line {
  double top, size;
  double left;
  const char *text;  // words between blanks; two blanks and more are a gap of that width
} drawn_line;

static void draw_page(spokes_buf *tsv, unsigned page) {
  spokes__buf_format(tsv, "1\t%u\t0\t0\t0\t0\t0.0\t0.0\t600.0\t800.0\t-1\t###PAGE###\n", page);
}

static void draw_word(spokes_buf *tsv, double left, double top, double size, const char *text, size_t len) {
  double width = (double)spokes__utf8_count(text, len) * CELL * size / 10;
  spokes__buf_format(tsv, "5\t1\t0\t0\t0\t0\t%.2f\t%.2f\t%.2f\t%.2f\t100\t%.*s\n", left, top, width, size, (int)len,
                     text);
}

// '^' before a word: it is small and raised, and touches the word before it.
static void draw_line(spokes_buf *tsv, const drawn_line *line) {
  spokes__buf_text(tsv, "4\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t###LINE###\n");
  double left = line->left;
  for (const char *at = line->text; *at;) {
    size_t blanks = strspn(at, " ");
    left += (double)blanks * CELL * line->size / 10;
    at += blanks;
    size_t len = strcspn(at, " ^");
    if (len) draw_word(tsv, left, line->top, line->size, at, len);
    left += (double)spokes__utf8_count(at, len) * CELL * line->size / 10;
    at += len;
    if (*at != '^') continue;
    len = strcspn(++at, " ");
    draw_word(tsv, left, line->top - 1, line->size * 0.6, at, len);
    left += (double)len * CELL * 0.6 * line->size / 10;
    at += len;
  }
}

static void compose(const spokes_buf *tsv, spokes_buf *seen) {
  spokes_pdf pdf = SPOKES_PDF_INIT;
  spokes_composer composer = SPOKES_COMPOSER_INIT;
  assert_int_equal(spokes__pdf_parse(tsv->data, tsv->len, &pdf, NULL), SPOKES_OK);
  assert_int_equal(spokes__pdf_roles_find(&pdf, NULL), SPOKES_OK);
  spokes__pdf_compose(&pdf, &composer);
  assert_int_equal(spokes__composer_finish(&composer, NULL), SPOKES_OK);
  regions_render(composer.text.data ? composer.text.data : "", composer.text.len, composer.regions,
                 composer.region_count, seen);
  spokes__composer_release(&composer);
  spokes__pdf_release(&pdf);
}

static void expect(const char *name, const spokes_buf *tsv, const char *expected) {
  spokes_buf seen = SPOKES_BUF_INIT;
  compose(tsv, &seen);
  if (strcmp(seen.data, expected)) fail_msg("%s:\n%s\ninstead of\n%s", name, seen.data, expected);
  spokes__buf_release(&seen);
}

#define BODY 10.0
#define FULL "all the lines of this paragraph are of the same length"

static void one_page(void **state) {
  (void)state;
  static const struct {
    const char *name;
    drawn_line lines[10];
    const char *expected;
  } cases[] = {
      {"a paragraph, and an indented one",
       {{100, BODY, 60, FULL},
        {114, BODY, 60, "end here."},
        {128, BODY, 75, "A new paragraph begins with an indent and"},
        {142, BODY, 60, "ends."}},
       "body:" FULL "/end here.\nbody:A new paragraph begins with an indent and/ends."},
      {"paragraphs that a space divides",
       {{100, BODY, 60, FULL}, {114, BODY, 60, FULL}, {140, BODY, 60, "Then " FULL}, {154, BODY, 60, "Korea."}},
       "body:" FULL "/" FULL "\nbody:Then " FULL "/Korea."},
      {"a heading in larger type, of two lines",
       {{60, 16, 60, "The Indo-Pacific"}, {78, 16, 60, "Strategy"}, {110, BODY, 60, FULL}, {124, BODY, 60, "Korea."}},
       "heading:The Indo-Pacific/Strategy\nbody:" FULL "/Korea."},
      {"a heading in the body's type",
       {{100, BODY, 60, FULL},
        {114, BODY, 60, "and end."},
        {138, BODY, 60, "1. The Indo-Pacific"},
        {158, BODY, 60, "Then " FULL},
        {172, BODY, 60, "Korea."}},
       "body:" FULL "/and end.\nheading:1. The Indo-Pacific\nbody:Then " FULL "/Korea."},
      {"marks of notes and exponents",
       {{100, BODY, 60, "Japan^1 and India,^2 in 10^6 cases of all that there are"}, {114, BODY, 60, "and Korea."}},
       "body:Japan and India, in 106 cases of all that there are/and Korea."},
      {"notes at the foot",
       {{100, BODY, 60, FULL},
        {114, BODY, 60, FULL},
        {128, BODY, 60, "end."},
        {700, 8, 60, "^1 See Italy and"},
        {709, 8, 60, "Chile."},
        {718, 8, 60, "2 See Peru."}},
       "body:" FULL "/" FULL "/end.\nfootnote:1 See Italy and/Chile.\nfootnote:2 See Peru."},
      {"a broken word stays as it is",
       {{100, BODY, 60, FULL " the Repub-"}, {114, BODY, 60, "lic of Korea."}},
       "body:" FULL " the Repub-/lic of Korea."},
      {"items of a list",
       {{100, BODY, 60, "We will:"},
        {114, BODY, 60, "\u2022 work with Japan"},
        {128, BODY, 60, "\u2022 work with India and"},
        {142, BODY, 70, "Korea"},
        {156, BODY, 60, "(a) end."}},
       "body:We will:\nbody:\u2022 work with Japan\nbody:\u2022 work with India and/Korea\nbody:(a) end."},
      {"rows of a table",
       {{100, BODY, 60, FULL},
        {114, BODY, 60, "the table."},
        {140, BODY, 60, "Country             Role"},
        {154, BODY, 60, "Japan               ally"},
        {168, BODY, 60, "New Zealand         friend"}},
       "body:" FULL "/the table.\ntable:Country | Role\ntable:Japan | ally\ntable:New Zealand | friend"},
      {"a table of contents",
       {{100, BODY, 60, "1 Partners in Korea ........................ 4"},
        {114, BODY, 60, "2 India \u2026\u2026\u2026\u2026\u2026 iv"},
        {128, BODY, 60, "A quotation ... of 2 parts, it ends with 3"}},
       "front:1 Partners in Korea ........................ 4\nfront:2 India \u2026\u2026\u2026\u2026\u2026 iv\n"
       "body:A quotation ... of 2 parts, it ends with 3"},
      {"no blanks between ideographs",
       {{100, BODY, 60, "我们 同日本 and India 合作"}},
       "body:我们同日本 and India 合作"},
      {"a lone page number",
       {{100, BODY, 60, FULL}, {780, BODY, 300, "\u2013 12 \u2013"}},
       "body:" FULL "\nrunning:\u2013 12 \u2013"},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf tsv = SPOKES_BUF_INIT;
    draw_page(&tsv, 1);
    for (size_t k = 0; k < COUNT_OF(cases[i].lines) && cases[i].lines[k].text; k++) draw_line(&tsv, &cases[i].lines[k]);
    expect(cases[i].name, &tsv, cases[i].expected);
    spokes__buf_release(&tsv);
  }
}

// Two columns whose lines come mixed up, under a title over both.
static void two_columns(void **state) {
  (void)state;
  static const drawn_line lines[] = {{114, BODY, 330, "right two has about as many and"},
                                     {100, BODY, 330, "right one has as many letters ok"},
                                     {60, BODY, 60, "A title that runs over both of the columns of the page, and on"},
                                     {100, BODY, 60, "left one has as many letters too"},
                                     {128, BODY, 330, "right three ends."},
                                     {114, BODY, 60, "left two has about as many and"},
                                     {128, BODY, 60, "left three is cut in the middle,"},
                                     {142, BODY, 60, "left four is the end of it with"}};
  spokes_buf tsv = SPOKES_BUF_INIT;
  draw_page(&tsv, 1);
  for (size_t i = 0; i < COUNT_OF(lines); i++) draw_line(&tsv, &lines[i]);
  expect("two columns", &tsv,
         "body:A title that runs over both of the columns of the page, and on\nbody:left one has as many letters "
         "too/left two "
         "has about as many and/left three is cut in the middle,/left four is the end of it with/right one has as many "
         "letters "
         "ok/right two has about as many and/right three ends.");
  spokes__buf_release(&tsv);
}

// A paragraph over three page ends, with headers that differ left and right, numbers, and a note.
static void pages(void **state) {
  (void)state;
  static const char *const body[][2] = {
      {"on the first page the text begins with two long lines", "of which the second has as many letters as the first"},
      {"in the middle it goes on over all of the second page", "without a single mark that would end the sentence so"},
      {"that it is one paragraph still when the third begins", "and comes to its end only on top of the last page in"},
      {"the last line.", "Another paragraph fills the line as far as it will go"}};
  spokes_buf tsv = SPOKES_BUF_INIT;
  for (unsigned page = 0; page < 4; page++) {
    char number[16];
    snprintf(number, sizeof number, "%u", page + 1);
    draw_page(&tsv, page + 1);
    draw_line(&tsv, &(drawn_line){30, 8, page % 2 ? 400 : 60, page % 2 ? "Chapter on Mexico" : "Strategy of Egypt"});
    draw_line(&tsv, &(drawn_line){100, BODY, 60, body[page][0]});
    draw_line(&tsv, &(drawn_line){114, BODY, 60, body[page][1]});
    if (!page) draw_line(&tsv, &(drawn_line){700, 8, 60, "1 See Italy."});
    draw_line(&tsv, &(drawn_line){780, 8, 300, number});
  }
  expect("pages", &tsv,
         "footnote:1 See Italy.\nrunning:Strategy of Egypt\nrunning:1\n"
         "body:on the first page the text begins with two long lines/of which the second has as many letters as the "
         "first/\f"
         "in the middle it goes on over all of the second page/without a single mark that would end the sentence so/\f"
         "that it is one paragraph still when the third begins/and comes to its end only on top of the last page in/\f"
         "the last line.\nbody:Another paragraph fills the line as far as it will go\nrunning:Chapter on "
         "Mexico\nrunning:2\nrunning:Strategy of "
         "Egypt\nrunning:3\nrunning:Chapter on Mexico\nrunning:4");
  spokes__buf_release(&tsv);
}

static void odd_tables(void **state) {
  (void)state;
  static const char *const tables[] = {
      "",
      "level\tpage_num\n",
      "5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\tword without a page\n",
      "1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t###PAGE###\n5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\tword without a line\n",
      "1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t###PAGE###\n4\t\t\t\t\t\t\t\t\t\t\t\n1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-"
      "1\t###PAGE###",
      "1\t1\t0\t0\t0\t0\t0\t0\tnan\t-1e99\t-1\t###PAGE###\n4\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t###LINE###\n"
      "5\t1\t0\t0\t0\t0\tinf\t99999999999999999999\t-5\t-7\t100\tword\n5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\t\xFF\n",
  };
  for (size_t i = 0; i < COUNT_OF(tables); i++) {
    spokes_buf tsv = SPOKES_BUF_INIT, seen = SPOKES_BUF_INIT;
    spokes__buf_text(&tsv, tables[i]);
    compose(&tsv, &seen);
    assert_true(strlen(seen.data) < 12);
    spokes__buf_release(&tsv);
    spokes__buf_release(&seen);
  }
}

static spokes_status compose_all(const spokes_buf *tsv, spokes_composer *composer) {
  spokes_pdf pdf = SPOKES_PDF_INIT;
  spokes_status status = spokes__pdf_parse(tsv->data, tsv->len, &pdf, NULL);
  if (!status) status = spokes__pdf_roles_find(&pdf, NULL);
  if (!status) spokes__pdf_compose(&pdf, composer);
  spokes__pdf_release(&pdf);
  return status ? status : spokes__composer_finish(composer, NULL);
}

static void memory_may_run_out(void **state) {
  (void)state;
  spokes_buf tsv = SPOKES_BUF_INIT;
  for (unsigned page = 1; page <= 3; page++) {
    draw_page(&tsv, page);
    draw_line(&tsv, &(drawn_line){100, BODY, 60, "Country             Role"});
    draw_line(&tsv, &(drawn_line){100, BODY, 360, "apart^1"});
    draw_line(&tsv, &(drawn_line){114, BODY, 60, FULL});
  }
  spokes_status status = SPOKES_E_NOMEM;
  for (uint64_t n = 1; status; n++) {
    spokes_composer composer = SPOKES_COMPOSER_INIT;
    assert_true(n < 1000);
    spokes__alloc_fail_after(n);
    status = compose_all(&tsv, &composer);
    spokes__alloc_fail_after(0);
    assert_true(status == SPOKES_OK || status == SPOKES_E_NOMEM);
    spokes__composer_release(&composer);
  }
  spokes__buf_release(&tsv);
}

// ---- The child process -----------------------------------------------------------------------------------------

static spokes_child_result run(const char *script, const char *input, size_t len, spokes_buf *output) {
  static const spokes_child_limits limits = {2, 2, (size_t)1 << 30, 1u << 20};
  const char *argv[] = {"sh", "-c", script, NULL};
  spokes_buf complaints = SPOKES_BUF_INIT;
  spokes_child_result result;
  assert_int_equal(spokes__child_run("/bin/sh", argv, input, len, &limits, output, &complaints, &result, NULL),
                   SPOKES_OK);
  if (strstr(script, "complain")) assert_string_equal(complaints.data, "complain\n");
  spokes__buf_release(&complaints);
  return result;
}

static void child_limits(void **state) {
  (void)state;
  static const struct {
    const char *script;
    spokes_child_end end;
    int code;
    const char *output;
  } cases[] = {{"tr a b", SPOKES_CHILD_EXITED, 0, "bbb"},
               {"exit 7", SPOKES_CHILD_EXITED, 7, ""},
               {"echo complain >&2; echo x; exit 3", SPOKES_CHILD_EXITED, 3, "x\n"},
               {"kill -9 $$", SPOKES_CHILD_SIGNALED, SIGKILL, ""},
               {"sleep 30", SPOKES_CHILD_TOO_SLOW, 0, ""},
               {"exec >&- 2>&-; sleep 30", SPOKES_CHILD_TOO_SLOW, 0, ""},
               {"yes", SPOKES_CHILD_TOO_MUCH, 0, NULL},
               {"echo $HOME$SPOKES_SHARED", SPOKES_CHILD_EXITED, 0, "\n"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf output = SPOKES_BUF_INIT;
    spokes_child_result result = run(cases[i].script, "aaa", 3, &output);
    if (result.end != cases[i].end || (result.end < SPOKES_CHILD_TOO_SLOW && result.code != cases[i].code))
      fail_msg("%s: end %d, code %d", cases[i].script, (int)result.end, result.code);
    if (cases[i].output) {
      assert_int_equal(output.len, strlen(cases[i].output));
      assert_memory_equal(output.data, cases[i].output, output.len);
    }
    spokes__buf_release(&output);
  }
}

// More than the channels hold, both ways at once; and a child that does not read.
static void child_input(void **state) {
  (void)state;
  size_t len = 600000;
  char *input = malloc(len);
  assert_non_null(input);
  memset(input, 'x', len);
  spokes_buf output = SPOKES_BUF_INIT;
  assert_int_equal(run("cat", input, len, &output).code, 0);
  assert_int_equal(output.len, len);
  assert_int_equal(run("exit 4", input, len, &output).code, 4);
  free(input);
  spokes__buf_release(&output);
}

static void child_path(void **state) {
  (void)state;
  spokes_buf path = SPOKES_BUF_INIT;
  assert_true(spokes__child_find("sh", &path));
  assert_int_equal(path.data[0], '/');
  assert_false(spokes__child_find("no-such-program", &path));
  spokes__buf_release(&path);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(one_page),     cmocka_unit_test(two_columns),
                                     cmocka_unit_test(pages),        cmocka_unit_test(odd_tables),
                                     cmocka_unit_test(child_limits), cmocka_unit_test(child_input),
                                     cmocka_unit_test(child_path),   cmocka_unit_test(memory_may_run_out)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
