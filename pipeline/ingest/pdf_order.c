// A gutter is an upright stretch that few lines cross, with lines of text on either side of it. Lines that cross it, as
// a title over both columns, divide the page into bands; a band is read left side first. Either side may have a gutter
// of its own. What looks like columns but holds short pieces is a table, and is read by rows.

#include "ingest/pdf_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define POSITIONS 60      // tried for a gutter, over the middle of the width
#define DEPTH 3           // gutters in the columns of gutters
#define MIN_COLUMN 10.0f  // a column of text is this many times wider than its type is high
#define MIN_BESIDE 3      // lines that have a neighbour across the gutter

typedef struct side_facts {
  size_t chars, lines;
  float widest, sum;  // of the lines' widths
  float left, right;  // extent
} side_facts;

static float middle_of(const spokes_pdf_line *line) { return (line->box.top + line->box.bottom) / 2; }

static int by_top(const void *a, const void *b) {
  const spokes_pdf_line *one = a, *other = b;
  float apart = middle_of(one) - middle_of(other);
  if (apart < 0 || apart > 0) return apart < 0 ? -1 : 1;
  if (one->box.left < other->box.left || one->box.left > other->box.left)
    return one->box.left < other->box.left ? -1 : 1;
  return one->first_word < other->first_word ? -1 : one->first_word > other->first_word;
}

static int by_left(const void *a, const void *b) {
  const spokes_pdf_line *one = a, *other = b;
  if (one->box.left < other->box.left || one->box.left > other->box.left)
    return one->box.left < other->box.left ? -1 : 1;
  return one->first_word < other->first_word ? -1 : one->first_word > other->first_word;
}

static bool is_same_row(const spokes_pdf_line *a, const spokes_pdf_line *b) {
  float size = a->size < b->size ? a->size : b->size;
  return fabsf(middle_of(a) - middle_of(b)) < 0.4f * size;
}

// From the top down; lines of one row from the left.
static void sort_rows(spokes_pdf_line *lines, size_t count) {
  qsort(lines, count, sizeof *lines, by_top);
  for (size_t from = 0; from < count;) {
    size_t to = from + 1;
    while (to < count && is_same_row(&lines[from], &lines[to])) to++;
    qsort(lines + from, to - from, sizeof *lines, by_left);
    from = to;
  }
}

// ---- Gutters ---------------------------------------------------------------------------------------------------

static int side_of(const spokes_pdf_line *line, float x) { return line->box.right <= x ? -1 : line->box.left >= x; }

static void add_to(side_facts *facts, const spokes_pdf_line *line) {
  float width = line->box.right - line->box.left;
  if (!facts->lines || line->box.left < facts->left) facts->left = line->box.left;
  if (!facts->lines || line->box.right > facts->right) facts->right = line->box.right;
  if (width > facts->widest) facts->widest = width;
  facts->sum += width;
  facts->chars += line->chars;
  facts->lines++;
}

// The position that the fewest characters' lines cross: the middle of the widest such stretch.
static float best_position(const spokes_pdf_line *lines, size_t count, float left, float right) {
  size_t fewest = SIZE_MAX, run = 0, longest = 0;
  float best = (left + right) / 2, step = 0.6f * (right - left) / POSITIONS;
  for (int i = 0; i <= POSITIONS; i++) {
    float x = left + 0.2f * (right - left) + step * (float)i;
    size_t crossing = 0;
    for (size_t k = 0; k < count; k++) crossing += side_of(&lines[k], x) ? 0 : lines[k].chars;
    run = crossing == fewest ? run + 1 : 1;
    if (crossing > fewest) run = 0;
    if (crossing < fewest) fewest = crossing, longest = 0;
    if (run <= longest) continue;
    longest = run;
    best = x - step * (float)(run - 1) / 2;
  }
  return best;
}

static bool is_text(const side_facts *side, float size, size_t all_chars) {
  return side->lines >= MIN_BESIDE && side->chars * 40 > all_chars && side->widest > MIN_COLUMN * size &&
         side->sum > 0.5f * side->widest * (float)side->lines;
}

// Have enough lines on the left one on the right at their height?
static bool stand_beside(const spokes_pdf_line *lines, size_t count, float x) {
  size_t beside = 0;
  for (size_t i = 0; i < count && beside < MIN_BESIDE; i++) {
    bool found = false;
    if (side_of(&lines[i], x) >= 0) continue;
    for (size_t k = 0; k < count && !found; k++)
      found =
          side_of(&lines[k], x) > 0 && lines[k].box.top < lines[i].box.bottom && lines[k].box.bottom > lines[i].box.top;
    beside += found;
  }
  return beside == MIN_BESIDE;
}

static bool find_gutter(const spokes_pdf_line *lines, size_t count, float size, float *x_out) {
  side_facts all = {0}, left = {0}, right = {0};
  for (size_t i = 0; i < count; i++) add_to(&all, &lines[i]);
  if (count < 2 * MIN_BESIDE || all.right - all.left < 2 * MIN_COLUMN * size) return false;
  float x = best_position(lines, count, all.left, all.right);
  for (size_t i = 0; i < count; i++) {
    int side = side_of(&lines[i], x);
    if (side) add_to(side < 0 ? &left : &right, &lines[i]);
  }
  bool is_gutter = (all.chars - left.chars - right.chars) * 2 < all.chars && is_text(&left, size, all.chars) &&
                   is_text(&right, size, all.chars) && right.left - left.right > 0.5f * size;
  *x_out = x;
  return is_gutter && stand_beside(lines, count, x);
}

// ---- Order -----------------------------------------------------------------------------------------------------

static void order(spokes_pdf_line *lines, size_t count, float size, spokes_pdf_line *scratch, int depth);

// Left lines first, then the right ones; each side may have columns.
static void order_band(spokes_pdf_line *lines, size_t count, float x, float size, spokes_pdf_line *scratch, int depth) {
  size_t at = 0, left;
  for (int side = 0; side < 2; side++) {
    for (size_t i = 0; i < count; i++)
      if ((side_of(&lines[i], x) > 0) == (bool)side) scratch[at++] = lines[i];
    if (!side) left = at;
  }
  memcpy(lines, scratch, count * sizeof *lines);
  order(lines, left, size, scratch, depth + 1);
  order(lines + left, count - left, size, scratch, depth + 1);
}

static void order(spokes_pdf_line *lines, size_t count, float size, spokes_pdf_line *scratch, int depth) {
  float x;
  sort_rows(lines, count);
  if (depth >= DEPTH || !find_gutter(lines, count, size, &x)) return;
  for (size_t from = 0; from < count;) {
    size_t to = from;
    while (to < count && side_of(&lines[to], x)) to++;
    order_band(lines + from, to - from, x, size, scratch, depth);
    from = to;
    while (from < count && !side_of(&lines[from], x)) from++;
  }
}

static bool is_apart(const spokes_pdf_line *line) {
  return line->role == SPOKES_PDF_RUNNING || line->role == SPOKES_PDF_MARK;
}

// Running lines and marks to the end; returns how many lines are before them.
static size_t set_apart(spokes_pdf_line *lines, size_t count, spokes_pdf_line *scratch) {
  size_t kept = 0;
  for (int apart = 0; apart < 2; apart++) {
    size_t at = apart ? kept : 0;
    for (size_t i = 0; i < count; i++)
      if (is_apart(&lines[i]) == (bool)apart) scratch[at++] = lines[i];
    if (!apart) kept = at;
  }
  memcpy(lines, scratch, count * sizeof *lines);
  return kept;
}

// ---- Pieces of lines -------------------------------------------------------------------------------------------

static bool is_piece(const spokes_pdf_line *before, const spokes_pdf_line *line) {
  return is_same_row(before, line) && !is_apart(before) && !is_apart(line) &&
         line->box.left >= before->box.right - 0.1f * line->size &&
         line->box.left - before->box.right < 40 * line->size;
}

// The words of both, copied to the end where they do not stand together.
static bool join(spokes_pdf *pdf, spokes_pdf_line *before, const spokes_pdf_line *line) {
  if (before->first_word + before->word_count != line->first_word) {
    size_t need = pdf->word_count + before->word_count + line->word_count;
    void *words = pdf->words;
    if (need > UINT32_MAX || !spokes__array_reserve(&words, &pdf->word_cap, need, sizeof *pdf->words)) return false;
    pdf->words = words;
    memcpy(pdf->words + pdf->word_count, pdf->words + before->first_word, before->word_count * sizeof *pdf->words);
    before->first_word = (uint32_t)pdf->word_count;
    memcpy(pdf->words + pdf->word_count + before->word_count, pdf->words + line->first_word,
           line->word_count * sizeof *pdf->words);
    pdf->word_count = need;
  }
  before->word_count += line->word_count;
  spokes__pdf_measure_line(pdf, before);
  return true;
}

// Closes the gaps that joined lines leave: first lines of pages move up.
static bool join_pieces(spokes_pdf *pdf) {
  size_t kept = 0;
  for (size_t p = 0; p < pdf->page_count; p++) {
    spokes_pdf_page *page = &pdf->pages[p];
    uint32_t first = page->first_line, count = page->line_count;
    page->first_line = (uint32_t)kept;
    for (uint32_t i = first; i < first + count; i++) {
      const spokes_pdf_line line = pdf->lines[i];
      if (kept > page->first_line && is_piece(&pdf->lines[kept - 1], &line)) {
        if (!join(pdf, &pdf->lines[kept - 1], &line)) return false;
      } else {
        pdf->lines[kept++] = line;
      }
    }
    page->line_count = (uint32_t)kept - page->first_line;
  }
  pdf->line_count = kept;
  return true;
}

spokes_status spokes__pdf_order(spokes_pdf *pdf, spokes_error *err) {
  spokes_pdf_line *scratch = spokes__malloc(SPOKES_LIMIT_PDF_PAGE_LINES * sizeof *scratch);
  if (!scratch) return spokes__error_nomem(err);
  for (size_t p = 0; p < pdf->page_count; p++) {
    const spokes_pdf_page *page = &pdf->pages[p];
    // A page of too many stays in pdftotext's order.
    if (!page->line_count || page->line_count > SPOKES_LIMIT_PDF_PAGE_LINES) continue;
    spokes_pdf_line *lines = pdf->lines + page->first_line;
    order(lines, set_apart(lines, page->line_count, scratch), pdf->body_size, scratch, 0);
  }
  spokes__free(scratch);
  return join_pieces(pdf) ? SPOKES_OK : spokes__error_nomem(err);
}
