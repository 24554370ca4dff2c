// Columns are found by the headers that the loader checked, so that a name is written in one place only.

#include "dictionary/rows.h"

#include <string.h>

static const struct {
  const char *file, *name;
} types[SPOKES_ROW_TYPES] = {
    [SPOKES_ROW_ACTOR] = {"actors.csv", "actor"},    [SPOKES_ROW_RULE] = {"rules.csv", "rule"},
    [SPOKES_ROW_NAME] = {"names/", "name"},          [SPOKES_ROW_NONMENTION] = {"nonmentions/", "nonmention"},
    [SPOKES_ROW_WORD] = {"words_zh.csv", "word"},    [SPOKES_ROW_SHORT] = {"shorts_zh.csv", "short"},
    [SPOKES_ROW_PAIR] = {"pairs_zh.csv", "pair"},    [SPOKES_ROW_FRAME] = {"frames_zh.csv", "frame"},
    [SPOKES_ROW_MEMBER] = {"members.csv", "member"},
};

const char *spokes__row_type_name(spokes_row_type type) { return types[type].name; }

spokes_status spokes__rows_check(const spokes_lexicon *lexicon, spokes_error *err) {
  if (lexicon->fields) return SPOKES_OK;
  return spokes__error_set(err, SPOKES_E_STATE, "the dictionary was loaded without its rows");
}

spokes_row_type spokes__row_type(const spokes_lexicon *lexicon, spokes_row row) {
  const char *file = spokes__file_specs[lexicon->rows[row].spec].name;
  spokes_row_type type = SPOKES_ROW_ACTOR;
  while (type < SPOKES_ROW_TYPES && strcmp(types[type].file, file)) type++;
  return type;
}

const char *spokes__row_field(const spokes_lexicon *lexicon, spokes_row row, const char *column) {
  const char *at = spokes__file_specs[lexicon->rows[row].spec].header;
  size_t wanted = strlen(column);
  for (size_t i = 0; *at; i++) {
    size_t len = strcspn(at, ",");
    if (len == wanted && !memcmp(at, column, len)) return lexicon->fields[row][i].text;
    at += len + (at[len] == ',');
  }
  return "";
}

spokes_actor spokes__row_actor(const spokes_lexicon *lexicon, spokes_row row) {
  spokes_row_type type = spokes__row_type(lexicon, row);
  if (type != SPOKES_ROW_NAME && type != SPOKES_ROW_SHORT) return SPOKES_NO_ACTOR;
  const char *id = spokes__row_field(lexicon, row, "actor");
  return spokes__lexicon_find_actor(lexicon, id, strlen(id));
}

const char *spokes__row_lang(const spokes_lexicon *lexicon, spokes_row row) {
  switch (spokes__row_type(lexicon, row)) {
    case SPOKES_ROW_NAME:
    case SPOKES_ROW_NONMENTION:
    case SPOKES_ROW_RULE:
      return spokes__row_field(lexicon, row, "lang");
    case SPOKES_ROW_WORD:
    case SPOKES_ROW_SHORT:
    case SPOKES_ROW_PAIR:
    case SPOKES_ROW_FRAME:
      return "zh";
    case SPOKES_ROW_ACTOR:
    case SPOKES_ROW_MEMBER:
    case SPOKES_ROW_TYPES:
      break;
  }
  return "";
}
