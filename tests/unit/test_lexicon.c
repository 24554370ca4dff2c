// lexicon/: good dictionaries. What is in the rows, what the compiled tables answer, readings by date, what a longer
// form covers. Faulty dictionaries are in tests/faults.

#include <string.h>

#include "base/limits.h"
#include "cmocka_all.h"
#include "lexicon/compiled.h"
#include "scratch.h"

// ---- A dictionary of this test's own -------------------------------------------------------------------

static const char actors[] =
    "id,type,name_en,name_zh,region,from,until,note\n"
    "SRB,state,Serbia,塞尔维亚,Southern Europe,,,\n"
    "YUG,historic,Yugoslavia,南斯拉夫,Southern Europe,1918-12-01,2003-02-04,\n"
    "SCG,historic,Serbia and Montenegro,塞黑,Southern Europe,2003-02-04,2006-06-03,\n"
    "MNE,state,Montenegro,黑山,Southern Europe,2006-06-03,,\n"
    "NER,state,Niger,尼日尔,Western Africa,,,\n"
    "NGA,state,Nigeria,尼日利亚,Western Africa,,,\n"
    "LEAGUE,grouping,League,联盟,,,,\n";
static const char names_en[] =
    "id,actor,lang,form,kind,case,rules,default,from,until,note\n"
    "n.en.SRB.1,SRB,en,Serbia,name,,,,,,\n"
    "n.en.SRB.2,SRB,en,Serb,demonym,,,,,,\n"
    "n.en.YUG.1,YUG,en,Federal Republic,name,,,,,2003-02-04,\n"
    "n.en.SCG.1,SCG,en,Federal Republic,name,,,,2003-02-04,2006-06-03,\n"
    "n.en.SRB.3,SRB,en,Federal Republic,name,,,,2006-06-03,,\n"
    "n.en.SCG.2,SCG,en,Serbia and Montenegro,name,,,,,,\n"
    "n.en.MNE.1,MNE,en,Montenegro,name,,,,,,\n"
    "n.en.NER.1,NER,en,Niger,name,,,,,,\n"
    "n.en.NGA.1,NGA,en,Nigeria,name,,,,,,\n"
    "n.en.YUG.2,YUG,en,FRY,acronym,,,,,,\n"
    "n.en.SRB.4,SRB,en,Serbo-,abbrev,,,,,,\n"
    "n.en.MNE.2,MNE,en,cetinje,metonym,any,,,,,\n"
    "n.en.NER.2,NER,en,Niamey,metonym,,,skip,,,\n"
    "n.en.NER.3,NER,en,Nigerien,demonym,,,skip,,,\n"
    "\"n.en.LEAGUE.1\",LEAGUE,en,\"Côte League\",name,,,,,,\"a note, with a comma\nand a line end\"\n"
    "n.en.NER.4,NER,en,Abcdefghixxxxjklmnopqr,name,,,,,,\n"
    "n.en.NGA.2,NGA,en,Abcdefghiyyyyjklmnopqr Land,name,,,,,,\n";
static const char names_zh[] =
    "\xEF\xBB\xBFid,actor,lang,form,kind,case,rules,default,from,until,note\r\n"
    "n.zh.SRB.1,SRB,zh,塞爾維亞,name,,,,,,\r\n"
    "\r\n"
    "n.zh.NER.1,NER,zh,尼日尔,name,,,,,,\r\n"
    "n.zh.NGA.1,NGA,zh,尼日利亚,name,,,,,,\r\n";
static const char nonmentions[] =
    "id,lang,form,class,case,rules,note\n"
    "x.en.niger-delta,en,Niger Delta,river,,,\n"
    "x.en.niger-nigeria-border,en,Niger Nigeria border,region,,border,\n"
    "x.zh.尼日尔河,zh,尼日尔河,river,,,\n";
static const char rules[] =
    "id,group,lang,before,after,action,reason,note\n"
    "r.border.1,border,en,(?i:closed the\\s),,count,,\n";
static const char members[] =
    "id,grouping,member,from,until,note\n"
    "m.LEAGUE.SRB,LEAGUE,SRB,1992,2000-06,\n"
    "m.LEAGUE.SRB.2,LEAGUE,SRB,2006-06-03,,\n"
    "m.LEAGUE.NER,LEAGUE,NER,,2010,\n"
    "m.LEAGUE.NGA,LEAGUE,NGA,,,\n";

static const struct {
  const char *name, *text;
} files[] = {{"dict/actors.csv", actors},       {"dict/names/en.csv", names_en},
             {"dict/names/zh.csv", names_zh},   {"dict/nonmentions/all.csv", nonmentions},
             {"dict/rules.csv", rules},         {"dict/members.csv", members},
             {"dict/names/notes.txt", "no csv"}};

static spokes_lexicon *lexicon;
static spokes_matcher *matcher;

static int setup(void **state) {
  if (scratch_setup(state)) return -1;
  mkdir(scratch_path("dict"), 0700);
  mkdir(scratch_path("dict/names"), 0700);
  mkdir(scratch_path("dict/nonmentions"), 0700);
  for (size_t i = 0; i < COUNT_OF(files); i++) scratch_file(files[i].name, files[i].text, strlen(files[i].text));
  spokes_error err;
  if (spokes_lexicon_load(scratch_path("dict"), NULL, NULL, &lexicon, &err)) {
    print_error("%s\n", err.message);
    return -1;
  }
  return spokes_matcher_new(lexicon, &matcher, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  spokes_matcher_free(matcher);
  spokes_lexicon_free(lexicon);
  return scratch_teardown(state);
}

static spokes_actor actor(const char *id) { return spokes__lexicon_find_actor(lexicon, id, strlen(id)); }

// ---- Rows -----------------------------------------------------------------------------------------------

static void actors_are_numbered_in_order(void **state) {
  (void)state;
  assert_int_equal(spokes__lexicon_actor_count(lexicon), 7);
  assert_int_equal(actor("SRB"), 0);
  assert_int_equal(actor("LEAGUE"), 6);
  assert_int_equal(actor("XXX"), SPOKES_NO_ACTOR);
  assert_int_equal(actor(""), SPOKES_NO_ACTOR);
  assert_int_equal(spokes__lexicon_find_actor(lexicon, "SRBX", 3), 0);
  const spokes_actor_info *yugoslavia = spokes__lexicon_actor(lexicon, actor("YUG"));
  assert_string_equal(yugoslavia->type, "historic");
  assert_string_equal(yugoslavia->name_zh, "南斯拉夫");
  assert_string_equal(yugoslavia->region, "Southern Europe");
  assert_int_equal(yugoslavia->from, 19181201);
  assert_int_equal(yugoslavia->until, 20030204);
  assert_string_equal(spokes_lexicon_actor_name(lexicon, actor("SCG")), "Serbia and Montenegro");
}

static void rows_know_their_places(void **state) {
  (void)state;
  static const struct {
    const char *id, *form, *file;
    uint32_t line;
  } rows[] = {
      {"SRB", "", "actors.csv", 2},
      {"r.border.1", "", "rules.csv", 2},
      {"n.en.SRB.1", "Serbia", "names/en.csv", 2},
      {"n.en.LEAGUE.1", "Côte League", "names/en.csv", 16},
      {"n.zh.SRB.1", "塞爾維亞", "names/zh.csv", 2},
      {"n.zh.NER.1", "尼日尔", "names/zh.csv", 4},  // an empty line before it counts
      {"x.zh.尼日尔河", "尼日尔河", "nonmentions/all.csv", 4},
      {"m.LEAGUE.NGA", "", "members.csv", 5},
  };
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    spokes_row row = 0;
    while (row < spokes__lexicon_row_count(lexicon) && strcmp(spokes__lexicon_row_id(lexicon, row), rows[i].id)) row++;
    assert_true(row < spokes__lexicon_row_count(lexicon));
    uint32_t line;
    assert_string_equal(spokes__lexicon_row_form(lexicon, row), rows[i].form);
    assert_string_equal(spokes__lexicon_row_file(lexicon, row, &line), rows[i].file);
    assert_int_equal(line, rows[i].line);
  }
  uint32_t line = 7;
  assert_string_equal(spokes__lexicon_row_id(lexicon, SPOKES_NO_ROW), "");
  assert_string_equal(spokes__lexicon_row_file(lexicon, SPOKES_NO_ROW, &line), "");
  assert_int_equal(line, 0);
}

// ---- Compiled lookups -----------------------------------------------------------------------------------

static uint32_t word_hash(const char *word) { return spokes__word_hash(word, strlen(word)); }

static const spokes_word_slot *slot_of(const char *word) {
  return spokes__words_find_text(&lexicon->english, word, strlen(word));
}

// The form number k of the word's slot.
static const spokes_form *form_of(const char *word, uint32_t k) {
  const spokes_word_slot *slot = slot_of(word);
  assert_non_null(slot);
  assert_in_range(k, 0, slot->count - 1);
  return &lexicon->forms[lexicon->english.entries[slot->first + k].form];
}

static void buckets_hold_the_longest_first(void **state) {
  (void)state;
  assert_non_null(slot_of("serbia"));
  assert_ptr_equal(slot_of("SERBIA"), slot_of("serbia"));
  assert_int_equal(slot_of("serbia")->count, 2);
  assert_string_equal(spokes__form_text(lexicon, form_of("serbia", 0)), "serbia and montenegro");
  assert_string_equal(spokes__form_text(lexicon, form_of("serbia", 1)), "serbia");
  assert_int_equal(form_of("cote", 0)->actor, actor("LEAGUE"));  // the canonical form
  assert_null(slot_of("serbian"));
  assert_null(slot_of(""));
  const spokes_slot *slot = spokes__index_find(&lexicon->chinese, spokes__han_hash(0x5C3C, 0x65E5));  // 尼日
  assert_non_null(slot);
  assert_int_equal(slot->count, 3);
  assert_int_equal(lexicon->forms[lexicon->chinese.order[slot->first]].unit_count, 4);
  assert_int_equal(lexicon->forms[lexicon->chinese.order[slot->first + 2]].unit_count, 3);
  assert_non_null(spokes__index_find(&lexicon->chinese, spokes__han_hash(0x585E, 0x5C14)));  // 塞尔: simplified
  assert_null(spokes__index_find(&lexicon->chinese, spokes__han_hash(0x585E, 0x723E)));
}

static void count_forms(bool chinese, uint32_t *forms, uint32_t *chained) {
  for (size_t i = 0; i < lexicon->form_count; i++) {
    if (spokes__form_is_chinese(&lexicon->forms[i]) != chinese) continue;
    ++*forms;
    *chained += lexicon->forms[i].next != SPOKES_NONE;
  }
}

static void every_form_is_in_the_index_once(void **state) {
  (void)state;
  uint32_t entries = 0, forms = 0, chained = 0;
  for (uint32_t i = 0; i <= lexicon->chinese.mask; i++) {
    const spokes_slot *slot = &lexicon->chinese.slots[i];
    entries += slot->count;
    if (slot->count) assert_true(spokes__filter_has(lexicon->chinese.filter, slot->hash));
  }
  count_forms(true, &forms, &chained);
  assert_int_equal(entries, forms);
  assert_int_equal(chained, 0);
}

static void every_word_has_its_forms(void **state) {
  (void)state;
  const spokes_words *words = &lexicon->english;
  uint32_t entries = 0, forms = 0, chained = 0;
  for (uint32_t i = 0; i <= words->mask; i++) {
    const spokes_word_slot *slot = &words->slots[i];
    entries += slot->count;
    for (uint32_t k = slot->first; k < slot->first + slot->count; k++) {
      const spokes_form *form = &lexicon->forms[words->entries[k].form];
      assert_ptr_equal(spokes__words_find_text(words, spokes__form_text(lexicon, form), form->word_len), slot);
      // A short tail has no key, so that it is looked at whatever stands in the text.
      unsigned tail = spokes__tail_len(&words->entries[k].tail);
      assert_int_equal(tail, form->len - form->word_len < 15 ? form->len - form->word_len : 15);
      assert_int_equal(words->keys[k] != 0, tail >= SPOKES_KEY_BYTES);
      if (tail >= SPOKES_KEY_BYTES) assert_int_equal(words->keys[k], spokes__tail_key(&words->entries[k].tail));
    }
  }
  count_forms(false, &forms, &chained);
  assert_int_equal(entries, forms - chained);
  assert_int_equal(chained, 2);
}

// What the filter of beginnings sees of a text; four bytes can be read.
static bool may_begin(const char *text) {
  unsigned first = 0xFF, second = 0xFF;
  for (unsigned k = 0; k < SPOKES_START_BYTES; k++) {
    first &= lexicon->starts->groups[0][k][(unsigned char)text[k] & 31];
    second &= lexicon->starts->groups[1][k][(unsigned char)text[k] & 31];
  }
  return first || second;
}

// Every form that may begin with a small letter is let through, in any letter case, broken anywhere, and with whatever
// may follow a short one.
static void beginnings_let_all_forms_through(void **state) {
  (void)state;
  unsigned tried = 0;
  for (size_t i = 0; i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (spokes__form_is_chinese(form) || (form->capital && form->case_mode != SPOKES_CASE_ANY)) continue;
    char text[SPOKES_LIMIT_FORM_BYTES + 8];
    memset(text, ';', sizeof text);
    memcpy(text, spokes__form_text(lexicon, form), form->len);
    assert_true(may_begin(text));
    for (char *at = text; at < text + form->len; at++)
      if (*at >= 'a' && *at <= 'z') *at = (char)(*at & ~0x20);
    assert_true(may_begin(text));
    for (unsigned cut = 1; cut < form->word_len; cut++) {
      memcpy(text, spokes__form_text(lexicon, form), form->len);
      memmove(text + cut + 2, text + cut, form->len - cut);
      memcpy(text + cut, "-\n", 2);
      assert_true(may_begin(text));
    }
    tried++;
  }
  assert_true(tried > 0);
}

static void kinds_of_forms(void **state) {
  (void)state;
  const spokes_form *form = form_of("serbo", 0);
  assert_true(form->bound);
  assert_int_equal(form->len, 5);  // without the hyphen
  assert_int_equal(form->kind, SPOKES_KIND_ABBREV);
  form = form_of("fry", 0);
  assert_int_equal(form->case_mode, SPOKES_CASE_EXACT);
  form = form_of("cetinje", 0);
  assert_int_equal(form->case_mode, SPOKES_CASE_ANY);
  form = form_of("niamey", 0);
  assert_true(form->skip_default);
}

// ---- What texts get ---------------------------------------------------------------------------------------

// "FORM=ACTOR" of every mention, or "FORM=ACTOR/reason" of every exclusion, separated by blanks.
static const char *found(const char *text, const char *date, bool excluded) {
  static char out[512];
  spokes_match_options options = {NULL, date, NULL};
  assert_int_equal(spokes_matcher_run(matcher, text, strlen(text), &options, NULL), SPOKES_OK);
  size_t at = 0, count = excluded ? spokes_matcher_exclusion_count(matcher) : spokes_matcher_mention_count(matcher);
  out[0] = '\0';
  for (size_t i = 0; i < count; i++) {
    spokes_mention m = excluded ? spokes_matcher_exclusion(matcher, i) : spokes_matcher_mention(matcher, i);
    at += (size_t)snprintf(out + at, sizeof out - at, "%s%.*s=%s%s%s", i ? " " : "", (int)(m.end_byte - m.start_byte),
                           text + m.start_byte, m.actor, excluded ? "/" : "", excluded ? m.reason : "");
  }
  return out;
}

static void readings_follow_the_date(void **state) {
  (void)state;
  static const struct {
    const char *date, *actor;
  } cases[] = {{"1999", "YUG"},       {"2003-02-03", "YUG"}, {"2003-02-04", "SCG"}, {"2006-06-02", "SCG"},
               {"2006-06-03", "SRB"}, {"2020", "SRB"},       {NULL, "SRB"}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char expected[32];
    snprintf(expected, sizeof expected, "Federal Republic=%s", cases[i].actor);
    assert_string_equal(found("the Federal Republic today", cases[i].date, false), expected);
  }
}

static void longer_forms_cover_shorter_ones(void **state) {
  (void)state;
  assert_string_equal(found("Serbia and Montenegro, Serbia", NULL, false), "Serbia and Montenegro=SCG Serbia=SRB");
  assert_string_equal(found("Serbia and Montenegro, Serbia", NULL, true),
                      "Serbia and Montenegro=SRB/name Serbia and Montenegro=MNE/name");
  assert_string_equal(found("the Niger Delta of Nigeria", NULL, false), "Nigeria=NGA");
  assert_string_equal(found("the Niger Delta of Nigeria", NULL, true), "Niger Delta=NER/river");
  assert_string_equal(found("尼日尔河流经尼日利亚", NULL, false), "尼日利亚=NGA");
  assert_string_equal(found("尼日尔河流经尼日利亚", NULL, true), "尼日尔河=NER/river");
}

static void a_rule_moves_a_nonmention_aside(void **state) {
  (void)state;
  assert_string_equal(found("the Niger Nigeria border", NULL, false), "");
  assert_string_equal(found("they closed the Niger Nigeria border", NULL, false), "Niger=NER Nigeria=NGA");
}

static void case_modes(void **state) {
  (void)state;
  assert_string_equal(found("serbia SERBIA Serbia SeRbIa", NULL, false), "SERBIA=SRB Serbia=SRB SeRbIa=SRB");
  assert_string_equal(found("FRY fry Fry", NULL, false), "FRY=YUG");
  assert_string_equal(found("cetinje Cetinje CETINJE", NULL, false), "cetinje=MNE Cetinje=MNE CETINJE=MNE");
  assert_string_equal(found("Serbo-Croat, Serbo Croat", NULL, false), "Serbo=SRB");
  assert_string_equal(found("Niamey", NULL, true), "Niamey=NER/place");  // a capital that is only a place
  assert_string_equal(found("the Nigerien side", NULL, true), "Nigerien=NER/default");
}

// The hash of a word does not look at every letter.
static void words_that_share_a_hash(void **state) {
  (void)state;
  assert_int_equal(word_hash("abcdefghixxxxjklmnopqr"), word_hash("abcdefghiyyyyjklmnopqr"));
  assert_string_equal(found("Abcdefghixxxxjklmnopqr, Abcdefghiyyyyjklmnopqr Land", NULL, false),
                      "Abcdefghixxxxjklmnopqr=NER Abcdefghiyyyyjklmnopqr Land=NGA");
  assert_string_equal(found("Abcdefghixxxxjklmnopqr Land, Abcdefghiyyyyjklmnopqr", NULL, false),
                      "Abcdefghixxxxjklmnopqr=NER");
}

// ---- Members --------------------------------------------------------------------------------------------

static void add_member(void *context, spokes_actor member) {
  char *out = context;
  if (*out) strcat(out, " ");
  strcat(out, spokes_lexicon_actor_id(lexicon, member));
}

static void members_by_date(void **state) {
  (void)state;
  static const struct {
    uint32_t date;
    const char *srb, *ner;
  } cases[] = {{19910101, "", "NER"}, {19920101, "SRB", "NER"}, {20000531, "SRB", "NER"},
               {20000601, "", "NER"}, {20091231, "SRB", "NER"}, {20100101, "SRB", ""},
               {0, "SRB", ""}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char found_members[64] = "";
    spokes__lexicon_members(lexicon, actor("LEAGUE"), cases[i].date, add_member, found_members);
    assert_int_equal(strstr(found_members, "SRB") != NULL, *cases[i].srb != 0);
    assert_int_equal(strstr(found_members, "NER") != NULL, *cases[i].ner != 0);
    assert_non_null(strstr(found_members, "NGA"));
  }
  char none[64] = "";
  spokes__lexicon_members(lexicon, actor("NGA"), 0, add_member, none);
  assert_string_equal(none, "");
}

// ---- The folder -------------------------------------------------------------------------------------------

static void hash_follows_the_files(void **state) {
  (void)state;
  char first[65];
  strcpy(first, spokes__lexicon_hash(lexicon));
  assert_int_equal(strlen(first), 64);
  spokes_lexicon *again;
  assert_int_equal(spokes_lexicon_load(scratch_path("dict"), NULL, NULL, &again, NULL), SPOKES_OK);
  assert_string_equal(spokes__lexicon_hash(again), first);
  spokes_lexicon_free(again);
  scratch_file("dict/words_zh.csv", "id,form,cost,note\n", 18);
  assert_int_equal(spokes_lexicon_load(scratch_path("dict"), NULL, NULL, &again, NULL), SPOKES_OK);
  assert_string_not_equal(spokes__lexicon_hash(again), first);
  spokes_lexicon_free(again);
  unlink(scratch_path("dict/words_zh.csv"));
}

static void actors_alone_are_a_dictionary(void **state) {
  (void)state;
  mkdir(scratch_path("bare"), 0700);
  scratch_file("bare/actors.csv", actors, strlen(actors));
  spokes_lexicon *bare;
  spokes_matcher *blind;
  assert_int_equal(spokes_lexicon_load(scratch_path("bare"), NULL, NULL, &bare, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_new(bare, &blind, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_run(blind, "Serbia 塞尔维亚", strlen("Serbia 塞尔维亚"), NULL, NULL), SPOKES_OK);
  assert_int_equal(spokes_matcher_mention_count(blind), 0);
  spokes_matcher_free(blind);
  spokes_lexicon_free(bare);
}

static void count_fault(void *context, const spokes_error *fault) {
  assert_int_equal(fault->code, SPOKES_E_DICT);
  ++*(int *)context;
}

static void faults_give_no_lexicon(void **state) {
  (void)state;
  static const char broken[] = "id,type,name_en,name_zh,region,from,until,note\nSRB,empire,,,,,,\n";
  mkdir(scratch_path("broken"), 0700);
  scratch_file("broken/actors.csv", broken, strlen(broken));
  spokes_lexicon *none = lexicon;
  spokes_error err;
  int faults = 0;
  assert_int_equal(spokes_lexicon_load(scratch_path("broken"), count_fault, &faults, &none, &err), SPOKES_E_DICT);
  assert_null(none);
  assert_int_equal(faults, 2);
  assert_string_equal(err.message, "dictionary has 2 faults");
  assert_int_equal(spokes_lexicon_load(scratch_path("broken"), NULL, NULL, &none, NULL), SPOKES_E_DICT);
  assert_int_equal(spokes_lexicon_load(scratch_path("nowhere"), NULL, NULL, &none, NULL), SPOKES_E_IO);
  assert_null(none);
}

// The dictionary of this repository: that it loads at all, and what every part of it promises.
static void the_real_dictionary(void **state) {
  (void)state;
  spokes_lexicon *real;
  spokes_error err;
  int faults = 0;
  assert_int_equal(spokes_lexicon_load(SPOKES_REAL_DICT, count_fault, &faults, &real, &err), SPOKES_OK);
  assert_int_equal(faults, 0);
  static const char *const wanted[] = {"USA", "CHN", "TWN", "HKG", "XKX",   "PSE",  "VAT",    "SUN",  "YUG",   "CSK",
                                       "DDR", "SCG", "UN",  "EU",  "NATO",  "QUAD", "AUKUS",  "TSD",  "TCOG",  "G20",
                                       "SCO", "LMC", "NSG", "PIF", "KOREA", "AFU",  "WARSAW", "IPEF", "CPTPP", "ADMM"};
  for (size_t i = 0; i < COUNT_OF(wanted); i++)
    if (spokes__lexicon_find_actor(real, wanted[i], strlen(wanted[i])) == SPOKES_NO_ACTOR)
      fail_msg("no actor '%s'", wanted[i]);
  // Every state and territory of today has names in both languages.
  size_t actor_count = spokes__lexicon_actor_count(real);
  for (size_t a = 0; a < actor_count; a++) {
    const spokes_actor_info *info = spokes__lexicon_actor(real, (spokes_actor)a);
    bool english = false, chinese = false;
    if (strcmp(info->type, "state") && strcmp(info->type, "territory")) continue;
    if (!strcmp(info->id, "ATA")) continue;  // Antarctica: a continent, no party
    for (size_t i = 0; i < real->form_count; i++) {
      const spokes_form *form = &real->forms[i];
      if (form->actor != a || form->kind != SPOKES_KIND_NAME) continue;
      english |= !spokes__form_is_chinese(form);
      chinese |= spokes__form_is_chinese(form);
    }
    if (!english || !chinese) fail_msg("'%s' has no name in %s", info->id, english ? "Chinese" : "English");
  }
  spokes_lexicon_free(real);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(actors_are_numbered_in_order),
      cmocka_unit_test(rows_know_their_places),
      cmocka_unit_test(buckets_hold_the_longest_first),
      cmocka_unit_test(every_form_is_in_the_index_once),
      cmocka_unit_test(every_word_has_its_forms),
      cmocka_unit_test(beginnings_let_all_forms_through),
      cmocka_unit_test(kinds_of_forms),
      cmocka_unit_test(readings_follow_the_date),
      cmocka_unit_test(longer_forms_cover_shorter_ones),
      cmocka_unit_test(a_rule_moves_a_nonmention_aside),
      cmocka_unit_test(case_modes),
      cmocka_unit_test(words_that_share_a_hash),
      cmocka_unit_test(members_by_date),
      cmocka_unit_test(hash_follows_the_files),
      cmocka_unit_test(actors_alone_are_a_dictionary),
      cmocka_unit_test(faults_give_no_lexicon),
      cmocka_unit_test(the_real_dictionary),
  };
  return cmocka_run_group_tests_name("lexicon", tests, setup, teardown);
}
