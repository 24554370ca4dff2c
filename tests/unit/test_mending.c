// text/: damage inside words. Each row is a text and its repaired form, or one that must stay as it is.

#include <string.h>

#include "cmocka_all.h"
#include "prepared.h"
#include "text/repair.h"

// A dictionary of a few words; those with a capital name something.
static const char *const known[] = {"Laos", "Chad", "Benin", "Togo", "UN", "Mali", "united", "maldives"};

static const char *find_known(const char *word, size_t len) {
  for (size_t i = 0; i < COUNT_OF(known); i++) {
    size_t k = 0;
    while (k < len && known[i][k] && (known[i][k] | 0x20) == (word[k] | 0x20)) k++;
    if (k == len && !known[i][k]) return known[i];
  }
  return NULL;
}

static bool begins_form(const void *context, const char *word, size_t len) {
  (void)context;
  return find_known(word, len) != NULL;
}

static bool is_name(const void *context, const char *word, size_t len) {
  (void)context;
  const char *found = find_known(word, len);
  return found && found[0] <= 'Z' && (strcmp(found, "UN") || !memcmp(word, "UN", 2));
}

static void prepare(const char *orig) {
  static const spokes_vocabulary vocabulary = {begins_form, is_name, NULL};
  spokes_error err;
  spokes_text_source source = {.text = orig, .len = strlen(orig), .vocabulary = &vocabulary};
  if (spokes__text_prepare(&text, &tables, &source, &err)) fail_msg("%s", err.message);
}

static const spokes_damage *damage(spokes_damage_kind kind) { return &text.repairs.damage[kind]; }

enum {
  HYPHEN = SPOKES_DAMAGE_HYPHEN,
  LIGATURE = SPOKES_DAMAGE_LIGATURE,
  APOSTROPHE = SPOKES_DAMAGE_APOSTROPHE,
  SPACING = SPOKES_DAMAGE_SPACING,
  GLUED = SPOKES_DAMAGE_GLUED,
  BYTES = SPOKES_DAMAGE_BYTES
};

#define LOST "\xEF\xBF\xBD"

// norm NULL: nothing changes.
static const struct {
  const char *name, *orig, *norm;
  unsigned kind, places, repaired;
} cases[] = {
    {"a word that the text has elsewhere", "They bar-\ngained. They bargained.", "They bargained. They bargained.",
     HYPHEN, 1, 1},
    {"letter case aside", "They bar-\ngained. BARGAINED.", "They bargained. BARGAINED.", HYPHEN, 1, 1},
    {"a word that it has not", "They bar-\ngained. They barked.", NULL, HYPHEN, 1, 0},
    {"part of another word is no evidence", "They bar-\nter. They bartered.", NULL, HYPHEN, 1, 0},
    {"the hyphen is real", "A rules-\nbased, a rules-based, a rulesbased order.", NULL, HYPHEN, 1, 0},
    {"a second half that is no word", "Of destruc-\n\n  tion only.", "Of destruction only.", HYPHEN, 1, 1},
    {"a name of the dictionary", "In Be-\nnin it rained.", "In Benin it rained.", HYPHEN, 1, 1},
    {"over several line ends", "Of destruc-\r\n\r\ntion only.", "Of destruction only.", HYPHEN, 1, 1},
    {"a chain of hyphens", "From man-to-\nman, manto, toman.", NULL, HYPHEN, 1, 0},
    {"a capital behind the hyphen", "North-\nSouth. NORTHSOUTH.", NULL, HYPHEN, 0, 0},
    {"a dash", "They came -\nand went.", NULL, HYPHEN, 0, 0},
    {"a hyphen inside a line", "A co-operation, a cooperation.", NULL, HYPHEN, 0, 0},
    {"split behind a ligature", "With confi dence, infl uence, diff erent eff orts.",
     "With confidence, influence, different efforts.", LIGATURE, 4, 4},
    {"split before its second letter", "An inf luence, a conf lict, a signif icant one.",
     "An influence, a conflict, a significant one.", LIGATURE, 3, 3},
    {"a ligature alone", "They fi ght under a fl ag.", "They fight under a flag.", LIGATURE, 2, 2},
    {"with a capital", "The Pacifi c is calm. Signifi cant.", "The Pacific is calm. Significant.", LIGATURE, 2, 2},
    {"over a line end", "With confi\ndence.", "With confidence.", LIGATURE, 1, 1},
    {"off and what follows it", "They off er peace. They went off the road.",
     "They offer peace. They went off the road.", LIGATURE, 1, 1},
    {"words that end so", "The staff and the tariff are of late if it is.", NULL, LIGATURE, 0, 0},
    {"names that end so", "The Qaddafi regime, Sufi orders, Salafi groups.", NULL, LIGATURE, 0, 0},
    {"a function word", "In theLaos case, and inTogo too.", "In the Laos case, and in Togo too.", GLUED, 2, 2},
    {"an acronym behind it", "They asked theUN.", "They asked the UN.", GLUED, 1, 1},
    {"two names", "A ChadMali border.", "A Chad Mali border.", GLUED, 1, 1},
    {"the first word of a name", "In SouthKorea.", "In South Korea.", GLUED, 1, 1},
    {"names with a capital inside", "McDonald, YouTube, iPhone, WikiLeaks, DoD, GDPs, AstraZeneca.", NULL, GLUED, 0, 0},
    {"small capitals", "NaTIONal SeCurITy STraTegy, UnIted.", NULL, GLUED, 0, 0},
    {"points of an acronym", "The U .S. and the U .N .", "The U.S. and the U.N .", SPACING, 2, 2},
    {"leaders and other points", "I . Aims . . . 4 Plan B .The end. AU .S.", NULL, SPACING, 0, 0},
    {"an undecodable apostrophe", "Chad" LOST "s aim", "Chad's aim", BYTES, 1, 1},
    {"other undecodable bytes", "Ch" LOST LOST "d " LOST " Chad" LOST "sm", NULL, BYTES, 3, 0},
    {"lost apostrophes", "Chads growth and Malis future.", "Chad's growth and Mali's future.", APOSTROPHE, 2, 2},
    {"one and a contraction", "Chads growth was slow, they dont grow.", "Chad's growth was slow, they dont grow.",
     APOSTROPHE, 1, 1},
    {"one is no evidence", "Chads growth was slow.", NULL, APOSTROPHE, 0, 0},
    {"the text has apostrophes", "Chads growth and Malis future aren't good.", NULL, APOSTROPHE, 0, 0},
    {"plurals", "The two Chads agreed, the Malis fell and both Togos slept.", NULL, APOSTROPHE, 0, 0},
    {"before a verb", "Chads are fish, Malis were hats, Benins have ears.", NULL, APOSTROPHE, 0, 0},
    {"names that end in s", "Laos growth, Maldives growth, Laos growth.", NULL, APOSTROPHE, 0, 0},
    {"a wrong charset", "Chad\xC3\xADs aim", "Chad's aim", APOSTROPHE, 1, 1},
};

static void damage_inside_words(void **state) {
  (void)state;
  unsigned faults = 0;
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const char *want = cases[i].norm ? cases[i].norm : cases[i].orig;
    prepare(cases[i].orig);
    const spokes_damage *found = damage((spokes_damage_kind)cases[i].kind);
    bool is_good = text.norm_len == strlen(want) && !memcmp(text.norm, want, text.norm_len);
    if (is_good && found->places == cases[i].places && found->repaired == cases[i].repaired) continue;
    faults++;
    print_error("%s: '%.*s', %u places, %u repaired\n", cases[i].name, (int)text.norm_len, text.norm,
                (unsigned)found->places, (unsigned)found->repaired);
  }
  assert_int_equal(faults, 0);
}

// Places on every side of the borders between blocks.
static void a_place_at_every_offset(void **state) {
  (void)state;
  static const char tail[] = " confi dence conf lict theLaos U .S. destruc-\ntion end";
  static const char want[] = " confidence conflict the Laos U.S. destruction end";
  char orig[400];
  for (size_t lead = 0; lead < 140; lead++) {
    memset(orig, 'x', lead);
    memcpy(orig + lead, tail, sizeof tail);
    prepare(orig);
    assert_int_equal(text.norm_len, lead + sizeof want - 1);
    assert_memory_equal(text.norm + lead, want, sizeof want - 1);
    assert_int_equal(text.repairs.count, 5);
  }
}

static void examples_quote_whole_characters(void **state) {
  (void)state;
  static const char orig[] = "日本的战略与其他国家 Pacifi c 战略与其他国家的战略有什么不同，本文讨论这个问题。";
  prepare(orig);
  const spokes_damage *found = damage(SPOKES_DAMAGE_LIGATURE);
  assert_int_equal(found->places, 1);
  assert_true(found->example_start < 31 && found->example_end > 39 && found->example_end < sizeof orig - 1);
  assert_int_not_equal(orig[found->example_start] & 0xC0, 0x80);
  assert_int_not_equal(orig[found->example_end] & 0xC0, 0x80);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(damage_inside_words),
      cmocka_unit_test(a_place_at_every_offset),
      cmocka_unit_test(examples_quote_whole_characters),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
