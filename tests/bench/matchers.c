// Designs of the English search, measured on the forms of a dictionary: the hash and bit filter that the program has,
// and Aho-Corasick over byte classes. Each finds the longest form that begins at the leftmost word, and all must find
// the same; rules, acronyms with points and broken words are left out.
//
// usage: matchers DICTIONARY[,MORE] TEXT...

#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/blocks.h"
#include "lexicon/compiled.h"
#include "spokes.h"
#include "text/kernels.h"

#define SECONDS 1.0

typedef struct haystack {
  char *text;
  size_t len, cap;
} haystack;

static void die(const char *what) {
  fprintf(stderr, "matchers: %s\n", what);
  exit(1);
}

static void *allocate(size_t count, size_t size) {
  void *block = calloc(count ? count : 1, size);
  if (!block) die("out of memory");
  return block;
}

static bool is_word(char c) { return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || c < 0; }
static bool is_upper(char c) { return (unsigned)(c - 'A') < 26; }
static char lower(char c) { return is_upper(c) ? (char)(c | 0x20) : c; }

// Appends a file with white space as single blanks, so that every design compares bytes.
static void read_text(haystack *h, const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  for (int c; (c = getc(file)) != EOF;) {
    if (h->len + 80 > h->cap) {
      h->cap = h->cap * 2 + 4096;
      h->text = realloc(h->text, h->cap);
      if (!h->text) die("out of memory");
    }
    char now = strchr("\t\n\v\f\r", c) && c ? ' ' : (char)c;
    if (now != ' ' || (h->len && h->text[h->len - 1] != ' ')) h->text[h->len++] = now;
  }
  fclose(file);
}

// ---- The forms --------------------------------------------------------------------------------------------

static bool holds(const spokes_lexicon *lexicon, const spokes_form *form, const char *s, size_t len, size_t start,
                  size_t end) {
  if (end < len && is_word(s[end])) return false;
  if (form->case_mode == SPOKES_CASE_EXACT) return !memcmp(s + start, spokes__form_cased(lexicon, form), end - start);
  return form->case_mode == SPOKES_CASE_ANY || !form->capital || is_upper(s[start]);
}

// ---- Hash and bit filter ------------------------------------------------------------------------------------

static bool same_tail(const spokes_lexicon *lexicon, const spokes_form *form, const char *s, size_t len, size_t start) {
  const char *text = spokes__form_text(lexicon, form);
  if (start + form->len > len) return false;
  for (size_t k = form->word_len; k < form->len; k++)
    if (lower(s[start + k]) != text[k]) return false;
  return true;
}

// The end of the longest form whose first word is [start, stop), or 0.
static size_t look_up(const spokes_lexicon *lexicon, const haystack *h, size_t start, size_t stop) {
  const spokes_words *words = &lexicon->english;
  const spokes_word word = spokes__word_of(h->text + start, stop - start);
  if (!spokes__word_filter_has(words->filter, &word)) return 0;
  const spokes_word_slot *slot = spokes__words_find(words, spokes__word_hash_of(&word));
  if (!slot || slot->head != word.head || slot->tail != word.tail || slot->len != word.len) return 0;
  char bytes[SPOKES_TAIL_BYTES + 1];
  for (size_t i = 0; i <= SPOKES_TAIL_BYTES; i++) bytes[i] = stop + i < h->len ? lower(h->text[stop + i]) : '\0';
  const spokes_tail text = spokes__tail_of(bytes);
  const uint8_t key = spokes__tail_key(&text);
  for (uint32_t k = slot->first; k < slot->first + slot->count; k++) {
    if (words->keys[k] && words->keys[k] != key) continue;
    if (!spokes__tail_fits(&words->entries[k].tail, &text)) continue;
    const spokes_form *form = &lexicon->forms[words->entries[k].form];
    if (form->word_len == stop - start && same_tail(lexicon, form, h->text, h->len, start) &&
        holds(lexicon, form, h->text, h->len, start, start + form->len))
      return start + form->len;
  }
  return 0;
}

static size_t by_hash(const void *design, const spokes_lexicon *lexicon, const haystack *h) {
  const spokes_kernels *kernels = design;
  static spokes_start starts[SPOKES_STARTS_MAX];
  size_t found = 0, next = 0;
  for (size_t base = 0; base < h->len; base += SPOKES_STARTS_BYTES) {
    size_t len = h->len - base < SPOKES_STARTS_BYTES ? h->len - base : SPOKES_STARTS_BYTES;
    bool in_word = base && is_word(h->text[base - 1]);
    size_t count = kernels->starts(h->text + base, len, h->len - base, in_word, lexicon->starts, starts);
    for (size_t k = 0; k < count; k++) {
      size_t i = base + starts[k].at, stop = i + starts[k].len;
      if (i < next || (i && is_word(h->text[i - 1]))) continue;
      while (stop < h->len && is_word(h->text[stop])) stop++;
      size_t end = look_up(lexicon, h, i, stop);
      if (!end) continue;
      found++;
      next = end;
    }
  }
  return found;
}

// ---- Aho-Corasick over byte classes -----------------------------------------------------------------------

typedef struct automaton {
  uint8_t class[256];
  unsigned classes;
  uint32_t *next;                   // [state * classes + class]
  uint32_t *form, *suffix, *depth;  // [state]: the form that ends there; the nearest state behind with one; letters
  uint32_t *same;                   // [form]: another with the same letters in another case, + 1; 0 = none
  uint32_t states;
  bool anchored;  // a trie that is entered at words, without failure transitions
} automaton;

static void make_classes(automaton *a, const spokes_lexicon *lexicon) {
  a->classes = 1;
  for (size_t f = 0; f < lexicon->form_count; f++)
    for (const char *s = lexicon->forms[f].unit_count ? "" : spokes__form_text(lexicon, &lexicon->forms[f]); *s; s++)
      if (!a->class[(unsigned char)*s]) a->class[(unsigned char)*s] = (uint8_t)a->classes++;
  for (int c = 'A'; c <= 'Z'; c++) a->class[c] = a->class[c | 0x20];
}

static void enter(automaton *a, const spokes_lexicon *lexicon, const spokes_form *form, uint32_t number) {
  const char *text = spokes__form_text(lexicon, form);
  uint32_t state = 0;
  for (size_t k = 0; k < form->len; k++) {
    uint32_t *next = &a->next[(size_t)state * a->classes + a->class[(unsigned char)text[k]]];
    if (!*next) {
      a->depth[a->states] = a->depth[state] + 1;
      *next = a->states++;
    }
    state = *next;
  }
  a->same[number] = a->form[state];
  a->form[state] = number + 1;
}

static bool any_holds(const automaton *a, const spokes_lexicon *lexicon, const haystack *h, uint32_t state,
                      size_t start, size_t end) {
  for (uint32_t form = a->form[state]; form; form = a->same[form - 1])
    if (holds(lexicon, &lexicon->forms[form - 1], h->text, h->len, start, end)) return true;
  return false;
}

// Fills what the trie leaves open with the transitions of the longest suffix, in the order of depth.
static void add_failures(automaton *a) {
  uint32_t *queue = allocate(a->states, sizeof *queue), *fail = allocate(a->states, sizeof *fail);
  size_t head = 0, tail = 0;
  for (unsigned c = 0; c < a->classes; c++)
    if (a->next[c]) queue[tail++] = a->next[c];
  while (head < tail) {
    uint32_t state = queue[head++], *row = &a->next[(size_t)state * a->classes];
    const uint32_t *back = &a->next[(size_t)fail[state] * a->classes];
    a->suffix[state] = a->form[fail[state]] ? fail[state] : a->suffix[fail[state]];
    for (unsigned c = 0; c < a->classes; c++) {
      if (row[c]) {
        fail[row[c]] = back[c];
        queue[tail++] = row[c];
      } else {
        row[c] = back[c];
      }
    }
  }
  free(queue);
  free(fail);
}

static automaton make_automaton(const spokes_lexicon *lexicon, bool anchored) {
  automaton a = {.states = 1, .anchored = anchored};
  size_t letters = 1;
  make_classes(&a, lexicon);
  for (size_t f = 0; f < lexicon->form_count; f++) letters += lexicon->forms[f].unit_count ? 0 : lexicon->forms[f].len;
  a.next = allocate(letters * a.classes, sizeof *a.next);
  a.form = allocate(letters, sizeof *a.form);
  a.suffix = allocate(letters, sizeof *a.suffix);
  a.depth = allocate(letters, sizeof *a.depth);
  a.same = allocate(lexicon->form_count, sizeof *a.same);
  const spokes_words *words = &lexicon->english;
  for (uint32_t i = 0; i <= words->mask; i++)
    for (uint32_t k = 0; k < words->slots[i].count; k++) {
      uint32_t number = words->entries[words->slots[i].first + k].form;
      enter(&a, lexicon, &lexicon->forms[number], number);
    }
  if (!anchored) add_failures(&a);
  return a;
}

static void free_automaton(automaton *a) {
  free(a->next);
  free(a->form);
  free(a->suffix);
  free(a->depth);
  free(a->same);
}

// One look at each byte; of the forms that end there those that begin further left, or reach further, are kept until
// nothing can begin before them any more.
static size_t by_automaton(const void *design, const spokes_lexicon *lexicon, const haystack *h) {
  const automaton *a = design;
  size_t found = 0, start = SIZE_MAX, end = 0, next = 0;
  uint32_t state = 0;
  for (size_t i = 0; i < h->len; i++) {
    state = a->next[(size_t)state * a->classes + a->class[(unsigned char)h->text[i]]];
    if (start != SIZE_MAX && i + 1 - a->depth[state] > start) {
      found++;
      i = (next = end) - 1;  // what was read beyond the form may begin others
      state = 0;
      start = SIZE_MAX;
      continue;
    }
    for (uint32_t at = a->form[state] ? state : a->suffix[state]; at; at = a->suffix[at]) {
      size_t from = i + 1 - a->depth[at];
      if (from < next || (from && is_word(h->text[from - 1])) || !any_holds(a, lexicon, h, at, from, i + 1)) continue;
      if (from <= start) {
        start = from;
        end = i + 1;
      }
    }
  }
  return found + (start != SIZE_MAX);
}

// The same automaton without failure transitions, walked from every word on.
static size_t by_trie(const void *design, const spokes_lexicon *lexicon, const haystack *h) {
  const automaton *a = design;
  size_t found = 0;
  for (size_t i = 0; i < h->len;) {
    size_t end = 0;
    uint32_t state = 0;
    for (size_t k = i; k < h->len; k++) {
      state = a->next[(size_t)state * a->classes + a->class[(unsigned char)h->text[k]]];
      if (!state) break;
      if (a->form[state] && any_holds(a, lexicon, h, state, i, k + 1)) end = k + 1;
    }
    found += end != 0;
    if (end)
      i = end;
    else
      while (i < h->len && is_word(h->text[i])) i++;
    while (i < h->len && !is_word(h->text[i])) i++;
  }
  return found;
}

// ---- Measuring ------------------------------------------------------------------------------------------------

typedef size_t design_fn(const void *design, const spokes_lexicon *lexicon, const haystack *h);

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void measure(const char *name, design_fn *run, const void *design, const spokes_lexicon *lexicon,
                    const haystack *h, size_t table_bytes) {
  double best = 1e9, begin = now();
  size_t found = 0;
  while (now() - begin < SECONDS) {
    double from = now();
    found = run(design, lexicon, h);
    if (now() - from < best) best = now() - from;
  }
  printf("%-46s %8.0f MB/s  %8zu found  tables %8.2f MB\n", name, (double)h->len / 1e6 / best, found,
         (double)table_bytes / 1e6);
}

static size_t size_of_automaton(const automaton *a) { return (size_t)a->states * (4 * a->classes + 12); }

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  haystack h = {NULL, 0, 0};
  for (int i = 2; i < argc; i++) read_text(&h, argv[i]);
  const char *folders[2] = {strtok(argv[1], ","), strtok(NULL, ",")};
  spokes_lexicon *lexicon;
  spokes_error err;
  const spokes_lexicon_options options = {.dirs = folders, .dir_count = folders[1] ? 2 : 1};
  if (spokes_lexicon_load_with(&options, NULL, NULL, &lexicon, &err)) die(err.message);
  const spokes_words *words = &lexicon->english;
  printf("%zu forms, %.1f MB of text\n", words->entry_count, (double)h.len / 1e6);
  size_t hashed = words->slot_count * sizeof *words->slots + words->entry_count * (sizeof *words->entries + 1) +
                  (1u << SPOKES_WORD_FILTER_BITS) / 8 + sizeof *lexicon->starts;
  measure("hash and bit filter", by_hash, spokes__kernels(spokes__simd_level()), lexicon, &h, hashed);
  measure("hash and bit filter, no vector instructions", by_hash, spokes__kernels(SPOKES_SIMD_PORTABLE), lexicon, &h,
          hashed);
  automaton whole = make_automaton(lexicon, false);
  measure("Aho-Corasick, DFA over byte classes", by_automaton, &whole, lexicon, &h, size_of_automaton(&whole));
  free_automaton(&whole);
  automaton trie = make_automaton(lexicon, true);
  measure("trie over byte classes, entered at words", by_trie, &trie, lexicon, &h, size_of_automaton(&trie));
  free_automaton(&trie);
  spokes_lexicon_free(lexicon);
  free(h.text);
  return 0;
}
