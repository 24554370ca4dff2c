// run/delivery: rows reach the tables in the order of the catalogue, whoever brings them, in memory or not.

#include <pthread.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "base/fileio.h"
#include "base/threads.h"
#include "cmocka_all.h"
#include "lexicon/lexicon.h"
#include "report/row_names.h"
#include "run/delivery.h"
#include "scratch.h"

#define DOCUMENTS 400u

typedef struct bench {
  spokes_delivery *delivery;
  size_t order[DOCUMENTS];
  size_t rows;  // of a part of a large document
  atomic_int faults;
} bench;

// Rows that tell document, table and number; document 7 has none, every fiftieth is large.
static size_t parts_of(const bench *b, size_t document) {
  return document == 7 ? 0 : document % 50 == 3 ? b->rows : 1 + document % 3;
}

static void add_rows(spokes_buf *buf, size_t document, int table, size_t part) {
  for (size_t i = 0; i < (part + document) % 40; i++)
    spokes__buf_format(buf, "%zu,%d,%zu,%zu\n", document, table, part, i);
}

static void bring(void *context, unsigned worker, size_t job) {
  (void)worker;
  bench *b = context;
  size_t document = b->order[job];
  spokes_parcel parcel;
  spokes_error err;
  spokes__delivery_begin(b->delivery, document, &parcel);
  for (size_t part = 0; part < parts_of(b, document); part++) {
    spokes_buf bufs[SPOKES_TABLE_COUNT];
    spokes_rows rows[SPOKES_TABLE_COUNT];
    for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
      bufs[t] = (spokes_buf)SPOKES_BUF_INIT;
      add_rows(&bufs[t], document, t, part);
      rows[t] = (spokes_rows){bufs[t].data, bufs[t].len};
    }
    if (spokes__delivery_put(b->delivery, &parcel, rows, &err)) b->faults++;
    for (int t = 0; t < SPOKES_TABLE_COUNT; t++) spokes__buf_release(&bufs[t]);
  }
  if (spokes__delivery_end(b->delivery, &parcel, &err)) b->faults++;
}

static void check_table(const bench *b, int table) {
  spokes_buf want = SPOKES_BUF_INIT, got = SPOKES_BUF_INIT;
  spokes_error err;
  spokes__buf_text(&want, spokes__table_header((spokes_table)table));
  for (size_t document = 0; document < DOCUMENTS; document++)
    for (size_t part = 0; part < parts_of(b, document); part++) add_rows(&want, document, table, part);
  const char *path = scratch_path(spokes__table_file((spokes_table)table));
  assert_int_equal(spokes__file_read(path, SIZE_MAX / 2, &got, &err), SPOKES_OK);
  assert_int_equal(got.len, want.len);
  assert_memory_equal(got.data, want.data, want.len);
  spokes__buf_release(&want);
  spokes__buf_release(&got);
}

static void deliver_all(bench *b, unsigned threads) {
  spokes_delivery_options options = {scratch_dir, false, false, threads > 2, DOCUMENTS};
  spokes_error err;
  assert_int_equal(spokes__delivery_new(&options, &b->delivery, &err), SPOKES_OK);
  assert_int_equal(spokes__threads_run(threads, DOCUMENTS, bring, b, &err), SPOKES_OK);
  assert_int_equal(b->faults, 0);
  assert_int_equal(spokes__delivery_finish(b->delivery, &err), SPOKES_OK);
  assert_false(spokes__path_is_file(scratch_path("counts.csv")));
  assert_int_equal(spokes__delivery_commit(b->delivery, &err), SPOKES_OK);
  spokes__delivery_free(b->delivery);
  for (int t = 0; t < SPOKES_TABLE_COUNT; t++) {
    check_table(b, t);
    unlink(scratch_path(spokes__table_file((spokes_table)t)));
  }
}

static void any_order(void **state) {
  (void)state;
  bench *b = spokes__calloc(1, sizeof *b);
  assert_non_null(b);
  b->rows = 20;
  for (size_t i = 0; i < DOCUMENTS; i++) b->order[i] = i;
  deliver_all(b, 1);
  deliver_all(b, 4);
  for (size_t i = 0; i < DOCUMENTS; i++) b->order[i] = DOCUMENTS - 1 - i;
  deliver_all(b, 1);
  for (size_t i = 0; i < DOCUMENTS; i++) b->order[i] = i * 77 % DOCUMENTS;
  deliver_all(b, 4);
  b->rows = 3000;  // more than may wait in memory
  deliver_all(b, 3);
  spokes__free(b);
}

static void one_run_in_a_folder(void **state) {
  (void)state;
  spokes_delivery_options options = {scratch_dir, false, false, true, 1};
  spokes_delivery *first, *second;
  spokes_error err;
  assert_int_equal(spokes__delivery_new(&options, &first, &err), SPOKES_OK);
  assert_int_equal(spokes__delivery_new(&options, &second, &err), SPOKES_E_IO);
  assert_non_null(strstr(err.message, "another run"));
  assert_true(spokes__path_is_file(scratch_path("counts.csv.part")));
  spokes__delivery_free(first);
  assert_false(spokes__path_is_file(scratch_path("counts.csv.part")));
  assert_int_equal(spokes__delivery_new(&options, &second, &err), SPOKES_OK);
  spokes__delivery_free(second);
}

// The cells of kind or reason and zone have room for the longest of each.
static void short_cells_are_whole(void **state) {
  (void)state;
  size_t kinds = 0, reasons = 0, zones = 0;
  for (int i = 0; i < SPOKES_KIND_COUNT; i++)
    if (strlen(spokes_kind_name((spokes_kind)i)) > kinds) kinds = strlen(spokes_kind_name((spokes_kind)i));
  for (int i = 0; i < SPOKES_REASON_COUNT; i++)
    if (strlen(spokes__reason_name((spokes_reason)i)) > reasons)
      reasons = strlen(spokes__reason_name((spokes_reason)i));
  for (int i = 0; i < SPOKES_ZONE_COUNT; i++)
    if (strlen(spokes_zone_name((spokes_zone)i)) > zones) zones = strlen(spokes_zone_name((spokes_zone)i));
  spokes_short_cell cell;
  assert_true(kinds + zones + 2 < sizeof cell.text);
  assert_true(reasons + zones + 2 < sizeof cell.text);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(any_order), cmocka_unit_test(one_run_in_a_folder),
                                     cmocka_unit_test(short_cells_are_whole)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
