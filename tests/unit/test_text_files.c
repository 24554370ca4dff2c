// run/: the files of extracted texts. Whatever an id holds, its file lies in the folder.

#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "cmocka_all.h"
#include "run/text_files.h"
#include "scratch.h"

static void names(void **state) {
  (void)state;
  static const struct {
    const char *id, *name;
  } cases[] = {{"us_2015_nss", "us_2015_nss.txt"},
               {"白皮书", "白皮书.txt"},
               {"../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd.txt"},
               {"a/b.pdf", "a%2Fb.pdf.txt"},
               {".hidden", "%2Ehidden.txt"},
               {"a\nb", "a%0Ab.txt"},
               {"50%", "50%25.txt"},
               {"C:\\x", "C%3A%5Cx.txt"}};
  spokes_buf name = SPOKES_BUF_INIT;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes__buf_clear(&name);
    spokes__text_file_name(&name, cases[i].id);
    assert_string_equal(name.data, cases[i].name);
  }
  spokes__buf_release(&name);
}

// Long ids stay apart, and are cut between characters.
static void long_names(void **state) {
  (void)state;
  char one[1000], other[1000];
  spokes_buf name = SPOKES_BUF_INIT, second = SPOKES_BUF_INIT;
  for (size_t i = 0; i < 330; i++) memcpy(one + 3 * i, "白", 4);
  memcpy(other, one, sizeof other);
  memcpy(other + 987, "黑", 4);
  spokes__text_file_name(&name, one);
  spokes__text_file_name(&second, other);
  assert_true(name.len < 250);
  assert_int_equal(memcmp(name.data + name.len - 22, "%h", 2) == 0, true);
  assert_string_not_equal(name.data, second.data);
  spokes__buf_release(&name);
  spokes__buf_release(&second);
}

static void folder_is_replaced(void **state) {
  (void)state;
  spokes_error err;
  char dir[256];
  strcpy(dir, scratch_path("run"));
  assert_int_equal(mkdir(dir, 0777), 0);
  spokes__text_files_begin(dir);
  assert_int_equal(spokes__text_files_put(dir, "a/../b", "text\f", 5, &err), SPOKES_OK);
  assert_int_equal(spokes__path_info(scratch_path("run/text")).kind, SPOKES_PATH_NONE);
  assert_int_equal(spokes__text_files_commit(dir, &err), SPOKES_OK);
  assert_int_equal(spokes__path_info(scratch_path("run/text/a%2F..%2Fb.txt")).size, 5);
  // A run that is broken off leaves the old texts; what it wrote is gone with the next.
  spokes__text_files_begin(dir);
  assert_int_equal(spokes__text_files_put(dir, "c", "x", 1, &err), SPOKES_OK);
  assert_true(spokes__path_is_file(scratch_path("run/text/a%2F..%2Fb.txt")));
  spokes__text_files_begin(dir);
  assert_int_equal(spokes__path_info(scratch_path("run/text.part")).kind, SPOKES_PATH_NONE);
  assert_int_equal(spokes__text_files_commit(dir, &err), SPOKES_OK);
  assert_int_equal(spokes__path_info(scratch_path("run/text")).kind, SPOKES_PATH_NONE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(long_names),
                                     cmocka_unit_test(folder_is_replaced)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
