// Patterns of seed dictionaries: * stands for any characters, ? for one.
#ifndef SPOKES_DICTIONARY_GLOB_H
#define SPOKES_DICTIONARY_GLOB_H

#include <stdbool.h>

bool spokes__glob_is(const char *text);  // holds * or ?
// pattern and text are UTF-8; letter case counts.
bool spokes__glob_match(const char *pattern, const char *text);

#endif
