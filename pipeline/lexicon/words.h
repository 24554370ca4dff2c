// English forms by their first word: what the search reads until it knows the form. DESIGN.md has the picture.
#ifndef SPOKES_LEXICON_WORDS_H
#define SPOKES_LEXICON_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Up to eight bytes of a word as a number, in small letters; bytes that are no letters may change too, in the same way
// everywhere.
#define SPOKES_WORD_PART 8u
static inline uint64_t spokes__word_part(const char *at, size_t len) {
  const unsigned char *s = (const unsigned char *)at;
  uint64_t part = 0;
  if (len >= SPOKES_WORD_PART)  // compilers make one load of it
    part = (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 | (uint64_t)s[3] << 24 | (uint64_t)s[4] << 32 |
           (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 | (uint64_t)s[7] << 56;
  else
    for (size_t i = 0; i < len; i++) part |= (uint64_t)s[i] << 8 * i;
  return part;
}

#define SPOKES_SMALL_LETTERS UINT64_C(0x2020202020202020)

// The first len bytes of a part. Without branches, as what follows: lengths of words are hard to foresee.
static inline uint64_t spokes__word_part_cut(uint64_t part, size_t len) {
  const size_t kept = len < SPOKES_WORD_PART ? len : SPOKES_WORD_PART;
  return (part | SPOKES_SMALL_LETTERS) & ~UINT64_C(0) >> (8 * (SPOKES_WORD_PART - kept) & 63);
}

// What tells a word from others: its first and, when it has more than eight bytes, its last eight, and its length.
// Words of letters and digits with up to sixteen bytes that are alike in all three are the same.
typedef struct spokes_word {
  uint64_t head, tail;
  size_t len;
} spokes_word;

static inline spokes_word spokes__word_of(const char *word, size_t len) {
  spokes_word made = {spokes__word_part_cut(spokes__word_part(word, len), len), 0, len};
  if (len > SPOKES_WORD_PART)
    made.tail = spokes__word_part(word + len - SPOKES_WORD_PART, SPOKES_WORD_PART) | SPOKES_SMALL_LETTERS;
  return made;
}

// The same where SPOKES_WORD_PART bytes can be read, whatever the word's length.
static inline spokes_word spokes__word_in(const char *word, size_t len) {
  const uint64_t is_long = 0 - (uint64_t)(len > SPOKES_WORD_PART);  // all bits or none
  const char *last = word + ((len - SPOKES_WORD_PART) & (size_t)is_long);
  uint64_t tail = spokes__word_part(last, SPOKES_WORD_PART) | SPOKES_SMALL_LETTERS;
  return (spokes_word){spokes__word_part_cut(spokes__word_part(word, SPOKES_WORD_PART), len), tail & is_long, len};
}

static inline uint32_t spokes__word_hash_of(const spokes_word *word) {
  uint64_t hash = word->head * UINT64_C(0x9E3779B97F4A7C15) ^ (word->tail + word->len) * UINT64_C(0xC2B2AE3D27D4EB4F);
  return (uint32_t)(((hash ^ hash >> 29) * UINT64_C(0xBF58476D1CE4E5B9)) >> 32);
}
static inline uint32_t spokes__word_hash(const char *text, size_t len) {
  const spokes_word word = spokes__word_of(text, len);
  return spokes__word_hash_of(&word);
}

// The first bytes of a form behind its first word, and in the last byte how many they are.
#define SPOKES_TAIL_BYTES 15u
typedef struct spokes_tail {
  uint64_t low, high;
} spokes_tail;

static inline spokes_tail spokes__tail_of(const char bytes[SPOKES_TAIL_BYTES + 1]) {
  return (spokes_tail){spokes__word_part(bytes, 8), spokes__word_part(bytes + 8, 8)};
}
static inline unsigned spokes__tail_len(const spokes_tail *tail) { return (unsigned)(tail->high >> 56); }

// Do the bytes of `text` (the same, not fewer) begin like the tail?
static inline bool spokes__tail_fits(const spokes_tail *tail, const spokes_tail *text) {
  unsigned len = spokes__tail_len(tail);
  uint64_t low = len < 8 ? (UINT64_C(1) << 8 * len) - 1 : ~UINT64_C(0);
  uint64_t high = len > 8 ? (UINT64_C(1) << 8 * (len - 8)) - 1 : 0;
  return !((tail->low ^ text->low) & low) && !((tail->high ^ text->high) & high);
}

// The first bytes of a tail in one that is not zero; zero stands for tails that are shorter.
#define SPOKES_KEY_BYTES 4u
static inline uint8_t spokes__tail_key(const spokes_tail *text) {
  return (uint8_t)(((uint32_t)text->low * 0x9E3779B1u) >> 25 | 0x80u);
}

// Forms with the same first word.
typedef struct spokes_word_slot {
  uint64_t head, tail;  // spokes_word
  uint32_t hash;
  uint32_t first, count;  // into entries[]; count 0 = free
  uint16_t len;           // bytes of the word
  bool is_mixed;          // several words share the hash, this is one of them
  uint8_t unused;
} spokes_word_slot;

// One form, with what decides mostly whether it stands in the text.
typedef struct spokes_word_entry {
  spokes_tail tail;
  uint32_t form;
  uint8_t case_mode;  // as the form has it
  bool capital, bound;
  uint8_t unused;
} spokes_word_entry;

typedef struct spokes_words {
  spokes_word_slot *slots;
  size_t slot_count;           // a power of two
  uint32_t mask;               // slot_count - 1
  spokes_word_entry *entries;  // a slot's together, the longest form first
  size_t entry_count;
  uint8_t *keys;  // for each of entries[] the key of its tail, then SPOKES_KEYS_END more
  size_t key_count;
  uint64_t *filter;  // a bit for a word's head (spokes__word_filter_bit): set when a form may begin with the word
} spokes_words;

#define SPOKES_WORD_FILTER_BITS 16u  // texts repeat their words, and 8 KiB stay in the nearest cache
#define SPOKES_KEYS_END 8u           // so that eight can be read at once

// Only the head is asked: one multiplication, and the length of short words is in it.
static inline uint32_t spokes__word_filter_bit(const spokes_word *word) {
  return (uint32_t)(word->head * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SPOKES_WORD_FILTER_BITS));
}
static inline bool spokes__word_filter_has(const uint64_t *filter, const spokes_word *word) {
  uint32_t bit = spokes__word_filter_bit(word);
  return filter[bit >> 6] >> (bit & 63) & 1;
}

// Where the search for the hash begins.
static inline const spokes_word_slot *spokes__words_slot(const spokes_words *words, uint32_t hash) {
  return &words->slots[hash & words->mask];
}

// The slot of a hash, or NULL.
static inline const spokes_word_slot *spokes__words_find(const spokes_words *words, uint32_t hash) {
  for (uint32_t i = hash & words->mask;; i = (i + 1) & words->mask) {
    const spokes_word_slot *slot = &words->slots[i];
    if (!slot->count) return NULL;
    if (slot->hash == hash) return slot;
  }
}

// The same for a word in any letter case; most are none that a form begins with.
static inline const spokes_word_slot *spokes__words_find_text(const spokes_words *words, const char *text, size_t len) {
  const spokes_word word = spokes__word_of(text, len);
  return spokes__word_filter_has(words->filter, &word) ? spokes__words_find(words, spokes__word_hash_of(&word)) : NULL;
}

#endif
