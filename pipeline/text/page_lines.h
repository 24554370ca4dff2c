// Lines that may be running headers, footers or page numbers; shared by running.c and the files it is made of.
#ifndef SPOKES_TEXT_PAGE_LINES_H
#define SPOKES_TEXT_PAGE_LINES_H

#include "text.h"

#define SPOKES_NO_NUMBER UINT32_MAX
#define SPOKES_PAGE_RANKS 3u  // lines at the top and at the foot of a page that are looked at

typedef enum spokes_page_side { SPOKES_SIDE_NONE, SPOKES_SIDE_TOP, SPOKES_SIDE_FOOT } spokes_page_side;

typedef struct spokes_page_line {
  uint32_t start, end;  // of the canonical form, without the white space around
  uint32_t page;        // from 0
  uint32_t key;         // hash of the line, digits and letter case aside
  uint32_t number;      // the page number in it, SPOKES_NO_NUMBER = none; Roman ones are set apart by an offset
  uint8_t side, rank;   // spokes_page_side; 0 = outermost line of the page
  bool is_bare;         // nothing but a page number
  bool is_running;
} spokes_page_line;

// Hashes of the line at [start, end): the key, and one of its first characters alone, which lines with one key share.
uint32_t spokes__page_line_key(const char *s, uint32_t start, uint32_t end);
uint32_t spokes__page_line_opening(const char *s, uint32_t start, uint32_t end);

// Fills number and is_bare of the line at [start, end).
spokes_page_line spokes__page_line_read(const char *s, uint32_t start, uint32_t end);

// What stands around a line that may be left out.
typedef struct spokes_line_context {
  uint32_t before, after;  // end of the text before it, start of the text behind it
  bool has_before, has_after;
  bool is_long;        // the line before it is too long for a heading
  bool ends_sentence;  // the text before it ends with a mark that ends a sentence
  bool goes_on;        // the sentence before it plainly goes on behind it
} spokes_line_context;

// Of the stretch [start, end) inside [0, len).
spokes_line_context spokes__line_context(const char *s, size_t len, uint32_t start, uint32_t end);

#endif
