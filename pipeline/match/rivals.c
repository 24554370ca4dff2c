// Rivals are looked for anew around one candidate, in a window that holds the longest form to either side. Latin text
// is compared in small letters with single blanks, Chinese text as characters without white space, as the two searches
// do; words broken by a hyphen at a line end, and acronyms with points, are not put together again here.

#include "rivals.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lexicon/compiled.h"
#include "text/fold.h"

#define REACH SPOKES_LIMIT_FORM_BYTES  // bytes to either side
#define WINDOW (2u * REACH + 1024u)    // and the candidate
#define WORD_UNITS 12u                 // longest word of ICU's dictionary that is looked for

typedef struct search {
  const spokes_lexicon *lexicon;
  const spokes_text *text;
  const spokes_hit *hit;
  uint32_t low, high;  // the window, inside the passage
  spokes_found *out;
  size_t count, cap;
} search;

static void add(search *s, spokes_found found) {
  bool is_apart = found.norm_end <= s->hit->norm_start || found.norm_start >= s->hit->norm_end;
  if (is_apart || s->count == s->cap || (found.row != SPOKES_NO_ROW && found.row == s->hit->entry)) return;
  for (size_t i = 0; i < s->count; i++)
    if (s->out[i].norm_start == found.norm_start && s->out[i].norm_end == found.norm_end &&
        (s->out[i].row == found.row || found.row == SPOKES_NO_ROW))
      return;
  s->out[s->count++] = found;
}

// The form and its other readings by date.
static void add_form(search *s, const spokes_form *form, uint32_t start, uint32_t end) {
  for (;; form = &s->lexicon->forms[form->next]) {
    add(s, (spokes_found){start, end, form->row, form->actor, (spokes_reason)form->reason});
    if (form->next == SPOKES_NONE) return;
  }
}

// ---- Latin ---------------------------------------------------------------------------------------------

typedef struct letters {
  char cased[WINDOW + 1], lower[WINDOW + 1];
  uint32_t at[WINDOW + 1];  // offset in the norm
  size_t count;
} letters;

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static char to_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
static bool is_word_byte(char c) {
  return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

static void read_letters(const search *s, letters *w) {
  w->count = 0;
  for (uint32_t i = s->low; i < s->high && w->count < WINDOW; i++) {
    char c = s->text->norm[i];
    if (is_space(c) && w->count && w->cased[w->count - 1] == ' ') continue;
    w->cased[w->count] = is_space(c) ? ' ' : c;
    w->lower[w->count] = to_lower(w->cased[w->count]);
    w->at[w->count++] = i;
  }
  w->cased[w->count] = w->lower[w->count] = '\0';
}

static bool stands_at(const spokes_lexicon *lexicon, const letters *w, const spokes_form *form, size_t i) {
  size_t end = i + form->len;
  if (end > w->count || memcmp(w->lower + i, spokes__form_text(lexicon, form), form->len) ||
      is_word_byte(w->lower[end]))
    return false;
  if (form->bound && w->lower[end] != '-') return false;
  if (form->case_mode == SPOKES_CASE_EXACT) return !memcmp(w->cased + i, spokes__form_cased(lexicon, form), form->len);
  return form->case_mode == SPOKES_CASE_ANY || !form->capital || w->cased[i] != w->lower[i];
}

static uint32_t hash_word(const letters *w, size_t i) {
  size_t end = i;
  while (end < w->count && is_word_byte(w->lower[end])) end++;
  return spokes__word_hash(w->lower + i, end - i);
}

static void find_latin(search *s) {
  letters w;
  read_letters(s, &w);
  for (size_t i = 0; i < w.count; i++) {
    if (!is_word_byte(w.lower[i]) || (i && is_word_byte(w.lower[i - 1]))) continue;
    const spokes_words *words = &s->lexicon->english;
    const spokes_word_slot *slot = spokes__words_find(words, hash_word(&w, i));
    for (uint32_t k = 0; slot && k < slot->count; k++) {
      const spokes_form *form = &s->lexicon->forms[words->entries[slot->first + k].form];
      if (stands_at(s->lexicon, &w, form, i)) add_form(s, form, w.at[i], w.at[i + form->len - 1] + 1);
    }
  }
}

// ---- Chinese ---------------------------------------------------------------------------------------------

typedef struct units {
  uint16_t chars[WINDOW];
  uint32_t starts[WINDOW], ends[WINDOW];
  size_t count;
} units;

static void read_units(const search *s, units *u) {
  size_t width;
  u->count = 0;
  for (uint32_t i = s->low; i < s->high && u->count < WINDOW; i += (uint32_t)width) {
    uint32_t cp = spokes__utf8_decode(s->text->norm + i, &width);
    if (cp < 0x80 && is_space((char)cp)) continue;
    u->chars[u->count] = cp <= 0xFFFF ? (uint16_t)(cp >= 'A' && cp <= 'Z' ? cp | 0x20 : cp) : 0xFFFD;
    u->starts[u->count] = i;
    u->ends[u->count++] = i + (uint32_t)width;
  }
}

static bool has_units(const units *u, size_t i, const uint16_t *wanted, unsigned count) {
  return count <= u->count - i && !memcmp(u->chars + i, wanted, count * sizeof *wanted);
}

static void find_forms_at(search *s, const units *u, size_t i) {
  const spokes_index *index = &s->lexicon->chinese;
  const spokes_slot *slot = spokes__index_find(index, spokes__han_hash(u->chars[i], u->chars[i + 1]));
  for (uint32_t k = 0; slot && k < slot->count; k++) {
    const spokes_form *form = &s->lexicon->forms[index->order[slot->first + k]];
    if (has_units(u, i, spokes__form_units(s->lexicon, form), form->unit_count))
      add_form(s, form, u->starts[i], u->ends[i + form->unit_count - 1]);
  }
}

static void find_pairs_at(search *s, const units *u, size_t i) {
  const spokes_lexicon *lexicon = s->lexicon;
  for (uint32_t k = spokes__pair_find(lexicon, u->chars[i], u->chars[i + 1]); k < lexicon->pair_count; k++) {
    const spokes_pair *pair = &lexicon->pairs[k];
    if (pair->units[0] != u->chars[i] || pair->units[1] != u->chars[i + 1]) return;
    // The pair that decided is no rival of what it decided about.
    if (pair->row != s->hit->rule && has_units(u, i, pair->units, pair->unit_count))
      add(s, (spokes_found){u->starts[i], u->ends[i + pair->unit_count - 1], pair->row, SPOKES_NO_ACTOR,
                            SPOKES_REASON_NONE});
  }
}

// Other readings of a candidate of one character.
static void find_readings_at(search *s, const units *u, size_t i) {
  const spokes_lexicon *lexicon = s->lexicon;
  if (u->starts[i] != s->hit->norm_start || u->ends[i] != s->hit->norm_end) return;
  for (size_t k = lexicon->short_first[u->chars[i]]; k < lexicon->short_count; k++) {
    const spokes_short *reading = &lexicon->shorts[k];
    if (reading->character != u->chars[i]) return;
    if (reading->actor != s->hit->actor)
      add(s, (spokes_found){u->starts[i], u->ends[i], reading->row, reading->actor, SPOKES_REASON_NONE});
  }
}

// Words that ICU's dictionary has.
static void find_words_at(search *s, const units *u, size_t i) {
  uint32_t node = SPOKES_TRIE_ROOT;
  for (size_t k = i; k < u->count && k - i < WORD_UNITS; k++) {
    node = spokes__trie_child(&s->lexicon->tables, node, u->chars[k]);
    if (!node) return;
    bool is_inside = u->starts[i] >= s->hit->norm_start && u->ends[k] <= s->hit->norm_end;
    if (k > i && !is_inside && spokes__trie_cost(&s->lexicon->tables, node) >= 0)
      add(s, (spokes_found){u->starts[i], u->ends[k], SPOKES_NO_ROW, SPOKES_NO_ACTOR, SPOKES_REASON_WORD});
  }
}

static void find_chinese(search *s) {
  units u;
  read_units(s, &u);
  for (size_t i = 0; i < u.count; i++) {
    if (i + 1 < u.count) find_forms_at(s, &u, i);
    if (i + 1 < u.count) find_pairs_at(s, &u, i);
    find_readings_at(s, &u, i);
  }
  // Last, so that rows of the dictionary are named where there is not room for all.
  for (size_t i = 0; i < u.count; i++) find_words_at(s, &u, i);
}

// ---- The whole ----------------------------------------------------------------------------------------------

static int longest_first(const void *a, const void *b) {
  const spokes_found *x = a, *y = b;
  uint32_t x_len = x->norm_end - x->norm_start, y_len = y->norm_end - y->norm_start;
  if (x_len != y_len) return x_len > y_len ? -1 : 1;
  if (x->norm_start != y->norm_start) return x->norm_start < y->norm_start ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

// The window: REACH bytes to either side, inside the passage, between two characters.
static void set_window(search *s) {
  const spokes_passage *passage = &s->text->passages[s->hit->passage - 1];
  uint32_t start = s->hit->norm_start, end = s->hit->norm_end;
  s->low = start - passage->norm_start > REACH ? start - REACH : passage->norm_start;
  s->high = passage->norm_end - end > REACH ? end + REACH : passage->norm_end;
  while (s->low < start && ((unsigned char)s->text->norm[s->low] & 0xC0) == 0x80) s->low++;
  while (s->high > end && s->high < passage->norm_end && ((unsigned char)s->text->norm[s->high] & 0xC0) == 0x80)
    s->high--;
}

size_t spokes__rivals_find(const spokes_lexicon *lexicon, const spokes_text *text, const spokes_hit *hit,
                           spokes_found *out, size_t cap) {
  search s = {.lexicon = lexicon, .text = text, .hit = hit, .out = out, .cap = cap};
  size_t width;
  set_window(&s);
  if (spokes__class_at(&lexicon->tables, text->norm + hit->norm_start, &width) & SPOKES_CLASS_HAN)
    find_chinese(&s);
  else
    find_latin(&s);
  if (s.count) qsort(out, s.count, sizeof *out, longest_first);
  return s.count;
}
