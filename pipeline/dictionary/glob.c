// Matching with one point of return: the last star takes one character more whenever what follows it does not fit.

#include "dictionary/glob.h"

#include <stddef.h>
#include <string.h>

#include "base/utf8.h"

bool spokes__glob_is(const char *text) { return strpbrk(text, "*?") != NULL; }

bool spokes__glob_match(const char *pattern, const char *text) {
  const char *star = NULL, *back = NULL;
  while (*text) {
    if (*pattern == '*') {
      star = pattern++;
      back = text;
    } else if (*pattern == '?') {
      pattern++;
      text += spokes__utf8_width((unsigned char)*text);
    } else if (*pattern == *text) {
      pattern++;
      text++;
    } else if (star) {
      back += spokes__utf8_width((unsigned char)*back);
      pattern = star + 1;
      text = back;
    } else {
      return false;
    }
  }
  while (*pattern == '*') pattern++;
  return !*pattern;
}
