// Random text made of the dictionary's Chinese forms, short forms, frames, pairs, words and stray characters.
#ifndef TEST_RANDOM_CHINESE_H
#define TEST_RANDOM_CHINESE_H

#include <string.h>

#include "base/utf8.h"
#include "cmocka_all.h"
#include "match/scanner.h"

static uint32_t next(uint64_t *random, uint32_t below) {
  *random = *random * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*random >> 33) % below;
}

static size_t put_units(char *out, const uint16_t *units, unsigned count) {
  size_t len = 0;
  for (unsigned i = 0; i < count; i++) len += spokes__utf8_encode(units[i], out + len);
  return len;
}

// A word of ICU's dictionary, by a random walk through the trie from a random character.
static size_t put_word(const spokes_tables *tables, uint64_t *random, char *out) {
  uint32_t node = SPOKES_TRIE_ROOT;
  size_t len = 0;
  for (unsigned depth = 0; depth < 4; depth++)
    for (unsigned tries = 0; tries < (depth ? 4000u : 1u); tries++) {
      uint16_t character = (uint16_t)(0x4E00 + next(random, 0x5200));
      uint32_t child = spokes__trie_child(tables, node, character);
      if (!child) continue;
      node = child;
      len += spokes__utf8_encode(character, out + len);
      break;
    }
  return len;
}

static const char *const glue[] = {"\u3002", "\uFF0C", "\u3001", "\u4E0E", "\u548C", "\u7684", "\u6709",
                                   "\u65B9", "\u4E2D", "\u56FD", "\u4EBA", "\u4EE5", "\u65E5", "\u5BF9",
                                   "5",      "G7 ",    "\n",     "\n\n",   "\u00B7", "\u519B", "\u76DF"};

static size_t put_piece(const spokes_lexicon *lexicon, uint64_t *random, char *out) {
  const spokes_index *index = &lexicon->chinese;
  switch (next(random, 8)) {
    case 0:
    case 1: {
      const spokes_slot *slot;
      do slot = &index->slots[next(random, index->mask + 1)];
      while (!slot->count);
      const spokes_form *form = &lexicon->forms[index->order[slot->first + next(random, slot->count)]];
      memcpy(out, spokes__form_text(lexicon, form), form->len);
      return form->len;
    }
    case 2:
      return put_units(out, &lexicon->shorts[next(random, (uint32_t)lexicon->short_count)].character, 1);
    case 3: {
      const spokes_frame *frame = &lexicon->frames[next(random, (uint32_t)lexicon->frame_count)];
      return put_units(out, frame->units, frame->unit_count);
    }
    case 4: {
      const spokes_pair *pair = &lexicon->pairs[next(random, (uint32_t)lexicon->pair_count)];
      return put_units(out, pair->units, pair->unit_count);
    }
    case 5:
      return put_word(&lexicon->tables, random, out);
    default: {
      const char *text = glue[next(random, sizeof glue / sizeof *glue)];
      memcpy(out, text, strlen(text));
      return strlen(text);
    }
  }
}

static void assert_same(const spokes_hits *a, const spokes_hits *b) {
  assert_int_equal(a->count, b->count);
  for (size_t i = 0; i < a->count; i++) {
    const spokes_hit *x = &a->items[i], *y = &b->items[i];
    assert_int_equal(x->start, y->start);
    assert_int_equal(x->end, y->end);
    assert_int_equal(x->actor, y->actor);
    assert_int_equal(x->kind, y->kind);
    assert_int_equal(x->reason, y->reason);
    assert_int_equal(x->rule, y->rule);
    assert_int_equal(x->entry, y->entry);
    assert_int_equal(x->antecedent, y->antecedent);
  }
}

#endif
