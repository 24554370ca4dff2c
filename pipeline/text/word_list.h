// Short lists of words, one string for each length with its words and blanks between: a look at a word costs a few
// comparisons of its own length instead of one with every word.
#ifndef SPOKES_TEXT_WORD_LIST_H
#define SPOKES_TEXT_WORD_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define SPOKES_WORD_LIST_LONGEST 9u

typedef struct spokes_word_list {
  const char *of_length[SPOKES_WORD_LIST_LONGEST + 1];  // NULL: no word has this length
} spokes_word_list;

static inline bool spokes__word_listed(const spokes_word_list *list, const char *word, size_t len) {
  const char *at = len && len <= SPOKES_WORD_LIST_LONGEST ? list->of_length[len] : NULL;
  if (!at) return false;
  for (;; at += len + 1) {
    if (*at == *word && !memcmp(at, word, len)) return true;
    if (!at[len]) return false;
  }
}

#endif
