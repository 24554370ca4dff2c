// One pass over the words of a text: those whose first two letters begin no doubtful word are passed over.

#include "evidence.h"

#include <string.h>

#include "base/blocks.h"

static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }

static unsigned pair_bit(char a, char b) { return ((unsigned)(a | 0x20) & 31) << 5 | ((unsigned)(b | 0x20) & 31); }

typedef struct search {
  const char *s;
  size_t len;
  spokes_doubt *doubts;
  size_t count;
  uint64_t *slots;  // of doubts by joined word: number + 1, 0 = free
  size_t mask;
  uint64_t pairs[16];
} search;

static void enter(search *f) {
  memset(f->slots, 0, (f->mask + 1) * sizeof *f->slots);
  for (size_t i = 0; i < f->count; i++) {
    spokes_doubt *doubt = &f->doubts[i];
    unsigned bit = pair_bit(doubt->first[0], doubt->first[1]);
    f->pairs[bit >> 6] |= UINT64_C(1) << (bit & 63);
    const uint64_t hashes[] = {doubt->joined, doubt->hyphened};
    for (size_t k = 0; k < 2; k++) {
      if (!hashes[k]) continue;
      size_t at = hashes[k] & f->mask;
      while (f->slots[at]) at = (at + 1) & f->mask;
      f->slots[at] = 2 * i + k + 1;
    }
  }
}

static void see(search *f, uint64_t hash) {
  for (size_t at = hash & f->mask; f->slots[at]; at = (at + 1) & f->mask) {
    spokes_doubt *doubt = &f->doubts[(f->slots[at] - 1) / 2];
    if (doubt->joined == hash) doubt->saw_joined = true;
    if (doubt->hyphened == hash) doubt->saw_hyphened = true;
  }
}

static void visit(search *f, size_t at) {
  if (at + 1 >= f->len) return;
  unsigned bit = pair_bit(f->s[at], f->s[at + 1]);
  // Most words end here; other bytes share the bits of letters.
  if (!(f->pairs[bit >> 6] >> (bit & 63) & 1) || !is_letter(f->s[at + 1])) return;
  uint64_t hash = SPOKES_EVIDENCE_START;
  while (at < f->len && is_letter(f->s[at])) hash = spokes__evidence_step(hash, f->s[at++]);
  see(f, hash);
  if (at + 1 >= f->len || f->s[at] != '-' || !is_letter(f->s[at + 1])) return;
  hash = spokes__evidence_step(hash, '-');
  for (at++; at < f->len && is_letter(f->s[at]); at++) hash = spokes__evidence_step(hash, f->s[at]);
  see(f, hash);
}

void spokes__evidence_find(const char *s, size_t len, spokes_doubt *doubts, size_t count, uint64_t *slots,
                           size_t slot_count) {
  search f = {.s = s, .len = len, .doubts = doubts, .count = count, .slots = slots, .mask = slot_count - 1};
  enter(&f);
  uint64_t in_word = 0;
  for (size_t base = 0; base < len; base += SPOKES_BLOCK) {
    spokes_block block = spokes__block_load(s + base, len - base < SPOKES_BLOCK ? len - base : SPOKES_BLOCK);
    uint64_t letters = spokes__block_letters(&block);
    for (uint64_t starts = letters & ~(letters << 1 | in_word); starts; starts &= starts - 1)
      visit(&f, base + (size_t)__builtin_ctzll(starts));
    in_word = letters >> 63;
  }
}
