// Body lines in reading order; a paragraph ends where something says so: another size of type, a wide space, an indent,
// or a line that is short although the next word would have fitted. In doubt lines stay together: a name that is torn
// apart is lost, one paragraph too few is not.
//
// Notes and running lines float: they may stand anywhere on their page between two paragraphs, and are written at the
// last chance to do so before the text goes on to the next page.

#include "ingest/pdf_text.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define HEADING_CHARS 80u
#define WINDOW 12u  // lines on either side that tell how wide a column is

typedef struct flow {
  const spokes_pdf *pdf;
  spokes_composer *composer;
  size_t page;         // that is being written
  size_t floats_done;  // floats of the pages before are written
} flow;

// ---- Lines -----------------------------------------------------------------------------------------------------

static bool is_unspaced(const char *text) {
  size_t width;
  uint32_t cp = spokes__utf8_decode(text, &width);
  return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFF00 && cp <= 0xFF60);
}

static const char *last_char(const spokes_pdf_word *word) {
  const char *at = word->text + word->len - 1;
  while (at > word->text && ((unsigned char)*at & 0xC0) == 0x80) at--;
  return at;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void write_line(flow *f, const spokes_pdf_line *line) {
  const spokes_pdf_word *words = f->pdf->words + line->first_word;
  if (line->mark) {
    const spokes_pdf_word *mark = &f->pdf->words[line->mark - 1];
    spokes__composer_text(f->composer, mark->text, mark->len);
    spokes__composer_text(f->composer, " ", 1);
  }
  for (uint32_t i = 0; i < line->word_count; i++) {
    if (i) {
      bool gap = spokes__pdf_is_gap(&words[i - 1], &words[i]);
      // The mark of a note is left out; raised figures behind a figure are an exponent.
      if (!gap && !is_digit(*last_char(&words[i - 1])) && spokes__pdf_is_raised(line, &words[i])) continue;
      bool wide = line->role == SPOKES_PDF_TABLE && words[i].box.left - words[i - 1].box.right > 2.5f * line->size;
      if (wide)
        spokes__composer_text(f->composer, " | ", 3);
      else if (gap && !(is_unspaced(last_char(&words[i - 1])) && is_unspaced(words[i].text)))
        spokes__composer_text(f->composer, " ", 1);
    }
    spokes__composer_text(f->composer, words[i].text, words[i].len);
  }
}

// ---- Where paragraphs end --------------------------------------------------------------------------------------

static const char *end_of_line(const flow *f, const spokes_pdf_line *line) {
  return last_char(&f->pdf->words[line->first_word + line->word_count - 1]);
}

// Is the character at `at`, which ends at `end`, one of those in the list?
static bool is_among(const char *at, const char *end, const char *const *list) {
  for (; *list; list++)
    if (strlen(*list) == (size_t)(end - at) && !memcmp(at, *list, (size_t)(end - at))) return true;
  return false;
}

static bool ends_sentence(const flow *f, const spokes_pdf_line *line) {
  static const char *const closing[] = {"\"", "'", ")", "]", "\u201D", "\u2019", "\u300D", "\uFF09", NULL};
  static const char *const marks[] = {".", "!", "?", ":", ";", "\u3002", "\uFF01", "\uFF1F", "\uFF1A", "\uFF1B", NULL};
  const spokes_pdf_word *word = &f->pdf->words[line->first_word + line->word_count - 1];
  // Before the raised mark of a note.
  if (line->word_count > 1 && spokes__pdf_is_raised(line, word)) word--;
  const char *end = word->text + word->len, *at = last_char(word);
  while (at > word->text && is_among(at, end, closing)) {
    end = at;
    for (at--; at > word->text && ((unsigned char)*at & 0xC0) == 0x80;) at--;
  }
  return is_among(at, end, marks);
}

static bool starts_lower(const flow *f, const spokes_pdf_line *line) {
  char c = *f->pdf->words[line->first_word].text;
  return c >= 'a' && c <= 'z';
}

static bool starts_item(const flow *f, const spokes_pdf_line *line) {
  const spokes_pdf_word *word = &f->pdf->words[line->first_word];
  static const char *const bullets[] = {"\u2022", "\u25CF", "\u25AA", "\u25E6", "\u25A0",
                                        "\u2023", "\uF0B7", "\u2013", "\u27A2"};
  if (line->word_count < 2) return false;
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
    if (word->len == strlen(bullets[i]) && !memcmp(word->text, bullets[i], word->len)) return true;
  // "1.", "(a)", "iv)"
  size_t at = *word->text == '(';
  size_t from = at;
  while (at < word->len && at < from + 4 &&
         (is_digit(word->text[at]) || (word->text[at] >= 'a' && word->text[at] <= 'z')))
    at++;
  return at > from && at + 1 == word->len &&
         (word->text[at] == ')' || (word->text[at] == '.' && is_digit(word->text[from])));
}

// The words that lines break off behind: what follows belongs to them.
static bool ends_open(const flow *f, const spokes_pdf_line *line) {
  static const char *const words[] = {"of", "the", "and", "to",   "in", "for", "with",
                                      "by", "on",  "at",  "from", "a",  "an",  "or"};
  const spokes_pdf_word *word = &f->pdf->words[line->first_word + line->word_count - 1];
  char last = word->text[word->len - 1];
  if (last == '-' || last == ',' || *end_of_line(f, line) == '&') return true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == word->len && !memcmp(words[i], word->text, word->len)) return true;
  return false;
}

typedef struct column {
  float left, right;
  float pitch;  // from line to line; 0 = not known
} column;

static bool is_beside(const spokes_pdf_line *a, const spokes_pdf_line *b) {
  float left = a->box.left > b->box.left ? a->box.left : b->box.left;
  float right = a->box.right < b->box.right ? a->box.right : b->box.right;
  float narrow = a->box.right - a->box.left, other = b->box.right - b->box.left;
  if (other < narrow) narrow = other;
  return a->page == b->page && right - left > 0.5f * narrow;
}

// The column that a line stands in, told from the lines around it in reading order. The pitch is the smallest that two
// neighbouring lines of it have, but for lines that share their height.
static column column_of(const flow *f, const spokes_pdf_line *line) {
  const spokes_pdf *pdf = f->pdf;
  uint32_t at = (uint32_t)(line - pdf->lines);
  uint32_t from = at > WINDOW ? at - WINDOW : 0,
           to = at + WINDOW < pdf->line_count ? at + WINDOW : (uint32_t)pdf->line_count - 1;
  column out = {line->box.left, line->box.right, 0};
  const spokes_pdf_line *before = NULL;
  for (uint32_t i = from; i <= to; i++) {
    const spokes_pdf_line *other = &pdf->lines[i];
    bool is_like =
        other->role == line->role && fabsf(other->size - line->size) < 0.1f * line->size && is_beside(line, other);
    if (!is_like) continue;
    if (other->box.left < out.left) out.left = other->box.left;
    if (other->box.right > out.right) out.right = other->box.right;
    float pitch = before ? other->box.top - before->box.top : 0;
    if (pitch > 0.7f * line->size && (out.pitch <= 0 || pitch < out.pitch)) out.pitch = pitch;
    before = other;
  }
  return out;
}

// Would the next line's first word still have fitted behind the line? extra: in shares of the column's width.
static bool is_short(const flow *f, const spokes_pdf_line *line, const spokes_pdf_line *next, const column *col,
                     float extra) {
  const spokes_pdf_word *word = &f->pdf->words[next->first_word];
  float width = is_unspaced(word->text) ? line->size : word->box.right - word->box.left + 0.3f * line->size;
  return col->right - line->box.right > width + extra * (col->right - col->left);
}

static bool goes_on_in_column(const flow *f, const spokes_pdf_line *a, const spokes_pdf_line *b, const column *col) {
  float pitch = b->box.top - a->box.top;
  bool open = ends_open(f, a) || starts_lower(f, b);
  // A line beside the last one: both are pieces of one line.
  if (pitch < 0.5f * a->size) return true;
  if (col->pitch > 0 && pitch > 1.35f * col->pitch && !(open && pitch < 2.2f * col->pitch)) return false;
  if (starts_item(f, b)) return false;
  bool a_ends = ends_sentence(f, a);
  bool is_indented = b->box.left > a->box.left + 0.8f * a->size && a->box.left < col->left + 0.5f * a->size;
  if (a_ends) return !is_indented && !is_short(f, a, b, col, 0.0f);
  if (open) return true;
  // A line that is set off a little is sooner one of its own.
  return !is_short(f, a, b, col, col->pitch > 0 && pitch > 1.12f * col->pitch ? 0.05f : 0.25f);
}

static bool goes_on(const flow *f, const spokes_pdf_line *a, const spokes_pdf_line *b) {
  if (a->role != b->role || fabsf(a->size - b->size) > 0.12f * a->size) return false;
  if (a->role == SPOKES_PDF_TABLE || a->role == SPOKES_PDF_CONTENTS) return false;
  if (a->role == SPOKES_PDF_NOTE && b->starts_note) return false;
  column col = column_of(f, a);
  bool is_below = a->page == b->page && is_beside(a, b) && b->box.top > a->box.top - 0.5f * a->size;
  if (a->role == SPOKES_PDF_HEADING) return is_below && b->box.top - a->box.top < 1.8f * a->size;
  if (is_below) return goes_on_in_column(f, a, b, &col);
  // Another column or page.
  if (starts_item(f, b) || ends_sentence(f, a)) return false;
  return ends_open(f, a) || starts_lower(f, b) || !is_short(f, a, b, &col, 0.1f);
}

// ---- Pages and what floats on them -----------------------------------------------------------------------------

static bool floats(const spokes_pdf_line *line) {
  return line->role == SPOKES_PDF_NOTE || line->role == SPOKES_PDF_RUNNING || line->role == SPOKES_PDF_MARK;
}

static spokes_zone zone_of(const spokes_pdf_line *line) {
  switch ((spokes_pdf_role)line->role) {
    case SPOKES_PDF_BODY:
      return SPOKES_ZONE_BODY;
    case SPOKES_PDF_HEADING:
      return SPOKES_ZONE_HEADING;
    case SPOKES_PDF_NOTE:
      return SPOKES_ZONE_FOOTNOTE;
    case SPOKES_PDF_TABLE:
      return SPOKES_ZONE_TABLE;
    case SPOKES_PDF_CONTENTS:
      return SPOKES_ZONE_FRONT;
    case SPOKES_PDF_RUNNING:
    case SPOKES_PDF_MARK:
      return SPOKES_ZONE_RUNNING;
  }
  return SPOKES_ZONE_BODY;
}

static void write_floats_of(flow *f, const spokes_pdf_page *page) {
  const spokes_pdf_line *last = NULL;
  for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++) {
    const spokes_pdf_line *line = &f->pdf->lines[i];
    if (!floats(line) || line->role == SPOKES_PDF_MARK) continue;
    if (last && last->role == SPOKES_PDF_NOTE && goes_on(f, last, line))
      spokes__composer_line(f->composer);
    else
      spokes__composer_open(f->composer, zone_of(line));
    write_line(f, line);
    last = line;
  }
  spokes__composer_close(f->composer);
}

// Those of the page that is being written, and of pages that a paragraph has run over as a whole.
static void write_floats(flow *f) {
  for (; f->floats_done <= f->page; f->floats_done++) write_floats_of(f, &f->pdf->pages[f->floats_done]);
}

static void turn_page(flow *f) {
  spokes__composer_page(f->composer);
  f->page++;
}

// Between two paragraphs.
static void go_to_page(flow *f, size_t page) {
  while (f->page < page) {
    write_floats(f);
    turn_page(f);
  }
}

// No wider space above the line than between the lines of its column.
static bool follows_closely(const flow *f, const spokes_pdf_line *line, const column *col) {
  const spokes_pdf_line *before = line > f->pdf->lines ? line - 1 : line;
  float pitch = line->box.top - before->box.top;
  return col->pitch > 0 && is_beside(before, line) && pitch > 0 && pitch < 1.12f * col->pitch;
}

// Headings in the body's own size: one line that is short and set off, and ends and starts as sentences do not.
static bool is_plain_heading(const flow *f, const spokes_pdf_line *line) {
  const spokes_pdf_word *word = &f->pdf->words[line->first_word];
  column col = column_of(f, line);
  bool is_capital = (*word->text >= 'A' && *word->text <= 'Z') || is_digit(*word->text) || is_unspaced(word->text);
  return line->role == SPOKES_PDF_BODY && is_capital && !follows_closely(f, line, &col) &&
         line->chars <= HEADING_CHARS && !ends_open(f, line) && !ends_sentence(f, line) &&
         line->box.right < col.right - 0.1f * (col.right - col.left);
}

// The lines first to last, but for those that float, are one paragraph.
static void write_paragraph(flow *f, uint32_t first, uint32_t last) {
  const spokes_pdf_line *lines = f->pdf->lines, *before = NULL;
  go_to_page(f, lines[first].page);
  if (lines[last].page > lines[first].page) write_floats(f);
  bool is_heading = first == last && is_plain_heading(f, &lines[first]);
  spokes__composer_open(f->composer, is_heading ? SPOKES_ZONE_HEADING : zone_of(&lines[first]));
  for (uint32_t i = first; i <= last; i++) {
    const spokes_pdf_line *line = &lines[i];
    if (floats(line)) continue;
    // Pieces of one line, which the table has as several, stay on one.
    bool is_piece = before && line->page == before->page && fabsf(line->box.top - before->box.top) < 0.5f * line->size;
    if (is_piece)
      spokes__composer_text(f->composer, " ", 1);
    else
      spokes__composer_line(f->composer);
    while (f->page < line->page) turn_page(f);
    write_line(f, line);
    before = line;
  }
  spokes__composer_close(f->composer);
}

// ---- The document ----------------------------------------------------------------------------------------------

static bool has_notes(const spokes_pdf *pdf, size_t page) {
  const spokes_pdf_page *p = &pdf->pages[page];
  for (uint32_t i = p->first_line; i < p->first_line + p->line_count; i++)
    if (pdf->lines[i].role == SPOKES_PDF_NOTE) return true;
  return false;
}

// A paragraph that fills a whole page with notes ends there: otherwise they would stand on a page that is not theirs.
static bool may_turn(const flow *f, uint32_t first, const spokes_pdf_line *last, const spokes_pdf_line *next) {
  return last->page == next->page || last->page == f->pdf->lines[first].page || !has_notes(f->pdf, last->page);
}

void spokes__pdf_compose(const spokes_pdf *pdf, spokes_composer *composer) {
  flow f = {.pdf = pdf, .composer = composer};
  const spokes_pdf_line *last = NULL;
  uint32_t first = 0;
  if (!pdf->page_count) return;
  for (uint32_t i = 0; i < pdf->line_count; i++) {
    const spokes_pdf_line *line = &pdf->lines[i];
    if (floats(line)) continue;
    bool is_new = !last || !goes_on(&f, last, line) || !may_turn(&f, first, last, line);
    if (last && is_new) write_paragraph(&f, first, (uint32_t)(last - pdf->lines));
    if (is_new) first = i;
    last = line;
  }
  if (last) write_paragraph(&f, first, (uint32_t)(last - pdf->lines));
  go_to_page(&f, pdf->page_count - 1);
  write_floats(&f);
}
