// Both lists are put into one order: document, actor, start, end. Within one document and actor a single sweep over
// both then finds, for each prediction, the first gold mention that is still free and overlaps it: a gold mention that
// ends before this prediction starts ends before all later ones too.

#include "measure/agreement.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

typedef const spokes_coded_mention *coded;

typedef struct sorted_list {
  coded *items;
  const spokes_coded_mention *first;  // of the unsorted list: an item's number is its distance from here
  size_t count;
} sorted_list;

static int order(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int same_text(coded a, coded b) {
  int by_document = order(a->document, b->document);
  return by_document ? by_document : order(a->actor, b->actor);
}

static int in_text(const void *a, const void *b) {
  coded x = *(const coded *)a, y = *(const coded *)b;
  int by = same_text(x, y);
  if (!by) by = order(x->start, y->start);
  if (!by) by = order(x->end, y->end);
  return by ? by : (x > y) - (x < y);
}

// The mentions of list whose kind the rule counts (or does not count), sorted; false when memory is out.
static bool sort_list(spokes_coded_list list, spokes_count_rule rule, bool is_counted, sorted_list *out) {
  size_t bytes;
  out->first = list.items;
  out->count = 0;
  out->items = spokes__size_mul(list.count, sizeof *out->items, &bytes) ? spokes__malloc(bytes) : NULL;
  if (!out->items) return false;
  for (size_t i = 0; i < list.count; i++)
    if (spokes_kind_is_counted(list.items[i].kind, rule) == is_counted) out->items[out->count++] = &list.items[i];
  if (out->count) qsort(out->items, out->count, sizeof *out->items, in_text);
  return true;
}

// Moves *at to the first item of list that may overlap mention or stands after it, and returns it when it overlaps.
static coded find_overlap(const sorted_list *list, size_t *at, coded mention) {
  for (; *at < list->count; ++*at) {
    coded item = list->items[*at];
    int by = same_text(item, mention);
    if (by > 0) return NULL;
    if (!by && item->end > mention->start) return item->start < mention->end ? item : NULL;
  }
  return NULL;
}

static void count_right(spokes_agreement *out, coded predicted, coded gold) {
  out->all.right++;
  out->actors[gold->actor].right++;
  out->kinds[gold->kind].right++;
  out->same_kind += predicted->kind == gold->kind;
  out->same_span += predicted->start == gold->start && predicted->end == gold->end;
}

static void count_wrong(spokes_agreement *out, coded predicted) {
  out->all.wrong++;
  out->actors[predicted->actor].wrong++;
  out->kinds[predicted->kind].wrong++;
}

static void count_missed(spokes_agreement *out, const sorted_list *gold) {
  for (size_t i = 0; i < gold->count; i++) {
    coded mention = gold->items[i];
    spokes_verdict *verdict = &out->gold[mention - gold->first];
    if (*verdict == SPOKES_VERDICT_RIGHT) continue;
    *verdict = SPOKES_VERDICT_MISSED;
    out->all.missed++;
    out->actors[mention->actor].missed++;
    out->kinds[mention->kind].missed++;
  }
}

static void match_lists(spokes_agreement *out, const sorted_list *predicted, const sorted_list *gold,
                        const sorted_list *uncounted) {
  size_t at_gold = 0, at_uncounted = 0;
  for (size_t i = 0; i < predicted->count; i++) {
    coded mention = predicted->items[i];
    spokes_verdict *verdict = &out->predicted[mention - predicted->first];
    coded hit = find_overlap(gold, &at_gold, mention);
    if (hit) {
      at_gold++;
      *verdict = out->gold[hit - gold->first] = SPOKES_VERDICT_RIGHT;
      count_right(out, mention, hit);
    } else if (!find_overlap(uncounted, &at_uncounted, mention)) {
      *verdict = SPOKES_VERDICT_WRONG;
      count_wrong(out, mention);
    }
  }
  count_missed(out, gold);
}

static void clear(spokes_agreement *out, size_t predicted_count, size_t gold_count, size_t actor_count) {
  out->all = (spokes_tally){0, 0, 0};
  out->same_kind = out->same_span = 0;
  memset(out->kinds, 0, sizeof out->kinds);
  for (size_t i = 0; i < actor_count; i++) out->actors[i] = out->all;
  for (size_t i = 0; i < predicted_count; i++) out->predicted[i] = SPOKES_VERDICT_NOT_SCORED;
  for (size_t i = 0; i < gold_count; i++) out->gold[i] = SPOKES_VERDICT_NOT_SCORED;
}

spokes_status spokes__mentions_compare(spokes_coded_list predicted, spokes_coded_list gold, size_t actor_count,
                                       spokes_count_rule rule, spokes_agreement *out, spokes_error *err) {
  sorted_list found = {NULL, NULL, 0}, wanted = found, uncounted = found;
  spokes_status status = SPOKES_OK;
  clear(out, predicted.count, gold.count, actor_count);
  if (sort_list(predicted, rule, true, &found) && sort_list(gold, rule, true, &wanted) &&
      sort_list(gold, rule, false, &uncounted))
    match_lists(out, &found, &wanted, &uncounted);
  else
    status = spokes__error_nomem(err);
  spokes__free(found.items);
  spokes__free(wanted.items);
  spokes__free(uncounted.items);
  return status;
}

static double ratio(uint64_t part, uint64_t whole) {
  return whole ? (double)part / (double)whole : SPOKES_NOT_AVAILABLE;
}

spokes_accuracy spokes__tally_score(spokes_tally tally) {
  return (spokes_accuracy){ratio(tally.right, tally.right + tally.wrong),
                           ratio(tally.right, tally.right + tally.missed),
                           ratio(2 * tally.right, 2 * tally.right + tally.wrong + tally.missed)};
}

typedef struct running_mean {
  double sum;
  uint64_t count;
} running_mean;

static void mean_add(running_mean *mean, double value) {
  if (isnan(value)) return;
  mean->sum += value;
  mean->count++;
}

static double mean_of(const running_mean *mean) {
  return mean->count ? mean->sum / (double)mean->count : SPOKES_NOT_AVAILABLE;
}

spokes_accuracy spokes__tallies_average(const spokes_tally *tallies, size_t count) {
  running_mean precision = {0, 0}, recall = {0, 0}, f1 = {0, 0};
  for (size_t i = 0; i < count; i++) {
    spokes_accuracy one = spokes__tally_score(tallies[i]);
    mean_add(&precision, one.precision);
    mean_add(&recall, one.recall);
    mean_add(&f1, one.f1);
  }
  return (spokes_accuracy){mean_of(&precision), mean_of(&recall), mean_of(&f1)};
}
