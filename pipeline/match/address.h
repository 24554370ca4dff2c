// Web addresses, e-mail addresses and file names: names inside them are no mentions.
#ifndef SPOKES_MATCH_ADDRESS_H
#define SPOKES_MATCH_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

// Does the candidate s[start, end) lie inside an address? [low, high) is the passage.
bool spokes__is_address(const char *s, uint32_t low, uint32_t start, uint32_t end, uint32_t high);

#endif
