// Search in Chinese: blocks of passages become characters, forms are looked up, and the parts of a clause around
// candidates are solved as word lattices.

#include <string.h>

#include "scanner.h"

// How often a clause is solved again because a short form rested on what turned out to be no name.
#define CORRECTIONS_MAX 3u

void spokes__han_release(spokes_han *han) {
  spokes__free(han->heads);
  spokes__free(han->twos);
  spokes__free(han->triples);
  spokes__free(han->frame_costs);
  spokes__free(han->frame_bits);
  spokes__free(han->frame_single);
  spokes__free(han->pair_twos);
  spokes__free(han->chars);
  spokes__free(han->starts);
  spokes__free(han->marks);
  spokes__free(han->hits);
  spokes__free(han->roles);
  spokes__free(han->solved);
  spokes__free(han->ends);
  spokes__free(han->joined);
  spokes__free(han->wanted);
  spokes__free(han->reading_at);
  spokes__free(han->candidates);
  spokes__free(han->pairs_at);
  spokes__free(han->antecedents);
  spokes__free(han->named);
  spokes__free(han->readings);
  spokes__free(han->nearest);
  spokes__free(han->times);
  spokes__free(han->steps);
  spokes__free(han->name_end);
  spokes__free(han->boundary);
  spokes__free(han->windows);
  *han = (spokes_han){0};
}

// Room for what one clause needs, once for all.
static bool reserve_clause(spokes_han *han) {
  if (han->steps) return true;
  const size_t room = SPOKES_CLAUSE_MAX + 2;
  if (!han->name_end) han->name_end = spokes__calloc(room, sizeof *han->name_end);
  if (!han->boundary) han->boundary = spokes__calloc(room, sizeof *han->boundary);
  if (!han->windows) han->windows = spokes__calloc(room, sizeof *han->windows);
  if (!han->readings) han->readings = spokes__calloc(room, sizeof *han->readings);
  if (!han->joined) han->joined = spokes__calloc(room / 64 + 1, sizeof *han->joined);
  if (!han->wanted) han->wanted = spokes__calloc(room / 64 + 1, sizeof *han->wanted);
  if (!han->name_end || !han->boundary || !han->windows || !han->readings || !han->joined || !han->wanted) return false;
  han->steps = spokes__calloc(room, sizeof *han->steps);
  return han->steps != NULL;
}

static inline bool is_clause_end(const spokes_scanner *scanner, uint32_t unit) {
  return scanner->lexicon->chars[scanner->han.chars[unit]] & SPOKES_CHAR_CLAUSE;
}

// The first end of a clause at or behind the unit; the break at the block's end is one.
static uint32_t clause_end_from(const spokes_han *han, uint32_t unit) {
  uint32_t i = (unit - han->fresh) / 64;
  uint64_t word = han->ends[i] & ~UINT64_C(0) << (unit - han->fresh) % 64;
  while (!word) word = han->ends[++i];
  return han->fresh + i * 64 + (uint32_t)__builtin_ctzll(word);
}

// Behind the last end of a clause before the unit.
static uint32_t clause_begin_before(const spokes_han *han, uint32_t unit) {
  uint32_t i = (unit - han->fresh) / 64;
  uint64_t word = han->ends[i] & ~(~UINT64_C(0) << (unit - han->fresh) % 64);
  while (!word && i) word = han->ends[--i];
  return word ? han->fresh + i * 64 + 64 - (uint32_t)__builtin_clzll(word) : han->fresh;
}

// Moves the clause to the next one that holds anything, and in it the lists' items; false at the end of the block.
// `from` is where the search begins.
static bool next_clause(const spokes_scanner *scanner, uint32_t from, spokes_clause *clause) {
  const spokes_han *han = &scanner->han;
  size_t mark = clause->mark_end, candidate = clause->candidate_end, pair = clause->pair_end;
  uint32_t unit, end;
  do {
    while (mark < han->mark_count && han->marks[mark] < from) mark++;
    while (candidate < han->candidate_count && han->candidates[candidate].start < from) candidate++;
    while (pair < han->pair_count && han->pairs_at[pair].unit < from) pair++;
    unit = UINT32_MAX;
    if (mark < han->mark_count) unit = han->marks[mark];
    if (candidate < han->candidate_count && han->candidates[candidate].start < unit)
      unit = han->candidates[candidate].start;
    if (pair < han->pair_count && han->pairs_at[pair].unit < unit) unit = han->pairs_at[pair].unit;
    if (unit == UINT32_MAX) return false;
    end = clause_end_from(han, unit);
    from = unit + 1;
  } while (end == unit);
  uint32_t begin = clause_begin_before(han, unit);
  begin += (unit - begin) / SPOKES_CLAUSE_MAX * SPOKES_CLAUSE_MAX;
  if (end - begin > SPOKES_CLAUSE_MAX) end = begin + SPOKES_CLAUSE_MAX;
  *clause = (spokes_clause){
      .from = begin, .to = end, .mark = mark, .candidate = candidate, .pair = pair, .antecedent = clause->antecedent};
  while (mark < han->mark_count && han->marks[mark] < end) mark++;
  while (candidate < han->candidate_count && han->candidates[candidate].start < end) candidate++;
  while (pair < han->pair_count && han->pairs_at[pair].unit < end) pair++;
  clause->mark_end = mark;
  clause->candidate_end = candidate;
  clause->pair_end = pair;
  while (clause->antecedent < han->antecedent_count && han->antecedents[clause->antecedent].unit < begin)
    clause->antecedent++;
  return true;
}

spokes_clause spokes__han_clause_ahead(const spokes_scanner *scanner, const spokes_clause *before, uint32_t unit) {
  const spokes_han *han = &scanner->han;
  spokes_clause clause = {.from = unit, .to = unit, .candidate = before->candidate_end, .pair = before->pair_end};
  while (clause.from > before->to && !is_clause_end(scanner, clause.from - 1)) clause.from--;
  while (clause.to < han->count && clause.to - clause.from < SPOKES_CLAUSE_MAX && !is_clause_end(scanner, clause.to))
    clause.to++;
  while (clause.candidate < han->candidate_count && han->candidates[clause.candidate].start < clause.from)
    clause.candidate++;
  clause.candidate_end = clause.candidate;
  while (clause.candidate_end < han->candidate_count && han->candidates[clause.candidate_end].start < clause.to)
    clause.candidate_end++;
  while (clause.pair < han->pair_count && han->pairs_at[clause.pair].unit < clause.from) clause.pair++;
  clause.pair_end = clause.pair;
  while (clause.pair_end < han->pair_count && han->pairs_at[clause.pair_end].unit < clause.to) clause.pair_end++;
  return clause;
}

static void scan_clause(spokes_scanner *scanner, const spokes_clause *clause) {
  spokes__shorts_resolve(scanner, clause);
  size_t windows = 0;
  for (unsigned corrections = 0;; corrections++) {
    windows = spokes__windows_find(scanner, clause);
    if (!windows) break;
    spokes__lattice_solve(scanner, clause, windows);
    if (corrections == CORRECTIONS_MAX || !spokes__shorts_correct(scanner, clause)) break;
  }
  if (windows) spokes__han_emit(scanner, clause, windows);
  spokes__shorts_forget(scanner, clause);
}

void spokes__han_begin(spokes_scanner *scanner, uint32_t passage) {
  scanner->passage = passage;
  scanner->han.count = scanner->han.antecedent_count = 0;
}

uint32_t spokes__han_block(spokes_scanner *scanner, uint32_t passage) {
  spokes_han *han = &scanner->han;
  if (!reserve_clause(han) || !spokes__han_collect(scanner, passage, &passage) || !spokes__han_find(scanner) ||
      !spokes__shorts_begin(scanner) || !spokes__lattice_begin(scanner) || !spokes__solved_begin(scanner)) {
    scanner->failed = true;
    return passage;
  }
  spokes_clause clause = {0};
  for (uint32_t from = han->fresh; !scanner->failed && next_clause(scanner, from, &clause); from = clause.to)
    scan_clause(scanner, &clause);
  return passage;
}

void spokes__han_scan(spokes_scanner *scanner) {
  spokes__han_begin(scanner, 0);
  for (uint32_t passage = 0; passage < scanner->text->passage_count && !scanner->failed;)
    passage = spokes__han_block(scanner, passage);
}
