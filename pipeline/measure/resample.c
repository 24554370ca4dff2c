// The bootstrap over passages (or larger units), in blocks of draws.
//
// A draw is a tally: how often each unit was picked. Only units that name a partner need to be kept, as columns of a
// small table; then a partner's numbers in all draws of the block are sums of whole rows, which vector instructions add
// up, and wait in one long row for each partner:
//
//             draw 0   1   2 ..             draws 0 ........ B-1
//   unit 2        1    0   3      n         partner 0 | partner 1 | ...
//   unit 5        0    2   0      passages  likewise
//
// Invariant: no sum in a draw passes INT32_MAX (find_widths sees to that), so that int32_t holds every one.

#include "measure/resample.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "measure/picks.h"
#include "measure/tails.h"

#define OFTEN 40u   // times a unit among as many as there are picks
#define VECTOR 16u  // numbers of 16 bits
#define BLOCK 128u  // draws; the table of some hundred units stays in the processor's first cache

typedef struct unit_share {
  uint32_t column, n, passages;  // of a partner in one of the kept units
} unit_share;

typedef struct bootstrap {
  const spokes_passages *in;
  size_t draws;
  bool is_narrow;  // sums within a block fit 16 bits
  uint32_t *kept;  // units that name a partner
  size_t kept_count;
  size_t unit_room;                // units, rounded up to whole vectors; the rest stays 0
  size_t *starts;                  // of each partner: its first share; one more at the end
  unit_share *shares;              // by partner
  uint16_t *tallies[2];            // of each unit, of the present draw and the one before
  int16_t *tokens;                 // of each unit, where all of them fit; NULL: they do not
  uint16_t *table;                 // a row of BLOCK numbers for each kept unit
  int32_t *n, *passages;           // a row of `draws` for each partner
  int32_t *total, *naming, *most;  // of each draw
  double *words;                   // likewise
  spokes_scales by_total, by_words, by_naming;
  spokes_tails tails;
} bootstrap;

// ---- Room -----------------------------------------------------------------------------------------------------

static void *room(size_t count, size_t width, size_t size, bool *failed) {
  size_t items, bytes;
  bool fits = spokes__size_mul(count, width, &items) && spokes__size_mul(items, size, &bytes);
  void *block = fits ? spokes__calloc(items, size) : NULL;
  if (!block) *failed = true;
  return block;
}

static void bootstrap_release(bootstrap *boot) {
  spokes__free(boot->kept);
  spokes__free(boot->starts);
  spokes__free(boot->shares);
  spokes__free(boot->tallies[0]);
  spokes__free(boot->table);
  spokes__free(boot->n);
  spokes__free(boot->passages);
  spokes__free(boot->tokens);
  spokes__free(boot->total);
  spokes__free(boot->words);
  spokes__free(boot->tails.inside);
  spokes__free(boot->tails.bins);
}

static bool is_kept(const spokes_passages *in, size_t unit) {
  return in->starts[unit] < in->starts[unit + 1] || (in->naming && in->naming[unit]);
}

static bool bootstrap_init(bootstrap *boot, const spokes_passages *in, size_t draws) {
  bool failed = false;
  boot->in = in;
  boot->draws = draws;
  for (size_t u = 0; u < in->passage_count; u++) boot->kept_count += is_kept(in, u);
  boot->kept = room(boot->kept_count, 1, sizeof *boot->kept, &failed);
  boot->starts = room(in->partner_count + 1, 1, sizeof *boot->starts, &failed);
  boot->shares = room(in->passage_count ? in->starts[in->passage_count] : 0, 1, sizeof *boot->shares, &failed);
  boot->unit_room = ((size_t)in->passage_count + VECTOR - 1) / VECTOR * VECTOR;
  boot->tallies[0] = room(boot->unit_room, 2, sizeof *boot->tallies[0], &failed);
  boot->table = room(boot->kept_count, BLOCK, sizeof *boot->table, &failed);
  boot->n = room(in->partner_count, draws, sizeof *boot->n, &failed);
  boot->passages = room(in->partner_count, draws, sizeof *boot->passages, &failed);
  boot->tokens = room(boot->unit_room, 1, sizeof *boot->tokens, &failed);
  boot->total = room(draws, 3, sizeof *boot->total, &failed);
  boot->words = room(draws, 4, sizeof *boot->words, &failed);
  boot->tails.inside = room(draws, 1, sizeof(double), &failed);
  boot->tails.bins = room(draws, 1, sizeof *boot->tails.bins, &failed);
  if (failed) return false;
  boot->tallies[1] = boot->tallies[0] + boot->unit_room;
  boot->naming = boot->total + draws;
  boot->most = boot->naming + draws;
  boot->by_total.items = boot->words + draws;
  boot->by_words.items = boot->by_total.items + draws;
  boot->by_naming.items = boot->by_words.items + draws;
  return true;
}

// ---- The document, partner by partner --------------------------------------------------------------------------

static uint32_t weight_of(const spokes_passages *in, size_t entry) { return in->weights ? in->weights[entry] : 1; }

// Whether every sum of a draw fits. It cannot be larger than that of the same unit in every pick; nor is it larger than
// OFTEN times the whole, since no unit is picked so often: the chance of that is below 1 / OFTEN! = 10^-47.
static bool find_widths(bootstrap *boot) {
  const spokes_passages *in = boot->in;
  uint64_t most_single = 0, most = 0, whole = 0, count = in->passage_count;
  bool are_short = in->passage_count <= INT16_MAX;
  for (size_t u = 0; u < in->passage_count; u++) {
    uint64_t total = in->naming ? in->naming[u] : 1;
    for (size_t i = in->starts[u]; i < in->starts[u + 1]; i++) {
      if (in->entries[i].n > most_single) most_single = in->entries[i].n;
      if (weight_of(in, i) > most_single) most_single = weight_of(in, i);
      total += in->entries[i].n;
    }
    if (total > most) most = total;
    whole += total;
    are_short = are_short && in->tokens[u] <= INT16_MAX;
    boot->tokens[u] = (int16_t)(in->tokens[u] & INT16_MAX);
  }
  if (!are_short) {
    spokes__free(boot->tokens);
    boot->tokens = NULL;
  }
  assert(count);
  boot->is_narrow = most_single * count <= UINT16_MAX;
  return most <= INT32_MAX / count || whole <= INT32_MAX / OFTEN;
}

// Counting sort by partner: ends first, then each share takes the last free place, from the last unit back.
static void sort_by_partner(bootstrap *boot) {
  const spokes_passages *in = boot->in;
  size_t column = 0;
  for (uint32_t u = 0; u < in->passage_count; u++)
    if (is_kept(in, u)) boot->kept[column++] = u;
  for (size_t i = 0; i < in->starts[in->passage_count]; i++) boot->starts[in->entries[i].partner]++;
  for (size_t a = 1; a <= in->partner_count; a++) boot->starts[a] += boot->starts[a - 1];
  while (column-- > 0) {
    uint32_t unit = boot->kept[column];
    for (size_t i = in->starts[unit]; i < in->starts[unit + 1]; i++)
      boot->shares[--boot->starts[in->entries[i].partner]] =
          (unit_share){(uint32_t)column, in->entries[i].n, weight_of(in, i)};
  }
}

// ---- Draws -------------------------------------------------------------------------------------------------------

// The words of a draw. In short passages, of which no more than INT16_MAX are picked, they stay below 2^30.
static double weigh(const bootstrap *boot, const uint16_t *tally) {
  const spokes_passages *in = boot->in;
  const int16_t *tokens = boot->tokens;
  uint64_t sum = 0;
  int32_t small = 0;
  if (tokens) {
    for (size_t u = 0; u < boot->unit_room; u++) small += (int16_t)tally[u] * tokens[u];
    return small;
  }
  for (size_t u = 0; u < in->passage_count; u++) sum += (uint64_t)tally[u] * in->tokens[u];
  return (double)sum;
}

static void take_draw(bootstrap *boot, size_t first, size_t b) {
  const spokes_passages *in = boot->in;
  const uint16_t *tally = boot->tallies[b % 2];
  uint32_t naming = 0;
  boot->words[first + b] = weigh(boot, tally);
  for (size_t k = 0; k < boot->kept_count; k++) {
    uint16_t times = tally[boot->kept[k]];
    boot->table[k * BLOCK + b] = times;
    naming += in->naming ? times * in->naming[boot->kept[k]] : times;
  }
  boot->naming[first + b] = (int32_t)naming;
}

// A draw is taken into the table when the next one has been made: numbers that were just written one by one are slow to
// read in vectors.
static void draw_block(bootstrap *boot, spokes_picks *picks, size_t first, size_t count) {
  size_t units = boot->in->passage_count;
  for (size_t b = 0; b < count; b++) {
    memset(boot->tallies[b % 2], 0, units * sizeof *boot->tallies[0]);
    spokes__picks_tally(picks, units, boot->tallies[b % 2], 1);
    if (b) take_draw(boot, first, b - 1);
  }
  take_draw(boot, first, count - 1);
}

static void set_narrow(uint16_t *sums, const uint16_t *row, uint32_t factor) {
  uint16_t times = (uint16_t)factor;
  for (size_t b = 0; b < BLOCK; b++) sums[b] = (uint16_t)(row[b] * times);
}

static void add_narrow(uint16_t *sums, const uint16_t *row, uint32_t factor) {
  uint16_t times = (uint16_t)factor;
  for (size_t b = 0; b < BLOCK; b++) sums[b] = (uint16_t)(sums[b] + row[b] * times);
}

static void add_wide(int32_t *sums, const uint16_t *row, uint32_t factor, size_t count) {
  for (size_t b = 0; b < count; b++) sums[b] += (int32_t)(row[b] * factor);
}

static void sum_narrow(const bootstrap *boot, size_t partner, int32_t *n, int32_t *passages, size_t count) {
  uint16_t sums[2][BLOCK];
  size_t first = boot->starts[partner], end = boot->starts[partner + 1];
  for (size_t i = first; i < end; i++) {
    const unit_share *share = &boot->shares[i];
    const uint16_t *row = boot->table + (size_t)share->column * BLOCK;
    (i == first ? set_narrow : add_narrow)(sums[0], row, share->n);
    (i == first ? set_narrow : add_narrow)(sums[1], row, share->passages);
  }
  for (size_t b = 0; first < end && b < count; b++) n[b] = sums[0][b];
  for (size_t b = 0; first < end && b < count; b++) passages[b] = sums[1][b];
}

static void sum_wide(const bootstrap *boot, size_t partner, int32_t *n, int32_t *passages, size_t count) {
  for (size_t i = boot->starts[partner]; i < boot->starts[partner + 1]; i++) {
    const unit_share *share = &boot->shares[i];
    const uint16_t *row = boot->table + (size_t)share->column * BLOCK;
    add_wide(n, row, share->n, count);
    add_wide(passages, row, share->passages, count);
  }
}

static void sum_block(bootstrap *boot, size_t first, size_t count) {
  for (size_t a = 0; a < boot->in->partner_count; a++) {
    int32_t *n = boot->n + a * boot->draws + first, *passages = boot->passages + a * boot->draws + first;
    if (boot->is_narrow)
      sum_narrow(boot, a, n, passages, count);
    else
      sum_wide(boot, a, n, passages, count);
    for (size_t b = 0; b < count; b++) boot->total[first + b] += n[b];
    for (size_t b = 0; b < count; b++)
      boot->most[first + b] = n[b] > boot->most[first + b] ? n[b] : boot->most[first + b];
  }
}

// ---- Results -----------------------------------------------------------------------------------------------------

// unit over whole for each draw, 0 where there is no whole; without branches.
static void set_scales(spokes_scales *scales, const double *whole, size_t draws, double unit) {
  for (size_t b = 0; b < draws; b++) {
    double is_missing = whole[b] <= 0;
    scales->items[b] = unit * (1 - is_missing) / (whole[b] + is_missing);
  }
  for (size_t b = 0; b < draws; b++) {
    scales->missing += whole[b] <= 0;
    scales->max = scales->items[b] > scales->max ? scales->items[b] : scales->max;
  }
}

static void set_all_scales(bootstrap *boot) {
  double *whole = boot->tails.inside;
  set_scales(&boot->by_words, boot->words, boot->draws, 1000);
  for (size_t b = 0; b < boot->draws; b++) whole[b] = boot->total[b];
  set_scales(&boot->by_total, whole, boot->draws, 1);
  for (size_t b = 0; b < boot->draws; b++) whole[b] = boot->naming[b];
  set_scales(&boot->by_naming, whole, boot->draws, 1);
}

// The part of the draws in which nobody is named more often; where nobody is named at all nobody is first.
static double part_on_top(const bootstrap *boot, const int32_t *n) {
  uint32_t tops = 0;
  for (size_t b = 0; b < boot->draws; b++) tops += (n[b] == boot->most[b]) & (n[b] > 0);
  return (double)tops / (double)boot->draws;
}

static spokes_uncertainty summarise(bootstrap *boot, size_t partner, double level) {
  spokes_tails_row n = spokes__tails_row(boot->n + partner * boot->draws, boot->draws);
  spokes_tails_row passages = spokes__tails_row(boot->passages + partner * boot->draws, boot->draws);
  spokes_uncertainty out;
  out.share = spokes__tails_find(&boot->tails, &n, &boot->by_total, level);
  out.rate = spokes__tails_find(&boot->tails, &n, &boot->by_words, level);
  out.coverage = spokes__tails_find(&boot->tails, &passages, &boot->by_naming, level);
  out.p_top = part_on_top(boot, n.n);
  return out;
}

static spokes_status resample(bootstrap *boot, double level, spokes_random *random, spokes_uncertainty *out,
                              spokes_error *err) {
  const spokes_passages *in = boot->in;
  spokes_picks picks;
  if (!find_widths(boot)) return spokes__error_set(err, SPOKES_E_LIMIT, "too many mentions to draw from");
  sort_by_partner(boot);
  spokes__picks_init(&picks, random, in->passage_count);
  for (size_t first = 0; first < boot->draws; first += BLOCK) {
    size_t left = boot->draws - first, count = left < BLOCK ? left : BLOCK;
    draw_block(boot, &picks, first, count);
    sum_block(boot, first, count);
  }
  set_all_scales(boot);
  for (size_t a = 0; a < in->partner_count; a++) out[a] = summarise(boot, a, level);
  return SPOKES_OK;
}

static const spokes_uncertainty unknown = {{SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE},
                                           {SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE},
                                           {SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE},
                                           SPOKES_NOT_AVAILABLE};

spokes_status spokes__passages_resample(const spokes_passages *passages, uint32_t draws, double level,
                                        spokes_random *random, spokes_uncertainty *out, spokes_error *err) {
  if (!passages->passage_count || !draws) {
    for (size_t a = 0; a < passages->partner_count; a++) out[a] = unknown;
    return SPOKES_OK;
  }
  if (!passages->partner_count) return SPOKES_OK;
  bootstrap boot = {.in = NULL};
  bool good = bootstrap_init(&boot, passages, draws);
  spokes_status status = good ? resample(&boot, level, random, out, err) : spokes__error_nomem(err);
  bootstrap_release(&boot);
  return status;
}
