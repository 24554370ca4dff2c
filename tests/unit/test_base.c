// base/: files, writer, spool, threads, SHA-256, JSON, UTF-8 repair, the public values.

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/conveyor.h"
#include "base/fileio.h"
#include "base/json_write.h"
#include "base/sha256.h"
#include "base/spool.h"
#include "base/threads.h"
#include "base/utf8_repair.h"
#include "base/writer.h"
#include "cmocka_all.h"
#include "scratch.h"

static void read_whole_files(void **state) {
  (void)state;
  spokes_buf buf = SPOKES_BUF_INIT;
  spokes_error err;
  const char *path = scratch_file("ten", "0123456789", 10);
  assert_int_equal(spokes__file_read(path, 10, &buf, &err), SPOKES_OK);
  assert_int_equal(buf.len, 10);
  assert_int_equal(spokes__file_read(path, 9, &buf, &err), SPOKES_E_LIMIT);
  assert_int_equal(buf.len, 0);
  assert_int_equal(spokes__file_read(scratch_file("none", "", 0), 9, &buf, &err), SPOKES_OK);
  assert_int_equal(buf.len, 0);
  assert_int_equal(spokes__file_read(scratch_path("missing"), 9, &buf, &err), SPOKES_E_IO);
  assert_non_null(strstr(err.message, "No such file"));
  spokes__buf_release(&buf);
}

static void write_and_list(void **state) {
  (void)state;
  spokes_error err;
  assert_int_equal(spokes__folder_make(scratch_path("a/b/c"), &err), SPOKES_OK);
  assert_int_equal(spokes__folder_make(scratch_path("a/b/c"), &err), SPOKES_OK);
  assert_int_equal(spokes__file_write(scratch_path("a/y"), "new", 3, &err), SPOKES_OK);
  assert_int_equal(spokes__file_write(scratch_path("a/x"), "", 0, &err), SPOKES_OK);
  assert_int_equal(spokes__file_write(scratch_path("a/none/x"), "", 0, &err), SPOKES_E_IO);
  assert_int_equal(spokes__folder_make(scratch_path("a/x/d"), &err), SPOKES_E_IO);
  spokes_names names = SPOKES_NAMES_INIT;
  assert_int_equal(spokes__folder_list(scratch_path("a"), &names, &err), SPOKES_OK);
  assert_int_equal(names.count, 3);
  assert_string_equal(names.items[0], "b");
  assert_string_equal(names.items[1], "x");
  assert_string_equal(names.items[2], "y");
  spokes__names_release(&names);
}

static void writer_commits_or_leaves_nothing(void **state) {
  (void)state;
  spokes_error err;
  spokes_writer writer;
  spokes_buf buf = SPOKES_BUF_INIT;
  char big[100000];
  memset(big, 'x', sizeof big);
  assert_int_equal(spokes__writer_open(&writer, scratch_path("table"), &err), SPOKES_OK);
  spokes__writer_append(&writer, "head\n", 5);
  spokes__writer_append(&writer, big, sizeof big);
  spokes__writer_append(&writer, "tail", 4);
  assert_int_equal(spokes__writer_finish(&writer, &err), SPOKES_OK);
  assert_false(spokes__path_is_file(scratch_path("table")));
  assert_int_equal(spokes__writer_commit(&writer, &err), SPOKES_OK);
  spokes__writer_release(&writer);
  assert_int_equal(spokes__file_read(scratch_path("table"), 1u << 20, &buf, &err), SPOKES_OK);
  assert_int_equal(buf.len, sizeof big + 9);
  assert_memory_equal(buf.data + buf.len - 4, "tail", 4);
  assert_int_equal(spokes__writer_open(&writer, scratch_path("other"), &err), SPOKES_OK);
  spokes__writer_release(&writer);
  assert_false(spokes__path_is_file(scratch_path("other.part")));
  spokes__buf_release(&buf);
}

static void writer_keeps_the_first_fault(void **state) {
  (void)state;
  spokes_error err;
  spokes_writer writer;
  assert_int_equal(spokes__writer_open(&writer, scratch_path("no/folder"), &err), SPOKES_E_IO);
  if (!spokes__path_info("/dev/full").kind) skip();
  assert_int_equal(symlink("/dev/full", scratch_path("full.part")), 0);
  assert_int_equal(spokes__writer_open(&writer, scratch_path("full"), &err), SPOKES_OK);
  spokes__writer_append(&writer, "x", 1);
  assert_int_equal(spokes__writer_finish(&writer, &err), SPOKES_E_IO);
  assert_non_null(strstr(err.message, "No space"));
  spokes__writer_release(&writer);
}

static void gather(void *context, const char *bytes, size_t len) { spokes__buf_append(context, bytes, len); }

static void spool_gives_back(void **state) {
  (void)state;
  static const size_t limits[] = {1u << 20, 16, 0};
  for (size_t l = 0; l < COUNT_OF(limits); l++) {
    spokes_spool spool;
    spokes_span64 spans[50];
    spokes_error err;
    spokes__spool_init(&spool, scratch_dir, limits[l]);
    for (size_t i = 0; i < 50; i++) {
      char text[32];
      int len = snprintf(text, sizeof text, "row %zu\n", i);
      assert_int_equal(spokes__spool_append(&spool, text, (size_t)len, &spans[i], &err), SPOKES_OK);
    }
    for (size_t i = 50; i-- > 0;) {
      spokes_buf got = SPOKES_BUF_INIT;
      char text[32];
      snprintf(text, sizeof text, "row %zu\n", i);
      assert_int_equal(spokes__spool_read(&spool, spans[i], gather, &got, &err), SPOKES_OK);
      assert_string_equal(got.data, text);
      spokes__buf_release(&got);
    }
    spokes_span64 all = {0, spans[49].at + spans[49].len};
    spokes_buf got = SPOKES_BUF_INIT;
    assert_int_equal(spokes__spool_read(&spool, all, gather, &got, &err), SPOKES_OK);
    assert_int_equal(got.len, all.len);
    assert_memory_equal(got.data + spans[7].at, "row 7\nrow 8\n", 12);
    spokes__buf_release(&got);
    spokes__spool_release(&spool);
  }
}

static void count_job(void *context, unsigned worker, size_t job) {
  (void)worker;
  atomic_fetch_add((atomic_size_t *)context, job + 1);
}

// Bytes that arrive, and after how many a taker is slower than whoever brings them.
typedef struct taker {
  uint64_t taken, wrong;
  bool is_slow;
} taker;

static char byte_at(uint64_t at) { return (char)(at * 31 + (at >> 11)); }

static void take_bytes(void *context, const char *bytes, size_t len) {
  taker *t = context;
  for (size_t i = 0; i < len; i++) t->wrong += bytes[i] != byte_at(t->taken + i);
  t->taken += len;
  const struct timespec pause = {0, 2000000};
  if (t->is_slow) nanosleep(&pause, NULL);
}

// As many bytes as it says, in pieces of all sizes; what was brought arrives, in order, whoever is faster.
static void conveyor_keeps_the_order(void **state) {
  (void)state;
  static const uint64_t sums[] = {0, 1, 1000, 1 << 18, (1 << 18) + 1, 5000000};
  static char piece[300000];
  for (size_t s = 0; s < sizeof sums / sizeof *sums; s++) {
    for (int is_slow = 0; is_slow < 2; is_slow++) {
      taker t = {0, 0, is_slow};
      spokes_conveyor *conveyor;
      spokes_error err;
      uint64_t at = 0;
      assert_int_equal(spokes__conveyor_new(take_bytes, &t, &conveyor, &err), SPOKES_OK);
      for (size_t len = 1; at < sums[s]; at += len) {
        len = (len * 7 + 13) % sizeof piece;
        if (len > sums[s] - at) len = (size_t)(sums[s] - at);
        for (size_t i = 0; i < len; i++) piece[i] = byte_at(at + i);
        spokes__conveyor_append(conveyor, piece, len);
      }
      spokes__conveyor_finish(conveyor);
      assert_int_equal(t.taken, sums[s]);
      assert_int_equal(t.wrong, 0);
      spokes__conveyor_free(conveyor);
    }
  }
}

// A conveyor that is given up in the middle ends its thread.
static void conveyor_given_up(void **state) {
  (void)state;
  static char piece[1 << 20];
  taker t = {0, 0, true};
  spokes_conveyor *conveyor;
  spokes_error err;
  assert_int_equal(spokes__conveyor_new(take_bytes, &t, &conveyor, &err), SPOKES_OK);
  spokes__conveyor_append(conveyor, piece, sizeof piece);
  spokes__conveyor_free(conveyor);
  assert_true(t.taken <= sizeof piece);
  spokes__conveyor_free(NULL);
}

static void threads_do_every_job_once(void **state) {
  (void)state;
  static const unsigned crews[] = {0, 1, 2, 7};
  for (size_t i = 0; i < COUNT_OF(crews); i++) {
    atomic_size_t sum = 0;
    assert_int_equal(spokes__threads_run(crews[i], 1000, count_job, &sum, NULL), SPOKES_OK);
    assert_int_equal(sum, 500500);
  }
}

static void sha256_of_known_texts(void **state) {
  (void)state;
  static const struct {
    const char *text, *digest;
  } cases[] = {{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
               {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}};
  spokes_sha256 *hash;
  char digest[SPOKES_SHA256_HEX];
  assert_int_equal(spokes__sha256_new(&hash, NULL), SPOKES_OK);
  for (size_t round = 0; round < 2; round++) {
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
      assert_int_equal(spokes__sha256_add(hash, cases[i].text, strlen(cases[i].text), NULL), SPOKES_OK);
      assert_int_equal(spokes__sha256_finish(hash, digest, NULL), SPOKES_OK);
      assert_string_equal(digest, cases[i].digest);
    }
  }
  spokes__sha256_free(hash);
}

static void json_strings(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t len;
    const char *json;
  } cases[] = {{"", 0, "\"\""},
               {"a\"b\\c", 5, "\"a\\\"b\\\\c\""},
               {"\n\t\x01", 3, "\"\\n\\t\\u0001\""},
               {"a\0b", 3, "\"a\\u0000b\""},
               {"中国", 6, "\"中国\""}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf buf = SPOKES_BUF_INIT;
    spokes__json_string(&buf, cases[i].text, cases[i].len);
    assert_string_equal(buf.data, cases[i].json);
    spokes__buf_release(&buf);
  }
}

static void json_numbers(void **state) {
  (void)state;
  spokes_buf buf = SPOKES_BUF_INIT;
  spokes__json_number(&buf, 1.5, 3);
  spokes__buf_byte(&buf, ' ');
  spokes__json_number(&buf, 0.0 / (buf.len ? 0.0 : 1.0), 3);
  assert_string_equal(buf.data, "1.500 null");
  spokes__buf_release(&buf);
}

static void repair(void **state) {
  (void)state;
  static const struct {
    const char *name, *text, *repaired;
    uint64_t broken;
  } cases[] = {{"valid", "a中", "a中", 0},
               {"lone byte",
                "a\xFF"
                "b",
                "a\uFFFDb", 1},
               {"cut sequence", "a\xE4\xB8", "a\uFFFD", 1},
               {"surrogate", "\xED\xA0\x80", "\uFFFD", 1},
               {"latin", "caf\xE9 d\xE9j\xE0", "caf\uFFFD d\uFFFDj\uFFFD", 3}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf buf = SPOKES_BUF_INIT;
    assert_int_equal(spokes__utf8_repair(cases[i].text, strlen(cases[i].text), &buf), cases[i].broken);
    assert_string_equal(buf.data, cases[i].repaired);
    spokes__buf_release(&buf);
  }
}

static void counting_rules(void **state) {
  (void)state;
  static const bool counted[3][SPOKES_KIND_COUNT] = {
      {true, true, true, false, false}, {true, true, true, true, false}, {true, true, true, true, true}};
  for (int rule = 0; rule < 3; rule++)
    for (int kind = 0; kind < SPOKES_KIND_COUNT; kind++)
      assert_int_equal(spokes_kind_is_counted((spokes_kind)kind, (spokes_count_rule)rule), counted[rule][kind]);
  assert_string_equal(spokes_version(), SPOKES_VERSION);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(read_whole_files),
                                     cmocka_unit_test(write_and_list),
                                     cmocka_unit_test(writer_commits_or_leaves_nothing),
                                     cmocka_unit_test(writer_keeps_the_first_fault),
                                     cmocka_unit_test(spool_gives_back),
                                     cmocka_unit_test(conveyor_keeps_the_order),
                                     cmocka_unit_test(conveyor_given_up),
                                     cmocka_unit_test(threads_do_every_job_once),
                                     cmocka_unit_test(sha256_of_known_texts),
                                     cmocka_unit_test(json_strings),
                                     cmocka_unit_test(json_numbers),
                                     cmocka_unit_test(repair),
                                     cmocka_unit_test(counting_rules)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
