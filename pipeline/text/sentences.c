// Sentences inside passages: a rule-based cut at . ! ? and their ideographic kin.
//
// A full stop ends a sentence when what follows can begin one and what precedes is no abbreviation. Behind a dotted
// acronym (U.S.) only a word that usually opens a sentence does: "the U.S. In the coming decade" is two, "U.S. Forces"
// one.

#include <string.h>

#include "base/alloc.h"
#include "base/threads.h"
#include "eight.h"
#include "finder.h"
#include "passages.h"
#include "word_list.h"

static bool is_space(char c) { return c == ' ' || (unsigned)(c - '\t') < 5; }
static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_closer(char c) { return c == '"' || c == '\'' || c == ')' || c == ']'; }

// None has eight letters or more (word_before).
static const spokes_word_list abbreviations = {{
    [1] = "p",
    [2] = "Mr Ms Dr St No no vs Jr Sr Co pp ed cf al Lt ca",
    [3] =
        ("Mrs Gen Sen Rep Gov Nos Inc Ltd Art vol Vol eds Col Adm Amb Sec Fig fig Jan Feb Mar Apr Jun Jul Aug Sep Oct "
         "Nov Dec Maj Sgt Hon Rev"),
    [4] = "Prof Capt Sept",
    [6] = "approx",
}};
static const spokes_word_list openers = {{
    [1] = "A",
    [2] = "In It We As At To He If An By On",
    [3] = "The Our Its But And For She Yet Nor",
    [4] = "This They When Such That With From Both Thus",
    [5] = "These Those While There Since After Today",
    [6] = "Before",
    [7] = "However Because",
    [8] = "Although Moreover",
    [9] = "Therefore",
}};

// Letters at the end of the eight bytes before s.
static unsigned letters_before(const char *s) {
  uint64_t others = spokes__eight_others(spokes__eight_read(s - 8));
  return others ? (unsigned)__builtin_clzll(others) / 8 : 8;
}

// The length of the word that ends at stop. Of a long one some letters: it is no abbreviation.
static size_t word_before(const char *s, size_t start, size_t stop) {
  if (stop - start >= 8) return letters_before(s + stop);
  size_t at = stop;
  while (at > start && is_letter(s[at - 1])) at--;
  return stop - at;
}

// Does the full stop at dot (inside [start, end)) end its sentence? next: the first character behind it that is no
// white space.
static bool stop_ends(const char *s, size_t start, size_t dot, size_t next, size_t end) {
  size_t len = word_before(s, start, dot), word = dot - len;
  if (len == 1 && is_upper(s[word]) && (word == start || s[word - 1] == '.' || is_space(s[word - 1]))) {
    size_t stop = next;
    while (stop < end && is_letter(s[stop])) stop++;
    return spokes__word_listed(&openers, s + next, stop - next);
  }
  return !len || !spokes__word_listed(&abbreviations, s + word, len);
}

static bool can_open(const char *s, size_t at) {
  return is_upper(s[at]) || is_digit(s[at]) || s[at] == '"' || s[at] == '\'' || s[at] == '(' || s[at] == '[' ||
         (unsigned char)s[at] >= 0x80;
}

static bool add_sentence(spokes_text *text, size_t start) {
  void *sentences = text->sentences;
  if (!spokes__array_reserve(&sentences, &text->sentence_cap, text->sentence_count + 1, sizeof *text->sentences))
    return false;
  text->sentences = sentences;
  text->sentences[text->sentence_count++] = (uint32_t)start;
  return true;
}

static bool cut_passage(spokes_text *text, spokes_finder *marks, size_t start, size_t end) {
  const char *s = text->norm;
  if (!add_sentence(text, start)) return false;
  for (size_t i = start;; i++) {
    i = spokes__finder_next(marks, i, end);
    if (i >= end) break;
    size_t mark = i;
    bool ideographic = (unsigned char)s[i] == 0xE3;
    if (ideographic) {
      if (i + 2 >= end || memcmp(s + i, "\xE3\x80\x82", 3)) continue;
      i += 2;
    }
    while (i + 1 < end && (s[i + 1] == '!' || s[i + 1] == '?' || is_closer(s[i + 1]))) i++;
    size_t next = i + 1;
    while (next < end && is_space(s[next])) next++;
    if (next >= end) break;
    bool spaced = next > i + 1, wide = (unsigned char)s[next] >= 0xE3;
    bool ends = ideographic || (wide && s[mark] != '.') ||
                (spaced && can_open(s, next) && (s[mark] != '.' || stop_ends(s, start, mark, next, end)));
    if (ends && !add_sentence(text, next)) return false;
  }
  return true;
}

static bool cut_passages(spokes_text *text) {
  spokes_finder marks;
  spokes__finder_begin(&marks, text->kernels, text->norm, text->norm_len, SPOKES_MARK_SENTENCE);
  for (size_t i = 0; i < text->passage_count; i++)
    if (!cut_passage(text, &marks, text->passages[i].norm_start, text->passages[i].norm_end)) return false;
  return true;
}

// ---- By several threads ------------------------------------------------------------------------------------------

#define SHARES_MAX 64u
#define SHARE_PASSAGES 1000u  // fewer are not worth a thread

// Some of the passages, as a text of their own with its own list of sentences.
typedef struct share {
  spokes_text text;
  bool failed;
} share;

static void cut_share(void *context, unsigned worker, size_t job) {
  share *one = (share *)context + job;
  (void)worker;
  one->failed = !cut_passages(&one->text);
}

static bool join(spokes_text *text, share *shares, size_t count) {
  size_t sentences = 0;
  bool good = true;
  for (size_t i = 0; i < count; i++) {
    sentences += shares[i].text.sentence_count;
    good = good && !shares[i].failed;
  }
  void *items = text->sentences;
  good = good && spokes__array_reserve(&items, &text->sentence_cap, sentences, sizeof *text->sentences);
  text->sentences = items;
  for (size_t i = 0; i < count; i++) {
    const spokes_text *from = &shares[i].text;
    if (good && from->sentence_count)
      memcpy(text->sentences + text->sentence_count, from->sentences, from->sentence_count * sizeof *from->sentences);
    text->sentence_count += good ? from->sentence_count : 0;
    spokes__free(from->sentences);
  }
  return good;
}

static bool cut_by_shares(spokes_text *text, size_t count) {
  share *shares = spokes__calloc(count, sizeof *shares);
  if (!shares) return false;
  size_t each = text->passage_count / count + 1;
  for (size_t i = 0; i < count; i++) {
    size_t first = i * each < text->passage_count ? i * each : text->passage_count, left = text->passage_count - first;
    shares[i].text = *text;
    shares[i].text.passages += first;
    shares[i].text.passage_count = left < each ? left : each;
    shares[i].text.sentences = NULL;
    shares[i].text.sentence_cap = 0;
  }
  bool good = !spokes__threads_run(text->threads, count, cut_share, shares, NULL);
  good = join(text, shares, count) && good;
  spokes__free(shares);
  return good;
}

spokes_status spokes__sentences_find(spokes_text *text, spokes_error *err) {
  size_t count = text->threads > 1 ? 4u * text->threads : 1, most = text->passage_count / SHARE_PASSAGES + 1;
  if (count > most) count = most;
  if (count > SHARES_MAX) count = SHARES_MAX;
  bool good = count > 1 ? cut_by_shares(text, count) : cut_passages(text);
  return good ? SPOKES_OK : spokes__error_nomem(err);
}
