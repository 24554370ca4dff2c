// text/: running lines and damage. What is taken out of a text or repaired in it, what is left alone, and the way back
// to the original over both. All texts are made here.

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "measure/random.h"
#include "prepared.h"
#include "spokes.h"
#include "text/repair.h"

static void prepare(const char *orig) {
  spokes_error err;
  spokes_text_source source = {.text = orig, .len = strlen(orig), .words_wanted = true, .duplicates_wanted = true};
  if (spokes__text_prepare(&text, &tables, &source, &err)) fail_msg("%s", err.message);
}

static size_t count_zone(spokes_zone zone) {
  size_t count = 0;
  for (size_t i = 0; i < text.passage_count; i++) count += text.passages[i].zone == zone;
  return count;
}

// Is there a passage of the zone that reads so, white space as single blanks?
static bool has_passage(spokes_zone zone, const char *want) {
  for (size_t i = 0; i < text.passage_count; i++) {
    const spokes_passage *p = &text.passages[i];
    const char *at = want;
    bool is_blank = false, same = p->zone == zone;
    for (uint32_t k = p->norm_start; same && k < p->norm_end; k++) {
      char c = text.norm[k] == '\n' || text.norm[k] == '\r' ? ' ' : text.norm[k];
      if (c == ' ' && is_blank) continue;
      is_blank = c == ' ';
      same = *at && *at++ == c;
    }
    if (same && !*at) return true;
  }
  return false;
}

static const spokes_damage *damage(spokes_damage_kind kind) { return &text.repairs.damage[kind]; }

// ---- Texts of several pages ------------------------------------------------------------------------------------

static char book[1 << 16];
static size_t book_len;

static void begin(void) { book[book_len = 0] = '\0'; }

static void write_text(const char *s) {
  size_t len = strlen(s);
  assert_true(book_len + len < sizeof book);
  memcpy(book + book_len, s, len + 1);
  book_len += len;
}

// Paragraphs of at least so many bytes, in lines of some seventy columns, with nothing in them that recurs.
static void write_prose(size_t bytes, unsigned seed) {
  static const char *const words[] = {"ports",   "rivers", "schools", "farmers", "engineers", "roads",
                                      "harvest", "bridge", "winter",  "market",  "council",   "village",
                                      "railway", "museum", "doctors", "letters"};
  spokes_random random;
  size_t stop = book_len + bytes, column = 0;
  spokes__random_seed(&random, seed);
  for (size_t n = 0; book_len < stop; n++) {
    const char *word = words[spokes__random_below(&random, COUNT_OF(words))];
    char piece[64];
    bool ends = n % 11 == 10;
    int len = snprintf(piece, sizeof piece, n % 11 ? "%s%s" : "The %s%s", word, ends ? "." : "");
    write_text(piece);
    column += (size_t)len + 1;
    write_text(column > 62 ? "\n" : " ");
    if (column > 62) column = 0;
  }
}

// A page of a book with form feeds: header, prose that breaks off in "with the United", page number.
static void write_page(const char *header, unsigned number) {
  static const char *const matters[] = {"tolls", "fares", "boats", "seeds", "tiles", "books", "bells", "lamps"};
  char line[96];
  write_text(header);
  snprintf(line, sizeof line, "\n\nStates agreed on the %s.\n", matters[number % 8]);
  write_text(number > 1 ? line : "\n\n");
  write_prose(400, number);
  snprintf(line, sizeof line, "and those for %s then met with the United\n\n%u\n\f", matters[(number + 3) % 8], number);
  write_text(line);
}

// ---- Pages that form feeds part -----------------------------------------------------------------------------------

static void headers_and_numbers_on_pages(void **state) {
  (void)state;
  begin();
  for (unsigned page = 1; page <= 4; page++) write_page("A Strategy for the Harbour", page);
  prepare(book);
  assert_int_equal(text.pages, 5);
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 8);
  assert_int_equal(count_zone(SPOKES_ZONE_RUNNING), 4);  // page numbers are no passages
  assert_true(has_passage(SPOKES_ZONE_RUNNING, "A Strategy for the Harbour"));
  assert_non_null(strstr(text.norm, "met with the United\nStates agreed on"));
  // The name leads to both of its halves, with the page border between them.
  const char *at = strstr(text.norm, "United\nStates");
  uint32_t start = spokes__text_orig_start(&text, (uint32_t)(at - text.norm));
  uint32_t end = spokes__text_orig_end(&text, (uint32_t)(at - text.norm) + 13);
  char want[] = "United\n\n1\n\fA Strategy for the Harbour\n\nStates";
  assert_int_equal(end - start, sizeof want - 1);
  assert_memory_equal(book + start, want, sizeof want - 1);
}

static void headers_that_change_with_the_page(void **state) {
  (void)state;
  char header[64];
  begin();
  for (unsigned page = 1; page <= 6; page++) {
    snprintf(header, sizeof header, page % 2 ? "%u | Part One" : "Harbours %u", page + 10);
    write_page(header, page);
  }
  prepare(book);
  assert_int_equal(count_zone(SPOKES_ZONE_RUNNING), 6);
  assert_true(has_passage(SPOKES_ZONE_RUNNING, "13 | Part One"));
  assert_true(has_passage(SPOKES_ZONE_RUNNING, "Harbours 14"));
}

static void lines_on_pages_that_do_not_run(void **state) {
  (void)state;
  begin();
  for (unsigned page = 1; page <= 6; page++) {
    // A heading on two pages of six, a remark, a long line, and numbers that do not go up with the pages.
    if (page % 3 == 0) write_text("Lessons Learned\n\n");
    if (page == 2 || page == 5) write_text("(spoke in French)\n\n");
    write_prose(500, 40 + page);
    write_text(page % 2 ? "and that was all.\n\n1995\n\f" : "and that was all.\n\f");
  }
  prepare(book);
  // 1995 stands at the foot of three pages: the same line, digits aside.
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 3);
  assert_int_equal(count_zone(SPOKES_ZONE_RUNNING), 0);
  assert_non_null(strstr(text.norm, "(spoke in French)"));
  assert_true(has_passage(SPOKES_ZONE_HEADING, "Lessons Learned"));
}

static void pages_without_text(void **state) {
  (void)state;
  prepare("One page of text.\n\f\n \n\fAnother page of text.\n\f");
  assert_int_equal(damage(SPOKES_DAMAGE_EMPTY_PAGE)->places, 1);
  prepare("One page of text.\n\fAnother page of text.\n\f");
  assert_int_equal(damage(SPOKES_DAMAGE_EMPTY_PAGE)->places, 0);
}

// ---- Pages that nothing parts ---------------------------------------------------------------------------------------

static void numbers_at_the_distance_of_pages(void **state) {
  (void)state;
  char number[16];
  begin();
  for (unsigned page = 7; page <= 10; page++) {
    write_prose(2500, page);
    write_text("and it was the view of the South\n");
    snprintf(number, sizeof number, "%u\n\n\n", page);
    write_text(number);
    write_text("Pacific that mattered then.\n");
  }
  prepare(book);
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 4);
  assert_non_null(strstr(text.norm, "the view of the South\nPacific"));
  assert_int_equal(count_zone(SPOKES_ZONE_RUNNING), 0);
}

static void numbers_that_are_no_pages(void **state) {
  (void)state;
  begin();
  for (unsigned i = 1; i <= 9; i++) {
    char cell[16];
    snprintf(cell, sizeof cell, "%u\n", i);  // a column of a table
    write_text(cell);
  }
  write_prose(3000, 3);
  write_text("\n\n1996\n\n");  // years as headings
  write_prose(3000, 4);
  write_text("\n\n1997\n\n");
  write_prose(3000, 5);
  prepare(book);
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 0);
  assert_ptr_equal(text.norm, book);  // nothing was changed
}

static void a_lone_number_inside_a_sentence(void **state) {
  (void)state;
  prepare("The council of the village then resolved to repair the\n12\n\nbridge before the winter came.\n");
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 1);
  assert_true(has_passage(SPOKES_ZONE_BODY,
                          "The council of the village then resolved to repair the bridge before the "
                          "winter came."));
  assert_int_equal(text.tokens, 15);
  prepare("The council resolved to repair the bridge before winter.\n12\n\nThe winter came.\n");
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 0);
}

static void titles_that_run(void **state) {
  (void)state;
  begin();
  for (unsigned page = 1; page <= 5; page++) {
    write_prose(2000 + 300 * (page % 3), 60 + page);
    write_text("and the council then decided on\n\n");
    write_text(page % 2 ? "HARBOUR STRATEGY\n\n" : "Harbour  Strategy\n\n");
    write_text("several measures that helped.\n");
  }
  prepare(book);
  assert_int_equal(damage(SPOKES_DAMAGE_RUNNING)->places, 5);
  assert_true(has_passage(SPOKES_ZONE_RUNNING, "HARBOUR STRATEGY"));
  assert_non_null(strstr(text.norm, "decided on\nseveral measures"));
}

static void titles_that_only_recur(void **state) {
  (void)state;
  static const char *const lines[] = {"Mr. President,", "Priority Actions", "### Objective 3", "(spoke in English)"};
  for (size_t i = 0; i < COUNT_OF(lines); i++) {
    begin();
    for (unsigned part = 1; part <= 7; part++) {
      write_prose(1000 + 900 * (part * part % 5), 80 + part);
      write_text("That was all.\n\n");
      write_text(lines[i]);
      write_text("\n\n");
    }
    prepare(book);
    if (damage(SPOKES_DAMAGE_RUNNING)->places) fail_msg("'%s' runs", lines[i]);
  }
}

// ---- In the matcher ---------------------------------------------------------------------------------

static void names_in_running_lines_are_not_counted(void **state) {
  (void)state;
  spokes_lexicon *lexicon;
  spokes_matcher *matcher;
  assert_int_equal(spokes_lexicon_load(SPOKES_REAL_DICT, NULL, NULL, &lexicon, NULL), 0);
  assert_int_equal(spokes_matcher_new(lexicon, &matcher, NULL), 0);
  begin();
  for (unsigned page = 1; page <= 4; page++) write_page("Japan in the World", page);
  assert_int_equal(spokes_matcher_run(matcher, book, book_len, NULL, NULL), 0);
  assert_int_equal(spokes_matcher_mention_count(matcher), 3);
  for (size_t i = 0; i < 3; i++) {
    spokes_mention mention = spokes_matcher_mention(matcher, i);
    assert_string_equal(mention.actor, "USA");
    assert_int_equal(mention.page, i + 1);
    assert_memory_equal(book + mention.start_byte, "United\n\n", 8);
    assert_memory_equal(book + mention.end_byte - 6, "States", 6);
  }
  assert_int_equal(spokes_matcher_exclusion_count(matcher), 4);
  for (size_t i = 0; i < 4; i++) {
    spokes_mention exclusion = spokes_matcher_exclusion(matcher, i);
    assert_string_equal(exclusion.actor, "JPN");
    assert_string_equal(exclusion.reason, "running");
    assert_int_equal(exclusion.zone, SPOKES_ZONE_RUNNING);
    assert_int_equal(exclusion.page, i + 1);
    assert_memory_equal(book + exclusion.start_byte, "Japan", 5);
  }
  spokes_matcher_free(matcher);
  spokes_lexicon_free(lexicon);
}

// ---- The way back ------------------------------------------------------------------------------------

static bool was_put(uint32_t at) {
  for (size_t i = 0; i < text.repairs.count; i++)
    if (text.repairs.items[i].is_put && text.repairs.items[i].norm_at == at) return true;
  return false;
}

// Every character of the canonical form of an ASCII text leads to itself in the original, but for what was put in and
// the line ends before moved lines; originals ascend inside the text.
static void check_way_back(const char *orig) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < text.norm_len; i++) {
    uint32_t at = spokes__text_orig_start(&text, i);
    assert_true(at <= text.orig_len);
    if (i < text.body_len) assert_true(at >= before);
    before = i < text.body_len ? at : 0;
    if (was_put(i) || (i >= text.body_len && text.norm[i] == '\n')) continue;
    if (orig[at] != text.norm[i]) fail_msg("norm %u '%c' leads to '%c'", i, text.norm[i], orig[at]);
  }
}

static void the_way_back_over_repairs(void **state) {
  (void)state;
  static const char *const pieces[] = {
      "\n\n12\n\n",      "\n\n13\n\f", "Harbour News\n", "\f",       "confi dence ", "theUnited ",
      "destruc-\ntive ", "U .S. ",     "destructive ",   "\n",       "and the ",     "Chinas rise ",
      "The end. ",       "fl ags ",    "diff erent ",    "off ers ", "- ",           "iv\n"};
  spokes_random random;
  spokes__random_seed(&random, 21);
  for (int round = 0; round < 600; round++) {
    begin();
    unsigned count = spokes__random_below(&random, 60);
    for (unsigned i = 0; i < count; i++) {
      if (!spokes__random_below(&random, 6)) write_prose(spokes__random_below(&random, 900), (unsigned)round);
      write_text(pieces[spokes__random_below(&random, COUNT_OF(pieces))]);
    }
    prepare(book);
    check_way_back(book);
    for (size_t i = 1; i < text.repairs.count; i++)
      assert_true(text.repairs.items[i - 1].norm_at <= text.repairs.items[i].norm_at);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(headers_and_numbers_on_pages),     cmocka_unit_test(headers_that_change_with_the_page),
      cmocka_unit_test(lines_on_pages_that_do_not_run),   cmocka_unit_test(pages_without_text),
      cmocka_unit_test(numbers_at_the_distance_of_pages), cmocka_unit_test(numbers_that_are_no_pages),
      cmocka_unit_test(a_lone_number_inside_a_sentence),  cmocka_unit_test(titles_that_run),
      cmocka_unit_test(titles_that_only_recur),           cmocka_unit_test(names_in_running_lines_are_not_counted),
      cmocka_unit_test(the_way_back_over_repairs),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
