// Running lines: among the outermost lines of a page, set off from the rest, those that stand at the same height on one
// of the two pages before or behind with the same words, figures aside (left and right pages may differ); and page
// numbers alone. Where most pages have running lines at a height, a line at that height of other words is one too: the
// title of a chapter of a single page.
//
// Notes: lines of small type at the foot of a column, from one that starts with a mark on.
//
// Headings: larger type than the body's.
//
// Lines of the table of contents: dots, then a number.
//
// Rows of tables: neighbouring lines with wide gaps at the same places.

#include "ingest/pdf_roles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/html_rules.h"
#include "ingest/pdf_order.h"

#define EDGE_LINES 4u  // on either side of a page, looked at for running lines
#define KEY_BYTES 160u
#define SAME_HEIGHT 4.0f  // points: a line may shift a little from page to page
#define NEIGHBOURS 2u     // pages on either side

// A line at the edge of a page. The key is its text without blanks, each row of digits as '#'.
typedef struct edge {
  uint32_t line;
  bool is_set_off;  // by a gap from what lies further inside
  bool is_number;   // a page number alone
  uint8_t key_len;
  char key[KEY_BYTES];
} edge;

typedef struct page_edges {
  edge items[2 * EDGE_LINES];  // from the top down, then from the bottom up
  uint8_t top_count, bottom_count;
} page_edges;

// ---- Marks -----------------------------------------------------------------------------------------------------

// Is the small word `mark` raised just before line, or just behind it?
static int beside(const spokes_pdf_line *mark, const spokes_pdf_line *line) {
  float middle = (mark->box.top + mark->box.bottom) / 2;
  if (line == mark || mark->size > 0.85f * line->size || middle < line->box.top - 0.3f * line->size ||
      middle > line->box.bottom - 0.3f * line->size)
    return 0;
  float before = line->box.left - mark->box.right, behind = mark->box.left - line->box.right;
  if (before > -0.1f * line->size && before < 1.5f * line->size) return -1;
  return behind > -0.1f * line->size && behind < 0.3f * line->size;
}

// Marks that pdftotext has made lines of their own go to the lines that they belong to.
static void attach_marks(spokes_pdf *pdf, const spokes_pdf_page *page) {
  if (page->line_count > SPOKES_LIMIT_PDF_PAGE_LINES) return;
  for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++) {
    spokes_pdf_line *mark = &pdf->lines[i];
    const spokes_pdf_word *word = &pdf->words[mark->first_word];
    if (mark->word_count > 1 || !spokes__html_is_note_mark(word->text, word->len, false)) continue;
    for (uint32_t k = page->first_line; k < page->first_line + page->line_count; k++) {
      spokes_pdf_line *line = &pdf->lines[k];
      int side = beside(mark, line);
      if (!side) continue;
      mark->role = SPOKES_PDF_MARK;
      if (side < 0) {
        line->mark = mark->first_word + 1;
        line->starts_note = true;
      }
      break;
    }
  }
}

// ---- Keys ------------------------------------------------------------------------------------------------------

static bool is_roman(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!text[i] || !strchr("ivxlcIVXLC", text[i])) return false;
  return len > 0 && len < 8;
}

static void make_key(const spokes_pdf *pdf, const spokes_pdf_line *line, edge *out) {
  bool only_number = true;
  out->key_len = 0;
  for (uint32_t w = line->first_word; w < line->first_word + line->word_count; w++) {
    const spokes_pdf_word *word = &pdf->words[w];
    bool roman = line->word_count <= 3 && is_roman(word->text, word->len);
    for (uint32_t i = 0; i < word->len && out->key_len < KEY_BYTES; i++) {
      char c = word->text[i];
      bool digit = roman || (c >= '0' && c <= '9');
      if (digit && out->key_len && out->key[out->key_len - 1] == '#') continue;
      out->key[out->key_len++] = digit ? '#' : c;
      // Dashes and bars around a number are signs of two or three bytes or plain ones.
      only_number &=
          digit || (c && strchr("-|[]()./", c)) || (unsigned char)c == 0xE2 || ((unsigned char)c & 0xC0) == 0x80;
    }
  }
  out->is_number = only_number && memchr(out->key, '#', out->key_len);
}

static bool is_same(const spokes_pdf *pdf, const edge *a, const edge *b) {
  const spokes_pdf_line *one = &pdf->lines[a->line], *other = &pdf->lines[b->line];
  return a->key_len == b->key_len && !memcmp(a->key, b->key, a->key_len) &&
         fabsf(one->box.top - other->box.top) <= SAME_HEIGHT && fabsf(one->size - other->size) <= 1.0f;
}

// ---- Edges -----------------------------------------------------------------------------------------------------

// The lines of the page nearest to an edge, by height: the first EDGE_LINES of them.
static uint8_t nearest(const spokes_pdf *pdf, const spokes_pdf_page *page, bool at_top, uint32_t out[EDGE_LINES]) {
  uint8_t count = 0;
  for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++) {
    float height = at_top ? pdf->lines[i].box.top : -pdf->lines[i].box.bottom;
    uint8_t at = count;
    while (at && (at_top ? pdf->lines[out[at - 1]].box.top : -pdf->lines[out[at - 1]].box.bottom) > height) at--;
    if (at >= EDGE_LINES) continue;
    if (count < EDGE_LINES) count++;
    memmove(out + at + 1, out + at, (size_t)(count - 1 - at) * sizeof *out);
    out[at] = i;
  }
  return count;
}

// Is there an empty stretch between the line and all that lies further inside?
static bool is_set_off(const spokes_pdf *pdf, const spokes_pdf_page *page, const spokes_pdf_line *line, bool at_top) {
  float nearest_gap = page->height;
  bool is_alone = true;
  for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++) {
    const spokes_pdf_line *other = &pdf->lines[i];
    float gap = at_top ? other->box.top - line->box.bottom : line->box.top - other->box.bottom;
    bool is_inside = at_top ? other->box.top > line->box.top + 0.5f * line->size
                            : other->box.bottom < line->box.bottom - 0.5f * line->size;
    if (!is_inside) continue;
    is_alone = false;
    if (gap < nearest_gap) nearest_gap = gap;
  }
  return !is_alone && nearest_gap > 0.5f * line->size;
}

static void find_edges(const spokes_pdf *pdf, const spokes_pdf_page *page, page_edges *out) {
  uint32_t lines[EDGE_LINES];
  *out = (page_edges){.top_count = 0};
  if (page->line_count > SPOKES_LIMIT_PDF_PAGE_LINES) return;
  for (int side = 0; side < 2; side++) {
    bool at_top = !side;
    uint8_t count = nearest(pdf, page, at_top, lines);
    for (uint8_t i = 0; i < count; i++) {
      const spokes_pdf_line *line = &pdf->lines[lines[i]];
      float middle = (line->box.top + line->box.bottom) / 2;
      // Not beyond the outer fifth of the page.
      if (at_top ? middle > 0.2f * page->height : middle < 0.8f * page->height) continue;
      edge *e = &out->items[at_top ? out->top_count++ : EDGE_LINES + out->bottom_count++];
      e->line = lines[i];
      e->is_set_off = is_set_off(pdf, page, line, at_top);
      make_key(pdf, line, e);
    }
  }
}

// ---- Running lines ---------------------------------------------------------------------------------------------

static bool recurs(const spokes_pdf *pdf, const page_edges *all, size_t page, const edge *e, bool at_top) {
  size_t from = page > NEIGHBOURS ? page - NEIGHBOURS : 0;
  for (size_t p = from; p < pdf->page_count && p <= page + NEIGHBOURS; p++) {
    if (p == page) continue;
    const edge *others = at_top ? all[p].items : all[p].items + EDGE_LINES;
    uint8_t count = at_top ? all[p].top_count : all[p].bottom_count;
    for (uint8_t i = 0; i < count; i++)
      if (is_same(pdf, e, &others[i])) return true;
  }
  return false;
}

// A line is running when it recurs and it, or one further inside that recurs too, is set off: a header of two lines.
static size_t mark_side(spokes_pdf *pdf, const page_edges *all, size_t page, bool at_top) {
  const edge *edges = at_top ? all[page].items : all[page].items + EDGE_LINES;
  uint8_t count = at_top ? all[page].top_count : all[page].bottom_count, running = 0;
  for (uint8_t i = 0; i < count; i++) {
    bool is_lone_number = edges[i].is_number && i == 0;
    if (!is_lone_number && !recurs(pdf, all, page, &edges[i], at_top)) break;
    if (edges[i].is_set_off) running = (uint8_t)(i + 1);
  }
  for (uint8_t i = 0; i < running; i++) pdf->lines[edges[i].line].role = SPOKES_PDF_RUNNING;
  return running;
}

// A height at which most pages have running lines, for those of other words.
static void mark_by_height(spokes_pdf *pdf, const page_edges *all, bool at_top) {
  size_t with = 0, sampled = SIZE_MAX;
  for (size_t p = 0; p < pdf->page_count; p++) {
    const edge *edges = at_top ? all[p].items : all[p].items + EDGE_LINES;
    uint8_t count = at_top ? all[p].top_count : all[p].bottom_count;
    if (!count || pdf->lines[edges[0].line].role != SPOKES_PDF_RUNNING) continue;
    if (sampled == SIZE_MAX) sampled = edges[0].line;
    const spokes_pdf_line *sample = &pdf->lines[sampled], *line = &pdf->lines[edges[0].line];
    with += fabsf(sample->box.top - line->box.top) <= SAME_HEIGHT && fabsf(sample->size - line->size) <= 1.0f;
  }
  if (with < 3 || with * 2 < pdf->page_count) return;
  const spokes_pdf_line sample = pdf->lines[sampled];
  for (size_t p = 0; p < pdf->page_count; p++) {
    const edge *e = at_top ? all[p].items : all[p].items + EDGE_LINES;
    if (!(at_top ? all[p].top_count : all[p].bottom_count) || !e->is_set_off) continue;
    spokes_pdf_line *line = &pdf->lines[e->line];
    if (fabsf(sample.box.top - line->box.top) <= SAME_HEIGHT && fabsf(sample.size - line->size) <= 1.0f)
      line->role = SPOKES_PDF_RUNNING;
  }
}

static spokes_status find_running(spokes_pdf *pdf, spokes_error *err) {
  page_edges *all = spokes__calloc(pdf->page_count ? pdf->page_count : 1, sizeof *all);
  if (!all) return spokes__error_nomem(err);
  for (size_t p = 0; p < pdf->page_count; p++) find_edges(pdf, &pdf->pages[p], &all[p]);
  for (size_t p = 0; p < pdf->page_count; p++) {
    mark_side(pdf, all, p, true);
    mark_side(pdf, all, p, false);
  }
  mark_by_height(pdf, all, true);
  mark_by_height(pdf, all, false);
  spokes__free(all);
  return SPOKES_OK;
}

// ---- Notes -----------------------------------------------------------------------------------------------------

static bool is_small(const spokes_pdf *pdf, const spokes_pdf_line *line) { return line->size < 0.93f * pdf->body_size; }

static bool overlaps(const spokes_pdf_line *a, const spokes_pdf_line *b) {
  return a->box.left < b->box.right && b->box.left < a->box.right;
}

// Small type with nothing but small type below it in its column.
static bool is_at_foot(const spokes_pdf *pdf, const spokes_pdf_page *page, const spokes_pdf_line *line) {
  if (line->role != SPOKES_PDF_BODY || !is_small(pdf, line)) return false;
  for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++) {
    const spokes_pdf_line *other = &pdf->lines[i];
    bool is_below = other->box.top > line->box.top + 0.5f * line->size && overlaps(line, other);
    if (is_below && other->role == SPOKES_PDF_BODY && !is_small(pdf, other)) return false;
  }
  return true;
}

// A figure or sign at the start of the line, raised or followed by a gap.
static bool starts_with_mark(const spokes_pdf *pdf, const spokes_pdf_line *line) {
  const spokes_pdf_word *words = pdf->words + line->first_word;
  if (spokes__html_is_note_mark(words[0].text, words[0].len, false)) return line->word_count > 1;
  // "1See" and "*See", as of a mark that is raised without being smaller.
  size_t digits = 0;
  while (digits < words[0].len && words[0].text[digits] >= '0' && words[0].text[digits] <= '9') digits++;
  return digits && digits <= 3 && digits < words[0].len && (words[0].text[digits] & 0xDF) >= 'A' &&
         (words[0].text[digits] & 0xDF) <= 'Z';
}

// Notes run on from the page before when that ended in one.
static void find_notes(spokes_pdf *pdf) {
  bool last_page_had = false;
  for (size_t p = 0; p < pdf->page_count; p++) {
    const spokes_pdf_page *page = &pdf->pages[p];
    bool has = false, may_run_on = last_page_had;
    if (page->line_count > SPOKES_LIMIT_PDF_PAGE_LINES) continue;
    for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++) {
      spokes_pdf_line *line = &pdf->lines[i];
      if (!is_at_foot(pdf, page, line)) {
        if (line->role == SPOKES_PDF_BODY) has = false;
        continue;
      }
      line->starts_note |= starts_with_mark(pdf, line);
      if (!line->starts_note && !has && !may_run_on) continue;
      line->role = SPOKES_PDF_NOTE;
      has = true;
    }
    last_page_had = false;
    for (uint32_t i = page->first_line; i < page->first_line + page->line_count; i++)
      last_page_had |= pdf->lines[i].role == SPOKES_PDF_NOTE;
  }
}

// ---- Headings and tables ---------------------------------------------------------------------------------------

static void find_headings(spokes_pdf *pdf) {
  for (size_t i = 0; i < pdf->line_count; i++) {
    spokes_pdf_line *line = &pdf->lines[i];
    if (line->role == SPOKES_PDF_BODY && line->size > 1.12f * pdf->body_size) line->role = SPOKES_PDF_HEADING;
  }
}

// Dots that lead to a page number.
static bool is_contents(const spokes_pdf *pdf, const spokes_pdf_line *line) {
  const spokes_pdf_word *words = pdf->words + line->first_word;
  const spokes_pdf_word *last = &words[line->word_count - 1];
  size_t dots = 0;
  for (uint32_t w = 0; w < line->word_count; w++)
    for (uint32_t i = 0; i < words[w].len; i++) {
      bool is_ellipsis = i + 3 <= words[w].len && !memcmp(words[w].text + i, "\u2026", 3);
      dots += is_ellipsis ? 3u : words[w].text[i] == '.';
    }
  // The number may touch the dots.
  char end = last->text[last->len - 1];
  return dots >= 6 && dots * 3 > line->chars && ((end >= '0' && end <= '9') || is_roman(last->text, last->len));
}

static void find_contents(spokes_pdf *pdf) {
  for (size_t i = 0; i < pdf->line_count; i++) {
    spokes_pdf_line *line = &pdf->lines[i];
    if (line->role == SPOKES_PDF_BODY && is_contents(pdf, line)) line->role = SPOKES_PDF_CONTENTS;
  }
}

// Where the widest gap of the line ends; 0 = it has none that is wide.
static float wide_gap(const spokes_pdf *pdf, const spokes_pdf_line *line) {
  float widest = 2.5f * line->size, end = 0;
  const spokes_pdf_word *words = pdf->words + line->first_word;
  for (uint32_t i = 1; i < line->word_count; i++) {
    float gap = words[i].box.left - words[i - 1].box.right;
    if (gap > widest) widest = gap, end = words[i].box.left;
  }
  return end;
}

static void find_tables(spokes_pdf *pdf) {
  float last = 0;
  for (size_t i = 0; i < pdf->line_count; i++) {
    spokes_pdf_line *line = &pdf->lines[i];
    float gap = line->role == SPOKES_PDF_BODY ? wide_gap(pdf, line) : 0;
    bool goes_on = i > 0 && gap > 0 && last > 0 && line->page == line[-1].page && fabsf(gap - last) < line->size;
    if (goes_on) line->role = line[-1].role = SPOKES_PDF_TABLE;
    last = gap;
  }
}

spokes_status spokes__pdf_roles_find(spokes_pdf *pdf, spokes_error *err) {
  for (size_t p = 0; p < pdf->page_count; p++) attach_marks(pdf, &pdf->pages[p]);
  spokes_status status = find_running(pdf, err);
  if (!status) status = spokes__pdf_order(pdf, err);
  if (status) return status;
  find_notes(pdf);
  find_contents(pdf);
  find_headings(pdf);
  find_tables(pdf);
  return SPOKES_OK;
}
