// Making fixes: a second canonical form is written beside the first, with the map back to the original composed of
// both steps.
//
// Invariant: whatever was fixed, every offset of the canonical form at a character's start leads to the original
// character it stands for; a character that was put in leads to the one behind it. Running lines that are moved
// behind the text make the map's originals jump back, so only norm offsets ascend in it.

#include "repair.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define EXAMPLE_ROOM 24u  // bytes around the place that are quoted

const char *spokes__damage_name(spokes_damage_kind kind) {
  static const char *const names[SPOKES_DAMAGE_COUNT] = {
      "wrapped-name", "line-end-hyphen",   "ligature-split", "lost-apostrophe",   "ocr-spacing",
      "glued-word",   "undecodable-bytes", "running-line",   "page-without-text", "duplicated-passage"};
  return names[kind];
}

void spokes__repairs_clear(spokes_repairs *repairs) {
  memset(repairs->damage, 0, sizeof repairs->damage);
  repairs->count = repairs->duplicate_count = repairs->fix_count = repairs->moved_count = 0;
}

void spokes__repairs_release(spokes_repairs *repairs) {
  spokes__free(repairs->items);
  spokes__free(repairs->duplicates);
  spokes__free(repairs->fixes);
  spokes__free(repairs->moved);
  spokes__free(repairs->lines);
  spokes__free(repairs->table);
  spokes__free(repairs->norm_spare);
  spokes__free(repairs->edits_spare);
}

bool spokes__repair_add(spokes_text *text, const spokes_fix *fix) {
  spokes_repairs *r = &text->repairs;
  void *fixes = r->fixes;
  if (!spokes__array_reserve(&fixes, &r->fix_cap, r->fix_count + 1, sizeof *r->fixes)) return false;
  r->fixes = fixes;
  r->fixes[r->fix_count++] = *fix;
  return true;
}

bool spokes__repair_record(spokes_text *text, spokes_damage_kind kind, uint32_t norm_at, bool is_put) {
  spokes_repairs *r = &text->repairs;
  void *items = r->items;
  if (!spokes__array_reserve(&items, &r->cap, r->count + 1, sizeof *r->items)) return false;
  r->items = items;
  r->items[r->count++] = (spokes_repair){norm_at, (uint8_t)kind, is_put};
  return true;
}

// Moves an offset of the original to the start of its character.
static uint32_t char_start(const spokes_text *text, size_t at) {
  while (at && at < text->orig_len && ((unsigned char)text->orig[at] & 0xC0) == 0x80) at--;
  return (uint32_t)at;
}

void spokes__damage_note(spokes_text *text, spokes_damage_kind kind, uint32_t norm_start, uint32_t norm_end,
                         bool is_repaired) {
  spokes_damage *damage = &text->repairs.damage[kind];
  if (!damage->places++) {
    uint32_t start = spokes__text_orig_start(text, norm_start), end = spokes__text_orig_end(text, norm_end);
    damage->example_start = char_start(text, start > EXAMPLE_ROOM ? start - EXAMPLE_ROOM : 0);
    size_t stop = end < start ? start : end;
    stop = text->orig_len - stop > EXAMPLE_ROOM ? stop + EXAMPLE_ROOM : text->orig_len;
    damage->example_end = stop == text->orig_len ? (uint32_t)stop : char_start(text, stop);
  }
  damage->repaired += is_repaired;
}

// ---- A second form ---------------------------------------------------------------------------------------

typedef struct builder {
  spokes_text *text;
  char *out;
  size_t at;
  spokes_edit *edits;
  size_t edit_count, edit_cap;
  bool failed;
} builder;

// From out[norm_at] on, the original goes on at orig_at.
static void map_to(builder *b, size_t norm_at, uint32_t orig_at) {
  if (b->edit_count) {
    spokes_edit *last = &b->edits[b->edit_count - 1];
    if (last->norm_at == norm_at) {
      last->orig_at = orig_at;
      return;
    }
    if (orig_at >= last->orig_at && norm_at - last->norm_at == orig_at - last->orig_at) return;
  }
  void *edits = b->edits;
  if (!spokes__array_reserve(&edits, &b->edit_cap, b->edit_count + 1, sizeof *b->edits)) {
    b->failed = true;
    return;
  }
  b->edits = edits;
  b->edits[b->edit_count++] = (spokes_edit){(uint32_t)norm_at, orig_at};
}

// The number of the first edit behind norm_at.
static size_t edit_behind(const spokes_text *text, uint32_t norm_at) {
  size_t low = 0, high = text->edit_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (text->edits[middle].norm_at <= norm_at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void copy(builder *b, uint32_t start, uint32_t end) {
  const spokes_text *text = b->text;
  if (start == end) return;
  memcpy(b->out + b->at, text->norm + start, end - start);
  map_to(b, b->at, spokes__text_orig_start(text, start));
  for (size_t e = edit_behind(text, start); e < text->edit_count && text->edits[e].norm_at < end; e++)
    map_to(b, b->at + (text->edits[e].norm_at - start), text->edits[e].orig_at);
  b->at += end - start;
}

static void put(builder *b, char byte, uint32_t norm_at) {
  map_to(b, b->at,
         norm_at < b->text->norm_len ? spokes__text_orig_start(b->text, norm_at) : (uint32_t)b->text->orig_len);
  b->out[b->at++] = byte;
}

// Copies [start, end) and moves the repairs of earlier passes with it; *item is the next of them.
static void copy_with_repairs(builder *b, uint32_t start, uint32_t end, size_t *item) {
  spokes_repairs *r = &b->text->repairs;
  for (; *item < r->count && r->items[*item].norm_at <= end; ++*item) {
    spokes_repair *repair = &r->items[*item];
    repair->norm_at = (uint32_t)b->at + (repair->norm_at > start ? repair->norm_at - start : 0);
  }
  copy(b, start, end);
}

static int by_place(const void *a, const void *b) {
  const spokes_repair *x = a, *y = b;
  if (x->norm_at != y->norm_at) return x->norm_at < y->norm_at ? -1 : 1;
  return (int)x->kind - (int)y->kind;
}

static bool reserve(spokes_text *text, size_t repairs, size_t bytes) {
  spokes_repairs *r = &text->repairs;
  void *items = r->items, *spare = r->norm_spare;
  bool good = spokes__array_reserve(&items, &r->cap, repairs, sizeof *r->items);
  r->items = items;
  good = good && spokes__array_reserve(&spare, &r->norm_spare_cap, bytes, 1);
  r->norm_spare = spare;
  return good;
}

// Lets the second form take the place of the first.
static void swap(spokes_text *text, builder *b) {
  spokes_repairs *r = &text->repairs;
  char *own = text->norm_own;
  size_t cap = text->norm_cap;
  text->norm_own = r->norm_spare;
  text->norm_cap = r->norm_spare_cap;
  r->norm_spare = own;
  r->norm_spare_cap = cap;
  text->norm = text->norm_own;
  text->norm_len = b->at;
  r->edits_spare = text->edits;
  r->edits_spare_cap = text->edit_cap;
  text->edits = b->edits;
  text->edit_count = b->edit_count;
  text->edit_cap = b->edit_cap;
}

bool spokes__repair_apply(spokes_text *text) {
  spokes_repairs *r = &text->repairs;
  size_t old = r->count, item = 0;
  // Each fix and each moved line adds at most one byte to what it takes out.
  if (!reserve(text, old + r->fix_count, text->norm_len + 2 * r->fix_count + 2 * r->moved_count + 8)) return false;
  builder b = {text, r->norm_spare, 0, r->edits_spare, 0, r->edits_spare_cap, false};
  uint32_t from = 0, body = text->body_len;
  for (size_t i = 0; i < r->fix_count && !b.failed; i++) {
    const spokes_fix *fix = &r->fixes[i];
    copy_with_repairs(&b, from, fix->start, &item);
    r->items[old + i] = (spokes_repair){(uint32_t)b.at, fix->kind, fix->put != 0};
    if (fix->put) put(&b, fix->put, fix->end);
    from = fix->end;
  }
  copy_with_repairs(&b, from, body, &item);
  text->body_len = (uint32_t)b.at;
  copy(&b, body, (uint32_t)text->norm_len);  // lines that were moved before
  for (size_t i = 0; i < r->moved_count && !b.failed; i++) {
    // Two line ends: no name reaches over them.
    put(&b, '\n', r->moved[i].start);
    put(&b, '\n', r->moved[i].start);
    copy(&b, r->moved[i].start, r->moved[i].end);
  }
  if (!b.edit_count) map_to(&b, 0, 0);
  r->edits_spare = b.edits;
  r->edits_spare_cap = b.edit_cap;
  if (b.failed) return false;
  r->count = old + r->fix_count;
  if (old) qsort(r->items, r->count, sizeof *r->items, by_place);
  swap(text, &b);
  r->fix_count = r->moved_count = 0;
  return true;
}
