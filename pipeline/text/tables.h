// Character and word tables: what ICU knows, flattened into one image that is mapped or built in memory.
//
//   fold[65536]     canonical code point of each BMP code point (see text.h), or SPOKES_FOLD_DROP, SPOKES_FOLD_EXPAND
//   classes[65536]  word-break class (UAX #29, as the linked ICU has it) in the low five bits, script bits above
//   codes[65536]    dense number of each character that occurs in ICU's Chinese dictionary, 0 = none
//   pairs           a bit filter of 2^22 bits: which two characters stand side by side in a word of it
//   nodes[]         that dictionary as a double array: node t is the child of s by character c when
//                   t = base(s) + codes[c] and nodes[t].check == s; the root is node 1
//
//   node.base_cost   31           10 9       0
//                    | base        | cost+1  |      cost+1 is 0 where no word ends; cost is ICU's negative log
//                                                   frequency, 0 to 255
#ifndef SPOKES_TEXT_TABLES_H
#define SPOKES_TEXT_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define SPOKES_FOLD_DROP 0xFFFEu    // vanishes
#define SPOKES_FOLD_EXPAND 0xFFFFu  // becomes several characters: spokes__fold_expand

#define SPOKES_CLASS_WB 0x1Fu     // enum spokes_wb
#define SPOKES_CLASS_HAN 0x20u    // script Han, or one of its iteration marks
#define SPOKES_CLASS_KANA 0x40u   // Hiragana or Katakana
#define SPOKES_CLASS_ALNUM 0x80u  // a letter, digit or mark that glues to a Latin word (Han and Kana excluded)

// Word_Break classes that matter here.
typedef enum spokes_wb {
  SPOKES_WB_OTHER,
  SPOKES_WB_LETTER,
  SPOKES_WB_NUMERIC,
  SPOKES_WB_KATAKANA,
  SPOKES_WB_EXTENDNUMLET,
  SPOKES_WB_MIDLETTER,
  SPOKES_WB_MIDNUM,
  SPOKES_WB_MIDNUMLET,
  SPOKES_WB_SINGLEQUOTE,
  SPOKES_WB_EXTEND
} spokes_wb;

typedef struct spokes_trie_node {
  uint32_t base_cost;
  uint32_t check;
} spokes_trie_node;

#define SPOKES_PAIR_BITS 21u
#define SPOKES_TRIE_ROOT 1u
#define SPOKES_TRIE_COST_BITS 10

typedef struct spokes_tables {
  const uint16_t *fold;
  const uint8_t *classes;
  const uint16_t *codes;
  const uint64_t *pairs;
  const spokes_trie_node *nodes;
  uint32_t node_count;
  uint64_t changed[65536 / 64];  // one bit for each code point: it folds to another one
  uint64_t checksum;             // of the image
  void *mapped;                  // the image, when it was mapped
  size_t mapped_len;
  void *built;  // the image, when it was built in memory
} spokes_tables;

// Maps the image that was built with the program, or builds one in memory (about half a second) when there is none
// that fits the linked ICU.
spokes_status spokes__tables_open(spokes_tables *tables, spokes_error *err);
void spokes__tables_close(spokes_tables *tables);

// Fills in `changed` from `fold`.
void spokes__tables_note_changed(spokes_tables *tables);

static inline bool spokes__fold_changes(const spokes_tables *tables, uint16_t character) {
  return tables->changed[character >> 6] >> (character & 63) & 1;
}

// Builds the image from the linked ICU; *image_out is to be freed with spokes__free. tables_build.c.
spokes_status spokes__tables_build(void **image_out, size_t *len_out, spokes_error *err);
// Points tables into an image after checking it; false when it is damaged or of another version.
bool spokes__tables_attach(spokes_tables *tables, const void *image, size_t len);

// The expansion (at most 3 ASCII letters, NUL-terminated) of a code point whose fold is SPOKES_FOLD_EXPAND.
const char *spokes__fold_expand(uint32_t cp);

// The bit of two characters in the pair filter. It is wide, because half of all borders between characters are no
// place inside a word, and each of those that shows saves a search.
static inline uint32_t spokes__trie_pair(uint16_t first, uint16_t second) {
  return (((uint32_t)first << 16 | second) * 0x9E3779B1u) >> (32 - SPOKES_PAIR_BITS);
}

// May these two stand side by side in a word? No false negatives; one memory access instead of the trie's four.
static inline bool spokes__trie_may_join(const spokes_tables *tables, uint16_t first, uint16_t second) {
  uint32_t bit = spokes__trie_pair(first, second);
  return tables->pairs[bit >> 6] >> (bit & 63) & 1;
}

static inline uint32_t spokes__trie_child(const spokes_tables *tables, uint32_t node, uint16_t character) {
  uint32_t code = tables->codes[character], base = tables->nodes[node].base_cost >> SPOKES_TRIE_COST_BITS;
  if (!code || !base) return 0;  // most words are leaves: no look at a child that cannot be there
  uint32_t child = base + code;
  return child < tables->node_count && tables->nodes[child].check == node ? child : 0;
}

// Cost of the word that ends at node, or -1.
static inline int spokes__trie_cost(const spokes_tables *tables, uint32_t node) {
  return (int)(tables->nodes[node].base_cost & ((1u << SPOKES_TRIE_COST_BITS) - 1)) - 1;
}

#endif
