// The declaration is plain ASCII in every charset it can name, so it is read before anything is decoded.

#include "ingest/html_charset.h"

#include <string.h>

#define DECLARED_WITHIN 8192u

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool has_at(const char *bytes, size_t len, size_t at, const char *word) {
  for (; *word; word++, at++)
    if (at >= len || lower(bytes[at]) != *word) return false;
  return true;
}

// Reads the value behind `word` and an equals sign between start and end.
static bool value_of(const char *bytes, size_t start, size_t end, const char *word, char name[SPOKES_CHARSET_NAME]) {
  for (size_t at = start; at < end; at++) {
    if (!has_at(bytes, end, at, word)) continue;
    size_t i = at + strlen(word), out = 0;
    while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) i++;
    if (i >= end || bytes[i] != '=') continue;
    for (i++; i < end && strchr(" \t\"'", bytes[i]) && bytes[i]; i++) continue;
    for (; i < end && out + 1 < SPOKES_CHARSET_NAME && bytes[i] && !strchr(" \t\r\n\"';>/?", bytes[i]); i++)
      name[out++] = lower(bytes[i]);
    name[out] = '\0';
    return out > 0;
  }
  return false;
}

bool spokes__html_declared_charset(const char *bytes, size_t len, char name[SPOKES_CHARSET_NAME]) {
  if (len > DECLARED_WITHIN) len = DECLARED_WITHIN;
  for (size_t at = 0; at < len; at++) {
    if (bytes[at] != '<') continue;
    const char *stop = memchr(bytes + at, '>', len - at);
    size_t end = stop ? (size_t)(stop - bytes) : len;
    if (has_at(bytes, len, at, "<meta") && value_of(bytes, at, end, "charset", name)) return true;
    if (has_at(bytes, len, at, "<?xml") && value_of(bytes, at, end, "encoding", name)) return true;
  }
  return false;
}
