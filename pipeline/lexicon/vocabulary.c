// Which words the English part of the dictionary knows.

#include "compiled.h"

#define WORD_MAX 64u

// The bucket of forms whose first word it is, or NULL; the word in small letters goes to lower.
static const spokes_word_slot *bucket(const spokes_lexicon *lexicon, const char *word, size_t len, char *lower) {
  if (!len || len > WORD_MAX) return NULL;
  for (size_t i = 0; i < len; i++) lower[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] | 0x20) : word[i];
  return spokes__words_find_text(&lexicon->english, word, len);
}

static bool begins_form(const void *context, const char *word, size_t len) {
  const spokes_lexicon *lexicon = context;
  char lower[WORD_MAX];
  const spokes_word_slot *slot = bucket(lexicon, word, len, lower);
  for (uint32_t k = 0; slot && k < slot->count; k++) {
    const spokes_form *form = &lexicon->forms[lexicon->english.entries[slot->first + k].form];
    if (form->word_len == len && !memcmp(spokes__form_text(lexicon, form), lower, len)) return true;
  }
  return false;
}

static bool is_name(const void *context, const char *word, size_t len) {
  const spokes_lexicon *lexicon = context;
  char lower[WORD_MAX];
  const spokes_word_slot *slot = bucket(lexicon, word, len, lower);
  for (uint32_t k = 0; slot && k < slot->count; k++) {
    const spokes_form *form = &lexicon->forms[lexicon->english.entries[slot->first + k].form];
    if (form->type != SPOKES_FORM_ACTOR || form->len != len || memcmp(spokes__form_text(lexicon, form), lower, len))
      continue;
    // An acronym is one in its own letter case only.
    if (form->kind == SPOKES_KIND_NAME ||
        (form->kind == SPOKES_KIND_ACRONYM && !memcmp(spokes__form_cased(lexicon, form), word, len)))
      return true;
  }
  return false;
}

spokes_vocabulary spokes__lexicon_vocabulary(const spokes_lexicon *lexicon) {
  return (spokes_vocabulary){begins_form, is_name, lexicon};
}
