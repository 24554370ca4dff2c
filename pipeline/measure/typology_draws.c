// The bootstrap. Each block of draws has a stream of random numbers of its own for each issuer, so that threads may
// take blocks in any order. An issuer's documents are drawn once for all groupings: their U and C of a draw rest on the
// same documents, and can be compared.

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/threads.h"
#include "measure/picks.h"
#include "measure/quantile.h"
#include "measure/typology_block.h"

typedef struct scratch {
  double *sums;
  uint16_t *tallies;  // of the documents of one issuer: rows of SPOKES_BLOCK draws
} scratch;

typedef struct bootstrap {
  const spokes_block_layout *layout;
  const spokes_typology_options *options;
  const size_t *groupings;  // that are drawn for
  size_t grouping_count;
  double *u, *c;  // of each of them, of each draw
  scratch *workers;
} bootstrap;

static const spokes_grouping *grouping_at(const bootstrap *boot, size_t i) {
  return &boot->layout->in->groupings[boot->groupings[i]];
}

// The draws of an issuer in the block that begins with a draw.
static void tally(const spokes_issuer_texts *texts, uint32_t first, uint16_t *tallies) {
  spokes_random random;
  spokes_picks picks;
  spokes__random_seed(&random, texts->seed + first / SPOKES_BLOCK);
  spokes__picks_init(&picks, &random, (uint32_t)texts->document_count);
  memset(tallies, 0, texts->document_count * SPOKES_BLOCK * sizeof *tallies);
  for (size_t b = 0; b < SPOKES_BLOCK; b++)
    spokes__picks_tally(&picks, texts->document_count, tallies + b, SPOKES_BLOCK);
}

static void draw_block(void *context, unsigned worker, size_t job) {
  const bootstrap *boot = context;
  const spokes_typology_input *in = boot->layout->in;
  scratch *own = &boot->workers[worker];
  uint32_t draws = boot->options->draws, first = (uint32_t)job * SPOKES_BLOCK;
  size_t wanted = draws - first < SPOKES_BLOCK ? draws - first : SPOKES_BLOCK;
  for (size_t s = 0; s < in->issuer_count; s++) {
    if (boot->layout->first_rows[s] == boot->layout->first_rows[s + 1]) continue;
    if (in->issuers[s].document_count > 1) tally(&in->issuers[s], first, own->tallies);
    spokes__block_sum(boot->layout, s, in->issuers[s].document_count > 1 ? own->tallies : NULL, own->sums);
  }
  for (size_t i = 0; i < boot->grouping_count; i++) {
    double u[SPOKES_BLOCK], c[SPOKES_BLOCK];
    spokes__block_means(boot->layout, grouping_at(boot, i), own->sums, NULL, u, c);
    memcpy(boot->u + i * draws + first, u, wanted * sizeof *u);
    memcpy(boot->c + i * draws + first, c, wanted * sizeof *c);
  }
}

// ---- Of one grouping ---------------------------------------------------------------------------------------------

static void count_cells(const bootstrap *boot, const double *u, const double *c, spokes_typology *out) {
  uint64_t cells[SPOKES_CELL_COUNT] = {0}, both = 0;
  for (size_t b = 0; b < boot->options->draws; b++) {
    spokes_cell cell = spokes__cell_find(u[b], c[b], boot->options);
    if (cell == SPOKES_CELL_NONE) continue;
    cells[cell]++;
    both++;
  }
  for (size_t cell = 0; both && cell < SPOKES_CELL_COUNT; cell++)
    out->p_cells[cell] = (double)cells[cell] / (double)both;
}

// Of the draws in which the value is there; the others are lost.
static spokes_interval interval_of(double *values, size_t count, double level) {
  size_t there = 0;
  bool is_even = true;
  for (size_t b = 0; b < count; b++) {
    if (isnan(values[b])) continue;
    values[there++] = values[b];
    is_even = is_even && values[there - 1] >= values[0] && values[there - 1] <= values[0];
  }
  if (there && is_even) return (spokes_interval){values[0], values[0]};  // as C of a grouping without externals
  return spokes__interval_select(values, there, level);
}

static void conclude(void *context, unsigned worker, size_t i) {
  const bootstrap *boot = context;
  size_t draws = boot->options->draws;
  spokes_typology *out = grouping_at(boot, i)->out;
  (void)worker;
  count_cells(boot, boot->u + i * draws, boot->c + i * draws, out);
  out->u_interval = interval_of(boot->u + i * draws, draws, boot->options->level);
  out->c_interval = interval_of(boot->c + i * draws, draws, boot->options->level);
}

// ---- All of them -------------------------------------------------------------------------------------------------

static bool is_drawn(const spokes_grouping *grouping) {
  return grouping->out->cell != SPOKES_CELL_NONE &&
         grouping->out->members_with_documents > grouping->out->single_document_members;
}

static void workers_free(scratch *workers, unsigned threads) {
  for (unsigned t = 0; workers && t < threads; t++) {
    spokes__free(workers[t].sums);
    spokes__free(workers[t].tallies);
  }
  spokes__free(workers);
}

static scratch *workers_make(const spokes_block_layout *layout, unsigned threads) {
  size_t tallies;
  if (!spokes__size_mul(layout->most_documents, SPOKES_BLOCK, &tallies)) return NULL;
  scratch *workers = spokes__calloc(threads, sizeof *workers);
  for (unsigned t = 0; workers && t < threads; t++) {
    workers[t].sums = spokes__calloc(spokes__block_size(layout), sizeof *workers[t].sums);
    workers[t].tallies = spokes__calloc(tallies, sizeof *workers[t].tallies);
    if (workers[t].sums && workers[t].tallies) continue;
    workers_free(workers, threads);
    return NULL;
  }
  return workers;
}

// A thread has to have so many picks and multiplications, some milliseconds of work, to be worth its making.
#define THREAD_STEPS 20000000u

static unsigned threads_for(const bootstrap *boot, unsigned wanted) {
  const spokes_typology_input *in = boot->layout->in;
  size_t last = in->issuer_count - 1, texts = boot->layout->first_text[last] + in->issuers[last].document_count;
  double steps = (double)(texts + boot->layout->firsts[texts]) * boot->options->draws;
  return steps / THREAD_STEPS + 1 < wanted ? (unsigned)(steps / THREAD_STEPS) + 1 : wanted;
}

static spokes_status draw_all(bootstrap *boot, unsigned threads, spokes_error *err) {
  size_t draws = boot->options->draws, numbers;
  spokes_status status = SPOKES_E_NOMEM;
  if (spokes__size_mul(boot->grouping_count, draws, &numbers)) {
    boot->u = spokes__calloc(numbers, sizeof *boot->u);
    boot->c = spokes__calloc(numbers, sizeof *boot->c);
    boot->workers = workers_make(boot->layout, threads);
  }
  if (boot->u && boot->c && boot->workers) {
    status = spokes__threads_run(threads, (draws + SPOKES_BLOCK - 1) / SPOKES_BLOCK, draw_block, boot, err);
    if (!status) status = spokes__threads_run(threads, boot->grouping_count, conclude, boot, err);
  } else {
    status = spokes__error_nomem(err);
  }
  workers_free(boot->workers, threads);
  spokes__free(boot->u);
  spokes__free(boot->c);
  return status;
}

spokes_status spokes__typology_draw(const spokes_block_layout *layout, const spokes_typology_options *options,
                                    unsigned threads, spokes_error *err) {
  bootstrap boot = {.layout = layout, .options = options};
  spokes_status status = SPOKES_OK;
  size_t *groupings = spokes__calloc(layout->in->grouping_count, sizeof *groupings);
  if (!groupings) return spokes__error_nomem(err);
  for (size_t i = 0; i < layout->in->grouping_count; i++)
    if (is_drawn(&layout->in->groupings[i])) groupings[boot.grouping_count++] = i;
  boot.groupings = groupings;
  if (boot.grouping_count) threads = threads_for(&boot, threads);
  if (boot.grouping_count && options->draws) status = draw_all(&boot, threads, err);
  spokes__free(groupings);
  return status;
}
