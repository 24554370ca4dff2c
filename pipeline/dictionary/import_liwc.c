// LIWC dictionaries: plain text, in two parts that lines with a percent sign enclose.
//
//     %
//     1   China
//     %
//     beijing   1
//     chin*     1
//
// Conditional entries of LIWC 2007, (02 134)125/464, say something about neighbouring words; they are left out.

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/strmap.h"
#include "dictionary/import.h"

#define LINE_BYTES 1024u
#define BLANKS " \t\r"

typedef struct reader {
  spokes_importer *importer;
  const char *path;
  spokes_arena arena;
  spokes_strmap numbers;  // number of a category -> index of its name
  const char **names;
  size_t name_count, name_cap;
  unsigned part;  // percent signs seen
  uint64_t line;
  bool no_memory;
} reader;

// Ends the word at text with a NUL and returns what follows it.
static char *cut(char *text, const char *ends) {
  char *end = text + strcspn(text, ends);
  if (*end) *end++ = '\0';
  return end + strspn(end, BLANKS);
}

static void take_category(reader *r, char *line) {
  char *name = cut(line, BLANKS);
  cut(name, BLANKS);
  void *names = r->names;
  const char *number = spokes__arena_strdup(&r->arena, line, strlen(line));
  const char *kept = spokes__arena_strdup(&r->arena, name, strlen(name));
  if (!*name) {
    spokes__importer_warn(r->importer, r->line, "category '%.40s' has no name", line);
    return;
  }
  if (!number || !kept || !spokes__array_reserve(&names, &r->name_cap, r->name_count + 1, sizeof *r->names)) {
    r->no_memory = true;
    return;
  }
  r->names = names;
  r->names[r->name_count] = kept;
  if (!spokes__strmap_put(&r->numbers, number, strlen(number), (uint32_t)r->name_count++, NULL)) r->no_memory = true;
}

static void take_form(reader *r, char *line) {
  // Forms of several words are followed by a tab.
  char *number = cut(line, strchr(line, '\t') ? "\t" : BLANKS);
  for (size_t len = strlen(line); len && line[len - 1] == ' ';) line[--len] = '\0';
  if (!*number) spokes__importer_warn(r->importer, r->line, "'%.60s' belongs to no category", line);
  while (*number) {
    char *next = cut(number, BLANKS);
    uint32_t index = spokes__strmap_get(&r->numbers, number, strlen(number));
    if (strpbrk(number, "()/<>"))
      spokes__importer_warn(r->importer, r->line, "'%.60s' has a condition, which is left out", line);
    else if (index == SPOKES_STRMAP_NONE)
      spokes__importer_warn(r->importer, r->line, "there is no category '%.40s'", number);
    else
      spokes__importer_take(r->importer, r->line, "", r->names[index], line);
    number = next;
  }
}

static void take_line(reader *r, const char *bytes, size_t len) {
  char line[LINE_BYTES];
  while (len && strchr(BLANKS, *bytes)) bytes++, len--;
  while (len && strchr(BLANKS, bytes[len - 1])) len--;
  if (!len) return;
  if (len >= sizeof line || memchr(bytes, '\0', len)) {
    spokes__importer_warn(r->importer, r->line, "not a line of a dictionary");
    return;
  }
  memcpy(line, bytes, len);
  line[len] = '\0';
  if (!strcmp(line, "%"))
    r->part++;
  else if (r->part == 1)
    take_category(r, line);
  else if (r->part > 1)
    take_form(r, line);
  else
    spokes__importer_warn(r->importer, r->line, "'%.60s' stands before the categories", line);
}

spokes_status spokes__import_liwc(spokes_importer *importer, const char *path, const char *bytes, size_t len,
                                  spokes_error *err) {
  reader r = {.importer = importer, .path = path, .arena = SPOKES_ARENA_INIT, .numbers = SPOKES_STRMAP_INIT};
  for (size_t at = 0, end; at < len && !r.no_memory; at = end + 1) {
    const char *newline = memchr(bytes + at, '\n', len - at);
    end = newline ? (size_t)(newline - bytes) : len;
    r.line++;
    take_line(&r, bytes + at, end - at);
  }
  bool is_whole = r.part >= 2;
  spokes__strmap_release(&r.numbers);
  spokes__free(r.names);
  spokes__arena_release(&r.arena);
  if (r.no_memory) return spokes__error_nomem(err);
  return is_whole ? SPOKES_OK
                  : spokes__error_at(err, SPOKES_E_FORMAT, path, r.line, 0,
                                     "no LIWC dictionary: the categories are not enclosed in two lines with '%%'");
}
