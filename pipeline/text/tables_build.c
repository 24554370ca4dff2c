// Builds the tables' image from the linked ICU: character properties, traditional-to-simplified mapping and the
// Chinese word dictionary of the break iterator. The one place that reads ICU's data; run once, when the program is
// built.
//
// The dictionary is a UCharsTrie (ICU's own serialised format, described in ucharstrie.h of ICU4C); it is walked here
// with a bound on its depth and laid out again as a double array, which is some ten times faster to search.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udata.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

#include "base/alloc.h"
#include "base/checksum.h"
#include "image.h"
#include "tables.h"

#define WORD_MAX 20  // CjkBreakEngine looks at words of at most 20 code points

static spokes_status icu_error(spokes_error *err, UErrorCode code, const char *what) {
  return spokes__error_set(err, code == U_MEMORY_ALLOCATION_ERROR ? SPOKES_E_NOMEM : SPOKES_E_STATE,
                           "ICU cannot %s: %s", what, u_errorName(code));
}

uint32_t spokes__icu_version(void) {
  UVersionInfo v;
  u_getVersion(v);
  return (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8 | v[3];
}

// ---- Characters ------------------------------------------------------------------------------------

static const struct {
  uint16_t cp;
  const char *letters;
} expansions[] = {{0xC6, "AE"},    {0xDE, "Th"},    {0xDF, "ss"},   {0xE6, "ae"},   {0xFE, "th"},   {0x132, "IJ"},
                  {0x133, "ij"},   {0x152, "OE"},   {0x153, "oe"},  {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"},
                  {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"}};

static const struct {
  uint16_t cp, to;
} letters[] = {{0xD0, 'D'},  {0xF0, 'd'},  {0xD8, 'O'},  {0xF8, 'o'}, {0x110, 'D'},
               {0x111, 'd'}, {0x131, 'i'}, {0x141, 'L'}, {0x142, 'l'}};

const char *spokes__fold_expand(uint32_t cp) {
  for (size_t i = 0; i < sizeof expansions / sizeof *expansions; i++)
    if (expansions[i].cp == cp) return expansions[i].letters;
  return "";
}

static bool is_any(uint32_t cp, const uint16_t *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (list[i] == cp) return true;
  return false;
}

// Quotation marks and hyphens that all mean the ASCII one. The em dash is none of them: it separates.
static const uint16_t single_quotes[] = {0x60,   0xB4,  0x2018, 0x2019, 0x201A, 0x201B,
                                         0x2032, 0x2BC, 0x2BB,  0xFF07, 0xFF40, 0x2035};
static const uint16_t double_quotes[] = {0xAB,   0xBB,   0x201C, 0x201D, 0x201E, 0x201F,
                                         0x2033, 0xFF02, 0x301D, 0x301E, 0x301F};
static const uint16_t hyphens[] = {0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63, 0xFF0D, 0x2043};
#define IS_ANY(cp, list) is_any(cp, list, sizeof(list) / sizeof(list)[0])

static bool is_width_form(uint32_t cp) {
  return (cp >= 0xFF00 && cp <= 0xFFEF) || (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x2F00 && cp <= 0x2FDF);
}

// First code point of the compatibility decomposition of cp when it is one BMP code point, otherwise cp.
static uint32_t compatibility(const UNormalizer2 *nfkc, uint32_t cp) {
  UChar text[20];
  UErrorCode code = U_ZERO_ERROR;
  int32_t len = unorm2_getDecomposition(nfkc, (UChar32)cp, text, 20, &code);
  return U_SUCCESS(code) && len == 1 ? text[0] : cp;
}

// The base letter of a Latin letter with diacritics, otherwise cp.
static uint32_t base_letter(const UNormalizer2 *nfd, uint32_t cp) {
  UErrorCode code = U_ZERO_ERROR;
  if (uscript_getScript((UChar32)cp, &code) != USCRIPT_LATIN) return cp;
  UChar text[20];
  int32_t len = unorm2_getDecomposition(nfd, (UChar32)cp, text, 20, &code);
  return U_SUCCESS(code) && len > 0 && text[0] < 0x80 ? text[0] : cp;
}

static uint32_t simplified(const UTransliterator *hans, uint32_t cp) {
  UChar text[8];
  int32_t len = 0, cap = 8, limit;
  UErrorCode code = U_ZERO_ERROR;
  text[len++] = (UChar)cp;
  limit = len;
  utrans_transUChars(hans, text, &len, cap, 0, &limit, &code);
  return U_SUCCESS(code) && len == 1 && !U16_IS_SURROGATE(text[0]) ? text[0] : cp;
}

static bool vanishes(uint32_t cp) {
  int8_t type = u_charType((UChar32)cp);
  return type == U_FORMAT_CHAR || (type == U_NON_SPACING_MARK && (cp >> 8) == 3) || (cp >= 0xFE00 && cp <= 0xFE0F);
}

typedef struct icu_tools {
  const UNormalizer2 *nfd, *nfkc;
  UTransliterator *hans;
} icu_tools;

static uint16_t fold_of(const icu_tools *icu, uint32_t cp) {
  if (cp < 0x80) return (uint16_t)cp;
  if (*spokes__fold_expand(cp)) return SPOKES_FOLD_EXPAND;
  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
    if (letters[i].cp == cp) return letters[i].to;
  if (IS_ANY(cp, single_quotes)) return '\'';
  if (IS_ANY(cp, double_quotes)) return '"';
  if (IS_ANY(cp, hyphens)) return '-';
  if (cp == 0x2028 || cp == 0x2029 || cp == 0x85) return '\n';
  if (u_charType((UChar32)cp) == U_SPACE_SEPARATOR) return ' ';
  if (vanishes(cp)) return SPOKES_FOLD_DROP;
  if (U16_IS_SURROGATE(cp)) return (uint16_t)cp;
  if (is_width_form(cp)) cp = compatibility(icu->nfkc, cp);
  if (u_hasBinaryProperty((UChar32)cp, UCHAR_UNIFIED_IDEOGRAPH)) return (uint16_t)simplified(icu->hans, cp);
  return (uint16_t)base_letter(icu->nfd, cp);
}

static spokes_wb word_break(uint32_t cp) {
  switch (u_getIntPropertyValue((UChar32)cp, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
    case U_WB_HEBREW_LETTER:
      return SPOKES_WB_LETTER;
    case U_WB_NUMERIC:
      return SPOKES_WB_NUMERIC;
    case U_WB_KATAKANA:
      return SPOKES_WB_KATAKANA;
    case U_WB_EXTENDNUMLET:
      return SPOKES_WB_EXTENDNUMLET;
    case U_WB_MIDLETTER:
      return SPOKES_WB_MIDLETTER;
    case U_WB_MIDNUM:
      return SPOKES_WB_MIDNUM;
    case U_WB_MIDNUMLET:
      return SPOKES_WB_MIDNUMLET;
    case U_WB_SINGLE_QUOTE:
      return SPOKES_WB_SINGLEQUOTE;
    case U_WB_EXTEND:
    case U_WB_FORMAT:
    case U_WB_ZWJ:
      return SPOKES_WB_EXTEND;
    default:
      return SPOKES_WB_OTHER;
  }
}

static uint8_t class_of(uint32_t cp) {
  UErrorCode code = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)cp, &code);
  spokes_wb wb = word_break(cp);
  if (cp == ':') wb = SPOKES_WB_OTHER;   // ICU's rules leave the colon out of MidLetter
  if (cp == '@') wb = SPOKES_WB_LETTER;  // and take the at sign into ALetter
  unsigned bits = (unsigned)wb;
  if (script == USCRIPT_HAN)
    bits |= SPOKES_CLASS_HAN;
  else if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || cp == 0x30FC)
    bits |= SPOKES_CLASS_KANA;
  else if (cp != '@' && (u_isalnum((UChar32)cp) || wb == SPOKES_WB_LETTER))
    bits |= SPOKES_CLASS_ALNUM;
  return (uint8_t)bits;
}

static spokes_status fill_characters(uint16_t *fold, uint8_t *classes, spokes_error *err) {
  UErrorCode code = U_ZERO_ERROR;
  static const UChar id[] = u"Hant-Hans";
  icu_tools icu = {unorm2_getNFDInstance(&code), unorm2_getNFKCInstance(&code), NULL};
  icu.hans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
  if (U_FAILURE(code)) return icu_error(err, code, "open its normalisers");
  for (uint32_t cp = 0; cp < 65536; cp++) {
    fold[cp] = fold_of(&icu, cp);
    classes[cp] = class_of(cp);
  }
  utrans_close(icu.hans);
  return SPOKES_OK;
}

// ---- ICU's Chinese dictionary -------------------------------------------------------------------------

typedef struct word {
  uint16_t text[WORD_MAX];
  uint8_t len;
  uint16_t cost;
} word;

typedef struct walker {
  const uint16_t *begin, *end;
  word *words;
  size_t count, cap;
  word now;
  spokes_status status;
} walker;

static void emit(walker *w, uint32_t value) {
  void *items = w->words;
  if (!spokes__array_reserve(&items, &w->cap, w->count + 1, sizeof *w->words)) {
    w->status = SPOKES_E_NOMEM;
    return;
  }
  w->words = items;
  w->words[w->count] = w->now;
  w->words[w->count++].cost = (uint16_t)(value > 1000 ? 1000 : value);
}

static uint32_t read_value(const uint16_t **at, uint32_t lead) {
  if (lead < 0x4000) return lead;
  if (lead < 0x7FFF) return (lead - 0x4000) << 16 | *(*at)++;
  uint32_t value = (uint32_t)(*at)[0] << 16 | (*at)[1];
  *at += 2;
  return value;
}

static uint32_t read_node_value(const uint16_t **at, uint32_t lead) {
  if (lead < 0x4040) return (lead >> 6) - 1;
  if (lead < 0x7FC0) return ((lead & 0x7FC0) - 0x4040) << 10 | *(*at)++;
  uint32_t value = (uint32_t)(*at)[0] << 16 | (*at)[1];
  *at += 2;
  return value;
}

static uint32_t read_delta(const uint16_t **at) {
  uint32_t delta = *(*at)++;
  if (delta < 0xFC00) return delta;
  if (delta < 0xFFFF) return (delta - 0xFC00) << 16 | *(*at)++;
  delta = (uint32_t)(*at)[0] << 16 | (*at)[1];
  *at += 2;
  return delta;
}

static void walk_node(walker *w, const uint16_t *at, int depth);

// What follows one character of a branch: a final value, or a jump (last: the node itself).
static void walk_entry(walker *w, uint16_t character, const uint16_t **at, bool last, int depth) {
  if (w->now.len >= WORD_MAX) {
    if (!last) {
      uint32_t lead = *(*at)++;
      read_value(at, lead & 0x7FFF);
    }
    return;
  }
  w->now.text[w->now.len++] = character;
  if (last) {
    walk_node(w, *at, depth + 1);
  } else {
    uint32_t lead = *(*at)++;
    uint32_t value = read_value(at, lead & 0x7FFF);
    if (lead & 0x8000)
      emit(w, value);
    else
      walk_node(w, *at + value, depth + 1);
  }
  w->now.len--;
}

static void walk_branch(walker *w, const uint16_t *at, uint32_t length, int depth) {
  while (length > 5) {
    at++;  // the character to compare with: both halves are visited
    const uint16_t *less = at;
    uint32_t delta = read_delta(&less);
    walk_branch(w, less + delta, length >> 1, depth + 1);
    at = less;
    length -= length >> 1;
  }
  for (; length > 1; length--) {
    uint16_t character = *at++;
    walk_entry(w, character, &at, false, depth);
  }
  uint16_t character = *at++;
  walk_entry(w, character, &at, true, depth);
}

// Recursion: at most two levels a character plus the binary split of a branch.
static void walk_node(walker *w, const uint16_t *at, int depth) {
  if (w->status || depth > 200 || at < w->begin || at >= w->end) return;
  uint8_t len_before = w->now.len;
  for (;;) {
    uint32_t lead = *at++;
    if (lead & 0x8000) {
      emit(w, read_value(&at, lead & 0x7FFF));
      break;
    }
    if (lead >= 0x40) {
      emit(w, read_node_value(&at, lead));
      lead &= 0x3F;
    }
    if (lead < 0x30) {
      uint32_t length = lead ? lead : *at++;
      walk_branch(w, at, length + 1, depth);
      break;
    }
    uint32_t count = lead - 0x30 + 1;
    if (w->now.len + count > WORD_MAX) break;
    for (; count; count--) w->now.text[w->now.len++] = *at++;
  }
  w->now.len = len_before;
}

static spokes_status read_words(walker *w, spokes_error *err) {
  UErrorCode code = U_ZERO_ERROR;
  UDataMemory *data = udata_open(U_ICUDATA_NAME "-brkitr", "dict", "cjdict", &code);
  if (U_FAILURE(code)) return icu_error(err, code, "open its Chinese dictionary");
  const int32_t *index = udata_getMemory(data);
  // index[0]: where the trie starts, [3]: total length, [4]: type (1 = UCharsTrie)
  spokes_status status = SPOKES_OK;
  if ((index[4] & 7) != 1 || index[0] >= index[3]) {
    status = spokes__error_set(err, SPOKES_E_VERSION, "ICU's Chinese dictionary has a format that is not known");
  } else {
    w->begin = (const uint16_t *)(const void *)((const char *)index + index[0]);
    w->end = (const uint16_t *)(const void *)((const char *)index + index[3]);
    walk_node(w, w->begin, 0);
    status = w->status ? spokes__error_nomem(err) : SPOKES_OK;
  }
  udata_close(data);
  return status;
}

// ---- Double array ----------------------------------------------------------------------------------------

typedef struct trie {
  spokes_trie_node *nodes;
  size_t cap;
  uint32_t count;      // highest node in use + 1
  uint32_t first_gap;  // no free node below
  const uint16_t *codes;
  bool failed;
} trie;

static bool trie_room(trie *t, size_t need) {
  if (need <= t->cap) return true;
  size_t cap = t->cap;
  void *nodes = t->nodes;
  if (!spokes__array_reserve(&nodes, &cap, need + 65536, sizeof *t->nodes)) return !(t->failed = true);
  t->nodes = nodes;
  memset(t->nodes + t->cap, 0, (cap - t->cap) * sizeof *t->nodes);
  t->cap = cap;
  return true;
}

static int by_code(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

// The lowest base at which all children (ascending codes) fall on free nodes.
static uint32_t find_base(trie *t, const uint32_t *children, size_t count) {
  while (t->first_gap < t->cap && t->nodes[t->first_gap].check) t->first_gap++;
  for (uint32_t at = t->first_gap;; at++) {
    if (at < children[0] + 1) continue;
    uint32_t base = at - children[0];
    if (!trie_room(t, (size_t)base + children[count - 1] + 1)) return 0;
    size_t i = 0;
    while (i < count && !t->nodes[base + children[i]].check) i++;
    if (i == count) return base;
  }
}

// Lays out the words[first, last) below node, whose text has depth characters.
static void lay_out(trie *t, const word *words, size_t first, size_t last, uint32_t node, unsigned depth) {
  if (first < last && words[first].len == depth) {
    t->nodes[node].base_cost |= words[first].cost + 1u;
    first++;
  }
  if (first == last || t->failed) return;
  size_t count = 0;
  uint32_t *children = spokes__malloc((last - first) * sizeof *children);
  if (!children) {
    t->failed = true;
    return;
  }
  for (size_t i = first; i < last; i++)
    if (i == first || words[i].text[depth] != words[i - 1].text[depth])
      children[count++] = t->codes[words[i].text[depth]];
  qsort(children, count, sizeof *children, by_code);
  uint32_t base = find_base(t, children, count);
  t->nodes[node].base_cost |= base << SPOKES_TRIE_COST_BITS;
  for (size_t i = 0; i < count && !t->failed; i++) {
    t->nodes[base + children[i]].check = node;
    if (base + children[i] >= t->count) t->count = base + children[i] + 1;
  }
  spokes__free(children);
  for (size_t i = first; i < last && !t->failed;) {
    size_t j = i + 1;
    while (j < last && words[j].text[depth] == words[i].text[depth]) j++;
    lay_out(t, words, i, j, base + t->codes[words[i].text[depth]], depth + 1);
    i = j;
  }
}

static int by_text(const void *a, const void *b) {
  const word *x = a, *y = b;
  for (unsigned i = 0; i < x->len && i < y->len; i++)
    if (x->text[i] != y->text[i]) return x->text[i] < y->text[i] ? -1 : 1;
  return (x->len > y->len) - (x->len < y->len);
}

typedef struct frequency {
  uint32_t uses;
  uint16_t character;
} frequency;

static int by_uses(const void *a, const void *b) {
  const frequency *x = a, *y = b;
  if (x->uses != y->uses) return x->uses > y->uses ? -1 : 1;
  return (x->character > y->character) - (x->character < y->character);
}

// Frequent characters get small codes, which keeps sibling nodes close together.
static bool number_characters(const word *words, size_t count, uint16_t *codes) {
  frequency *seen = spokes__calloc(65536, sizeof *seen);
  if (!seen) return false;
  for (uint32_t cp = 0; cp < 65536; cp++) seen[cp].character = (uint16_t)cp;
  for (size_t i = 0; i < count; i++)
    for (unsigned k = 0; k < words[i].len; k++) seen[words[i].text[k]].uses++;
  qsort(seen, 65536, sizeof *seen, by_uses);
  memset(codes, 0, 65536 * sizeof *codes);
  for (uint32_t i = 0; i < 65535 && seen[i].uses; i++) codes[seen[i].character] = (uint16_t)(i + 1);
  spokes__free(seen);
  return true;
}

static void fill_pairs(const word *words, size_t count, uint64_t *pairs) {
  for (size_t i = 0; i < count; i++) {
    for (unsigned k = 1; k < words[i].len; k++) {
      uint32_t bit = spokes__trie_pair(words[i].text[k - 1], words[i].text[k]);
      pairs[bit >> 6] |= UINT64_C(1) << (bit & 63);
    }
  }
}

static spokes_status build_trie(trie *t, uint16_t *codes, uint64_t *pairs, spokes_error *err) {
  walker w = {0};
  spokes_status status = read_words(&w, err);
  if (!status) {
    if (w.count) qsort(w.words, w.count, sizeof *w.words, by_text);
    fill_pairs(w.words, w.count, pairs);
    t->codes = codes;
    t->count = 2;
    t->first_gap = 2;
    if (!number_characters(w.words, w.count, codes) || !trie_room(t, 1u << 20)) {
      status = spokes__error_nomem(err);
    } else {
      t->nodes[0].check = t->nodes[SPOKES_TRIE_ROOT].check = UINT32_MAX;
      lay_out(t, w.words, 0, w.count, SPOKES_TRIE_ROOT, 0);
      if (t->failed)
        status = spokes__error_nomem(err);
      else if (t->count >= 1u << (32 - SPOKES_TRIE_COST_BITS))
        status = spokes__error_set(err, SPOKES_E_LIMIT, "ICU's Chinese dictionary has too many words");
    }
  }
  spokes__free(w.words);
  return status;
}

spokes_status spokes__tables_build(void **image_out, size_t *len_out, spokes_error *err) {
  *image_out = NULL;
  char *fixed = spokes__calloc(1, SPOKES_IMAGE_FIXED_LEN);
  if (!fixed) return spokes__error_nomem(err);
  char *fold = fixed + sizeof(spokes_image_header), *classes = fold + 131072, *codes = classes + 65536,
       *pairs = codes + 131072;
  trie t = {0};
  spokes_status status = fill_characters((uint16_t *)(void *)fold, (uint8_t *)classes, err);
  if (!status) status = build_trie(&t, (uint16_t *)(void *)codes, (uint64_t *)(void *)pairs, err);
  if (!status) {
    size_t len = SPOKES_IMAGE_FIXED_LEN + t.count * sizeof *t.nodes;
    char *image = spokes__realloc(fixed, len, 1);
    if (!image) {
      status = spokes__error_nomem(err);
    } else {
      fixed = NULL;
      if (t.count) memcpy(image + SPOKES_IMAGE_FIXED_LEN, t.nodes, t.count * sizeof *t.nodes);
      spokes_image_header header = {SPOKES_IMAGE_MAGIC,
                                    SPOKES_IMAGE_VERSION,
                                    spokes__icu_version(),
                                    t.count,
                                    len,
                                    spokes__checksum(image + sizeof header, len - sizeof header, 0)};
      memcpy(image, &header, sizeof header);
      *image_out = image;
      *len_out = len;
    }
  }
  spokes__free(fixed);
  spokes__free(t.nodes);
  return status;
}
