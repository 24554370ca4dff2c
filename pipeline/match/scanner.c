// The scanner: runs both searches over a text, decides about candidates, merges the results and
// completes the hits with positions in the original.

#include "scanner.h"

#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "base/threads.h"
#include "base/utf8.h"

spokes_status spokes__scanner_new(const spokes_lexicon *lexicon, spokes_scanner **out, spokes_error *err) {
  *out = NULL;
  spokes_scanner *scanner = spokes__calloc(1, sizeof *scanner);
  if (!scanner) return spokes__error_nomem(err);
  scanner->lexicon = lexicon;
  spokes_status status = spokes__rule_scratch_new(&scanner->rule_scratch, err);
  if (status) {
    spokes__scanner_free(scanner);
    return status;
  }
  *out = scanner;
  return SPOKES_OK;
}

void spokes__scanner_free(spokes_scanner *scanner) {
  if (!scanner) return;
  spokes__rule_scratch_free(scanner->rule_scratch);
  spokes__free(scanner->result.mentions.items);
  spokes__free(scanner->result.exclusions.items);
  spokes__free(scanner->spare.items);
  spokes__han_release(&scanner->han);
  spokes__free(scanner);
}

void spokes__scanner_begin(spokes_scanner *scanner, const spokes_text *text, const spokes_match_context *context) {
  spokes_match_result *result = &scanner->result;
  result->mentions.count = result->exclusions.count = 0;
  result->rule_limits = 0;
  scanner->text = text;
  scanner->context = *context;
  scanner->failed = false;
}

// ---- Decisions --------------------------------------------------------------------------------------

// The reading that holds at the document's date; without a date, the one that ended last. NULL: none holds.
static const spokes_form *reading_at(const spokes_scanner *scanner, const spokes_form *form) {
  const spokes_form *best = NULL;
  for (;; form = &scanner->lexicon->forms[form->next]) {
    uint32_t date = scanner->context.date;
    if (!date) {
      if (!best || !form->until || (best->until && form->until > best->until)) best = form;
    } else if ((!form->from || form->from <= date) && (!form->until || date < form->until)) {
      return form;
    }
    if (form->next == SPOKES_NONE) return best;
  }
}

static spokes_verdict ask(spokes_scanner *scanner, uint16_t group, uint32_t start, uint32_t end) {
  const spokes_passage *passage = &scanner->text->passages[scanner->passage];
  spokes_verdict verdict =
      spokes__rules_ask(scanner->lexicon->rules, scanner->rule_scratch, group, scanner->text->norm, passage->norm_start,
                        start, end, passage->norm_end, &scanner->result.rule_limits);
  if (verdict.failed) scanner->failed = true;
  return verdict;
}

static spokes_decision by_verdict(const spokes_verdict *verdict, spokes_actor actor) {
  return (spokes_decision){verdict->action != SPOKES_ACTION_SKIP, false,
                           verdict->action == SPOKES_ACTION_ACTOR ? verdict->actor : actor, verdict->row,
                           verdict->reason};
}

spokes_decision spokes__scanner_decide(spokes_scanner *scanner, const spokes_form **form_io, bool chinese,
                                       uint32_t start, uint32_t end) {
  const spokes_form *form = *form_io;
  spokes_verdict verdict = {0};
  if (form->type != SPOKES_FORM_ACTOR) {
    if (form->group != SPOKES_NO_GROUP) verdict = ask(scanner, form->group, start, end);
    bool aside = verdict.decided && verdict.action != SPOKES_ACTION_SKIP;
    return (spokes_decision){false, aside, SPOKES_NO_ACTOR, form->row, (spokes_reason)form->reason};
  }
  form = reading_at(scanner, form);
  if (!form) return (spokes_decision){false, true, (*form_io)->actor, (*form_io)->row, SPOKES_REASON_DATE};
  *form_io = form;
  const spokes_passage *passage = &scanner->text->passages[scanner->passage];
  uint32_t high = passage->norm_end > end ? passage->norm_end : end;
  if (spokes__is_address(scanner->text->norm, passage->norm_start, start, end, high))
    return (spokes_decision){false, false, form->actor, form->row, SPOKES_REASON_ADDRESS};
  uint16_t global = chinese ? scanner->lexicon->global_zh : scanner->lexicon->global_en;
  if (global != SPOKES_NO_GROUP) verdict = ask(scanner, global, start, end);
  if (!verdict.decided && form->group != SPOKES_NO_GROUP) verdict = ask(scanner, form->group, start, end);
  if (verdict.decided) return by_verdict(&verdict, form->actor);
  // An ambiguous name in its own state's document is that state (Congo in a speech from Brazzaville).
  spokes_actor issuer = scanner->context.issuer;
  if (issuer != SPOKES_NO_ACTOR && form->group != SPOKES_NO_GROUP &&
      spokes__rules_group_names(scanner->lexicon->rules, form->group, issuer))
    return (spokes_decision){true, false, issuer, form->row, SPOKES_REASON_NONE};
  return (spokes_decision){!form->skip_default, false, form->actor, form->row,
                           form->skip_default
                               ? (form->kind == SPOKES_KIND_METONYM ? SPOKES_REASON_PLACE : SPOKES_REASON_DEFAULT)
                               : SPOKES_REASON_NONE};
}

void spokes__scanner_record(spokes_scanner *scanner, const spokes_form *form, const spokes_decision *decision,
                            uint32_t start, uint32_t end) {
  if (form->type == SPOKES_FORM_ACTOR) {
    if (decision->counted)
      spokes__scanner_mention(scanner, start, end, decision->actor, (spokes_kind)form->kind, form->row, decision->rule,
                              UINT32_MAX);
    else
      spokes__scanner_exclude(scanner, start, end, decision->actor, (spokes_kind)form->kind, form->row, decision->rule,
                              decision->reason);
  }
  for (uint32_t i = 0; i < form->inner_count; i++) {
    const spokes_inner *inner = &scanner->lexicon->inners[form->inner + i];
    if (decision->counted && inner->actor == decision->actor) continue;
    spokes__scanner_exclude(scanner, start, end, inner->actor, (spokes_kind)inner->kind, inner->row, form->row,
                            form->type == SPOKES_FORM_ACTOR ? SPOKES_REASON_NAME : (spokes_reason)form->reason);
  }
}

// ---- Hits ----------------------------------------------------------------------------------------------

// A place for one more hit, or NULL: memory is out.
static spokes_hit *add_hit(spokes_scanner *scanner, spokes_hits *hits) {
  if (hits->count == hits->cap) {
    void *items = hits->items;
    bool good = spokes__array_reserve(&items, &hits->cap, hits->count + 1, sizeof *hits->items);
    hits->items = items;
    if (!good) {
      scanner->failed = true;
      return NULL;
    }
  }
  return &hits->items[hits->count++];
}

void spokes__scanner_leave_out(spokes_scanner *scanner, unsigned zones, bool dedupe) {
  scanner->zones_left_out = zones;
  scanner->dedupe = dedupe;
}

void spokes__scanner_leave_places(spokes_scanner *scanner) { scanner->no_places = true; }

static bool is_duplicate(const spokes_repairs *repairs, uint32_t at) {
  size_t low = 0, high = repairs->duplicate_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (repairs->duplicates[middle].end <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low < repairs->duplicate_count && repairs->duplicates[low].start <= at;
}

static spokes_reason why_left_out(const spokes_scanner *scanner, const spokes_passage *passage, uint32_t start) {
  if (passage->zone == SPOKES_ZONE_RUNNING) return SPOKES_REASON_RUNNING;
  if (scanner->zones_left_out >> passage->zone & 1) return SPOKES_REASON_ZONE;
  return scanner->dedupe && is_duplicate(&scanner->text->repairs, start) ? SPOKES_REASON_DUPLICATE : SPOKES_REASON_NONE;
}

void spokes__scanner_mention(spokes_scanner *scanner, uint32_t start, uint32_t end, spokes_actor actor,
                             spokes_kind kind, spokes_row entry, spokes_row rule, uint32_t antecedent_norm) {
  const spokes_passage *passage = &scanner->text->passages[scanner->passage];
  spokes_reason left_out = why_left_out(scanner, passage, start);
  if (left_out != SPOKES_REASON_NONE) {
    spokes__scanner_exclude(scanner, start, end, actor, kind, entry, rule, left_out);
    return;
  }
  spokes_hit *hit = add_hit(scanner, &scanner->result.mentions);
  if (!hit) return;
  *hit = (spokes_hit){.norm_start = start,
                      .norm_end = end,
                      .passage = scanner->passage + 1,
                      .entry = entry,
                      .rule = rule,
                      .antecedent = antecedent_norm,
                      .actor = actor,
                      .kind = (uint8_t)kind,
                      .zone = passage->zone};
}

void spokes__scanner_exclude(spokes_scanner *scanner, uint32_t start, uint32_t end, spokes_actor actor,
                             spokes_kind kind, spokes_row entry, spokes_row rule, spokes_reason reason) {
  const spokes_passage *passage = &scanner->text->passages[scanner->passage];
  spokes_hit *hit = add_hit(scanner, &scanner->result.exclusions);
  if (!hit) return;
  *hit = (spokes_hit){.norm_start = start,
                      .norm_end = end,
                      .passage = scanner->passage + 1,
                      .entry = entry,
                      .rule = rule,
                      .antecedent = UINT32_MAX,
                      .actor = actor,
                      .kind = (uint8_t)kind,
                      .zone = passage->zone,
                      .reason = (uint8_t)reason};
}

static int by_place(const void *a, const void *b) {
  const spokes_hit *x = a, *y = b;
  if (x->norm_start != y->norm_start) return x->norm_start < y->norm_start ? -1 : 1;
  if (x->norm_end != y->norm_end) return x->norm_end > y->norm_end ? -1 : 1;
  return (x->actor > y->actor) - (x->actor < y->actor);
}

// How many of the hits from the first on are in order.
static size_t sorted_count(const spokes_hit *items, size_t count) {
  size_t i = 1;
  while (i < count && by_place(&items[i - 1], &items[i]) <= 0) i++;
  return i < count ? i : count;
}

// The Latin search's hits stand before those of the Chinese search, and mostly both are in order.
static void sort_hits(spokes_scanner *scanner, spokes_hits *hits) {
  spokes_hits *spare = &scanner->spare;
  void *room = spare->items;
  const size_t first = sorted_count(hits->items, hits->count), behind = hits->count - first;
  if (!behind) return;
  bool good = spokes__array_reserve(&room, &spare->cap, first, sizeof *spare->items);
  spare->items = room;
  if (!good || sorted_count(hits->items + first, behind) < behind) {
    qsort(hits->items, hits->count, sizeof *hits->items, by_place);
    return;
  }
  memcpy(spare->items, hits->items, first * sizeof *spare->items);
  size_t to = 0, next = first;
  for (size_t i = 0; i < first;) {
    bool is_next = next < hits->count && by_place(&spare->items[i], &hits->items[next]) > 0;
    hits->items[to++] = is_next ? hits->items[next++] : spare->items[i++];
  }
}

// Where the Latin and the Chinese search found overlapping mentions (G7 inside G7集团), the longer one stays.
static void drop_overlaps(spokes_hits *hits) {
  size_t kept = 0;
  for (size_t i = 0; i < hits->count; i++) {
    if (kept && hits->items[i].norm_start < hits->items[kept - 1].norm_end) {
      const spokes_hit *before = &hits->items[kept - 1];
      if (hits->items[i].norm_end - hits->items[i].norm_start > before->norm_end - before->norm_start)
        hits->items[kept - 1] = hits->items[i];
      continue;
    }
    if (kept != i) hits->items[kept] = hits->items[i];
    kept++;
  }
  hits->count = kept;
}

// ---- Positions in the original -------------------------------------------------------------------------

// Walks the original once, forward: code points, lines and pages up to an offset.
typedef struct walker {
  const spokes_text *text;
  uint32_t at;
  spokes_place place;
} walker;

static void walk_to(walker *w, uint32_t to) {
  if (to <= w->at) return;
  w->text->kernels->pass(w->text->orig + w->at, to - w->at, w->text->orig_len - w->at, &w->place);
  w->at = to;
}

static int by_original(const void *a, const void *b) {
  const spokes_hit *x = a, *y = b;
  if (x->orig_start != y->orig_start) return x->orig_start < y->orig_start ? -1 : 1;
  return by_place(a, b);
}

// Running lines stand behind the text, their originals in it.
static void sort_by_original(const spokes_text *text, spokes_hits *hits) {
  if (!hits->count || hits->items[hits->count - 1].norm_start < text->body_len) return;
  for (size_t i = 0; i < hits->count; i++)
    hits->items[i].orig_start = spokes__text_orig_start(text, hits->items[i].norm_start);
  qsort(hits->items, hits->count, sizeof *hits->items, by_original);
}

// Hits [i, end) of one list, in the order of the original; item i is at work.
typedef struct queue {
  const spokes_text *text;
  spokes_hit *items;
  size_t i, end, near, sentence;
} queue;

static spokes_hit *front_of(queue *q) {
  if (q->i == q->end) return NULL;
  spokes_hit *hit = &q->items[q->i];
  hit->orig_start = hit->norm_start;
  hit->orig_end = hit->norm_end;
  spokes__text_orig_span(q->text, &hit->orig_start, &hit->orig_end, &q->near);
  return hit;
}

#define SENTENCES_NEAR 16u

// The number of the sentence that begins last at or before an offset; it is mostly the one of the hit before, or near
// it. Running lines are far away, in both directions.
static size_t sentence_at(const spokes_text *text, size_t before, uint32_t at) {
  size_t low = before, high = text->sentence_count;
  if (low >= high || text->sentences[low] > at) {
    high = low < high ? low : high;
    low = 0;
  } else {
    for (size_t stop = high - low > SENTENCES_NEAR ? low + SENTENCES_NEAR : high; low + 1 < stop; low++)
      if (text->sentences[low + 1] > at) return low;
  }
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (text->sentences[middle] <= at)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static void find_place(walker *w, spokes_hit *hit) {
  walk_to(w, hit->orig_start);
  hit->start = w->place.chars;
  hit->line = w->place.lines;
  hit->page = w->place.pages;
  hit->end =
      hit->start + (uint32_t)spokes__utf8_count(w->text->orig + hit->orig_start, hit->orig_end - hit->orig_start);
}

// Fills in the hit at the front and gives the next one. w: NULL when places are left out.
static spokes_hit *complete_front(queue *q, walker *w) {
  spokes_hit *hit = &q->items[q->i++];
  if (w) find_place(w, hit);
  q->sentence = sentence_at(q->text, q->sentence, hit->norm_start);
  hit->sentence = (uint32_t)q->sentence + 1;
  return front_of(q);
}

// A stretch of the original with the hits that begin in it.
typedef struct share {
  queue mentions, exclusions;
  walker walker;  // at its beginning; first with what stands in the stretch alone
  uint32_t end;
  bool has_places;
} share;

// Both lists in one walk over the original.
static void complete_share(void *context, unsigned worker, size_t number) {
  share *one = (share *)context + number;
  walker *w = one->has_places ? &one->walker : NULL;
  spokes_hit *mention = front_of(&one->mentions), *exclusion = front_of(&one->exclusions);
  (void)worker;
  while (mention || exclusion) {
    if (!exclusion || (mention && mention->orig_start <= exclusion->orig_start))
      mention = complete_front(&one->mentions, w);
    else
      exclusion = complete_front(&one->exclusions, w);
  }
}

static void count_share(void *context, unsigned worker, size_t number) {
  share *one = (share *)context + number;
  walker counter = one->walker;
  (void)worker;
  walk_to(&counter, one->end);
  one->walker.place = counter.place;
}

// The first hit that begins at or behind an offset of the original.
static size_t hit_from(const spokes_text *text, const spokes_hits *hits, uint32_t orig_at) {
  size_t low = 0, high = hits->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (spokes__text_orig_start(text, hits->items[middle].norm_start) < orig_at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

#define SHARES_MAX 64u
#define SHARE_HITS 1024u  // fewer are not worth a thread

// Shares of about as many mentions each; returns how many.
static size_t cut_shares(const spokes_text *text, spokes_match_result *result, share *shares) {
  size_t count = text->threads > 1 ? 4u * text->threads : 1, most = result->mentions.count / SHARE_HITS + 1;
  if (count > most) count = most;
  if (count > SHARES_MAX) count = SHARES_MAX;
  for (size_t i = 0; i < count; i++) {
    size_t mention = result->mentions.count / count * i;
    uint32_t start = i ? spokes__text_orig_start(text, result->mentions.items[mention].norm_start) : 0;
    shares[i].mentions = (queue){
        text, result->mentions.items, i ? hit_from(text, &result->mentions, start) : 0, result->mentions.count, 0, 0};
    shares[i].exclusions = (queue){
        text, result->exclusions.items, i ? hit_from(text, &result->exclusions, start) : 0, result->exclusions.count, 0,
        0};
    shares[i].walker = (walker){text, start, {0, 0, 0}};
    shares[i].end = (uint32_t)text->orig_len;
    if (!i) continue;
    shares[i - 1].mentions.end = shares[i].mentions.i;
    shares[i - 1].exclusions.end = shares[i].exclusions.i;
    shares[i - 1].end = start;
  }
  return count;
}

// Each share is counted through, so that every one knows what stands before it.
static spokes_status place_shares(const spokes_text *text, share *shares, size_t count, spokes_error *err) {
  spokes_place before = {0, 1, 1};
  spokes_status status = SPOKES_OK;
  if (count > 1) status = spokes__threads_run(text->threads, count, count_share, shares, err);
  for (size_t i = 0; i < count; i++) {
    spokes_place own = shares[i].walker.place;
    shares[i].walker.place = before;
    before = (spokes_place){before.chars + own.chars, before.lines + own.lines, before.pages + own.pages};
  }
  return status;
}

static spokes_status complete(const spokes_text *text, spokes_match_result *result, bool has_places,
                              spokes_error *err) {
  share shares[SHARES_MAX];
  sort_by_original(text, &result->mentions);
  sort_by_original(text, &result->exclusions);
  size_t count = cut_shares(text, result, shares);
  for (size_t i = 0; i < count; i++) shares[i].has_places = has_places;
  spokes_status status = has_places ? place_shares(text, shares, count, err) : SPOKES_OK;
  if (status) return status;
  if (count > 1) return spokes__threads_run(text->threads, count, complete_share, shares, err);
  complete_share(shares, 0, 0);
  return SPOKES_OK;
}

// Norm offsets of antecedents become code points; the mention there was completed already unless it was not counted.
static void complete_antecedents(const spokes_text *text, spokes_hits *hits) {
  for (size_t i = 0; i < hits->count; i++) {
    spokes_hit *hit = &hits->items[i];
    if (hit->antecedent == UINT32_MAX) continue;
    size_t low = 0, high = hits->count;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (hits->items[middle].norm_start < hit->antecedent)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < hits->count && hits->items[low].norm_start == hit->antecedent) {
      hit->antecedent = hits->items[low].start;
      continue;
    }
    // Not a mention: counted from the one before it.
    uint32_t orig = spokes__text_orig_start(text, hit->antecedent);
    uint32_t from = low ? hits->items[low - 1].orig_start : 0, chars = low ? hits->items[low - 1].start : 0;
    hit->antecedent = chars + (uint32_t)spokes__utf8_count(text->orig + from, orig - from);
  }
}

spokes_status spokes__scanner_complete(spokes_scanner *scanner, spokes_error *err) {
  const spokes_text *text = scanner->text;
  spokes_match_result *result = &scanner->result;
  sort_hits(scanner, &result->mentions);
  sort_hits(scanner, &result->exclusions);
  if (text->han) drop_overlaps(&result->mentions);
  spokes_status status = complete(text, result, !scanner->no_places, err);
  if (!status && !scanner->no_places) complete_antecedents(text, &result->mentions);
  return status;
}

spokes_status spokes__scanner_run(spokes_scanner *scanner, const spokes_text *text, const spokes_match_context *context,
                                  const spokes_match_result **out, spokes_error *err) {
  *out = NULL;
  spokes__scanner_begin(scanner, text, context);
  spokes__latin_scan(scanner);
  if (text->han && !scanner->failed) spokes__han_scan(scanner);
  if (scanner->failed) return spokes__error_nomem(err);
  spokes_status status = spokes__scanner_complete(scanner, err);
  if (!status) *out = &scanner->result;
  return status;
}
