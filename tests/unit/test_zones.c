// text/: zones of plain text, and passages that stand in it twice.

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "prepared.h"
#include "spokes.h"
#include "text/repair.h"

static void prepare(const char *orig) {
  spokes_error err;
  spokes_text_source source = {.text = orig, .len = strlen(orig), .duplicates_wanted = true};
  if (spokes__text_prepare(&text, &tables, &source, &err)) fail_msg("%s", err.message);
}

// ---- Zones ------------------------------------------------------------------------------------------------------

// The zones of all passages, one letter each.
static const char *zones(const char *orig) {
  static char out[256];
  static const char letters[] = "BHNRTUF";
  prepare(orig);
  assert_true(text.passage_count < sizeof out);
  for (size_t i = 0; i < text.passage_count; i++) out[i] = letters[text.passages[i].zone];
  out[text.passage_count] = '\0';
  return out;
}

#define PROSE                                                                                                  \
  "The harbour was widened in the spring, and more boats than before came in from the\nislands to sell their " \
  "fish.\n\n"
#define LONG_PROSE PROSE PROSE PROSE PROSE PROSE

static const struct {
  const char *name, *orig, *zones;
} cases[] = {
    {"prose", PROSE PROSE, "BB"},
    {"a heading", "The Harbour\n\n" PROSE, "HB"},
    {"a heading with a hash", PROSE "## The Harbour\n\n" PROSE, "BHB"},
    {"footnotes", PROSE "12 Jane Roe, Harbours, Quay Press, 2011, pp. 4-9.\n\n" PROSE, "BNB"},
    {"footnotes in brackets", PROSE "[3] See the report of the port office.\n\n" PROSE, "BNB"},
    {"footnotes with circled numbers", PROSE "① 王明：《港口史》，东方出版社 2011 年版，第 4 页。\n\n" PROSE, "BNB"},
    {"list items are no footnotes", PROSE "1. The port will grow.\n2. The town will grow.\n\n" PROSE, "BBBB"},
    {"a circled number without a citation", PROSE "① 港口将扩建。\n\n" PROSE, "BBB"},
    {"references", LONG_PROSE "References\n\nRoe, Jane. Harbours. 2011.\n\nDoe, John. Boats, 1999\n\n", "BBBBBHRR"},
    {"references end at the next heading", LONG_PROSE "Bibliography\n\nRoe, Jane. Harbours. 2011.\n\nAnnex\n\n" PROSE,
     "BBBBBHRHB"},
    {"references in Chinese", LONG_PROSE "参考文献\n\n王明：《港口史》，2011年。\n\n", "BBBBBHR"},
    {"notes", LONG_PROSE "# Notes\n\nFishing is old here.\n\n", "BBBBBHR"},
    {"a source line", PROSE "Source: port office, 2011.\n\n" PROSE, "BRB"},
    {"a source line in Chinese", PROSE "资料来源：作者自制。\n\n" PROSE, "BRB"},
    {"an address", PROSE "https://example.org/harbour/report, 4 May 2011\n\n" PROSE, "BRB"},
    {"an address in prose",
     "The report of the port office is at https://example.org/r for all who care to read it.\n\n", "B"},
    {"rows between bars", PROSE "| boats | fish |\n| 12 | 40 |\n\n" PROSE, "BTTB"},
    {"columns", PROSE "Port        Boats     Fish\nNorth       many      few\nSouth       few       some\n\n" PROSE,
     "BTTTB"},
    {"tabs", PROSE "Port\tBoats\nNorth\tmany\nSouth\tfew\n\n" PROSE, "BTTTB"},
    {"rows of figures", PROSE "1995 12 40 18\n1996 14 41 19\n\n" PROSE, "BTTB"},
    {"justified prose",
     "The   harbour  was   widened  in   the   spring   and\nmore    boats  than    before   came  in   from  the\n"
     "islands   to    sell  their   fish   to  the  others.\n\n",
     "B"},
    {"figures in prose", "In 1995, 12 of the 40 boats were sold, 18 were lost, and 10 were built anew by the town.\n\n",
     "B"},
    {"contents with leaders", "Aims ........ 4\nMeans ....... 7\nThe end ...... 12\n\n" LONG_PROSE, "FFFBBBBB"},
    {"contents with page numbers", "Contents\n\nAims 4\n\nMeans 7\n\n" LONG_PROSE, "FFFBBBBB"},
    {"an ellipsis", "We waited.... and waited.... and then went home to the town again.\n\n" LONG_PROSE, "BBBBBB"},
    {"a title page", "THE HARBOUR\n\nA Strategy\n\nMay 2011\n\n" LONG_PROSE LONG_PROSE LONG_PROSE LONG_PROSE,
     "FFFBBBBBBBBBBBBBBBBBBBB"},
    {"a speech has none", "Mr. President,\n\n" LONG_PROSE LONG_PROSE LONG_PROSE LONG_PROSE, "BBBBBBBBBBBBBBBBBBBBB"},
};

static void zones_of_passages(void **state) {
  (void)state;
  unsigned faults = 0;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const char *found = zones(cases[i].orig);
    if (!strcmp(found, cases[i].zones)) continue;
    faults++;
    print_error("%s: %s instead of %s\n", cases[i].name, found, cases[i].zones);
  }
  assert_int_equal(faults, 0);
}

static void lists_of_zones(void **state) {
  (void)state;
  unsigned mask;
  assert_true(spokes_zones_parse("body", &mask));
  assert_int_equal(mask, 1u << SPOKES_ZONE_BODY);
  assert_true(spokes_zones_parse("front,body,table", &mask));
  assert_int_equal(mask, 1u << SPOKES_ZONE_BODY | 1u << SPOKES_ZONE_FRONT | 1u << SPOKES_ZONE_TABLE);
  static const char *const wrong[] = {"", "running", "body,", ",body", "body,,table", "Body", "bod", "body table"};
  for (size_t i = 0; i < COUNT_OF(wrong); i++)
    if (spokes_zones_parse(wrong[i], &mask)) fail_msg("'%s' is taken", wrong[i]);
}

// ---- Duplicates ----------------------------------------------------------------------------------------------------

#define ONE                                                                                                           \
  "The council of the northern islands resolved to widen the old harbour before the storms of the next winter would " \
  "come in from the sea. "
#define TWO "It was not enough. "
#define THREE                                                                                           \
  "Nobody in the town had expected that so many of the fishing boats would stay away for the whole of " \
  "that long and sunny season. "
#define OTHER \
  "Merchants from the mainland asked for lower tolls on timber, wool and salt, which the treasurer refused to grant. "

// The duplicates, separated by '|'.
static const char *duplicates(const char *orig) {
  static char out[4096];
  size_t at = 0;
  prepare(orig);
  out[0] = '\0';
  for (size_t i = 0; i < text.repairs.duplicate_count; i++) {
    const spokes_stretch *d = &text.repairs.duplicates[i];
    assert_true(d->start < d->end && d->end <= text.norm_len);
    at += (size_t)snprintf(out + at, sizeof out - at, "%s%.*s", i ? "|" : "", (int)(d->end - d->start),
                           text.norm + d->start);
  }
  return out;
}

static bool is_found(const char *found, const char *want) {
  size_t len = strlen(want);
  while (len && (want[len - 1] == ' ' || want[len - 1] == '.')) len--;
  return strlen(found) == len && !memcmp(found, want, len);
}

static void passages_that_stand_twice(void **state) {
  (void)state;
  assert_string_equal(duplicates(ONE OTHER THREE), "");
  assert_true(is_found(duplicates(ONE OTHER "\n\n" ONE "\n"), ONE));
  assert_int_equal(text.repairs.damage[SPOKES_DAMAGE_DUPLICATE].places, 1);
  // Short sentences count between and behind long ones only.
  assert_true(is_found(duplicates(ONE TWO THREE OTHER "\n\n" ONE TWO THREE), ONE TWO THREE));
  assert_string_equal(duplicates(TWO OTHER TWO THREE TWO), "");
  // Two stretches; the same one three times.
  duplicates(ONE "\n\n" THREE "\n\n" ONE OTHER THREE);
  assert_int_equal(text.repairs.duplicate_count, 2);
  duplicates(ONE "\n\n" ONE "\n\n" ONE);
  assert_int_equal(text.repairs.damage[SPOKES_DAMAGE_DUPLICATE].places, 1);  // one stretch of two sentences
}

static void passages_that_nearly_stand_twice(void **state) {
  (void)state;
  // Line ends, blanks, marks and letter case are nothing; a few letters may differ.
  static const char wrapped[] =
      "THE COUNCIL of the northern\nislands resolved to widen the old harbour, before the storms of the next winter\n"
      "would come in from the sea!";
  static const char misread[] =
      "The council of the northern islands resolved to widen the old harbonr before the storms of the next winter "
      "would "
      "come in from the sea.";
  static const char different[] =
      "The council of the southern islands declined to widen the new harbour before the storms of the next winter "
      "would "
      "come in from the sea.";
  char orig[1024];
  snprintf(orig, sizeof orig, "%s%s\n\n%s", ONE, OTHER, wrapped);
  assert_memory_equal(duplicates(orig), "THE COUNCIL", 11);
  snprintf(orig, sizeof orig, "%s%s\n\n%s", ONE, OTHER, misread);
  assert_true(is_found(duplicates(orig), misread));
  snprintf(orig, sizeof orig, "%s%s\n\n%s", ONE, OTHER, different);
  assert_string_equal(duplicates(orig), "");
}

static void chinese_passages_that_stand_twice(void **state) {
  (void)state;
  static const char sentence[] =
      "各方应当在相互尊重的基础上加强沟通与协调，妥善处理分歧，共同维护本地区的和平与稳定，推动务实合作不断取得新的进展"
      "。";
  char orig[1024];
  snprintf(orig, sizeof orig, "%s会议于当日结束。\n\n%s\n", sentence, sentence);
  assert_memory_equal(duplicates(orig), sentence, 60);
}

static void headings_and_contents_do_not_repeat(void **state) {
  (void)state;
  static const char title[] =
      "Widening the Old Harbour of the Northern Islands Before the Storms of the Next Winter Come in";
  char orig[2048];
  snprintf(orig, sizeof orig, "%s ...... 4\nAims and Means of the Council ....... 7\n\n%s\n\n%s", title, title,
           LONG_PROSE);
  assert_null(strstr(duplicates(orig), "Widening"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(zones_of_passages),
      cmocka_unit_test(lists_of_zones),
      cmocka_unit_test(passages_that_stand_twice),
      cmocka_unit_test(passages_that_nearly_stand_twice),
      cmocka_unit_test(chinese_passages_that_stand_twice),
      cmocka_unit_test(headings_and_contents_do_not_repeat),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
