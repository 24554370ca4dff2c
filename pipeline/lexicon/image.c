// Packing a compiled lexicon into an image, and pointing a lexicon into one.

#include "image.h"

#include <string.h>

#include "base/checked.h"
#include "base/checksum.h"
#include "lexicon_code.h"
#include "load.h"
#include "pattern.h"

#define ALIGNMENT 64u
#define STRINGS_END 8u  // NUL bytes behind the last string, so that a decoder may look ahead

// Tables of the lexicon: name, pointer, number of items.
#define TABLES(X)                                                            \
  X(STRINGS, lexicon->strings, lexicon->string_len)                          \
  X(UNITS, lexicon->units, lexicon->unit_count)                              \
  X(ROWS, lexicon->rows, lexicon->row_count)                                 \
  X(FORMS, lexicon->forms, lexicon->form_count)                              \
  X(INNERS, lexicon->inners, lexicon->inner_count)                           \
  X(ENGLISH_SLOTS, lexicon->english.slots, lexicon->english.slot_count)      \
  X(ENGLISH_ENTRIES, lexicon->english.entries, lexicon->english.entry_count) \
  X(ENGLISH_KEYS, lexicon->english.keys, lexicon->english.key_count)         \
  X(CHINESE_SLOTS, lexicon->chinese.slots, lexicon->chinese.slot_count)      \
  X(CHINESE_ORDER, lexicon->chinese.order, lexicon->chinese.order_count)     \
  X(SHORTS, lexicon->shorts, lexicon->short_count)                           \
  X(PAIRS, lexicon->pairs, lexicon->pair_count)                              \
  X(FRAMES, lexicon->frames, lexicon->frame_count)                           \
  X(MEMBERS, lexicon->members, lexicon->member_count)                        \
  X(MEMBER_FIRST, lexicon->member_first, lexicon->member_first_count)        \
  X(RELATIONS, lexicon->relations, lexicon->relation_count)                  \
  X(ACTORS, actors, actor_count)                                             \
  X(FILES, files, file_count)                                                \
  X(GROUPINGS, groupings, grouping_count)                                    \
  X(RULE_GROUPS, rule_groups, rule_group_count)                              \
  X(RULES, rules, rule_count)                                                \
  X(RULE_TEXT, rule_text, rule_text_len)

// Tables of a fixed number of items.
#define FIXED_TABLES(X)                                                             \
  X(ENGLISH_FILTER, lexicon->english.filter, (1u << SPOKES_WORD_FILTER_BITS) / 64u) \
  X(CHINESE_FILTER, lexicon->chinese.filter, (1u << SPOKES_FILTER_BITS) / 64u)      \
  X(STARTS, lexicon->starts, 1u)                                                    \
  X(PAIR_FIRST, lexicon->pair_first, 65536u)                                        \
  X(PAIR_STOP, lexicon->pair_stop, 65536u)                                          \
  X(FRAME_FIRST, lexicon->frame_first, 65536u)                                      \
  X(SHORT_FIRST, lexicon->short_first, 65536u)                                      \
  X(CHARS, lexicon->chars, 65536u)                                                  \
  X(SINGLE_COST, lexicon->single_cost, 65536u)

enum {
#define NUMBER(name, pointer, count) TABLE_##name,
  TABLES(NUMBER) FIXED_TABLES(NUMBER)
#undef NUMBER
      TABLE_COUNT
};

typedef struct section {
  uint64_t offset, count;
  uint32_t item_size, unused;
} section;

typedef struct header {
  uint32_t magic, version;
  uint64_t checksum;  // of everything behind it
  uint64_t total_len;
  spokes_image_key key;
  char program[16];  // version
  char code[24];     // of the program's sources (lexicon_code.h)
  char pcre2[SPOKES_PATTERN_VERSION_LEN];
  char hash[72];  // SHA-256 of the dictionary
  uint16_t global_en, global_zh;
  uint32_t section_count;
  section sections[TABLE_COUNT];
} header;

#define CHECKED_FROM (offsetof(header, checksum) + sizeof(uint64_t))

_Static_assert(sizeof(SPOKES_VERSION) <= sizeof((header *)0)->program, "room for the version");
_Static_assert(sizeof(SPOKES_LEXICON_CODE) <= sizeof((header *)0)->code, "room for the sources' hash");
_Static_assert(sizeof(spokes_form) == 56 && sizeof(spokes_inner) == 8 && sizeof(spokes_slot) == 16 &&
                   sizeof(spokes_word_slot) == 32 && sizeof(spokes_word_entry) == 24 &&
                   sizeof(spokes_start_filter) == 256 && sizeof(spokes_short) == 12 && sizeof(spokes_pair) == 40 &&
                   sizeof(spokes_frame) == 24 && sizeof(spokes_member) == 12 && sizeof(spokes_relation) == 16 &&
                   sizeof(spokes_row_info) == 16 && sizeof(spokes_rule) == 72 && sizeof(spokes_rule_group) == 20 &&
                   sizeof(spokes_packed_actor) == 28 && sizeof(spokes_packed_grouping) == 28 && sizeof(header) % 8 == 0,
               "no padding in an image");

// What an image of this program says of its maker.
static void set_maker(header *h) {
  h->magic = SPOKES_LEXICON_MAGIC;
  h->version = SPOKES_LEXICON_IMAGE_VERSION;
  memcpy(h->program, SPOKES_VERSION, sizeof SPOKES_VERSION);
  memcpy(h->code, SPOKES_LEXICON_CODE, sizeof SPOKES_LEXICON_CODE);
  spokes__pattern_version(h->pcre2);
  h->section_count = TABLE_COUNT;
}

// ---- Packing ----------------------------------------------------------------------------------------

typedef struct part {
  const void *data;
  size_t count, item_size;
} part;

static void collect(const spokes_image_tables *tables, part parts[TABLE_COUNT]) {
#define COLLECT(name, pointer, items) \
  parts[TABLE_##name] = (part){tables->pointer, tables->items, sizeof *tables->pointer};
#define COLLECT_FIXED(name, pointer, items) \
  parts[TABLE_##name] = (part){tables->pointer, items, sizeof *tables->pointer};
  TABLES(COLLECT)
  FIXED_TABLES(COLLECT_FIXED)
}

static uint64_t checksum_of(const spokes_image_bytes *image) {
  return spokes__checksum((const char *)image->data + CHECKED_FROM, image->len - CHECKED_FROM, 0);
}

void spokes__image_seal(spokes_image_bytes *image) {
  if (image->len < sizeof(header)) return;
  uint64_t sum = checksum_of(image);
  memcpy((char *)image->data + offsetof(header, checksum), &sum, sizeof sum);
}

uint64_t spokes__image_files_key(const spokes_image_bytes *image) { return ((const header *)image->data)->key.files; }

static bool add_padding(size_t *len) {
  return spokes__size_add(*len, ALIGNMENT - 1, len) && (*len -= *len % ALIGNMENT, true);
}

static bool lay_out(const part parts[TABLE_COUNT], header *h) {
  size_t len = sizeof *h, bytes;
  for (int i = 0; i < TABLE_COUNT; i++) {
    if (!add_padding(&len) || !spokes__size_mul(parts[i].count, parts[i].item_size, &bytes)) return false;
    h->sections[i] = (section){len, parts[i].count, (uint32_t)parts[i].item_size, 0};
    if (!spokes__size_add(len, bytes, &len)) return false;
  }
  h->total_len = len;
  return true;
}

static spokes_status write_image(const part parts[TABLE_COUNT], header *h, spokes_image_bytes *out, spokes_error *err) {
  char *data = lay_out(parts, h) ? spokes__calloc(1, h->total_len) : NULL;
  if (!data) return spokes__error_nomem(err);
  for (int i = 0; i < TABLE_COUNT; i++)
    if (parts[i].count) memcpy(data + h->sections[i].offset, parts[i].data, parts[i].count * parts[i].item_size);
  memcpy(data, h, sizeof *h);
  *out = (spokes_image_bytes){data, h->total_len, false};
  spokes__image_seal(out);
  return SPOKES_OK;
}

static bool pack_names(spokes_draft *draft, spokes_image_tables *tables) {
  const spokes_lexicon *lexicon = &draft->lexicon;
  spokes_arena *arena = &draft->arena;
  tables->actor_count = lexicon->actor_count;
  tables->file_count = lexicon->file_count;
  tables->grouping_count = lexicon->grouping_count;
  tables->actors = spokes__arena_calloc(arena, tables->actor_count, sizeof *tables->actors);
  tables->files = spokes__arena_calloc(arena, tables->file_count, sizeof *tables->files);
  tables->groupings = spokes__arena_calloc(arena, tables->grouping_count, sizeof *tables->groupings);
  if (!tables->actors || !tables->files || !tables->groupings) return false;
#define STRING(text) spokes__draft_string(draft, text, strlen(text))
  for (size_t i = 0; i < tables->actor_count; i++) {
    const spokes_actor_info *a = &lexicon->actors[i];
    tables->actors[i] = (spokes_packed_actor){
        STRING(a->id), STRING(a->type), STRING(a->name_en), STRING(a->name_zh), STRING(a->region), a->from, a->until};
  }
  for (size_t i = 0; i < tables->file_count; i++) tables->files[i] = STRING(lexicon->files[i]);
  for (size_t i = 0; i < tables->grouping_count; i++) {
    const spokes_grouping_row *g = &lexicon->groupings[i];
    tables->groupings[i] = (spokes_packed_grouping){
        STRING(g->grouping), STRING(g->name_en), STRING(g->name_zh), STRING(g->label), g->from, g->until, g->member, 0};
  }
  for (unsigned i = 0; i < STRINGS_END; i++) spokes__draft_string(draft, "", 0);
  return !draft->strings.failed;
}

spokes_status spokes__image_make(spokes_draft *draft, uint64_t files_key, spokes_image_bytes *image_out,
                                 spokes_error *err) {
  spokes_lexicon *lexicon = &draft->lexicon;
  spokes_rule_tables rules = spokes__rules_tables(lexicon->rules);
  spokes_image_tables tables = {.lexicon = lexicon,
                                .rule_groups = (spokes_rule_group *)rules.groups,
                                .rules = (spokes_rule *)rules.rules,
                                .rule_text = (char *)rules.text,
                                .rule_group_count = rules.group_count,
                                .rule_count = rules.rule_count,
                                .rule_text_len = rules.text_len};
  if (!pack_names(draft, &tables)) return spokes__error_nomem(err);
  header h = {
      .key = {files_key, lexicon->tables.checksum}, .global_en = lexicon->global_en, .global_zh = lexicon->global_zh};
  set_maker(&h);
  memcpy(h.hash, lexicon->hash, sizeof lexicon->hash);
  part parts[TABLE_COUNT];
  collect(&tables, parts);
  return write_image(parts, &h, image_out, err);
}

// ---- Attaching ---------------------------------------------------------------------------------------

static spokes_status damaged(spokes_error *err) {
  return spokes__error_set(err, SPOKES_E_FORMAT, "the compiled dictionary is damaged");
}

static spokes_status check_header(const header *h, const spokes_lexicon *lexicon, size_t len, const uint64_t *files_key,
                                  spokes_error *err) {
  header wanted = {0};
  set_maker(&wanted);
  if (h->magic != wanted.magic || h->version != wanted.version ||
      memcmp(h->program, wanted.program, sizeof h->program) || memcmp(h->code, wanted.code, sizeof h->code) ||
      memcmp(h->pcre2, wanted.pcre2, sizeof h->pcre2))
    return spokes__error_set(err, SPOKES_E_VERSION, "the dictionary was compiled by another program");
  if (h->key.tables != lexicon->tables.checksum)
    return spokes__error_set(err, SPOKES_E_VERSION, "the dictionary was compiled with other tables of characters");
  if (files_key && h->key.files != *files_key)
    return spokes__error_set(err, SPOKES_E_VERSION, "the dictionary was compiled from other files");
  if (h->total_len != len || h->section_count != TABLE_COUNT || !memchr(h->hash, '\0', sizeof lexicon->hash))
    return damaged(err);
  return SPOKES_OK;
}

// Where the table lies, or NULL when its section makes no sense.
static void *table_at(const header *h, const spokes_image_bytes *image, int number, size_t item_size) {
  const section *s = &h->sections[number];
  if (s->item_size != item_size || s->offset % ALIGNMENT || s->offset < sizeof *h || s->offset > image->len)
    return NULL;
  if (s->count > (image->len - s->offset) / item_size) return NULL;
  return (char *)image->data + s->offset;
}

static bool bind(const header *h, const spokes_image_bytes *image, spokes_image_tables *tables) {
#define BIND(name, pointer, items)                                             \
  tables->pointer = table_at(h, image, TABLE_##name, sizeof *tables->pointer); \
  if (!tables->pointer) return false;                                          \
  tables->items = (size_t)h->sections[TABLE_##name].count;
#define BIND_FIXED(name, pointer, items)                                       \
  tables->pointer = table_at(h, image, TABLE_##name, sizeof *tables->pointer); \
  if (!tables->pointer || h->sections[TABLE_##name].count != (items)) return false;
  TABLES(BIND)
  FIXED_TABLES(BIND_FIXED)
  tables->lexicon->english.mask = (uint32_t)(tables->lexicon->english.slot_count - 1);
  tables->lexicon->chinese.mask = (uint32_t)(tables->lexicon->chinese.slot_count - 1);
  return true;
}

static bool unpack_actors(spokes_lexicon *lexicon, const spokes_image_tables *tables, bool *is_good) {
  lexicon->actors = spokes__arena_calloc(&lexicon->arena, tables->actor_count, sizeof *lexicon->actors);
  if (!lexicon->actors) return false;
  lexicon->actor_count = tables->actor_count;
  const char *s = lexicon->strings;
  for (size_t i = 0; i < tables->actor_count; i++) {
    const spokes_packed_actor *a = &tables->actors[i];
    lexicon->actors[i] =
        (spokes_actor_info){s + a->id, s + a->type, s + a->name_en, s + a->name_zh, s + a->region, a->from, a->until};
    uint32_t known;
    const char *id = lexicon->actors[i].id;
    if (!spokes__strmap_put(&lexicon->actor_ids, id, strlen(id), (uint32_t)i, &known)) return false;
    if (known != SPOKES_STRMAP_NONE) *is_good = false;
  }
  return true;
}

static bool unpack_names(spokes_lexicon *lexicon, const spokes_image_tables *tables) {
  const char *s = lexicon->strings;
  lexicon->files = spokes__arena_calloc(&lexicon->arena, tables->file_count, sizeof *lexicon->files);
  lexicon->groupings = spokes__arena_calloc(&lexicon->arena, tables->grouping_count, sizeof *lexicon->groupings);
  if (!lexicon->files || !lexicon->groupings) return false;
  lexicon->file_count = tables->file_count;
  lexicon->grouping_count = tables->grouping_count;
  for (size_t i = 0; i < tables->file_count; i++) lexicon->files[i] = s + tables->files[i];
  for (size_t i = 0; i < tables->grouping_count; i++) {
    const spokes_packed_grouping *g = &tables->groupings[i];
    lexicon->groupings[i] = (spokes_grouping_row){s + g->grouping, s + g->name_en, s + g->name_zh, s + g->label,
                                                  g->member,       g->from,        g->until};
  }
  return true;
}

spokes_status spokes__image_attach(spokes_lexicon *lexicon, const spokes_image_bytes *image, const uint64_t *files_key,
                                   spokes_error *err) {
  header h;
  if (image->len < sizeof h) return damaged(err);
  memcpy(&h, image->data, sizeof h);
  spokes_status status = check_header(&h, lexicon, image->len, files_key, err);
  if (status) return status;
  if (checksum_of(image) != h.checksum) return damaged(err);
  spokes_image_tables tables = {.lexicon = lexicon};
  lexicon->global_en = h.global_en;
  lexicon->global_zh = h.global_zh;
  memcpy(lexicon->hash, h.hash, sizeof lexicon->hash);
  if (!bind(&h, image, &tables) || !spokes__image_check(&tables)) return damaged(err);
  bool is_good = true;
  if (!unpack_actors(lexicon, &tables, &is_good) || !unpack_names(lexicon, &tables)) return spokes__error_nomem(err);
  if (!is_good) return damaged(err);
  spokes_rule_tables rules = {tables.rule_groups,      tables.rules,      tables.rule_text,
                              tables.rule_group_count, tables.rule_count, tables.rule_text_len};
  return spokes__rules_attach(&rules, &lexicon->rules, err);
}
