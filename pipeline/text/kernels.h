// The loops that every byte of a text goes through, for each level of vector instructions (base/simd.h). They are built
// from one source, kernels_body.h, and give the same results.
//
// Where a function takes `room`, that many bytes can be read from s on, of which it looks at the first len.
#ifndef SPOKES_TEXT_KERNELS_H
#define SPOKES_TEXT_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/simd.h"
#include "text/tables.h"

// Code points that are Han in every version of Unicode since 11, so that no table need be asked.
#define SPOKES_FIRST_IDEOGRAPH 0x4E00u
#define SPOKES_IDEOGRAPHS 0x51F0u

// With which four bytes a word may begin: for each of them, by its last five bits, in which groups of beginnings it may
// stand there. Four bytes that have a group in common may be one of its beginnings.
#define SPOKES_START_BYTES 4u
#define SPOKES_START_GROUPS 16u  // eight in each half
typedef struct spokes_start_filter {
  uint8_t groups[2][SPOKES_START_BYTES][32];
} spokes_start_filter;

// A place where a word begins, and how many letters and digits of ASCII stand there: 0 when it begins beyond ASCII or
// has more than 62 of them.
typedef struct spokes_start {
  uint16_t at, len;
} spokes_start;

#define SPOKES_STARTS_BYTES 1024u                    // the most that are looked at together
#define SPOKES_STARTS_MAX (SPOKES_STARTS_BYTES + 4)  // room for what they hold

// From norm_at on (until the next edit) original offset = norm offset + shift.
typedef struct spokes_edit {
  uint32_t norm_at;
  uint32_t orig_at;
} spokes_edit;

// Where folding stands.
typedef struct spokes_folding {
  size_t i, at;        // in the original and in the canonical text
  uint64_t chars;      // that were folded
  uint64_t han, kana;  // of them
  bool is_wide;        // what was written is not all ASCII
  spokes_edit *edits;  // norm_at ascends
  size_t edit_count, edit_cap;
} spokes_folding;

typedef struct spokes_place {
  uint32_t chars, lines, pages;  // code points, line feeds, form feeds
} spokes_place;

// Beginnings of words in up to eight groups: a word may be one of a group when the group's bit is set for its first,
// second and third letter, each by its lowest five bits.
typedef struct spokes_beginnings {
  uint8_t letters[3][32];
} spokes_beginnings;

// Bytes that a text is searched for (finder.h).
typedef enum spokes_mark {
  SPOKES_MARK_LINE_FEED,
  SPOKES_MARK_LINE_END,  // line feeds and carriage returns
  SPOKES_MARK_SENTENCE   // what may end one: . ! ? and the first byte of an ideographic full stop
} spokes_mark;

typedef void spokes_place_fn(void *context, size_t at);

typedef struct spokes_kernels {
  const char *name;
  // Where words begin in s[0, len): all that begin with a capital, and of the others, ideographs excepted, those that
  // the filter lets through, which sees blanks behind the room. in_word: the byte before is a letter or digit of ASCII.
  // Returns how many.
  size_t (*starts)(const char *s, size_t len, size_t room, bool in_word, const spokes_start_filter *filter,
                   spokes_start *out);
  // Words of plain text, ASCII without underscores, from the border i on; *end_out is how far that reached, a border
  // too: len, or behind white space before the first byte that is not plain.
  uint64_t (*count_words)(const char *s, size_t i, size_t len, size_t room, size_t *end_out);
  // The masks of marks in s[0, len), block by block.
  void (*marks)(const char *s, size_t len, size_t room, spokes_mark mark, uint64_t *out);
  // Columns of s[0, len): one for each character, two for an ideograph.
  uint32_t (*columns)(const char *s, size_t len, size_t room);
  // Letters of ASCII in s[0, len).
  uint64_t (*letters)(const char *s, size_t len, size_t room);
  // Letters and digits of ASCII and bytes beyond it in s[0, len).
  uint64_t (*word_bytes)(const char *s, size_t len, size_t room);
  // Is anything in the first bytes of s[0, len) that tables have: three blanks in a row, a tab, a bar, three numbers?
  bool (*may_be_table)(const char *s, size_t len, size_t room);
  // Adds what s[0, len) holds.
  void (*pass)(const char *s, size_t len, size_t room, spokes_place *place);
  // Places of s[0, len) that may be damaged, ascending: hyphens behind a letter and before white space, blanks behind
  // ligatures or inside them, points behind a capital and a blank, capitals behind small letters; is_wide: and what may
  // begin a replacement character.
  void (*damage)(const char *s, size_t len, bool is_wide, spokes_place_fn *visit, void *context);
  // Starts of the words, runs of letters of ASCII, that may have one of the beginnings; ascending. More may be told.
  void (*beginnings)(const char *s, size_t len, const spokes_beginnings *wanted, spokes_place_fn *visit, void *context);
  // The first byte beyond ASCII from i on, or len.
  size_t (*ascii_end)(const char *s, size_t i, size_t len);
  // Folds characters of s[0, len) from now->i on, one at least of three bytes, as long as they stay as they are or
  // become ASCII; stops before any other, where there is no room for an edit, and may stop before the end. out has room
  // for len bytes and SPOKES_BLOCK more, and now->at is no larger than now->i.
  void (*fold)(const char *s, size_t len, const spokes_tables *tables, char *out, spokes_folding *now);
  // Characters of s from *at on, and the byte where each begins, as long as they are of three bytes or visible ASCII
  // and begin before end; *at moves behind them. Returns how many; more may be written behind them, though no more
  // than the bytes before end.
  size_t (*units)(const char *s, size_t *at, size_t end, size_t room, uint16_t *chars, uint32_t *starts);
} spokes_kernels;

// Those of the level, or of the highest below it that was built.
const spokes_kernels *spokes__kernels(spokes_simd level);

extern const spokes_kernels spokes__kernels_portable, spokes__kernels_sse2, spokes__kernels_avx2,
    spokes__kernels_avx512;

#endif
