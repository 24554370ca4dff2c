// From salience to the typology of security cooperation: two properties of a grouping in a hub's system, and the cell
// they give.
//
// n(s,a) = mentions of a in all documents of state s in the window (documents are pooled first, so that many sparse
// ones do not drown in zeros). Members are the hub H, allies, or external partners of H.
//
//   dom(s,a) = n(s,H) / (n(s,H) + n(s,a))                        s a spoke (not H), a another member, not H
//   U = mean over spokes s of the mean over a of dom(s,a)         unidirectionality: 1 = the hub is all that spokes
//   talk of C = mean over members s of in(s) / (in(s) + out(s))           closure: in = mentions of members that are H
//   or allies,
//                                                                 out = of external members, both without s itself
//   even closure = C if every member named all others equally often: what the choice of members alone gives
//
//                       closure strong                  closure weak
//   U strong            hub-and-spokes bilateral        expanding minilateral
//   U weak              integrated minilateral          loose multilateral cooperation
//
// The cells follow the prose of the article that the project starts from (integration weakens unidirectionality while
// closure stays; expansion weakens closure while unidirectionality stays); its first table, as extracted, has the two
// minilateral cells the other way round. H need not be a member (India-France-Australia): it stays the yardstick of
// dom.
//
// Default thresholds: U is strong from .75 (the hub named three times for each mention of a fellow spoke), C from .9
// (insiders nine times for each mention of an outsider; the outsiders' own documents, which name insiders only, raise
// C).
//
// Uncertainty: B draws of documents with replacement within each state, the same for all groupings that the state is
// in; quantile intervals, and the part of the draws in which each cell comes out. A draw in which U (C) cannot be
// computed is left out of its interval; cells need both.
//
// Example. Quad with H = USA, external IND; pooled n:   of USA  JPN  AUS  IND     dom            in/(in+out)
//                                             by USA       -   12    8   10                      20/30
//                                             by JPN      30    -    6    4      .833333 .882353 36/40
//                                             by AUS      20   10    -    5      .666667 .8      30/35
//                                             by IND       6    2    0    -      .75     1       8/8
// U = mean(.857843, .733333, .875) = .822059; C = mean(.666667, .9, .857143, 1) = .855952; even closure = mean(2/3,
// 2/3, 2/3, 1) = .75: U strong, C weak: expanding.
//
// Edge cases. A pair with no mention of either is left out and counted in pairs_absent; a member that names no other
// member is left out of C and counted in silent_members. No external member: C = 1 by definition. Fewer members with
// documents than members_needed, or U or C not available: cell "not enough documents", U and C not available. No member
// with two documents: nothing to draw from, intervals and probabilities not available. One document in some states: it
// is in every draw; single_document_members counts them. U or C exactly at its threshold: strong.
#ifndef SPOKES_MEASURE_TYPOLOGY_H
#define SPOKES_MEASURE_TYPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "measure/interval.h"

typedef enum spokes_role { SPOKES_ROLE_HUB, SPOKES_ROLE_ALLY, SPOKES_ROLE_EXTERNAL } spokes_role;

typedef enum spokes_cell {
  SPOKES_CELL_HUB_AND_SPOKES,
  SPOKES_CELL_INTEGRATED,
  SPOKES_CELL_EXPANDING,
  SPOKES_CELL_LOOSE,
  SPOKES_CELL_COUNT,
  SPOKES_CELL_NONE = SPOKES_CELL_COUNT  // not enough documents
} spokes_cell;

// That a document names a state n times (not 0).
typedef struct spokes_naming {
  size_t column;  // of the state; below column_count
  uint64_t n;
} spokes_naming;

// The documents of one state in a window of years; there may be none.
typedef struct spokes_issuer_texts {
  size_t document_count;
  const size_t *firsts;          // of each document: its first naming; one more at the end
  const spokes_naming *namings;  // a state at most once in a document
  uint64_t seed;                 // of the draws of these documents
} spokes_issuer_texts;

typedef struct spokes_member {
  spokes_role role;
  size_t issuer;  // number of its texts
  size_t column;
} spokes_member;

typedef struct spokes_typology_options {
  double u_strong, c_strong;  // thresholds
  double level;               // of the intervals
  uint32_t draws;
} spokes_typology_options;

#define SPOKES_TYPOLOGY_OPTIONS_INIT \
  { 0.75, 0.9, 0.95, 2000 }

// What one member contributes; not available where it is left out.
typedef struct spokes_member_result {
  uint64_t documents;
  double u, c;  // of H: no u
  uint64_t pairs, pairs_absent;
} spokes_member_result;

typedef struct spokes_typology {
  double u, c, even_closure;
  spokes_interval u_interval, c_interval;
  double p_cells[SPOKES_CELL_COUNT];
  spokes_cell cell;
  uint64_t pairs, pairs_absent;  // of dom
  size_t members_with_documents, single_document_members, silent_members, external_members;
} spokes_typology;

typedef struct spokes_grouping {
  const spokes_member *members;
  size_t member_count;
  size_t members_needed;          // that must have a document; 0 = all
  spokes_member_result *results;  // is filled: one for each member
  spokes_typology *out;           // is filled
} spokes_grouping;

// Groupings of one window, which share issuers and their draws.
typedef struct spokes_typology_input {
  const spokes_issuer_texts *issuers;
  size_t issuer_count, column_count;
  size_t hub;  // the column of H, member or not
  const spokes_grouping *groupings;
  size_t grouping_count;
} spokes_typology_input;

// Fills results and out of all groupings, the same for any number of threads.
spokes_status spokes__typology_compute(const spokes_typology_input *in, const spokes_typology_options *options,
                                       unsigned threads, spokes_error *err);

// Sets what is known of a grouping that was not computed: nothing.
void spokes__typology_clear(spokes_typology *out);

// The cell of U and C; SPOKES_CELL_NONE when one is not available.
spokes_cell spokes__cell_find(double u, double c, const spokes_typology_options *options);
const char *spokes__cell_name(
    spokes_cell cell);  // "hub-and-spokes", "integrated", "expanding", "loose", "not enough documents"

#endif
