// Search in scripts with spaces: every word that may begin a form is hashed, a bit filter drops most, and the bucket is
// tried from the longest form down, so that the longest form of the whole dictionary wins.
//
// Forms match over line ends, doubled blanks and line-end hyphens (Austra-\nlia); acronyms also with points and the
// blanks that scanning left between them (U .S.).

#include <string.h>

#include "base/blocks.h"
#include "base/limits.h"
#include "scanner.h"
#include "text/fold.h"

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

typedef struct latin {
  spokes_scanner *scanner;
  const spokes_lexicon *lexicon;
  const char *s;
  uint32_t low, high;  // the passage
  uint32_t limit;      // how far a name that begins in it may reach: over a single line end into the next passage
  uint32_t next;       // nothing before it is looked at again
} latin;

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

// Hash of the word whose two halves a line-end hyphen parts; false when no form is as long.
static bool hash_halves(const latin *l, uint32_t i, uint32_t end, uint32_t over, uint32_t stop, uint32_t *hash_out) {
  char word[SPOKES_LIMIT_FORM_BYTES];
  size_t first = end - i, second = stop - over;
  if (first + second > sizeof word) return false;
  memcpy(word, l->s + i, first);
  memcpy(word + first, l->s + over, second);
  *hash_out = spokes__word_hash(word, first + second);
  return true;
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

#define BEYOND_ASCII UINT64_C(0x8080808080808080)

// Is [i, end) the word of the slot? One comparison serves the whole bucket, unless it is mixed. Words of less than
// eight letters and digits are told by their heads alone, which have zeros behind them.
static bool is_word_of(const latin *l, const spokes_slot *slot, uint32_t i, uint32_t end) {
  const spokes_index *index = &l->lexicon->english;
  uint64_t head = index->heads[slot - index->slots];
  if (end - i < SPOKES_WORD_PART && !(head & BEYOND_ASCII) && spokes__word_head(l->s + i, end - i) == head) return true;
  return begins_alike(l, &l->lexicon->forms[index->order[slot->first]], i, end);
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

// Letter case as the form wants it; what is skipped between its characters was accepted already.
static bool case_holds(const latin *l, const spokes_form *form, uint32_t start, uint32_t end) {
  if (form->case_mode == SPOKES_CASE_ANY) return true;
  if (form->case_mode == SPOKES_CASE_INITIAL) return !form->capital || is_upper(l->s[start]);
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

// Does the form that the letters from start to i are like hold there, by what follows and by letter case? i, or 0.
static uint32_t accept(const latin *l, const spokes_form *form, uint32_t start, uint32_t i) {
  if (!i || is_word_at(l, i) || !case_holds(l, form, start, i)) return 0;
  if (form->bound && !(i + 1 < l->limit && l->s[i] == '-' && is_word_at(l, skip_space(l, i + 1)))) return 0;
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

// Bit 7 of each byte that is zero, and of no other.
static uint64_t zero_bytes(uint64_t x) {
  const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
  return ~(((x & low) + low) | x | low);
}

static uint64_t bytes_like(uint64_t x, unsigned char byte) {
  return zero_bytes(x ^ byte * UINT64_C(0x0101010101010101));
}

static uint64_t small_letters(uint64_t x) {
  const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F), ones = UINT64_C(0x0101010101010101);
  uint64_t from_a = (x & low) + ones * (0x80 - 'A'), behind_z = (x & low) + ones * (0x80 - 'Z' - 1);
  return x | (from_a & ~behind_z & ~x & ~low) >> 2;
}

// Eight bytes for read_tail as they are, but in small letters; false when they need more care: hyphens, controls,
// blanks in a row or before a point. *blank: bit 7 of the last byte when a blank stands before them.
static bool plain_part(const char *s, uint64_t *blank, uint64_t *out) {
  uint64_t part = spokes__word_part(s, SPOKES_WORD_PART), blanks = bytes_like(part, ' ');
  uint64_t controls = (part - UINT64_C(0x2020202020202020)) & ~part & ~UINT64_C(0x7F7F7F7F7F7F7F7F);
  uint64_t behind = blanks << 8 | *blank >> 56;
  *blank = blanks;
  *out = small_letters(part);
  return !(controls | bytes_like(part, '-') | (behind & (blanks | bytes_like(part, '.'))));
}

// What read_tail could tell of the text behind a first word.
typedef enum tail_type {
  TAIL_ODD,       // match_rest accepts more than equal bytes: a line-end hyphen, the blank of a scanned acronym
  TAIL_SQUEEZED,  // white space stands as one blank
  TAIL_PLAIN      // every byte as it is
} tail_type;

// Reads what stands behind a first word, in small letters, to rule out forms by their tails.
static tail_type read_tail(const latin *l, uint32_t i, spokes_tail *out) {
  uint64_t blank = 0;
  if (i + 2 * SPOKES_WORD_PART <= l->limit && plain_part(l->s + i, &blank, &out->low) &&
      plain_part(l->s + i + SPOKES_WORD_PART, &blank, &out->high))
    return TAIL_PLAIN;
  char bytes[SPOKES_TAIL_BYTES + 1] = {0};
  size_t len = 0;
  while (i < l->limit && len < SPOKES_TAIL_BYTES) {
    char c = lower(l->s[i]);
    if (c == '-') return TAIL_ODD;
    if (is_space(c)) {
      i = skip_space(l, i);
      if (i < l->limit && l->s[i] == '.') return TAIL_ODD;
      bytes[len++] = ' ';
    } else {
      bytes[len++] = c;
      i++;
    }
  }
  *out = spokes__tail_of(bytes);
  return TAIL_SQUEEZED;
}

// The end of form number k of the index, whose first word is [i, word_stop), or 0.
static uint32_t match_entry(const latin *l, uint32_t k, uint32_t i, uint32_t word_stop, tail_type type,
                            const spokes_tail *text) {
  const spokes_tail *tail = &l->lexicon->english.tails[k];
  if (type != TAIL_ODD && !spokes__tail_fits(tail, text)) return 0;
  const spokes_form *form = &l->lexicon->forms[l->lexicon->english.order[k]];
  // A whole tail that stands there as it is needs no second look.
  uint32_t len = (uint32_t)(tail->high >> 56);
  bool whole = len < SPOKES_TAIL_BYTES && (type == TAIL_PLAIN || !len);
  return accept(l, form, i, whole ? word_stop + len : match_rest(l, form, word_stop));
}

// Tries the bucket of the word [i, word_stop), whose hash is given; the end of what was taken, or 0.
static uint32_t try_bucket(latin *l, uint32_t hash, uint32_t i, uint32_t word_stop) {
  const spokes_index *index = &l->lexicon->english;
  if (!spokes__word_filter_has(index->filter, hash)) return 0;
  const spokes_slot *slot = spokes__index_find(index, hash);
  if (!slot || (!slot->is_mixed && !is_word_of(l, slot, i, word_stop))) return 0;
  spokes_tail text = {0, 0};
  tail_type type = slot->count > 1 ? read_tail(l, word_stop, &text) : TAIL_ODD;
  for (uint32_t k = slot->first; k < slot->first + slot->count; k++) {
    const spokes_form *form = &l->lexicon->forms[index->order[k]];
    if (slot->is_mixed && !begins_alike(l, form, i, word_stop)) continue;
    uint32_t end = match_entry(l, k, i, word_stop, type, &text);
    if (end && take(l, form, i, end)) return end;
  }
  return 0;
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
    uint32_t hash = spokes__word_hash(d.letters, count);
    const spokes_slot *slot = spokes__word_filter_has(l->lexicon->english.filter, hash)
                                  ? spokes__index_find(&l->lexicon->english, hash)
                                  : NULL;
    for (uint32_t k = 0; slot && k < slot->count; k++) {
      const spokes_form *form = &l->lexicon->forms[l->lexicon->english.order[slot->first + k]];
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

// ---- The passage ----------------------------------------------------------------------------------------

// Tries everything that may begin with the word [i, end); where to go on.
static uint32_t try_word(latin *l, uint32_t i, uint32_t end) {
  uint32_t hash = spokes__word_hash(l->s + i, end - i), taken = 0;
  if (may_be_dotted(l, i, end)) {
    // Longer forms that are listed with points (U.S. Virgin Islands) come before the acronym.
    taken = try_bucket(l, hash, i, end);
    if (!taken) taken = try_dotted(l, i);
    if (taken) return taken;
  }
  uint32_t over = hyphen_continues(l, end);
  if (over) {
    uint32_t stop = word_end(l, over), whole;
    taken = hash_halves(l, i, end, over, stop, &whole) ? try_bucket(l, whole, i, stop) : 0;
    if (taken) return taken;
  }
  taken = try_bucket(l, hash, i, end);
  return taken ? taken : end;
}

// Tries the word that begins at i, or passes over what is none; where to go on.
static uint32_t visit(latin *l, uint32_t i) {
  if ((unsigned char)l->s[i] >= 0x80 && !is_word_at(l, i))
    return i + (uint32_t)spokes__utf8_width((unsigned char)l->s[i]);
  return try_word(l, i, word_end(l, i));
}

// What a block holds, one bit for each byte.
typedef struct masks {
  uint64_t capital, word;  // word: letters and digits of ASCII
  uint64_t small;          // starts of words that are no capitals
  uint64_t starts;         // the others; characters beyond ASCII too, but for ideographs, which are no letters
} masks;

static inline masks masks_of(const spokes_word_masks *block, uint64_t *in_word) {
  // A byte beyond ASCII may be an ideograph or punctuation: what follows it may begin a word.
  uint64_t before = block->word << 1 | *in_word;
  *in_word = block->word >> 63;
  return (masks){block->capital, block->word, block->word & ~block->capital & ~before,
                 (block->capital | block->wide) & ~before};
}

// Does nothing in the dictionary begin with the ASCII word at bit `at` of the block at `base`? Words that go on beyond
// ASCII or stand before a hyphen or the point of an acronym are looked at more closely.
static inline bool is_unknown(const latin *l, const masks *m, uint32_t base, unsigned at, uint32_t text_len) {
  uint64_t rest = ~(m->word >> at);
  uint32_t i = base + at, end = i + (rest ? (unsigned)__builtin_ctzll(rest) : SPOKES_BLOCK);
  if (end >= base + SPOKES_BLOCK)
    for (end = base + SPOKES_BLOCK; end < l->high && class_of(l->s[end]) % 3;) end++;
  if (end >= l->high || i + SPOKES_WORD_PART > text_len) return false;
  const char *s = l->s;
  const bool capital = m->capital >> at & 1;
  const size_t len = end - i;
  if ((unsigned char)s[end] >= 0x80 || s[end] == '-' || (len == 1 && capital && may_be_dotted(l, i, end))) return false;
  uint64_t head = spokes__word_part_cut(spokes__word_part(s + i, SPOKES_WORD_PART), len), tail = 0;
  if (len > SPOKES_WORD_PART)
    tail = spokes__word_part_cut(spokes__word_part(s + end - SPOKES_WORD_PART, SPOKES_WORD_PART), SPOKES_WORD_PART);
  return !spokes__word_filter_has(l->lexicon->english.filter, spokes__word_hash_parts(head, tail, len));
}

// Few forms begin with a small letter or a digit: those of the starts that may.
static inline uint64_t small_candidates(const latin *l, const masks *m, uint32_t base, uint32_t text_len) {
  const uint64_t *filter = l->lexicon->small_filter;
  uint64_t found = 0;
  for (uint64_t small = m->small; small; small &= small - 1) {
    uint32_t i = base + (uint32_t)__builtin_ctzll(small);
    uint32_t key = i + 4 <= text_len ? spokes__small_key(l->s + i) : UINT32_MAX;
    found |= (key == UINT32_MAX ? UINT64_C(1) : filter[key >> 6] >> (key & 63) & 1) << (i - base);
  }
  return found;
}

static void scan_block(latin *l, const masks *m, uint32_t base, uint32_t text_len) {
  for (uint64_t starts = m->starts | small_candidates(l, m, base, text_len); starts;) {
    unsigned at = (unsigned)__builtin_ctzll(starts);
    uint32_t i = base + at;
    if (i < l->next) {  // inside what was passed over: those bits go together
      if (l->next - base >= SPOKES_BLOCK) break;
      starts &= ~UINT64_C(0) << (l->next - base);
      continue;
    }
    starts &= starts - 1;
    if (!(m->word >> at & 1) || !is_unknown(l, m, base, at, text_len)) l->next = visit(l, i);
  }
}

#define BATCH 16u  // blocks whose masks are made together

static void scan_passage(latin *l) {
  const spokes_text *text = l->scanner->text;
  const uint32_t text_len = (uint32_t)text->norm_len;
  spokes_word_masks blocks[BATCH];
  uint64_t in_word = 0;
  for (uint32_t base = l->low; base < l->high && !l->scanner->failed;) {
    uint32_t len = l->high - base < BATCH * SPOKES_BLOCK ? l->high - base : BATCH * SPOKES_BLOCK;
    text->kernels->words(l->s + base, len, text_len - base, blocks);
    for (uint32_t i = 0; i * SPOKES_BLOCK < len; i++, base += SPOKES_BLOCK) {
      const masks m = masks_of(&blocks[i], &in_word);
      if (m.starts | m.small) scan_block(l, &m, base, text_len);
    }
  }
}

// Headings and paragraphs are told apart by guesses about line lengths; a name broken over one line end is found
// whatever they say.
uint32_t spokes__latin_reach(const spokes_text *text, size_t passage) {
  uint32_t end = text->passages[passage].norm_end;
  if (passage + 1 >= text->passage_count) return end;
  const spokes_passage *next = &text->passages[passage + 1];
  unsigned line_ends = 0;
  for (uint32_t i = end; i < next->norm_start; i++) line_ends += text->norm[i] == '\n';
  return line_ends == 1 ? next->norm_end : end;
}

void spokes__latin_scan(spokes_scanner *scanner) {
  const spokes_text *text = scanner->text;
  latin l = {scanner, scanner->lexicon, text->norm, 0, 0, 0, 0};
  for (size_t p = 0; p < text->passage_count && !scanner->failed; p++) {
    scanner->passage = (uint32_t)p;
    l.low = text->passages[p].norm_start;
    l.high = text->passages[p].norm_end;
    l.limit = spokes__latin_reach(text, p);
    scan_passage(&l);
  }
}
