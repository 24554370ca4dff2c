// One line that may run over pages: its key, its page number, and whether the sentence around it goes on over it.

#include "page_lines.h"

#include <string.h>

#define ROMAN_OFFSET 100000u  // sets Roman page numbers apart
#define NUMBER_DIGITS 4u
#define OPENING_CHARS 12u
#define LONG_LINE 20u  // bytes of a line that is no heading when a sentence breaks off in it

static bool is_space(char c) { return c == ' ' || (unsigned)(c - '\t') < 5; }
static bool is_digit(char c) { return (unsigned)(c - '0') < 10; }
static bool is_letter(char c) { return (unsigned)((c | 0x20) - 'a') < 26; }
static bool is_lower(char c) { return (unsigned)(c - 'a') < 26; }
static bool is_wide(char c) { return (unsigned char)c >= 0xE3 && (unsigned char)c <= 0xE9; }
static char lower(char c) { return (unsigned)(c - 'A') < 26 ? (char)(c | 0x20) : c; }

// FNV-1a over the first characters of the line, most of them: letters small, a run of digits as '#', a run of white
// space as one blank.
static uint32_t key_of(const char *s, uint32_t start, uint32_t end, uint32_t most) {
  uint32_t key = 2166136261u;
  for (uint32_t i = start; i < end && most; i++, most--) {
    char c = lower(s[i]);
    if (is_digit(c)) {
      while (i + 1 < end && is_digit(s[i + 1])) i++;
      c = '#';
    } else if (is_space(c)) {
      while (i + 1 < end && is_space(s[i + 1])) i++;
      c = ' ';
    }
    key = (key ^ (unsigned char)c) * 16777619u;
  }
  return key ^ key >> 15;
}

uint32_t spokes__page_line_key(const char *s, uint32_t start, uint32_t end) {
  return key_of(s, start, end, UINT32_MAX);
}

uint32_t spokes__page_line_opening(const char *s, uint32_t start, uint32_t end) {
  return key_of(s, start, end, OPENING_CHARS);
}

static uint32_t roman_value(char c) {
  switch (c) {
    case 'i':
      return 1;
    case 'v':
      return 5;
    case 'x':
      return 10;
    case 'l':
      return 50;
    case 'c':
      return 100;
    default:
      return 0;
  }
}

// The value of a Roman number in small letters, 0 when [start, end) is none.
static uint32_t read_roman(const char *s, uint32_t start, uint32_t end) {
  uint32_t sum = 0;
  if (end - start > 7) return 0;
  for (uint32_t i = start; i < end; i++) {
    uint32_t value = roman_value(s[i]), next = i + 1 < end ? roman_value(s[i + 1]) : 0;
    if (!value) return 0;
    sum = value < next ? sum - value : sum + value;
  }
  return sum < 200 ? sum : 0;
}

// Reads at most four digits at *at and moves it behind them.
static uint32_t read_number(const char *s, uint32_t *at, uint32_t end) {
  uint32_t number = 0, i = *at;
  while (i < end && is_digit(s[i]) && i - *at < NUMBER_DIGITS) number = number * 10 + (uint32_t)(s[i++] - '0');
  if (i == *at || (i < end && is_digit(s[i]))) return SPOKES_NO_NUMBER;
  *at = i;
  return number;
}

static bool skip_word(const char *s, uint32_t *at, uint32_t end, const char *word) {
  size_t len = strlen(word);
  if (end - *at < len) return false;
  for (size_t i = 0; i < len; i++)
    if (lower(s[*at + i]) != word[i]) return false;
  *at += (uint32_t)len;
  return true;
}

static bool is_mark(char c) {
  switch (c) {
    case ' ':
    case '\t':
    case '-':
    case '|':
    case '[':
    case ']':
    case '(':
    case ')':
    case '*':
    case '#':
    case ':':
    case '~':
      return true;
    default:
      return false;
  }
}

// Passes over blanks, brackets, dashes and other marks that page numbers are dressed with.
static void skip_marks(const char *s, uint32_t *at, uint32_t end) {
  for (;;) {
    if (*at < end && is_mark(s[*at]))
      *at += 1;
    else if (end - *at >= 3 && !memcmp(s + *at, "\xE2\x80\x94", 3))  // em dash
      *at += 3;
    else if (end - *at >= 2 && !memcmp(s + *at, "\xC2\xB7", 2))  // middle dot
      *at += 2;
    else
      return;
  }
}

// "12", "- 12 -", "Page 12 of 40", "p. 12", "12/40", and so in Chinese; "iv".
static uint32_t bare_number(const char *s, uint32_t start, uint32_t end) {
  uint32_t at = start;
  skip_marks(s, &at, end);
  if (!skip_word(s, &at, end, "page") && !skip_word(s, &at, end, "p.")) skip_word(s, &at, end, "\xE7\xAC\xAC");
  skip_marks(s, &at, end);
  uint32_t number = read_number(s, &at, end);
  if (number == SPOKES_NO_NUMBER) {
    uint32_t roman = at == start || s[start] == '-' ? read_roman(s, at, end) : 0;
    return roman ? ROMAN_OFFSET + roman : SPOKES_NO_NUMBER;
  }
  skip_word(s, &at, end, "\xE9\xA1\xB5");  // the Chinese word for page
  skip_marks(s, &at, end);
  bool has_total =
      skip_word(s, &at, end, "of") || skip_word(s, &at, end, "/") || skip_word(s, &at, end, "\xE5\x85\xB1");
  if (has_total) {
    skip_marks(s, &at, end);
    if (read_number(s, &at, end) == SPOKES_NO_NUMBER) return SPOKES_NO_NUMBER;
    skip_word(s, &at, end, "\xE9\xA1\xB5");
  }
  skip_marks(s, &at, end);
  return at == end ? number : SPOKES_NO_NUMBER;
}

// The number that a title is followed or preceded by: "National Security Strategy 12", "12 | Introduction".
static uint32_t edge_number(const char *s, uint32_t start, uint32_t end) {
  uint32_t at = end;
  while (at > start && is_digit(s[at - 1])) at--;
  if (at < end && at > start && (s[at - 1] == ' ' || s[at - 1] == '\t')) return read_number(s, &at, end);
  at = start;
  if (!is_digit(s[at])) return SPOKES_NO_NUMBER;
  uint32_t number = read_number(s, &at, end);
  return at < end && (s[at] == ' ' || s[at] == '\t') ? number : SPOKES_NO_NUMBER;
}

spokes_page_line spokes__page_line_read(const char *s, uint32_t start, uint32_t end) {
  spokes_page_line line = {.start = start, .end = end};
  line.number = bare_number(s, start, end);
  line.is_bare = line.number != SPOKES_NO_NUMBER;
  if (!line.is_bare) line.number = edge_number(s, start, end);
  return line;
}

// ---- The sentence around a line ----------------------------------------------------------------------------

static bool ends_sentence(const char *s, uint32_t end) {
  uint32_t at = end;
  while (at && (s[at - 1] == '"' || s[at - 1] == '\'' || s[at - 1] == ')' || s[at - 1] == ']')) at--;
  if (!at) return true;
  if (memchr(".!?:;", s[at - 1], 5)) return true;
  return at >= 3 && !memcmp(s + at - 3, "\xE3\x80\x82", 3);
}

static uint32_t line_start(const char *s, uint32_t end) {
  while (end && s[end - 1] != '\n' && s[end - 1] != '\f') end--;
  return end;
}

// The first byte of the character that ends at end.
static char last_lead(const char *s, uint32_t end) {
  while (end > 1 && ((unsigned char)s[end - 1] & 0xC0) == 0x80) end--;
  return s[end - 1];
}

spokes_line_context spokes__line_context(const char *s, size_t len, uint32_t start, uint32_t end) {
  spokes_line_context c = {.before = start, .after = end};
  while (c.before && is_space(s[c.before - 1])) c.before--;
  while (c.after < len && is_space(s[c.after])) c.after++;
  c.has_before = c.before > 0;
  c.has_after = c.after < len;
  if (!c.has_before || !c.has_after) {
    c.ends_sentence = true;
    return c;
  }
  c.ends_sentence = ends_sentence(s, c.before);
  if (c.ends_sentence) return c;
  char last = s[c.before - 1], next = s[c.after];
  c.is_long = c.before - line_start(s, c.before) >= LONG_LINE;
  if (is_lower(next))
    c.goes_on = is_letter(last) || last == ',' || last == '-';
  else
    c.goes_on = c.is_long && is_wide(next) && is_wide(last_lead(s, c.before));
  return c;
}
