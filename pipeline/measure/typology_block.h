// Sums, U and C of a block of draws at a time: what typology.c and typology_draws.c share. A sum is a row of numbers,
// one for each draw, on which vector instructions work; there is one for each pair of an issuer and a state that it
// names. Sums are whole numbers far below 2^53, which a double holds exactly. The indices of the documents as they are
// go the same way, as a block in which every document was drawn once.
#ifndef SPOKES_MEASURE_TYPOLOGY_BLOCK_H
#define SPOKES_MEASURE_TYPOLOGY_BLOCK_H

#include "measure/block_loops.h"
#include "measure/typology.h"

typedef struct spokes_row_naming {
  uint32_t row;
  double n;
} spokes_row_naming;

typedef struct spokes_block_layout {
  const spokes_typology_input *in;
  const spokes_block_loops *loops;
  uint32_t *rows;      // of each issuer, for each column: its row; 0 = never named, and row 0 holds nothing but 0
  size_t *first_rows;  // of each issuer; one more at the end, which is how many there are
  size_t *first_text;  // of each issuer, in firsts
  size_t *firsts;      // of each document: its first naming; one more at the end of each issuer's
  spokes_row_naming *namings;
  size_t most_documents;  // of an issuer
} spokes_block_layout;

// Release it even after a failure, which is that memory is out.
bool spokes__block_layout_init(spokes_block_layout *layout, const spokes_typology_input *in);
void spokes__block_layout_release(spokes_block_layout *layout);

// How many numbers the sums of a block are.
size_t spokes__block_size(const spokes_block_layout *layout);
// Fills the rows of an issuer. tallies: how often each of its documents was drawn, a row of SPOKES_BLOCK draws for
// each; NULL = once.
void spokes__block_sum(const spokes_block_layout *layout, size_t issuer, const uint16_t *tallies, double *sums);
// U and C of a grouping, whose external members were counted in out, in each draw. With results, what each member
// contributes to the first draw.
void spokes__block_means(const spokes_block_layout *layout, const spokes_grouping *grouping, const double *sums,
                         spokes_member_result *results, double u[SPOKES_BLOCK], double c[SPOKES_BLOCK]);

// Intervals and the part of the draws in each cell, of the groupings that have U and C and documents to draw from.
spokes_status spokes__typology_draw(const spokes_block_layout *layout, const spokes_typology_options *options,
                                    unsigned threads, spokes_error *err);

#endif
