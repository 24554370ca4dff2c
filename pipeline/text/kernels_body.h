// The loops of kernels.h. kernels_*.c include this after choosing the instructions of base/blocks.h, and put the
// functions into their table.

#include "base/blocks.h"
#include "kernels.h"
#include "kernels_han.h"

// The block at s with whatever follows the first len bytes, when that can be read: its masks are to be cut.
static inline spokes_block load(const char *s, size_t len, size_t room) {
  return spokes__block_load(s, room >= SPOKES_BLOCK ? SPOKES_BLOCK : len < room ? len : room);
}

static inline size_t block_len(size_t i, size_t len) { return len - i < SPOKES_BLOCK ? len - i : SPOKES_BLOCK; }

// ---- Where words begin -----------------------------------------------------------------------------------------

#ifdef SPOKES_BLOCKS_TABLES
static inline uint64_t fits_half(const spokes_block bytes[SPOKES_START_BYTES],
                                 const uint8_t groups[SPOKES_START_BYTES][32]) {
  const spokes_block first = spokes__block_table(&bytes[0], groups[0]);
  const spokes_block second = spokes__block_table(&bytes[1], groups[1]);
  const spokes_block third = spokes__block_table(&bytes[2], groups[2]);
  const spokes_block fourth = spokes__block_table(&bytes[3], groups[3]);
  const spokes_block both = spokes__block_both(&third, &fourth);
  return spokes__block_common(&first, &second, &both);
}

// Which bytes of the block at s begin as the filter wants it; asked for those of `wanted`.
static inline uint64_t fits_filter(const char *s, size_t room, const spokes_start_filter *filter, uint64_t wanted) {
  spokes_block bytes[SPOKES_START_BYTES];
  const bool is_whole = room >= SPOKES_BLOCK + SPOKES_START_BYTES - 1;
  for (size_t k = 0; k < SPOKES_START_BYTES; k++) {
    const size_t left = room > k ? room - k : 0;
    bytes[k] = is_whole ? spokes__block_load(s + k, SPOKES_BLOCK)
                        : spokes__block_load(s + (left ? k : 0), left < SPOKES_BLOCK ? left : SPOKES_BLOCK);
  }
  return wanted & (fits_half(bytes, filter->groups[0]) | fits_half(bytes, filter->groups[1]));
}
#else
static inline uint64_t fits_filter(const char *s, size_t room, const spokes_start_filter *filter, uint64_t wanted) {
  uint64_t found = 0;
  for (uint64_t left = wanted; left; left &= left - 1) {
    const size_t i = (size_t)__builtin_ctzll(left);
    unsigned first = 0xFF, second = 0xFF;
    for (size_t k = 0; k < SPOKES_START_BYTES; k++) {
      const unsigned byte = (i + k < room ? (unsigned char)s[i + k] : ' ') & 31;
      first &= filter->groups[0][k][byte];
      second &= filter->groups[1][k][byte];
    }
    found |= (uint64_t)((first | second) != 0) << i;
  }
  return found;
}
#endif

typedef struct starts_masks {
  uint64_t word, capital, other;  // other: bytes that a word may begin with and that are no capitals
} starts_masks;

static inline starts_masks starts_masks_of(const char *s, size_t room) {
  const spokes_block block = spokes__block_load(s, room < SPOKES_BLOCK ? room : SPOKES_BLOCK);
  const uint64_t capital = spokes__block_range(&block, 'A', 'Z');
  const uint64_t small = spokes__block_range(&block, 'a', 'z') | spokes__block_range(&block, '0', '9');
  // First bytes of characters; E4 to E9 are those of ideographs, which are no letters.
  const uint64_t wide = spokes__block_range(&block, 0xC0, 0xFF) & ~spokes__block_range(&block, 0xE4, 0xE9);
  return (starts_masks){capital | small, capital, small | wide};
}

static size_t starts(const char *s, size_t len, size_t room, bool in_word, const spokes_start_filter *filter,
                     spokes_start *out) {
  size_t count = 0;
  uint64_t before = in_word;
  starts_masks next = starts_masks_of(s, room);
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    const starts_masks now = next;
    const size_t ahead = i + SPOKES_BLOCK;
    next = ahead < room ? starts_masks_of(s + ahead, room - ahead) : (starts_masks){0, 0, 0};
    const uint64_t borders = ~(now.word << 1 | before) & spokes__block_first(block_len(i, len));
    const uint64_t other = fits_filter(s + i, room - i, filter, now.other & borders);
    uint64_t left = (now.capital & borders) | other;
    before = now.word >> 63;
    const size_t after = count + (size_t)__builtin_popcountll(left);
    // Four at a time: how many there are is hard to foresee.
    for (; left; count += 4) {
      for (size_t k = 0; k < 4; k++) {
        const unsigned at = (unsigned)__builtin_ctzll(left | UINT64_C(1) << 63);
        const uint64_t rest = ~(now.word >> at | next.word << 1 << (63 - at));
        const unsigned letters = (unsigned)__builtin_ctzll(rest | UINT64_C(1) << 63);
        out[count + k] = (spokes_start){(uint16_t)(i + at), (uint16_t)(letters < 63 ? letters : 0)};
        left &= left - 1;
      }
    }
    count = after;
  }
  return count;
}

// ---- Words --------------------------------------------------------------------------------------------------
//
// Outside of joints every word starts where a word byte follows none. A joint (the point of U.S, the comma of 1,000)
// has word bytes of the same kind on both sides, so that it makes two starts of one word: joints are taken off again.

typedef struct carry {
  uint64_t word, letter, digit;        // the last byte of the block before, in bit 0
  uint64_t letter_joint, digit_joint;  // it was a joint with the right byte before it: still open
} carry;

static inline uint64_t count_block(const spokes_block *block, uint64_t first, carry *open) {
  uint64_t letter = (spokes__block_letters(block) | spokes__block_equal(block, '@')) & first;
  uint64_t digit = spokes__block_range(block, '0', '9') & first;
  uint64_t word = letter | digit;
  uint64_t both = spokes__block_either(block, '.', '\'');
  uint64_t number = both | spokes__block_either(block, ',', ';');
  uint64_t starts = word & ~(word << 1 | open->word);
  uint64_t after_letter = both & (letter << 1 | open->letter), after_digit = number & (digit << 1 | open->digit);
  uint64_t joined =
      (letter & (after_letter << 1 | open->letter_joint)) | (digit & (after_digit << 1 | open->digit_joint));
  *open = (carry){word >> 63, letter >> 63, digit >> 63, after_letter >> 63, after_digit >> 63};
  return (uint64_t)__builtin_popcountll(starts & ~joined);
}

static inline uint64_t not_plain(const spokes_block *block) {
  return spokes__block_wide(block) | spokes__block_equal(block, '_');
}

// Words of s[i, end), which is plain.
static uint64_t count_known(const char *s, size_t i, size_t end, size_t room) {
  carry open = {0, 0, 0, 0, 0};
  uint64_t total = 0;
  for (; i < end; i += SPOKES_BLOCK) {
    spokes_block block = load(s + i, end - i, room - i);
    total += count_block(&block, spokes__block_first(block_len(i, end)), &open);
  }
  return total;
}

static uint64_t count_words(const char *s, size_t i, size_t len, size_t room, size_t *end_out) {
  carry open = {0, 0, 0, 0, 0};
  uint64_t total = 0;
  for (size_t at = i; at < len; at += SPOKES_BLOCK) {
    spokes_block block = load(s + at, len - at, room - at);
    uint64_t first = spokes__block_first(block_len(at, len)), other = not_plain(&block) & first;
    if (!other) {
      total += count_block(&block, first, &open);
      continue;
    }
    size_t end = at + (size_t)__builtin_ctzll(other);
    while (end > i && s[end - 1] != ' ' && s[end - 1] != '\n') end--;
    *end_out = end;
    // Mostly the border lies in this block.
    return end < at ? count_known(s, i, end, room) : total + count_block(&block, spokes__block_first(end - at), &open);
  }
  *end_out = len;
  return total;
}

// ---- Sentences, lines, places -------------------------------------------------------------------------------

static inline uint64_t marks_in(const spokes_block *block, spokes_mark mark) {
  if (mark == SPOKES_MARK_LINE_FEED) return spokes__block_equal(block, '\n');
  if (mark == SPOKES_MARK_LINE_END) return spokes__block_either(block, '\n', '\r');
  return spokes__block_either(block, '.', '!') | spokes__block_either(block, '?', 0xE3);
}

static inline void mark_all(const char *s, size_t len, size_t room, spokes_mark mark, uint64_t *out) {
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = load(s + i, len - i, room - i);
    *out++ = marks_in(&block, mark) & spokes__block_first(block_len(i, len));
  }
}

// One loop for each mark.
static void marks(const char *s, size_t len, size_t room, spokes_mark mark, uint64_t *out) {
  switch (mark) {
    case SPOKES_MARK_LINE_FEED:
      mark_all(s, len, room, SPOKES_MARK_LINE_FEED, out);
      break;
    case SPOKES_MARK_LINE_END:
      mark_all(s, len, room, SPOKES_MARK_LINE_END, out);
      break;
    case SPOKES_MARK_SENTENCE:
      mark_all(s, len, room, SPOKES_MARK_SENTENCE, out);
      break;
  }
}

static uint32_t columns(const char *s, size_t len, size_t room) {
  uint32_t total = 0;
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = load(s + i, len - i, room - i);
    uint64_t first = spokes__block_first(block_len(i, len));
    total += (uint32_t)__builtin_popcountll(first & ~spokes__block_range(&block, 0x80, 0xBF));
    total += (uint32_t)__builtin_popcountll(first & spokes__block_range(&block, 0xE3, 0xED));
  }
  return total;
}

static uint64_t letters(const char *s, size_t len, size_t room) {
  uint64_t total = 0;
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = load(s + i, len - i, room - i);
    total += (uint64_t)__builtin_popcountll(spokes__block_letters(&block) & spokes__block_first(block_len(i, len)));
  }
  return total;
}

static uint64_t word_bytes(const char *s, size_t len, size_t room) {
  uint64_t total = 0;
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = load(s + i, len - i, room - i);
    uint64_t word = spokes__block_letters(&block) | spokes__block_range(&block, '0', '9') | spokes__block_wide(&block);
    total += (uint64_t)__builtin_popcountll(word & spokes__block_first(block_len(i, len)));
  }
  return total;
}

static bool may_be_table(const char *s, size_t len, size_t room) {
  spokes_block block = load(s, len, room);
  uint64_t first = spokes__block_first(block_len(0, len)), blanks = spokes__block_equal(&block, ' ') & first;
  uint64_t digits = spokes__block_range(&block, '0', '9') & first;
  uint64_t signs = spokes__block_either(&block, '\t', '|') & first;
  return (blanks & blanks << 1 & blanks << 2) || signs || __builtin_popcountll(digits & ~(digits << 1)) >= 3;
}

static void pass(const char *s, size_t len, size_t room, spokes_place *place) {
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = load(s + i, len - i, room - i);
    uint64_t first = spokes__block_first(block_len(i, len));
    place->chars += (uint32_t)__builtin_popcountll(first & ~spokes__block_range(&block, 0x80, 0xBF));
    place->lines += (uint32_t)__builtin_popcountll(first & spokes__block_equal(&block, '\n'));
    place->pages += (uint32_t)__builtin_popcountll(first & spokes__block_equal(&block, '\f'));
  }
}

// ---- Damage, words that decide about it -----------------------------------------------------------------------

// Bits of the block before: at the first bytes of a block they stand behind its border.
typedef struct damage_carry {
  uint64_t small, capital, white, f, ligature;
} damage_carry;

static inline uint64_t damage_in(const spokes_block *block, bool is_wide, damage_carry *before) {
  uint64_t small = spokes__block_range(block, 'a', 'z'), capital = spokes__block_range(block, 'A', 'Z');
  uint64_t white = spokes__block_range(block, '\t', ' ');
  uint64_t f = spokes__block_equal(block, 'f');
  uint64_t i_or_l = spokes__block_either(block, 'i', 'l');
  uint64_t behind_small = small << 1 | before->small >> 63;
  uint64_t behind_f = f << 1 | before->f >> 63;
  uint64_t ligature = (i_or_l | f) & behind_f;
  uint64_t ends = ligature << 1 | before->ligature >> 63;
  // What stands behind the block's last byte is not known: it is looked at.
  uint64_t last = UINT64_C(1) << 63;
  uint64_t places = capital & behind_small;
  places |= spokes__block_equal(block, '-') & behind_small & (white >> 1 | last);
  places |= white & (ends | (behind_f & (i_or_l >> 1 | last)));
  places |=
      spokes__block_equal(block, '.') & (white << 1 | before->white >> 63) & (capital << 2 | before->capital >> 62);
  if (is_wide) places |= spokes__block_equal(block, 0xEF);
  *before = (damage_carry){small, capital, white, f, ligature};
  return places;
}

static void damage(const char *s, size_t len, bool is_wide, spokes_place_fn *visit, void *context) {
  damage_carry before = {0, 0, 0, 0, 0};
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = spokes__block_load(s + i, block_len(i, len));
    uint64_t places = damage_in(&block, is_wide, &before) & spokes__block_first(block_len(i, len));
    for (; places; places &= places - 1) visit(context, i + (size_t)__builtin_ctzll(places));
  }
}

// Of the words that start in the block at s[i], those that may have a wanted beginning.
static inline uint64_t that_begin(const char *s, size_t i, size_t len, const spokes_block *block,
                                  const spokes_beginnings *wanted, uint64_t starts) {
#ifdef SPOKES_BLOCKS_TABLES
  size_t left = len - i;
  spokes_block second = spokes__block_load(s + i + 1, block_len(1, left));
  spokes_block third = spokes__block_load(s + i + (left > 1 ? 2 : 1), left > 1 ? block_len(2, left) : 0);
  spokes_block groups[] = {spokes__block_table(block, wanted->letters[0]),
                           spokes__block_table(&second, wanted->letters[1]),
                           spokes__block_table(&third, wanted->letters[2])};
  return starts & spokes__block_common(&groups[0], &groups[1], &groups[2]);
#else
  (void)s, (void)i, (void)len, (void)block, (void)wanted;
  return starts;
#endif
}

static void beginnings(const char *s, size_t len, const spokes_beginnings *wanted, spokes_place_fn *visit,
                       void *context) {
  uint64_t in_word = 0;
  for (size_t i = 0; i < len; i += SPOKES_BLOCK) {
    spokes_block block = spokes__block_load(s + i, block_len(i, len));
    uint64_t letter = spokes__block_letters(&block);
    uint64_t starts = that_begin(s, i, len, &block, wanted, letter & ~(letter << 1 | in_word));
    for (; starts; starts &= starts - 1) visit(context, i + (size_t)__builtin_ctzll(starts));
    in_word = letter >> 63;
  }
}

// Are four blocks ASCII?
static inline bool are_ascii(const char *s) {
  uint64_t wide = 0;
  for (size_t i = 0; i < 4; i++) {
    spokes_block block = spokes__block_load(s + i * SPOKES_BLOCK, SPOKES_BLOCK);
    wide |= spokes__block_wide(&block);
  }
  return !wide;
}

static size_t ascii_end(const char *s, size_t i, size_t len) {
  while (len - i >= 4 * SPOKES_BLOCK && are_ascii(s + i)) i += 4 * SPOKES_BLOCK;
  for (; i < len; i += SPOKES_BLOCK) {
    spokes_block block = spokes__block_load(s + i, block_len(i, len));
    uint64_t wide = spokes__block_wide(&block);
    if (wide) return i + (size_t)__builtin_ctzll(wide);
  }
  return len;
}

#define SPOKES_KERNELS(title)                                                                                \
  {                                                                                                          \
    title, starts, count_words, marks, columns, letters, word_bytes, may_be_table, pass, damage, beginnings, \
        ascii_end, fold, units                                                                               \
  }
