// Puts seeded random inputs through every index of measure/ and writes inputs and results as JSON lines, for
// measure_oracle.py to compute again. Not a test by itself.

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "dense_texts.h"
#include "measure/agreement.h"
#include "measure/comention.h"
#include "measure/dispersion.h"
#include "measure/keyness.h"
#include "measure/psi.h"
#include "measure/quantile.h"
#include "measure/random.h"
#include "measure/reliability.h"
#include "measure/resample.h"
#include "measure/shares.h"
#include "measure/trend.h"

static spokes_random source;

static uint32_t below(uint32_t bound) { return spokes__random_below(&source, bound); }

static uint64_t any_count(void) {
  uint32_t kind = below(10);
  return kind < 4 ? 0 : below(kind == 9 ? 1000 : 8);
}

static void need(spokes_status status) {
  if (!status) return;
  fprintf(stderr, "measure_probe: %s\n", spokes_status_name(status));
  exit(4);
}

// ---- Writing: every value is preceded by its comma, the first of a line by the opening brace ----------------

static void begin(const char *index) { printf("{\"index\":\"%s\"", index); }
static void end(void) { puts("}"); }

static void number(double value) {
  if (isnan(value))
    fputs("null", stdout);
  else
    printf("%.17g", value);
}

static void put(const char *name, double value) {
  printf(",\"%s\":", name);
  number(value);
}

static void put_interval(const char *name, spokes_interval interval) {
  printf(",\"%s\":[", name);
  number(interval.lo);
  putchar(',');
  number(interval.hi);
  putchar(']');
}

static void put_doubles(const char *name, const double *values, size_t count) {
  printf(",\"%s\":[", name);
  for (size_t i = 0; i < count; i++) {
    if (i) putchar(',');
    number(values[i]);
  }
  putchar(']');
}

static void put_counts(const char *name, const uint64_t *values, size_t count) {
  printf(",\"%s\":[", name);
  for (size_t i = 0; i < count; i++) printf("%s%llu", i ? "," : "", (unsigned long long)values[i]);
  putchar(']');
}

// ---- One function for each header ---------------------------------------------------------------------------

static void probe_shares(void) {
  uint64_t n[9], total = 0, tokens = below(3000), reference = any_count();
  uint32_t ranks[9];
  double shares[9], rates[9], relatives[9], places[9];
  for (size_t i = 0; i < 9; i++) total += n[i] = any_count();
  need(spokes__ranks_compute(n, 9, ranks, NULL));
  for (size_t i = 0; i < 9; i++) {
    shares[i] = spokes__share_compute(n[i], total);
    rates[i] = spokes__rate_compute(n[i], tokens);
    relatives[i] = spokes__relative_compute(n[i], reference);
    places[i] = ranks[i];
  }
  uint64_t trials = below(200), hits = trials ? below((uint32_t)trials + 1) : 0;
  begin("shares");
  put_counts("n", n, 9);
  put("tokens", (double)tokens);
  put("reference", (double)reference);
  put("hits", (double)hits);
  put("trials", (double)trials);
  put_doubles("share", shares, 9);
  put_doubles("rate", rates, 9);
  put_doubles("relative", relatives, 9);
  put_doubles("rank", places, 9);
  put("hhi", spokes__hhi_compute(n, 9));
  put("effective", spokes__effective_number_compute(spokes__hhi_compute(n, 9)));
  put_interval("wilson", spokes__wilson_compute(hits, trials, SPOKES_Z95));
  end();
}

static void probe_dispersion(void) {
  uint64_t tokens = 1 + below(60), mentions = below(8), places[8], hits[SPOKES_DISPERSION_PARTS] = {0};
  uint64_t sizes[SPOKES_DISPERSION_PARTS];
  for (size_t i = 0; i < mentions; i++) {
    places[i] = below((uint32_t)tokens);
    hits[spokes__part_find(places[i], tokens, SPOKES_DISPERSION_PARTS)]++;
  }
  for (size_t k = 0; k < SPOKES_DISPERSION_PARTS; k++) sizes[k] = spokes__part_size(k, tokens, SPOKES_DISPERSION_PARTS);
  spokes_dispersion d = spokes__dispersion_compute(hits, sizes, SPOKES_DISPERSION_PARTS);
  double share = below(1001) / 1000.0, coverage = below(1001) / 1000.0;
  begin("dispersion");
  put("tokens", (double)tokens);
  put_counts("places", places, mentions);
  put("share", share);
  put("coverage", coverage);
  put("dp", d.dp);
  put("dp_norm", d.dp_norm);
  put("psi", spokes__psi_compute(mentions, share, coverage, d.dp_norm));
  end();
}

static void probe_keyness(void) {
  spokes_frequency first = {any_count(), below(20) ? 1000 + below(30000) : 0};
  spokes_frequency second = {any_count(), below(20) ? 1000 + below(30000) : 0};
  spokes_frequency corpus = {first.hits + second.hits + any_count(), first.tokens + second.tokens + below(90000)};
  double total = 1 + below(1000), prior = spokes__prior_compute(corpus, total);
  spokes_keyness key = spokes__keyness_compute(first, second);
  spokes_log_odds odds = spokes__log_odds_compute(first, second, prior, total);
  begin("keyness");
  put_counts("cells",
             (const uint64_t[]){first.hits, first.tokens, second.hits, second.tokens, corpus.hits, corpus.tokens}, 6);
  put("total", total);
  put("g2_two", key.g2_two);
  put("g2_four", key.g2_four);
  put("g2_williams", key.g2_williams);
  put("chi2", key.chi2);
  put("ratio", key.rate_ratio);
  put("log2_ratio", key.log2_ratio);
  put_interval("interval", key.ratio_interval);
  put("p", spokes__p_value_compute(key.g2_four));
  put("delta", odds.delta);
  put("variance", odds.variance);
  put("z", odds.z);
  end();
}

static void probe_adjusting(void) {
  double p[15], out[15];
  size_t count = below(16);
  for (size_t i = 0; i < count; i++) p[i] = below(8) ? below(200) / 199.0 : (double)NAN;
  need(spokes__p_values_adjust(p, count, out, NULL));
  begin("adjusting");
  put_doubles("p", p, count);
  put_doubles("adjusted", out, count);
  end();
}

static void probe_trend(void) {
  double x[9], y[9], slope, rho;
  size_t count = below(10);
  for (size_t i = 0; i < count; i++) {
    x[i] = 1987 + below(20);
    y[i] = below(12) / 4.0;
  }
  need(spokes__slope_compute(x, y, count, &slope, NULL));
  need(spokes__spearman_compute(x, y, count, &rho, NULL));
  begin("trend");
  put_doubles("x", x, count);
  put_doubles("y", y, count);
  put("tau", spokes__tau_compute(x, y, count));
  put("slope", slope);
  put("rho", rho);
  put("error", spokes__absolute_error_compute(x, y, count));
  end();
}

static void probe_krippendorff(void) {
  enum { CODERS = 4, UNITS = 8 };
  double values[CODERS * UNITS], nominal, interval;
  uint32_t spread = 1 + below(6);
  for (size_t i = 0; i < CODERS * UNITS; i++) values[i] = below(4) ? below(spread) : (double)NAN;
  need(spokes__krippendorff_compute(values, CODERS, UNITS, SPOKES_SCALE_NOMINAL, &nominal, NULL));
  need(spokes__krippendorff_compute(values, CODERS, UNITS, SPOKES_SCALE_INTERVAL, &interval, NULL));
  begin("krippendorff");
  put("units", UNITS);
  put_doubles("values", values, CODERS * UNITS);
  put("nominal", nominal);
  put("interval", interval);
  end();
}

static void put_uncertainty(const char *name, const spokes_uncertainty *u) {
  double values[7] = {u->share.lo, u->share.hi, u->rate.lo, u->rate.hi, u->coverage.lo, u->coverage.hi, u->p_top};
  put_doubles(name, values, 7);
}

static void probe_resample(void) {
  enum { PASSAGES = 20, PARTNERS = 3 };
  uint32_t tokens[PASSAGES], count = 1 + below(PASSAGES);
  size_t starts[PASSAGES + 1] = {0}, used = 0;
  spokes_passage_entry entries[PASSAGES * PARTNERS];
  uint64_t table[PASSAGES * PARTNERS] = {0}, sizes[PASSAGES], seed = spokes__random_next(&source) >> 16;
  uint32_t large = below(4) ? 1 : 4000;  // numbers beyond 16 bits too
  for (size_t p = 0; p < count; p++) {
    sizes[p] = tokens[p] = below(60) * large;
    for (uint32_t a = 0; a < PARTNERS; a++) {
      if (below(3)) continue;
      entries[used] = (spokes_passage_entry){a, (1 + below(3)) * large};
      table[p * PARTNERS + a] = entries[used++].n;
    }
    starts[p + 1] = used;
  }
  spokes_uncertainty out[PARTNERS];
  spokes_random stream;
  spokes__random_seed_key(&stream, seed, "jpn_2022_nss", 12);
  const spokes_passages passages = {tokens, starts, entries, count, PARTNERS, NULL, NULL};
  need(spokes__passages_resample(&passages, 200, 0.95, &stream, out, NULL));
  begin("resample");
  printf(",\"key\":\"jpn_2022_nss\",\"seed\":%llu,\"draws\":200,\"level\":0.95", (unsigned long long)seed);
  put_counts("tokens", sizes, count);
  put_counts("table", table, count * PARTNERS);
  put_uncertainty("first", &out[0]);
  put_uncertainty("second", &out[1]);
  put_uncertainty("third", &out[2]);
  end();
}

static void probe_comentions(void) {
  enum { UNITS = 12 };
  uint64_t masks[UNITS], units = 1 + below(UNITS);
  spokes_comentions table;
  need(spokes__comentions_init(&table, 4, NULL));
  for (size_t u = 0; u < units; u++) {
    uint32_t actors[4];
    size_t count = 0;
    masks[u] = below(16);
    for (uint32_t a = 0; a < 4; a++)
      if (masks[u] >> a & 1) actors[count++] = a;
    spokes__comentions_add(&table, actors, count);
  }
  double jaccard[6], npmi[6];
  size_t cell = 0;
  for (uint32_t a = 1; a < 4; a++) {
    for (uint32_t b = 0; b < a; b++) {
      uint64_t both = spokes__comentions_count(&table, a, b);
      jaccard[cell] = spokes__jaccard_compute(both, table.singles[a], table.singles[b]);
      npmi[cell++] = spokes__npmi_compute(both, table.singles[a], table.singles[b], units);
    }
  }
  begin("comentions");
  put_counts("masks", masks, units);
  put_counts("pairs", table.pairs, 6);
  put_doubles("jaccard", jaccard, 6);
  put_doubles("npmi", npmi, 6);
  end();
  spokes__comentions_release(&table);
}

static size_t any_mentions(spokes_coded_mention *list, size_t most) {
  size_t count = below((uint32_t)most + 1);
  for (size_t i = 0; i < count; i++) {
    uint64_t at = below(60);
    list[i] = (spokes_coded_mention){at, at + 1 + below(9), below(2), below(3), (spokes_kind)below(SPOKES_KIND_COUNT)};
  }
  return count;
}

static void put_mentions(const char *name, const spokes_coded_mention *list, size_t count) {
  printf(",\"%s\":[", name);
  for (size_t i = 0; i < count; i++)
    printf("%s[%u,%u,%llu,%llu,%d]", i ? "," : "", list[i].document, list[i].actor, (unsigned long long)list[i].start,
           (unsigned long long)list[i].end, (int)list[i].kind);
  putchar(']');
}

static void probe_agreement(void) {
  enum { MOST = 14, ACTORS = 3 };
  spokes_coded_mention predicted[MOST], gold[MOST];
  size_t predicted_count = any_mentions(predicted, MOST), gold_count = any_mentions(gold, MOST);
  spokes_tally actors[ACTORS];
  spokes_verdict verdicts[2][MOST];
  spokes_agreement out = {.actors = actors, .predicted = verdicts[0], .gold = verdicts[1]};
  spokes_count_rule rule = (spokes_count_rule)below(3);
  need(spokes__mentions_compare((spokes_coded_list){predicted, predicted_count}, (spokes_coded_list){gold, gold_count},
                                ACTORS, rule, &out, NULL));
  spokes_accuracy micro = spokes__tally_score(out.all), macro = spokes__tallies_average(actors, ACTORS);
  spokes_accuracy kinds = spokes__tallies_average(out.kinds, SPOKES_KIND_COUNT);
  begin("agreement");
  put("rule", rule);
  put_mentions("predicted", predicted, predicted_count);
  put_mentions("gold", gold, gold_count);
  put_counts("all", (const uint64_t[]){out.all.right, out.all.wrong, out.all.missed, out.same_kind, out.same_span}, 5);
  put_doubles("micro", (const double[]){micro.precision, micro.recall, micro.f1}, 3);
  put_doubles("macro", (const double[]){macro.precision, macro.recall, macro.f1}, 3);
  put_doubles("kinds", (const double[]){kinds.precision, kinds.recall, kinds.f1}, 3);
  end();
}

static void probe_typology(void) {
  enum { MOST = 4, DOCUMENTS = 14 };
  spokes_role roles[MOST];
  uint64_t role_numbers[MOST], issuer_numbers[DOCUMENTS], hub[DOCUMENTS], mentions[DOCUMENTS * MOST];
  size_t issuers[DOCUMENTS], members = 2 + below(MOST - 1), documents = below(DOCUMENTS + 1);
  for (size_t a = 0; a < members; a++) {
    roles[a] = a || below(3) ? (spokes_role)(a ? 1 + below(2) : 0) : SPOKES_ROLE_ALLY;
    role_numbers[a] = roles[a];
  }
  for (size_t d = 0; d < documents; d++) {
    issuer_numbers[d] = issuers[d] = below((uint32_t)members);
    for (size_t a = 0; a < members; a++) mentions[d * members + a] = any_count();
    hub[d] = roles[0] == SPOKES_ROLE_HUB ? mentions[d * members] : any_count();
  }
  spokes_typology_options options = SPOKES_TYPOLOGY_OPTIONS_INIT;
  options.draws = 150;
  size_t needed = below(2) ? 0 : 1;
  uint64_t seed = spokes__random_next(&source) >> 16;
  spokes_member_result results[MOST];
  spokes_typology out;
  const dense_texts texts = {roles, members, issuers, hub, mentions, documents};
  need(dense_compute(&texts, &options, needed, seed, 1 + below(3), results, &out));
  begin("typology");
  printf(",\"seed\":%llu,\"draws\":150,\"level\":0.95", (unsigned long long)seed);
  put("needed", (double)needed);
  put("u_strong", options.u_strong);
  put("c_strong", options.c_strong);
  put_counts("roles", role_numbers, members);
  put_counts("issuers", issuer_numbers, documents);
  put_counts("hub", hub, documents);
  put_counts("mentions", mentions, documents * members);
  put("u", out.u);
  put("c", out.c);
  put("even", out.even_closure);
  put_interval("u_interval", out.u_interval);
  put_interval("c_interval", out.c_interval);
  put_doubles("p_cells", out.p_cells, SPOKES_CELL_COUNT);
  printf(",\"cell\":\"%s\"", spokes__cell_name(out.cell));
  put_counts("notes", (const uint64_t[]){out.pairs, out.pairs_absent, out.silent_members, out.single_document_members},
             4);
  end();
}

int main(int argc, char **argv) {
  static void (*const probes[])(void) = {probe_shares,    probe_dispersion,   probe_keyness,  probe_adjusting,
                                         probe_trend,     probe_krippendorff, probe_resample, probe_comentions,
                                         probe_agreement, probe_typology};
  spokes__random_seed(&source, argc > 1 ? strtoull(argv[1], NULL, 10) : 1);
  for (int round = 0; round < 200; round++)
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) probes[i]();
  return fflush(stdout) || ferror(stdout) ? 4 : 0;
}
