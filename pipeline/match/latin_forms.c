// Forms at one word of the Latin search: the bucket is tried from the longest form down, so that the longest form of
// the whole dictionary wins.
//
// Forms match over line ends, doubled blanks and line-end hyphens (Austra-\nlia); acronyms also with points and the
// blanks that scanning left between them (U .S.).

#include <string.h>

#include "base/limits.h"
#include "latin.h"
#include "text/fold.h"

typedef spokes_latin latin;

// Byte classes: 0 separator, 1 small letter or digit, 2 capital letter, 3 beyond ASCII.
static const uint8_t ascii_classes[128] = {
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1,
    ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
    ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1,
    ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
    ['A'] = 2, ['B'] = 2, ['C'] = 2, ['D'] = 2, ['E'] = 2, ['F'] = 2, ['G'] = 2, ['H'] = 2, ['I'] = 2,
    ['J'] = 2, ['K'] = 2, ['L'] = 2, ['M'] = 2, ['N'] = 2, ['O'] = 2, ['P'] = 2, ['Q'] = 2, ['R'] = 2,
    ['S'] = 2, ['T'] = 2, ['U'] = 2, ['V'] = 2, ['W'] = 2, ['X'] = 2, ['Y'] = 2, ['Z'] = 2};

static inline uint8_t class_of(char c) { return (unsigned char)c < 0x80 ? ascii_classes[(unsigned char)c] : 3; }

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
static bool is_small(char c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// Does a letter, digit or mark of a Latin-like word stand at i?
static bool is_word_at(const latin *l, uint32_t i) {
  if (i >= l->limit) return false;
  uint8_t class = class_of(l->s[i]);
  if (class != 3) return class != 0;
  size_t width;
  return spokes__class_at(&l->lexicon->tables, l->s + i, &width) & SPOKES_CLASS_ALNUM;
}

// Passes over the letters beyond ASCII at i.
static uint32_t wide_word_end(const latin *l, uint32_t i) {
  while (i < l->limit && (unsigned char)l->s[i] >= 0x80) {
    size_t width;
    if (!(spokes__class_at(&l->lexicon->tables, l->s + i, &width) & SPOKES_CLASS_ALNUM)) break;
    i += (uint32_t)width;
  }
  return i;
}

static inline uint32_t word_end(const latin *l, uint32_t i) {
  const char *s = l->s;
  const uint32_t high = l->limit;
  while (i < high && (unsigned char)s[i] < 0x80 && ascii_classes[(unsigned char)s[i]]) i++;
  while (i < high && (unsigned char)s[i] >= 0x80) {
    i = wide_word_end(l, i);
    uint32_t before = i;
    while (i < high && (unsigned char)s[i] < 0x80 && ascii_classes[(unsigned char)s[i]]) i++;
    if (i == before) break;
  }
  return i;
}
static uint32_t skip_space(const latin *l, uint32_t i) {
  while (i < l->limit && is_space(l->s[i])) i++;
  return i;
}

// If a hyphen at i ends its line and a small letter begins the next, where that letter stands; otherwise 0.
static uint32_t hyphen_continues(const latin *l, uint32_t i) {
  if (i >= l->limit || l->s[i] != '-') return 0;
  uint32_t next = skip_space(l, i + 1);
  if (next == i + 1 || next >= l->limit || !is_small(l->s[next])) return 0;
  return memchr(l->s + i, '\n', next - i) ? next : 0;
}

// ---- One form at one place -------------------------------------------------------------------------

// Does the word [i, end) begin like the form? Over a line-end hyphen too.
static bool begins_alike(const latin *l, const spokes_form *form, uint32_t i, uint32_t end) {
  const char *want = spokes__form_text(l->lexicon, form);
  unsigned k = 0;
  while (i < end && k < form->word_len) {
    if (lower(l->s[i]) == want[k]) {
      i++;
      k++;
      continue;
    }
    uint32_t over = k ? hyphen_continues(l, i) : 0;
    if (!over) return false;
    i = over;
  }
  return i == end && k == form->word_len;
}

// The end of the form whose first word is [start, i), or 0.
static uint32_t match_rest(const latin *l, const spokes_form *form, uint32_t i) {
  const char *want = spokes__form_text(l->lexicon, form);
  for (unsigned k = form->word_len; k < form->len; k++) {
    if (want[k] == ' ') {
      uint32_t next = skip_space(l, i);
      if (next == i) return 0;
      i = next;
      continue;
    }
    if (i >= l->limit) return 0;
    if (lower(l->s[i]) == want[k]) {
      i++;
      // A hyphen of the form may end a line.
      if (want[k] == '-' && i < l->limit && is_space(l->s[i])) i = skip_space(l, i);
      continue;
    }
    uint32_t over = hyphen_continues(l, i);
    if (over && lower(l->s[over]) == want[k])
      i = over + 1;
    else if (want[k] == '.' && l->s[i] == ' ' && i + 1 < l->limit && l->s[i + 1] == '.')
      i += 2;
    else
      return 0;
  }
  return i;
}

// Letter case of the whole form; what is skipped between its characters was accepted already.
static bool is_cased_alike(const latin *l, const spokes_form *form, uint32_t start, uint32_t end) {
  const char *text = spokes__form_text(l->lexicon, form), *cased = spokes__form_cased(l->lexicon, form);
  unsigned k = 0;
  for (uint32_t i = start; i < end && k < form->len; i++) {
    if (l->s[i] == cased[k])
      k++;
    else if (lower(l->s[i]) == text[k])
      return false;
  }
  return k == form->len;
}

static bool case_holds(const latin *l, const spokes_word_entry *entry, uint32_t start, uint32_t end) {
  if (entry->case_mode == SPOKES_CASE_ANY) return true;
  if (entry->case_mode == SPOKES_CASE_INITIAL) return !entry->capital || is_upper(l->s[start]);
  return is_cased_alike(l, &l->lexicon->forms[entry->form], start, end);
}

// Does the form that the letters from start to i are like hold there, by what follows and by letter case? i, or 0.
static uint32_t accept(const latin *l, const spokes_word_entry *entry, uint32_t start, uint32_t i) {
  if (!i || is_word_at(l, i) || !case_holds(l, entry, start, i)) return 0;
  if (entry->bound && !(i + 1 < l->limit && l->s[i] == '-' && is_word_at(l, skip_space(l, i + 1)))) return 0;
  return i;
}

// Words that follow a hyphen as words of their own (Soviet-backed), as against the rest of a broken word
// (India-napolis).
static bool is_separate_word(const char *word, size_t len) {
  static const char *const words[] = {"led",  "run",      "free",     "wide", "born", "held", "like",
                                      "made", "style",    "type",     "only", "era",  "and",  "or",
                                      "to",   "friendly", "speaking", "side", "bound"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == len && !memcmp(words[i], word, len)) return true;
  return len > 4 && (!memcmp(word + len - 2, "ed", 2) || !memcmp(word + len - 3, "ing", 3));
}

static bool is_split_word(const latin *l, uint32_t end) {
  uint32_t next = hyphen_continues(l, end);
  return next && !is_separate_word(l->s + next, word_end(l, next) - next);
}

// Decides and records the form at [start, end); false when it steps aside for a shorter one.
static bool take(latin *l, const spokes_form *form, uint32_t start, uint32_t end) {
  spokes_decision decision = spokes__scanner_decide(l->scanner, &form, false, start, end);
  if (decision.aside) return false;
  if (decision.counted && is_split_word(l, end)) {
    decision.counted = false;
    decision.reason = SPOKES_REASON_SPLIT;
  }
  spokes__scanner_record(l->scanner, form, &decision, start, end);
  return true;
}

// ---- What stands behind a first word ----------------------------------------------------------------------------

#define EACH_BYTE UINT64_C(0x0101010101010101)
#define LOW_BITS UINT64_C(0x7F7F7F7F7F7F7F7F)

// Bit 7 of each byte that is zero, and of no other.
static uint64_t zero_bytes(uint64_t x) { return ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS); }

static uint64_t bytes_like(uint64_t x, unsigned char byte) { return zero_bytes(x ^ byte * EACH_BYTE); }

// Bit 7 of each byte from low to high, both below 0x80.
static uint64_t bytes_between(uint64_t x, unsigned char low, unsigned char high) {
  uint64_t from_low = (x & LOW_BITS) + EACH_BYTE * (0x80u - low);
  uint64_t behind = (x & LOW_BITS) + EACH_BYTE * (0x7Fu - high);
  return from_low & ~behind & ~x & ~LOW_BITS;
}

static uint64_t small_letters(uint64_t x) { return x | bytes_between(x, 'A', 'Z') >> 2; }

// White space stands for a blank.
static uint64_t with_blanks(uint64_t x, uint64_t spaces) {
  uint64_t whole = (spaces >> 7) * 0xFF;
  return (x & ~whole) | (whole & ' ' * EACH_BYTE);
}

// Bit 7 of the last byte of the part before: a blank, a hyphen.
typedef struct border {
  uint64_t space, hyphen;
} border;

// Eight bytes for read_tail, in small letters and with blanks for white space; false when they need more care: white
// space in a row, before a point or behind a hyphen.
static bool plain_part(const char *s, border *before, uint64_t *out) {
  uint64_t part = spokes__word_part(s, SPOKES_WORD_PART), hyphens = bytes_like(part, '-');
  uint64_t spaces = bytes_like(part, ' ') | bytes_between(part, '\t', '\r');
  uint64_t behind_space = spaces << 8 | before->space >> 56, behind_hyphen = hyphens << 8 | before->hyphen >> 56;
  *before = (border){spaces, hyphens};
  *out = small_letters(with_blanks(part, spaces));
  return !((behind_space & (spaces | bytes_like(part, '.'))) | (behind_hyphen & spaces));
}

// What could be told of the text behind a first word.
typedef enum tail_type {
  TAIL_ODD,       // match_rest accepts more than equal bytes: a line-end hyphen, the blank of a scanned acronym
  TAIL_SQUEEZED,  // white space in a row stands as one blank
  TAIL_HALF,      // a byte for each byte, of which the first eight were read
  TAIL_PLAIN      // a byte for each byte
} tail_type;

// A first word [start, end) and what stands behind it, in small letters.
typedef struct place {
  uint32_t start, end;
  tail_type type;
  spokes_tail text;
  border border;  // of the half that was read
} place;

// Reads as much as the keys of forms are made from.
static void read_half(const latin *l, place *at) {
  at->border = (border){0, 0};
  const bool has_room = at->end + 2 * SPOKES_WORD_PART <= l->limit;
  at->type = has_room && plain_part(l->s + at->end, &at->border, &at->text.low) ? TAIL_HALF : TAIL_ODD;
}

// Reads all of a tail, byte by byte.
static void read_slowly(const latin *l, place *at) {
  char bytes[SPOKES_TAIL_BYTES + 1] = {0};
  size_t len = 0;
  at->type = TAIL_ODD;
  for (uint32_t i = at->end; i < l->limit && len < SPOKES_TAIL_BYTES;) {
    char c = lower(l->s[i++]);
    if (is_space(c)) {
      i = skip_space(l, i);
      if (i < l->limit && l->s[i] == '.') return;
      c = ' ';
    } else if (c == '-' && i < l->limit && is_space(l->s[i])) {
      return;
    }
    bytes[len++] = c;
  }
  at->text = spokes__tail_of(bytes);
  at->type = TAIL_SQUEEZED;
}

// Reads what is not read yet.
static void read_tail(const latin *l, place *at) {
  if (at->type == TAIL_HALF && plain_part(l->s + at->end + SPOKES_WORD_PART, &at->border, &at->text.high))
    at->type = TAIL_PLAIN;
  else
    read_slowly(l, at);
}

// ---- The bucket
// ------------------------------------------------------------------------------------------------------

// Tries one form, whose first word stands there; the end of what was taken, or 0.
static uint32_t try_entry(latin *l, const place *at, uint32_t k) {
  const spokes_word_entry *entry = &l->lexicon->english.entries[k];
  if (at->type != TAIL_ODD && !spokes__tail_fits(&entry->tail, &at->text)) return 0;
  const spokes_form *form = &l->lexicon->forms[entry->form];
  // A whole tail that stands there as it is needs no second look.
  const uint32_t len = spokes__tail_len(&entry->tail);
  const bool whole = len < SPOKES_TAIL_BYTES && (at->type == TAIL_PLAIN || !len);
  uint32_t end = accept(l, entry, at->start, whole ? at->end + len : match_rest(l, form, at->end));
  return end && take(l, form, at->start, end) ? end : 0;
}

// The forms of a slot one by one.
static uint32_t try_all(latin *l, const spokes_word_slot *slot, const place *at) {
  for (uint32_t k = slot->first; k < slot->first + slot->count; k++) {
    const spokes_form *form = &l->lexicon->forms[l->lexicon->english.entries[k].form];
    if (slot->is_mixed && !begins_alike(l, form, at->start, at->end)) continue;
    uint32_t taken = try_entry(l, at, k);
    if (taken) return taken;
  }
  return 0;
}

// Bit 7 of those bytes whose forms may stand there, of the eight forms from number k of the slot on.
static uint64_t likely_forms(const latin *l, const spokes_word_slot *slot, uint32_t k, uint64_t key) {
  const char *keys = (const char *)l->lexicon->english.keys + slot->first + k;
  const uint64_t part = spokes__word_part(keys, SPOKES_KEYS_END), left = 8 * (uint64_t)(slot->count - k);
  const uint64_t likely = zero_bytes(part) | zero_bytes(part ^ key);
  return left < 64 ? likely & ((UINT64_C(1) << left) - 1) : likely;
}

// The forms of an unmixed slot, passing over those whose keys tell that they do not stand there.
static uint32_t try_likely(latin *l, const spokes_word_slot *slot, place *at) {
  const uint64_t key = spokes__tail_key(&at->text) * EACH_BYTE;
  for (uint32_t k = 0; k < slot->count; k += SPOKES_KEYS_END) {
    uint64_t likely = likely_forms(l, slot, k, key);
    if (likely && at->type == TAIL_HALF) {
      read_tail(l, at);
      if (at->type == TAIL_ODD) return try_all(l, slot, at);
    }
    for (; likely; likely &= likely - 1) {
      uint32_t end = try_entry(l, at, slot->first + k + (uint32_t)__builtin_ctzll(likely) / 8);
      if (end) return end;
    }
  }
  return 0;
}

// [i, end) is known to be the slot's word unless that is mixed.
static uint32_t try_known(latin *l, const spokes_word_slot *slot, uint32_t i, uint32_t end) {
  place at = {i, end, TAIL_ODD, {0, 0}, {0, 0}};
  if (slot->count > 1) read_half(l, &at);
  if (slot->count > 1 && (at.type == TAIL_ODD || slot->is_mixed)) read_tail(l, &at);
  return at.type == TAIL_ODD || slot->is_mixed ? try_all(l, slot, &at) : try_likely(l, slot, &at);
}

static const spokes_form *first_form(const latin *l, const spokes_word_slot *slot) {
  return &l->lexicon->forms[l->lexicon->english.entries[slot->first].form];
}

uint32_t spokes__latin_try_slot(latin *l, const spokes_word_slot *slot, uint32_t i, uint32_t end) {
  const bool is_told = end - i <= 2 * SPOKES_WORD_PART || slot->is_mixed;
  return is_told || begins_alike(l, first_form(l, slot), i, end) ? try_known(l, slot, i, end) : 0;
}

// Tries the bucket of the word [i, end), of these letters: a hyphen may part it. The end of what was taken, or 0.
static uint32_t try_bucket(latin *l, const char *word, size_t len, uint32_t i, uint32_t end) {
  const spokes_word_slot *slot = spokes__words_find_text(&l->lexicon->english, word, len);
  if (!slot || (!slot->is_mixed && !begins_alike(l, first_form(l, slot), i, end))) return 0;
  return try_known(l, slot, i, end);
}

// ---- Acronyms with points ---------------------------------------------------------------------------

#define DOTTED_MAX 8u

typedef struct dotted {
  char letters[DOTTED_MAX + 1];
  uint32_t ends[DOTTED_MAX];  // behind each letter and its point
  bool gap[DOTTED_MAX];       // white space stands before the letter
  unsigned count;
} dotted;

// Reads "U.S.", "U .S.", "U. S. A." from the capital at i. A last letter without a point is taken when a word ends
// there.
static void read_dotted(const latin *l, uint32_t i, dotted *out) {
  out->count = 0;
  bool gap = false;
  while (out->count < DOTTED_MAX && i < l->limit && is_upper(l->s[i])) {
    uint32_t next = i + 1;
    if (next < l->limit && l->s[next] == ' ' && next + 1 < l->limit && l->s[next + 1] == '.') next++;
    bool point = next < l->limit && l->s[next] == '.';
    if (!point && (!out->count || is_word_at(l, i + 1) || gap)) return;
    out->letters[out->count] = l->s[i];
    out->gap[out->count] = gap;
    out->ends[out->count++] = point ? next + 1 : i + 1;
    if (!point) return;
    i = next + 1;
    gap = i < l->limit && (l->s[i] == ' ' || l->s[i] == '\n');
    if (gap) i++;
  }
}

static uint32_t try_dotted(latin *l, uint32_t i) {
  dotted d;
  read_dotted(l, i, &d);
  for (unsigned count = d.count; count >= 2; count--) {
    // What follows directly belongs to the same acronym: U.S.A.F. is not U.S.A.
    if (count < d.count && !d.gap[count]) continue;
    const spokes_word_slot *slot = spokes__words_find_text(&l->lexicon->english, d.letters, count);
    for (uint32_t k = 0; slot && k < slot->count; k++) {
      const spokes_form *form = &l->lexicon->forms[l->lexicon->english.entries[slot->first + k].form];
      if (form->len != count || form->kind != SPOKES_KIND_ACRONYM ||
          memcmp(spokes__form_cased(l->lexicon, form), d.letters, count))
        continue;
      // Scanning loses the blank behind the last point more often than letters follow it (U.S.economy).
      uint32_t end = d.ends[count - 1];
      bool free = !is_word_at(l, end) || (l->s[end - 1] == '.' && is_small(l->s[end]));
      spokes_form pointed = *form;
      pointed.group = SPOKES_NO_GROUP;  // its rules tell acronyms from words (US, WHO): with points there is no doubt
      if (free && take(l, &pointed, i, end)) return end;
    }
  }
  return 0;
}

static bool may_be_dotted(const latin *l, uint32_t i, uint32_t end) {
  if (end != i + 1 || end >= l->limit) return false;
  return l->s[end] == '.' || (l->s[end] == ' ' && end + 1 < l->limit && l->s[end + 1] == '.');
}

// ---- Words ----------------------------------------------------------------------------------------

// Tries the word [i, end) together with what stands behind the line-end hyphen, from `over` on.
static uint32_t try_halves(latin *l, uint32_t i, uint32_t end, uint32_t over) {
  const uint32_t stop = word_end(l, over);
  const size_t first = end - i, second = stop - over;
  char word[SPOKES_LIMIT_FORM_BYTES];
  if (first + second > sizeof word) return 0;  // no form is as long
  memcpy(word, l->s + i, first);
  memcpy(word + first, l->s + over, second);
  return try_bucket(l, word, first + second, i, stop);
}

// Tries everything that may begin with the word [i, end); where to go on.
static uint32_t try_word(latin *l, uint32_t i, uint32_t end) {
  const char *word = l->s + i;
  uint32_t taken = 0;
  if (may_be_dotted(l, i, end)) {
    // Longer forms that are listed with points (U.S. Virgin Islands) come before the acronym.
    taken = try_bucket(l, word, end - i, i, end);
    if (!taken) taken = try_dotted(l, i);
    if (taken) return taken;
  }
  uint32_t over = hyphen_continues(l, end);
  if (over) taken = try_halves(l, i, end, over);
  if (!taken) taken = try_bucket(l, word, end - i, i, end);
  return taken ? taken : end;
}

uint32_t spokes__latin_visit(latin *l, uint32_t i) {
  if ((unsigned char)l->s[i] >= 0x80 && !is_word_at(l, i))
    return i + (uint32_t)spokes__utf8_width((unsigned char)l->s[i]);
  return try_word(l, i, word_end(l, i));
}
