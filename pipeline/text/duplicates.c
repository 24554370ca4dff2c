// Passages that stand in a text twice, as pull quotes and pages scanned or pasted twice do.
//
// Every sentence of some length has two keys, from its first and its last bytes; one that shares a key with an earlier
// sentence is compared with it, letters only, small differences allowed. From there the comparison goes on with the
// sentences behind both. A stretch counts from a hundred letters on: shorter sentences recur by nature.
//
// Few keys recur. A first pass over the sentences notes in a bit filter which may, and only these are entered in a
// table.

#include <string.h>

#include "base/alloc.h"
#include "repair.h"
#include "zones.h"

#define SENTENCE_BYTES 60u  // shorter sentences have no keys
#define KEY_BYTES 24u
#define KEY_SKIP 16u  // many sentences begin alike
#define STRETCH_LETTERS 100u
#define TRIES 8u             // sentences with the same key that are compared
#define SKIP_LETTERS 12u     // of one difference
#define AGREE_LETTERS 6u     // letters that must agree behind a difference
#define UNLIKE_BYTES 1024u   // longer sentences are not read to the end before they are compared
#define SHARE_DIFFERENT 20u  // one letter in so many may differ
#define FILTER_PLACES 32u    // of the filter for each sentence

typedef struct finder {
  spokes_text *text;
  size_t count;      // sentences of the text itself, without running lines
  uint64_t *keys;    // of each sentence: that of its first bytes above, of its last ones below; 0 = none
  uint64_t *filter;  // two bits for each place: a key of that place occurs, may occur again
  size_t place_mask;
  uint64_t *slots;  // key above, number of a sentence + 1 below
  size_t mask;
} finder;

static bool is_letter(char c) {
  return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

// Sentence number i with what is no letter at its end left out: between passages, each of which starts a sentence,
// there is only white space.
static spokes_stretch sentence_at(const spokes_text *text, size_t i) {
  uint32_t start = text->sentences[i], end = text->passages[text->passage_count - 1].norm_end;
  if (i + 1 < text->sentence_count) end = text->sentences[i + 1];
  while (end > start && !is_letter(text->norm[end - 1])) end--;
  return (spokes_stretch){start, end};
}

// ---- Comparing ------------------------------------------------------------------------------------------------

static uint32_t next_letter(const char *s, uint32_t at, uint32_t end) {
  while (at < end && !is_letter(s[at])) at++;
  return at;
}

static char lower(char c) { return (unsigned)(c - 'A') < 26 ? (char)(c | 0x20) : c; }

// The letters that come next, small; zero behind the last one, which is no letter.
#define LETTERS_AHEAD (SKIP_LETTERS + AGREE_LETTERS)

typedef struct ahead {
  char letters[LETTERS_AHEAD];
  uint32_t at[LETTERS_AHEAD];
} ahead;

static void look_ahead(const char *s, uint32_t at, uint32_t end, ahead *out) {
  memset(out->letters, 0, sizeof out->letters);
  for (unsigned n = 0; n < LETTERS_AHEAD && (at = next_letter(s, at, end)) < end; n++) {
    out->letters[n] = lower(s[at]);
    out->at[n] = at++;
  }
}

// Do the next letters of both agree, at least one of them?
static inline bool agree(const char *a, const char *b) { return *a == *b && *a && !memcmp(a, b, AGREE_LETTERS); }

// Passes over a difference of a few letters; returns how many, 0 when there is no way on.
static unsigned pass_over(const char *s, uint32_t *a, uint32_t a_end, uint32_t *b, uint32_t b_end) {
  ahead of_a, of_b;
  look_ahead(s, *a, a_end, &of_a);
  look_ahead(s, *b, b_end, &of_b);
  for (unsigned skip = 1; skip <= SKIP_LETTERS; skip++) {
    for (unsigned x = 0; x <= skip; x++) {
      unsigned y = skip - x;
      if (!agree(of_a.letters + x, of_b.letters + y)) continue;
      *a = of_a.at[x];
      *b = of_b.at[y];
      return skip;
    }
  }
  return 0;
}

#define EACH_BYTE(value) ((value)*UINT64_C(0x0101010101010101))

// How many of the eight bytes are letters, as is_letter has it.
static unsigned letters_in(uint64_t bytes) {
  const uint64_t tops = EACH_BYTE(0x80), plain = bytes & ~tops, small = plain | EACH_BYTE(0x20);
  uint64_t letters = (small + EACH_BYTE(0x80 - 'a')) & ~(small + EACH_BYTE(0x7F - 'z'));
  uint64_t digits = (plain + EACH_BYTE(0x80 - '0')) & ~(plain + EACH_BYTE(0x7F - '9'));
  return (unsigned)((((letters | digits | bytes) & tops) >> 7) * EACH_BYTE(1) >> 56);
}

// Passes over what is the same byte by byte, most of what two copies of a sentence have; returns its letters.
static uint32_t pass_same(const char *s, uint32_t *a, uint32_t a_end, uint32_t *b, uint32_t b_end) {
  uint32_t same = 0;
  for (; a_end - *a >= 8 && b_end - *b >= 8; *a += 8, *b += 8) {
    uint64_t of_a, of_b;
    memcpy(&of_a, s + *a, 8);
    memcpy(&of_b, s + *b, 8);
    if (of_a != of_b) break;
    same += letters_in(of_a);
  }
  return same;
}

// Has one so many more letters than the other that they cannot be nearly the same?
static bool are_unlike(const spokes_text *text, spokes_stretch one, spokes_stretch two) {
  const spokes_kernels *k = text->kernels;
  uint32_t one_len = one.end - one.start, two_len = two.end - two.start;
  if (one_len > UNLIKE_BYTES || two_len > UNLIKE_BYTES) return false;
  uint64_t a = k->word_bytes(text->norm + one.start, one_len, text->norm_len - one.start);
  uint64_t b = k->word_bytes(text->norm + two.start, two_len, text->norm_len - two.start);
  return a < b ? (b - a) * SHARE_DIFFERENT > a : (a - b) * SHARE_DIFFERENT > b;
}

// The letters of both when they are the same or nearly so, else 0.
static uint32_t compare(const spokes_text *text, spokes_stretch one, spokes_stretch two) {
  const char *s = text->norm;
  if (are_unlike(text, one, two)) return 0;
  uint32_t a = one.start, b = two.start, same = 0, different = 0;
  for (;;) {
    same += pass_same(s, &a, one.end, &b, two.end);
    a = next_letter(s, a, one.end);
    b = next_letter(s, b, two.end);
    if (a == one.end || b == two.end) break;
    if (lower(s[a]) == lower(s[b])) {
      same++;
      a++;
      b++;
      continue;
    }
    unsigned passed = pass_over(s, &a, one.end, &b, two.end);
    different += passed;
    if (!passed || different * SHARE_DIFFERENT > one.end - one.start) return 0;
  }
  for (; a < one.end; a++) different += is_letter(s[a]);
  for (; b < two.end; b++) different += is_letter(s[b]);
  return different * SHARE_DIFFERENT > same ? 0 : same;
}

// ---- Finding ----------------------------------------------------------------------------------------------------

static uint64_t eight_bytes(const char *s) {
  uint64_t bytes;
  memcpy(&bytes, s, sizeof bytes);
  return bytes;
}

static uint32_t hash_of(const char *s) {
  uint64_t hash = (eight_bytes(s) ^ eight_bytes(s + 8) * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xC2B2AE3D27D4EB4F);
  hash = (hash ^ hash >> 29 ^ eight_bytes(s + 16)) * UINT64_C(0xBF58476D1CE4E5B9);
  return (uint32_t)(hash >> 32);
}

// Looks for an earlier sentence like this one under the key; one that has none is entered. *letters_out 0: none.
static size_t look_up(finder *f, uint32_t key, size_t number, spokes_stretch sentence, uint32_t *letters_out) {
  size_t at = key & f->mask;
  unsigned tries = 0;
  for (; f->slots[at]; at = (at + 1) & f->mask) {
    size_t other = (uint32_t)f->slots[at] - 1;
    if (f->slots[at] >> 32 != key) continue;
    if (other == number || tries++ == TRIES) return 0;
    *letters_out = compare(f->text, sentence_at(f->text, other), sentence);
    if (*letters_out) return other;
  }
  f->slots[at] = (uint64_t)key << 32 | (uint32_t)(number + 1);
  return 0;
}

static bool add_stretch(finder *f, spokes_stretch stretch, uint32_t letters) {
  spokes_repairs *r = &f->text->repairs;
  if (letters < STRETCH_LETTERS) return true;
  void *duplicates = r->duplicates;
  if (!spokes__array_reserve(&duplicates, &r->duplicate_cap, r->duplicate_count + 1, sizeof *r->duplicates))
    return false;
  r->duplicates = duplicates;
  r->duplicates[r->duplicate_count++] = stretch;
  spokes__damage_note(f->text, SPOKES_DAMAGE_DUPLICATE, stretch.start, stretch.end, false);
  return true;
}

// A heading stands in the contents, too.
static bool may_repeat(const spokes_passage *p) {
  return p->zone != SPOKES_ZONE_HEADING && p->zone != SPOKES_ZONE_FRONT && p->zone != SPOKES_ZONE_RUNNING;
}

// ---- Keys that recur --------------------------------------------------------------------------------------------

// Notes that the key occurs; was it, or one that shares its place, there before?
static inline bool note(finder *f, uint32_t key) {
  size_t place = key & f->place_mask;
  uint64_t *word = &f->filter[place / 32], shift = place % 32 * 2;
  bool was_there = *word >> shift & 1;
  *word |= (was_there ? UINT64_C(2) : UINT64_C(1)) << shift;
  return was_there;
}

static inline bool may_recur(const finder *f, uint32_t key) {
  size_t place = key & f->place_mask;
  return f->filter[place / 32] >> (place % 32 * 2) & 2;
}

// Fills in the keys of all sentences; returns how many may be the same as an earlier one.
static size_t read_keys(finder *f) {
  const spokes_text *text = f->text;
  size_t recurring = 0;
  for (size_t i = 0, passage = 0; i < f->count; i++) {
    while (passage + 1 < text->passage_count && text->passages[passage + 1].norm_start <= text->sentences[i]) passage++;
    spokes_stretch at = sentence_at(text, i);
    f->keys[i] = 0;
    if (at.end - at.start < SENTENCE_BYTES || !may_repeat(&text->passages[passage])) continue;
    uint32_t first = hash_of(text->norm + at.start + KEY_SKIP), last = hash_of(text->norm + at.end - KEY_BYTES);
    f->keys[i] = (uint64_t)first << 32 | last;
    recurring += note(f, first);
    recurring += note(f, last);
  }
  return recurring;
}

// ---- All sentences ------------------------------------------------------------------------------------------------

// The earlier sentence that is like this one under one of its keys that recur. *letters_out 0: none.
static size_t find_twin(finder *f, size_t number, spokes_stretch sentence, uint32_t *letters_out) {
  uint32_t first = (uint32_t)(f->keys[number] >> 32), last = (uint32_t)f->keys[number];
  size_t twin = 0;
  if (may_recur(f, first)) twin = look_up(f, first, number, sentence, letters_out);
  if (!*letters_out && may_recur(f, last)) twin = look_up(f, last, number, sentence, letters_out);
  return twin;
}

static bool find(finder *f) {
  const spokes_text *text = f->text;
  spokes_stretch stretch = {0, 0};
  uint32_t letters = 0;  // of the stretch at work; 0 = none
  size_t twin = 0;       // the earlier sentence that the last one was like
  for (size_t i = 0; i < f->count; i++) {
    uint64_t keys = f->keys[i];
    bool has_recurring = keys && (may_recur(f, (uint32_t)(keys >> 32)) || may_recur(f, (uint32_t)keys));
    if (!letters && !has_recurring) continue;
    spokes_stretch now = sentence_at(text, i);
    uint32_t same = 0;
    size_t like = 0;
    if (letters && twin + 1 < i) same = compare(text, sentence_at(text, like = twin + 1), now);
    if (!same && has_recurring) like = find_twin(f, i, now, &same);
    if (letters && !same) {
      if (!add_stretch(f, stretch, letters)) return false;
      letters = 0;
    }
    if (!same) continue;
    stretch = (spokes_stretch){letters ? stretch.start : now.start, now.end};
    letters += same;
    twin = like;
  }
  return !letters || add_stretch(f, stretch, letters);
}

// Room for so many words in the table, those that are there kept.
static bool reserve_table(spokes_repairs *r, size_t words) {
  void *table = r->table;
  bool good = spokes__array_reserve(&table, &r->table_cap, words, sizeof *r->table);
  r->table = table;
  return good;
}

static size_t power_above(size_t least, size_t count) {
  while (least < count) least *= 2;
  return least;
}

// The table holds keys, the filter, slots.
bool spokes__duplicates_find(spokes_text *text) {
  spokes_repairs *r = &text->repairs;
  finder f = {.text = text, .count = text->sentence_count};
  while (f.count && text->sentences[f.count - 1] >= text->body_len) f.count--;
  if (!f.count) return true;
  size_t places = power_above(4096, FILTER_PLACES * f.count), words = f.count + places / 32;
  if (!reserve_table(r, words)) return false;
  f.keys = r->table;
  f.filter = r->table + f.count;
  f.place_mask = places - 1;
  memset(f.filter, 0, places / 32 * sizeof *f.filter);
  size_t recurring = read_keys(&f);
  if (!recurring) return true;
  // As many keys again were the first in their place, and half of the slots stay free.
  size_t most = recurring < f.count ? 2 * recurring : 2 * f.count, slots = power_above(64, 2 * most);
  if (!reserve_table(r, words + slots)) return false;
  f.keys = r->table;
  f.filter = r->table + f.count;
  f.slots = r->table + words;
  f.mask = slots - 1;
  memset(f.slots, 0, slots * sizeof *f.slots);
  return find(&f);
}
