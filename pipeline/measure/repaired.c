// Attributing mentions to repairs. A mention hangs on a repair when something was left out inside it, or a
// character was put in inside it or beside it; it may hang on several kinds.

#include "measure/repaired.h"

#include <string.h>

static void note(spokes_damage_count *count, const spokes_hit *hit) {
  if (!count->damage.places++) {
    count->damage.example_start = hit->orig_start;
    count->damage.example_end = hit->orig_end;
  }
  count->damage.repaired++;
}

// A set of kinds, one bit each.
static unsigned kinds_at(const spokes_repairs *repairs, size_t *next, const spokes_hit *hit) {
  unsigned kinds = 0;
  while (*next < repairs->count && repairs->items[*next].norm_at + 1 < hit->norm_start) ++*next;
  for (size_t i = *next; i < repairs->count && repairs->items[i].norm_at <= hit->norm_end; i++) {
    const spokes_repair *repair = &repairs->items[i];
    bool is_inside = repair->norm_at > hit->norm_start && repair->norm_at < hit->norm_end;
    bool is_beside = repair->is_put && repair->kind != SPOKES_DAMAGE_RUNNING && repair->norm_at != hit->norm_start;
    if (is_inside || is_beside) kinds |= 1u << repair->kind;
  }
  return kinds;
}

// What the search read over in the canonical form: a line end, a hyphen before it, a blank before a point.
static void read_over(const spokes_text *text, const spokes_hit *hit, unsigned kinds, spokes_damage_count *counts) {
  const char *s = text->norm + hit->norm_start;
  size_t len = hit->norm_end - hit->norm_start;
  const char *end = memchr(s, '\n', len);
  if (end && !(kinds & 1u << SPOKES_DAMAGE_RUNNING)) {
    while (end > s && (end[-1] == ' ' || end[-1] == '\r')) end--;
    bool is_broken = end - s > 1 && end[-1] == '-' && (unsigned)(end[-2] - 'a') < 26;
    const char *next = end;
    while (next < s + len && (*next == ' ' || *next == '\n' || *next == '\r')) next++;
    is_broken = is_broken && next < s + len && (unsigned)(*next - 'a') < 26;
    if (is_broken)  // counted as a place already
      counts[SPOKES_DAMAGE_HYPHEN].damage.repaired++;
    else
      note(&counts[SPOKES_DAMAGE_WRAPPED], hit);
    counts[is_broken ? SPOKES_DAMAGE_HYPHEN : SPOKES_DAMAGE_WRAPPED].gained++;
  }
  for (const char *at = s; (at = memchr(at, '.', len - (size_t)(at - s))); at++)
    if (at > s && at[-1] == ' ') {
      note(&counts[SPOKES_DAMAGE_SPACING], hit);
      counts[SPOKES_DAMAGE_SPACING].gained++;
      break;
    }
}

void spokes__damage_count(const spokes_text *text, const spokes_match_result *result, bool dedupe,
                          spokes_damage_count counts[SPOKES_DAMAGE_COUNT]) {
  size_t next = 0;
  for (int kind = 0; kind < SPOKES_DAMAGE_COUNT; kind++)
    counts[kind] = (spokes_damage_count){text->repairs.damage[kind], 0};
  if (dedupe) counts[SPOKES_DAMAGE_DUPLICATE].damage.repaired = counts[SPOKES_DAMAGE_DUPLICATE].damage.places;
  for (size_t i = 0; i < result->mentions.count; i++) {
    const spokes_hit *hit = &result->mentions.items[i];
    unsigned kinds = kinds_at(&text->repairs, &next, hit);
    for (int kind = 0; kind < SPOKES_DAMAGE_COUNT; kind++) counts[kind].gained += kinds >> kind & 1;
    read_over(text, hit, kinds, counts);
  }
  for (size_t i = 0; i < result->exclusions.count; i++) {
    unsigned reason = result->exclusions.items[i].reason;
    counts[SPOKES_DAMAGE_RUNNING].gained -= reason == SPOKES_REASON_RUNNING;
    counts[SPOKES_DAMAGE_DUPLICATE].gained -= reason == SPOKES_REASON_DUPLICATE;
  }
}
