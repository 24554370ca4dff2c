// Where the checks of `dict check` put their warnings.
#ifndef SPOKES_DICTIONARY_CHECK_H
#define SPOKES_DICTIONARY_CHECK_H

#include "dictionary/rows.h"

typedef struct spokes_checker {
  const spokes_lexicon *lexicon;
  spokes_grid *grid;
  uint64_t count;
} spokes_checker;

// Adds a warning of that kind about a row; SPOKES_NO_ROW = about none.
void spokes__checker_warn(spokes_checker *checker, const char *kind, spokes_row row, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Forms of actors that do not win even when they stand alone.
spokes_status spokes__check_winning(spokes_checker *checker, spokes_error *err);
// Non-mentions and words that are in nobody's way.
spokes_status spokes__check_blocking(spokes_checker *checker, spokes_error *err);
// Everything that is seen in the rows alone.
spokes_status spokes__check_rows(spokes_checker *checker, spokes_error *err);

#endif
