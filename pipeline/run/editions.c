// Pooling over all actors of the dictionary: editions are few.

#include "run/editions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/shares.h"

void spokes__editions_release(spokes_editions *editions) { spokes__arena_release(&editions->arena); }

static bool edition_init(spokes_editions *all, spokes_edition *one, const char *label) {
  *one = (spokes_edition){.label = spokes__arena_strdup(&all->arena, label, strlen(label))};
  one->n = spokes__arena_calloc(&all->arena, all->actor_count, sizeof *one->n);
  one->passages = spokes__arena_calloc(&all->arena, all->actor_count, sizeof *one->passages);
  one->ranks = spokes__arena_calloc(&all->arena, all->actor_count, sizeof *one->ranks);
  return one->label && one->n && one->passages && one->ranks;
}

static double year_of(const spokes_finished_document *document) {
  uint32_t year = document->date_number / 10000, month = document->date_number / 100 % 100;
  return year + (month - 1) / 12.0;
}

static void add_document(spokes_edition *one, const spokes_finished *f, const spokes_finished_document *document) {
  bool is_first = !one->lang;
  one->document = is_first ? document : NULL;
  one->lang = is_first || !strcmp(one->lang, document->lang) ? document->lang : "";
  uint32_t year = document->date_number / 10000;
  one->year = is_first ? year_of(document) : year;
  one->tokens += document->tokens;
  one->naming_passages += document->naming_passages;
  for (size_t i = document->first; i < document->first + document->count; i++) {
    one->n[f->rows[i].actor] += f->rows[i].n;
    one->passages[f->rows[i].actor] += f->rows[i].passages;
    one->total += f->rows[i].n;
  }
}

static spokes_status take_document(spokes_editions *all, const spokes_finished *f, const char *id, spokes_error *err) {
  const spokes_finished_document *document = spokes__finished_find(f, id);
  if (!document) return spokes__error_set(err, SPOKES_E_ARG, "the run has no document '%.100s'", id);
  spokes_edition *one = &all->items[all->count++];
  if (!edition_init(all, one, id)) return spokes__error_nomem(err);
  add_document(one, f, document);
  return SPOKES_OK;
}

static bool is_wanted(const spokes_diff_options *o, const spokes_finished_document *d) {
  uint32_t year = d->date_number / 10000;
  return year && !strcmp(d->issuer, o->issuer) && (!o->series || !strcmp(d->series, o->series)) &&
         (!o->from || year >= o->from) && (!o->until || year <= o->until) && d->tokens;
}

static int by_date(const void *a, const void *b) {
  const spokes_finished_document *x = *(const spokes_finished_document *const *)a;
  const spokes_finished_document *y = *(const spokes_finished_document *const *)b;
  if (x->date_number != y->date_number) return x->date_number < y->date_number ? -1 : 1;
  return strcmp(x->id, y->id);
}

static spokes_status take_years(spokes_editions *all, const spokes_finished *f, const spokes_diff_options *options,
                                spokes_error *err) {
  const spokes_finished_document **chosen = spokes__arena_calloc(&all->arena, f->document_count + 1, sizeof *chosen);
  size_t count = 0;
  if (!chosen) return spokes__error_nomem(err);
  for (size_t i = 0; i < f->document_count; i++)
    if (is_wanted(options, &f->documents[i])) chosen[count++] = &f->documents[i];
  qsort(chosen, count, sizeof *chosen, by_date);
  for (size_t i = 0; i < count; i++) {
    uint32_t year = chosen[i]->date_number / 10000;
    char label[16];
    snprintf(label, sizeof label, "%u", (unsigned)year);
    if (!all->count || strcmp(all->items[all->count - 1].label, label))
      if (!edition_init(all, &all->items[all->count++], label)) return spokes__error_nomem(err);
    add_document(&all->items[all->count - 1], f, chosen[i]);
  }
  if (options->ends && all->count > 2) {
    all->items[1] = all->items[all->count - 1];
    all->count = 2;
  }
  return SPOKES_OK;
}

spokes_status spokes__editions_make(spokes_editions *out, const spokes_finished *finished,
                                    const spokes_diff_options *options, spokes_error *err) {
  *out = (spokes_editions){.arena = SPOKES_ARENA_INIT, .actor_count = spokes__lexicon_actor_count(finished->lexicon)};
  out->items = spokes__arena_calloc(&out->arena, finished->document_count + 2, sizeof *out->items);
  if (!out->items) return spokes__error_nomem(err);
  spokes_status status =
      options->old_doc ? take_document(out, finished, options->old_doc, err) : take_years(out, finished, options, err);
  if (!status && options->old_doc) status = take_document(out, finished, options->new_doc, err);
  if (!status && out->count < 2)
    status = spokes__error_set(err, SPOKES_E_ARG, "the run has %zu edition%s that fit, and a comparison needs two",
                               out->count, out->count == 1 ? "" : "s");
  for (size_t i = 0; !status && i < out->count; i++)
    status = spokes__ranks_compute(out->items[i].n, out->actor_count, out->items[i].ranks, err);
  return status;
}
