// File names as metadata. The parts of a name are divided by '_'. The first part is the issuer, the first part that is
// a date is the date, a number of one or two digits between them is a session, and what follows the date is the series;
// without anything there, what stands between issuer and date (us_nss_2015).

#include "corpus/filename.h"

#include <string.h>

#include "corpus/countries.h"
#include "corpus/date.h"

#define MAX_PARTS 16

typedef struct part {
  const char *text;
  size_t len;
} part;

static bool has_ending(const char *name, size_t len, const char *ending) {
  size_t ending_len = strlen(ending);
  if (len <= ending_len) return false;
  for (size_t i = 0; i < ending_len; i++) {
    char c = name[len - ending_len + i];
    if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != ending[i]) return false;
  }
  return true;
}

// Length of the name without its endings; the same length when it has none of a document.
static size_t stem_length(const char *name) {
  // .doc, .rtf and .odt are no formats that are read, which their rows shall say.
  static const char *const endings[] = {".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".doc", ".rtf", ".odt"};
  size_t full = strlen(name), len = full;
  if (has_ending(name, len, ".gz")) len -= 3;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (has_ending(name, len, endings[i])) return len - strlen(endings[i]);
  return full;
}

bool spokes__filename_is_document(const char *name) { return name[0] != '.' && stem_length(name) < strlen(name); }

static size_t split(const char *stem, size_t len, part *parts) {
  size_t count = 0, at = 0;
  while (count < MAX_PARTS) {
    const char *bar = count + 1 < MAX_PARTS ? memchr(stem + at, '_', len - at) : NULL;
    size_t end = bar ? (size_t)(bar - stem) : len;
    parts[count++] = (part){stem + at, end - at};
    if (!bar) break;
    at = end + 1;
  }
  return count;
}

static const char *find_issuer(part p, spokes_find_actor_fn *find_actor, void *context) {
  const char *found = find_actor ? find_actor(context, p.text, p.len) : NULL;
  if (found) return found;
  const char *country = spokes__country_find(p.text, p.len);
  // A country that the dictionary does not know would be a dangling reference.
  return country && find_actor ? find_actor(context, country, strlen(country)) : country;
}

static bool is_session(part p) {
  if (p.len < 1 || p.len > 2) return false;
  for (size_t i = 0; i < p.len; i++)
    if (p.text[i] < '0' || p.text[i] > '9') return false;
  return true;
}

static void capitals(char *text) {
  for (; *text; text++)
    if (*text >= 'a' && *text <= 'z') *text = (char)(*text - 'a' + 'A');
}

// Parts from..to joined as they stand in the name, in capitals.
static const char *series_of(const part *parts, size_t from, size_t to, spokes_arena *arena) {
  if (from >= to) return "";
  const char *start = parts[from].text, *end = parts[to - 1].text + parts[to - 1].len;
  char *series = spokes__arena_strdup(arena, start, (size_t)(end - start));
  if (series) capitals(series);
  return series;
}

bool spokes__filename_read(const char *name, spokes_find_actor_fn *find_actor, void *context, spokes_arena *arena,
                           spokes_name_facts *out) {
  part parts[MAX_PARTS];
  size_t stem = stem_length(name), count = split(name, stem, parts), date = 0;
  while (date < count && !spokes__date_parse(parts[date].text, parts[date].len, NULL)) date++;
  const char *issuer = date > 0 ? find_issuer(parts[0], find_actor, context) : NULL;
  size_t between = issuer ? 1 : 0;
  if (between < date && date < count && is_session(parts[between])) between++;
  bool has_date = date < count;
  out->id = spokes__arena_strdup(arena, name, stem);
  out->issuer = issuer ? spokes__arena_strdup(arena, issuer, strlen(issuer)) : "";
  out->date = has_date ? spokes__arena_strdup(arena, parts[date].text, parts[date].len) : "";
  if (!has_date)
    out->series = "";
  else if (date + 1 < count)
    out->series = series_of(parts, date + 1, count, arena);
  else
    out->series = issuer ? series_of(parts, between, date, arena) : "";
  return out->id && out->issuer && out->date && out->series;
}
