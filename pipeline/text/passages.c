// Passages: paragraphs, list items and headings of plain text.
//
// A file is either hard-wrapped (its lines end at a column) or not (a line is a paragraph); the 90th percentile of
// the line lengths tells. In wrapped text a line end inside a paragraph is told from one between paragraphs by
// the next line's marker or indent, by blank lines, and by whether the next line's first word would still have fitted.
// A blank line does not end a passage when the sentence plainly goes on behind it, as in text extracted from
// double-spaced pages.
//
// Lengths are columns: one for a character, two for an ideograph.

#include "passages.h"

#include <string.h>

#include "base/alloc.h"
#include "finder.h"
#include "word_list.h"

#define WRAP_COLUMNS 140u  // lines longer than this are not typed by hand or by a formatter
#define WIDTH_BINS 512u
#define HEADING_COLUMNS 90u
#define BROKEN_COLUMNS 50u  // a line as long as this without a final mark is no heading: it was broken

typedef spokes_line line;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

// The lines of a text in order. The first ones are read for the width of the text, and kept.
typedef struct reader {
  spokes_text *text;
  spokes_finder ends;
  size_t wide;         // the first byte beyond ASCII at or behind the line at work, when it was looked for
  size_t count, next;  // of the lines that were kept
  size_t at;           // behind them
} reader;

static uint32_t columns_of(reader *r, size_t start, size_t end) {
  const spokes_text *text = r->text;
  if (r->wide < start) r->wide = text->kernels->ascii_end(text->norm, start, text->norm_len);
  if (r->wide >= end) return (uint32_t)(end - start);
  return text->kernels->columns(text->norm + start, end - start, text->norm_len - start);
}

// Reads the line at r->at and moves behind it; false at the end of the text. A lone carriage return ends a line too.
static bool next_line(reader *r, line *out) {
  const spokes_text *text = r->text;
  const char *s = text->norm;
  size_t len = text->norm_len;
  uint32_t blanks = 0;
  while (r->at < len) {
    size_t start = r->at, end = spokes__finder_next(&r->ends, start, len), first = start;
    // A carriage return before the line feed, or at the very end, is white space of the line.
    bool before_feed = end < len && s[end] == '\r' && (end + 1 == len || s[end + 1] == '\n');
    r->at = end + (end < len) + (before_feed && end + 1 < len);
    while (first < end && is_blank(s[first])) first++;
    if (first == end) {
      blanks++;
      continue;
    }
    while (is_blank(s[end - 1])) end--;
    *out = (line){(uint32_t)first, (uint32_t)end, columns_of(r, first, end), (uint32_t)(first - start), blanks};
    return true;
  }
  return false;
}

#define WIDTH_LINES 4000u

static bool keep_lines(reader *r) {
  spokes_text *text = r->text;
  for (line now; r->count < WIDTH_LINES && next_line(r, &now); r->count++) {
    void *lines = text->lines;
    if (!spokes__array_reserve(&lines, &text->line_cap, r->count + 1, sizeof *text->lines)) return false;
    text->lines = lines;
    text->lines[r->count] = now;
  }
  return true;
}

static bool read_line(reader *r, line *out) {
  if (r->next == r->count) return next_line(r, out);
  *out = r->text->lines[r->next++];
  return true;
}

// The length that nine lines in ten do not exceed.
static uint32_t wrap_width(const reader *r) {
  uint32_t bins[WIDTH_BINS] = {0};
  for (size_t i = 0; i < r->count; i++) {
    uint32_t columns = r->text->lines[i].columns;
    bins[columns < WIDTH_BINS ? columns : WIDTH_BINS - 1]++;
  }
  size_t seen = 0;
  for (uint32_t width = 0; width < WIDTH_BINS; width++) {
    seen += bins[width];
    if (seen * 10 >= r->count * 9) return width;
  }
  return WIDTH_BINS;
}

static bool ends_sentence(const spokes_text *text, const line *at) {
  const char *s = text->norm;
  uint32_t end = at->end;
  while (end > at->start && (s[end - 1] == '"' || s[end - 1] == '\'' || s[end - 1] == ')' || s[end - 1] == ']')) end--;
  if (end == at->start) return false;
  char c = s[end - 1];
  if (c == '.' || c == '!' || c == '?' || c == ':' || c == ';') return true;
  return end - at->start >= 3 && !memcmp(s + end - 3, "\xE3\x80\x82", 3);  // ideographic full stop
}

// Bullets, dashes, "1.", "(a)", "IV." at the start of a line.
static bool is_list_item(const spokes_text *text, const line *at) {
  const char *s = text->norm + at->start;
  size_t len = at->end - at->start;
  if (len < 2) return false;
  if ((s[0] == '-' || s[0] == '*' || s[0] == '+' || s[0] == '#') && (s[1] == ' ' || s[1] == '\t' || s[1] == s[0]))
    return true;
  static const char *const bullets[] = {"\xE2\x80\xA2", "\xE2\x97\x8F", "\xE2\x96\xAA", "\xE2\x97\xA6",
                                        "\xC2\xB7",     "\xE2\x96\xA0", "\xE2\x80\x94"};
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
    if (!strncmp(s, bullets[i], strlen(bullets[i]))) return true;
  size_t i = s[0] == '(';
  size_t from = i;
  while (i < len && i < from + 4 && ((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'z' && i == from))) i++;
  return i > from && i + 1 < len && (s[i] == '.' || s[i] == ')') && s[i + 1] == ' ';
}

// Words that no heading or sentence ends with: the line was broken behind them.
static bool ends_in_function_word(const spokes_text *text, const line *at) {
  static const spokes_word_list words = {{
      [1] = "a",
      [2] = "of to in by on at an or as is",
      [3] = "the and for our its are was has",
      [4] = "with from that were have",
      [5] = "their",
      [7] = "between against",
  }};
  const char *s = text->norm;
  uint32_t start = at->end;
  while (start > at->start && s[start - 1] >= 'a' && s[start - 1] <= 'z') start--;
  return spokes__word_listed(&words, s + start, at->end - start);
}

static bool starts_lower(const spokes_text *text, const line *at) {
  char c = text->norm[at->start];
  return c >= 'a' && c <= 'z';
}

static bool is_ideographic(const spokes_text *text, uint32_t at) {
  unsigned char c = (unsigned char)text->norm[at];
  return c >= 0xE3 && c <= 0xED;
}

// Does the sentence of a go on in b, over blank lines?
static bool goes_on_over_blanks(const spokes_text *text, const line *a, const line *b, uint32_t width) {
  if (b->blanks > 2 || ends_sentence(text, a)) return false;
  if (starts_lower(text, b) || ends_in_function_word(text, a)) return true;
  bool full = a->columns * 4 >= width * 3;
  if (text->norm[a->end - 1] == '-') return full;
  return full && b->indent <= a->indent + 1 && is_ideographic(text, b->start) &&
         (unsigned char)text->norm[a->end - 1] >= 0x80;
}

// Columns of a with the first word of b behind it.
static uint32_t fitted_columns(const spokes_text *text, const line *a, const line *b) {
  const char *s = text->norm + b->start, *blank = memchr(s, ' ', b->end - b->start);
  uint32_t word = b->columns;
  if (blank) {
    size_t bytes = (size_t)(blank - s);
    bool is_ascii = b->columns == b->end - b->start;  // any other character has fewer columns than bytes
    word = is_ascii ? (uint32_t)bytes : text->kernels->columns(s, bytes, text->norm_len - b->start);
  }
  return a->columns + word + 1;
}

static bool same_passage(const spokes_text *text, const line *a, const line *b, uint32_t width) {
  if (is_list_item(text, b)) return false;
  // Lines of a file that is not wrapped are paragraphs, but for those that plainly break off.
  if (width > WRAP_COLUMNS)
    return !b->blanks && !ends_sentence(text, a) &&
           (starts_lower(text, b) || a->columns >= BROKEN_COLUMNS || ends_in_function_word(text, a));
  if (b->blanks) return goes_on_over_blanks(text, a, b, width);
  if (ends_sentence(text, a)) return b->indent <= a->indent + 1 && fitted_columns(text, a, b) * 20 > width * 17;
  return starts_lower(text, b) || text->norm[a->end - 1] == ',' || text->norm[a->end - 1] == '-' ||
         fitted_columns(text, a, b) * 2 > width;
}

static bool add_passage(spokes_text *text, uint32_t start, uint32_t end, uint8_t zone) {
  void *passages = text->passages;
  if (!spokes__array_reserve(&passages, &text->passage_cap, text->passage_count + 1, sizeof *text->passages))
    return false;
  text->passages = passages;
  text->passages[text->passage_count++] = (spokes_passage){start, end, zone, 0};
  return true;
}

static bool has_letter(const spokes_text *text, const line *at) {
  for (uint32_t i = at->start; i < at->end; i++)
    if ((unsigned)((text->norm[i] | 0x20) - 'a') < 26 || (unsigned char)text->norm[i] >= 0x80) return true;
  return false;
}

// A passage of one short line that does not end as sentences and list items do.
static bool is_heading(const spokes_text *text, const line *at) {
  char last = text->norm[at->end - 1];
  return at->columns <= HEADING_COLUMNS && !ends_sentence(text, at) && last != ',' && last != '-' &&
         !is_list_item(text, at) && has_letter(text, at);
}

// The offset behind a front matter block ("---" lines at the very start), or 0.
static uint32_t front_end(const spokes_text *text) {
  if (text->norm_len < 8 || strncmp(text->norm, "---\n", 4)) return 0;
  for (const char *at = text->norm + 3; (at = memchr(at, '\n', text->norm_len - (size_t)(at - text->norm))); at++)
    if (text->norm_len - (size_t)(at - text->norm) >= 4 && !memcmp(at, "\n---", 4))
      return (uint32_t)(at - text->norm) + 4;
  return 0;
}

spokes_status spokes__passages_find(spokes_text *text, spokes_error *err) {
  reader r = {.text = text, .wide = text->is_ascii ? text->norm_len : 0};
  spokes__finder_begin(&r.ends, text->kernels, text->norm, text->norm_len, SPOKES_MARK_LINE_END);
  if (!keep_lines(&r)) return spokes__error_nomem(err);
  uint32_t width = wrap_width(&r), front = front_end(text);
  line first = {0}, last = {0}, now;
  bool open = false, good = true;
  while (good && read_line(&r, &now)) {
    if (open && same_passage(text, &last, &now, width)) {
      last = now;
      continue;
    }
    if (open) {
      bool heading = first.start == last.start && now.blanks && is_heading(text, &first);
      good = add_passage(text, first.start, last.end,
                         last.end <= front ? SPOKES_ZONE_FRONT
                         : heading         ? SPOKES_ZONE_HEADING
                                           : SPOKES_ZONE_BODY);
    }
    first = last = now;
    open = true;
  }
  if (open && good)
    good = add_passage(text, first.start, last.end, last.end <= front ? SPOKES_ZONE_FRONT : SPOKES_ZONE_BODY);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

// Walks through the edits once: regions ascend as they do.
typedef struct norm_finder {
  const spokes_text *text;
  size_t edit;
} norm_finder;

// The norm offset of the first character that begins at or behind orig_at.
static uint32_t norm_of(norm_finder *finder, uint32_t orig_at) {
  const spokes_text *text = finder->text;
  while (finder->edit + 1 < text->edit_count && text->edits[finder->edit + 1].orig_at <= orig_at) finder->edit++;
  const spokes_edit *edit = &text->edits[finder->edit];
  uint32_t at = edit->norm_at + (orig_at - edit->orig_at);
  // Characters that the canonical form dropped lie between this edit's last one and the next edit.
  uint32_t stop = finder->edit + 1 < text->edit_count ? edit[1].norm_at : (uint32_t)text->norm_len;
  return at < stop ? at : stop;
}

spokes_status spokes__passages_take(spokes_text *text, const spokes_region *regions, size_t count, spokes_error *err) {
  norm_finder finder = {text, 0};
  bool good = true;
  for (size_t i = 0; good && i < count; i++) {
    uint32_t start = norm_of(&finder, regions[i].start), end = norm_of(&finder, regions[i].end);
    while (start < end && (is_blank(text->norm[start]) || text->norm[start] == '\n')) start++;
    while (end > start && (is_blank(text->norm[end - 1]) || text->norm[end - 1] == '\n')) end--;
    if (start < end) good = add_passage(text, start, end, regions[i].zone);
  }
  return good ? SPOKES_OK : spokes__error_nomem(err);
}

spokes_status spokes__passages_running(spokes_text *text, spokes_error *err) {
  const char *s = text->norm;
  for (uint32_t at = text->body_len, end; at < text->norm_len; at = end) {
    while (at < text->norm_len && s[at] == '\n') at++;
    const char *stop = memchr(s + at, '\n', text->norm_len - at);
    end = stop ? (uint32_t)(stop - s) : (uint32_t)text->norm_len;
    if (at < end && !add_passage(text, at, end, SPOKES_ZONE_RUNNING)) return spokes__error_nomem(err);
  }
  return SPOKES_OK;
}
