// Which forms can never win: each is put before the matcher as a text of its own, at a date when it holds. One that is
// not even a candidate there will be none anywhere, for every text around it can only add rivals.

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "dictionary/check.h"
#include "match/match.h"

typedef struct trial {
  spokes_checker *checker;
  spokes_scanner *scanner;
  spokes_text text;
  spokes_buf bytes;
} trial;

static bool was_seen(const spokes_hits *hits, spokes_row row) {
  for (size_t i = 0; i < hits->count; i++)
    if (hits->items[i].entry == row || hits->items[i].rule == row) return true;
  return false;
}

// A day when the form stands for its actor; 0 when it always does.
static uint32_t day_of(const spokes_form *form) {
  if (form->from) return form->from;
  if (!form->until) return 0;
  uint32_t year = form->until / 10000;
  return (year ? year - 1 : 0) * 10000 + 101;
}

// The row that took its place, or SPOKES_NO_ROW.
static spokes_row winner(const spokes_match_result *result) {
  if (result->mentions.count) return result->mentions.items[0].entry;
  return result->exclusions.count ? result->exclusions.items[0].rule : SPOKES_NO_ROW;
}

static void tell(trial *t, const spokes_form *form, const spokes_match_result *result) {
  const spokes_lexicon *lexicon = t->checker->lexicon;
  const char *written = spokes__lexicon_row_form(lexicon, form->row);
  spokes_row row = winner(result);
  if (row == SPOKES_NO_ROW)
    spokes__checker_warn(t->checker, "cannot-win", form->row, "'%s' is not found where it stands alone", written);
  else
    spokes__checker_warn(t->checker, "cannot-win", form->row, "'%s' is not found where it stands alone: '%s' (%s) is",
                         written, spokes__lexicon_row_form(lexicon, row), spokes__lexicon_row_id(lexicon, row));
}

static spokes_status try_form(trial *t, const spokes_form *form, spokes_error *err) {
  const spokes_lexicon *lexicon = t->checker->lexicon;
  const spokes_match_result *result;
  spokes_match_context context = {day_of(form), SPOKES_NO_ACTOR};
  spokes__buf_clear(&t->bytes);
  spokes__buf_text(&t->bytes, spokes__lexicon_row_form(lexicon, form->row));
  if (form->bound) spokes__buf_text(&t->bytes, "X");
  if (t->bytes.failed) return spokes__error_nomem(err);
  spokes_text_source source = {.text = t->bytes.data, .len = t->bytes.len};
  spokes_status status = spokes__text_prepare(&t->text, spokes__lexicon_tables(lexicon), &source, err);
  if (!status) status = spokes__scanner_run(t->scanner, &t->text, &context, &result, err);
  if (status) return status;
  if (!was_seen(&result->mentions, form->row) && !was_seen(&result->exclusions, form->row)) tell(t, form, result);
  return SPOKES_OK;
}

// A non-mention leaves a trace only where it covers a name; one with rules may step aside.
static bool leaves_trace(const spokes_form *form) {
  return form->type == SPOKES_FORM_ACTOR ||
         (form->type == SPOKES_FORM_NONMENTION && form->inner_count && form->group == SPOKES_NO_GROUP);
}

spokes_status spokes__check_winning(spokes_checker *checker, spokes_error *err) {
  trial t = {.checker = checker, .text = SPOKES_TEXT_INIT, .bytes = SPOKES_BUF_INIT};
  spokes_status status = spokes__scanner_new(checker->lexicon, &t.scanner, err);
  for (size_t i = 0; !status && i < checker->lexicon->form_count; i++)
    if (leaves_trace(&checker->lexicon->forms[i])) status = try_form(&t, &checker->lexicon->forms[i], err);
  spokes__scanner_free(t.scanner);
  spokes__text_release(&t.text);
  spokes__buf_release(&t.bytes);
  return status;
}
