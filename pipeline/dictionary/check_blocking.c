// Which non-mentions and words are in nobody's way. One is when it
//   - covers a form of an actor, or (with other letter case) is written like one;
//   - in Chinese, holds a character that is a short form, or ends with the beginning of a name or of a frame, or begins
//     with the end of one: the segmentation then has to choose between the two.
//   - in English, ends with the first words of a longer name.

#include <string.h>

#include "base/strmap.h"
#include "dictionary/check.h"

typedef struct edges {
  spokes_strmap heads, tails;  // beginnings and ends of names, as bytes
  bool failed;
} edges;

static void put(edges *e, spokes_strmap *map, const void *bytes, size_t len) {
  if (!e->failed && !spokes__strmap_put(map, bytes, len, 1, NULL)) e->failed = true;
}

static void add_units(edges *e, const uint16_t *units, unsigned count, bool heads, bool tails) {
  for (unsigned len = 1; len < count; len++) {
    if (heads) put(e, &e->heads, units, len * sizeof *units);
    if (tails) put(e, &e->tails, units + count - len, len * sizeof *units);
  }
}

static void add_words(edges *e, const spokes_form *form) {
  for (unsigned at = 1; at < form->len; at++)
    if (form->text[at] == ' ' || form->text[at] == '-') put(e, &e->heads, form->text, at);
}

static void collect(edges *e, const spokes_lexicon *lexicon) {
  for (size_t i = 0; i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (form->type != SPOKES_FORM_ACTOR) continue;
    if (form->units)
      add_units(e, form->units, form->unit_count, true, true);
    else
      add_words(e, form);
  }
  for (size_t i = 0; i < lexicon->frame_count; i++) {
    const spokes_frame *frame = &lexicon->frames[i];
    add_units(e, frame->units, frame->unit_count, !frame->right, frame->right);
    put(e, frame->right ? &e->tails : &e->heads, frame->units, frame->unit_count * sizeof *frame->units);
  }
}

static bool has(const spokes_strmap *map, const void *bytes, size_t len) {
  return spokes__strmap_get(map, bytes, len) != SPOKES_STRMAP_NONE;
}

static bool meets_chinese(const edges *e, const spokes_lexicon *lexicon, const spokes_form *form) {
  for (unsigned i = 0; i < form->unit_count; i++)
    if (lexicon->chars[form->units[i]] & SPOKES_CHAR_SHORT) return true;
  for (unsigned len = 1; len <= form->unit_count; len++)
    if (has(&e->heads, form->units + form->unit_count - len, len * sizeof *form->units) ||
        has(&e->tails, form->units, len * sizeof *form->units))
      return true;
  return false;
}

static bool meets_english(const edges *e, const spokes_form *form) {
  for (unsigned at = 0; at < form->len; at++)
    if ((!at || form->text[at - 1] == ' ' || form->text[at - 1] == '-') &&
        has(&e->heads, form->text + at, form->len - at))
      return true;
  return false;
}

// Names of both languages by their text without letter case.
static bool note_names(const spokes_lexicon *lexicon, spokes_strmap *names) {
  bool good = true;
  for (size_t i = 0; good && i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (form->type == SPOKES_FORM_ACTOR) good = spokes__strmap_put(names, form->text, form->len, (uint32_t)i, NULL);
  }
  return good;
}

spokes_status spokes__check_blocking(spokes_checker *checker, spokes_error *err) {
  const spokes_lexicon *lexicon = checker->lexicon;
  edges e = {SPOKES_STRMAP_INIT, SPOKES_STRMAP_INIT, false};
  spokes_strmap names = SPOKES_STRMAP_INIT;
  collect(&e, lexicon);
  bool good = !e.failed && note_names(lexicon, &names);
  for (size_t i = 0; good && i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (form->type == SPOKES_FORM_ACTOR || form->inner_count || has(&names, form->text, form->len)) continue;
    if (form->units ? meets_chinese(&e, lexicon, form) : meets_english(&e, form)) continue;
    spokes__checker_warn(checker, "blocks-nothing", form->row, "'%s' is in no name's way",
                         spokes__lexicon_row_form(lexicon, form->row));
  }
  spokes__strmap_release(&e.heads);
  spokes__strmap_release(&e.tails);
  spokes__strmap_release(&names);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}
