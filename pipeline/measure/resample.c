// The bootstrap over passages. One block holds every partner's values, a row of `draws` numbers for each index:
//
//   share of partner 0 | share of partner 1 | ... | coverage of partner 0 | ... | rate of partner 0 | ...
//
// so that an interval is a selection within one row. Draws without a partner leave no value in the rows of share and
// coverage, which end at `naming_draws`; rates end at `token_draws`.

#include "measure/resample.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "measure/quantile.h"

typedef struct drawn_partner {
  uint64_t n, passages;
} drawn_partner;

typedef struct bootstrap {
  const spokes_passages *passages;
  double *shares, *coverages, *rates;  // partner_count rows of `draws` numbers each
  drawn_partner *partners;             // of the present draw
  uint64_t *tops;                      // draws in which the partner was first
  uint64_t n, tokens, naming;          // of the present draw
  size_t draws, naming_draws, token_draws;
} bootstrap;

static bool bootstrap_init(bootstrap *boot, const spokes_passages *passages, size_t draws) {
  size_t count = passages->partner_count, row, values, bytes;
  if (!spokes__size_mul(count, draws, &row) || !spokes__size_mul(row, 3, &values) ||
      !spokes__size_mul(values, sizeof(double), &bytes))
    return false;
  boot->passages = passages;
  boot->draws = draws;
  boot->shares = spokes__malloc(bytes);
  boot->partners = spokes__calloc(count, sizeof *boot->partners);
  boot->tops = spokes__calloc(count, sizeof *boot->tops);
  if (!boot->shares || !boot->partners || !boot->tops) return false;
  boot->coverages = boot->shares + row;
  boot->rates = boot->coverages + row;
  return true;
}

static void bootstrap_release(bootstrap *boot) {
  spokes__free(boot->shares);
  spokes__free(boot->partners);
  spokes__free(boot->tops);
}

static void add_passage(bootstrap *boot, uint32_t passage) {
  const spokes_passages *p = boot->passages;
  boot->tokens += p->tokens[passage];
  boot->naming += p->naming ? p->naming[passage] : p->starts[passage] < p->starts[passage + 1];
  for (size_t i = p->starts[passage]; i < p->starts[passage + 1]; i++) {
    drawn_partner *partner = &boot->partners[p->entries[i].partner];
    partner->n += p->entries[i].n;
    partner->passages += p->weights ? p->weights[i] : 1;
    boot->n += p->entries[i].n;
  }
}

static void draw_passages(bootstrap *boot, spokes_random *random) {
  uint32_t count = boot->passages->passage_count;
  boot->n = boot->tokens = boot->naming = 0;
  memset(boot->partners, 0, boot->passages->partner_count * sizeof *boot->partners);
  for (uint32_t i = 0; i < count; i++) add_passage(boot, spokes__random_below(random, count));
}

static void record_shares(bootstrap *boot) {
  uint64_t most = 1;
  for (size_t i = 0; i < boot->passages->partner_count; i++)
    if (boot->partners[i].n > most) most = boot->partners[i].n;
  for (size_t i = 0; i < boot->passages->partner_count; i++) {
    const drawn_partner *partner = &boot->partners[i];
    size_t at = i * boot->draws + boot->naming_draws;
    boot->shares[at] = (double)partner->n / (double)boot->n;
    boot->coverages[at] = (double)partner->passages / (double)boot->naming;
    boot->tops[i] += partner->n == most;
  }
  boot->naming_draws++;
}

static void record_rates(bootstrap *boot) {
  for (size_t i = 0; i < boot->passages->partner_count; i++)
    boot->rates[i * boot->draws + boot->token_draws] = 1000.0 * (double)boot->partners[i].n / (double)boot->tokens;
  boot->token_draws++;
}

static spokes_uncertainty summarise(const bootstrap *boot, size_t partner, double level) {
  size_t row = partner * boot->draws;
  spokes_uncertainty out;
  out.share = spokes__interval_select(boot->shares + row, boot->naming_draws, level);
  out.coverage = spokes__interval_select(boot->coverages + row, boot->naming_draws, level);
  out.rate = spokes__interval_select(boot->rates + row, boot->token_draws, level);
  bool is_drawn = boot->passages->passage_count && boot->draws;
  out.p_top = is_drawn ? (double)boot->tops[partner] / (double)boot->draws : SPOKES_NOT_AVAILABLE;
  return out;
}

spokes_status spokes__passages_resample(const spokes_passages *passages, uint32_t draws, double level,
                                        spokes_random *random, spokes_uncertainty *out, spokes_error *err) {
  if (!passages->partner_count) return SPOKES_OK;
  bootstrap boot = {.passages = NULL};
  if (!bootstrap_init(&boot, passages, draws)) {
    bootstrap_release(&boot);
    return spokes__error_nomem(err);
  }
  if (passages->passage_count) {
    for (uint32_t i = 0; i < draws; i++) {
      draw_passages(&boot, random);
      if (boot.n) record_shares(&boot);
      if (boot.tokens) record_rates(&boot);
    }
  }
  for (size_t i = 0; i < passages->partner_count; i++) out[i] = summarise(&boot, i, level);
  bootstrap_release(&boot);
  return SPOKES_OK;
}
