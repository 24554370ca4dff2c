// Dates as the corpus and the dictionary write them: YYYY, YYYY-MM or YYYY-MM-DD.
#ifndef SPOKES_CORPUS_DATE_H
#define SPOKES_CORPUS_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// True when text is a date of the calendar; *out (may be NULL) is then yyyymmdd. A date without a day stands for the
// middle of its year (1 July) or month (the 15th), so that a change within the year is decided by what held for most of
// it.
bool spokes__date_parse(const char *text, size_t len, uint32_t *out);

#endif
