// What Hyperscan does with the same forms: literals, word boundaries for Latin letters, the longest of those that
// begin first. usage: peer_hyperscan FORMS FILE...; prints the number of matches.

#include <hs/hs.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct forms {
  char *bytes;
  const char **texts;
  size_t *lens;
  unsigned *flags, *ids;
  unsigned count;
} forms;

typedef struct search {
  const forms *forms;
  const char *text;
  size_t len;
  size_t start, end;  // the match that is held back until no longer one can come; end 0 = none
  unsigned long long matches;
} search;

static char *read_file(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
  if (bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size) {
    bytes[size] = '\0';
    *len = (size_t)size;
  } else {
    free(bytes);
    bytes = NULL;
  }
  fclose(file);
  return bytes;
}

static bool read_forms(const char *path, forms *out) {
  size_t len;
  out->bytes = read_file(path, &len);
  if (!out->bytes) return false;
  size_t cap = 1;
  for (size_t i = 0; i < len; i++) cap += out->bytes[i] == '\n';
  out->texts = calloc(cap, sizeof *out->texts);
  out->lens = calloc(cap, sizeof *out->lens);
  out->flags = calloc(cap, sizeof *out->flags);
  out->ids = calloc(cap, sizeof *out->ids);
  if (!out->texts || !out->lens || !out->flags || !out->ids) return false;
  for (char *at = strtok(out->bytes, "\n"); at; at = strtok(NULL, "\n")) {
    out->texts[out->count] = at;
    out->lens[out->count] = strlen(at);
    out->ids[out->count] = out->count;
    out->count++;
  }
  return out->count > 0;
}

static bool is_word(char c) { return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || c == '_'; }

static bool has_boundaries(const search *s, size_t start, size_t end) {
  bool before = start > 0 && is_word(s->text[start - 1]) && is_word(s->text[start]);
  bool behind = end < s->len && is_word(s->text[end]) && is_word(s->text[end - 1]);
  return !before && !behind;
}

// Matches come by their ends.
static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context) {
  (void)from;
  (void)flags;
  search *s = context;
  size_t end = (size_t)to, start = end - s->forms->lens[id];
  if (!has_boundaries(s, start, end)) return 0;
  if (s->end && start >= s->end) {
    s->matches++;
    s->end = 0;
  }
  if (!s->end || start <= s->start) {
    s->start = start;
    s->end = end;
  }
  return 0;
}

int main(int argc, char **argv) {
  forms f = {0};
  hs_database_t *database = NULL;
  hs_scratch_t *scratch = NULL;
  hs_compile_error_t *error = NULL;
  if (argc < 2 || !read_forms(argv[1], &f)) return 2;
  if (hs_compile_lit_multi(f.texts, f.flags, f.ids, f.lens, f.count, HS_MODE_BLOCK, NULL, &database, &error) ||
      hs_alloc_scratch(database, &scratch)) {
    fprintf(stderr, "peer_hyperscan: %s\n", error ? error->message : "no memory");
    return 1;
  }
  unsigned long long matches = 0;
  for (int i = 2; i < argc; i++) {
    search s = {.forms = &f};
    char *text = read_file(argv[i], &s.len);
    if (!text) return 1;
    s.text = text;
    if (hs_scan(database, text, (unsigned)s.len, 0, scratch, on_match, &s)) return 1;
    matches += s.matches + (s.end != 0);
    free(text);
  }
  printf("%llu\n", matches);
  return 0;
}
