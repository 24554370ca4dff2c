// The limit: files read and their bytes summed, eight at a time. usage: sum_bytes FILE...

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK (1u << 20)

int main(int argc, char **argv) {
  unsigned char *chunk = malloc(CHUNK);
  uint64_t sum = 0;
  if (!chunk) return 1;
  for (int i = 1; i < argc; i++) {
    FILE *file = fopen(argv[i], "rb");
    if (!file) return 1;
    setvbuf(file, NULL, _IONBF, 0);
    size_t len;
    while ((len = fread(chunk, 1, CHUNK, file)) > 0)
      for (size_t at = 0; at + 8 <= len; at += 8) {
        uint64_t word;
        memcpy(&word, chunk + at, 8);
        sum += word;
      }
    fclose(file);
  }
  free(chunk);
  printf("%llu\n", (unsigned long long)sum);
  return 0;
}
