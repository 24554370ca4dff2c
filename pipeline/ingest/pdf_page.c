// The table has a row for each page (level 1), block (3, not used), line (4) and word (5), tab-separated:
//
//   level page flow block line word left top width height conf text
//
// Rows that are not of this form are passed over: a word may hold anything.

#include "ingest/pdf_page.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/html_rules.h"

#define COLUMNS 12
#define SIZE_STEPS 4u  // per point, of the histogram of sizes
#define SIZE_BINS 400u

typedef struct table_row {
  const char *fields[COLUMNS];
  size_t last_len;  // of the text
} table_row;

static bool split(const char *line, size_t len, table_row *out) {
  size_t at = 0;
  for (int i = 0; i < COLUMNS - 1; i++) {
    const char *tab = memchr(line + at, '\t', len - at);
    if (!tab) return false;
    out->fields[i] = line + at;
    at = (size_t)(tab - line) + 1;
  }
  out->fields[COLUMNS - 1] = line + at;
  out->last_len = len - at;
  return true;
}

// A decimal number with a point, whatever the locale; what lies outside any page is 0.
static float number(const char *field) {
  double value = 0, unit = 1;
  bool is_negative = *field == '-';
  const char *at = field + is_negative;
  for (; *at >= '0' && *at <= '9'; at++) value = value * 10 + (*at - '0');
  if (*at == '.')
    for (at++; *at >= '0' && *at <= '9'; at++) value += (unit /= 10) * (*at - '0');
  if (!(value < 1e6)) return 0;
  return (float)(is_negative ? -value : value);
}

static spokes_pdf_box box_of(const table_row *row) {
  spokes_pdf_box box = {number(row->fields[6]), number(row->fields[7]), 0, 0};
  box.right = box.left + number(row->fields[8]);
  box.bottom = box.top + number(row->fields[9]);
  return box;
}

static bool add_page(spokes_pdf *pdf, const table_row *row) {
  void *pages = pdf->pages;
  if (!spokes__array_reserve(&pages, &pdf->page_cap, pdf->page_count + 1, sizeof *pdf->pages)) return false;
  pdf->pages = pages;
  pdf->pages[pdf->page_count++] =
      (spokes_pdf_page){number(row->fields[8]), number(row->fields[9]), (uint32_t)pdf->line_count, 0};
  return true;
}

static bool add_line(spokes_pdf *pdf) {
  void *lines = pdf->lines;
  if (!spokes__array_reserve(&lines, &pdf->line_cap, pdf->line_count + 1, sizeof *pdf->lines)) return false;
  pdf->lines = lines;
  pdf->lines[pdf->line_count++] =
      (spokes_pdf_line){.first_word = (uint32_t)pdf->word_count, .page = (uint32_t)pdf->page_count - 1};
  pdf->pages[pdf->page_count - 1].line_count++;
  return true;
}

static bool add_word(spokes_pdf *pdf, const table_row *row) {
  const char *text = row->fields[COLUMNS - 1];
  if (!row->last_len || spokes__utf8_valid_prefix(text, row->last_len) != row->last_len) return true;
  void *words = pdf->words;
  if (!spokes__array_reserve(&words, &pdf->word_cap, pdf->word_count + 1, sizeof *pdf->words)) return false;
  pdf->words = words;
  pdf->words[pdf->word_count++] = (spokes_pdf_word){box_of(row), text, (uint32_t)row->last_len};
  pdf->lines[pdf->line_count - 1].word_count++;
  return true;
}

// ---- Lines from their words ------------------------------------------------------------------------------------

void spokes__pdf_measure_line(const spokes_pdf *pdf, spokes_pdf_line *line) {
  const spokes_pdf_word *words = pdf->words + line->first_word;
  uint64_t longest = 0;
  line->box = words[0].box;
  line->chars = 0;
  for (uint32_t i = 0; i < line->word_count; i++) {
    const spokes_pdf_box *box = &words[i].box;
    uint64_t chars = spokes__utf8_count(words[i].text, words[i].len);
    if (box->left < line->box.left) line->box.left = box->left;
    if (box->top < line->box.top) line->box.top = box->top;
    if (box->right > line->box.right) line->box.right = box->right;
    if (box->bottom > line->box.bottom) line->box.bottom = box->bottom;
    line->chars += (uint32_t)chars;
    if (chars <= longest) continue;
    longest = chars;
    line->size = box->bottom - box->top;
  }
}

// Lines without words are dropped, so that every line has a box.
static void measure_lines(spokes_pdf *pdf) {
  size_t kept = 0;
  for (size_t p = 0; p < pdf->page_count; p++) {
    spokes_pdf_page *page = &pdf->pages[p];
    uint32_t first = page->first_line, count = page->line_count;
    page->first_line = (uint32_t)kept;
    for (uint32_t i = first; i < first + count; i++) {
      if (!pdf->lines[i].word_count) continue;
      pdf->lines[kept] = pdf->lines[i];
      spokes__pdf_measure_line(pdf, &pdf->lines[kept++]);
    }
    page->line_count = (uint32_t)kept - page->first_line;
  }
  pdf->line_count = kept;
}

static float body_size(const spokes_pdf *pdf) {
  uint64_t bins[SIZE_BINS] = {0};
  size_t best = 0;
  for (size_t i = 0; i < pdf->line_count; i++) {
    float size = pdf->lines[i].size * SIZE_STEPS;
    size_t bin = size <= 0 ? 0 : size >= SIZE_BINS ? SIZE_BINS - 1 : (size_t)size;
    bins[bin] += pdf->lines[i].chars;
  }
  for (size_t bin = 1; bin < SIZE_BINS; bin++)
    if (bins[bin] > bins[best]) best = bin;
  return ((float)best + 0.5f) / SIZE_STEPS;
}

spokes_status spokes__pdf_parse(const char *tsv, size_t len, spokes_pdf *out, spokes_error *err) {
  bool good = true;
  for (size_t at = 0; good && at < len;) {
    const char *stop = memchr(tsv + at, '\n', len - at);
    size_t end = stop ? (size_t)(stop - tsv) : len;
    table_row row;
    bool is_row = split(tsv + at, end - at, &row) && row.fields[1] == row.fields[0] + 2;
    char level = is_row ? *row.fields[0] : '\0';
    if (level == '1') good = add_page(out, &row);
    if (level == '4' && out->page_count) good = add_line(out);
    if (level == '5' && out->line_count) good = add_word(out, &row);
    if (out->word_count > SPOKES_LIMIT_PDF_WORDS || out->page_count > SPOKES_LIMIT_PDF_PAGES)
      return spokes__error_set(err, SPOKES_E_LIMIT, "a PDF document of more than %u words or %u pages",
                               SPOKES_LIMIT_PDF_WORDS, SPOKES_LIMIT_PDF_PAGES);
    at = end + 1;
  }
  if (!good) return spokes__error_nomem(err);
  measure_lines(out);
  out->body_size = body_size(out);
  return SPOKES_OK;
}

void spokes__pdf_release(spokes_pdf *pdf) {
  spokes__free(pdf->pages);
  spokes__free(pdf->lines);
  spokes__free(pdf->words);
  *pdf = (spokes_pdf)SPOKES_PDF_INIT;
}

// ---- Words -----------------------------------------------------------------------------------------------------

bool spokes__pdf_is_gap(const spokes_pdf_word *before, const spokes_pdf_word *after) {
  float one = before->box.bottom - before->box.top, other = after->box.bottom - after->box.top;
  float size = one < other ? one : other;
  // pdftotext divides words where type changes, too: those touch. A word far to the left is another line.
  float gap = after->box.left - before->box.right;
  return gap > 0.1f * size || gap < -2.0f * size;
}

bool spokes__pdf_is_raised(const spokes_pdf_line *line, const spokes_pdf_word *word) {
  float size = word->box.bottom - word->box.top;
  bool is_small = size < 0.85f * line->size && word->box.bottom < line->box.bottom - 0.15f * line->size;
  return is_small && spokes__html_is_note_mark(word->text, word->len, false);
}
