// The compiled lexicon as an image: it answers as the one that was read from CSV does; it is used only while the files
// are the very same; and whatever stands in a file that says it is one, nothing breaks.

#include <fcntl.h>
#include <string.h>

#include "base/fileio.h"
#include "base/strmap.h"
#include "cmocka_all.h"
#include "lexicon/image.h"
#include "measure/random.h"
#include "scratch.h"

static const char english[] =
    "The United States, Japan's ally, met India in Washington. Georgia and the Georgian people; Georgia state "
    "troopers. "
    "U.S. ships crossed the Indian Ocean off New Zealand. Turkey and the Republic of Korea joined the Quad, ASEAN and "
    "NATO. Sino-Japanese and Anglo-American talks on Chad, Jordan and Niger. American firms in South America.\n";
static const char chinese[] =
    "美国和日本、印度同意。美日合作，对日政策，美方、日方；印度洋。中国與澳大\n利亞。驻日美军，韩总统。中美俄三国，巴以"
    "冲突。\n";

// ---- What a lexicon answers ---------------------------------------------------------------------------------

static void append_hit(spokes_buf *out, const spokes_mention *m) {
  spokes__buf_format(out, "%llu %llu %s %s %s %s %d %lld\n", (unsigned long long)m->start, (unsigned long long)m->end,
                     m->actor, m->rule, m->reason ? m->reason : "-", m->form, (int)m->kind, (long long)m->antecedent);
}

static void append_answers(spokes_buf *out, const spokes_lexicon *lexicon, const char *text) {
  spokes_matcher *matcher;
  spokes_match_options options = {NULL, "2020-05-01", NULL};
  assert_int_equal(spokes_matcher_new(lexicon, &matcher, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_run(matcher, text, strlen(text), &options, NULL), SPOKES_OK);
  for (size_t i = 0; i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention m = spokes_matcher_mention(matcher, i);
    append_hit(out, &m);
  }
  for (size_t i = 0; i < spokes_matcher_exclusion_count(matcher); i++) {
    spokes_mention m = spokes_matcher_exclusion(matcher, i);
    append_hit(out, &m);
  }
  spokes_matcher_free(matcher);
}

// Everything that can be asked of it, as one text.
static void append_all(spokes_buf *out, const spokes_lexicon *lexicon) {
  size_t count;
  uint32_t line;
  spokes__buf_format(out, "%s %zu\n", spokes__lexicon_hash(lexicon), lexicon->actor_count);
  for (spokes_row row = 0; row < lexicon->row_count; row++) {
    const char *file = spokes__lexicon_row_file(lexicon, row, &line);
    spokes__buf_format(out, "%s %s %s:%u\n", spokes__lexicon_row_id(lexicon, row),
                       spokes__lexicon_row_form(lexicon, row), file, line);
  }
  for (size_t i = 0; i < lexicon->actor_count; i++) {
    const spokes_actor_info *a = &lexicon->actors[i];
    assert_int_equal(spokes__lexicon_find_actor(lexicon, a->id, strlen(a->id)), i);
    spokes__buf_format(out, "%s %s %s %s %s %u %u\n", a->id, a->type, a->name_en, a->name_zh, a->region, a->from,
                       a->until);
  }
  const spokes_relation *relations = spokes__lexicon_relations(lexicon, &count);
  for (size_t i = 0; i < count; i++)
    spokes__buf_format(out, "%u %u %d %u %u\n", relations[i].hub, relations[i].partner, (int)relations[i].kind,
                       relations[i].from, relations[i].until);
  const spokes_grouping_row *groupings = spokes__lexicon_groupings(lexicon, &count);
  for (size_t i = 0; i < count; i++)
    spokes__buf_format(out, "%s %s %s %s %u %u %u\n", groupings[i].grouping, groupings[i].name_en, groupings[i].name_zh,
                       groupings[i].label, groupings[i].member, groupings[i].from, groupings[i].until);
  append_answers(out, lexicon, english);
  append_answers(out, lexicon, chinese);
}

static void read_files(const char *dir, spokes_lexicon **out) {
  const spokes_lexicon_options options = {.dirs = &dir, .dir_count = 1, .no_cache = true};
  assert_int_equal(spokes_lexicon_load_with(&options, NULL, NULL, out, NULL), SPOKES_OK);
  assert_false((*out)->image.is_mapped);
}

static void an_image_says_what_the_files_say(void **state) {
  (void)state;
  static const char *const dirs[] = {SPOKES_TEST_DICT, SPOKES_REAL_DICT};
  for (size_t i = 0; i < COUNT_OF(dirs); i++) {
    spokes_lexicon *read, *opened;
    spokes_buf said = SPOKES_BUF_INIT, says = SPOKES_BUF_INIT;
    const char *path = scratch_path("saved.img");
    read_files(dirs[i], &read);
    append_all(&said, read);
    assert_int_equal(spokes_lexicon_save(read, path, NULL), SPOKES_OK);
    spokes_lexicon_free(read);
    assert_int_equal(spokes_lexicon_open(path, &opened, NULL), SPOKES_OK);
    assert_true(opened->image.is_mapped);
    append_all(&says, opened);
    assert_int_equal(said.len, says.len);
    assert_memory_equal(said.data, says.data, said.len);
    assert_true(said.len > 2000);
    spokes_lexicon_free(opened);
    spokes__buf_release(&said);
    spokes__buf_release(&says);
  }
}

// The same dictionary makes the same bytes.
static void images_are_reproducible(void **state) {
  (void)state;
  spokes_lexicon *one, *other;
  read_files(SPOKES_TEST_DICT, &one);
  read_files(SPOKES_TEST_DICT, &other);
  assert_int_equal(one->image.len, other->image.len);
  assert_memory_equal(one->image.data, other->image.data, one->image.len);
  spokes_lexicon_free(one);
  spokes_lexicon_free(other);
}

// ---- Broken images ------------------------------------------------------------------------------------------

static spokes_tables tables;
static spokes_image_bytes image;  // of the small dictionary, on the heap

static int image_setup(void **state) {
  spokes_lexicon *lexicon;
  if (scratch_setup(state) || setenv("SPOKES_CACHE", scratch_path("cache"), 1)) return -1;
  read_files(SPOKES_TEST_DICT, &lexicon);
  image = lexicon->image;
  lexicon->image = (spokes_image_bytes){0};
  spokes_lexicon_free(lexicon);
  return spokes__tables_open(&tables, NULL) ? -1 : 0;
}

static int image_teardown(void **state) {
  spokes__image_release(&image);
  spokes__tables_close(&tables);
  return scratch_teardown(state);
}

// Attaches bytes, which stay the caller's. A lexicon that comes back is to be given to detach.
static spokes_status attach(const void *bytes, size_t len, spokes_lexicon **out) {
  spokes_lexicon *lexicon = spokes__calloc(1, sizeof *lexicon);
  const spokes_image_bytes given = {(void *)bytes, len, false};
  assert_non_null(lexicon);
  lexicon->arena = lexicon->kept = (spokes_arena)SPOKES_ARENA_INIT;
  lexicon->tables = tables;
  spokes_status status = spokes__image_attach(lexicon, &given, NULL, NULL);
  *out = lexicon;
  return status;
}

static void detach(spokes_lexicon *lexicon) {
  memset(&lexicon->tables, 0, sizeof lexicon->tables);
  spokes_lexicon_free(lexicon);
}

static void is_refused(const void *bytes, size_t len) {
  spokes_lexicon *lexicon;
  spokes_status status = attach(bytes, len, &lexicon);
  detach(lexicon);
  assert_true(status == SPOKES_E_FORMAT || status == SPOKES_E_VERSION);
}

#define HEADER_LEN 1024u

// Every byte of the header and of the list of tables: with the old checksum, and those that say what the image is with
// the right one.
static void every_byte_of_the_header_counts(void **state) {
  (void)state;
  unsigned char *bytes = image.data;
  spokes_image_bytes sealed = image;
  for (size_t i = 0; i < HEADER_LEN; i++) {
    unsigned char kept = bytes[i];
    for (unsigned bit = 0; bit < 8; bit++) {
      bytes[i] = (unsigned char)(kept ^ 1u << bit);
      is_refused(bytes, image.len);
    }
    bytes[i] = kept;
  }
  // magic and version; length, tables, makers
  for (size_t i = 0; i < 104; i++) {
    bool is_checksum = i >= 8 && i < 16, is_key = i >= 24 && i < 32;
    if (is_checksum || is_key) continue;
    unsigned char kept = bytes[i];
    bytes[i] = (unsigned char)(kept ^ 1u);
    spokes__image_seal(&sealed);
    is_refused(bytes, image.len);
    bytes[i] = kept;
  }
  spokes__image_seal(&sealed);
  spokes_lexicon *lexicon;
  assert_int_equal(attach(bytes, image.len, &lexicon), SPOKES_OK);
  detach(lexicon);
}

static void cut_at_every_length(void **state) {
  (void)state;
  // Short ones as blocks of just that size, for the sanitizers.
  for (size_t len = 0; len < 4096; len++) {
    char *copy = malloc(len ? len : 1);
    memcpy(copy, image.data, len);
    is_refused(copy, len);
    free(copy);
  }
  for (size_t len = 4096; len < image.len; len++) is_refused(image.data, len);
}

// Cut, and with a length and a checksum that fit: only the list of tables can tell.
static void cut_and_sealed(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 7);
  for (int round = 0; round < 200; round++) {
    size_t len = HEADER_LEN + spokes__random_below(&random, (uint32_t)(image.len - HEADER_LEN));
    char *copy = malloc(len);
    memcpy(copy, image.data, len);
    uint64_t total = len;
    memcpy(copy + 16, &total, sizeof total);
    spokes__image_seal(&(spokes_image_bytes){copy, len, false});
    is_refused(copy, len);
    free(copy);
  }
}

static void answers_somehow(const spokes_lexicon *lexicon) {
  spokes_buf out = SPOKES_BUF_INIT;
  append_all(&out, lexicon);
  spokes__buf_release(&out);
}

// Changed bytes under a right checksum: refused, or a lexicon whose searches end and stay inside its tables. What it
// answers may be wrong: it is another dictionary.
static void changed_bytes_break_nothing(void **state) {
  (void)state;
  spokes_random random;
  spokes__random_seed(&random, 11);
  unsigned char *bytes = image.data;
  unsigned taken = 0, refused = 0;
  for (int round = 0; round < 4000; round++) {
    size_t at[4];
    unsigned char kept[4];
    unsigned changes = 1 + spokes__random_below(&random, 4);
    for (unsigned i = 0; i < changes; i++) {
      // Half of them in the first tables, the smaller and richer ones.
      size_t range = round % 2 ? image.len : image.len / 16;
      at[i] = 112 + spokes__random_below(&random, (uint32_t)(range - 112));
      kept[i] = bytes[at[i]];
      uint32_t any = spokes__random_below(&random, 256), flipped = kept[i] ^ 1u << spokes__random_below(&random, 8);
      bytes[at[i]] = (unsigned char)(round % 3 ? any : flipped);
    }
    spokes__image_seal(&image);
    spokes_lexicon *lexicon;
    spokes_status status = attach(bytes, image.len, &lexicon);
    if (!status) answers_somehow(lexicon);
    taken += !status;
    refused += status != SPOKES_OK;
    detach(lexicon);
    for (unsigned i = changes; i--;) bytes[at[i]] = kept[i];
  }
  spokes__image_seal(&image);
  assert_true(taken > 400 && refused > 400);
}

// The same where the text leads: the tables by character, at the characters that stand there.
static void changed_tables_of_characters_break_nothing(void **state) {
  (void)state;
  static const uint16_t characters[] = {0,      0x7F8E, 0x65E5, 0x5BF9, 0x9A7B, 0x519B,
                                        0x97E9, 0x4E2D, 0x4FC4, 0x5DF4, 0x56FD, 0x3002};
  spokes_random random;
  spokes__random_seed(&random, 13);
  spokes_lexicon *lexicon;
  assert_int_equal(attach(image.data, image.len, &lexicon), SPOKES_OK);
  unsigned char *chars = lexicon->chars, *costs = lexicon->single_cost;
  uint32_t *const tables_by_character[] = {lexicon->short_first, lexicon->pair_first, lexicon->pair_stop,
                                           lexicon->frame_first};
  detach(lexicon);
  unsigned taken = 0;
  for (int round = 0; round < 2000; round++) {
    uint16_t character = characters[spokes__random_below(&random, COUNT_OF(characters))];
    uint32_t *entry = &tables_by_character[spokes__random_below(&random, 4)][character], kept = *entry;
    unsigned char flags = chars[character], cost = costs[character];
    if (round % 3) *entry = spokes__random_below(&random, 40) - 1;
    if (round % 2) chars[character] = (unsigned char)spokes__random_below(&random, 256);
    if (round % 5 == 0) costs[character] = (unsigned char)spokes__random_below(&random, 256);
    spokes__image_seal(&image);
    spokes_status status = attach(image.data, image.len, &lexicon);
    if (!status) answers_somehow(lexicon);
    taken += !status;
    detach(lexicon);
    *entry = kept;
    chars[character] = flags;
    costs[character] = cost;
  }
  spokes__image_seal(&image);
  assert_true(taken > 100);
}

// ---- Files ----------------------------------------------------------------------------------------------------

static const char *const dict_files[] = {"actors.csv", "names/en.csv", "names/zh.csv", "rules.csv"};

// A dictionary of its own, copied from the fixtures.
static const char *make_dict(void) {
  spokes_buf path = SPOKES_BUF_INIT, bytes = SPOKES_BUF_INIT;
  char command[200];
  snprintf(command, sizeof command, "rm -rf '%s' '%s'", scratch_path("dict"), scratch_path("cache"));
  assert_int_equal(system(command), 0);
  mkdir(scratch_path("dict"), 0700);
  mkdir(scratch_path("dict/names"), 0700);
  for (size_t i = 0; i < COUNT_OF(dict_files); i++) {
    char name[64];
    snprintf(name, sizeof name, "dict/%s", dict_files[i]);
    spokes__path_join(&path, SPOKES_TEST_DICT, dict_files[i]);
    assert_int_equal(spokes__file_read(path.data, 1u << 20, &bytes, NULL), SPOKES_OK);
    scratch_file(name, bytes.data, bytes.len);
  }
  spokes__buf_release(&path);
  spokes__buf_release(&bytes);
  static char dir[256];
  snprintf(dir, sizeof dir, "%s", scratch_path("dict"));
  return dir;
}

static bool is_mapped(const char *dir) {
  spokes_lexicon *lexicon;
  assert_int_equal(spokes_lexicon_load(dir, NULL, NULL, &lexicon, NULL), SPOKES_OK);
  bool mapped = lexicon->image.is_mapped;
  spokes_lexicon_free(lexicon);
  return mapped;
}

// The path of the one file in the cache.
static const char *cached_file(void) {
  static char path[300];
  spokes_names names = SPOKES_NAMES_INIT;
  assert_int_equal(spokes__folder_list(scratch_path("cache/lexicons"), &names, NULL), SPOKES_OK);
  assert_int_equal(names.count, 1);
  snprintf(path, sizeof path, "%s/%s", scratch_path("cache/lexicons"), names.items[0]);
  spokes__names_release(&names);
  return path;
}

static size_t count_mentions(const char *dir, const char *text) {
  spokes_lexicon *lexicon;
  spokes_matcher *matcher;
  assert_int_equal(spokes_lexicon_load(dir, NULL, NULL, &lexicon, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_new(lexicon, &matcher, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_run(matcher, text, strlen(text), NULL, NULL), SPOKES_OK);
  size_t count = spokes_matcher_mention_count(matcher);
  spokes_matcher_free(matcher);
  spokes_lexicon_free(lexicon);
  return count;
}

static void append_row(const char *name, const char *row) {
  FILE *file = fopen(scratch_path(name), "ab");
  assert_non_null(file);
  assert_true(fputs(row, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

// Replaces the first occurrence of a text in a file by one of the same length, and keeps the time of the last change.
static void replace_in(const char *name, const char *from, const char *to) {
  spokes_buf bytes = SPOKES_BUF_INIT;
  struct stat info;
  assert_int_equal(stat(scratch_path(name), &info), 0);
  assert_int_equal(spokes__file_read(scratch_path(name), 1u << 20, &bytes, NULL), SPOKES_OK);
  char *at = strstr(bytes.data, from);
  assert_non_null(at);
  memcpy(at, to, strlen(to));
  scratch_file(name, bytes.data, bytes.len);
  struct timespec times[2] = {info.st_atim, info.st_mtim};
  assert_int_equal(utimensat(AT_FDCWD, scratch_path(name), times, 0), 0);
  spokes__buf_release(&bytes);
}

static void an_edited_row_takes_effect_at_once(void **state) {
  (void)state;
  const char *dict = make_dict();
  static const char text[] = "Nippon and Nihon met Japan.";
  assert_false(is_mapped(dict));
  assert_true(is_mapped(dict));
  assert_int_equal(count_mentions(dict, text), 1);
  append_row("dict/names/en.csv", "n.en.JPN.77,JPN,en,Nippon,name,,,,,,\n");
  assert_int_equal(count_mentions(dict, text), 2);
  assert_true(is_mapped(dict));
  // The same size and the same time: only the contents differ.
  replace_in("dict/names/en.csv", "Nippon", "Nippen");
  assert_int_equal(count_mentions(dict, text), 1);
  replace_in("dict/names/en.csv", "Nippen", "Nippon");
  assert_true(is_mapped(dict));
  assert_int_equal(count_mentions(dict, text), 2);
  scratch_file("dict/names/more.csv", "id,actor,lang,form,kind,case,rules,default,from,until,note\n", 59);
  append_row("dict/names/more.csv", "n.en.JPN.78,JPN,en,Nihon,name,,,,,,\n");
  assert_int_equal(count_mentions(dict, text), 3);
  assert_int_equal(unlink(scratch_path("dict/names/more.csv")), 0);
  assert_int_equal(count_mentions(dict, text), 2);
}

static void count_fault(void *context, const spokes_error *fault) {
  (void)fault;
  ++*(unsigned *)context;
}

// A fault shows every time, and a file with a mistyped name is one.
static void faults_are_not_hidden(void **state) {
  (void)state;
  const char *dict = make_dict();
  spokes_lexicon *lexicon;
  assert_false(is_mapped(dict));
  mkdir(scratch_path("dict/name"), 0700);
  mkdir(scratch_path("dict/.old"), 0700);
  static const char *const strays[] = {"dict/actor.csv", "dict/names.csv", "dict/rules.CSV", "dict/name/en.csv",
                                       "dict/names/en.CSV"};
  for (size_t i = 0; i < COUNT_OF(strays); i++) {
    scratch_file(strays[i], "id\n", 3);
    for (int round = 0; round < 2; round++) {
      unsigned faults = 0;
      assert_int_equal(spokes_lexicon_load(dict, count_fault, &faults, &lexicon, NULL), SPOKES_E_DICT);
      assert_int_equal(faults, 1);
      assert_null(lexicon);
    }
    assert_int_equal(unlink(scratch_path(strays[i])), 0);
  }
  scratch_file("dict/notes.txt", "id\n", 3);
  scratch_file("dict/.~actors.csv", "id\n", 3);
  scratch_file("dict/.old/actors.csv", "id\n", 3);
  scratch_file("dict/name/notes.txt", "id\n", 3);
  assert_true(is_mapped(dict));
  append_row("dict/rules.csv", "r.broken,broken,en,(,,count,,\n");
  for (int round = 0; round < 2; round++) {
    unsigned faults = 0;
    assert_int_equal(spokes_lexicon_load(dict, count_fault, &faults, &lexicon, NULL), SPOKES_E_DICT);
    assert_int_equal(faults, 1);
  }
}

static void a_damaged_image_is_made_anew(void **state) {
  (void)state;
  const char *dict = make_dict();
  spokes_random random;
  spokes__random_seed(&random, 3);
  assert_false(is_mapped(dict));
  assert_true(is_mapped(dict));
  struct stat info;
  assert_int_equal(stat(cached_file(), &info), 0);
  for (int round = 0; round < 20; round++) {
    FILE *file = fopen(cached_file(), "r+b");
    assert_non_null(file);
    fseek(file, (long)spokes__random_below(&random, (uint32_t)info.st_size), SEEK_SET);
    int byte = fgetc(file);
    fseek(file, -1, SEEK_CUR);
    fputc(byte ^ 0x10, file);
    fclose(file);
    assert_false(is_mapped(dict));
    assert_true(is_mapped(dict));
  }
  assert_int_equal(truncate(cached_file(), info.st_size / 2), 0);
  assert_false(is_mapped(dict));
  assert_int_equal(truncate(cached_file(), 0), 0);
  assert_false(is_mapped(dict));
  assert_true(is_mapped(dict));
  assert_int_equal(count_mentions(dict, "Japan"), 1);
}

static void what_others_may_write_is_not_used(void **state) {
  (void)state;
  const char *dict = make_dict();
  assert_false(is_mapped(dict));
  assert_int_equal(chmod(cached_file(), 0666), 0);
  assert_false(is_mapped(dict));  // and replaces it
  assert_true(is_mapped(dict));
}

static void it_works_without_a_cache(void **state) {
  (void)state;
  const char *dict = make_dict();
  scratch_file("cache", "no folder", 9);
  assert_false(is_mapped(dict));
  assert_false(is_mapped(dict));
  assert_int_equal(unlink(scratch_path("cache")), 0);
  const char *dirs[] = {dict};
  const spokes_lexicon_options options = {.dirs = dirs, .dir_count = 1, .no_cache = true};
  spokes_lexicon *lexicon;
  for (int round = 0; round < 2; round++) {
    assert_int_equal(spokes_lexicon_load_with(&options, NULL, NULL, &lexicon, NULL), SPOKES_OK);
    assert_false(lexicon->image.is_mapped);
    spokes_lexicon_free(lexicon);
  }
  assert_int_equal(access(scratch_path("cache"), F_OK), -1);
}

// The cache does not grow without end: those used last stay.
static void old_images_go(void **state) {
  (void)state;
  const char *dict = make_dict();
  for (int i = 0; i < 60; i++) {
    char row[80];
    snprintf(row, sizeof row, "n.en.JPN.%d,JPN,en,Nippon%c%c,name,,,,,,\n", 100 + i, 'a' + i % 26, 'a' + i / 26);
    append_row("dict/names/en.csv", row);
    assert_false(is_mapped(dict));
  }
  spokes_names names = SPOKES_NAMES_INIT;
  assert_int_equal(spokes__folder_list(scratch_path("cache/lexicons"), &names, NULL), SPOKES_OK);
  assert_true(names.count > 5 && names.count < 60);
  uint64_t total = 0;
  for (size_t i = 0; i < names.count; i++) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", scratch_path("cache/lexicons"), names.items[i]);
    total += spokes__path_info(path).size;
  }
  assert_true(total <= (uint64_t)64 << 20);
  spokes__names_release(&names);
  assert_true(is_mapped(dict));
}

// The image that was built with the program is of its dictionary.
static void the_built_in_dictionary_is_mapped(void **state) {
  (void)state;
  make_dict();
  assert_true(is_mapped(SPOKES_REAL_DICT));
  assert_int_equal(access(scratch_path("cache"), F_OK), -1);
}

static void no_image(void **state) {
  (void)state;
  spokes_lexicon *lexicon;
  spokes_error err;
  assert_int_equal(spokes_lexicon_open(scratch_path("nothing"), &lexicon, &err), SPOKES_E_IO);
  assert_null(lexicon);
  assert_int_equal(spokes_lexicon_open(scratch_dir, &lexicon, &err), SPOKES_E_IO);
  const char *path = scratch_file("text", "no image at all", 15);
  assert_int_equal(spokes_lexicon_open(path, &lexicon, &err), SPOKES_E_FORMAT);
  assert_string_equal(err.path, path);
  assert_null(lexicon);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_image_says_what_the_files_say),
      cmocka_unit_test(images_are_reproducible),
      cmocka_unit_test(every_byte_of_the_header_counts),
      cmocka_unit_test(cut_at_every_length),
      cmocka_unit_test(cut_and_sealed),
      cmocka_unit_test(changed_bytes_break_nothing),
      cmocka_unit_test(changed_tables_of_characters_break_nothing),
      cmocka_unit_test(an_edited_row_takes_effect_at_once),
      cmocka_unit_test(faults_are_not_hidden),
      cmocka_unit_test(a_damaged_image_is_made_anew),
      cmocka_unit_test(what_others_may_write_is_not_used),
      cmocka_unit_test(it_works_without_a_cache),
      cmocka_unit_test(old_images_go),
      cmocka_unit_test(the_built_in_dictionary_is_mapped),
      cmocka_unit_test(no_image),
  };
  return cmocka_run_group_tests(tests, image_setup, image_teardown);
}
