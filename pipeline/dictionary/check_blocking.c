// Which English non-mentions are in nobody's way. One is when it covers a form of an actor, or (with other letter case)
// is written like one, or ends with the first words of a longer name. Chinese rows are not looked at: each also tells
// the segmentation where a word ends, and so keeps words next to it from cutting into a name.

#include <string.h>

#include "base/strmap.h"
#include "dictionary/check.h"

// The beginnings of names, up to a blank or a hyphen.
static bool collect_heads(const spokes_lexicon *lexicon, spokes_strmap *heads) {
  bool good = true;
  for (size_t i = 0; i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (form->type != SPOKES_FORM_ACTOR || spokes__form_is_chinese(form)) continue;
    const char *text = spokes__form_text(lexicon, form);
    for (unsigned at = 1; good && at < form->len; at++)
      if (text[at] == ' ' || text[at] == '-') good = spokes__strmap_put(heads, text, at, 1, NULL);
  }
  return good;
}

static bool has(const spokes_strmap *map, const void *bytes, size_t len) {
  return spokes__strmap_get(map, bytes, len) != SPOKES_STRMAP_NONE;
}

static bool meets_name(const spokes_strmap *heads, const char *text, unsigned len) {
  for (unsigned at = 0; at < len; at++)
    if ((!at || text[at - 1] == ' ' || text[at - 1] == '-') && has(heads, text + at, len - at)) return true;
  return false;
}

// Names of both languages by their text without letter case.
static bool note_names(const spokes_lexicon *lexicon, spokes_strmap *names) {
  bool good = true;
  for (size_t i = 0; good && i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (form->type == SPOKES_FORM_ACTOR)
      good = spokes__strmap_put(names, spokes__form_text(lexicon, form), form->len, (uint32_t)i, NULL);
  }
  return good;
}

spokes_status spokes__check_blocking(spokes_checker *checker, spokes_error *err) {
  const spokes_lexicon *lexicon = checker->lexicon;
  spokes_strmap heads = SPOKES_STRMAP_INIT, names = SPOKES_STRMAP_INIT;
  bool good = collect_heads(lexicon, &heads) && note_names(lexicon, &names);
  for (size_t i = 0; good && i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    const char *text = spokes__form_text(lexicon, form);
    if (form->type == SPOKES_FORM_ACTOR || spokes__form_is_chinese(form) || form->inner_count ||
        has(&names, text, form->len) || meets_name(&heads, text, form->len))
      continue;
    spokes__checker_warn(checker, "blocks-nothing", form->row, "'%s' is in no name's way",
                         spokes__lexicon_row_form(lexicon, form->row));
  }
  spokes__strmap_release(&heads);
  spokes__strmap_release(&names);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}
