// dict import: (keys, form) of a seed dictionary to a dictionary folder. A key is an actor of the reference dictionary,
// by id, English name or country code; any other key becomes an actor of its own. A form that the reference has for the
// same actor keeps its spelling and kind; a glob becomes the forms of the reference that it fits.

#include "dictionary/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/csv_write.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "base/strmap.h"
#include "base/utf8.h"
#include "corpus/countries.h"
#include "dictionary/glob.h"
#include "lexicon/compiled.h"
#include "text/text.h"

#define ID_BYTES 64
#define FORM_BYTES (SPOKES_LIMIT_FORM_BYTES * 2)

typedef struct new_actor {
  const char *id, *name, *region;
} new_actor;

struct spokes_importer {
  const spokes_lexicon *lexicon;  // the reference
  const spokes_dict_import_options *options;
  const char *source;     // name of the file, for ids
  spokes_arena arena;     // keys of `taken`, texts of new actors
  spokes_strmap taken;    // canonical form -> number of the first actor that has it
  spokes_strmap new_ids;  // key of the file -> number of a new actor
  new_actor *news;        // actors that the reference does not have
  size_t new_count, new_cap;
  bool *is_used;             // [actor of the reference]
  spokes_buf names, shorts;  // rows
  uint8_t *ranks;            // [65536]: highest rank of the character
  uint64_t line;             // of the file at work
  spokes_dict_import_summary summary;
  bool no_memory;
};

void spokes__importer_warn(spokes_importer *importer, uint64_t line, const char *format, ...) {
  char message[400];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  importer->summary.warnings++;
  if (!importer->options->on_warning) return;
  spokes_error warning;
  spokes__error_at(&warning, SPOKES_OK, importer->options->path, line, 0, "%s", message);
  importer->options->on_warning(importer->options->context, &warning);
}

// ---- Actors -----------------------------------------------------------------------------------------------
//
// Numbers below actor_count are the reference's; those from there on are new ones.

static const char *actor_id(const spokes_importer *importer, uint32_t actor) {
  size_t known = importer->lexicon->actor_count;
  return actor < known ? importer->lexicon->actors[actor].id : importer->news[actor - known].id;
}

static size_t find_in_reference(const spokes_importer *importer, const char *key) {
  size_t actor = spokes_lexicon_find_actor(importer->lexicon, key);
  const char *country = actor == SIZE_MAX ? spokes__country_find(key, strlen(key)) : NULL;
  if (actor == SIZE_MAX && !strcmp(key, "XK")) country = "XKX";  // no code of the standard, but in general use
  return country ? spokes_lexicon_find_actor(importer->lexicon, country) : actor;
}

// The key as an id: capitals, digits and underscores, other than any id of the reference.
static void make_id(const spokes_importer *importer, const char *key, char id[ID_BYTES]) {
  size_t len = 0;
  for (; *key && len < ID_BYTES - 8; key++) {
    char c = *key >= 'a' && *key <= 'z' ? (char)(*key - 'a' + 'A') : *key;
    bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || (unsigned char)c < 0x80 || (unsigned char)c >= 0xC0) id[len++] = plain ? c : '_';
  }
  id[len] = '\0';
  bool is_taken = true;
  while (is_taken && len + 1 < ID_BYTES) {
    is_taken = !len || spokes__lexicon_find_actor(importer->lexicon, id, len) != SPOKES_NO_ACTOR;
    for (size_t i = 0; i < importer->new_count && !is_taken; i++) is_taken = !strcmp(importer->news[i].id, id);
    if (is_taken) id[len++] = '_';
    id[len] = '\0';
  }
}

static uint32_t add_actor(spokes_importer *importer, const char *region, const char *key) {
  char id[ID_BYTES];
  void *news = importer->news;
  make_id(importer, key, id);
  new_actor actor = {spokes__arena_strdup(&importer->arena, id, strlen(id)),
                     spokes__arena_strdup(&importer->arena, key, strlen(key)),
                     spokes__arena_strdup(&importer->arena, region, strlen(region))};
  uint32_t number = (uint32_t)(importer->lexicon->actor_count + importer->new_count);
  if (!actor.id || !actor.name || !actor.region ||
      !spokes__array_reserve(&news, &importer->new_cap, importer->new_count + 1, sizeof *importer->news) ||
      !spokes__strmap_put(&importer->new_ids, actor.name, strlen(actor.name), number, NULL)) {
    importer->no_memory = true;
    return 0;
  }
  importer->news = news;
  importer->news[importer->new_count++] = actor;
  importer->summary.new_actors++;
  spokes__importer_warn(importer, importer->line, "'%.60s' is no actor of the dictionary: it becomes the actor %s", key,
                        id);
  return number;
}

static uint32_t find_actor(spokes_importer *importer, const char *region, const char *key) {
  size_t known = find_in_reference(importer, key);
  if (known != SIZE_MAX) {
    importer->summary.actors += !importer->is_used[known];
    importer->is_used[known] = true;
    return (uint32_t)known;
  }
  uint32_t number = spokes__strmap_get(&importer->new_ids, key, strlen(key));
  if (number != SPOKES_STRMAP_NONE) return number;
  importer->summary.actors++;
  return add_actor(importer, region, key);
}

// ---- Forms -------------------------------------------------------------------------------------------------

// The canonical text without letter case, which equals that of the reference's forms; false when there is none.
static bool fold(const spokes_importer *importer, const char *form, char *out, size_t *len_out) {
  size_t len = strlen(form);
  if (len > SPOKES_LIMIT_FORM_BYTES / 2) return false;
  if (!spokes__text_fold_form(&importer->lexicon->tables, form, len, out, FORM_BYTES, len_out) || !*len_out)
    return false;
  for (size_t i = 0; i < *len_out; i++)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] | 0x20);
  return true;
}

static bool is_chinese(const spokes_importer *importer, const char *text) {
  size_t width;
  for (; *text; text += width) {
    uint32_t cp = spokes__utf8_decode(text, &width);
    if (cp <= 0xFFFF && importer->lexicon->tables.classes[cp] & SPOKES_CLASS_HAN) return true;
  }
  return false;
}

static size_t character_count(const char *text) { return spokes__utf8_count(text, strlen(text)); }

// Notes that actor has the form; false when it or another one has it already.
static bool claim(spokes_importer *importer, uint32_t actor, const char *folded, size_t len, const char *form) {
  uint32_t other;
  const char *key = spokes__arena_strdup(&importer->arena, folded, len);
  if (!key || !spokes__strmap_put(&importer->taken, key, len, actor, &other)) {
    importer->no_memory = true;
    return false;
  }
  if (other != SPOKES_STRMAP_NONE && other != actor)
    spokes__importer_warn(importer, importer->line, "'%.60s' stands for %s already, and is left out for %s", form,
                          actor_id(importer, other), actor_id(importer, actor));
  return other == SPOKES_STRMAP_NONE;
}

static void begin_row(spokes_importer *importer, spokes_buf *rows) {
  spokes__buf_text(rows, "i.");
  spokes__buf_text(rows, importer->source);
  spokes__buf_byte(rows, '.');
  spokes__buf_u64(rows, ++importer->summary.forms);
  spokes__buf_byte(rows, ',');
}

// Two capitals and more, and nothing else.
static bool is_acronym(const char *form) {
  size_t len = strlen(form);
  return len > 1 && strspn(form, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == len;
}

// Takes the points out of u.s. and U.S.A., whose spellings with points match by themselves.
static void join_points(char *form) {
  size_t letters = 0, len = strlen(form);
  for (size_t i = 0; i < len; i++) {
    bool is_letter = (unsigned)((form[i] | 0x20) - 'a') < 26;
    if (i % 2 ? form[i] != '.' : !is_letter) return;
    letters += is_letter;
  }
  if (letters < 2) return;
  for (size_t i = 0; i < letters; i++) form[i] = (char)(form[2 * i] & ~0x20);
  form[letters] = '\0';
}

static const char *case_name(const spokes_form *like) {
  if (!like || like->case_mode == SPOKES_CASE_INITIAL) return "";
  return like->case_mode == SPOKES_CASE_EXACT ? "exact" : "any";
}

// like: the form of the reference that it equals, or NULL.
static void add_name(spokes_importer *importer, uint32_t actor, const char *form, const spokes_form *like) {
  spokes_buf *rows = &importer->names;
  begin_row(importer, rows);
  spokes__csv_text(rows, actor_id(importer, actor));
  spokes__buf_text(rows, is_chinese(importer, form) ? ",zh," : ",en,");
  spokes__csv_text(rows, form);
  spokes__buf_byte(rows, ',');
  spokes__buf_text(rows, like ? spokes_kind_name((spokes_kind)like->kind) : is_acronym(form) ? "acronym" : "name");
  spokes__buf_byte(rows, ',');
  spokes__buf_text(rows, case_name(like));
  spokes__buf_text(rows, ",,,,,\n");
}

// A character that the reference knows as this actor's keeps rank and strength; otherwise it is a last, weak reading.
static void add_short(spokes_importer *importer, uint32_t actor, const char *form, const char *folded) {
  size_t width;
  uint32_t cp = spokes__utf8_decode(folded, &width);
  unsigned rank = 0;
  const char *strength = "weak";
  for (size_t i = 0; i < importer->lexicon->short_count; i++) {
    const spokes_short *known = &importer->lexicon->shorts[i];
    if (known->character != cp || known->actor != actor) continue;
    rank = known->rank;
    strength = known->strong ? "strong" : known->issuer ? "issuer" : "weak";
  }
  if (!rank) rank = ++importer->ranks[cp];
  if (rank > 9) {
    spokes__importer_warn(importer, importer->line, "'%.20s' has too many readings, and is left out for %s", form,
                          actor_id(importer, actor));
    return;
  }
  begin_row(importer, &importer->shorts);
  spokes__buf_format(&importer->shorts, "%s,%s,%u,%s,\n", form, actor_id(importer, actor), rank, strength);
}

// Names begin with a capital; seed dictionaries are often written without any.
static void write_as_name(const char *form, char *out, size_t out_cap) {
  static const char *const small[] = {"of", "and", "the", "de", "la"};
  size_t len = strlen(form);
  bool has_capital = strpbrk(form, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
  if (len >= out_cap) len = out_cap - 1;
  memcpy(out, form, len);
  out[len] = '\0';
  for (size_t at = 0, end; at < len && !has_capital; at = end + 1) {
    end = at + strcspn(out + at, " -");
    bool is_small = false;
    for (size_t i = 0; i < sizeof small / sizeof *small && at; i++)
      is_small |= strlen(small[i]) == end - at && !memcmp(out + at, small[i], end - at);
    if (!is_small && out[at] >= 'a' && out[at] <= 'z') out[at] = (char)(out[at] - 'a' + 'A');
  }
}

static void take_form(spokes_importer *importer, uint32_t actor, const char *form, const spokes_form *like) {
  char folded[FORM_BYTES], written[FORM_BYTES];
  size_t len;
  if (!fold(importer, form, folded, &len)) {
    spokes__importer_warn(importer, importer->line, "'%.60s' is no form", form);
    return;
  }
  bool one_character = character_count(folded) == 1;
  if (one_character && is_chinese(importer, folded)) {
    char key[FORM_BYTES + ID_BYTES];  // several actors may share a character
    int key_len = snprintf(key, sizeof key, "%s %s", folded, actor_id(importer, actor));
    if (key_len > 0 && claim(importer, actor, key, (size_t)key_len, form)) add_short(importer, actor, form, folded);
    return;
  }
  bool begins_well = (unsigned)(folded[0] - 'a') < 26 || (unsigned)(folded[0] - '0') < 10 || (folded[0] & 0x80);
  if (!begins_well) {
    spokes__importer_warn(importer, importer->line, "'%.60s' does not begin with a letter or digit", form);
    return;
  }
  if (!claim(importer, actor, folded, len, form)) return;
  write_as_name(form, written, sizeof written);
  add_name(importer, actor, like ? spokes__lexicon_row_form(importer->lexicon, like->row) : written, like);
}

static bool is_form_of(const spokes_form *form, uint32_t actor) {
  return form->type == SPOKES_FORM_ACTOR && form->actor == actor;
}

static const spokes_form *find_like(const spokes_importer *importer, uint32_t actor, const char *folded) {
  const spokes_lexicon *lexicon = importer->lexicon;
  for (size_t i = 0; i < lexicon->form_count; i++)
    if (is_form_of(&lexicon->forms[i], actor) && !strcmp(spokes__form_text(lexicon, &lexicon->forms[i]), folded))
      return &lexicon->forms[i];
  return NULL;
}

// Every form of the actor that the pattern fits; how many there are.
static size_t take_fitting(spokes_importer *importer, uint32_t actor, const char *pattern) {
  size_t count = 0;
  for (size_t i = 0; i < importer->lexicon->form_count; i++) {
    const spokes_form *form = &importer->lexicon->forms[i];
    if (!is_form_of(form, actor) || !spokes__glob_match(pattern, spokes__form_text(importer->lexicon, form))) continue;
    take_form(importer, actor, spokes__lexicon_row_form(importer->lexicon, form->row), form);
    count++;
  }
  return count;
}

// A pattern that fits nothing is taken for the word before its final star.
static void take_pattern(spokes_importer *importer, uint32_t actor, char *form) {
  char folded[FORM_BYTES];
  size_t len, end = strlen(form);
  if (fold(importer, form, folded, &len) && take_fitting(importer, actor, folded)) return;
  while (end && form[end - 1] == '*') form[--end] = '\0';
  while (end && form[end - 1] == ' ') form[--end] = '\0';
  if (!end || spokes__glob_is(form)) {
    spokes__importer_warn(importer, importer->line, "no form of %s fits a pattern, which is left out",
                          actor_id(importer, actor));
    return;
  }
  spokes__importer_warn(importer, importer->line, "no form of %s fits '%.60s*', which is taken for '%.60s'",
                        actor_id(importer, actor), form, form);
  take_form(importer, actor, form, NULL);
}

void spokes__importer_take(spokes_importer *importer, uint64_t line, const char *region, const char *key,
                           const char *form) {
  char text[FORM_BYTES], folded[FORM_BYTES];
  size_t len = strlen(form);
  if (importer->no_memory) return;
  importer->line = line;
  while (len && form[len - 1] == ' ') len--;
  while (len && *form == ' ') form++, len--;
  if (!len || len >= sizeof text) {
    spokes__importer_warn(importer, line, "'%.60s' is no form", form);
    return;
  }
  memcpy(text, form, len);
  text[len] = '\0';
  for (char *at = text; *at; at++)
    if (*at == '_') *at = ' ';  // quanteda joins words so
  join_points(text);
  uint32_t actor = find_actor(importer, region, key);
  if (importer->no_memory) return;
  if (spokes__glob_is(text))
    take_pattern(importer, actor, text);
  else
    take_form(importer, actor, text, fold(importer, text, folded, &len) ? find_like(importer, actor, folded) : NULL);
}

// ---- Files --------------------------------------------------------------------------------------------------

static void actor_row(spokes_buf *rows, const char *const *texts, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (i) spokes__buf_byte(rows, ',');
    spokes__csv_text(rows, texts[i]);
  }
}

static void date_field(spokes_buf *rows, uint32_t date) {
  spokes__buf_byte(rows, ',');
  if (date) spokes__buf_format(rows, "%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
}

static void write_actors(const spokes_importer *importer, spokes_buf *rows) {
  spokes__buf_text(rows, "id,type,name_en,name_zh,region,from,until,note\n");
  for (size_t i = 0; i < importer->lexicon->actor_count; i++) {
    if (!importer->is_used[i]) continue;
    const spokes_actor_info *actor = &importer->lexicon->actors[i];
    const char *const texts[] = {actor->id, actor->type, actor->name_en, actor->name_zh, actor->region};
    actor_row(rows, texts, 5);
    date_field(rows, actor->from);
    date_field(rows, actor->until);
    spokes__buf_text(rows, ",\n");
  }
  for (size_t i = 0; i < importer->new_count; i++) {
    const new_actor *actor = &importer->news[i];
    const char *const texts[] = {actor->id, *actor->region ? "state" : "organisation", actor->name, "", actor->region};
    actor_row(rows, texts, 5);
    spokes__buf_text(rows, ",,,\n");
  }
}

static spokes_status write_file(const char *folder, const char *name, const char *header, const spokes_buf *rows,
                                spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT, whole = SPOKES_BUF_INIT;
  if (!rows->len) return SPOKES_OK;
  spokes__path_join(&path, folder, name);
  spokes__buf_text(&whole, header);
  spokes__buf_append(&whole, rows->data, rows->len);
  spokes_status status = path.failed || whole.failed || rows->failed
                             ? spokes__error_nomem(err)
                             : spokes__file_write(path.data, whole.data, whole.len, err);
  spokes__buf_release(&path);
  spokes__buf_release(&whole);
  return status;
}

static spokes_status write_folder(const spokes_importer *importer, spokes_error *err) {
  const char *folder = importer->options->out_dir;
  spokes_buf path = SPOKES_BUF_INIT, actors = SPOKES_BUF_INIT;
  spokes__path_join(&path, folder, "names");
  write_actors(importer, &actors);
  spokes_status status = path.failed ? spokes__error_nomem(err) : spokes__folder_make(path.data, err);
  if (!status)
    status = write_file(folder, "names/imported.csv", "id,actor,lang,form,kind,case,rules,default,from,until,note\n",
                        &importer->names, err);
  if (!status)
    status = write_file(folder, "shorts_zh.csv", "id,form,actor,rank,strength,note\n", &importer->shorts, err);
  if (!status) status = write_file(folder, "actors.csv", "", &actors, err);
  spokes__buf_release(&path);
  spokes__buf_release(&actors);
  return status;
}

// ---- The whole -----------------------------------------------------------------------------------------------

// The name of the file without folders and ending, as part of ids.
static const char *source_name(spokes_importer *importer) {
  const char *slash = strrchr(importer->options->path, '/');
  const char *name = slash ? slash + 1 : importer->options->path;
  size_t len = strcspn(name, ".");
  char *copy = spokes__arena_strdup(&importer->arena, name, len);
  for (size_t i = 0; copy && i < len; i++)
    if (strchr(", \"\n", copy[i])) copy[i] = '-';
  return copy;
}

static spokes_status prepare(spokes_importer *importer, spokes_error *err) {
  const spokes_lexicon *lexicon = importer->lexicon;
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, importer->options->out_dir, "actors.csv");
  bool is_there = !path.failed && spokes__path_info(path.data).kind != SPOKES_PATH_NONE;
  spokes__buf_release(&path);
  if (is_there)
    return spokes__error_set(err, SPOKES_E_ARG, "'%.200s' holds a dictionary already", importer->options->out_dir);
  importer->source = source_name(importer);
  importer->is_used = spokes__calloc(lexicon->actor_count + 1, sizeof *importer->is_used);
  importer->ranks = spokes__calloc(65536, 1);
  if (!importer->source || !importer->is_used || !importer->ranks) return spokes__error_nomem(err);
  for (size_t i = 0; i < lexicon->short_count; i++)
    if (importer->ranks[lexicon->shorts[i].character] < lexicon->shorts[i].rank)
      importer->ranks[lexicon->shorts[i].character] = lexicon->shorts[i].rank;
  return SPOKES_OK;
}

static spokes_status read_source(spokes_importer *importer, spokes_error *err) {
  const char *path = importer->options->path;
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_status status = spokes__file_read(path, SPOKES_LIMIT_SEED_BYTES, &bytes, err);
  size_t mark = !status && bytes.len >= 3 && !memcmp(bytes.data, "\xEF\xBB\xBF", 3) ? 3 : 0;
  if (!status && spokes__utf8_valid_prefix(bytes.data, bytes.len) < bytes.len)
    status = spokes__error_at(err, SPOKES_E_ENCODING, path, 0, 0, "not valid UTF-8");
  if (!status)
    status = importer->options->format == SPOKES_DICT_LIWC
                 ? spokes__import_liwc(importer, path, bytes.data + mark, bytes.len - mark, err)
                 : spokes__import_yaml(importer, path, bytes.data + mark, bytes.len - mark, err);
  spokes__buf_release(&bytes);
  if (!status && importer->no_memory) return spokes__error_nomem(err);
  if (!status && !importer->summary.forms)
    return spokes__error_at(err, SPOKES_E_FORMAT, path, 0, 0, "there is no form in it");
  return status;
}

// What was written must be a dictionary.
static spokes_status verify(const spokes_importer *importer, spokes_error *err) {
  spokes_lexicon *written;
  spokes_status status = spokes_lexicon_load(importer->options->out_dir, importer->options->on_warning,
                                             importer->options->context, &written, err);
  spokes_lexicon_free(written);
  return status;
}

spokes_status spokes_dict_import(const spokes_lexicon *lexicon, const spokes_dict_import_options *options,
                                 spokes_dict_import_summary *summary, spokes_error *err) {
  if (options->format != SPOKES_DICT_NEWSMAP && options->format != SPOKES_DICT_LIWC)
    return spokes__error_set(err, SPOKES_E_ARG, "only newsmap and LIWC dictionaries can be imported");
  spokes_importer importer = {.lexicon = lexicon, .options = options, .arena = SPOKES_ARENA_INIT};
  spokes_status status = prepare(&importer, err);
  if (!status) status = read_source(&importer, err);
  if (!status) status = write_folder(&importer, err);
  if (!status) status = verify(&importer, err);
  if (!status && summary) *summary = importer.summary;
  spokes__strmap_release(&importer.taken);
  spokes__strmap_release(&importer.new_ids);
  spokes__free(importer.news);
  spokes__free(importer.is_used);
  spokes__free(importer.ranks);
  spokes__buf_release(&importer.names);
  spokes__buf_release(&importer.shorts);
  spokes__arena_release(&importer.arena);
  return status;
}
