// A stack of open elements beside the stream of events. What is inside a frame takes its zone from it; a block closes
// the region before it and the one it holds.
//
// Left out as a whole: scripts, controls, hidden elements; navigation by element or role. A class or an id that speaks
// of navigation is a hint, which counts when at least half of the text inside are links, or when it is a short footer.
// Notes are kept wherever they stand. The marks of notes in the running text are left out: "Japan" with a raised 1 is
// "Japan".
//
// A row of a table is one region, unless it lays out a page: one cell, a table or heading inside, or very long.

#include "ingest/html.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "ingest/html_rules.h"

#define MARK_BYTES 24u   // a note mark with its white space
#define ROW_BYTES 2000u  // a longer row is no row of data
#define NO_ROW SIZE_MAX
#define CONDITION_BYTES 200u
#define FOOTER_BYTES 1500u  // what calls itself a footer and is longer holds more than one

typedef struct frame {
  uint8_t zone;
  uint8_t kind;          // spokes_html_kind
  bool is_left_out;      // no text from here
  bool notes_may_speak;  // of what is left out: but notes inside are kept
  bool is_main;          // inside the main part
  bool is_pre;
  bool is_suspect;  // navigation or a footer by class or id
  bool is_footer;
  bool has_heading;             // of a row: it lays out a page
  bool has_table;               // of a row: likewise
  spokes_composer_mark before;  // of a suspect
  size_t chars, link_chars;     // bytes of text inside
  size_t outer_row;             // of a row: the row around it
  size_t first_cell, first_region;
} frame;

typedef struct reader {
  spokes_composer *composer;
  frame *frames;
  size_t depth, frame_cap;
  size_t *cells;  // first regions of the cells of the open rows
  size_t cell_count, cell_cap;
  size_t row;      // frame of the innermost open row
  size_t links;    // open links
  size_t capture;  // frame whose text is held back as perhaps the mark of a note; 0 = none
  bool capture_links, capture_back;
  char held[MARK_BYTES];
  size_t held_len;
  bool after_line;  // a <br> was the last thing
  spokes_status status;
  spokes_error *err;
} reader;

static frame *top(reader *r) { return &r->frames[r->depth - 1]; }

// ---- Text --------------------------------------------------------------------------------------------------

static bool is_white(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!strchr(" \t\r\n\f", text[i]) || !text[i]) return false;
  return true;
}

// Lines stay, and a blank line ends a paragraph.
static void write_pre(reader *r, const char *text, size_t len) {
  for (size_t at = 0; at < len;) {
    const char *stop = memchr(text + at, '\n', len - at);
    size_t end = stop ? (size_t)(stop - text) : len;
    bool blank = is_white(text + at, end - at);
    if (blank && stop && r->after_line) spokes__composer_close(r->composer);
    if (!blank) {
      if (!r->composer->is_open) spokes__composer_open(r->composer, (spokes_zone)top(r)->zone);
      spokes__composer_text(r->composer, text + at, end - at);
      r->after_line = false;
    }
    if (stop) {
      spokes__composer_line(r->composer);
      r->after_line = true;
    }
    at = end + (stop != NULL);
  }
}

static void write_text(reader *r, const char *text, size_t len) {
  frame *now = top(r);
  if (now->is_pre) {
    write_pre(r, text, len);
    return;
  }
  bool blank = is_white(text, len);
  if (!r->composer->is_open && blank) return;
  if (!r->composer->is_open) spokes__composer_open(r->composer, (spokes_zone)now->zone);
  spokes__composer_text(r->composer, text, len);
  if (blank) return;
  r->after_line = false;
  now->chars += len;
  if (r->links) now->link_chars += len;
}

// What was held back is text after all.
static void release_held(reader *r) {
  size_t len = r->held_len;
  r->capture = r->held_len = 0;
  if (len) write_text(r, r->held, len);
}

// The mark of a note is left out; at the start of a region it is the note's own number, and stays.
static void settle_held(reader *r) {
  spokes_composer *composer = r->composer;
  bool is_mark = spokes__html_is_note_mark(r->held, r->held_len, r->capture_links);
  if (!is_mark) {
    release_held(r);
  } else if (spokes__composer_is_blank(composer)) {
    bool is_note = r->capture_back || !r->capture_links;
    release_held(r);
    if (is_note && composer->is_open && composer->zone == SPOKES_ZONE_BODY) composer->zone = SPOKES_ZONE_FOOTNOTE;
  } else {
    char last = composer->text.data[composer->text.len - 1];
    // A raised figure behind a figure is an exponent, unless it is a link.
    if (last >= '0' && last <= '9' && !r->capture_links)
      release_held(r);
    else
      r->capture = r->held_len = 0;
  }
}

static bool on_text(void *context, const char *text, size_t len) {
  reader *r = context;
  if (!r->depth || top(r)->is_left_out) return true;
  if (r->capture && r->held_len + len > MARK_BYTES) release_held(r);
  if (r->capture) {
    memcpy(r->held + r->held_len, text, len);
    r->held_len += len;
    return true;
  }
  write_text(r, text, len);
  return true;
}

// ---- Elements ----------------------------------------------------------------------------------------------

static bool fail(reader *r, spokes_status status) {
  r->status = status;
  return false;
}

static bool push(reader *r, frame next) {
  void *frames = r->frames;
  if (r->depth >= SPOKES_LIMIT_HTML_DEPTH)
    return fail(r, spokes__error_set(r->err, SPOKES_E_LIMIT, "its elements are nested more than %u deep",
                                     SPOKES_LIMIT_HTML_DEPTH));
  if (!spokes__array_reserve(&frames, &r->frame_cap, r->depth + 1, sizeof *r->frames))
    return fail(r, spokes__error_nomem(r->err));
  r->frames = frames;
  r->frames[r->depth++] = next;
  return true;
}

static bool add_cell(reader *r) {
  void *cells = r->cells;
  if (!spokes__array_reserve(&cells, &r->cell_cap, r->cell_count + 1, sizeof *r->cells))
    return fail(r, spokes__error_nomem(r->err));
  r->cells = cells;
  r->cells[r->cell_count++] = r->composer->region_count;
  return true;
}

static bool is_left_out(const frame *parent, spokes_html_kind kind, const spokes_html_facts *facts, frame *next) {
  bool is_note = facts->is_note || facts->is_reference;
  if (kind == SPOKES_HTML_LEFT_OUT) return next->notes_may_speak = false, true;
  // The whole page is often hidden until its scripts have run.
  if (facts->is_hidden && kind != SPOKES_HTML_MAIN) return next->notes_may_speak = false, true;
  if (parent->is_left_out && !(is_note && parent->notes_may_speak)) return true;
  if (is_note) return false;
  next->notes_may_speak = true;
  return kind == SPOKES_HTML_ASIDE || facts->is_aside || (kind == SPOKES_HTML_BANNER && !parent->is_main);
}

static void start_capture(reader *r) {
  r->capture = r->depth;
  r->held_len = 0;
  r->capture_links = r->capture_back = false;
}

static void open_inline(reader *r, spokes_html_kind kind, const spokes_html_facts *facts) {
  bool may_mark =
      kind == SPOKES_HTML_RAISED || facts->is_note_mark || (kind == SPOKES_HTML_LINK && facts->leads_within);
  if (may_mark && !r->capture) start_capture(r);
  if (kind != SPOKES_HTML_LINK) return;
  r->links++;
  r->capture_links = true;
  r->capture_back |= facts->leads_back;
}

static bool open_block(reader *r, spokes_html_kind kind, size_t outer_row) {
  frame *now = top(r);
  spokes__composer_close(r->composer);
  r->after_line = false;
  if (outer_row != NO_ROW && kind == SPOKES_HTML_TABLE) r->frames[outer_row].has_table = true;
  if (outer_row != NO_ROW && kind == SPOKES_HTML_HEADING) r->frames[outer_row].has_heading = true;
  if (kind == SPOKES_HTML_CELL && outer_row != NO_ROW) return add_cell(r);
  if (kind == SPOKES_HTML_ROW) {
    now->outer_row = outer_row;
    now->first_cell = r->cell_count;
    now->first_region = r->composer->region_count;
    r->row = r->depth - 1;
  }
  return true;
}

static void break_line(reader *r) {
  if (r->after_line) spokes__composer_close(r->composer);
  if (!spokes__composer_is_blank(r->composer)) spokes__composer_line(r->composer);
  r->after_line = true;
}

static bool on_open(void *context, const char *space, const char *name, const spokes_xml_attribute *attributes,
                    size_t count) {
  reader *r = context;
  (void)space;
  spokes_html_kind kind = spokes__html_kind(name);
  spokes_html_facts facts = spokes__html_facts(attributes, count);
  frame root = {.zone = SPOKES_ZONE_BODY, .kind = SPOKES_HTML_BLOCK};
  const frame *parent = r->depth ? top(r) : &root;
  bool is_root = !strcmp(name, "html") || !strcmp(name, "body");
  if (is_root) facts = (spokes_html_facts){0};
  frame next = {.zone = parent->zone,
                .kind = (uint8_t)kind,
                .is_main = parent->is_main || kind == SPOKES_HTML_MAIN,
                .is_pre = parent->is_pre || kind == SPOKES_HTML_PRE,
                .notes_may_speak = parent->notes_may_speak};
  next.is_left_out = is_left_out(parent, kind, &facts, &next);
  if (facts.is_note)
    next.zone = SPOKES_ZONE_FOOTNOTE;
  else if (facts.is_reference)
    next.zone = SPOKES_ZONE_REFERENCE;
  else if ((kind == SPOKES_HTML_HEADING || facts.is_heading) && parent->zone == SPOKES_ZONE_BODY)
    next.zone = SPOKES_ZONE_HEADING;
  size_t outer_row = r->row;
  bool is_inline = kind == SPOKES_HTML_INLINE || kind == SPOKES_HTML_RAISED || kind == SPOKES_HTML_LINK;
  bool is_block = !is_inline && kind != SPOKES_HTML_LINE && kind != SPOKES_HTML_LEFT_OUT;
  if (r->capture && is_block) release_held(r);
  next.is_footer = facts.is_footer;
  next.is_suspect = is_block && (facts.is_navigation || facts.is_footer) && !facts.is_note && !next.is_left_out &&
                    kind != SPOKES_HTML_MAIN;
  if (next.is_suspect) next.before = spokes__composer_mark(r->composer);
  if (!push(r, next)) return false;
  if (next.is_left_out) return true;
  if (kind == SPOKES_HTML_LINE) {
    if (r->capture) release_held(r);
    break_line(r);
  }
  if (is_inline) open_inline(r, kind, &facts);
  return is_block ? open_block(r, kind, outer_row) : true;
}

static bool is_row_of_data(const reader *r, const frame *row) {
  const spokes_composer *composer = r->composer;
  if (row->has_table || row->has_heading || row->first_region >= composer->region_count) return false;
  size_t full_cells = 0;
  for (size_t i = row->first_cell; i < r->cell_count; i++) {
    size_t next = i + 1 < r->cell_count ? r->cells[i + 1] : composer->region_count;
    full_cells += next > r->cells[i];
  }
  return full_cells >= 2 && composer->text.len - composer->regions[row->first_region].start <= ROW_BYTES;
}

static void close_row(reader *r, const frame *row) {
  if (is_row_of_data(r, row))
    spokes__composer_join(r->composer, row->first_region, r->cells + row->first_cell, r->cell_count - row->first_cell,
                          row->zone == SPOKES_ZONE_BODY ? SPOKES_ZONE_TABLE : (spokes_zone)row->zone);
  r->cell_count = row->first_cell;
  r->row = row->outer_row;
}

// Was the suspect what it called itself? Notes are kept wherever they stand.
static bool is_furniture(const reader *r, const frame *suspect) {
  for (size_t i = suspect->before.regions; i < r->composer->region_count; i++)
    if (r->composer->regions[i].zone == SPOKES_ZONE_FOOTNOTE) return false;
  return suspect->link_chars * 2 >= suspect->chars || (suspect->is_footer && suspect->chars <= FOOTER_BYTES);
}

static bool on_close(void *context, const char *name) {
  reader *r = context;
  (void)name;
  if (!r->depth) return true;
  frame now = *top(r);
  spokes_html_kind kind = (spokes_html_kind)now.kind;
  bool is_inline = kind == SPOKES_HTML_INLINE || kind == SPOKES_HTML_RAISED || kind == SPOKES_HTML_LINK;
  if (!now.is_left_out) {
    if (r->capture == r->depth) settle_held(r);
    if (kind == SPOKES_HTML_LINK) r->links--;
    if (!is_inline && kind != SPOKES_HTML_LINE) spokes__composer_close(r->composer);
    now = *top(r);
    if (kind == SPOKES_HTML_ROW) close_row(r, &now);
    if (now.is_suspect && is_furniture(r, &now)) {
      spokes__composer_rewind(r->composer, now.before);
      now.chars = now.link_chars = 0;
    }
  }
  r->depth--;
  if (r->depth) {
    top(r)->chars += now.chars;
    top(r)->link_chars += now.link_chars;
  }
  return true;
}

// Length of "<![if ..]>" or "<![endif]>" at the start of the text, 0 for anything else. Word's pages are full of them,
// and libxml2 takes them for text. The end of a comment, "<![endif]-->", is none.
static size_t condition_length(const char *text, size_t len) {
  bool is_start = (len > 6 && !memcmp(text, "<![if ", 6)) || (len > 8 && !memcmp(text, "<![endif", 8));
  const char *end = is_start ? memchr(text, '>', len < CONDITION_BYTES ? len : CONDITION_BYTES) : NULL;
  return end && end[-1] == ']' ? (size_t)(end - text) + 1 : 0;
}

// Replaces out by the page without them; false when it has none.
static bool drop_conditions(const char *text, size_t len, spokes_buf *out) {
  size_t kept = 0;
  for (const char *at = text, *end = text + len; (at = memchr(at, '<', (size_t)(end - at)));) {
    size_t condition = condition_length(at, (size_t)(end - at));
    if (condition) {
      spokes__buf_append(out, text + kept, (size_t)(at - text) - kept);
      kept = (size_t)(at - text) + condition;
    }
    at += condition ? condition : 1;
  }
  if (kept) spokes__buf_append(out, text + kept, len - kept);
  return kept;
}

spokes_status spokes__html_read(const char *text, size_t len, spokes_composer *composer, spokes_error *err) {
  if (len > SPOKES_LIMIT_HTML_BYTES)
    return spokes__error_set(err, SPOKES_E_LIMIT, "an HTML page larger than the limit of %u bytes",
                             SPOKES_LIMIT_HTML_BYTES);
  reader r = {.composer = composer, .row = NO_ROW, .err = err};
  spokes_buf plain = SPOKES_BUF_INIT;
  spokes_xml_handler handler = {&r, on_open, on_close, on_text};
  bool is_changed = drop_conditions(text, len, &plain);
  spokes_status status = plain.failed ? spokes__error_nomem(err)
                         : is_changed ? spokes__html_events(plain.data, plain.len, &handler, err)
                                      : spokes__html_events(text, len, &handler, err);
  if (!status) status = r.status;
  spokes__buf_release(&plain);
  spokes__free(r.frames);
  spokes__free(r.cells);
  return status ? status : spokes__composer_finish(composer, err);
}
