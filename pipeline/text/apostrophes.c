// Apostrophes that a text has lost throughout: "Chinas growing role" is China's.
//
// The evidence: the text has no apostrophe at all, and either a contraction without one (dont, doesnt), or at least two
// places where the name of an actor with an s at its end stands before what it may own. Plurals (the two Koreas, the
// Americas) stand behind an article, a number or a quotation mark, or before a verb or preposition.

#include <string.h>

#include "repair.h"

#define PLACES_MIN 2u

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_upper(char c) { return (unsigned)(c - 'A') < 26; }
static bool is_lower(char c) { return (unsigned)(c - 'a') < 26; }

static bool in_list(const char *const *list, size_t count, const char *word, size_t len) {
  for (size_t i = 0; i < count; i++)
    if (strlen(list[i]) == len && !memcmp(list[i], word, len)) return true;
  return false;
}

#define IN_LIST(list, word, len) in_list(list, sizeof(list) / sizeof *(list), word, len)

static const char *const contractions[] = {"dont",    "doesnt",   "didnt", "isnt",   "wasnt",  "arent", "couldnt",
                                           "wouldnt", "shouldnt", "hasnt", "havent", "theyre", "youre", "weve"};
static const char *const determiners[] = {"the",     "two", "both",  "these", "those", "many",      "all",  "three",
                                          "some",    "The", "Two",   "Both",  "These", "Those",     "Many", "All",
                                          "several", "few", "other", "many",  "such",  "different", "no",   "united"};
static const char *const followers[] = {
    "and",  "or",  "are",   "were", "have", "had",  "has",   "is",   "was",  "in",    "of",  "to",    "as",
    "with", "for", "on",    "at",   "by",   "that", "which", "who",  "will", "would", "can", "could", "should",
    "must", "may", "might", "do",   "did",  "from", "but",   "than", "when", "while", "if",  "the",   "a"};

typedef struct place {
  uint32_t start, end;  // of the word, its s included
} place;

// The next word of two letters or more from *at on; *at moves behind it.
static bool next_word(const spokes_text *text, uint32_t *at, place *out) {
  const char *s = text->norm;
  uint32_t i = *at, len = text->body_len;
  for (;;) {
    while (i < len && !is_letter(s[i])) i++;
    uint32_t start = i;
    while (i < len && is_letter(s[i])) i++;
    *at = i;
    if (start == i) return false;
    if (i - start > 1) return *out = (place){start, i}, true;
  }
}

static bool is_possessive(const spokes_text *text, const spokes_vocabulary *vocabulary, const place *word) {
  const char *s = text->norm;
  uint32_t len = word->end - word->start, before = word->start, next = word->end;
  if (len < 4 || !is_upper(s[word->start]) || s[word->end - 1] != 's' || !is_lower(s[word->end - 2])) return false;
  if (next + 1 >= text->body_len || s[next] != ' ' || !is_letter(s[next + 1])) return false;
  if (before && s[before - 1] != ' ' && s[before - 1] != '\n') return false;
  uint32_t stop = ++next;
  while (stop < text->body_len && is_letter(s[stop])) stop++;
  if (IN_LIST(followers, s + next, stop - next)) return false;
  while (before && (s[before - 1] == ' ' || s[before - 1] == '\n')) before--;
  uint32_t start = before;
  while (start && is_letter(s[start - 1])) start--;
  if (IN_LIST(determiners, s + start, before - start) || (before && (unsigned)(s[before - 1] - '0') < 10)) return false;
  return vocabulary->is_name(vocabulary->context, s + word->start, len - 1) &&
         !vocabulary->begins_form(vocabulary->context, s + word->start, len);
}

bool spokes__apostrophes_find(spokes_text *text, const spokes_vocabulary *vocabulary) {
  if (!vocabulary || text->lang == SPOKES_LANG_ZH || memchr(text->norm, '\'', text->body_len)) return true;
  size_t places = 0, proofs = 0;
  place word;
  for (uint32_t at = 0; next_word(text, &at, &word);) {
    uint32_t len = word.end - word.start;
    proofs +=
        len > 3 && len < 9 && text->norm[word.end - 1] != 's' && IN_LIST(contractions, text->norm + word.start, len);
    if (!is_possessive(text, vocabulary, &word)) continue;
    places++;
    if (!spokes__repair_add(text, &(spokes_fix){word.end - 1, word.end - 1, '\'', SPOKES_DAMAGE_APOSTROPHE}))
      return false;
  }
  bool is_lost = proofs || places >= PLACES_MIN;
  if (!is_lost) text->repairs.fix_count = 0;
  for (size_t i = 0; i < text->repairs.fix_count; i++) {
    uint32_t at = text->repairs.fixes[i].start;
    spokes__damage_note(text, SPOKES_DAMAGE_APOSTROPHE, at, at + 1, true);
  }
  return true;
}
