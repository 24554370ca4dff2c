// ISO 3166-1 country codes.
#ifndef SPOKES_CORPUS_COUNTRIES_H
#define SPOKES_CORPUS_COUNTRIES_H

#include <stddef.h>

// The alpha-3 code for an alpha-2 or alpha-3 code in any letter case, or for one of the usual abbreviations that are
// no ISO codes (uk, prc, rok, dprk); NULL when there is none.
const char *spokes__country_find(const char *text, size_t len);

#endif
