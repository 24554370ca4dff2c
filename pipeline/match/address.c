// Recognises addresses by the run of printable ASCII around a candidate.

#include "address.h"

#include <string.h>

#define REACH 300u  // bytes to either side; longer runs are no addresses

static bool is_part(char c) {
  return c > ' ' && c < 0x7F && c != '<' && c != '>' && c != '"' && c != '(' && c != ')' && c != '[' && c != ']' &&
         c != ',' && c != ';';
}

static bool is_alnum(char c) { return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10; }

static bool has(const char *s, size_t len, const char *text) {
  size_t text_len = strlen(text);
  for (size_t i = 0; i + text_len <= len; i++)
    if (!memcmp(s + i, text, text_len)) return true;
  return false;
}

// A dot between two alphanumerics whose right side is a known file or domain ending.
static bool has_known_ending(const char *s, size_t len) {
  static const char *const endings[] = {"pdf", "html", "htm", "doc",  "docx", "txt", "csv", "xls",  "xlsx",
                                        "ppt", "pptx", "jpg", "jpeg", "png",  "gif", "zip", "xml",  "com",
                                        "org", "net",  "gov", "edu",  "int",  "mil", "asp", "aspx", "php"};
  for (size_t i = 1; i + 1 < len; i++) {
    if (s[i] != '.' || !is_alnum(s[i - 1])) continue;
    size_t stop = i + 1;
    while (stop < len && is_alnum(s[stop])) stop++;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
      if (strlen(endings[k]) == stop - i - 1 && !memcmp(endings[k], s + i + 1, stop - i - 1)) return true;
  }
  return false;
}

static bool is_email(const char *s, size_t len) {
  const char *at = memchr(s, '@', len);
  return at && at > s && is_alnum(at[-1]) && (size_t)(at - s) + 1 < len && is_alnum(at[1]) &&
         memchr(at, '.', len - (size_t)(at - s));
}

// What stands in every address, and rarely elsewhere.
static bool is_sign(char c) { return c == '.' || c == ':'; }

bool spokes__is_address(const char *s, uint32_t low, uint32_t start, uint32_t end, uint32_t high) {
  uint32_t from = start, to = end;
  bool has_sign = false;
  for (; from > low && start - from < REACH && is_part(s[from - 1]); from--) has_sign |= is_sign(s[from - 1]);
  for (; to < high && to - end < REACH && is_part(s[to]); to++) has_sign |= is_sign(s[to]);
  size_t len = to - from;
  if (len == end - start) return false;
  for (uint32_t i = start; !has_sign && i < end; i++) has_sign = is_sign(s[i]);
  if (!has_sign) return false;
  const char *run = s + from;
  return has(run, len, "://") || has(run, len, "www.") || is_email(run, len) || has_known_ending(run, len);
}
