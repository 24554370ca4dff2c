// Concordance cells. Without memory for the surroundings the place alone is shown.

#include "context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTEXT_BYTES 40  // to either side

static bool is_inside(const char *text, size_t at) { return ((unsigned char)text[at] & 0xC0) == 0x80; }

void context_cell(spokes_grid *grid, const char *text, size_t len, size_t start, size_t end) {
  size_t low = start > CONTEXT_BYTES ? start - CONTEXT_BYTES : 0;
  size_t high = len - end > CONTEXT_BYTES ? end + CONTEXT_BYTES : len;
  while (low < start && is_inside(text, low)) low++;
  while (high > end && high < len && is_inside(text, high)) high--;
  size_t cap = high - low + 16;
  char *shown = malloc(cap);
  if (!shown) {
    spokes_grid_text(grid, text + start, end - start);
    return;
  }
  int head = snprintf(shown, cap, "%s", low ? "..." : "");
  size_t at = head > 0 ? (size_t)head : 0;
  memcpy(shown + at, text + low, start - low);
  at += start - low;
  shown[at++] = '[';
  memcpy(shown + at, text + start, end - start);
  at += end - start;
  shown[at++] = ']';
  memcpy(shown + at, text + end, high - end);
  at += high - end;
  if (high < len) {
    memcpy(shown + at, "...", 3);
    at += 3;
  }
  spokes_grid_text(grid, shown, at);
  free(shown);
}
