// What ICU's own calls cost: decoding, case folding with NFKC, and the word iterator; nothing is matched.
// usage: peer_icu LOCALE FILE...; prints the number of words.

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

static char *read_file(const char *path, int32_t *len) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
  if (bytes && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
    free(bytes);
    bytes = NULL;
  }
  *len = (int32_t)size;
  fclose(file);
  return bytes;
}

static unsigned long long count_words(const char *path, UBreakIterator *words, const UNormalizer2 *normalizer) {
  UErrorCode code = U_ZERO_ERROR;
  int32_t len = 0, units = 0, folded = 0;
  char *bytes = read_file(path, &len);
  if (!bytes) exit(1);
  size_t cap = (size_t)len * 2 + 16;
  UChar *text = malloc(cap * sizeof *text), *normal = malloc(cap * sizeof *normal);
  if (!text || !normal) exit(1);
  u_strFromUTF8WithSub(text, (int32_t)cap, &units, bytes, len, 0xFFFD, NULL, &code);
  folded = unorm2_normalize(normalizer, text, units, normal, (int32_t)cap, &code);
  ubrk_setText(words, normal, folded, &code);
  if (U_FAILURE(code)) {
    fprintf(stderr, "peer_icu: %s: %s\n", path, u_errorName(code));
    exit(1);
  }
  unsigned long long count = 0;
  for (ubrk_first(words); ubrk_next(words) != UBRK_DONE;) count += ubrk_getRuleStatus(words) >= UBRK_WORD_NONE_LIMIT;
  free(normal);
  free(text);
  free(bytes);
  return count;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  UErrorCode code = U_ZERO_ERROR;
  UBreakIterator *words = ubrk_open(UBRK_WORD, argv[1], NULL, 0, &code);
  const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&code);
  if (U_FAILURE(code)) return 1;
  unsigned long long count = 0;
  for (int i = 2; i < argc; i++) count += count_words(argv[i], words, normalizer);
  ubrk_close(words);
  printf("%llu\n", count);
  return 0;
}
