// The shape of patterns: an automaton over bytes that accepts all that the patterns match, and some more.
//
// Word boundaries, anchors and lookarounds count as true, everything else is taken as it is. So a text that the shape
// rejects is surely no match, and PCRE2 need not be asked; what the shape accepts is PCRE2's to decide. A pattern that
// is not understood has no shape, and is always asked.
//
// One shape holds the patterns of many rules, each with a bit of its own. Shapes of what stands before a candidate are
// built for reading backwards, from the candidate away.
#ifndef SPOKES_LEXICON_RULE_SHAPE_H
#define SPOKES_LEXICON_RULE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPOKES_SHAPE_END UINT32_MAX

typedef struct spokes_byte_set {
  uint64_t bits[4];
} spokes_byte_set;

typedef enum spokes_shape_type { SPOKES_SHAPE_SET, SPOKES_SHAPE_FORK, SPOKES_SHAPE_ACCEPT } spokes_shape_type;

// A step of the automaton. SET: a byte of the set leads to next. FORK: without a byte to next and other (END: to none).
// ACCEPT: the pattern of rule `set` is through.
typedef struct spokes_shape_node {
  uint32_t next, other;
  uint16_t set;
  uint8_t type;
} spokes_shape_node;

typedef struct spokes_shape {
  spokes_shape_node *nodes;
  size_t node_count, node_cap;
  spokes_byte_set *sets;
  size_t set_count, set_cap;
  uint16_t recent[64];  // by a hash of the set: the number of one that was asked for, words repeat their letters
  uint32_t start;       // node, or SPOKES_SHAPE_END
  uint64_t always;      // rules that are always asked
  bool backwards;
} spokes_shape;

// Rules of a group from this one on share the last bit.
#define SPOKES_SHAPE_RULES 64u
static inline unsigned spokes__shape_bit(size_t rule) {
  return rule < SPOKES_SHAPE_RULES ? (unsigned)rule : SPOKES_SHAPE_RULES - 1;
}

static inline bool spokes__byte_set_has(const spokes_byte_set *set, unsigned char byte) {
  return set->bits[byte >> 6] >> (byte & 63) & 1;
}

// Adds the pattern of a rule, which PCRE2 has accepted. An empty one always matches. False when memory is out.
bool spokes__shape_add(spokes_shape *shape, const char *pattern, size_t len, size_t rule);
void spokes__shape_release(spokes_shape *shape);

#endif
