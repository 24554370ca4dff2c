// What the elements and attributes of a web page say of the text inside them.
#ifndef SPOKES_INGEST_HTML_RULES_H
#define SPOKES_INGEST_HTML_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "ingest/xml_read.h"

typedef enum spokes_html_kind {
  SPOKES_HTML_INLINE,  // also every unknown element, as in browsers
  SPOKES_HTML_BLOCK,   // a paragraph of its own
  SPOKES_HTML_MAIN,    // a block that holds what the page is about
  SPOKES_HTML_HEADING,
  SPOKES_HTML_BANNER,    // <header>: the page's, left out, or that of an article, kept
  SPOKES_HTML_ASIDE,     // navigation and the like: left out, but for notes inside
  SPOKES_HTML_LEFT_OUT,  // scripts, controls: never text
  SPOKES_HTML_LINE,      // <br>
  SPOKES_HTML_TABLE,
  SPOKES_HTML_ROW,
  SPOKES_HTML_CELL,
  SPOKES_HTML_PRE,
  SPOKES_HTML_RAISED,  // <sup>
  SPOKES_HTML_LINK
} spokes_html_kind;

spokes_html_kind spokes__html_kind(const char *name);

// What the attributes say; more than one may be true.
typedef struct spokes_html_facts {
  bool is_hidden;
  bool is_aside;       // by its role
  bool is_navigation;  // by its class or id, which is a hint only
  bool is_footer;      // likewise
  bool is_note;        // a footnote or endnote, or a list of them
  bool is_reference;   // bibliography
  bool is_heading;     // by its role
  bool is_note_mark;   // a link to a note, by its role or class
  bool leads_within;   // a link to another place of the page
  bool leads_back;     // a link from a note back to its mark
} spokes_html_facts;

spokes_html_facts spokes__html_facts(const spokes_xml_attribute *attributes, size_t count);

// Is that what stands as the mark of a note: digits or signs, of a link also one letter, perhaps in brackets?
bool spokes__html_is_note_mark(const char *text, size_t len, bool is_link);

#endif
