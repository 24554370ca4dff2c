// The canonical form of one document, and the way back to its original.
//
// Canonical ("norm") bytes are what the matcher reads:
//   - full-width letters, digits and punctuation become their ASCII forms; typographic quotes, dashes and
//     hyphens become ' " -; every space character becomes ' '
//   - traditional Han characters become simplified ones, one for one
//   - diacritics of Latin letters are dropped (composed or not); ligatures and letters such as ß, æ, ø are spelled out
//   - soft hyphens, zero-width characters and byte-order marks vanish
// Letter case is kept: comparing is case-blind where the dictionary says so. White space and line ends stay as
// they are (the matcher skips them), so pure ASCII is its own canonical form and is not copied.
//
// Passages are paragraphs, list items and headings; sentences lie inside passages.
#ifndef SPOKES_TEXT_TEXT_H
#define SPOKES_TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/layout.h"
#include "text/damage.h"
#include "text/kernels.h"
#include "text/tables.h"
#include "text/tokens.h"

typedef enum spokes_lang {
  SPOKES_LANG_UNKNOWN,
  SPOKES_LANG_EN,
  SPOKES_LANG_ZH,
  SPOKES_LANG_MIXED,
  SPOKES_LANG_OTHER
} spokes_lang;

typedef struct spokes_passage {
  uint32_t norm_start, norm_end;  // without the white space around
  uint8_t zone;                   // spokes_zone
  uint32_t words_before;          // tokens of the text before norm_start; 0 unless words were asked for
} spokes_passage;

// A line of plain text that is not blank.
typedef struct spokes_line {
  uint32_t start, end;  // without white space at either end
  uint32_t columns;     // of [start, end)
  uint32_t indent;
  uint32_t blanks;  // blank lines before it
} spokes_line;

typedef struct spokes_text {
  const spokes_kernels *kernels;  // chosen when the first text is prepared, unless they are set
  unsigned threads;               // that may prepare the text; 0 and 1 are one
  const char *orig;               // borrowed: valid UTF-8
  size_t orig_len;
  const char *norm;  // orig itself when nothing had to change, else norm_own
  size_t norm_len;
  char *norm_own;
  size_t norm_cap;
  bool is_ascii;       // norm has nothing else
  uint32_t body_len;   // behind it in norm: running lines that were taken out of the text, each a passage
  spokes_edit *edits;  // norm_at ascends
  size_t edit_count, edit_cap;
  spokes_passage *passages;
  size_t passage_count, passage_cap;
  spokes_line *lines;  // the first ones, while passages are found
  size_t line_cap;
  uint32_t *sentences;  // norm offset where each sentence starts, ascending
  size_t sentence_count, sentence_cap;
  uint64_t chars;             // code points of the original
  uint64_t tokens;            // words (UAX #29; Chinese words by ICU's dictionary); 0 unless asked for
  uint32_t pages;             // form feeds + 1
  uint64_t han, kana, latin;  // letters of each kind, for the language
  spokes_lang lang;
  spokes_repairs repairs;
  spokes_token_scratch scratch;
} spokes_text;

#define SPOKES_TEXT_INIT \
  { 0 }

// Makes the canonical form of the source's text (at most SPOKES_LIMIT_TEXT_BYTES, borrowed until the next call or
// release), with sentences, and passages: its regions, or what line ends and blank lines tell. Reuses the memory of the
// call before.
spokes_status spokes__text_prepare(spokes_text *text, const spokes_tables *tables, const spokes_text_source *source,
                                   spokes_error *err);
void spokes__text_release(spokes_text *text);

// The steps of spokes__text_prepare for one that lets several threads do what may be done at the same time, the search
// too: first all but words and duplicates, then these.
spokes_status spokes__text_open(spokes_text *text, const spokes_tables *tables, const spokes_text_source *source,
                                spokes_error *err);
// Fills text->repairs.duplicates and counts them as damage; nothing else reads or writes these. False when memory is
// out. duplicates.c
bool spokes__duplicates_find(spokes_text *text);
// Counts the words before each of the passages [first, end) from passage first - 1 on, and fills in their words_before;
// number passage_count stands for what is behind the last passage. words.c
spokes_status spokes__text_count_words(spokes_text *text, const spokes_tables *tables, spokes_token_scratch *scratch,
                                       size_t first, size_t end, uint64_t *out, spokes_error *err);
// Adds what stands before passage first - 1 to the words_before of [first, end). words.c
void spokes__text_add_words(spokes_text *text, size_t first, size_t end, uint64_t before);

// The original byte offset of a norm offset; of an end offset (exclusive) use spokes__text_orig_end, which does not
// run over characters that the canonical form dropped.
uint32_t spokes__text_orig_start(const spokes_text *text, uint32_t norm_at);
uint32_t spokes__text_orig_end(const spokes_text *text, uint32_t norm_end);
// The original bytes of the norm bytes [*start, *end), when many are asked for in ascending order: *near starts at 0
// and is kept between the calls.
void spokes__text_orig_span(const spokes_text *text, uint32_t *start, uint32_t *end, size_t *near);

// The canonical form of a dictionary form, into buf (NUL-terminated, replaced). False when it does not fit buf_cap.
bool spokes__text_fold_form(const spokes_tables *tables, const char *form, size_t len, char *buf, size_t buf_cap,
                            size_t *len_out);

const char *spokes__lang_name(spokes_lang lang);  // "en", "zh", "mixed", "other", ""

#endif
