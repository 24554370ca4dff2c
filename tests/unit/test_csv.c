// Reading and writing CSV.

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/csv_read.h"
#include "base/csv_write.h"
#include "cmocka_all.h"

// Rows become "line:field|field;".
static bool gather(void *context, const spokes_csv_row *row) {
  spokes_buf *out = context;
  spokes__buf_format(out, "%llu:", (unsigned long long)row->line);
  for (size_t i = 0; i < row->count; i++) {
    if (i) spokes__buf_byte(out, '|');
    spokes__buf_append(out, row->fields[i].text, row->fields[i].len);
  }
  spokes__buf_byte(out, ';');
  return true;
}

static void rows_and_lines(void **state) {
  (void)state;
  static const struct {
    const char *name, *csv, *rows;
  } cases[] = {{"empty", "", ""},
               {"plain", "a,b\nc,d\n", "1:a|b;2:c|d;"},
               {"no last line end", "a,b\nc,d", "1:a|b;2:c|d;"},
               {"crlf", "a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
               {"byte-order mark",
                "\xEF\xBB\xBF"
                "a\n",
                "1:a;"},
               {"empty fields", ",\n,,\n", "1:|;2:||;"},
               {"empty lines", "a\n\n\nb\n", "1:a;4:b;"},
               {"quotes", "\"a,\"\"b\"\"\",c\n", "1:a,\"b\"|c;"},
               {"line end in quotes", "a,\"b\nc\"\nd\n", "1:a|b\nc;3:d;"},
               {"empty line in quotes", "\"\n\n\"\nd\n", "1:\n\n;4:d;"},
               {"blanks stay", " a , b\n", "1: a | b;"},
               {"utf-8", "中国,日本\n", "1:中国|日本;"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf out = SPOKES_BUF_INIT;
    spokes_error err;
    spokes__buf_text(&out, "");
    assert_int_equal(spokes__csv_read("x.csv", cases[i].csv, strlen(cases[i].csv), gather, &out, &err), SPOKES_OK);
    assert_string_equal(out.data, cases[i].rows);
    spokes__buf_release(&out);
  }
}

static void faults_have_places(void **state) {
  (void)state;
  static const struct {
    const char *name, *csv;
    uint64_t line;
    uint32_t column;
  } cases[] = {{"quote inside a field", "a,b\nc,d\"e\n", 2, 2},
               {"text after a quote", "a\n\"b\"c,d\n", 2, 1},
               {"never closed", "a\nb,c,\"d\ne\n", 2, 3}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf out = SPOKES_BUF_INIT;
    spokes_error err;
    assert_int_equal(spokes__csv_read("x.csv", cases[i].csv, strlen(cases[i].csv), gather, &out, &err),
                     SPOKES_E_FORMAT);
    assert_string_equal(err.path, "x.csv");
    assert_int_equal(err.line, cases[i].line);
    assert_int_equal(err.column, cases[i].column);
    spokes__buf_release(&out);
  }
}

static bool stop_at_once(void *context, const spokes_csv_row *row) {
  (void)row;
  ++*(int *)context;
  return false;
}

static void the_reader_can_be_stopped(void **state) {
  (void)state;
  int rows = 0;
  assert_int_equal(spokes__csv_read("x", "a\nb\nc\n", 6, stop_at_once, &rows, NULL), SPOKES_OK);
  assert_int_equal(rows, 1);
}

static void memory_may_run_out(void **state) {
  (void)state;
  static const char csv[] = "a,b,c\nd,\"e\nf\",g\n";
  spokes_status status = SPOKES_E_NOMEM;
  for (uint64_t n = 1; status; n++) {
    int rows = 0;
    assert_true(n < 100);
    spokes__alloc_fail_after(n);
    status = spokes__csv_read("x", csv, sizeof csv - 1, stop_at_once, &rows, NULL);
    spokes__alloc_fail_after(0);
    assert_true(status == SPOKES_OK || status == SPOKES_E_NOMEM);
  }
}

static void writing(void **state) {
  (void)state;
  static const struct {
    const char *text, *field;
  } cases[] = {{"", ""},
               {"plain", "plain"},
               {"a,b", "\"a,b\""},
               {"a\nb", "\"a\nb\""},
               {"say \"x\"", "\"say \"\"x\"\"\""},
               {"\"", "\"\"\"\""}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf out = SPOKES_BUF_INIT;
    spokes__buf_text(&out, "");
    spokes__csv_text(&out, cases[i].text);
    assert_string_equal(out.data, cases[i].field);
    spokes__buf_release(&out);
  }
}

static void numbers_as_printf_writes_them(void **state) {
  (void)state;
  char got[SPOKES_PUT_REAL + 1], want[SPOKES_PUT_REAL + 1];
  uint64_t seed = 88172645463325252u, powers = 1;
  for (int i = 0; i < 20000; i++) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    uint64_t number = i < 20 ? powers : i < 40 ? powers - 1 : seed >> (seed % 64);
    powers = i == 19 ? 1 : powers * 10;  // 10^0 to 10^19, then one less
    *spokes__put_u64(got, number) = '\0';
    snprintf(want, sizeof want, "%llu", (unsigned long long)number);
    assert_string_equal(got, want);
    // A quarter is exact in binary, so that printf's rounding and ours cannot differ.
    double real = (double)(seed % 4000000) / 4 * (seed & 1024 ? 1 : -1);
    int decimals = 2 + (int)(seed % 5);
    *spokes__put_real(got, real, decimals) = '\0';
    snprintf(want, sizeof want, "%.*f", decimals, real == 0 ? 0 : real);
    assert_string_equal(got, want);
  }
}

static void real_numbers_at_their_edges(void **state) {
  (void)state;
  static const struct {
    double number;
    int decimals;
    const char *text;
  } cases[] = {{0, 6, "0.000000"},
               {-0.0, 6, "0.000000"},
               {0.0000005, 6, "0.000001"},
               {-1e-9, 6, "0.000000"},
               {-0.5, 0, "-1"},
               {2.5, 0, "3"},
               {0.999999501, 6, "1.000000"},
               {12.3456789, 3, "12.346"},
               {9007199254.5, 1, "9007199254.5"},
               {1e18, 2, "1000000000000000000"},
               {INFINITY, 6, ""},
               {NAN, 6, ""}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char got[SPOKES_PUT_REAL + 1];
    *spokes__put_real(got, cases[i].number, cases[i].decimals) = '\0';
    assert_string_equal(got, cases[i].text);
  }
  char most[SPOKES_PUT_REAL + 1];
  assert_true(spokes__put_real(most, -DBL_MAX, 6) - most < (ptrdiff_t)SPOKES_PUT_REAL);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(rows_and_lines),
                                     cmocka_unit_test(faults_have_places),
                                     cmocka_unit_test(the_reader_can_be_stopped),
                                     cmocka_unit_test(memory_may_run_out),
                                     cmocka_unit_test(writing),
                                     cmocka_unit_test(numbers_as_printf_writes_them),
                                     cmocka_unit_test(real_numbers_at_their_edges)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
