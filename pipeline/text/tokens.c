// Counting words as UAX #29 has it, with the linked ICU's tailoring, over canonical text.
//
// A word segment is a maximal run that rules WB5 to WB13b hold together; it counts when it holds a letter, a digit,
// Kana or an ideograph. Runs of Han characters are cut by the cheapest path through ICU's dictionary (unigram costs,
// Viterbi), in the same way and with the same tie-breaking as ICU's CjkBreakEngine. ICU keeps Katakana and Hiragana in
// the same dictionary runs; so does this.

#include "tokens.h"

#include <string.h>

#include "base/alloc.h"
#include "fold.h"

#define COST_UNKNOWN 255u  // ICU's cost of a single character that its dictionary lacks

void spokes__token_scratch_release(spokes_token_scratch *scratch) {
  spokes__free(scratch->run);
  spokes__free(scratch->best);
  spokes__free(scratch->words);
  spokes__free(scratch->open);
  spokes__free(scratch->joints);
  spokes__free(scratch->known_pairs);
  spokes__free(scratch->known_longer);
  *scratch = (spokes_token_scratch){0};
}

static bool reserve(spokes_token_scratch *scratch, size_t need) {
  if (need <= scratch->cap) return true;
  size_t cap = need + need / 2 + 256;
  uint16_t *run = spokes__realloc(scratch->run, cap, sizeof *run);
  if (run) scratch->run = run;
  uint32_t *best = run ? spokes__realloc(scratch->best, cap + 1, sizeof *best) : NULL;
  if (best) scratch->best = best;
  uint32_t *words = best ? spokes__realloc(scratch->words, cap + 1, sizeof *words) : NULL;
  if (words) scratch->words = words;
  uint32_t *open = words ? spokes__realloc(scratch->open, cap, sizeof *open) : NULL;
  if (open) scratch->open = open;
  uint64_t *joints = open ? spokes__realloc(scratch->joints, cap / 64 + 2, sizeof *joints) : NULL;
  if (joints) scratch->joints = joints;
  if (!joints) return false;
  scratch->cap = cap;
  return true;
}

// Which neighbours of the run may stand side by side in a word. No branch depends on the text. One more word of zeros
// follows.
static void find_joints(const spokes_tables *tables, spokes_token_scratch *scratch, size_t count) {
  const uint16_t *run = scratch->run;
  size_t i = 0, word = 0;
  for (; i + 1 < count; word++) {
    uint64_t joints = 0;
    for (size_t k = 0; k < 64 && i + 1 < count; k++, i++)
      joints |= (uint64_t)spokes__trie_may_join(tables, run[i], run[i + 1]) << k;
    scratch->joints[word] = joints;
  }
  scratch->joints[word] = 0;
}

static inline bool has_joint(const spokes_token_scratch *scratch, size_t i) {
  return scratch->joints[i / 64] >> i % 64 & 1;
}

// ---- Stretches that were seen before ----------------------------------------------------------------------------
//
// How many words a stretch is depends on its characters alone. A few thousand stretches of two characters make up most
// of a text, and the trie is larger than the inner caches. Known pairs of characters are one number each: multiplying
// by an odd number can be undone, so that the place in the table (its upper bits) and the rest name the pair.
//
//   known_pairs[hash >> 17]   18             2 1     0
//                            | rest of hash  | words |      0 words: empty

#define PAIR_BITS 15u
#define LONGER_BITS 12u

static bool reserve_known(const spokes_tables *tables, spokes_token_scratch *scratch) {
  if (scratch->tables == tables) return true;
  if (!scratch->known_pairs) scratch->known_pairs = spokes__calloc(1u << PAIR_BITS, sizeof *scratch->known_pairs);
  if (!scratch->known_longer) scratch->known_longer = spokes__calloc(1u << LONGER_BITS, sizeof *scratch->known_longer);
  if (!scratch->known_pairs || !scratch->known_longer) return false;
  if (scratch->tables) {
    memset(scratch->known_pairs, 0, (1u << PAIR_BITS) * sizeof *scratch->known_pairs);
    memset(scratch->known_longer, 0, (1u << LONGER_BITS) * sizeof *scratch->known_longer);
  }
  scratch->tables = tables;
  return true;
}

static inline uint32_t pair_hash(const uint16_t *run) { return ((uint32_t)run[0] << 16 | run[1]) * 0x9E3779B1u; }
static inline uint32_t pair_rest(uint32_t hash) { return hash & ((1u << (32 - PAIR_BITS)) - 1); }

// Words of the two characters, or 0: not known.
static inline unsigned recall_pair(const spokes_token_scratch *scratch, const uint16_t *run) {
  uint32_t hash = pair_hash(run), known = scratch->known_pairs[hash >> (32 - PAIR_BITS)];
  return known >> 2 == pair_rest(hash) ? known & 3 : 0;
}

static inline spokes_known_stretch *place_of(const spokes_token_scratch *scratch, uint64_t key) {
  return &scratch->known_longer[key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - LONGER_BITS)];
}

// Of three or four characters.
static inline uint64_t longer_key(const uint16_t *run, size_t len) {
  uint64_t key = (uint64_t)run[0] | (uint64_t)run[1] << 16 | (uint64_t)run[2] << 32;
  return len > 3 ? key | (uint64_t)run[3] << 48 : key;
}

static inline uint64_t recall_longer(const spokes_token_scratch *scratch, const uint16_t *run, size_t len) {
  if (len > 4) return 0;
  uint64_t key = longer_key(run, len);
  const spokes_known_stretch *known = place_of(scratch, key);
  return known->key == key ? known->words : 0;
}

static void remember(spokes_token_scratch *scratch, const uint16_t *run, size_t len, uint64_t words) {
  if (len == 2) {
    uint32_t hash = pair_hash(run);
    scratch->known_pairs[hash >> (32 - PAIR_BITS)] = pair_rest(hash) << 2 | (uint32_t)words;
  } else if (len <= 4) {
    uint64_t key = longer_key(run, len);
    *place_of(scratch, key) = (spokes_known_stretch){key, words};
  }
}

// ---- The cheapest path ----------------------------------------------------------------------------------------------

static inline void reach(spokes_token_scratch *scratch, size_t from, size_t to, int cost) {
  uint32_t total = scratch->best[from] + (uint32_t)cost;
  if (total >= scratch->best[to]) return;
  scratch->best[to] = total;
  scratch->words[to] = scratch->words[from] + 1;
}

// Words on the cheapest path over the characters [from, to) of the run.
static uint64_t stretch_words(const spokes_tables *tables, spokes_token_scratch *scratch, size_t from, size_t to) {
  for (size_t i = from + 1; i <= to; i++) scratch->best[i] = UINT32_MAX;
  scratch->best[from] = scratch->words[from] = 0;
  for (size_t i = from; i < to; i++) {
    uint32_t node = spokes__trie_child(tables, SPOKES_TRIE_ROOT, scratch->run[i]);
    int cost = node ? spokes__trie_cost(tables, node) : -1;
    reach(scratch, i, i + 1, cost < 0 ? (int)COST_UNKNOWN : cost);
    for (size_t j = i + 1; j < to && node; j++) {
      node = spokes__trie_child(tables, node, scratch->run[j]);
      cost = node ? spokes__trie_cost(tables, node) : -1;
      if (cost >= 0) reach(scratch, i, j + 1, cost);
    }
  }
  return scratch->words[to];
}

// Asks for the trie's nodes of the first two characters before they are needed.
static inline void prefetch(const spokes_tables *tables, const uint16_t *run) {
  uint32_t first = (tables->nodes[SPOKES_TRIE_ROOT].base_cost >> SPOKES_TRIE_COST_BITS) + tables->codes[run[0]];
  if (first >= tables->node_count) return;
  uint32_t child = (tables->nodes[first].base_cost >> SPOKES_TRIE_COST_BITS) + tables->codes[run[1]];
  if (child < tables->node_count) __builtin_prefetch(&tables->nodes[child]);
}

static inline void put_off(const spokes_tables *tables, spokes_token_scratch *scratch, size_t from, size_t *open) {
  prefetch(tables, scratch->run + from);
  scratch->open[(*open)++] = (uint32_t)from;
}

static size_t stretch_end(const spokes_token_scratch *scratch, size_t from) {
  while (has_joint(scratch, from)) from++;
  return from + 1;
}

// Words on the cheapest path over the count characters in scratch->run. No word lies over a place where two characters
// stand that are side by side in none, so each stretch between such places is solved alone. There is one more of them
// than places; those of one character are one word, and of the others most are known.
static uint64_t dictionary_words(const spokes_tables *tables, spokes_token_scratch *scratch, size_t count) {
  uint64_t words = count, before = 0;
  size_t open = 0;
  find_joints(tables, scratch, count);
  for (size_t base = 0, word = 0; base + 1 < count; base += 64, word++) {
    const uint64_t joints = scratch->joints[word], next = base + 65 < count ? scratch->joints[word + 1] : 0;
    const uint64_t begins = joints & ~(joints << 1 | before), more = joints >> 1 | next << 63;
    before = joints >> 63;
    for (uint64_t pairs = begins & ~more; pairs; pairs &= pairs - 1) {
      size_t from = base + (size_t)__builtin_ctzll(pairs);
      unsigned known = recall_pair(scratch, scratch->run + from);
      words += known;
      words -= 2;
      if (!known) put_off(tables, scratch, from, &open);
    }
    for (uint64_t longer = begins & more; longer; longer &= longer - 1) {
      size_t from = base + (size_t)__builtin_ctzll(longer), len = stretch_end(scratch, from) - from;
      uint64_t known = recall_longer(scratch, scratch->run + from, len);
      words += known;
      words -= len;
      if (!known) put_off(tables, scratch, from, &open);
    }
  }
  for (size_t i = 0; i < open; i++) {
    size_t from = scratch->open[i], to = stretch_end(scratch, from);
    uint64_t found = stretch_words(tables, scratch, from, to);
    remember(scratch, scratch->run + from, to - from, found);
    words += found;
  }
  return words;
}

static bool is_cjk(unsigned bits) { return bits & (SPOKES_CLASS_HAN | SPOKES_CLASS_KANA); }

// A run of ideographs and kana from i; *end_out is where it ends. White space between two Han characters does not end
// it: Chinese lines break anywhere.
static spokes_status count_run(const spokes_tables *tables, const char *s, size_t i, size_t len,
                               spokes_token_scratch *scratch, size_t *end_out, uint64_t *count_out, spokes_error *err) {
  size_t count = 0, width;
  if (!reserve_known(tables, scratch)) return spokes__error_nomem(err);
  while (i < len) {
    if (count == scratch->cap && !reserve(scratch, count + 1)) return spokes__error_nomem(err);
    unsigned char lead = (unsigned char)s[i];
    if ((lead & 0xF0) == 0xE0) {
      uint32_t character = spokes__utf8_decode(s + i, &width);
      if (is_cjk(tables->classes[character])) {
        scratch->run[count++] = (uint16_t)character;
        i += 3;
        continue;
      }
    }
    unsigned bits = spokes__class_at(tables, s + i, &width);
    if (!is_cjk(bits)) {
      size_t next = i;
      if (s[next] == '\r') next++;
      if (next < len && s[next] == '\n') next++;
      if (next == i || next >= len || !is_cjk(spokes__class_at(tables, s + next, &width))) break;
      i = next;
      continue;
    }
    scratch->run[count++] = 0xFFFD;  // beyond the basic plane
    i += width;
  }
  *end_out = i;
  *count_out = dictionary_words(tables, scratch, count);
  return SPOKES_OK;
}

static spokes_wb class_next(const spokes_tables *tables, const char *s, size_t i, size_t len, size_t *width) {
  if (i >= len) return *width = 0, SPOKES_WB_OTHER;
  return (spokes_wb)(spokes__class_at(tables, s + i, width) & SPOKES_CLASS_WB);
}

static bool joins_letters(spokes_wb wb) {
  return wb == SPOKES_WB_MIDLETTER || wb == SPOKES_WB_MIDNUMLET || wb == SPOKES_WB_SINGLEQUOTE;
}
static bool joins_digits(spokes_wb wb) {
  return wb == SPOKES_WB_MIDNUM || wb == SPOKES_WB_MIDNUMLET || wb == SPOKES_WB_SINGLEQUOTE;
}
static bool starts_word(spokes_wb wb) {
  return wb == SPOKES_WB_LETTER || wb == SPOKES_WB_NUMERIC || wb == SPOKES_WB_EXTENDNUMLET;
}

// The end of the word segment that starts at i (a letter, digit or connector); *wordlike_out: it holds more than
// connectors.
static size_t word_end(const spokes_tables *tables, const char *s, size_t i, size_t len, bool *wordlike_out) {
  size_t width, next_width;
  spokes_wb last = SPOKES_WB_OTHER;
  bool wordlike = false;
  unsigned connectors = 0;
  while (i < len) {
    spokes_wb wb = class_next(tables, s, i, len, &width);
    if (wb == SPOKES_WB_EXTEND) {
      i += width;
      continue;
    }
    if (starts_word(wb)) {
      wordlike |= wb != SPOKES_WB_EXTENDNUMLET;
      connectors += wb == SPOKES_WB_EXTENDNUMLET;
      last = wb;
      i += width;
      continue;
    }
    size_t behind = i + width;
    spokes_wb next = class_next(tables, s, behind, len, &next_width);
    // Marks belong to the joint that they stand on.
    while (next == SPOKES_WB_EXTEND) next = class_next(tables, s, behind += next_width, len, &next_width);
    bool joined = (last == SPOKES_WB_LETTER && joins_letters(wb) && next == SPOKES_WB_LETTER) ||
                  (last == SPOKES_WB_NUMERIC && joins_digits(wb) && next == SPOKES_WB_NUMERIC);
    if (!joined) break;
    i += width;
  }
  *wordlike_out = wordlike || connectors > 1;
  return i;
}

spokes_status spokes__tokens_count(const spokes_tables *tables, const spokes_kernels *kernels, const char *norm,
                                   size_t len, size_t room, spokes_token_scratch *scratch, uint64_t *out,
                                   spokes_error *err) {
  uint64_t total = 0;
  for (size_t i = 0; i < len;) {
    // At a border: behind white space, or where no word reaches over.
    total += kernels->count_words(norm, i, len, room, &i);
    // Then with the tables up to the next white space.
    while (i < len && norm[i] != ' ' && norm[i] != '\n') {
      size_t width;
      unsigned bits = spokes__class_at(tables, norm + i, &width);
      uint64_t words = 0;
      if (is_cjk(bits)) {
        spokes_status status = count_run(tables, norm, i, len, scratch, &i, &words, err);
        if (status) return status;
        total += words;
      } else if (starts_word((spokes_wb)(bits & SPOKES_CLASS_WB))) {
        bool wordlike;
        i = word_end(tables, norm, i, len, &wordlike);
        total += wordlike;
      } else {
        i += width;
      }
    }
  }
  *out = total;
  return SPOKES_OK;
}
