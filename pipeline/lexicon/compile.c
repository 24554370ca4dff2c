// From entries to indexes: forms sorted into buckets by their first word or first two characters, short forms,
// pairs and frames by their first character, and the candidates that each form covers.

#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include "load.h"
#include "text/fold.h"

// Costs of Chinese forms that ICU's dictionary lacks or prices higher, on its scale (a common two-character word has
// about 70 to 100): names must beat what their parts cost, and two-character names must not eat into ordinary words.
#define COST_NAME_2 98u
#define COST_NAME 90u
#define COST_NONMENTION_2 80u
#define COST_NONMENTION 86u
#define COST_WORD 80u
#define COST_PAIR_NAME 78u

static bool is_word_byte(char c) {
  return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

static size_t first_word_len(const char *text, size_t len) {
  size_t end = 0;
  while (end < len && is_word_byte(text[end])) end++;
  return end;
}

// The slot of the word at text, or NULL when it begins no form; *len_out: its bytes.
static const spokes_word_slot *first_word_slot(const spokes_lexicon *lexicon, const char *text, size_t len,
                                               size_t *len_out) {
  *len_out = first_word_len(text, len);
  return *len_out ? spokes__words_find(&lexicon->english, spokes__word_hash(text, *len_out)) : NULL;
}

// ---- Costs of Chinese forms -------------------------------------------------------------------------

static int icu_cost(const spokes_lexicon *lexicon, const spokes_form *form) {
  const uint16_t *units = spokes__form_units(lexicon, form);
  uint32_t node = SPOKES_TRIE_ROOT;
  for (unsigned i = 0; i < form->unit_count && node; i++) node = spokes__trie_child(&lexicon->tables, node, units[i]);
  return node ? spokes__trie_cost(&lexicon->tables, node) : -1;
}

static void price(spokes_lexicon *lexicon) {
  for (size_t i = 0; i < lexicon->form_count; i++) {
    spokes_form *form = &lexicon->forms[i];
    if (!spokes__form_is_chinese(form) || form->cost) continue;
    bool two = form->unit_count == 2;
    unsigned cost = form->type == SPOKES_FORM_NONMENTION ? (two ? COST_NONMENTION_2 : COST_NONMENTION)
                    : form->type == SPOKES_FORM_WORD     ? COST_WORD
                    : two                                ? COST_NAME_2
                                                         : COST_NAME;
    int known = icu_cost(lexicon, form);
    form->cost = (uint16_t)(known >= 0 && (unsigned)known < cost ? (unsigned)known : cost);
  }
}

// ---- Indexes ---------------------------------------------------------------------------------------------

static int by_bucket(const void *a, const void *b) {
  const spokes_bucket_entry *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  if (x->len != y->len) return x->len > y->len ? -1 : 1;
  return (x->form > y->form) - (x->form < y->form);
}

void spokes__bucket_entries_sort(spokes_bucket_entry *entries, size_t count) {
  qsort(entries, count, sizeof *entries, by_bucket);
}

static bool lay_index(spokes_index *index, spokes_bucket_entry *entries, size_t count, spokes_arena *arena) {
  spokes__bucket_entries_sort(entries, count);
  size_t cap = 64;
  while (cap < count * 2) cap *= 2;
  index->slot_count = cap;
  index->order_count = count;
  index->slots = spokes__arena_calloc(arena, cap, sizeof *index->slots);
  index->order = spokes__arena_calloc(arena, count + 1, sizeof *index->order);
  index->filter = spokes__arena_calloc(arena, ((size_t)1 << SPOKES_FILTER_BITS) / 64, sizeof *index->filter);
  if (!index->slots || !index->order || !index->filter) return false;
  index->mask = (uint32_t)cap - 1;
  for (size_t i = 0; i < count;) {
    size_t j = i;
    for (; j < count && entries[j].hash == entries[i].hash; j++) index->order[j] = entries[j].form;
    uint32_t at = entries[i].hash & index->mask;
    while (index->slots[at].count) at = (at + 1) & index->mask;
    index->slots[at] = (spokes_slot){entries[i].hash, (uint32_t)i, (uint32_t)(j - i), 0};
    spokes__filter_add(index->filter, SPOKES_FILTER_BITS, entries[i].hash);
    i = j;
  }
  return true;
}

// Second and later readings of a text are reached through the first one's chain.
static bool *chained_forms(const spokes_lexicon *lexicon) {
  bool *chained = spokes__calloc(lexicon->form_count, sizeof *chained);
  for (size_t i = 0; chained && i < lexicon->form_count; i++)
    if (lexicon->forms[i].next != SPOKES_NONE) chained[lexicon->forms[i].next] = true;
  return chained;
}

static bool index_chinese(spokes_draft *draft, const bool *chained) {
  spokes_lexicon *lexicon = &draft->lexicon;
  spokes_bucket_entry *entries = spokes__malloc((lexicon->form_count + 1) * sizeof *entries);
  size_t count = 0;
  if (!entries) return false;
  for (uint32_t i = 0; i < lexicon->form_count; i++) {
    const spokes_form *form = &lexicon->forms[i];
    if (!spokes__form_is_chinese(form) || chained[i]) continue;
    const uint16_t *units = spokes__form_units(lexicon, form);
    entries[count++] = (spokes_bucket_entry){spokes__han_hash(units[0], units[1]), i, form->unit_count};
    lexicon->chars[units[0]] |= SPOKES_CHAR_FORM;
  }
  bool good = lay_index(&lexicon->chinese, entries, count, &draft->arena);
  spokes__free(entries);
  return good;
}

static void measure_first_words(spokes_lexicon *lexicon) {
  for (size_t i = 0; i < lexicon->form_count; i++) {
    spokes_form *form = &lexicon->forms[i];
    if (!spokes__form_is_chinese(form))
      form->word_len = (uint16_t)first_word_len(spokes__form_text(lexicon, form), form->len);
  }
}

static bool build_indexes(spokes_draft *draft) {
  bool *chained = chained_forms(&draft->lexicon);
  measure_first_words(&draft->lexicon);
  bool good = chained && spokes__words_compile(draft, chained) && index_chinese(draft, chained);
  spokes__free(chained);
  return good;
}

static int by_grouping(const void *a, const void *b) {
  const spokes_member *x = a, *y = b;
  if (x->grouping != y->grouping) return x->grouping < y->grouping ? -1 : 1;
  if (x->member != y->member) return x->member < y->member ? -1 : 1;
  return (x->from > y->from) - (x->from < y->from);
}

static bool index_members(spokes_draft *draft) {
  spokes_lexicon *lexicon = &draft->lexicon;
  lexicon->member_first = spokes__arena_calloc(&draft->arena, lexicon->actor_count + 1, sizeof *lexicon->member_first);
  if (!lexicon->member_first) return false;
  lexicon->member_first_count = lexicon->actor_count + 1;
  if (lexicon->member_count) qsort(lexicon->members, lexicon->member_count, sizeof *lexicon->members, by_grouping);
  uint32_t at = 0;
  for (size_t actor = 0; actor <= lexicon->actor_count; actor++) {
    while (at < lexicon->member_count && lexicon->members[at].grouping < actor) at++;
    lexicon->member_first[actor] = at;
  }
  return true;
}

// ---- Short forms, pairs, frames ----------------------------------------------------------------------------

static int by_character(const void *a, const void *b) {
  const spokes_short *x = a, *y = b;
  if (x->character != y->character) return x->character < y->character ? -1 : 1;
  if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static int by_units(const uint16_t *a, unsigned a_count, const uint16_t *b, unsigned b_count) {
  if (a[0] != b[0]) return a[0] < b[0] ? -1 : 1;
  if (a_count != b_count) return a_count > b_count ? -1 : 1;  // the longest first
  return memcmp(a, b, a_count * sizeof *a);
}

static int pair_order(const void *a, const void *b) {
  const spokes_pair *x = a, *y = b;
  if (x->units[0] == y->units[0] && x->units[1] != y->units[1]) return x->units[1] < y->units[1] ? -1 : 1;
  return by_units(x->units, x->unit_count, y->units, y->unit_count);
}

static int frame_order(const void *a, const void *b) {
  const spokes_frame *x = a, *y = b;
  return by_units(x->units, x->unit_count, y->units, y->unit_count);
}

static uint32_t *first_table(spokes_arena *arena) {
  uint32_t *table = spokes__arena_alloc(arena, 65536 * sizeof *table);
  if (table) memset(table, 0xFF, 65536 * sizeof *table);
  return table;
}

// Nothing is named across these: 0 is a break, the others are canonical forms, the full stop and the marks of titles.
static void flag_clause_ends(spokes_lexicon *lexicon) {
  static const uint16_t ends[] = {0, ',', ';', ':', '!', '?', '"', 0x3002, 0x300A, 0x300B};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) lexicon->chars[ends[i]] |= SPOKES_CHAR_CLAUSE;
}

static void flag_characters(spokes_lexicon *lexicon, const char16_t *characters, uint8_t flag) {
  for (size_t i = 0; characters[i]; i++) lexicon->chars[characters[i]] |= flag;
}

// What stands beside a lone short form tells what it is.
static void flag_neighbours(spokes_lexicon *lexicon) {
  // Characters that spell foreign names (阿尔苏).
  static const char16_t spelling[] =
      u"阿埃艾安奥巴贝比波布查达德迪多厄尔法菲费弗盖戈格哈海赫霍基吉贾金卡凯科克肯库拉莱兰朗勒雷里利林卢鲁伦罗洛马玛迈"
      u"曼梅门米莫穆"
      u"纳奈内尼努诺帕佩皮普齐奇恰乔切萨塞桑沙舍什史斯索塔泰坦汤特提图托瓦维温沃西希谢辛雅亚耶伊因尤扎詹兹佐丹丁娜莉丽"
      u"琳瑟顿姆";
  // Adverbs, auxiliaries and verbs of saying that a bare subject takes at the head of a clause: 美以..., 俄拟...,
  // 韩称...
  static const char16_t behind_subjects[] = u"以将拟称已曾仍不未需应正并也还却又再欲拒促吁被则更就都可会能要想";
  flag_characters(lexicon, spelling, SPOKES_CHAR_SPELLS);
  flag_characters(lexicon, behind_subjects, SPOKES_CHAR_SUBJECT);
}

static bool build_grammar(spokes_draft *draft) {
  spokes_lexicon *lexicon = &draft->lexicon;
  flag_neighbours(lexicon);
  flag_clause_ends(lexicon);
  lexicon->short_first = first_table(&draft->arena);
  lexicon->pair_first = first_table(&draft->arena);
  lexicon->frame_first = first_table(&draft->arena);
  lexicon->pair_stop = first_table(&draft->arena);
  if (!lexicon->short_first || !lexicon->pair_first || !lexicon->frame_first || !lexicon->pair_stop) return false;
  if (lexicon->short_count) qsort(lexicon->shorts, lexicon->short_count, sizeof *lexicon->shorts, by_character);
  if (lexicon->pair_count) qsort(lexicon->pairs, lexicon->pair_count, sizeof *lexicon->pairs, pair_order);
  if (lexicon->frame_count) qsort(lexicon->frames, lexicon->frame_count, sizeof *lexicon->frames, frame_order);
  for (uint32_t i = (uint32_t)lexicon->short_count; i--;) {
    lexicon->short_first[lexicon->shorts[i].character] = i;
    lexicon->chars[lexicon->shorts[i].character] |= SPOKES_CHAR_SHORT;
  }
  for (uint32_t i = 0; i < lexicon->pair_count; i++) {
    const uint16_t *units = lexicon->pairs[i].units;
    lexicon->pair_stop[units[0]] = i + 1;
    uint32_t bit = spokes__han_hash(units[0], units[1]) >> (32 - SPOKES_FILTER_BITS);
    lexicon->chinese.filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
  }
  for (uint32_t i = (uint32_t)lexicon->pair_count; i--;) {
    lexicon->pair_first[lexicon->pairs[i].units[0]] = i;
    lexicon->chars[lexicon->pairs[i].units[0]] |= SPOKES_CHAR_PAIR;
  }
  for (uint32_t i = (uint32_t)lexicon->frame_count; i--;) {
    lexicon->frame_first[lexicon->frames[i].units[0]] = i;
    lexicon->chars[lexicon->frames[i].units[0]] |= lexicon->frames[i].right ? SPOKES_CHAR_RIGHT : SPOKES_CHAR_LEFT;
  }
  return true;
}

// A name that is also written like a pair (中非) stands in the lattice for both, at the price of a common word.
static void price_pair_names(spokes_lexicon *lexicon) {
  for (size_t i = 0; i < lexicon->form_count; i++) {
    spokes_form *form = &lexicon->forms[i];
    if (!spokes__form_is_chinese(form) || form->type != SPOKES_FORM_ACTOR || form->cost <= COST_PAIR_NAME) continue;
    if (spokes__pair_like(lexicon, spokes__form_units(lexicon, form), form->unit_count) != lexicon->pair_count)
      form->cost = COST_PAIR_NAME;
  }
}

// ---- Inner candidates ------------------------------------------------------------------------------------------

static bool add_inner(spokes_draft *draft, spokes_form *form, const spokes_form *covered) {
  spokes_lexicon *lexicon = &draft->lexicon;
  if (form->type == SPOKES_FORM_ACTOR && covered->actor == form->actor) return true;
  for (uint32_t i = form->inner; i < form->inner + form->inner_count; i++)
    if (lexicon->inners[i].actor == covered->actor) return true;
  void *inners = lexicon->inners;
  if (!spokes__array_reserve(&inners, &draft->inner_cap, lexicon->inner_count + 1, sizeof *lexicon->inners))
    return false;
  lexicon->inners = inners;
  lexicon->inners[lexicon->inner_count++] =
      (spokes_inner){.actor = covered->actor, .kind = covered->kind, .row = covered->row};
  form->inner_count++;
  return true;
}

// Does the form `inside` stand in form at byte `at`, with boundaries on both sides?
static bool stands_in(const spokes_lexicon *lexicon, const spokes_form *form, const spokes_form *inside, size_t at) {
  const char *text = spokes__form_text(lexicon, form), *cased = spokes__form_cased(lexicon, form);
  if (inside->type != SPOKES_FORM_ACTOR || inside->len >= form->len || at + inside->len > form->len) return false;
  if (memcmp(text + at, spokes__form_text(lexicon, inside), inside->len)) return false;
  if (inside->case_mode == SPOKES_CASE_EXACT && memcmp(cased + at, spokes__form_cased(lexicon, inside), inside->len))
    return false;
  if (inside->bound && text[at + inside->len] != '-') return false;
  return at + inside->len == form->len || !is_word_byte(text[at + inside->len]);
}

// The acronym that is written with points at byte `at` of form (U.S. dollar), or NULL; *len: with its points.
static const spokes_form *dotted_inside(const spokes_lexicon *lexicon, const spokes_form *form, size_t at,
                                        size_t *len) {
  const char *text = spokes__form_text(lexicon, form), *cased = spokes__form_cased(lexicon, form);
  char letters[16];
  size_t count = 0, end;
  while (count < sizeof letters && at + 2 * count + 1 < form->len && cased[at + 2 * count] >= 'A' &&
         cased[at + 2 * count] <= 'Z' && cased[at + 2 * count + 1] == '.') {
    letters[count] = text[at + 2 * count];
    count++;
  }
  if (count < 2) return NULL;
  const spokes_word_slot *slot = first_word_slot(lexicon, letters, count, &end);
  for (uint32_t i = 0; slot && i < slot->count; i++) {
    const spokes_form *inside = &lexicon->forms[lexicon->english.entries[slot->first + i].form];
    if (inside->type != SPOKES_FORM_ACTOR || inside->kind != SPOKES_KIND_ACRONYM || inside->len != count ||
        memcmp(spokes__form_text(lexicon, inside), letters, count))
      continue;
    *len = 2 * count;
    return inside;
  }
  return NULL;
}

static bool inner_english(spokes_draft *draft, spokes_form *form) {
  const spokes_lexicon *lexicon = &draft->lexicon;
  const char *text = spokes__form_text(lexicon, form);
  for (size_t at = 0, end; at < form->len;) {
    const spokes_word_slot *slot = first_word_slot(lexicon, text + at, form->len - at, &end);
    size_t step = end ? end : 1, dotted_len;
    const spokes_form *dotted = dotted_inside(lexicon, form, at, &dotted_len);
    if (dotted && dotted_len < form->len) {
      if (!add_inner(draft, form, dotted)) return false;
      at += dotted_len;
      continue;
    }
    for (uint32_t i = 0; slot && i < slot->count; i++) {
      const spokes_form *inside = &lexicon->forms[lexicon->english.entries[slot->first + i].form];
      if (!stands_in(lexicon, form, inside, at)) continue;
      if (!add_inner(draft, form, inside)) return false;
      step = inside->len;
      break;
    }
    at += step;
  }
  return true;
}

static bool inner_chinese(spokes_draft *draft, spokes_form *form) {
  const spokes_lexicon *lexicon = &draft->lexicon;
  const uint16_t *units = spokes__form_units(lexicon, form);
  for (unsigned at = 0; at + 1 < form->unit_count;) {
    const spokes_slot *slot = spokes__index_find(&lexicon->chinese, spokes__han_hash(units[at], units[at + 1]));
    unsigned step = 1;
    for (uint32_t i = 0; slot && i < slot->count; i++) {
      const spokes_form *inside = &lexicon->forms[lexicon->chinese.order[slot->first + i]];
      if (inside->type != SPOKES_FORM_ACTOR || inside->unit_count >= form->unit_count ||
          at + inside->unit_count > form->unit_count ||
          memcmp(units + at, spokes__form_units(lexicon, inside), inside->unit_count * sizeof *units))
        continue;
      if (!add_inner(draft, form, inside)) return false;
      step = inside->unit_count;
      break;
    }
    at += step;
  }
  return true;
}

static bool find_inners(spokes_draft *draft) {
  spokes_lexicon *lexicon = &draft->lexicon;
  for (size_t i = 0; i < lexicon->form_count; i++) {
    spokes_form *form = &lexicon->forms[i];
    form->inner = (uint32_t)lexicon->inner_count;
    if (spokes__form_is_chinese(form) ? !inner_chinese(draft, form) : !inner_english(draft, form)) return false;
  }
  return true;
}

#define COST_UNKNOWN_HAN 110u  // an ideograph that ICU's dictionary lacks as a word
#define COST_OTHER 1u          // letters, digits, punctuation

static void price_singles(spokes_lexicon *lexicon) {
  const spokes_tables *tables = &lexicon->tables;
  for (uint32_t character = 0; character < 65536; character++) {
    if (!(tables->classes[character] & SPOKES_CLASS_HAN)) {
      lexicon->single_cost[character] = COST_OTHER;
      continue;
    }
    uint32_t node = spokes__trie_child(tables, SPOKES_TRIE_ROOT, (uint16_t)character);
    int cost = node ? spokes__trie_cost(tables, node) : -1;
    lexicon->single_cost[character] = (uint8_t)(cost < 0 ? COST_UNKNOWN_HAN : cost > 255 ? 255 : (unsigned)cost);
  }
}

spokes_status spokes__draft_compile(spokes_draft *draft, spokes_error *err) {
  spokes_lexicon *lexicon = &draft->lexicon;
  lexicon->chars = spokes__arena_calloc(&draft->arena, 65536, 1);
  lexicon->single_cost = spokes__arena_alloc(&draft->arena, 65536);
  if (!lexicon->chars || !lexicon->single_cost) return spokes__error_nomem(err);
  price_singles(lexicon);
  price(lexicon);
  if (!build_indexes(draft) || !build_grammar(draft) || !index_members(draft) || !find_inners(draft))
    return spokes__error_nomem(err);
  price_pair_names(lexicon);
  return SPOKES_OK;
}
