// Looks at every number of an image before anything is done with it: an image is a file that anybody may have written.
// After this check no search can read outside of the tables, run in circles, or meet a value that an enum does not
// have.
//
// What is not checked is whether the image says what the dictionary says; for that there are the checksums.

#include "image.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "load.h"

typedef struct checker {
  const spokes_image_tables *tables;
  const spokes_lexicon *lexicon;
} checker;

// A bool of the image may hold any byte, and reading another one than 0 or 1 as a bool is undefined.
static bool is_bool(const bool *flag) { return *(const unsigned char *)(const void *)flag <= 1; }

// A place in the strings, not inside a character.
static bool is_string(const checker *c, uint32_t at) {
  return at < c->lexicon->string_len && ((unsigned char)c->lexicon->strings[at] & 0xC0) != 0x80;
}
static bool is_text(const checker *c, uint32_t at, uint32_t len) {
  return is_string(c, at) && len < c->lexicon->string_len - at;
}
static bool is_actor(const checker *c, spokes_actor actor) { return actor < c->tables->actor_count; }
static bool is_actor_or_none(const checker *c, spokes_actor actor) {
  return actor == SPOKES_NO_ACTOR || is_actor(c, actor);
}
static bool is_row(const checker *c, spokes_row row) { return row < c->lexicon->row_count; }
static bool is_group(const checker *c, uint16_t group) {
  return group == SPOKES_NO_GROUP || group < c->tables->rule_group_count;
}

static bool is_word_byte(char c) {
  return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

// ---- Strings, actors, rows --------------------------------------------------------------------------

static bool check_strings(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  size_t len = lexicon->string_len, text_len = c->tables->rule_text_len;
  // Any place in strings is a NUL-terminated string, and a decoder may look some bytes ahead.
  if (len < 4 || len > UINT32_MAX || text_len > UINT32_MAX || lexicon->unit_count > UINT32_MAX) return false;
  for (size_t i = len - 4; i < len; i++)
    if (lexicon->strings[i]) return false;
  return !lexicon->strings[0] && spokes__utf8_valid_prefix(lexicon->strings, len) == len &&
         spokes__utf8_valid_prefix(c->tables->rule_text, text_len) == text_len;
}

static bool check_actors(const checker *c) {
  const spokes_image_tables *tables = c->tables;
  if (tables->actor_count > SPOKES_LIMIT_ACTORS) return false;
  for (size_t i = 0; i < tables->actor_count; i++) {
    const spokes_packed_actor *a = &tables->actors[i];
    if (!is_string(c, a->id) || !is_string(c, a->type) || !is_string(c, a->name_en) || !is_string(c, a->name_zh) ||
        !is_string(c, a->region))
      return false;
  }
  for (size_t i = 0; i < tables->grouping_count; i++) {
    const spokes_packed_grouping *g = &tables->groupings[i];
    if (!is_string(c, g->grouping) || !is_string(c, g->name_en) || !is_string(c, g->name_zh) ||
        !is_string(c, g->label) || !is_actor(c, g->member))
      return false;
  }
  return true;
}

static bool check_rows(const checker *c) {
  const spokes_image_tables *tables = c->tables;
  const spokes_lexicon *lexicon = c->lexicon;
  if (lexicon->row_count > SPOKES_LIMIT_DICT_ROWS) return false;
  for (size_t i = 0; i < tables->file_count; i++)
    if (!is_string(c, tables->files[i])) return false;
  for (size_t i = 0; i < lexicon->row_count; i++) {
    const spokes_row_info *row = &lexicon->rows[i];
    if (!is_string(c, row->id) || !is_string(c, row->form) || row->file >= tables->file_count ||
        row->spec >= spokes__file_spec_count)
      return false;
  }
  return true;
}

// ---- Forms ------------------------------------------------------------------------------------------

static bool check_text(const checker *c, const spokes_form *form) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (!spokes__form_is_chinese(form))
    return form->len && form->word_len && form->word_len <= form->len && is_word_byte(lexicon->strings[form->text]);
  return form->unit_count >= 2 && form->units <= lexicon->unit_count &&
         form->unit_count <= lexicon->unit_count - form->units;
}

static bool check_form(const checker *c, const spokes_form *form, size_t number) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (!is_text(c, form->text, form->len) || !is_text(c, form->cased, form->len) || !check_text(c, form)) return false;
  if (form->type > SPOKES_FORM_WORD || form->kind >= SPOKES_KIND_COUNT || form->case_mode > SPOKES_CASE_ANY ||
      form->reason >= SPOKES_REASON_COUNT)
    return false;
  if (!is_bool(&form->skip_default) || !is_bool(&form->bound) || !is_bool(&form->capital)) return false;
  if (!is_group(c, form->group) || !is_row(c, form->row)) return false;
  if (form->type == SPOKES_FORM_ACTOR ? !is_actor(c, form->actor) : form->actor != SPOKES_NO_ACTOR) return false;
  // Chains of readings run forward, and so end; all readings of a text are names in one language.
  if (form->next != SPOKES_NONE) {
    if (form->next <= number || form->next >= lexicon->form_count || form->type != SPOKES_FORM_ACTOR) return false;
    const spokes_form *next = &lexicon->forms[form->next];
    if (next->type != SPOKES_FORM_ACTOR || spokes__form_is_chinese(next) != spokes__form_is_chinese(form)) return false;
  }
  return form->inner <= lexicon->inner_count && form->inner_count <= lexicon->inner_count - form->inner;
}

static bool check_forms(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (lexicon->form_count >= SPOKES_NONE || lexicon->inner_count >= SPOKES_NONE) return false;
  for (size_t i = 0; i < lexicon->form_count; i++)
    if (!check_form(c, &lexicon->forms[i], i)) return false;
  for (size_t i = 0; i < lexicon->inner_count; i++) {
    const spokes_inner *inner = &lexicon->inners[i];
    if (!is_actor(c, inner->actor) || inner->kind >= SPOKES_KIND_COUNT || !is_row(c, inner->row)) return false;
  }
  return true;
}

// ---- Indexes ----------------------------------------------------------------------------------------

// A number of slots that a hash can be cut to.
static bool is_slot_count(size_t count) { return count && count <= UINT32_MAX && !(count & (count - 1)); }

static uint32_t hash_of(const spokes_lexicon *lexicon, const spokes_form *form) {
  const uint16_t *units = spokes__form_units(lexicon, form);
  return spokes__han_hash(units[0], units[1]);
}

// All forms of a bucket have its hash: what the hash decides is not compared again.
static bool check_bucket(const checker *c, const spokes_slot *slot) {
  const spokes_index *index = &c->lexicon->chinese;
  for (uint32_t i = 0; i < slot->count; i++)
    if (hash_of(c->lexicon, &c->lexicon->forms[index->order[slot->first + i]]) != slot->hash) return false;
  return true;
}

static bool check_chinese(const checker *c) {
  const spokes_index *index = &c->lexicon->chinese;
  size_t used = 0, listed = 0;
  if (!is_slot_count(index->slot_count)) return false;
  for (size_t i = 0; i < index->order_count; i++)
    if (index->order[i] >= c->lexicon->form_count || !spokes__form_is_chinese(&c->lexicon->forms[index->order[i]]))
      return false;
  for (size_t i = 0; i < index->slot_count; i++) {
    const spokes_slot *slot = &index->slots[i];
    if (!slot->count && (slot->first || slot->hash)) return false;
    if (!slot->count) continue;
    if (slot->first > index->order_count || slot->count > index->order_count - slot->first) return false;
    used++;
    // Buckets do not overlap, so that this takes one look at each form.
    listed += slot->count;
    if (listed > index->order_count || !check_bucket(c, slot)) return false;
  }
  return used < index->slot_count;  // a search ends at a free slot
}

static bool check_entry(const checker *c, const spokes_word_entry *entry) {
  if (entry->form >= c->lexicon->form_count) return false;
  const spokes_form *form = &c->lexicon->forms[entry->form];
  const uint32_t tail = spokes__tail_len(&entry->tail);
  if (spokes__form_is_chinese(form) || tail > SPOKES_TAIL_BYTES || tail > (uint32_t)(form->len - form->word_len))
    return false;
  return is_bool(&entry->capital) && is_bool(&entry->bound) && entry->case_mode == form->case_mode &&
         entry->capital == form->capital && entry->bound == form->bound;
}

static bool check_word_slot(const checker *c, const spokes_word_slot *slot) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (!is_bool(&slot->is_mixed)) return false;
  for (uint32_t i = 0; i < slot->count; i++) {
    const spokes_form *form = &lexicon->forms[lexicon->english.entries[slot->first + i].form];
    if (spokes__word_hash(spokes__form_text(lexicon, form), form->word_len) != slot->hash) return false;
  }
  return true;
}

static bool check_words(const checker *c) {
  const spokes_words *words = &c->lexicon->english;
  size_t used = 0, listed = 0;
  if (!is_slot_count(words->slot_count) || words->entry_count > UINT32_MAX ||
      words->key_count != words->entry_count + SPOKES_KEYS_END)
    return false;
  for (size_t i = 0; i < words->entry_count; i++)
    if (!check_entry(c, &words->entries[i])) return false;
  for (size_t i = 0; i < words->slot_count; i++) {
    const spokes_word_slot *slot = &words->slots[i];
    if (!slot->count && (slot->first || slot->hash)) return false;
    if (!slot->count) continue;
    if (slot->first > words->entry_count || slot->count > words->entry_count - slot->first) return false;
    used++;
    listed += slot->count;
    if (listed > words->entry_count || !check_word_slot(c, slot)) return false;
  }
  return used < words->slot_count;  // a search ends at a free slot
}

// ---- Short forms, pairs, frames ---------------------------------------------------------------------

// Every entry of a table by character is below the limit or SPOKES_NONE.
static bool is_below(const uint32_t *table, size_t limit) {
  bool good = true;
  for (size_t i = 0; i < 65536; i++) good &= table[i] + 1u <= limit;
  return good;
}

// Character 0 is a break in every text: it ends clauses and is in nothing.
static bool check_break(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  bool good = lexicon->chars[0] & SPOKES_CHAR_CLAUSE && !(lexicon->chars[0] & (SPOKES_CHAR_SHORT | SPOKES_CHAR_PAIR));
  for (size_t i = 0; i < lexicon->unit_count; i++) good &= lexicon->units[i] != 0;
  return good;
}

static bool has_break(const uint16_t *units, unsigned count) {
  for (unsigned i = 0; i < count; i++)
    if (!units[i]) return true;
  return false;
}

// How many characters have an entry.
static size_t count_entries(const uint32_t *table) {
  size_t count = 0;
  for (size_t i = 0; i < 65536; i++) count += table[i] != SPOKES_NONE;
  return count;
}

// The flag says the same as the table.
static bool is_flagged(const checker *c, const uint32_t *table, unsigned flag) {
  unsigned wrong = 0;
  for (size_t i = 0; i < 65536; i++) wrong |= (table[i] != SPOKES_NONE) ^ !!(c->lexicon->chars[i] & flag);
  return !wrong;
}

static bool check_shorts(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  size_t characters = 0;
  if (lexicon->short_count >= SPOKES_NONE || !is_below(lexicon->short_first, lexicon->short_count) ||
      !is_flagged(c, lexicon->short_first, SPOKES_CHAR_SHORT))
    return false;
  for (size_t i = 0; i < lexicon->short_count; i++) {
    const spokes_short *s = &lexicon->shorts[i];
    if (!is_actor(c, s->actor) || !is_bool(&s->strong) || !is_bool(&s->issuer) || !is_row(c, s->row)) return false;
    // The table leads to the first reading of its own character.
    if (i && s->character == s[-1].character) continue;
    if (lexicon->short_first[s->character] != i) return false;
    characters++;
  }
  return characters == count_entries(lexicon->short_first);
}

static bool check_pairs(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (lexicon->pair_count >= SPOKES_NONE || !is_below(lexicon->pair_first, lexicon->pair_count) ||
      !is_flagged(c, lexicon->pair_first, SPOKES_CHAR_PAIR))
    return false;
  for (size_t i = 0; i < 65536; i++)
    if (lexicon->pair_first[i] != SPOKES_NONE &&
        (lexicon->pair_stop[i] < lexicon->pair_first[i] || lexicon->pair_stop[i] > lexicon->pair_count))
      return false;
  for (size_t i = 0; i < lexicon->pair_count; i++) {
    const spokes_pair *pair = &lexicon->pairs[i];
    if (pair->unit_count < 2 || pair->unit_count > SPOKES_PAIR_MAX || !is_row(c, pair->row) ||
        has_break(pair->units, pair->unit_count) || pair->open >> pair->unit_count)
      return false;
    for (unsigned k = 0; k < pair->unit_count; k++)
      if (!is_actor_or_none(c, pair->actors[k])) return false;
  }
  return true;
}

static bool check_frames(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (lexicon->frame_count >= SPOKES_NONE || !is_below(lexicon->frame_first, lexicon->frame_count)) return false;
  for (size_t i = 0; i < lexicon->frame_count; i++) {
    const spokes_frame *frame = &lexicon->frames[i];
    if (!frame->unit_count || frame->unit_count > SPOKES_FRAME_MAX || !is_row(c, frame->row) ||
        !is_bool(&frame->right) || frame->needs > SPOKES_NEEDS_STRONG || has_break(frame->units, frame->unit_count))
      return false;
  }
  return true;
}

// ---- Memberships and relations ----------------------------------------------------------------------

static bool check_members(const checker *c) {
  const spokes_lexicon *lexicon = c->lexicon;
  if (lexicon->member_count >= SPOKES_NONE || lexicon->member_first_count != c->tables->actor_count + 1) return false;
  for (size_t i = 0; i < lexicon->member_count; i++)
    if (!is_actor(c, lexicon->members[i].grouping) || !is_actor(c, lexicon->members[i].member)) return false;
  for (size_t i = 1; i < lexicon->member_first_count; i++)
    if (lexicon->member_first[i] < lexicon->member_first[i - 1]) return false;
  if (lexicon->member_first[lexicon->member_first_count - 1] != lexicon->member_count) return false;
  for (size_t i = 0; i < lexicon->relation_count; i++) {
    const spokes_relation *r = &lexicon->relations[i];
    if (!is_actor(c, r->hub) || !is_actor(c, r->partner) || (unsigned)r->kind > SPOKES_RELATION_RIVAL) return false;
  }
  return true;
}

// ---- Rules ------------------------------------------------------------------------------------------

static bool is_pattern(const checker *c, uint32_t at, uint32_t len) {
  return at <= c->tables->rule_text_len && len <= c->tables->rule_text_len - at;
}

static bool check_rule(const checker *c, const spokes_rule *rule, size_t number) {
  if (!is_pattern(c, rule->before, rule->before_len) || !is_pattern(c, rule->after, rule->after_len)) return false;
  if (rule->before_reach > SPOKES_RULE_WINDOW || rule->after_reach > SPOKES_RULE_WINDOW) return false;
  if (rule->next != SPOKES_NO_RULE && (rule->next <= number || rule->next >= c->tables->rule_count)) return false;
  if (rule->action >= SPOKES_ACTION_TYPES || rule->reason >= SPOKES_REASON_COUNT || !is_bool(&rule->any_first))
    return false;
  if (rule->action == SPOKES_ACTION_ACTOR ? !is_actor(c, rule->actor) : rule->actor != SPOKES_NO_ACTOR) return false;
  return is_row(c, rule->row);
}

static bool check_rules(const checker *c) {
  const spokes_image_tables *tables = c->tables;
  size_t steps = 0;
  if (tables->rule_count >= SPOKES_NO_RULE || tables->rule_group_count > SPOKES_NO_GROUP) return false;
  if (!is_group(c, c->lexicon->global_en) || !is_group(c, c->lexicon->global_zh)) return false;
  for (size_t i = 0; i < tables->rule_count; i++)
    if (!check_rule(c, &tables->rules[i], i)) return false;
  for (size_t g = 0; g < tables->rule_group_count; g++) {
    const spokes_rule_group *group = &tables->rule_groups[g];
    if (!is_pattern(c, group->name, group->name_len) || group->before_reach > SPOKES_RULE_WINDOW) return false;
    if (group->first != SPOKES_NO_RULE && group->first >= tables->rule_count) return false;
    // Groups share no rules: together they cannot be longer than the list of rules.
    for (uint32_t i = group->first; i != SPOKES_NO_RULE; i = tables->rules[i].next)
      if (++steps > tables->rule_count || tables->rules[i].before_reach > group->before_reach) return false;
  }
  return true;
}

bool spokes__image_check(const spokes_image_tables *tables) {
  const checker c = {tables, tables->lexicon};
  return check_strings(&c) && check_actors(&c) && check_rows(&c) && check_forms(&c) && check_words(&c) &&
         check_chinese(&c) && check_break(&c) && check_shorts(&c) && check_pairs(&c) && check_frames(&c) &&
         check_members(&c) && check_rules(&c);
}
