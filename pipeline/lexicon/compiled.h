// Inside the compiled lexicon: what the matcher reads. DESIGN.md has the picture.
//
// Tables hold numbers and offsets only, so that they mean the same wherever they lie, and have no padding, so that the
// same dictionary makes the same bytes.
#ifndef SPOKES_LEXICON_COMPILED_H
#define SPOKES_LEXICON_COMPILED_H

#include <string.h>

#include "base/alloc.h"
#include "base/csv_read.h"
#include "base/strmap.h"
#include "lexicon.h"
#include "rules.h"
#include "text/kernels.h"
#include "words.h"

#define SPOKES_NONE UINT32_MAX

typedef enum spokes_form_type { SPOKES_FORM_ACTOR, SPOKES_FORM_NONMENTION, SPOKES_FORM_WORD } spokes_form_type;
typedef enum spokes_case { SPOKES_CASE_INITIAL, SPOKES_CASE_EXACT, SPOKES_CASE_ANY } spokes_case;

// One form, in either language.
typedef struct spokes_form {
  uint32_t text;        // in strings: canonical, English lower-cased; NUL-terminated
  uint32_t cased;       // in strings: canonical, case kept
  uint32_t units;       // in units; Chinese: the same as UTF-16
  uint16_t len;         // bytes of text
  uint16_t word_len;    // English: bytes of the first word
  uint16_t unit_count;  // Chinese: characters; English: 0
  uint16_t cost;        // Chinese: on ICU's scale
  uint16_t group;       // context rules, SPOKES_NO_GROUP = none
  spokes_actor actor;   // SPOKES_NO_ACTOR unless type is ACTOR
  uint8_t type;         // spokes_form_type
  uint8_t kind;         // spokes_kind
  uint8_t case_mode;    // spokes_case
  uint8_t reason;       // non-mentions: spokes_reason
  bool skip_default;    // not counted unless a rule says so
  bool bound;           // a hyphen must follow (Sino-)
  bool capital;         // starts with a capital letter
  uint8_t unused;
  uint32_t from, until;  // yyyymmdd, 0 = open
  spokes_row row;
  uint32_t next;                // same text, another reading (by date); index of a form or SPOKES_NONE
  uint32_t inner, inner_count;  // into spokes_lexicon.inners: other actors' forms that this one covers
} spokes_form;

// A form that lies inside a longer one, and so is a candidate that was not counted.
typedef struct spokes_inner {
  spokes_actor actor;
  uint8_t kind;
  uint8_t unused;
  spokes_row row;
} spokes_inner;

// Chinese forms by the hash of their first two characters; a bucket holds the longest first.
typedef struct spokes_slot {
  uint32_t hash;
  uint32_t first, count;  // into order[]; count 0 = free
  uint32_t unused;
} spokes_slot;

typedef struct spokes_index {
  spokes_slot *slots;
  size_t slot_count;  // a power of two
  uint32_t mask;      // slot_count - 1
  uint32_t *order;    // form numbers
  size_t order_count;
  uint64_t *filter;  // a bit for the upper part of a hash: set when the slot, or a pair, may exist
} spokes_index;

#define SPOKES_FILTER_BITS 18u

// One reading of a one-character Chinese short form; readings of a character stand together, by rank.
typedef struct spokes_short {
  uint16_t character;
  spokes_actor actor;
  uint8_t rank;  // from 1
  bool strong;   // rank 1: holds without a name nearby
  bool issuer;   // holds only in texts that name this actor more often than the first reading's
  uint8_t unused;
  spokes_row row;
} spokes_short;

#define SPOKES_PAIR_MAX 8u
#define SPOKES_FRAME_MAX 8u

// Pairs and frames keep their characters inside: the lattice asks for them at every other character.
typedef struct spokes_pair {
  uint16_t units[SPOKES_PAIR_MAX];
  spokes_actor actors[SPOKES_PAIR_MAX];  // SPOKES_NO_ACTOR where the character is none
  spokes_row row;
  uint16_t unit_count;
  uint16_t open;  // bit k: a state that the text names decides on character k before actors[k]
} spokes_pair;

typedef enum spokes_needs { SPOKES_NEEDS_NOTHING, SPOKES_NEEDS_WEAK, SPOKES_NEEDS_STRONG } spokes_needs;

typedef struct spokes_frame {
  uint16_t units[SPOKES_FRAME_MAX];
  spokes_row row;
  uint16_t unit_count;
  bool right;
  uint8_t needs;  // spokes_needs
} spokes_frame;

typedef struct spokes_member {
  spokes_actor grouping, member;
  uint32_t from, until;
} spokes_member;

// What a character can begin, one byte each.
#define SPOKES_CHAR_FORM 1u       // a Chinese form
#define SPOKES_CHAR_SHORT 2u      // is a short form
#define SPOKES_CHAR_LEFT 4u       // a left frame
#define SPOKES_CHAR_RIGHT 8u      // a right frame
#define SPOKES_CHAR_PAIR 16u      // a pair
#define SPOKES_CHAR_CLAUSE 32u    // nothing: it ends a clause
#define SPOKES_CHAR_SPELLS 64u    // a foreign name that is spelled with such characters
#define SPOKES_CHAR_SUBJECT 128u  // what follows a subject of one character

typedef struct spokes_row_info {
  uint32_t id, form;  // in strings
  uint32_t line;
  uint16_t file;
  uint8_t folder;  // which of several dictionaries, from 0
  uint8_t spec;    // kind of file, number in spokes__file_specs
} spokes_row_info;

// An image and how it came here.
typedef struct spokes_image_bytes {
  void *data;
  size_t len;
  bool is_mapped;  // otherwise from the heap
} spokes_image_bytes;

struct spokes_lexicon {
  spokes_tables tables;
  spokes_image_bytes image;  // where most of the following lies (image.h)
  spokes_arena arena;        // where the rest lies
  spokes_arena kept;         // rows that are kept

  spokes_actor_info *actors;
  size_t actor_count;
  spokes_strmap actor_ids;
  const char **files;
  size_t file_count;
  spokes_grouping_row *groupings;  // in the order of groupings.csv
  size_t grouping_count;
  const spokes_csv_field **fields;  // [row]: as they are written; NULL unless rows are kept

  char *strings;  // NUL-terminated, one behind the other; "" at 0
  size_t string_len;
  uint16_t *units;  // of Chinese forms
  size_t unit_count;
  spokes_row_info *rows;
  size_t row_count;

  spokes_form *forms;  // both languages
  size_t form_count;
  spokes_inner *inners;
  size_t inner_count;
  spokes_words english;
  spokes_index chinese;
  spokes_start_filter *starts;  // of words that are no capitals: with what the forms that begin with one begin

  spokes_short *shorts;  // by character, then rank
  size_t short_count;
  spokes_pair *pairs;
  size_t pair_count;
  spokes_frame *frames;
  size_t frame_count;
  uint32_t *pair_first, *frame_first, *short_first;  // [65536]: first entry of the character, SPOKES_NONE = none
  uint32_t *pair_stop;                               // [65536]: behind its last pair
  uint8_t *chars;                                    // [65536]: SPOKES_CHAR_*
  uint8_t *single_cost;                              // [65536]: cost of a character as a word of its own

  spokes_member *members;  // by grouping
  size_t member_count;
  uint32_t *member_first;  // [actor_count + 1]: its first member row; the last entry is member_count
  size_t member_first_count;
  spokes_relation *relations;  // in the order of relations.csv
  size_t relation_count;

  spokes_rules *rules;
  uint16_t global_en, global_zh;  // group "*", SPOKES_NO_GROUP when absent
  char hash[65];
};

static inline const char *spokes__form_text(const spokes_lexicon *lexicon, const spokes_form *form) {
  return lexicon->strings + form->text;
}
static inline const char *spokes__form_cased(const spokes_lexicon *lexicon, const spokes_form *form) {
  return lexicon->strings + form->cased;
}
static inline const uint16_t *spokes__form_units(const spokes_lexicon *lexicon, const spokes_form *form) {
  return lexicon->units + form->units;
}
static inline bool spokes__form_is_chinese(const spokes_form *form) { return form->unit_count != 0; }

// Hash of the first two characters of a Chinese form; no two pairs share one, since each step can be undone.
static inline uint32_t spokes__han_hash(uint16_t first, uint16_t second) {
  uint32_t hash = ((uint32_t)first << 16 | second) * 0x9E3779B1u;
  return hash ^ hash >> 15;
}

static inline bool spokes__filter_has(const uint64_t *filter, uint32_t hash) {
  uint32_t bit = hash >> (32 - SPOKES_FILTER_BITS);
  return filter[bit >> 6] >> (bit & 63) & 1;
}
static inline void spokes__filter_add(uint64_t *filter, unsigned bits, uint32_t hash) {
  uint32_t bit = hash >> (32 - bits);
  filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

// The slot of a hash, or NULL.
static inline const spokes_slot *spokes__index_find(const spokes_index *index, uint32_t hash) {
  for (uint32_t i = hash & index->mask;; i = (i + 1) & index->mask) {
    const spokes_slot *slot = &index->slots[i];
    if (!slot->count) return NULL;
    if (slot->hash == hash) return slot;
  }
}

// The first pair that begins with these two characters, or pair_count; those with the same two follow it, the longest
// first.
static inline uint32_t spokes__pair_find(const spokes_lexicon *lexicon, uint16_t first, uint16_t second) {
  uint32_t low = lexicon->pair_first[first], count = (uint32_t)lexicon->pair_count;
  if (low == SPOKES_NONE) return count;
  uint32_t high = lexicon->pair_stop[first];
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (lexicon->pairs[middle].units[1] < second)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && lexicon->pairs[low].units[0] == first && lexicon->pairs[low].units[1] == second ? low : count;
}

// The pair that is written just so, or pair_count.
static inline uint32_t spokes__pair_like(const spokes_lexicon *lexicon, const uint16_t *units, unsigned count) {
  for (uint32_t k = spokes__pair_find(lexicon, units[0], units[1]); k < lexicon->pair_count; k++) {
    const spokes_pair *pair = &lexicon->pairs[k];
    if (pair->units[0] != units[0] || pair->units[1] != units[1]) break;
    if (pair->unit_count == count && !memcmp(pair->units, units, count * sizeof *units)) return k;
  }
  return (uint32_t)lexicon->pair_count;
}

#endif
