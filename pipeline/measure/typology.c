// Pooling, U, C and the bootstrap. Documents are sorted by issuer once, with whom they name and how often, and are
// summed into a table of one row for each state: its mentions of the members, and of the hub in the last column.
// Documents name few of the members of a large system, so that only what is not 0 is kept.
//
// The bootstrap does this for a block of draws at a time: how often each document was picked is a row of numbers, one
// for each draw, and so are a state's sums, on which vector instructions work. Sums are whole numbers far below 2^53,
// which a double holds exactly.

#include "measure/typology.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "measure/picks.h"
#include "measure/quantile.h"

#define BLOCK 64u  // draws

typedef struct naming {
  size_t column;
  uint64_t n;  // not 0
} naming;

typedef struct pool {
  const spokes_grouping_texts *texts;
  size_t *starts;       // of each member: its first document in order; one more at the end
  size_t *order;        // document numbers, by issuer
  naming *namings;      // of the documents in this order
  size_t *firsts;       // of each place in order: its first naming; one more at the end
  spokes_picks *picks;  // of each member, all from one stream
  uint16_t *tally;      // of the documents of one member
  uint16_t *tallies;    // a row of BLOCK draws for each place in order
  double *drawn;        // of one state: rows of BLOCK draws for each member, and for the hub
  uint64_t *sums;       // rows of member_count + 1
  double *u, *c;        // of each draw in which it could be computed
  size_t u_count, c_count, both_count;
  uint64_t cells[SPOKES_CELL_COUNT];
} pool;

typedef struct mean {
  double sum;
  size_t count;
} mean;

static void mean_add(mean *m, double value) {
  if (isnan(value)) return;
  m->sum += value;
  m->count++;
}

static double mean_of(const mean *m) { return m->count ? m->sum / (double)m->count : SPOKES_NOT_AVAILABLE; }

static double part_of(uint64_t part, uint64_t rest) {
  return part + rest ? (double)part / (double)(part + rest) : SPOKES_NOT_AVAILABLE;
}

static size_t count_namings(const spokes_grouping_texts *texts) {
  size_t count = 0;
  for (size_t i = 0; i < texts->document_count * texts->member_count; i++) count += texts->mentions[i] != 0;
  for (size_t d = 0; d < texts->document_count; d++) count += texts->hub[d] != 0;
  return count;
}

static bool pool_init(pool *p, const spokes_grouping_texts *texts, uint32_t draws) {
  size_t members = texts->member_count, width, cells, drawn, tallies;
  if (!spokes__size_add(members, 1, &width) || !spokes__size_mul(members, width, &cells) ||
      !spokes__size_mul(width, BLOCK, &drawn) || !spokes__size_mul(texts->document_count, BLOCK, &tallies))
    return false;
  p->texts = texts;
  p->starts = spokes__calloc(width, sizeof *p->starts);
  p->order = spokes__calloc(texts->document_count, sizeof *p->order);
  p->firsts = spokes__calloc(texts->document_count + 1, sizeof *p->firsts);
  p->namings = spokes__calloc(count_namings(texts), sizeof *p->namings);
  p->picks = spokes__calloc(members, sizeof *p->picks);
  p->tally = spokes__calloc(texts->document_count, sizeof *p->tally);
  p->tallies = spokes__calloc(tallies, sizeof *p->tallies);
  p->drawn = spokes__calloc(drawn, sizeof *p->drawn);
  p->sums = spokes__calloc(cells, sizeof *p->sums);
  p->u = spokes__calloc(draws, sizeof *p->u);
  p->c = spokes__calloc(draws, sizeof *p->c);
  return p->starts && p->order && p->firsts && p->namings && p->picks && p->tally && p->tallies && p->drawn &&
         p->sums && p->u && p->c;
}

static void pool_release(pool *p) {
  spokes__free(p->starts);
  spokes__free(p->order);
  spokes__free(p->firsts);
  spokes__free(p->namings);
  spokes__free(p->picks);
  spokes__free(p->tally);
  spokes__free(p->tallies);
  spokes__free(p->drawn);
  spokes__free(p->sums);
  spokes__free(p->u);
  spokes__free(p->c);
}

static size_t documents_of(const pool *p, size_t member) { return p->starts[member + 1] - p->starts[member]; }

// Counting sort: ends first, then each document takes the last free place of its issuer, from the last one back.
static void sort_documents(pool *p) {
  const spokes_grouping_texts *texts = p->texts;
  for (size_t d = 0; d < texts->document_count; d++) p->starts[texts->issuers[d]]++;
  for (size_t s = 1; s <= texts->member_count; s++) p->starts[s] += p->starts[s - 1];
  for (size_t d = texts->document_count; d-- > 0;) p->order[--p->starts[texts->issuers[d]]] = d;
}

static void keep_namings(pool *p) {
  const spokes_grouping_texts *texts = p->texts;
  size_t at = 0;
  for (size_t place = 0; place < texts->document_count; place++) {
    const uint64_t *row = texts->mentions + p->order[place] * texts->member_count;
    uint64_t hub = texts->hub[p->order[place]];
    p->firsts[place] = at;
    for (size_t a = 0; a < texts->member_count; a++)
      if (row[a]) p->namings[at++] = (naming){a, row[a]};
    if (hub) p->namings[at++] = (naming){texts->member_count, hub};
  }
  p->firsts[texts->document_count] = at;
}

static void pool_all(pool *p) {
  for (size_t s = 0; s < p->texts->member_count; s++) {
    uint64_t *sums = p->sums + s * (p->texts->member_count + 1);
    for (size_t i = p->firsts[p->starts[s]]; i < p->firsts[p->starts[s + 1]]; i++)
      sums[p->namings[i].column] += p->namings[i].n;
  }
}

// The mean of dom over the members that state s could name beside the hub.
static double dependence(const pool *p, size_t s, spokes_member_result *member) {
  const uint64_t *sums = p->sums + s * (p->texts->member_count + 1);
  uint64_t hub = sums[p->texts->member_count];
  mean dom = {0, 0};
  member->pairs = member->pairs_absent = 0;
  if (p->texts->roles[s] == SPOKES_ROLE_HUB) return SPOKES_NOT_AVAILABLE;
  for (size_t a = 0; a < p->texts->member_count; a++) {
    if (a == s || p->texts->roles[a] == SPOKES_ROLE_HUB) continue;
    mean_add(&dom, part_of(hub, sums[a]));
    member->pairs++;
    member->pairs_absent += hub + sums[a] == 0;
  }
  return mean_of(&dom);
}

static double closure(const pool *p, size_t s) {
  const uint64_t *sums = p->sums + s * (p->texts->member_count + 1);
  uint64_t in = 0, out = 0;
  for (size_t a = 0; a < p->texts->member_count; a++) {
    if (a == s) continue;
    *(p->texts->roles[a] == SPOKES_ROLE_EXTERNAL ? &out : &in) += sums[a];
  }
  return part_of(in, out);
}

static size_t count_external(const spokes_grouping_texts *texts) {
  size_t count = 0;
  for (size_t a = 0; a < texts->member_count; a++) count += texts->roles[a] == SPOKES_ROLE_EXTERNAL;
  return count;
}

// U and C of the table of sums; members are filled.
static void compute_means(const pool *p, bool has_external, spokes_member_result *members, double *u, double *c) {
  mean u_mean = {0, 0}, c_mean = {0, 0};
  for (size_t s = 0; s < p->texts->member_count; s++) {
    members[s] = (spokes_member_result){documents_of(p, s), SPOKES_NOT_AVAILABLE, SPOKES_NOT_AVAILABLE, 0, 0};
    if (!members[s].documents) continue;
    members[s].u = dependence(p, s, &members[s]);
    members[s].c = has_external ? closure(p, s) : 1;
    mean_add(&u_mean, members[s].u);
    mean_add(&c_mean, members[s].c);
  }
  *u = mean_of(&u_mean);
  *c = mean_of(&c_mean);
}

static double even_closure(const spokes_grouping_texts *texts, size_t external) {
  mean even = {0, 0};
  if (!external) return 1;
  for (size_t s = 0; s < texts->member_count; s++) {
    size_t out = external - (texts->roles[s] == SPOKES_ROLE_EXTERNAL);
    mean_add(&even, part_of(texts->member_count - 1 - out, out));
  }
  return mean_of(&even);
}

static void count_members(const spokes_member_result *members, size_t count, spokes_typology *out) {
  for (size_t s = 0; s < count; s++) {
    out->members_with_documents += members[s].documents > 0;
    out->single_document_members += members[s].documents == 1;
    out->silent_members += members[s].documents && isnan(members[s].c);
    out->pairs += members[s].pairs;
    out->pairs_absent += members[s].pairs_absent;
  }
}

static void record_draw(pool *p, const spokes_typology_options *options, double u, double c) {
  if (!isnan(u)) p->u[p->u_count++] = u;
  if (!isnan(c)) p->c[p->c_count++] = c;
  spokes_cell cell = spokes__cell_find(u, c, options);
  if (cell == SPOKES_CELL_NONE) return;
  p->cells[cell]++;
  p->both_count++;
}

// ---- Draws -------------------------------------------------------------------------------------------------------

// U and C of the draws of a block, as sums over the states and how many states they are.
typedef struct block_means {
  double u[BLOCK], u_count[BLOCK], c[BLOCK], c_count[BLOCK];
} block_means;

// Adds part / whole to the sums where there is a whole; without branches.
static void add_parts(double *sums, double *counts, const double *part, const double *rest) {
  for (size_t b = 0; b < BLOCK; b++) {
    double whole = part[b] + rest[b], is_there = whole > 0;
    sums[b] += part[b] / (whole + (1 - is_there));
    counts[b] += is_there;
  }
}

static void pick_block(pool *p, size_t draws) {
  for (size_t b = 0; b < draws; b++)
    for (size_t s = 0; s < p->texts->member_count; s++) {
      size_t count = documents_of(p, s);
      if (!count) continue;
      memset(p->tally, 0, count * sizeof *p->tally);
      spokes__picks_tally(&p->picks[s], count, p->tally);
      for (size_t i = 0; i < count; i++) p->tallies[(p->starts[s] + i) * BLOCK + b] = p->tally[i];
    }
}

static void sum_drawn(pool *p, size_t s) {
  memset(p->drawn, 0, (p->texts->member_count + 1) * BLOCK * sizeof *p->drawn);
  for (size_t place = p->starts[s]; place < p->starts[s + 1]; place++) {
    double times[BLOCK];
    for (size_t b = 0; b < BLOCK; b++) times[b] = p->tallies[place * BLOCK + b];
    for (size_t i = p->firsts[place]; i < p->firsts[place + 1]; i++) {
      double *row = p->drawn + p->namings[i].column * BLOCK, n = (double)p->namings[i].n;
      for (size_t b = 0; b < BLOCK; b++) row[b] += times[b] * n;
    }
  }
}

// As `dependence`, for each draw.
static void add_dependence(const pool *p, size_t s, block_means *means) {
  double sums[BLOCK] = {0}, counts[BLOCK] = {0};
  const double *hub = p->drawn + p->texts->member_count * BLOCK;
  if (p->texts->roles[s] == SPOKES_ROLE_HUB) return;
  for (size_t a = 0; a < p->texts->member_count; a++)
    if (a != s && p->texts->roles[a] != SPOKES_ROLE_HUB) add_parts(sums, counts, hub, p->drawn + a * BLOCK);
  for (size_t b = 0; b < BLOCK; b++) {
    double is_there = counts[b] > 0;
    means->u[b] += sums[b] / (counts[b] + (1 - is_there));
    means->u_count[b] += is_there;
  }
}

// As `closure`, for each draw.
static void add_closure(const pool *p, size_t s, bool has_external, block_means *means) {
  double in[BLOCK] = {0}, out[BLOCK] = {0};
  for (size_t a = 0; has_external && a < p->texts->member_count; a++) {
    double *sums = p->texts->roles[a] == SPOKES_ROLE_EXTERNAL ? out : in;
    for (size_t b = 0; a != s && b < BLOCK; b++) sums[b] += p->drawn[a * BLOCK + b];
  }
  for (size_t b = 0; !has_external && b < BLOCK; b++) in[b] = 1;
  add_parts(means->c, means->c_count, in, out);
}

static void draw_block(pool *p, const spokes_typology_options *options, bool has_external, size_t draws) {
  block_means means = {{0}, {0}, {0}, {0}};
  pick_block(p, draws);
  for (size_t s = 0; s < p->texts->member_count; s++) {
    if (!documents_of(p, s)) continue;
    sum_drawn(p, s);
    add_dependence(p, s, &means);
    add_closure(p, s, has_external, &means);
  }
  for (size_t b = 0; b < draws; b++)
    record_draw(p, options, means.u_count[b] > 0 ? means.u[b] / means.u_count[b] : SPOKES_NOT_AVAILABLE,
                means.c_count[b] > 0 ? means.c[b] / means.c_count[b] : SPOKES_NOT_AVAILABLE);
}

static void resample(pool *p, const spokes_typology_options *options, spokes_random *random, spokes_typology *out) {
  for (size_t s = 0; s < p->texts->member_count; s++)
    if (documents_of(p, s)) spokes__picks_init(&p->picks[s], random, (uint32_t)documents_of(p, s));
  for (uint32_t first = 0; first < options->draws; first += BLOCK)
    draw_block(p, options, out->external_members > 0, options->draws - first < BLOCK ? options->draws - first : BLOCK);
  out->u_interval = spokes__interval_select(p->u, p->u_count, options->level);
  out->c_interval = spokes__interval_select(p->c, p->c_count, options->level);
  for (size_t cell = 0; cell < SPOKES_CELL_COUNT; cell++)
    if (p->both_count) out->p_cells[cell] = (double)p->cells[cell] / (double)p->both_count;
}

static void result_clear(spokes_typology *out) {
  *out = (spokes_typology){.u = SPOKES_NOT_AVAILABLE, .c = SPOKES_NOT_AVAILABLE, .cell = SPOKES_CELL_NONE};
  out->u_interval = out->c_interval = SPOKES_INTERVAL_NONE;
  for (size_t cell = 0; cell < SPOKES_CELL_COUNT; cell++) out->p_cells[cell] = SPOKES_NOT_AVAILABLE;
}

static void compute(pool *p, const spokes_typology_options *options, spokes_random *random,
                    spokes_member_result *members, spokes_typology *out) {
  const spokes_grouping_texts *texts = p->texts;
  double u, c;
  sort_documents(p);
  keep_namings(p);
  pool_all(p);
  out->external_members = count_external(texts);
  out->even_closure = even_closure(texts, out->external_members);
  compute_means(p, out->external_members > 0, members, &u, &c);
  count_members(members, texts->member_count, out);
  size_t needed = options->members_needed ? options->members_needed : texts->member_count;
  spokes_cell cell = spokes__cell_find(u, c, options);
  if (out->members_with_documents < needed || cell == SPOKES_CELL_NONE) return;
  out->u = u;
  out->c = c;
  out->cell = cell;
  if (out->members_with_documents > out->single_document_members) resample(p, options, random, out);
}

spokes_status spokes__typology_compute(const spokes_grouping_texts *texts, const spokes_typology_options *options,
                                       spokes_random *random, spokes_member_result *members, spokes_typology *out,
                                       spokes_error *err) {
  pool p = {.texts = NULL};
  spokes_status status = SPOKES_OK;
  result_clear(out);
  if (pool_init(&p, texts, options->draws))
    compute(&p, options, random, members, out);
  else
    status = spokes__error_nomem(err);
  pool_release(&p);
  return status;
}

spokes_cell spokes__cell_find(double u, double c, const spokes_typology_options *options) {
  if (isnan(u) || isnan(c)) return SPOKES_CELL_NONE;
  if (u >= options->u_strong) return c >= options->c_strong ? SPOKES_CELL_HUB_AND_SPOKES : SPOKES_CELL_EXPANDING;
  return c >= options->c_strong ? SPOKES_CELL_INTEGRATED : SPOKES_CELL_LOOSE;
}

const char *spokes__cell_name(spokes_cell cell) {
  static const char *const names[] = {"hub-and-spokes", "integrated", "expanding", "loose", "not enough documents"};
  return names[cell];
}
