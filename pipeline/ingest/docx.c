// The parts of a Word document one after the other, each as a stream of events:
//
//   w:document > w:body > w:p paragraph > w:r run > w:t text
//                         w:tbl > w:tr > w:tc > w:p
//
// Text is what stands in w:t of runs that are not hidden; everything else (properties, instructions of fields, deleted
// text in w:delText, drawings) is none. A text box lies inside the paragraph that it is anchored in: what it holds is
// put together apart and follows that paragraph. Files hold it twice, for new and old programs; the second is skipped.

#include "ingest/docx.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "ingest/docx_parts.h"
#include "ingest/html_rules.h"
#include "ingest/xml_read.h"

#define ROW_BYTES 2000u  // a longer row is no row of data
#define MARK_BYTES 24u

typedef struct row {
  size_t first_cell, first_region;
  bool has_table;
} row;

typedef struct reader {
  spokes_composer *main, *boxes, *now;  // now: the one that is written to
  const spokes_docx_styles *styles;
  spokes_zone zone;            // of paragraphs that say nothing
  bool takes_zones;            // from styles
  bool has_page_marks;         // where pages ended when the document was saved
  size_t depth, skipped_from;  // skipped_from: depth of an element that is left out as a whole; 0 = none
  size_t box_depth;            // open text boxes
  bool in_run, is_hidden, is_raised, in_text;
  char held[MARK_BYTES];  // raised text, perhaps the mark of a note
  size_t held_len;
  row *rows;
  size_t row_count, row_cap;
  size_t *cells;
  size_t cell_count, cell_cap;
  spokes_status status;
  spokes_error *err;
} reader;

// ---- Text ------------------------------------------------------------------------------------------------------

static void write_text(reader *r, const char *text, size_t len) {
  if (!r->now->is_open) spokes__composer_open(r->now, r->zone);
  spokes__composer_text(r->now, text, len);
}

// Raised digits behind a letter are the mark of a note that was typed by hand; behind a digit they are an exponent, and
// at the start of a paragraph the number of the note itself.
static void settle_held(reader *r) {
  size_t len = r->held_len;
  r->held_len = 0;
  if (!len) return;
  bool is_mark = spokes__html_is_note_mark(r->held, len, false) && !spokes__composer_is_blank(r->now);
  char last = is_mark ? r->now->text.data[r->now->text.len - 1] : '0';
  if (last >= '0' && last <= '9') write_text(r, r->held, len);
}

static bool on_text(void *context, const char *text, size_t len) {
  reader *r = context;
  if (!r->in_text || r->skipped_from || r->is_hidden) return true;
  if (r->is_raised && r->held_len + len <= MARK_BYTES) {
    memcpy(r->held + r->held_len, text, len);
    r->held_len += len;
    return true;
  }
  if (r->held_len) write_text(r, r->held, r->held_len);
  r->held_len = 0;
  write_text(r, text, len);
  return true;
}

// ---- Tables ----------------------------------------------------------------------------------------------------

static bool fail_memory(reader *r) {
  r->status = spokes__error_nomem(r->err);
  return false;
}

static bool open_row(reader *r) {
  void *rows = r->rows;
  if (!spokes__array_reserve(&rows, &r->row_cap, r->row_count + 1, sizeof *r->rows)) return fail_memory(r);
  r->rows = rows;
  spokes__composer_close(r->now);
  r->rows[r->row_count++] = (row){r->cell_count, r->now->region_count, false};
  return true;
}

static bool open_cell(reader *r) {
  void *cells = r->cells;
  if (!spokes__array_reserve(&cells, &r->cell_cap, r->cell_count + 1, sizeof *r->cells)) return fail_memory(r);
  r->cells = cells;
  spokes__composer_close(r->now);
  r->cells[r->cell_count++] = r->now->region_count;
  return true;
}

// A row of data is one region; a row that lays out a page is left as its paragraphs.
static void close_row(reader *r) {
  if (!r->row_count) return;
  row last = r->rows[--r->row_count];
  spokes_composer *composer = r->now;
  size_t full = 0, len = 0;
  spokes__composer_close(composer);
  for (size_t i = last.first_cell; i < r->cell_count; i++) {
    size_t next = i + 1 < r->cell_count ? r->cells[i + 1] : composer->region_count;
    full += next > r->cells[i];
  }
  bool is_data = full >= 2 && !last.has_table && last.first_region < composer->region_count;
  for (size_t i = last.first_region; is_data && i < composer->region_count; i++) {
    len += composer->regions[i].end - composer->regions[i].start;
    is_data = composer->regions[i].zone == SPOKES_ZONE_BODY || composer->regions[i].zone == SPOKES_ZONE_TABLE;
  }
  if (is_data && len <= ROW_BYTES)
    spokes__composer_join(composer, last.first_region, r->cells + last.first_cell, r->cell_count - last.first_cell,
                          SPOKES_ZONE_TABLE);
  r->cell_count = last.first_cell;
}

// ---- Elements --------------------------------------------------------------------------------------------------

static const spokes_xml_attribute *value_of(const spokes_xml_attribute *attributes, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++)
    if (!strcmp(attributes[i].name, name)) return &attributes[i];
  return NULL;
}

static bool is_value(const spokes_xml_attribute *value, const char *word) {
  return value && value->len == strlen(word) && !memcmp(value->value, word, value->len);
}

// A property without a value is on.
static bool is_on(const spokes_xml_attribute *value) {
  return !is_value(value, "0") && !is_value(value, "false") && !is_value(value, "off");
}

static bool is_skipped(const char *space, const char *name) {
  static const char *const names[] = {"del", "moveFrom", "rt", "delText", "instrText", "delInstrText", "object"};
  if (!strcmp(space, "http://schemas.openxmlformats.org/markup-compatibility/2006")) return !strcmp(name, "Fallback");
  if (!spokes__docx_is_word(space)) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(name, names[i])) return true;
  return false;
}

static void open_paragraph(reader *r) {
  spokes__composer_open(r->now, r->zone);
  r->in_run = r->is_hidden = r->is_raised = r->in_text = false;
}

static void set_zone(reader *r, int zone) {
  if (zone >= 0 && r->takes_zones && r->now->is_open) r->now->zone = (uint8_t)zone;
}

// Properties of the paragraph, when no run is open, or of the run.
static void on_property(reader *r, const char *name, const spokes_xml_attribute *value) {
  if (r->in_run) {
    if (!strcmp(name, "vanish")) r->is_hidden = is_on(value);
    if (!strcmp(name, "vertAlign")) r->is_raised = is_value(value, "superscript");
  } else if (!strcmp(name, "pStyle") && value) {
    set_zone(r, spokes__docx_style_zone(r->styles, value->value, value->len));
  } else if (!strcmp(name, "outlineLvl") && value && value->len == 1 && *value->value < '9') {
    set_zone(r, SPOKES_ZONE_HEADING);
  }
}

static void on_break(reader *r, const char *name, const spokes_xml_attribute *type) {
  bool is_page = is_value(type, "page");
  if (r->is_hidden) return;
  if (!strcmp(name, "lastRenderedPageBreak") || (is_page && !r->has_page_marks))
    spokes__composer_page(r->now);
  else if (!is_page)
    spokes__composer_line(r->now);
}

// Elements of a run that stand for characters.
static bool on_character(reader *r, const char *name, const spokes_xml_attribute *attributes, size_t count) {
  if (!strcmp(name, "br") || !strcmp(name, "cr") || !strcmp(name, "lastRenderedPageBreak"))
    on_break(r, name, value_of(attributes, count, "type"));
  else if (r->is_hidden)
    return true;
  else if (!strcmp(name, "tab") || !strcmp(name, "ptab"))
    write_text(r, " ", 1);
  else if (!strcmp(name, "noBreakHyphen"))
    write_text(r, "\u2011", 3);
  else if (!strcmp(name, "softHyphen"))
    write_text(r, "\u00AD", 2);
  else
    return false;
  return true;
}

static bool open_word(reader *r, const char *name, const spokes_xml_attribute *attributes, size_t count) {
  if (!strcmp(name, "p")) {
    open_paragraph(r);
  } else if (!strcmp(name, "r")) {
    r->in_run = true;
    r->is_hidden = r->is_raised = false;
  } else if (!strcmp(name, "t")) {
    r->in_text = r->in_run;
  } else if (!strcmp(name, "tbl")) {
    if (r->row_count) r->rows[r->row_count - 1].has_table = true;
  } else if (!strcmp(name, "tr")) {
    return open_row(r);
  } else if (!strcmp(name, "tc")) {
    return open_cell(r);
  } else if (!strcmp(name, "txbxContent")) {
    r->now = r->boxes;
    r->box_depth++;
    r->in_run = r->in_text = false;
  } else if (!strcmp(name, "footnote") || !strcmp(name, "endnote")) {
    // Notes with a type are the lines that divide notes from text.
    const spokes_xml_attribute *type = value_of(attributes, count, "type");
    if (type && !is_value(type, "normal")) r->skipped_from = r->depth;
  } else if (!r->in_run || !on_character(r, name, attributes, count)) {
    on_property(r, name, value_of(attributes, count, "val"));
  }
  return true;
}

static bool on_open(void *context, const char *space, const char *name, const spokes_xml_attribute *attributes,
                    size_t count) {
  reader *r = context;
  r->depth++;
  if (r->skipped_from) return true;
  if (is_skipped(space, name)) {
    r->skipped_from = r->depth;
    return true;
  }
  return spokes__docx_is_word(space) ? open_word(r, name, attributes, count) : true;
}

static void close_box(reader *r) {
  if (!r->box_depth) return;
  spokes__composer_close(r->boxes);
  if (!--r->box_depth) r->now = r->main;
  // The paragraph around the box goes on in its run.
  r->in_run = true;
  r->is_hidden = r->is_raised = false;
}

static void close_paragraph(reader *r) {
  settle_held(r);
  spokes__composer_close(r->now);
  if (!r->box_depth) spokes__composer_take(r->main, r->boxes);
}

static bool on_close(void *context, const char *name) {
  reader *r = context;
  bool was_skipped = r->skipped_from;
  if (r->skipped_from == r->depth) r->skipped_from = 0;
  r->depth--;
  if (was_skipped) return true;
  if (!strcmp(name, "p"))
    close_paragraph(r);
  else if (!strcmp(name, "r"))
    settle_held(r), r->in_run = r->is_hidden = r->is_raised = false;
  else if (!strcmp(name, "t"))
    r->in_text = false;
  else if (!strcmp(name, "tr"))
    close_row(r);
  else if (!strcmp(name, "txbxContent"))
    close_box(r);
  return true;
}

// ---- Parts -----------------------------------------------------------------------------------------------------

typedef struct package {
  spokes_zip *zip;
  spokes_arena arena;
  spokes_buf buf;
  spokes_docx_relations relations;  // of the main part
  spokes_docx_styles styles;
  spokes_composer boxes;
  spokes_composer *composer;
} package;

static spokes_status in_part(spokes_status status, const char *part, spokes_error *err) {
  if (status != SPOKES_E_FORMAT || !err) return status;
  spokes_error fault = *err;
  return spokes__error_set(err, status, "a damaged Word document: part '%.60s': %.120s", part, fault.message);
}

static spokes_status read_xml(package *p, const char *xml, size_t len, spokes_zone zone, bool takes_zones,
                              spokes_error *err) {
  reader r = {.main = p->composer,
              .boxes = &p->boxes,
              .now = p->composer,
              .styles = &p->styles,
              .zone = zone,
              .takes_zones = takes_zones,
              .err = err};
  for (const char *at = xml; !r.has_page_marks && (at = memchr(at, 'l', len - (size_t)(at - xml))); at++)
    r.has_page_marks = len - (size_t)(at - xml) >= 21 && !memcmp(at, "lastRenderedPageBreak", 21);
  spokes_xml_handler handler = {&r, on_open, on_close, on_text};
  spokes_status status = spokes__xml_events(xml, len, &handler, err);
  spokes__composer_take(p->composer, &p->boxes);
  spokes__free(r.rows);
  spokes__free(r.cells);
  return status ? status : r.status;
}

static spokes_status read_part(package *p, const char *part, spokes_zone zone, bool takes_zones, spokes_error *err) {
  spokes_status status = spokes__zip_part(p->zip, part, &p->buf, err);
  return status ? status : in_part(read_xml(p, p->buf.data, p->buf.len, zone, takes_zones, err), part, err);
}

// All parts of one type, as those of headers, once each.
static spokes_status read_related(package *p, const char *type, spokes_zone zone, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (size_t i = 0; !status && i < p->relations.count; i++) {
    const spokes_docx_relation *relation = &p->relations.items[i];
    if (!strcmp(relation->type, type) && spokes__zip_has(p->zip, relation->target))
      status = read_part(p, relation->target, zone, false, err);
  }
  return status;
}

static spokes_status read_styles(package *p, spokes_error *err) {
  const char *part = spokes__docx_relation_find(&p->relations, "styles");
  if (!part || !spokes__zip_has(p->zip, part)) return SPOKES_OK;
  spokes_status status = spokes__zip_part(p->zip, part, &p->buf, err);
  if (!status) status = spokes__docx_styles_read(p->buf.data, p->buf.len, &p->arena, &p->styles, err);
  return in_part(status, part, err);
}

// What an archive is that is no Word document.
static spokes_status foreign(const package *p, spokes_error *err) {
  static const struct {
    const char *part, *what;
  } kinds[] = {{"xl/workbook.xml", "an Excel workbook"},
               {"ppt/presentation.xml", "a PowerPoint presentation"},
               {"META-INF/container.xml", "an EPUB book"},
               {"content.xml", "an OpenDocument file: save it as .docx"},
               {"[Content_Types].xml", "a damaged office document: its main part is missing"}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (spokes__zip_has(p->zip, kinds[i].part)) return spokes__error_set(err, SPOKES_E_FORMAT, "%s", kinds[i].what);
  return spokes__error_set(err, SPOKES_E_FORMAT, "a zip archive, which is no document");
}

static spokes_status read_package(package *p, spokes_error *err) {
  spokes_status status = spokes__docx_relations_read(p->zip, "", &p->arena, &p->buf, &p->relations, err);
  if (status) return in_part(status, "_rels/.rels", err);
  const char *document = spokes__docx_relation_find(&p->relations, "officeDocument");
  if (!document && spokes__zip_has(p->zip, "word/document.xml")) document = "word/document.xml";
  if (!document || !spokes__zip_has(p->zip, document) || spokes__zip_has(p->zip, "xl/workbook.xml") ||
      spokes__zip_has(p->zip, "ppt/presentation.xml"))
    return foreign(p, err);
  status = spokes__docx_relations_read(p->zip, document, &p->arena, &p->buf, &p->relations, err);
  if (!status) status = read_styles(p, err);
  if (!status) status = read_part(p, document, SPOKES_ZONE_BODY, true, err);
  if (!status) status = read_related(p, "footnotes", SPOKES_ZONE_FOOTNOTE, err);
  if (!status) status = read_related(p, "endnotes", SPOKES_ZONE_FOOTNOTE, err);
  if (!status) status = read_related(p, "header", SPOKES_ZONE_RUNNING, err);
  if (!status) status = read_related(p, "footer", SPOKES_ZONE_RUNNING, err);
  return status;
}

static void release(package *p) {
  spokes__zip_free(p->zip);
  spokes__arena_release(&p->arena);
  spokes__buf_release(&p->buf);
  spokes__free(p->relations.items);
  spokes__docx_styles_release(&p->styles);
  spokes__composer_release(&p->boxes);
}

spokes_status spokes__docx_read(const char *bytes, size_t len, spokes_composer *composer, spokes_error *err) {
  package p = {.arena = SPOKES_ARENA_INIT, .composer = composer};
  spokes_status status = spokes__zip_open(bytes, len, &p.zip, err);
  if (!status) status = read_package(&p, err);
  release(&p);
  return status ? status : spokes__composer_finish(composer, err);
}

spokes_status spokes__docx_read_text(const char *xml, size_t len, spokes_composer *composer, spokes_error *err) {
  package p = {.arena = SPOKES_ARENA_INIT, .composer = composer};
  spokes_status status = read_xml(&p, xml, len, SPOKES_ZONE_BODY, true, err);
  release(&p);
  return status ? status : spokes__composer_finish(composer, err);
}
