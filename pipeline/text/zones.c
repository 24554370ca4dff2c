// What a passage of plain text is, from its own words and the heading it stands under. All but running lines are
// counted unless a run asks otherwise, so a label is given only where it is plain:
//
//   heading     a line that begins with #; the others are told by passages.c
//   front       what stands before the first paragraph, contents with dot leaders or page numbers
//   footnote    a number or mark, and behind it a citation; what stands under "Notes"
//   reference   what stands under "References", source lines, passages that are mostly an address
//   table       rows between bars, rows of figures, columns set apart by tabs or several blanks

#include "zones.h"

#include <string.h>

#include "passages.h"

#define TITLE_BYTES 100u        // of a line on a title page
#define FRONT_PASSAGES_MIN 12u  // a shorter text has no title page
#define FRONT_BYTES_MIN 2000u
#define NOTE_BYTES 1500u
#define SOURCE_BYTES 400u
#define CONTENTS_SHARE 4u  // contents stand in the first quarter
#define CONTENTS_LINE 160u

typedef struct view {
  spokes_text *text;
  const char *s;
  uint32_t len;
} view;

static bool is_space(char c) { return c == ' ' || (unsigned)(c - '\t') < 5; }
static bool is_digit(char c) { return (unsigned)(c - '0') < 10; }
static bool is_upper(char c) { return (unsigned)(c - 'A') < 26; }
static char lower(char c) { return is_upper(c) ? (char)(c | 0x20) : c; }

// Does the text at [at, end) begin with the word, letter case aside?
static bool begins(const view *v, uint32_t at, uint32_t end, const char *word) {
  for (; *word; word++, at++)
    if (at >= end || lower(v->s[at]) != *word) return false;
  return true;
}

static bool is_one_line(const view *v, const spokes_passage *p) {
  return !memchr(v->s + p->norm_start, '\n', p->norm_end - p->norm_start);
}

// ---- Sections -------------------------------------------------------------------------------------------------

// The zone of what stands under the heading; SPOKES_ZONE_BODY for an ordinary one.
static spokes_zone section_of(const view *v, const spokes_passage *p) {
#define TITLE(text, zone) \
  { text, sizeof(text) - 1, zone }
  static const struct {
    const char *text;
    size_t len;
    spokes_zone zone;
  } titles[] = {TITLE("references", SPOKES_ZONE_REFERENCE),
                TITLE("bibliography", SPOKES_ZONE_REFERENCE),
                TITLE("selected bibliography", SPOKES_ZONE_REFERENCE),
                TITLE("works cited", SPOKES_ZONE_REFERENCE),
                TITLE("sources", SPOKES_ZONE_REFERENCE),
                TITLE("further reading", SPOKES_ZONE_REFERENCE),
                TITLE("endnotes", SPOKES_ZONE_REFERENCE),
                TITLE("notes", SPOKES_ZONE_REFERENCE),
                TITLE("footnotes", SPOKES_ZONE_FOOTNOTE),
                TITLE("\xE5\x8F\x82\xE8\x80\x83\xE6\x96\x87\xE7\x8C\xAE", SPOKES_ZONE_REFERENCE),  // references
                TITLE("\xE6\xB3\xA8\xE9\x87\x8A", SPOKES_ZONE_REFERENCE),                          // notes
                TITLE("\xE5\xB0\xBE\xE6\xB3\xA8", SPOKES_ZONE_REFERENCE),                          // endnotes
                TITLE("contents", SPOKES_ZONE_FRONT),
                TITLE("table of contents", SPOKES_ZONE_FRONT),
                TITLE("\xE7\x9B\xAE\xE5\xBD\x95", SPOKES_ZONE_FRONT)};  // contents
#undef TITLE
  uint32_t start = p->norm_start, end = p->norm_end;
  if (end - start > 60) return SPOKES_ZONE_BODY;
  while (start < end && strchr("#*[( \t", v->s[start])) start++;
  while (end > start && strchr("*:]) \t", v->s[end - 1])) end--;
  for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
    if (end - start == titles[i].len && begins(v, start, end, titles[i].text)) return titles[i].zone;
  return SPOKES_ZONE_BODY;
}

// May the passage stand in a list of references? Entries have commas and years, headings rarely.
static bool is_entry(const view *v, const spokes_passage *p) {
  for (uint32_t i = p->norm_start; i < p->norm_end; i++)
    if (v->s[i] == ',' || is_digit(v->s[i])) return true;
  return false;
}

// ---- Single passages -------------------------------------------------------------------------------------------

// Behind a note's mark: "[12] ", "12 ", "12. ", a circled number. 0 when there is none.
static uint32_t behind_mark(const view *v, uint32_t start, uint32_t end) {
  uint32_t at = start;
  if (end - at >= 4 && !memcmp(v->s + at, "\xE2\x91", 2)) return at + 3;  // circled one to twenty
  bool is_bracket = v->s[at] == '[';
  at += is_bracket;
  uint32_t digits = at;
  while (at < end && is_digit(v->s[at]) && at - digits < 3) at++;
  if (at == digits || at == end) return 0;
  if (is_bracket) return v->s[at] == ']' ? at + 1 : 0;
  if (v->s[at] == '.') at++;
  return at < end && (v->s[at] == ' ' || v->s[at] == '\t') ? at + 1 : 0;
}

// Words and signs of a citation.
static const char *const signs[] = {"ibid",
                                    "op. cit",
                                    "http",
                                    "www.",
                                    " pp. ",
                                    " p. ",
                                    "supra",
                                    "(ed.)",
                                    "(eds.)",
                                    "doi:",
                                    " vol. ",
                                    ", eds., ",
                                    "\xE5\x8F\x82\xE8\xA7\x81",               // cf.
                                    "\xE5\xB9\xB4\xE7\x89\x88",               // edition of the year
                                    "\xE5\x87\xBA\xE7\x89\x88\xE7\xA4\xBE"};  // publisher

// The second bytes of the signs by their first ones, five bits of each, so that letter case does not matter: few pairs
// of a text begin a sign.
#define BIT(c) (UINT32_C(1) << ((c)&31))
static const uint32_t second_bytes[256] = {['i'] = BIT('b'),
                                           ['I'] = BIT('b'),
                                           ['o'] = BIT('p'),
                                           ['O'] = BIT('p'),
                                           ['h'] = BIT('t'),
                                           ['H'] = BIT('t'),
                                           ['w'] = BIT('w'),
                                           ['W'] = BIT('w'),
                                           ['s'] = BIT('u'),
                                           ['S'] = BIT('u'),
                                           ['d'] = BIT('o'),
                                           ['D'] = BIT('o'),
                                           ['('] = BIT('e'),
                                           [','] = BIT(' '),
                                           [' '] = BIT('p') | BIT('v'),
                                           [0xE5] = BIT(0x8F) | BIT(0xB9) | BIT(0x87)};
#undef BIT

static bool has_citation(const view *v, uint32_t start, uint32_t end) {
  for (uint32_t at = start; at + 1 < end; at++) {
    if (!(second_bytes[(unsigned char)v->s[at]] >> ((unsigned char)v->s[at + 1] & 31) & 1)) continue;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
      if (begins(v, at, end, signs[i])) return true;
  }
  uint32_t word = start;
  while (word < end && is_space(v->s[word])) word++;
  return begins(v, word, end, "see ") || begins(v, word, end, "cf. ");
}

static bool is_footnote(const view *v, const spokes_passage *p) {
  if (p->norm_end - p->norm_start > NOTE_BYTES) return false;
  uint32_t behind = behind_mark(v, p->norm_start, p->norm_end);
  return behind && has_citation(v, behind, p->norm_end);
}

// Is there :// or www. in any letter case? Both are looked for at their marks, which are few.
static bool may_hold_address(const view *v, uint32_t start, uint32_t end) {
  const char *s = v->s + start, *stop = v->s + end;
  for (const char *at = s; (at = memchr(at, ':', (size_t)(stop - at))); at++)
    if (stop - at >= 3 && at[1] == '/' && at[2] == '/') return true;
  for (const char *at = s; (at = memchr(at, '.', (size_t)(stop - at))); at++)
    if (at - s >= 3 && lower(at[-1]) == 'w' && lower(at[-2]) == 'w') return true;
  return false;
}

// "Source: ...", or a passage most of which is an address.
static bool is_source(const view *v, const spokes_passage *p) {
  static const char *const words[] = {"source:", "sources:", "\xE8\xB5\x84\xE6\x96\x99\xE6\x9D\xA5\xE6\xBA\x90:"};
  uint32_t start = p->norm_start, end = p->norm_end;
  if (end - start > SOURCE_BYTES) return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (begins(v, start, end, words[i])) return true;
  uint32_t address = 0;
  if (!memchr(v->s + start, ':', end - start) && !begins(v, start, end, "www.")) return false;
  if (!may_hold_address(v, start, end)) return false;
  for (uint32_t i = start; i < end; i++) {
    if (v->s[i] != 'h' && v->s[i] != 'w') continue;
    if (!begins(v, i, end, "http://") && !begins(v, i, end, "https://") && !begins(v, i, end, "www.")) continue;
    for (; i < end && !is_space(v->s[i]); i++) address++;
  }
  return address * 2 > end - start;
}

// ---- Tables -----------------------------------------------------------------------------------------------------

#define TABLE_COLUMNS 160u
#define TABLE_ROWS 200u

// What the lines of a passage have in common: where their cells begin.
typedef struct grid {
  uint8_t starts[TABLE_COLUMNS];  // lines with a cell that begins in this column
  uint32_t lines, rows;           // rows: lines between bars, lines of figures
} grid;

static void read_line(grid *g, const char *s, uint32_t start, uint32_t end) {
  unsigned bars = 0, words = 0, figures = 0;
  for (uint32_t i = start; i < end;) {
    uint32_t from = i;
    bool has_digit = false, has_other = false;
    for (; i < end && !is_space(s[i]); i++) {
      bars += s[i] == '|';
      has_digit |= is_digit(s[i]);
      has_other |= !is_digit(s[i]) && !strchr(".,%$+-()/|", s[i]);
    }
    words += i > from;
    figures += has_digit && !has_other;
    from = i;
    while (i < end && is_space(s[i])) i++;
    bool is_gap = i < end && words && (i - from >= 3 || memchr(s + from, '\t', i - from));
    uint32_t column = i - start;
    if (is_gap && column < TABLE_COLUMNS && g->starts[column] < UINT8_MAX) g->starts[column]++;
  }
  g->rows += bars >= 2 || (figures >= 3 && figures * 2 > words);
  g->lines++;
}

// Columns set apart by gaps begin in the same place in most lines; gaps of justified type do not.
static bool has_columns(const grid *g) {
  for (uint32_t column = 0; g->lines >= 2 && g->lines < UINT8_MAX && column < TABLE_COLUMNS; column++)
    if (g->starts[column] >= 2 && g->starts[column] * 3u >= g->lines * 2) return true;
  return false;
}

// The passage behind the last one that follows p without a blank line: rows of a table are passages each.
static size_t block_end(const view *v, size_t i) {
  const spokes_text *text = v->text;
  size_t stop = i + TABLE_ROWS < text->passage_count ? i + TABLE_ROWS : text->passage_count;
  for (i++; i < stop; i++) {
    uint32_t end = text->passages[i - 1].norm_end, start = text->passages[i].norm_start;
    const char *first = memchr(v->s + end, '\n', start - end);
    if (!first || memchr(first + 1, '\n', start - (size_t)(first + 1 - v->s))) break;
  }
  return i;
}

// The number of passages from i on that are one table; 0 when none is. *tested_out: none begins before that passage.
static size_t table_at(const view *v, size_t i, size_t *tested_out) {
  const spokes_passage *p = &v->text->passages[i];
  // Most passages are not read further.
  if (!v->text->kernels->may_be_table(v->s + p->norm_start, p->norm_end - p->norm_start, v->len - p->norm_start))
    return 0;
  grid g = {.lines = 0};
  size_t stop = block_end(v, i);
  *tested_out = stop;
  uint32_t end = v->text->passages[stop - 1].norm_end, at = p->norm_start;
  while (at && v->s[at - 1] != '\n') at--;  // the indent counts
  while (at < end) {
    const char *line_end = memchr(v->s + at, '\n', end - at);
    uint32_t line = line_end ? (uint32_t)(line_end - v->s) : end;
    read_line(&g, v->s, at, line);
    at = line + 1;
  }
  return g.rows * 3 >= g.lines * 2 || has_columns(&g) ? stop - i : 0;
}

// ---- Front matter ------------------------------------------------------------------------------------------------

// Runs of points, close or with blanks between them, before a page number: Aims ........ 4
static unsigned leaders(const view *v, uint32_t start, uint32_t end) {
  unsigned runs = 0;
  for (uint32_t i = start; i < end; i++) {
    const char *point = memchr(v->s + i, '.', end - i);
    if (!point) break;
    i = (uint32_t)(point - v->s);
    if (end - i > 2 && v->s[i + 1] != '.' && v->s[i + 2] != '.' && v->s[i + 2] != ' ') continue;  // alone
    uint32_t points = 0;
    while (i < end && (v->s[i] == '.' || v->s[i] == ' ')) points += v->s[i++] == '.';
    runs += points >= 3 && i < end && (is_digit(v->s[i]) || strchr("ivx", v->s[i]));
  }
  return runs;
}

static bool is_contents_line(const view *v, const spokes_passage *p) {
  return p->norm_end - p->norm_start <= CONTENTS_LINE && is_digit(v->s[p->norm_end - 1]);
}

// Salutations, and lines that a sentence breaks off in.
static bool is_title_line(const view *v, const spokes_passage *p) {
  static const char *const openings[] = {"mr",        "ms. ",      "madam",         "his ",   "her ", "your ",
                                         "excellenc", "president", "distinguished", "ladies", "dear "};
  static const char *const breaks[] = {" the", " of", " for", " a", " and", " to", " in", " by", " with", " our"};
  uint32_t start = p->norm_start, end = p->norm_end;
  while (start < end && (v->s[start] == '*' || v->s[start] == ' ')) start++;
  while (end > start && v->s[end - 1] == '*') end--;
  if (end - start < 4 || end - start > TITLE_BYTES || strchr(".!?:;,-", v->s[end - 1])) return false;
  if ((unsigned)(v->s[start] - 'a') < 26 || !memcmp(v->s + end - 3, "\xE3\x80\x82", 3)) return false;
  for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
    if (begins(v, start, end, openings[i])) return false;
  for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
    size_t len = strlen(breaks[i]);
    if (end - start > len && !memcmp(v->s + end - len, breaks[i], len)) return false;
  }
  return true;
}

// The first passage that is no line of a title page.
static size_t title_end(const view *v) {
  const spokes_text *text = v->text;
  if (text->passage_count < FRONT_PASSAGES_MIN || v->len < FRONT_BYTES_MIN) return 0;
  size_t i = 0;
  for (; i < text->passage_count; i++) {
    const spokes_passage *p = &text->passages[i];
    if (p->zone == SPOKES_ZONE_FRONT) continue;
    if (!is_title_line(v, p)) break;
  }
  return i < text->passage_count / 2 ? i : 0;
}

// ---- All passages -----------------------------------------------------------------------------------------------

static spokes_zone label(const view *v, const spokes_passage *p, spokes_zone *section) {
  bool is_heading = p->zone == SPOKES_ZONE_HEADING || (v->s[p->norm_start] == '#' && is_one_line(v, p));
  spokes_zone opened = p->norm_end - p->norm_start <= 60 && is_one_line(v, p) ? section_of(v, p) : SPOKES_ZONE_BODY;
  if (opened != SPOKES_ZONE_BODY && (opened == SPOKES_ZONE_FRONT) == (p->norm_start < v->len / CONTENTS_SHARE)) {
    *section = opened;
    return opened == SPOKES_ZONE_FRONT ? opened : SPOKES_ZONE_HEADING;
  }
  if (*section == SPOKES_ZONE_FRONT && !is_contents_line(v, p)) *section = SPOKES_ZONE_BODY;
  if (*section != SPOKES_ZONE_BODY && is_heading && !is_entry(v, p)) *section = SPOKES_ZONE_BODY;
  if (*section != SPOKES_ZONE_BODY) return *section;
  if (p->norm_start < v->len / CONTENTS_SHARE &&
      leaders(v, p->norm_start, p->norm_end) >= (is_contents_line(v, p) && is_one_line(v, p) ? 1u : 2u))
    return SPOKES_ZONE_FRONT;
  if (is_source(v, p)) return SPOKES_ZONE_REFERENCE;
  if (is_heading) return SPOKES_ZONE_HEADING;
  return is_footnote(v, p) ? SPOKES_ZONE_FOOTNOTE : SPOKES_ZONE_BODY;
}

void spokes__zones_label(spokes_text *text) {
  view v = {text, text->norm, text->body_len};
  size_t titles = title_end(&v);
  size_t tested = 0;
  spokes_zone section = SPOKES_ZONE_BODY;
  for (size_t i = 0; i < text->passage_count; i++) {
    spokes_passage *p = &text->passages[i];
    if (p->zone == SPOKES_ZONE_FRONT) continue;
    p->zone = (uint8_t)(i < titles ? SPOKES_ZONE_FRONT : label(&v, p, &section));
    if (i < tested || (p->zone != SPOKES_ZONE_BODY && p->zone != SPOKES_ZONE_HEADING)) continue;
    size_t rows = table_at(&v, i, &tested);
    for (size_t k = 0; k < rows; k++) p[k].zone = SPOKES_ZONE_TABLE;
    if (rows) i += rows - 1;
  }
}
