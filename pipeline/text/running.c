// Running headers, footers and page numbers of plain text.
//
// In a text with form feeds, lines at the top or foot of pages run when the same line (digits aside) stands there on
// several pages, or when their number goes up with the pages. Without form feeds only distances tell: numbers that go
// up by one every page-like stretch of text, and titles that recur at such distances while sentences go on over them
// or at strictly even ones. A line that only recurs (a salutation, a heading) is none.
//
// The lines found are taken out of the text, so that a sentence cut by a page goes on, and moved behind it, where each
// is a passage of the zone `running`.

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "finder.h"
#include "page_lines.h"
#include "repair.h"
#include "stretches.h"

#define LINE_MAX_BYTES 160u
#define FEW_PAGES 3u
// A page holds so many bytes: from a few lines of a speech to two pages of a book, header on one of them only.
#define PAGE_BYTES_MIN 700u
#define PAGE_BYTES_MAX 15000u
#define LAST_PAGE 1500u  // larger numbers are years
#define NUMBER_GAP 40u   // pages without a number between two that have one
#define LOOK_AHEAD 4u    // other numbers between two page numbers
#define TITLE_MIN 4u     // times that a title must recur
#define EVEN_MIN 6u

typedef struct page_text {
  spokes_text *text;
  const char *s;
  uint32_t len;
  spokes_finder feeds;
  spokes_page_line *lines;
  size_t count;
} page_text;

static bool is_space(char c) { return c == ' ' || (unsigned)(c - '\t') < 5; }

static bool add_line(page_text *p, const spokes_page_line *line) {
  spokes_repairs *r = &p->text->repairs;
  void *lines = r->lines;
  if (!spokes__array_reserve(&lines, &r->line_cap, p->count + 1, sizeof *r->lines)) return false;
  p->lines = r->lines = lines;
  p->lines[p->count++] = *line;
  return true;
}

// The next line that is not blank from *at to high; *at moves behind it.
static bool next_line(page_text *p, uint32_t *at, uint32_t high, spokes_stretch *out) {
  while (*at < high) {
    uint32_t start = *at, end = (uint32_t)spokes__finder_next(&p->feeds, start, high);
    *at = end + (end < high);
    while (start < end && is_space(p->s[start])) start++;
    while (end > start && is_space(p->s[end - 1])) end--;
    if (start < end) return *out = (spokes_stretch){start, end}, true;
  }
  return false;
}

// ---- Pages that form feeds part --------------------------------------------------------------------------------

static bool add_edge(page_text *p, spokes_stretch at, uint32_t page, spokes_page_side side, unsigned rank) {
  spokes_page_line line = {.start = at.start, .end = at.end, .number = SPOKES_NO_NUMBER};
  if (at.end - at.start <= LINE_MAX_BYTES) {
    line = spokes__page_line_read(p->s, at.start, at.end);
    line.key = spokes__page_line_key(p->s, at.start, at.end);
  }
  line.page = page;
  line.side = (uint8_t)side;
  line.rank = (uint8_t)rank;
  return add_line(p, &line);
}

// Keeps the outermost lines of the page [start, end), those of the top first.
static bool read_page(page_text *p, uint32_t start, uint32_t end, uint32_t page) {
  spokes_stretch top[SPOKES_PAGE_RANKS], foot[SPOKES_PAGE_RANKS], line;
  unsigned top_count = 0, behind = 0;
  for (uint32_t at = start; next_line(p, &at, end, &line);) {
    if (top_count < SPOKES_PAGE_RANKS)
      top[top_count++] = line;
    else
      foot[behind++ % SPOKES_PAGE_RANKS] = line;
  }
  // A page of few lines: the later half of them is its foot.
  unsigned kept = behind < SPOKES_PAGE_RANKS ? behind : SPOKES_PAGE_RANKS, own = top_count;
  if (!behind && top_count > 1) own = (top_count + 1) / 2;
  for (unsigned i = 0; i < own; i++)
    if (!add_edge(p, top[i], page, SPOKES_SIDE_TOP, i)) return false;
  for (unsigned i = own; i < top_count; i++)
    if (!add_edge(p, top[i], page, SPOKES_SIDE_FOOT, top_count - 1 - i)) return false;
  for (unsigned i = kept; i > 0; i--)
    if (!add_edge(p, foot[(behind - i) % SPOKES_PAGE_RANKS], page, SPOKES_SIDE_FOOT, i - 1)) return false;
  return true;
}

static bool read_pages(page_text *p, uint32_t *pages_out) {
  uint32_t page = 0;
  for (uint32_t start = 0;; page++) {
    const char *feed = memchr(p->s + start, '\f', p->len - start);
    uint32_t end = feed ? (uint32_t)(feed - p->s) : p->len;
    size_t before = p->count;
    if (!read_page(p, start, end, page)) return false;
    // What stands behind the last form feed is no page when nothing does.
    if (p->count == before && feed) spokes__damage_note(p->text, SPOKES_DAMAGE_EMPTY_PAGE, end, end, false);
    if (!feed) break;
    start = end + 1;
  }
  *pages_out = page + 1;
  return true;
}

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int by_key(const void *a, const void *b) {
  const spokes_page_line *x = a, *y = b;
  if (x->side != y->side) return compare(x->side, y->side);
  return x->key != y->key ? compare(x->key, y->key) : compare(x->start, y->start);
}

static int by_start(const void *a, const void *b) {
  const spokes_page_line *x = a, *y = b;
  return compare(x->start, y->start);
}

// How far the number is ahead of the page; 0 stands for no number.
static int64_t lead_of(const spokes_page_line *line) {
  return line->number == SPOKES_NO_NUMBER ? INT64_MIN : (int64_t)line->number - line->page;
}

static int by_lead(const void *a, const void *b) {
  const spokes_page_line *x = a, *y = b;
  int64_t one = lead_of(x), two = lead_of(y);
  return one != two ? (one > two) - (one < two) : compare(x->start, y->start);
}

// Of lines sorted by key: those that stand on enough pages, and whose outer neighbours run.
static void mark_repeated(page_text *p, uint32_t pages) {
  uint32_t need = pages <= FEW_PAGES ? pages : 3;
  for (size_t i = 0, end; i < p->count; i = end) {
    uint32_t on = 1;
    for (end = i + 1; end < p->count && p->lines[end].key == p->lines[i].key && p->lines[end].side == p->lines[i].side;
         end++)
      on += p->lines[end].page != p->lines[end - 1].page;
    if (on < need || !p->lines[i].key || p->s[p->lines[i].start] == '(') continue;  // (spoke in French)
    for (size_t k = i; k < end; k++) p->lines[k].is_running = true;
  }
}

// Of lines sorted by how far their numbers are ahead: those whose number goes up with the pages.
static void mark_numbered(page_text *p) {
  for (size_t i = 0, end; i < p->count; i = end) {
    uint32_t on = 1;
    for (end = i + 1; end < p->count && lead_of(&p->lines[end]) == lead_of(&p->lines[i]); end++)
      on += p->lines[end].page != p->lines[end - 1].page;
    if (p->lines[i].number == SPOKES_NO_NUMBER) continue;
    for (size_t k = i; k < end; k++) p->lines[k].is_running |= on >= (p->lines[k].is_bare ? 2u : 3u);
  }
}

// A line runs only when every line between it and the edge of the page does. Lines are in text order.
static void keep_outer(page_text *p) {
  bool outer = true;
  for (size_t i = 0; i < p->count; i++) {
    if (p->lines[i].side != SPOKES_SIDE_TOP) continue;
    if (!p->lines[i].rank) outer = true;
    outer = p->lines[i].is_running = outer && p->lines[i].is_running;
  }
  for (size_t i = p->count; i > 0; i--) {
    if (p->lines[i - 1].side != SPOKES_SIDE_FOOT) continue;
    if (!p->lines[i - 1].rank) outer = true;
    outer = p->lines[i - 1].is_running = outer && p->lines[i - 1].is_running;
  }
}

static bool mark_pages(page_text *p) {
  uint32_t pages;
  if (!read_pages(p, &pages)) return false;
  if (!p->count) return true;
  qsort(p->lines, p->count, sizeof *p->lines, by_key);
  mark_repeated(p, pages);
  qsort(p->lines, p->count, sizeof *p->lines, by_lead);
  mark_numbered(p);
  qsort(p->lines, p->count, sizeof *p->lines, by_start);
  keep_outer(p);
  return true;
}

// ---- Pages that nothing parts -----------------------------------------------------------------------------------

static bool is_final(unsigned char c) {
  return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == ')' || !c;
}

static bool is_frame(unsigned char c) { return c == '>' || c == '<' || c == '|' || c == '(' || c == '[' || !c; }

// May the line be a header, a footer or a page number? Most lines of a text are not even read.
static bool may_run(const char *s, uint32_t start, uint32_t end) {
  if (end - start > LINE_MAX_BYTES / 2) return false;
  unsigned char first = (unsigned char)s[start], last = (unsigned char)s[end - 1];
  if (first >= '0' && first <= '9') return true;
  if (is_final(last) || is_frame(first)) return false;
  if (end - start >= 3 && !memcmp(s + end - 3, "\xE3\x80\x82", 3)) return false;  // ideographic full stop
  return first < 'a' || first > 'z' || end - start < 8;
}

// The keys are those of openings: most lines recur in nothing, and are not read to their end.
// The lines of a stretch of the text.
typedef struct line_list {
  const page_text *page;
  spokes_page_line *lines;
  size_t count, cap;
  bool failed;
} line_list;

static void read_stretch(void *context, size_t number, size_t from, size_t to) {
  line_list *list = (line_list *)context + number;
  page_text own = *list->page;  // with a finder of its own
  const char *s = own.s;
  spokes_stretch at;
  for (uint32_t i = (uint32_t)from; !list->failed && next_line(&own, &i, (uint32_t)to, &at);) {
    if (!may_run(s, at.start, at.end)) continue;
    void *lines = list->lines;
    list->failed = !spokes__array_reserve(&lines, &list->cap, list->count + 1, sizeof *list->lines);
    list->lines = lines;
    if (list->failed) return;
    list->lines[list->count] = spokes__page_line_read(s, at.start, at.end);
    list->lines[list->count++].key = spokes__page_line_opening(s, at.start, at.end);
  }
}

static bool read_lines(page_text *p) {
  spokes_repairs *r = &p->text->repairs;
  line_list lists[SPOKES_STRETCHES_MAX] = {{.page = p, .lines = r->lines, .cap = r->line_cap}};
  for (size_t i = 1; i < SPOKES_STRETCHES_MAX; i++) lists[i].page = p;
  bool good = spokes__stretches_run(p->text->threads, p->s, p->len, read_stretch, lists);
  // The first list goes on in the text's own memory, and takes the others in.
  r->lines = lists[0].lines;
  r->line_cap = lists[0].cap;
  p->lines = r->lines;
  p->count = lists[0].count;
  good = good && !lists[0].failed;
  for (size_t i = 1; i < SPOKES_STRETCHES_MAX; i++) {
    for (size_t k = 0; good && k < lists[i].count; k++) good = add_line(p, &lists[i].lines[k]);
    good = good && !lists[i].failed;
    spokes__free(lists[i].lines);
  }
  return good;
}

static bool is_page_number(const spokes_page_line *line) { return line->is_bare && line->number < LAST_PAGE; }

// Do two page numbers stand as far from each other as their pages?
static bool is_page_like(const spokes_page_line *a, const spokes_page_line *b) {
  if (b->number <= a->number || b->number - a->number > NUMBER_GAP) return false;
  uint32_t each = (b->start - a->start) / (b->number - a->number);
  return each >= PAGE_BYTES_MIN && each <= PAGE_BYTES_MAX;
}

static void mark_numbers(page_text *p) {
  for (size_t i = 0; i < p->count; i++) {
    spokes_page_line *line = &p->lines[i];
    if (!is_page_number(line)) continue;
    unsigned seen = 0;
    for (size_t k = i + 1; k < p->count && seen < LOOK_AHEAD; k++) {
      if (!is_page_number(&p->lines[k])) continue;
      seen++;
      if (!is_page_like(line, &p->lines[k])) continue;
      line->is_running = p->lines[k].is_running = true;
      break;
    }
    // A lone number in the middle of a sentence.
    if (line->is_running) continue;
    spokes_line_context around = spokes__line_context(p->s, p->len, line->start, line->end);
    line->is_running = around.goes_on && around.is_long;
  }
}

static int by_size(const void *a, const void *b) { return compare(*(const uint32_t *)a, *(const uint32_t *)b); }

#define GAPS_MAX 512u

// Are the distances between the lines of a group, each divided by the pages between their numbers, those of pages?
// *is_even_out: four in five differ from the middle one by a fifth at most.
static bool have_page_gaps(const spokes_page_line *lines, size_t count, bool *is_even_out) {
  uint32_t gaps[GAPS_MAX];
  size_t gap_count = 0, even = 0;
  for (size_t i = 1; i < count && gap_count < GAPS_MAX; i++) {
    uint32_t pages = 1;
    if (lines[i].number != SPOKES_NO_NUMBER) {
      if (lines[i].number <= lines[i - 1].number) return false;
      pages = lines[i].number - lines[i - 1].number;
    }
    gaps[gap_count++] = (lines[i].start - lines[i - 1].start) / pages;
  }
  qsort(gaps, gap_count, sizeof *gaps, by_size);
  uint32_t middle = gaps[gap_count / 2];
  for (size_t i = 0; i < gap_count; i++) even += gaps[i] >= middle - middle / 5 && gaps[i] <= middle + middle / 5;
  *is_even_out = even * 5 >= gap_count * 4;
  return middle >= PAGE_BYTES_MIN && middle <= PAGE_BYTES_MAX;
}

// A title that recurs, lines in text order: does it run?
static bool is_running_title(const page_text *p, const spokes_page_line *lines, size_t count) {
  bool is_even;
  if (count < TITLE_MIN || p->s[lines->start] == '#' || p->s[lines->start] == '*') return false;
  if (!have_page_gaps(lines, count, &is_even)) return false;
  size_t over = 0;
  for (size_t i = 0; i < count; i++) over += spokes__line_context(p->s, p->len, lines[i].start, lines[i].end).goes_on;
  return (over >= 2 && over * 4 >= count) || (is_even && count >= EVEN_MIN);
}

// Counts keys in an open table, so that only those that recur are sorted. Slots hold key + 1 and, above, the count.
static bool keep_recurring(page_text *p) {
  spokes_repairs *r = &p->text->repairs;
  size_t slots = 64;
  while (slots < 2 * p->count) slots *= 2;
  void *table = r->table;
  if (!spokes__array_reserve(&table, &r->table_cap, slots, sizeof *r->table)) return false;
  r->table = table;
  memset(r->table, 0, slots * sizeof *r->table);
  for (size_t i = 0; i < p->count; i++) {
    uint64_t key = (uint64_t)p->lines[i].key + 1, at = key & (slots - 1);
    while (r->table[at] && (r->table[at] & UINT64_C(0x1FFFFFFFF)) != key) at = (at + 1) & (slots - 1);
    r->table[at] = (r->table[at] ? r->table[at] : key) + (UINT64_C(1) << 34);
  }
  size_t kept = 0;
  for (size_t i = 0; i < p->count; i++) {
    uint64_t key = (uint64_t)p->lines[i].key + 1, at = key & (slots - 1);
    while ((r->table[at] & UINT64_C(0x1FFFFFFFF)) != key) at = (at + 1) & (slots - 1);
    if (p->lines[i].is_running || (!p->lines[i].is_bare && r->table[at] >> 34 >= TITLE_MIN))
      p->lines[kept++] = p->lines[i];
  }
  p->count = kept;
  return true;
}

static void mark_titles(page_text *p) {
  for (size_t i = 0; i < p->count; i++)
    p->lines[i].key = spokes__page_line_key(p->s, p->lines[i].start, p->lines[i].end);
  qsort(p->lines, p->count, sizeof *p->lines, by_key);
  for (size_t i = 0, end; i < p->count; i = end) {
    for (end = i + 1; end < p->count && p->lines[end].key == p->lines[i].key;) end++;
    if (p->lines[i].is_bare || !is_running_title(p, p->lines + i, end - i)) continue;
    for (size_t k = i; k < end; k++) p->lines[k].is_running = true;
  }
  qsort(p->lines, p->count, sizeof *p->lines, by_start);
}

static bool mark_unparted(page_text *p) {
  if (!read_lines(p)) return false;
  mark_numbers(p);
  if (!keep_recurring(p)) return false;
  if (p->count) mark_titles(p);
  return true;
}

// ---- Taking them out ------------------------------------------------------------------------------------------------

static bool has_letter(const char *s, uint32_t start, uint32_t end) {
  for (uint32_t i = start; i < end; i++)
    if ((unsigned)((s[i] | 0x20) - 'a') < 26 || (unsigned char)s[i] >= 0xC0) return true;
  return false;
}

static bool move_line(page_text *p, const spokes_page_line *line) {
  spokes_repairs *r = &p->text->repairs;
  void *moved = r->moved;
  if (!spokes__array_reserve(&moved, &r->moved_cap, r->moved_count + 1, sizeof *r->moved)) return false;
  r->moved = moved;
  r->moved[r->moved_count++] = (spokes_stretch){line->start, line->end};
  return true;
}

// Takes out the stretch [start, end) of running lines with the white space around them. One line end stays, and a
// blank line where a paragraph may end.
static bool cut(page_text *p, uint32_t start, uint32_t end) {
  spokes_line_context c = spokes__line_context(p->s, p->len, start, end);
  uint32_t from = c.before, to = c.after;
  if (!c.has_before || !c.has_after) {
    from = c.has_before ? c.before : 0;
    to = c.has_after ? c.after : p->len;
    return spokes__repair_add(p->text, &(spokes_fix){from, to, 0, SPOKES_DAMAGE_RUNNING});
  }
  while (from < start && p->s[from] != '\n') from++;
  from += from < start;
  // The indent of the line behind stays.
  while (to > end && p->s[to - 1] != '\n' && p->s[to - 1] != '\f') to--;
  bool is_apart = c.ends_sentence || (!c.goes_on && !c.is_long);
  return spokes__repair_add(p->text, &(spokes_fix){from, to, is_apart ? '\n' : 0, SPOKES_DAMAGE_RUNNING});
}

static bool take_out(page_text *p) {
  size_t kept = 0;
  for (size_t i = 0; i < p->count; i++)
    if (p->lines[i].is_running) p->lines[kept++] = p->lines[i];
  for (size_t i = 0, next; i < kept; i = next) {
    uint32_t end = p->lines[i].end;
    for (next = i; next < kept; next++) {
      uint32_t gap = end;
      while (gap < p->lines[next].start && is_space(p->s[gap])) gap++;
      if (next > i && gap < p->lines[next].start) break;
      end = p->lines[next].end;
      spokes__damage_note(p->text, SPOKES_DAMAGE_RUNNING, p->lines[next].start, end, true);
      if (has_letter(p->s, p->lines[next].start, end) && !move_line(p, &p->lines[next])) return false;
    }
    if (!cut(p, p->lines[i].start, end)) return false;
  }
  return true;
}

bool spokes__running_find(spokes_text *text) {
  page_text p = {.text = text, .s = text->norm, .len = (uint32_t)text->norm_len, .lines = text->repairs.lines};
  if (!p.len) return true;
  spokes__finder_begin(&p.feeds, text->kernels, p.s, p.len, SPOKES_MARK_LINE_FEED);
  if (!(text->pages > 1 ? mark_pages(&p) : mark_unparted(&p))) return false;
  return take_out(&p);
}
