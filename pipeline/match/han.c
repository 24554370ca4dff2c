// Search in Chinese: blocks of passages become characters, forms are looked up, and the parts of a clause around
// candidates are solved as word lattices.

#include <string.h>

#include "scanner.h"

// A clause longer than this is cut: the lattice's memory stays bounded on text without punctuation.
#define CLAUSE_MAX 4000u
// How often a clause is solved again because a short form rested on what turned out to be no name.
#define CORRECTIONS_MAX 3u

void spokes__han_release(spokes_han *han) {
  spokes__free(han->heads);
  spokes__free(han->triples);
  spokes__free(han->frame_costs);
  spokes__free(han->chars);
  spokes__free(han->starts);
  spokes__free(han->marks);
  spokes__free(han->hits);
  spokes__free(han->glue);
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
  const size_t room = CLAUSE_MAX + 2;
  if (!han->name_end) han->name_end = spokes__calloc(room, sizeof *han->name_end);
  if (!han->boundary) han->boundary = spokes__calloc(room, sizeof *han->boundary);
  if (!han->windows) han->windows = spokes__calloc(room, sizeof *han->windows);
  if (!han->readings) han->readings = spokes__calloc(room, sizeof *han->readings);
  if (!han->name_end || !han->boundary || !han->windows || !han->readings) return false;
  han->steps = spokes__calloc(room, sizeof *han->steps);
  return han->steps != NULL;
}

static inline bool is_clause_end(const spokes_scanner *scanner, uint32_t unit) {
  return scanner->lexicon->chars[scanner->han.chars[unit]] & SPOKES_CHAR_CLAUSE;
}

// The clause from the unit on; the lists' items in it are the next ones.
static spokes_clause clause_at(const spokes_scanner *scanner, uint32_t from, const spokes_clause *before) {
  const spokes_han *han = &scanner->han;
  spokes_clause clause = {.from = from,
                          .to = (uint32_t)han->count,
                          .mark = before->mark_end,
                          .candidate = before->candidate_end,
                          .pair = before->pair_end,
                          .antecedent = before->antecedent};
  while (clause.mark < han->mark_count && han->marks[clause.mark] < from) clause.mark++;
  size_t k = clause.mark;
  while (k < han->mark_count && !is_clause_end(scanner, han->marks[k]) && han->marks[k] - from < CLAUSE_MAX) k++;
  if (k < han->mark_count) clause.to = han->marks[k];
  if (clause.to - from > CLAUSE_MAX) clause.to = from + CLAUSE_MAX;
  clause.mark_end = k;
  while (clause.candidate < han->candidate_count && han->candidates[clause.candidate].start < from) clause.candidate++;
  for (k = clause.candidate; k < han->candidate_count && han->candidates[k].start < clause.to;) k++;
  clause.candidate_end = k;
  while (clause.pair < han->pair_count && han->pairs_at[clause.pair] < from) clause.pair++;
  for (k = clause.pair; k < han->pair_count && han->pairs_at[k] < clause.to;) k++;
  clause.pair_end = k;
  while (clause.antecedent < han->antecedent_count && han->antecedents[clause.antecedent].unit < from)
    clause.antecedent++;
  return clause;
}

spokes_clause spokes__han_clause_ahead(const spokes_scanner *scanner, const spokes_clause *before, uint32_t unit) {
  const spokes_han *han = &scanner->han;
  spokes_clause clause = {.from = unit, .to = unit, .candidate = before->candidate_end, .pair = before->pair_end};
  while (clause.from > before->to && !is_clause_end(scanner, clause.from - 1)) clause.from--;
  while (clause.to < han->count && clause.to - clause.from < CLAUSE_MAX && !is_clause_end(scanner, clause.to))
    clause.to++;
  while (clause.candidate < han->candidate_count && han->candidates[clause.candidate].start < clause.from)
    clause.candidate++;
  clause.candidate_end = clause.candidate;
  while (clause.candidate_end < han->candidate_count && han->candidates[clause.candidate_end].start < clause.to)
    clause.candidate_end++;
  while (clause.pair < han->pair_count && han->pairs_at[clause.pair] < clause.from) clause.pair++;
  clause.pair_end = clause.pair;
  while (clause.pair_end < han->pair_count && han->pairs_at[clause.pair_end] < clause.to) clause.pair_end++;
  return clause;
}

static void scan_clause(spokes_scanner *scanner, const spokes_clause *clause) {
  if (clause->mark == clause->mark_end && clause->candidate == clause->candidate_end &&
      clause->pair == clause->pair_end)
    return;
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
      !spokes__shorts_begin(scanner) || !spokes__lattice_begin(scanner)) {
    scanner->failed = true;
    return passage;
  }
  spokes_clause clause = {0};
  for (uint32_t from = han->fresh; from < han->count && !scanner->failed;) {
    clause = clause_at(scanner, from, &clause);
    scan_clause(scanner, &clause);
    from = clause.to - from >= CLAUSE_MAX ? clause.to : clause.to + 1;
  }
  return passage;
}

void spokes__han_scan(spokes_scanner *scanner) {
  spokes__han_begin(scanner, 0);
  for (uint32_t passage = 0; passage < scanner->text->passage_count && !scanner->failed;)
    passage = spokes__han_block(scanner, passage);
}
