// Damage inside words. One pass (kernels.h) finds the places that may be damaged; few are, and each is
// looked at by itself:
//
//   destruc-\ntive   a hyphen at a line end is taken out when the joined word is one: the text has it elsewhere, the
//                    dictionary knows it, or its second half is no word. It stays when the text has the
//                    hyphened word inside a line.
//   confi dence      a blank behind fi, fl, ff (or inside fl) is taken out where the first half is no word
//   theUnited        a blank is put between a function word, or a name's first word, and a capital
//   U .S.            the blank before the point of an acronym is taken out
//   China\uFFFDs     an undecodable byte before a final s is an apostrophe
//
// What stays doubtful stays as it is, and is counted.

#include <string.h>

#include "base/alloc.h"
#include "evidence.h"
#include "repair.h"

#define WORD_MAX 64u

typedef struct mending {
  spokes_text *text;
  const char *s;
  uint32_t len;
  const spokes_vocabulary *vocabulary;
  spokes_doubt *doubts;
  size_t doubt_count, doubt_cap;
  uint32_t last_end;  // of the last fix
  bool failed;
} mending;

static bool is_space(char c) { return c == ' ' || (unsigned)(c - '\t') < 5; }
static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_lower(char c) { return (unsigned)(c - 'a') < 26; }
static bool is_upper(char c) { return (unsigned)(c - 'A') < 26; }

// Both stop after WORD_MAX letters: what is longer is no word.
static uint32_t word_start(const mending *m, uint32_t at) {
  uint32_t stop = at > WORD_MAX ? at - WORD_MAX : 0;
  while (at > stop && is_letter(m->s[at - 1])) at--;
  return at;
}

static uint32_t word_end(const mending *m, uint32_t at) {
  uint32_t stop = m->len - at > WORD_MAX ? at + WORD_MAX : m->len;
  while (at < stop && is_letter(m->s[at])) at++;
  return at;
}

// Is a letter beyond ASCII, or an apostrophe, next to the word? Then it is not the whole word.
static bool is_part(const mending *m, uint32_t start, uint32_t end) {
  return (start && (m->s[start - 1] < 0 || m->s[start - 1] == '\'')) || (end < m->len && m->s[end] < 0);
}

static bool add_fix(mending *m, spokes_fix fix) {
  if (fix.start < m->last_end) return false;
  if (!spokes__repair_add(m->text, &fix)) m->failed = true;
  m->last_end = fix.end;
  return !m->failed;
}

// A fix that is made unless the text speaks against it.
static void doubt(mending *m, spokes_fix fix, spokes_doubt question) {
  void *doubts = m->doubts;
  if (!spokes__array_reserve(&doubts, &m->doubt_cap, m->doubt_count + 1, sizeof *m->doubts)) {
    m->failed = true;
    return;
  }
  m->doubts = doubts;
  question.fix = (uint32_t)m->text->repairs.fix_count;
  if (add_fix(m, fix)) m->doubts[m->doubt_count++] = question;
}

static bool in_list(const char *const *list, size_t count, const char *word, size_t len) {
  for (size_t i = 0; i < count; i++) {
    size_t k = 0;
    while (k < len && list[i][k] && list[i][k] == (is_upper(word[k]) ? (char)(word[k] | 0x20) : word[k])) k++;
    if (k == len && !list[i][k]) return true;
  }
  return false;
}

#define IN_LIST(list, word, len) in_list(list, sizeof(list) / sizeof *(list), word, len)

// ---- Hyphens at line ends ------------------------------------------------------------------------------

// Second halves that are no words: what stands before them is no whole word either.
static const char *const endings[] = {
    "tion",    "tions",    "tional",  "tionally", "sion",  "sions",  "cial",   "tial",     "tially", "cially",
    "ment",    "ments",    "mental",  "tive",     "tives", "tively", "sive",   "sively",   "ence",   "ences",
    "ance",    "ances",    "ency",    "ancy",     "ity",   "ities",  "bility", "bilities", "ness",   "ical",
    "cally",   "ically",   "ously",   "tious",    "cious", "ture",   "tures",  "tary",     "tory",   "tories",
    "ries",    "ties",     "cies",    "gies",     "nomic", "nomy",   "nomies", "graphic",  "cation", "zation",
    "ization", "izations", "isation", "ating",    "ated",  "izing",  "ising",  "ized",     "ised",   "tional"};

static spokes_doubt question_of(const mending *m, uint32_t start, uint32_t stop, uint32_t next, uint32_t end,
                                bool may_hyphen) {
  const char *s = m->s;
  uint32_t left = stop - start, right = end - next;
  char word[2 * WORD_MAX];
  memcpy(word, s + start, left);
  memcpy(word + left, s + next, right);
  spokes_doubt question = {.joined = spokes__evidence_word(word, left + right),
                           .left = (uint8_t)(left < sizeof question.first ? left : sizeof question.first)};
  for (uint32_t i = 0; i < sizeof question.first; i++) question.first[i] = i < left + right ? word[i] : '\0';
  if (may_hyphen)
    question.hyphened =
        spokes__evidence_hyphened(spokes__evidence_word(word, left), spokes__evidence_word(word + left, right));
  return question;
}

static bool begins_form(const mending *m, uint32_t start, uint32_t stop, uint32_t next, uint32_t end) {
  char word[64];
  size_t left = stop - start, right = end - next;
  if (!m->vocabulary || left + right > sizeof word) return false;
  memcpy(word, m->s + start, left);
  memcpy(word + left, m->s + next, right);
  return m->vocabulary->begins_form(m->vocabulary->context, word, left + right);
}

static void look_at_hyphen(mending *m, uint32_t at) {
  uint32_t next = at + 1;
  while (next < m->len && is_space(m->s[next])) next++;
  if (next == m->len || !is_lower(m->s[next]) || !memchr(m->s + at, '\n', next - at)) return;
  uint32_t start = word_start(m, at), end = word_end(m, next);
  spokes__damage_note(m->text, SPOKES_DAMAGE_HYPHEN, start, end, false);
  // man-to-\nman is no broken word.
  if ((start && m->s[start - 1] == '-') || (end < m->len && m->s[end] == '-') || is_part(m, start, end)) return;
  spokes_fix fix = {at, next, 0, SPOKES_DAMAGE_HYPHEN};
  if (IN_LIST(endings, m->s + next, end - next) || begins_form(m, start, at, next, end))
    add_fix(m, fix);
  else
    doubt(m, fix, question_of(m, start, at, next, end, true));
}

// ---- Ligatures -----------------------------------------------------------------------------------------------

// First halves of words that are split behind fi or ff, or before the second letter of fi and fl.
static const char *const split_stems[] = {
    "fi",      "fl",     "confi",   "defi",    "refi",   "benefi", "profi",  "infi",     "pacifi",   "signifi",
    "specifi", "offi",   "effi",    "suffi",   "diffi",  "artifi", "unifi",  "traffi",   "eff",      "diff",
    "aff",     "suff",   "coff",    "inf",     "conf",   "signif", "specif", "scientif", "pacif",    "benef",
    "artif",   "magnif", "classif", "identif", "certif", "clarif", "qualif", "diversif", "scientifi"};
static const char *const after_off[] = {"er",    "ers",    "ered",    "ering",  "erings", "ense",
                                        "enses", "ensive", "ensives", "enders", "ender",  "icer"};

static bool ends_with(const char *s, size_t len, const char *tail) {
  size_t tail_len = strlen(tail);
  return len > tail_len && !memcmp(s + len - tail_len, tail, tail_len);
}

static bool is_split_stem(const char *s, size_t len, const char *right, size_t right_len) {
  if (IN_LIST(split_stems, s, len)) return right_len > 1 || ends_with(s, len, "fi") || ends_with(s, len, "if");
  if (len == 3 && (s[0] | 0x20) == 'o' && !memcmp(s + 1, "ff", 2)) return IN_LIST(after_off, right, right_len);
  // Names end in fi and ffi (Qaddafi), no word in small letters ends in ifi, no word at all in fl.
  return ends_with(s, len, "fl") || (is_lower(*s) && (ends_with(s, len, "ifi") || ends_with(s, len, "ffi")));
}

static void look_at_ligature(mending *m, uint32_t at) {
  uint32_t next = at + 1;
  if (at < 2 || next >= m->len || !is_lower(m->s[next])) return;
  // A split before the second letter: inf luence, Pacif ic. Most such places are "of" and "if".
  char before = m->s[at - 2];
  bool is_inner = m->s[at - 1] == 'f' && before != 'f';
  if (is_inner && !(before == 'n' && m->s[next] == 'l') && !(before == 'i' && m->s[next] == 'i')) return;
  uint32_t start = word_start(m, at), end = word_end(m, next);
  if (is_part(m, start, end) || (is_inner && (at - start < 3 || end - next < 2))) return;
  if (!is_split_stem(m->s + start, at - start, m->s + next, end - next)) return;
  bool is_fixed = add_fix(m, (spokes_fix){at, next, 0, SPOKES_DAMAGE_LIGATURE});
  spokes__damage_note(m->text, SPOKES_DAMAGE_LIGATURE, start, end, is_fixed);
}

// ---- Glued words ----------------------------------------------------------------------------------------------

static const char *const function_words[] = {
    "the",     "of",      "in",   "and",   "to",    "with",   "from",    "for",   "by",    "between",
    "against", "our",     "that", "its",   "on",    "or",     "as",      "under", "their", "at",
    "while",   "both",    "than", "into",  "over",  "like",   "this",    "were",  "will",  "which",
    "where",   "through", "when", "these", "other", "toward", "towards", "within"};
static const char *const name_words[] = {"north", "south", "east", "west", "united", "new",   "saudi",
                                         "sri",   "great", "hong", "el",   "san",    "costa", "european"};

static bool is_name(const mending *m, uint32_t start, uint32_t end) {
  return m->vocabulary && m->vocabulary->is_name(m->vocabulary->context, m->s + start, end - start);
}

static void look_at_glue(mending *m, uint32_t at) {
  uint32_t start = word_start(m, at), end = word_end(m, at), len = at - start;
  if (is_part(m, start, end) || end - at < 2) return;
  for (uint32_t i = start + 1; i < at; i++)
    if (!is_lower(m->s[i])) return;
  bool is_word = is_lower(m->s[at + 1]) && end - at > 2;
  for (uint32_t i = at + 1; i < end && is_word; i++) is_word = is_lower(m->s[i]);
  bool is_good = IN_LIST(function_words, m->s + start, len)
                     ? is_word || is_name(m, at, end)
                     : is_upper(m->s[start]) && (is_name(m, at, end) || is_word) &&
                           (is_name(m, start, at) || IN_LIST(name_words, m->s + start, len));
  if (!is_good || (is_upper(m->s[start]) && is_name(m, start, end))) return;
  bool is_fixed = add_fix(m, (spokes_fix){at, at, ' ', SPOKES_DAMAGE_GLUED});
  spokes__damage_note(m->text, SPOKES_DAMAGE_GLUED, start, end, is_fixed);
}

// ---- Scanning's blanks, undecodable bytes --------------------------------------------------------------------------

static bool is_word_byte(char c) { return is_letter(c) || (unsigned)(c - '0') < 10 || c < 0; }

// The point at `at`, a blank and a capital before it; a second letter with its point must follow.
static void look_at_point(mending *m, uint32_t at) {
  if (at < 2 || m->s[at - 1] != ' ' || (at > 2 && is_word_byte(m->s[at - 3]))) return;
  uint32_t next = at + 1;
  if (next + 1 >= m->len || !is_upper(m->s[next])) return;
  bool has_point = m->s[next + 1] == '.' || (m->s[next + 1] == ' ' && next + 2 < m->len && m->s[next + 2] == '.');
  if (!has_point) return;
  bool is_fixed = add_fix(m, (spokes_fix){at - 1, at, 0, SPOKES_DAMAGE_SPACING});
  spokes__damage_note(m->text, SPOKES_DAMAGE_SPACING, at - 2, next + 2, is_fixed);
}

static bool is_undecodable(const mending *m, uint32_t at) {
  return at + 3 <= m->len && !memcmp(m->s + at, "\xEF\xBF\xBD", 3);
}

static void look_at_byte(mending *m, uint32_t at) {
  if (!is_undecodable(m, at) || (at >= 3 && is_undecodable(m, at - 3))) return;
  uint32_t next = at + 3;
  bool is_apostrophe = at && is_letter(m->s[at - 1]) && next < m->len && m->s[next] == 's' &&
                       (next + 1 == m->len || !is_word_byte(m->s[next + 1]));
  bool is_fixed = is_apostrophe && add_fix(m, (spokes_fix){at, next, '\'', SPOKES_DAMAGE_BYTES});
  spokes__damage_note(m->text, SPOKES_DAMAGE_BYTES, at, next, is_fixed);
}

// ---- The pass ------------------------------------------------------------------------------------------------

static void look_at(void *context, size_t place) {
  mending *m = context;
  uint32_t at = (uint32_t)place;
  if (!at || m->failed) return;
  char c = m->s[at];
  if (c == '-')
    look_at_hyphen(m, at);
  else if (c == '.')
    look_at_point(m, at);
  else if (is_upper(c))
    look_at_glue(m, at);
  else if (c < 0)
    look_at_byte(m, at);
  else
    look_at_ligature(m, at);
}

// Drops the fixes that nothing speaks for, and notes the others.
static bool settle(mending *m) {
  spokes_repairs *r = &m->text->repairs;
  size_t slots = 64, kept = 0, next = 0;
  while (slots <= 4 * m->doubt_count) slots *= 2;
  void *table = r->table;
  if (!spokes__array_reserve(&table, &r->table_cap, slots, sizeof *r->table)) return false;
  r->table = table;
  if (!spokes__evidence_find(m->text->kernels, m->text->threads, m->s, m->len, m->doubts, m->doubt_count, r->table,
                             slots))
    return false;
  for (size_t i = 0; i < r->fix_count; i++) {
    if (next < m->doubt_count && m->doubts[next].fix == i) {
      const spokes_doubt *question = &m->doubts[next++];
      if (!question->saw_joined || question->saw_hyphened) continue;
    }
    r->fixes[kept++] = r->fixes[i];
  }
  r->fix_count = kept;
  return true;
}

bool spokes__mending_find(spokes_text *text, const spokes_vocabulary *vocabulary) {
  spokes_repairs *r = &text->repairs;
  mending m = {.text = text, .s = text->norm, .len = text->body_len, .vocabulary = vocabulary};
  text->kernels->damage(m.s, m.len, !text->is_ascii, look_at, &m);
  bool good = !m.failed && (!m.doubt_count || settle(&m));
  for (size_t i = 0; i < r->fix_count; i++)
    r->damage[SPOKES_DAMAGE_HYPHEN].repaired += r->fixes[i].kind == SPOKES_DAMAGE_HYPHEN;
  spokes__free(m.doubts);
  return good;
}
