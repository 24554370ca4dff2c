// The parts' hits are put together in the order in which one scanner would have found them: all of the search in
// scripts with spaces, then all of the Chinese search. What follows sees no difference.

#include "match/parts.h"

#include <string.h>

#include "base/alloc.h"
#include "base/threads.h"
#include "match/han_end.h"
#include "scanner.h"

#define PARTS_MAX 64u
#define PART_BYTES (1u << 16)  // smaller parts are not worth a job
#define PART_BLOCKS 8u         // of the Chinese search; one more is scanned for each part

// What one job has found.
typedef struct haul {
  spokes_hits mentions, exclusions;
  uint64_t rule_limits;
} haul;

// Passages of the search in scripts with spaces.
typedef struct stretch {
  uint32_t first, end;
  haul found;
  bool failed;
} stretch;

// Blocks of the Chinese search.
typedef struct run_of_blocks {
  uint32_t before, first, end;   // passages: of the block before, of the first block, behind the last one
  spokes_han_end assumed, left;  // what the block before left behind, and what the last block did
  haul found;
  bool failed;
} run_of_blocks;

struct spokes_parts {
  spokes_scanner *const *scanners;
  size_t scanner_count;
  const spokes_text *text;
  spokes_text view;  // the text as it was before the first round, when others may fill in what the search does not ask
  spokes_match_context context;
  stretch stretches[PARTS_MAX];
  size_t stretch_count;
  uint32_t *units;  // by passage: what it adds to a block of the Chinese search
  run_of_blocks runs[PARTS_MAX];
  size_t run_count;
};

// ---- Cutting -------------------------------------------------------------------------------------------------

// May a part begin with the passage? No name reaches into it from the one before.
static bool is_apart(const spokes_text *text, size_t passage) {
  return spokes__latin_reach(text, passage - 1) == text->passages[passage - 1].norm_end;
}

// The first passage from number `low` on that begins at or behind the offset.
static size_t passage_from(const spokes_text *text, size_t low, uint32_t at) {
  size_t high = text->passage_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (text->passages[middle].norm_start < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void cut_stretches(spokes_parts *parts, size_t wanted) {
  const spokes_text *text = parts->text;
  size_t first = 0, step = text->norm_len / wanted + 1;
  while (first < text->passage_count) {
    size_t end = text->passage_count;
    if (parts->stretch_count + 1 < wanted) {
      end = passage_from(text, first + 1, (uint32_t)(step * (parts->stretch_count + 1)));
      while (end < text->passage_count && !is_apart(text, end)) end++;
    }
    parts->stretches[parts->stretch_count++] = (stretch){.first = (uint32_t)first, .end = (uint32_t)end};
    first = end;
  }
}

static size_t parts_wanted(size_t amount, size_t least, size_t scanners) {
  size_t wanted = 4 * scanners, most = amount / least + 1;
  if (wanted > most) wanted = most;
  return wanted < PARTS_MAX ? wanted : PARTS_MAX;
}

spokes_status spokes__parts_new(spokes_scanner *const *scanners, size_t scanner_count, const spokes_text *text,
                                const spokes_match_context *context, spokes_parts **out, spokes_error *err) {
  *out = NULL;
  spokes_parts *parts = spokes__calloc(1, sizeof *parts);
  if (!parts) return spokes__error_nomem(err);
  parts->scanners = scanners;
  parts->scanner_count = scanner_count;
  parts->text = text;
  parts->view = *text;
  parts->context = *context;
  if (text->han) parts->units = spokes__calloc(text->passage_count, sizeof *parts->units);
  if (text->han && !parts->units) {
    spokes__parts_free(parts);
    return spokes__error_nomem(err);
  }
  cut_stretches(parts, parts_wanted(text->norm_len, PART_BYTES, scanner_count));
  *out = parts;
  return SPOKES_OK;
}

static void haul_release(haul *found) {
  spokes__free(found->mentions.items);
  spokes__free(found->exclusions.items);
}

void spokes__parts_free(spokes_parts *parts) {
  if (!parts) return;
  for (size_t i = 0; i < PARTS_MAX; i++) {
    haul_release(&parts->stretches[i].found);
    haul_release(&parts->runs[i].found);
    spokes__han_end_release(&parts->runs[i].assumed);
    spokes__han_end_release(&parts->runs[i].left);
  }
  spokes__free(parts->units);
  spokes__free(parts);
}

// ---- The first round -----------------------------------------------------------------------------------------

// Moves what the scanner has found since it was begun.
static void take(haul *to, spokes_scanner *scanner) {
  haul_release(to);
  *to = (haul){scanner->result.mentions, scanner->result.exclusions, scanner->result.rule_limits};
  scanner->result = (spokes_match_result){.rule_limits = 0};
}

size_t spokes__parts_first_round(const spokes_parts *parts) { return parts->stretch_count; }

void spokes__parts_do_first(spokes_parts *parts, unsigned worker, size_t job) {
  stretch *part = &parts->stretches[job];
  spokes_scanner *scanner = parts->scanners[worker];
  spokes_text view = parts->view;
  view.passages += part->first;
  view.passage_count = part->end - part->first;
  spokes__scanner_begin(scanner, &view, &parts->context);
  spokes__latin_scan(scanner);
  for (size_t i = 0; i < scanner->result.mentions.count; i++) scanner->result.mentions.items[i].passage += part->first;
  for (size_t i = 0; i < scanner->result.exclusions.count; i++)
    scanner->result.exclusions.items[i].passage += part->first;
  take(&part->found, scanner);
  part->failed = scanner->failed;
  scanner->text = &parts->view;
  for (uint32_t p = part->first; parts->units && p < part->end && !part->failed; p++)
    part->failed = !spokes__han_units(scanner, p, &parts->units[p]);
}

// ---- The second round ----------------------------------------------------------------------------------------

// The passage behind the block that begins with the passage.
static uint32_t block_end(const spokes_parts *parts, uint32_t passage) {
  uint64_t units = 0;
  while (passage < parts->text->passage_count && units < SPOKES_HAN_BLOCK) units += parts->units[passage++];
  return passage;
}

static size_t count_blocks(const spokes_parts *parts) {
  size_t count = 0;
  for (uint32_t p = 0; p < parts->text->passage_count; count++) p = block_end(parts, p);
  return count;
}

static bool has_units(const spokes_parts *parts) {
  for (size_t p = 0; p < parts->text->passage_count; p++)
    if (parts->units[p]) return true;
  return false;
}

size_t spokes__parts_second_round(spokes_parts *parts) {
  const size_t scanners = parts->scanner_count;
  if (!parts->units || !has_units(parts)) return 0;
  size_t blocks = count_blocks(parts), wanted = parts_wanted(blocks, PART_BLOCKS, scanners);
  size_t each = (blocks + wanted - 1) / wanted, block = 0;
  uint32_t before = 0;
  for (uint32_t p = 0; p < parts->text->passage_count; block++) {
    uint32_t end = block_end(parts, p);
    if (block % each == 0) parts->runs[parts->run_count++] = (run_of_blocks){.before = before, .first = p};
    parts->runs[parts->run_count - 1].end = end;
    before = p;
    p = end;
  }
  return parts->run_count;
}

// Scans the part's blocks; the scanner knows the end of the block before.
static void scan_blocks(spokes_scanner *scanner, run_of_blocks *part) {
  for (uint32_t p = part->first; p < part->end && !scanner->failed;) p = spokes__han_block(scanner, p);
  take(&part->found, scanner);
  if (!scanner->failed) spokes__han_end_save(scanner, &part->left);
  part->failed = scanner->failed;
}

void spokes__parts_do_second(spokes_parts *parts, unsigned worker, size_t job) {
  run_of_blocks *part = &parts->runs[job];
  spokes_scanner *scanner = parts->scanners[worker];
  spokes__scanner_begin(scanner, parts->text, &parts->context);
  spokes__han_begin(scanner, part->before);
  if (job) {
    spokes__han_block(scanner, part->before);
    spokes__han_end_save(scanner, &part->assumed);
    spokes__scanner_begin(scanner, parts->text, &parts->context);
  }
  scan_blocks(scanner, part);
}

// Part by part: was it begun with what the one before it left behind?
static spokes_status settle(spokes_parts *parts, spokes_error *err) {
  for (size_t i = 0; i < parts->run_count; i++) {
    run_of_blocks *part = &parts->runs[i];
    if (part->failed || part->assumed.failed || part->left.failed) return spokes__error_nomem(err);
    if (!i || spokes__han_end_is_same(&part->assumed, &part[-1].left)) continue;
    spokes_scanner *scanner = parts->scanners[0];
    spokes__scanner_begin(scanner, parts->text, &parts->context);
    spokes__han_begin(scanner, part->first);
    if (!spokes__han_end_load(scanner, &part[-1].left)) return spokes__error_nomem(err);
    scan_blocks(scanner, part);
    if (part->failed || part->left.failed) return spokes__error_nomem(err);
  }
  return SPOKES_OK;
}

// ---- Putting together ----------------------------------------------------------------------------------------

static size_t hits_in(const spokes_parts *parts, bool mentions) {
  size_t count = 0;
  for (size_t i = 0; i < parts->stretch_count; i++)
    count += mentions ? parts->stretches[i].found.mentions.count : parts->stretches[i].found.exclusions.count;
  for (size_t i = 0; i < parts->run_count; i++)
    count += mentions ? parts->runs[i].found.mentions.count : parts->runs[i].found.exclusions.count;
  return count;
}

static bool reserve_hits(spokes_hits *hits, size_t count) {
  void *items = hits->items;
  bool good = spokes__array_reserve(&items, &hits->cap, count, sizeof *hits->items);
  hits->items = items;
  return good;
}

// Where the hits of a job go.
typedef struct move {
  haul *from;
  spokes_hit *mentions, *exclusions;
} move;

static void move_hits(spokes_hit *to, spokes_hits *from) {
  if (from->count) memcpy(to, from->items, from->count * sizeof *to);
  spokes__free(from->items);
  *from = (spokes_hits){.items = NULL};
}

static void do_move(void *context, unsigned worker, size_t number) {
  const move *one = (const move *)context + number;
  (void)worker;
  move_hits(one->mentions, &one->from->mentions);
  move_hits(one->exclusions, &one->from->exclusions);
}

static void plan_move(spokes_match_result *to, haul *from, move *out) {
  *out = (move){from, to->mentions.items + to->mentions.count, to->exclusions.items + to->exclusions.count};
  to->mentions.count += from->mentions.count;
  to->exclusions.count += from->exclusions.count;
  to->rule_limits += from->rule_limits;
}

static spokes_status put_together(spokes_parts *parts, spokes_match_result *to, spokes_error *err) {
  move moves[2 * PARTS_MAX];
  size_t count = 0;
  if (!reserve_hits(&to->mentions, hits_in(parts, true) + 1) ||
      !reserve_hits(&to->exclusions, hits_in(parts, false) + 1))
    return spokes__error_nomem(err);
  for (size_t i = 0; i < parts->stretch_count; i++) plan_move(to, &parts->stretches[i].found, &moves[count++]);
  for (size_t i = 0; i < parts->run_count; i++) plan_move(to, &parts->runs[i].found, &moves[count++]);
  return spokes__threads_run((unsigned)parts->scanner_count, count, do_move, moves, err);
}

spokes_status spokes__parts_finish(spokes_parts *parts, const spokes_match_result **out, spokes_error *err) {
  spokes_scanner *scanner = parts->scanners[0];
  *out = NULL;
  for (size_t i = 0; i < parts->stretch_count; i++)
    if (parts->stretches[i].failed) return spokes__error_nomem(err);
  spokes_status status = settle(parts, err);
  if (status) return status;
  spokes__scanner_begin(scanner, parts->text, &parts->context);
  status = put_together(parts, &scanner->result, err);
  if (!status) status = spokes__scanner_complete(scanner, err);
  if (status) return status;
  *out = &scanner->result;
  return SPOKES_OK;
}
