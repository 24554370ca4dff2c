// Results kept between runs: checksums, numbers, packs, records, facts, files seen.

#include <sys/stat.h>
#include <utime.h>

#include "base/alloc.h"
#include "base/build_id.h"
#include "base/checksum.h"
#include "base/fileio.h"
#include "base/varint.h"
#include "cmocka_all.h"
#include "run/cache.h"
#include "run/cache_trim.h"
#include "run/facts.h"
#include "scratch.h"

// The values of xxhsum -H3: what was written with one build is read with another.
static void checksums(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint64_t seed, sum;
  } cases[] = {{"", 0, UINT64_C(0x2D06800538D394C2)},
               {"a", 0, UINT64_C(0xE6C632B61E964E1F)},
               {"abc", 0, UINT64_C(0x78AF5F94892F3950)},
               {"abc", 1, UINT64_C(0x6B4467B443C76228)},
               {"abcdefghijklmnopqrstuvwxyz0123456789", 0, UINT64_C(0x1173F34A884AE63C)}};
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    assert_true(spokes__checksum(cases[i].text, strlen(cases[i].text), cases[i].seed) == cases[i].sum);
}

static void varints(void **state) {
  (void)state;
  spokes_buf buf = SPOKES_BUF_INIT;
  for (int bit = 0; bit < 64; bit++) {
    spokes__varint_write(&buf, UINT64_C(1) << bit);
    spokes__varint_write(&buf, (UINT64_C(1) << bit) - 1);
  }
  spokes__varint_write(&buf, UINT64_MAX);
  const unsigned char *bytes = (const unsigned char *)buf.data;
  spokes_varints in = {bytes, bytes + buf.len, false};
  for (int bit = 0; bit < 64; bit++) {
    assert_true(spokes__varint_read(&in) == UINT64_C(1) << bit);
    assert_true(spokes__varint_read(&in) == (UINT64_C(1) << bit) - 1);
  }
  assert_true(spokes__varint_read(&in) == UINT64_MAX);
  assert_false(in.failed);
  assert_true(spokes__varint_read(&in) == 0 && in.failed);
  static const unsigned char too_long[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0};
  in = (spokes_varints){too_long, too_long + sizeof too_long, false};
  assert_true(spokes__varint_read(&in) == 0 && in.failed);
  spokes__buf_release(&buf);
}

static void the_build_has_an_id(void **state) {
  (void)state;
  unsigned char id[64], again[64];
  assert_int_equal(spokes__build_id(id, sizeof id), 20);
  assert_int_equal(spokes__build_id(again, sizeof again), 20);
  assert_memory_equal(id, again, 20);
  assert_int_equal(spokes__build_id(id, 19), 0);
}

// ---- Packs -----------------------------------------------------------------------------------------------------

static spokes_key key_of(unsigned number) {
  spokes_key key = {{0}};
  memcpy(key.bytes, &number, sizeof number);
  key.bytes[31] = (unsigned char)(number * 7);
  return key;
}

static void record_of(unsigned number, spokes_buf *record) {
  spokes__buf_clear(record);
  for (unsigned i = 0; i < number % 50; i++) spokes__buf_format(record, "row %u of %u\n", i, number);
  spokes__buf_text(record, "tail");
}

#define RECORDS 100u

// Writes a pack and gives its path, which the caller frees.
static char *make_pack(const spokes_key *group, uint64_t limit) {
  spokes_pack_writer writer;
  spokes_buf record = SPOKES_BUF_INIT;
  spokes_names names = SPOKES_NAMES_INIT;
  assert_true(spokes__pack_writer_init(&writer, scratch_dir, group, limit));
  for (unsigned i = 0; i < RECORDS; i++) {
    spokes_key key = key_of(i * 31 % RECORDS);
    record_of(i * 31 % RECORDS, &record);
    spokes__pack_writer_add(&writer, &key, &record, 4);
  }
  assert_true(spokes__pack_writer_commit(&writer));
  spokes__pack_writer_release(&writer);
  spokes__buf_clear(&record);
  assert_int_equal(spokes__folder_list(scratch_dir, &names, NULL), SPOKES_OK);
  for (size_t i = 0; i < names.count; i++)
    if (strstr(names.items[i], SPOKES_PACK_ENDING)) spokes__path_join(&record, scratch_dir, names.items[i]);
  spokes__names_release(&names);
  return record.data;
}

static void packs(void **state) {
  (void)state;
  spokes_key group = key_of(1000), other = key_of(1001), missing = key_of(RECORDS);
  spokes_pack pack;
  spokes_buf got = SPOKES_BUF_INIT, want = SPOKES_BUF_INIT;
  char *path = make_pack(&group, 1u << 20);
  assert_false(spokes__pack_open(path, &other, &pack));
  assert_true(spokes__pack_open(path, &group, &pack));
  assert_int_equal(pack.count, RECORDS);
  for (unsigned i = 0; i < RECORDS; i++) {
    spokes_key key = key_of(i);
    const spokes_pack_entry *entry = spokes__pack_find(&pack, &key);
    assert_non_null(entry);
    assert_true(spokes__pack_read(&pack, entry, &got));
    record_of(i, &want);
    assert_string_equal(got.data, want.data);
    assert_int_equal(entry->tail_len, 4);
  }
  assert_null(spokes__pack_find(&pack, &missing));
  spokes__pack_close(&pack);
  unlink(path);
  spokes__free(path);
  path = make_pack(&group, 2000);  // room for some only
  assert_true(spokes__pack_open(path, &group, &pack));
  assert_true(pack.count > 0 && pack.count < RECORDS);
  spokes__pack_close(&pack);
  unlink(path);
  spokes__free(path);
  spokes__buf_release(&got);
  spokes__buf_release(&want);
}

// Reads all of a pack and says how many records are whole; those must be right.
static unsigned whole_records(const char *path, const spokes_key *group) {
  spokes_pack pack;
  spokes_buf got = SPOKES_BUF_INIT, want = SPOKES_BUF_INIT;
  unsigned whole = 0;
  if (!spokes__pack_open(path, group, &pack)) return 0;
  for (unsigned i = 0; i < RECORDS; i++) {
    spokes_key key = key_of(i);
    const spokes_pack_entry *entry = spokes__pack_find(&pack, &key);
    if (!entry || !spokes__pack_read(&pack, entry, &got)) continue;
    record_of(i, &want);
    assert_string_equal(got.data, want.data);
    whole++;
  }
  spokes__pack_close(&pack);
  spokes__buf_release(&got);
  spokes__buf_release(&want);
  return whole;
}

static void damaged_packs(void **state) {
  (void)state;
  spokes_key group = key_of(1000);
  spokes_buf bytes = SPOKES_BUF_INIT;
  char *path = make_pack(&group, 1u << 20);
  assert_int_equal(spokes__file_read(path, 1u << 24, &bytes, NULL), SPOKES_OK);
  assert_int_equal(whole_records(path, &group), RECORDS);
  uint32_t seed = 1;
  for (int turn = 0; turn < 3000; turn++) {
    seed = seed * 1664525u + 1013904223u;
    size_t at = turn < 200 ? bytes.len - 1 - (size_t)turn : (size_t)(seed >> 4) % bytes.len;
    char bit = (char)(1 << (seed & 7));
    bytes.data[at] ^= bit;
    chmod(scratch_file("damaged.pack", bytes.data, bytes.len), 0600);
    // One bit spoils one record, or everything when it is in the header, the index or the footer.
    unsigned whole = whole_records(scratch_path("damaged.pack"), &group);
    assert_true(whole == 0 || whole == RECORDS - 1);
    bytes.data[at] ^= bit;
  }
  for (size_t len = 0; len < bytes.len; len += 1 + len / 50) {
    chmod(scratch_file("damaged.pack", bytes.data, len), 0600);
    assert_int_equal(whole_records(scratch_path("damaged.pack"), &group), 0);
  }
  unlink(scratch_path("damaged.pack"));
  unlink(path);
  spokes__free(path);
  spokes__buf_release(&bytes);
}

static void unfinished_packs_go(void **state) {
  (void)state;
  spokes_key group = key_of(1);
  spokes_pack_writer writer;
  spokes_buf record = SPOKES_BUF_INIT;
  record_of(1, &record);
  scratch_file(".unfinished-aaaaaa", "left", 4);
  assert_true(spokes__pack_writer_init(&writer, scratch_dir, &group, 1u << 20));
  spokes__pack_writer_add(&writer, &group, &record, 4);
  spokes__pack_remove_stale(scratch_dir);
  assert_false(spokes__path_is_file(scratch_path(".unfinished-aaaaaa")));
  assert_true(spokes__path_is_file(writer.temp));  // at work
  spokes__pack_writer_release(&writer);
  spokes__pack_remove_stale(scratch_dir);
  spokes__buf_release(&record);
}

// ---- Records and facts -------------------------------------------------------------------------------------------

static void add_numbers(spokes_buf *buf, const uint64_t *numbers, size_t count) {
  for (size_t i = 0; i < count; i++) spokes__varint_write(buf, numbers[i]);
}

static void facts(void **state) {
  (void)state;
  enum { ACTORS = 10 };
  static const uint8_t is_relevant[ACTORS] = {0, 0, 1, 1};
  // Status warning, message "hm", then totals; actors 0, 3 and 9; partners 3 and 9, together in two passages.
  static const uint64_t head[] = {2, 2}, rest[] = {100, 20, 12, 4, 1, 7, 9, 8, 5, 3, 0, 5, 3, 6,
                                                   6,   1,  2,  3, 4, 5, 6, 1, 2, 1, 1, 0, 1, 2};
  spokes_buf buf = SPOKES_BUF_INIT;
  spokes_sums sums;
  spokes_doc_result result = {.message = NULL};
  spokes_match_context context = {20200101, 2};
  spokes_error err;
  add_numbers(&buf, head, COUNT_OF(head));
  spokes__buf_text(&buf, "hm");
  add_numbers(&buf, rest, COUNT_OF(rest));
  assert_true(spokes__facts_are_valid(buf.data, buf.len, ACTORS));
  assert_false(spokes__facts_are_valid(buf.data, buf.len, ACTORS - 1));  // there is no actor 9
  for (size_t len = 0; len < buf.len; len++) assert_false(spokes__facts_are_valid(buf.data, len, ACTORS));
  assert_int_equal(spokes__sums_init(&sums, ACTORS, is_relevant, &err), SPOKES_OK);
  assert_int_equal(spokes__facts_add(&sums, buf.data, buf.len, &context, &result, &err), SPOKES_OK);
  assert_string_equal(result.message, "hm");
  assert_int_equal(result.status, SPOKES_INGEST_WARNING);
  assert_true(result.has_issuer);
  assert_int_equal(sums.totals.mentions, 12);
  assert_int_equal(sums.totals.statuses[SPOKES_INGEST_WARNING], 1);
  assert_int_equal(sums.passage_total, 7);
  assert_int_equal(sums.totals.damaged, 9);
  assert_true(sums.totals.gained == -3);
  assert_int_equal(sums.actors[3].mentions, 6);
  assert_int_equal(sums.actors[9].documents, 1);
  assert_int_equal(sums.issued.item_count, 1);  // of the three, only actor 3 is relevant
  assert_int_equal(sums.passages.singles[9], 2);
  assert_int_equal(spokes__comentions_count(&sums.sentences, 9, 3), 1);
  assert_int_equal(spokes__comentions_count(&sums.passages, 3, 9), 2);
  spokes__free(result.message);
  spokes__sums_release(&sums);
  spokes__buf_release(&buf);
}

static void records(void **state) {
  (void)state;
  spokes_record record = SPOKES_RECORD_INIT;
  spokes_rows rows[SPOKES_TABLE_COUNT] = {{"", 0}};
  spokes_kept kept;
  rows[0] = (spokes_rows){"document\n", 9};
  rows[2] = (spokes_rows){"a\nb\n", 4};
  spokes__record_add(&record, rows);
  spokes__record_add(&record, rows);
  spokes__record_set_text(&record, "The text", 8);
  size_t tail_at = record.bytes.len;
  spokes__varint_write(&record.bytes, record.parts);
  spokes__buf_append(&record.bytes, record.layout.data, record.layout.len);
  spokes__varint_write(&record.bytes, record.text);
  spokes__buf_text(&record.bytes, "facts");
  assert_true(spokes__kept_read(&record.bytes, tail_at, &kept));
  assert_int_equal(kept.rows_len, 26);
  assert_int_equal(kept.parts, 2);
  assert_int_equal(kept.text_len, 8);
  assert_memory_equal(kept.text, "The text", 8);
  assert_int_equal(kept.facts_len, 5);
  assert_memory_equal(kept.facts, "facts", 5);
  for (size_t at = 0; at < record.bytes.len; at++)
    if (at != tail_at) assert_false(spokes__kept_read(&record.bytes, at, &kept) && kept.rows_len + kept.text_len != at);
  spokes__record_release(&record);
}

// ---- Files -----------------------------------------------------------------------------------------------------

static void files_seen(void **state) {
  (void)state;
  enum { FILES = 40 };
  spokes_seen_file files[FILES];
  spokes_seen seen = SPOKES_SEEN_INIT, again;
  memset(files, 0, sizeof files);
  for (unsigned i = 0; i < FILES; i++) {
    files[i].stamp = (spokes_file_stamp){1, i * 17 % FILES, 100 + i, 5, 6};
    memset(files[i].sha256, (int)i, sizeof files[i].sha256);
  }
  spokes_seen_file first = files[3];
  const char *path = scratch_path("seen");
  spokes__seen_save(&seen, path, files, FILES);
  spokes__seen_load(&again, path);
  assert_int_equal(again.count, FILES);
  const spokes_seen_file *found = spokes__seen_find(&again, &first.stamp);
  assert_non_null(found);
  assert_memory_equal(found->sha256, first.sha256, sizeof first.sha256);
  uint64_t *const parts[] = {&first.stamp.device, &first.stamp.inode, &first.stamp.size, &first.stamp.modified,
                             &first.stamp.changed};
  for (size_t i = 0; i < COUNT_OF(parts); i++) {
    *parts[i] += 1000;
    assert_null(spokes__seen_find(&again, &first.stamp));
    *parts[i] -= 1000;
  }
  spokes__seen_release(&again);
  spokes_buf bytes = SPOKES_BUF_INIT;
  assert_int_equal(spokes__file_read(path, 1u << 20, &bytes, NULL), SPOKES_OK);
  for (size_t at = 0; at < bytes.len; at += 3) {
    bytes.data[at] ^= 4;
    chmod(scratch_file("seen", bytes.data, bytes.len), 0600);
    bytes.data[at] ^= 4;
    spokes__seen_load(&again, path);
    assert_int_equal(again.count, 0);
  }
  spokes__buf_release(&bytes);
  unlink(path);
}

static void files_settle(void **state) {
  (void)state;
  const uint64_t second = UINT64_C(1000000000);
  spokes_file_stamp stamp = {1, 2, 3, 100 * second, 90 * second};
  assert_false(spokes__file_stamp_is_settled(&stamp, 90 * second));
  assert_false(spokes__file_stamp_is_settled(&stamp, 101 * second));
  assert_true(spokes__file_stamp_is_settled(&stamp, 103 * second));
  stamp.changed = 102 * second;
  assert_false(spokes__file_stamp_is_settled(&stamp, 103 * second));
  assert_false(spokes__file_stamp_take(scratch_dir, &stamp));
  assert_false(spokes__file_stamp_take(scratch_path("missing"), &stamp));
}

static void the_oldest_go(void **state) {
  (void)state;
  char bytes[1000] = {0};
  spokes_error err;
  static const char *const names[] = {"trim/results/g/a.pack", "trim/results/g/b.pack", "trim/results/h/c.pack",
                                      "trim/files/d"};
  assert_int_equal(spokes__folder_make(scratch_path("trim/results/g"), &err), SPOKES_OK);
  assert_int_equal(spokes__folder_make(scratch_path("trim/results/h"), &err), SPOKES_OK);
  assert_int_equal(spokes__folder_make(scratch_path("trim/files"), &err), SPOKES_OK);
  for (size_t i = 0; i < COUNT_OF(names); i++) {
    const char *path = scratch_file(names[i], bytes, sizeof bytes);
    struct utimbuf times = {1000 + (time_t)i, 1000 + (time_t)(i == 2 ? 0 : i + 1)};
    assert_int_equal(utime(path, &times), 0);
  }
  spokes__cache_trim(scratch_path("trim"), 4000);
  assert_true(spokes__path_is_file(scratch_path(names[2])));
  spokes__cache_trim(scratch_path("trim"), 3999);
  assert_false(spokes__path_is_file(scratch_path(names[2])));
  assert_int_equal(spokes__path_info(scratch_path("trim/results/h")).kind, SPOKES_PATH_NONE);
  spokes__cache_trim(scratch_path("trim"), 1000);
  assert_false(spokes__path_is_file(scratch_path(names[0])));
  assert_false(spokes__path_is_file(scratch_path(names[1])));
  assert_true(spokes__path_is_file(scratch_path(names[3])));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(checksums),    cmocka_unit_test(varints),       cmocka_unit_test(the_build_has_an_id),
      cmocka_unit_test(packs),        cmocka_unit_test(damaged_packs), cmocka_unit_test(unfinished_packs_go),
      cmocka_unit_test(facts),        cmocka_unit_test(records),       cmocka_unit_test(files_seen),
      cmocka_unit_test(files_settle), cmocka_unit_test(the_oldest_go)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
