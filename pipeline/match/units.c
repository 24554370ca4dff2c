// Chinese passages as arrays of characters: white space and line ends between ideographs vanish, so that names broken
// over lines and characters that are spaced out are found like any others. Then every dictionary form in the array is
// looked up.

#include <string.h>

#include "base/blocks.h"
#include "scanner.h"
#include "text/fold.h"

#define HARD_BREAK 0

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }

static bool grow(void **items, size_t count, size_t size) {
  void *more = spokes__realloc(*items, count, size);
  if (more) *items = more;
  return more != NULL;
}

// Room for more units; a passage takes at most one a byte and one for its end.
bool spokes__han_reserve(spokes_han *han, size_t more) {
  size_t need = han->count + more;
  if (need <= han->unit_cap) return true;
  size_t cap = need + need / 2;
  void *chars = han->chars, *starts = han->starts, *ends = han->ends;
  void *readings = han->reading_at, *marks = han->marks, *hits = han->hits;
  bool good = grow(&chars, cap, sizeof *han->chars) && grow(&starts, cap, sizeof *han->starts) &&
              grow(&ends, cap / 64 + 1, sizeof *han->ends) && grow(&readings, cap, sizeof *han->reading_at) &&
              grow(&marks, cap, sizeof *han->marks) && grow(&hits, cap, sizeof *han->hits);
  han->chars = chars;
  han->starts = starts;
  han->ends = ends;
  han->reading_at = readings;
  han->marks = marks;
  han->hits = hits;
  if (!good) return false;
  memset(han->reading_at, 0, cap * sizeof *han->reading_at);
  han->unit_cap = cap;
  return true;
}

static inline void add_unit(spokes_han *han, uint32_t character, uint32_t start) {
  han->chars[han->count] = character > 0xFFFF ? 0xFFFD : (uint16_t)character;
  han->starts[han->count++] = start;
}

// Ideographs and their punctuation: white space between two of these means nothing.
static bool is_wide(uint32_t character) { return character >= 0x2E80; }

// What white space from `start` to `end` means: 0 nothing, otherwise the unit that stands for it.
static int space_meaning(const char *s, uint32_t start, uint32_t end, bool between_wide) {
  if (!between_wide) return ' ';
  if (end - start == 1 || memchr(s + start, '\n', end - start)) return -1;
  return HARD_BREAK;  // columns of a table
}

// The white space at i, which ends at the byte returned.
static uint32_t collect_space(spokes_han *han, const char *s, uint32_t i, uint32_t passage_end) {
  uint32_t end = i;
  size_t width;
  while (end < passage_end && is_space(s[end])) end++;
  bool before = han->count && is_wide(han->chars[han->count - 1]);
  bool after = end < passage_end && is_wide(spokes__utf8_decode(s + end, &width));
  int meaning = space_meaning(s, i, end, before && after);
  if (meaning >= 0) add_unit(han, (uint32_t)meaning, i);
  return end;
}

static bool collect_passage(spokes_scanner *scanner, const spokes_passage *passage) {
  spokes_han *han = &scanner->han;
  const char *s = scanner->text->norm;
  uint32_t i = passage->norm_start;
  if (!spokes__han_reserve(han, (size_t)(passage->norm_end - i) + 1)) return false;
  while (i < passage->norm_end) {
    size_t at = i;
    han->count += scanner->text->kernels->units(s, &at, passage->norm_end, scanner->text->norm_len,
                                                han->chars + han->count, han->starts + han->count);
    i = (uint32_t)at;
    if (i == passage->norm_end) break;
    if (is_space(s[i])) {
      i = collect_space(han, s, i, passage->norm_end);
    } else {
      size_t width;
      uint32_t character = spokes__utf8_decode(s + i, &width);
      add_unit(han, character, i);
      i += (uint32_t)width;
    }
  }
  add_unit(han, HARD_BREAK, passage->norm_end);
  return true;
}

// Is there an ideograph in the passage? ASCII passages are passed over eight bytes at a time.
static bool has_han(const char *s, uint32_t start, uint32_t end) {
  uint32_t i = start;
  uint64_t word;
  while (i < end) {
    while (i + 8 <= end && (memcpy(&word, s + i, 8), !(word & 0x8080808080808080u))) i += 8;
    for (uint32_t stop = i + 8 < end ? i + 8 : end; i < stop; i++)
      if ((unsigned char)s[i] >= 0xE3 && (unsigned char)s[i] <= 0xF0) return true;
  }
  return false;
}

void spokes__han_keep_end(spokes_han *han) {
  size_t kept = han->count < SPOKES_HAN_REACH ? han->count : SPOKES_HAN_REACH, dropped = han->count - kept, count = 0;
  if (kept) {
    memmove(han->chars, han->chars + dropped, kept * sizeof *han->chars);
    memmove(han->starts, han->starts + dropped, kept * sizeof *han->starts);
  }
  for (size_t k = 0; k < han->antecedent_count; k++) {
    spokes_antecedent named = han->antecedents[k];
    if (named.unit < dropped || named.standing == SPOKES_STANDING_NONE) continue;
    named.unit -= (uint32_t)dropped;
    han->antecedents[count++] = named;
  }
  han->antecedent_count = count;
  han->count = kept;
  han->fresh = (uint32_t)kept;
}

bool spokes__han_collect(spokes_scanner *scanner, uint32_t first_passage, uint32_t *next_passage) {
  spokes_han *han = &scanner->han;
  const spokes_text *text = scanner->text;
  spokes__han_keep_end(han);
  uint32_t p = first_passage;
  for (; p < text->passage_count && han->count - han->fresh < SPOKES_HAN_BLOCK; p++) {
    const spokes_passage *passage = &text->passages[p];
    if (has_han(text->norm, passage->norm_start, passage->norm_end) && !collect_passage(scanner, passage)) return false;
  }
  *next_passage = p;
  return true;
}

bool spokes__han_units(spokes_scanner *scanner, uint32_t passage, uint32_t *out) {
  const spokes_text *text = scanner->text;
  const spokes_passage *at = &text->passages[passage];
  scanner->han.count = 0;
  *out = 0;
  if (!has_han(text->norm, at->norm_start, at->norm_end)) return true;
  bool good = collect_passage(scanner, at);
  *out = (uint32_t)scanner->han.count;
  return good;
}

// ---- Forms in the array ---------------------------------------------------------------------------------

static bool reserve_candidates(spokes_han *han, size_t more) {
  void *items = han->candidates;
  bool good = spokes__array_reserve(&items, &han->candidate_cap, han->candidate_count + more, sizeof *han->candidates);
  han->candidates = items;
  return good;
}

static bool add_antecedent(spokes_han *han, uint32_t unit, const spokes_form_head *head) {
  void *items = han->antecedents;
  if (!spokes__array_reserve(&items, &han->antecedent_cap, han->antecedent_count + 1, sizeof *han->antecedents))
    return false;
  han->antecedents = items;
  han->antecedents[han->antecedent_count++] =
      (spokes_antecedent){.unit = unit, .form = head->found.form, .shorts = head->shorts};
  return true;
}

static bool add_pair(spokes_han *han, uint32_t unit, uint32_t pair) {
  void *items = han->pairs_at;
  if (!spokes__array_reserve(&items, &han->pair_cap, han->pair_count + 1, sizeof *han->pairs_at)) return false;
  han->pairs_at = items;
  han->pairs_at[han->pair_count++] = (spokes_pair_at){unit, pair};
  return true;
}

// Does the form of the bucket stand at i? Its first two characters do: no two pairs of characters share a hash.
static inline bool stands(const spokes_scanner *scanner, const spokes_form_head *head, uint32_t i) {
  const spokes_han *han = &scanner->han;
  if (!head->third) return true;
  if (head->found.count > han->count - i || han->chars[i + 2] != head->third) return false;
  if (head->found.count == 3) return true;
  const uint16_t *units = spokes__form_units(scanner->lexicon, &scanner->lexicon->forms[head->found.form]);
  for (unsigned k = 3; k < head->found.count; k++)
    if (han->chars[i + k] != units[k]) return false;
  return true;
}

// What a character may be to the search, one byte each, in han->roles.
#define ROLE_FIRST 1u    // the first of a form or a pair
#define ROLE_SECOND 2u   // the second
#define ROLE_SHORT 4u    // a short form
#define ROLE_RARE 8u     // one that may stand bare
#define ROLE_BEFORE 16u  // what stands before a short form that counts: the end of a left frame, a joint, another one
#define ROLE_BEHIND 32u  // what stands behind one: the begin of a right frame, a joint, another one
#define ROLE_END 64u     // ends a clause; the last bit is SPOKES_ROLE_JOINT
enum { FIRST_BIT, SECOND_BIT, SHORT_BIT, RARE_BIT, BEFORE_BIT, BEHIND_BIT, END_BIT };

static void note_roles(const spokes_lexicon *lexicon, uint8_t *roles) {
  // Marks and conjunctions that join the members of an enumeration: 、和与及暨 / - · —
  static const uint16_t joints[] = {0x3001, 0x548C, 0x4E0E, 0x53CA, 0x66A8, '/', '-', 0xB7, 0x2014};
  for (uint32_t c = 0; c < 65536; c++) {
    const unsigned flags = lexicon->chars[c];
    const bool is_short = flags & SPOKES_CHAR_SHORT;
    unsigned role = is_short ? ROLE_SHORT | ROLE_BEFORE | ROLE_BEHIND : 0;
    if (is_short && lexicon->single_cost[c] >= SPOKES_BARE_COST_MIN) role |= ROLE_RARE;
    if (flags & SPOKES_CHAR_CLAUSE) role |= ROLE_BEFORE | ROLE_END;
    if (flags & SPOKES_CHAR_RIGHT) role |= ROLE_BEHIND;
    roles[c] = (uint8_t)role;
  }
  for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
    roles[joints[i]] |= SPOKES_ROLE_JOINT | ROLE_BEFORE | ROLE_BEHIND;
  for (size_t i = 0; i < lexicon->frame_count; i++) {
    const spokes_frame *frame = &lexicon->frames[i];
    if (!frame->right) roles[frame->units[frame->unit_count - 1]] |= ROLE_BEFORE;
  }
  for (size_t i = 0; i < lexicon->pair_count; i++) {
    const spokes_pair *pair = &lexicon->pairs[i];
    roles[pair->units[0]] |= ROLE_FIRST;
    roles[pair->units[1]] |= ROLE_SECOND;
    // A character that the pair leaves open needs its reading.
    for (unsigned k = 0; k < pair->unit_count; k++) {
      if (!(pair->open >> k & 1)) continue;
      if (k) roles[pair->units[k - 1]] |= ROLE_BEFORE;
      if (k + 1 < pair->unit_count) roles[pair->units[k + 1]] |= ROLE_BEHIND;
    }
  }
  for (size_t i = 0; i < lexicon->chinese.order_count; i++) {
    const uint16_t *units = spokes__form_units(lexicon, &lexicon->forms[lexicon->chinese.order[i]]);
    roles[units[0]] |= ROLE_FIRST;
    roles[units[1]] |= ROLE_SECOND;
  }
}

// The roles of up to 64 units from i on, one bit for each unit in a mask of each kind.
typedef struct role_masks {
  uint64_t first, second, shorts, rare, before, behind, end;
} role_masks;

static role_masks roles_at(const spokes_han *han, uint32_t i) {
  const uint8_t *roles = han->roles;
  const uint16_t *chars = han->chars + i;
  uint8_t bytes[SPOKES_BLOCK];
  if (han->count - i >= SPOKES_BLOCK) {
    for (unsigned k = 0; k < SPOKES_BLOCK; k++) bytes[k] = roles[chars[k]];
  } else {
    memset(bytes, 0, sizeof bytes);
    for (unsigned k = 0; k < han->count - i; k++) bytes[k] = roles[chars[k]];
  }
  const spokes_block block = spokes__block_load((const char *)bytes, SPOKES_BLOCK);
  return (role_masks){spokes__block_bit(&block, FIRST_BIT),  spokes__block_bit(&block, SECOND_BIT),
                      spokes__block_bit(&block, SHORT_BIT),  spokes__block_bit(&block, RARE_BIT),
                      spokes__block_bit(&block, BEFORE_BIT), spokes__block_bit(&block, BEHIND_BIT),
                      spokes__block_bit(&block, END_BIT)};
}

// Appends the units of the mask, the first of which is i.
static size_t list_units(uint32_t *list, size_t count, uint64_t mask, uint32_t i) {
  for (; mask; mask &= mask - 1) list[count++] = i + (uint32_t)__builtin_ctzll(mask);
  return count;
}

// The bit of three characters in han->triples.
static inline uint32_t triple_bit(uint16_t first, uint16_t second, uint16_t third) {
  return (((uint32_t)first << 16 | second) * 0x9E3779B1u ^ third * 0x85EBCA6Bu) >> (32 - SPOKES_TRIPLE_BITS);
}

// The same of units of the mask, if they may begin a pair or a form of two characters, or one of three or more. The
// block ends with a break, so that a third character can be read.
static size_t list_hits(const spokes_han *han_in, size_t count, uint64_t mask, uint32_t i) {
  const uint16_t *chars = han_in->chars;
  const uint64_t *twos = han_in->twos, *triples = han_in->triples;
  uint32_t *hits = han_in->hits;
  const uint32_t last = (uint32_t)han_in->count - 1;
  for (; mask; mask &= mask - 1) {
    uint32_t unit = i + (uint32_t)__builtin_ctzll(mask), third = unit + 2 < last ? unit + 2 : last;
    hits[count] = unit;
    count += spokes__has_bit(twos, spokes__two_bit(chars[unit], chars[unit + 1], SPOKES_TWO_BITS)) |
             spokes__has_bit(triples, triple_bit(chars[unit], chars[unit + 1], chars[third]));
  }
  return count;
}

// Where clauses end, forms or pairs may begin, and short forms stand that something may bind: all others come to
// nothing, whatever they mean (emit.c), and are not looked at.
static void mark_units(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  const uint32_t count = (uint32_t)han->count;
  size_t mark_count = 0, hit_count = 0;
  uint64_t bound = 1;          // of the unit before, in bit 0
  uint32_t from = han->fresh;  // where the clause begins
  role_masks next = roles_at(han, han->fresh);
  for (uint32_t i = han->fresh; i < count; i += SPOKES_BLOCK) {
    const role_masks now = next;
    next = count - i > SPOKES_BLOCK ? roles_at(han, i + SPOKES_BLOCK) : (role_masks){.first = 0};
    uint64_t beside = now.before << 1 | bound | now.behind >> 1 | next.behind << 63;
    // Where a clause may be cut for its length, any short form may be its first unit.
    uint64_t shorts = i - from + SPOKES_BLOCK >= SPOKES_CLAUSE_MAX ? now.shorts : now.shorts & (now.rare | beside);
    mark_count = list_units(han->marks, mark_count, shorts, i);
    hit_count = list_hits(han, hit_count, now.first & (now.second >> 1 | next.second << 63), i);
    han->ends[(i - han->fresh) / SPOKES_BLOCK] = now.end;
    if (now.end) from = i + SPOKES_BLOCK - (uint32_t)__builtin_clzll(now.end);
    bound = now.before >> 63;
  }
  han->mark_count = mark_count;
  han->hit_count = hit_count;
}

// The forms of the slot that may stand at i, [*from_out, its end): most often those of two characters, which come last.
static uint32_t first_possible(const spokes_han *han, const spokes_slot *slot, uint32_t i) {
  uint32_t third = i + 2 < han->count ? i + 2 : (uint32_t)han->count - 1;
  if (spokes__has_bit(han->triples, triple_bit(han->chars[i], han->chars[i + 1], han->chars[third]))) return 0;
  uint32_t k = slot->count;
  while (k && !han->heads[slot->first + k - 1].third) k--;
  return k;
}

static inline void prefetch_slot(const spokes_scanner *scanner, uint32_t i) {
  const spokes_index *index = &scanner->lexicon->chinese;
  const uint16_t *chars = scanner->han.chars + i;
  __builtin_prefetch(&index->slots[spokes__han_hash(chars[0], chars[1]) & index->mask]);
}

static bool find_at(spokes_scanner *scanner, uint32_t i, uint32_t *covered) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  const uint16_t first = han->chars[i], second = han->chars[i + 1];
  if (spokes__has_bit(han->pair_twos, spokes__two_bit(first, second, SPOKES_PAIR_TWO_BITS))) {
    uint32_t pair = spokes__pair_find(lexicon, first, second);
    if (pair != lexicon->pair_count && !add_pair(han, i, pair)) return false;
  }
  const spokes_slot *slot = spokes__index_find(&lexicon->chinese, spokes__han_hash(first, second));
  if (!slot) return true;
  if (!reserve_candidates(han, slot->count)) return false;
  bool longest = true;
  for (uint32_t k = first_possible(han, slot, i); k < slot->count; k++) {
    const spokes_form_head *head = &han->heads[slot->first + k];
    if (!stands(scanner, head, i)) continue;
    spokes_candidate *found = &han->candidates[han->candidate_count++];
    *found = head->found;
    found->start = i;
    if (longest && i >= *covered) {
      if (found->actor != SPOKES_NO_ACTOR && !add_antecedent(han, i, head)) return false;
      *covered = i + found->count;
    }
    longest = false;
  }
  return true;
}

// What the block names: actors with a name of three characters or more, and the characters that some name can give a
// reading.
static void note_named(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  memset(han->named, 0, scanner->lexicon->actor_count);
  memset(han->named_chars, 0, sizeof han->named_chars);
  for (size_t k = 0; k < han->antecedent_count; k++) {
    const spokes_form *form = &scanner->lexicon->forms[han->antecedents[k].form];
    const uint16_t *units = spokes__form_units(scanner->lexicon, form);
    if (form->unit_count > 2) han->named[form->actor] = 1;
    for (unsigned i = 0; i < form->unit_count; i++) han->named_chars[units[i] >> 6] |= UINT64_C(1) << (units[i] & 63);
  }
}

// Which short forms the actor's name gives a reading.
static uint64_t shorts_of(const spokes_lexicon *lexicon, const spokes_form *form) {
  const uint16_t *units = spokes__form_units(lexicon, form);
  uint64_t bits = 0;
  for (unsigned i = 0; i < form->unit_count; i++)
    if (lexicon->chars[units[i]] & SPOKES_CHAR_SHORT && spokes__short_reading(lexicon, units[i], form->actor))
      bits |= spokes__short_bit(lexicon->short_first[units[i]]);
  return bits;
}

// What the search asks of the whole dictionary, once.
static bool make_heads(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  const spokes_index *index = &lexicon->chinese;
  uint32_t count = 0;
  for (size_t i = 0; i < lexicon->frame_count; i++)
    if (!lexicon->frames[i].right && lexicon->frames[i].unit_count > han->left_max)
      han->left_max = lexicon->frames[i].unit_count;
  for (uint32_t i = 0; i <= index->mask; i++)
    if (index->slots[i].first + index->slots[i].count > count) count = index->slots[i].first + index->slots[i].count;
  if (!han->heads) han->heads = spokes__calloc((size_t)count + 1, sizeof *han->heads);
  if (!han->roles) han->roles = spokes__malloc(65536);
  if (!han->twos) han->twos = spokes__calloc((1u << SPOKES_TWO_BITS) / 64, sizeof *han->twos);
  if (!han->pair_twos) han->pair_twos = spokes__calloc((1u << SPOKES_PAIR_TWO_BITS) / 64, sizeof *han->pair_twos);
  if (han->heads && han->roles && han->twos && han->pair_twos)
    han->triples = spokes__calloc((1u << SPOKES_TRIPLE_BITS) / 64, sizeof *han->triples);
  if (!han->triples) return false;
  note_roles(lexicon, han->roles);
  for (uint32_t i = 0; i < count; i++) {
    const spokes_form *form = &lexicon->forms[index->order[i]];
    const uint16_t *units = spokes__form_units(lexicon, form);
    bool is_actor = form->type == SPOKES_FORM_ACTOR;
    han->heads[i] =
        (spokes_form_head){{.form = index->order[i],
                            .count = form->unit_count,
                            .cost = form->cost,
                            .actor = is_actor ? form->actor : SPOKES_NO_ACTOR,
                            .is_wanted = is_actor || form->inner_count,
                            .is_pair = spokes__pair_like(lexicon, units, form->unit_count) != lexicon->pair_count},
                           form->unit_count > 2 ? units[2] : 0,
                           is_actor ? shorts_of(lexicon, form) : 0};
    if (form->unit_count < 3)
      spokes__add_bit(han->twos, spokes__two_bit(units[0], units[1], SPOKES_TWO_BITS));
    else
      spokes__add_bit(han->triples, triple_bit(units[0], units[1], units[2]));
  }
  for (size_t i = 0; i < lexicon->pair_count; i++) {
    const uint16_t *units = lexicon->pairs[i].units;
    spokes__add_bit(han->twos, spokes__two_bit(units[0], units[1], SPOKES_TWO_BITS));
    spokes__add_bit(han->pair_twos, spokes__two_bit(units[0], units[1], SPOKES_PAIR_TWO_BITS));
  }
  return true;
}

bool spokes__han_find(spokes_scanner *scanner) {
  spokes_han *han = &scanner->han;
  const spokes_lexicon *lexicon = scanner->lexicon;
  if (!han->triples && !make_heads(scanner)) return false;
  void *named = han->named;
  if (!spokes__array_reserve(&named, &han->named_cap, lexicon->actor_count + 1, sizeof *han->named)) return false;
  han->named = named;
  han->candidate_count = han->pair_count = 0;
  uint32_t covered = 0;
  mark_units(scanner);
  for (size_t k = 0; k < han->hit_count; k++) {
    if (k + 4 < han->hit_count) prefetch_slot(scanner, han->hits[k + 4]);
    if (!find_at(scanner, han->hits[k], &covered)) return false;
  }
  note_named(scanner);
  return true;
}
