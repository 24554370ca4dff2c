// One pass over the words of a text: those whose first letters begin no doubtful word are passed over.

#include "evidence.h"

#include <string.h>

#include "eight.h"
#include "stretches.h"

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }

// ---- Hashes -----------------------------------------------------------------------------------------------------

static uint64_t mix(uint64_t hash, uint64_t letters) {
  hash = (hash ^ letters) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ hash >> 29;
}

static uint64_t add_letters(uint64_t hash, uint64_t bytes) { return mix(hash, bytes | SPOKES_EIGHT(0x20)); }

// Of the letters from at on, eight at a time; the last ones are followed by blanks. *end_out is behind them.
static uint64_t hash_run(const char *s, size_t at, size_t len, size_t *end_out) {
  uint64_t hash = UINT64_C(14695981039346656037), bytes = 0;
  for (; len - at >= 8; at += 8) {
    bytes = spokes__eight_read(s + at);
    uint64_t others = spokes__eight_others(bytes);
    if (others) {
      unsigned bits = (unsigned)__builtin_ctzll(others) & ~7u;
      *end_out = at + bits / 8;
      return bits ? add_letters(hash, bytes & ((UINT64_C(1) << bits) - 1)) : hash;
    }
    hash = add_letters(hash, bytes);
  }
  bytes = 0;
  size_t first = at;
  for (; at < len && is_letter(s[at]); at++) bytes |= (uint64_t)(unsigned char)s[at] << 8 * (at - first);
  *end_out = at;
  return at > first ? add_letters(hash, bytes) : hash;
}

uint64_t spokes__evidence_word(const char *s, size_t len) {
  size_t end;
  return hash_run(s, 0, len, &end);
}

uint64_t spokes__evidence_hyphened(uint64_t left, uint64_t right) { return mix(left, right); }

// ---- Words to look for ------------------------------------------------------------------------------------------

// The bit of a beginning, letter case aside: of its first four letters, or of two where it is short (two or three
// before its end or hyphen).
#define BEGINNING_BITS 65536u

static unsigned beginning_bit(const char *s, bool is_short) {
  uint16_t two, more;
  memcpy(&two, s, sizeof two);
  memcpy(&more, s + 2, sizeof more);
  uint32_t rest = more & ((uint32_t)is_short - 1);  // without a branch: there is no telling
  return ((rest << 16 | two) | UINT32_C(0x20202020)) * UINT32_C(0x9E3779B1) >> 16;
}

typedef struct search {
  const spokes_kernels *kernels;
  const char *s;
  size_t len;
  spokes_doubt *doubts;
  size_t count;
  uint64_t *slots;  // of doubts by joined word: number + 1, 0 = free
  size_t mask;
  spokes_beginnings beginnings;  // the first three letters; doubts with the same bits in their first one are a group
  uint64_t bits[BEGINNING_BITS / 64];
} search;

static void set(search *f, unsigned bit) { f->bits[bit / 64] |= UINT64_C(1) << bit % 64; }

static void enter_beginning(search *f, const spokes_doubt *doubt) {
  const char *first = doubt->first;
  set(f, beginning_bit(first, !first[3]));
  if (doubt->hyphened && doubt->left < 4) set(f, beginning_bit(first, true));
  uint8_t group = (uint8_t)(1u << (first[0] & 7));
  f->beginnings.letters[0][first[0] & 31] |= group;
  f->beginnings.letters[1][first[1] & 31] |= group;
  // Of a short first half only the joined word has the third letter.
  bool has_third = doubt->left > 2;
  for (unsigned letter = 0; letter < 32; letter++)
    if (!has_third || letter == ((unsigned char)first[2] & 31u)) f->beginnings.letters[2][letter] |= group;
}

// The doubt of the same two words that was entered before, or NULL. One that stands in a text a thousand times is one
// question.
static const spokes_doubt *entered(const search *f, const spokes_doubt *doubt) {
  for (size_t at = doubt->joined & f->mask; f->slots[at]; at = (at + 1) & f->mask) {
    const spokes_doubt *other = &f->doubts[(f->slots[at] - 1) / 2];
    if (other->joined == doubt->joined && other->hyphened == doubt->hyphened) return other;
  }
  return NULL;
}

// Returns how many doubts were entered.
static size_t enter(search *f) {
  size_t different = 0;
  memset(f->slots, 0, (f->mask + 1) * sizeof *f->slots);
  for (size_t i = 0; i < f->count; i++) {
    spokes_doubt *doubt = &f->doubts[i];
    enter_beginning(f, doubt);
    if (entered(f, doubt)) continue;
    different++;
    const uint64_t hashes[] = {doubt->joined, doubt->hyphened};
    for (size_t k = 0; k < 2; k++) {
      if (!hashes[k]) continue;
      size_t at = hashes[k] & f->mask;
      while (f->slots[at]) at = (at + 1) & f->mask;
      f->slots[at] = 2 * i + k + 1;
    }
  }
  return different;
}

// Every word of the text is looked up: the table is as small as the doubts allow.
static void enter_closely(search *f) {
  size_t different = enter(f), mask = f->mask;
  while (mask > 63 && mask / 2 > 4 * different) mask /= 2;
  if (mask == f->mask) return;
  f->mask = mask;
  enter(f);
}

// What was seen of the doubts that were entered holds for those like them.
static void pass_on(search *f) {
  for (size_t i = 0; i < f->count; i++) {
    const spokes_doubt *first = entered(f, &f->doubts[i]);
    f->doubts[i].saw_joined = first->saw_joined;
    f->doubts[i].saw_hyphened = first->saw_hyphened;
  }
}

// Several threads may see the same word, and many times: what is known is not written again.
static void note(bool *seen) {
  if (!__atomic_load_n(seen, __ATOMIC_RELAXED)) __atomic_store_n(seen, true, __ATOMIC_RELAXED);
}

static void see(search *f, uint64_t hash) {
  for (size_t at = hash & f->mask; f->slots[at]; at = (at + 1) & f->mask) {
    spokes_doubt *doubt = &f->doubts[(f->slots[at] - 1) / 2];
    if (doubt->joined == hash) note(&doubt->saw_joined);
    if (doubt->hyphened == hash) note(&doubt->saw_hyphened);
  }
}

// A stretch of the text that is looked through.
typedef struct stretch {
  search *search;
  size_t from;
} stretch;

// May a doubtful word begin here? Most words end here, too.
static bool may_begin(const search *f, size_t at) {
  const char *s = f->s + at;
  if (at + 4 > f->len) return at + 1 < f->len && is_letter(s[1]);
  unsigned ends_at_two = !is_letter(s[2]), ends_at_three = !is_letter(s[3]);  // a branch would be a guess
  unsigned bit = beginning_bit(s, (ends_at_two | ends_at_three) != 0);
  return (f->bits[bit / 64] >> bit % 64 & 1) && is_letter(s[1]);
}

static void visit(void *context, size_t at) {
  const stretch *part = context;
  search *f = part->search;
  at += part->from;
  if (!may_begin(f, at)) return;
  size_t end;
  uint64_t hash = hash_run(f->s, at, f->len, &end);
  see(f, hash);
  if (end + 1 >= f->len || f->s[end] != '-' || !is_letter(f->s[end + 1])) return;
  see(f, spokes__evidence_hyphened(hash, hash_run(f->s, end + 1, f->len, &end)));
}

static void look_through(void *context, size_t number, size_t from, size_t to) {
  search *f = context;
  (void)number;
  stretch part = {f, from};
  f->kernels->beginnings(f->s + from, to - from, &f->beginnings, visit, &part);
}

bool spokes__evidence_find(const spokes_kernels *kernels, unsigned threads, const char *s, size_t len,
                           spokes_doubt *doubts, size_t count, uint64_t *slots, size_t slot_count) {
  search f = {
      .kernels = kernels, .s = s, .len = len, .doubts = doubts, .count = count, .slots = slots, .mask = slot_count - 1};
  enter_closely(&f);
  if (!spokes__stretches_run(threads, s, len, look_through, &f)) return false;
  pass_on(&f);
  return true;
}
