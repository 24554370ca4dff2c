// The rows of a lexicon that was loaded with keep_rows, by the file they stand in and by column.
#ifndef SPOKES_DICTIONARY_ROWS_H
#define SPOKES_DICTIONARY_ROWS_H

#include "lexicon/load.h"

typedef enum spokes_row_type {
  SPOKES_ROW_ACTOR,
  SPOKES_ROW_RULE,
  SPOKES_ROW_NAME,
  SPOKES_ROW_NONMENTION,
  SPOKES_ROW_WORD,
  SPOKES_ROW_SHORT,
  SPOKES_ROW_PAIR,
  SPOKES_ROW_FRAME,
  SPOKES_ROW_MEMBER,
  SPOKES_ROW_TYPES  // a file that only other modules know
} spokes_row_type;

// "actor", "rule", "name", "nonmention", ...
const char *spokes__row_type_name(spokes_row_type type);

// SPOKES_E_STATE when the lexicon was loaded without its rows.
spokes_status spokes__rows_check(const spokes_lexicon *lexicon, spokes_error *err);
spokes_row_type spokes__row_type(const spokes_lexicon *lexicon, spokes_row row);
// The field of that column ("form"); "" when rows of this type have none.
const char *spokes__row_field(const spokes_lexicon *lexicon, spokes_row row, const char *column);
// The actor that a name or short form stands for; SPOKES_NO_ACTOR for other rows.
spokes_actor spokes__row_actor(const spokes_lexicon *lexicon, spokes_row row);
// "en" or "zh" for rows that hold a form, else "".
const char *spokes__row_lang(const spokes_lexicon *lexicon, spokes_row row);

#endif
