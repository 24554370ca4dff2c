// Partner sets. A document without a known issuer has no allies.

#include "run/partners.h"

#include <string.h>

#include "base/alloc.h"
#include "base/csv_read.h"
#include "base/fileio.h"
#include "base/limits.h"

typedef struct listing {
  spokes_partners *partners;
  const char *path;
  spokes_error *err;
  bool is_bad;
} listing;

static bool take_row(void *context, const spokes_csv_row *row) {
  listing *list = context;
  const spokes_csv_field *id = &row->fields[0];
  if (!row->count || !id->len || id->text[0] == '#') return true;
  spokes_actor actor = spokes__lexicon_find_actor(list->partners->lexicon, id->text, id->len);
  bool is_header = row->line == 1 && (spokes__csv_field_is(id, "id") || spokes__csv_field_is(id, "actor"));
  if (actor != SPOKES_NO_ACTOR) {
    list->partners->base[actor] = 1;
  } else if (!is_header) {
    spokes__error_at(list->err, SPOKES_E_FORMAT, list->path, row->line, 1, "unknown actor '%.40s'", id->text);
    list->is_bad = true;
  }
  return !list->is_bad;
}

static spokes_status read_list(spokes_partners *partners, const char *path, spokes_error *err) {
  spokes_buf bytes = SPOKES_BUF_INIT;
  spokes_error own;
  listing list = {partners, path, err ? err : &own, false};
  spokes_status status = spokes__file_read(path, SPOKES_LIMIT_CSV_FIELD, &bytes, err);
  if (!status) status = spokes__csv_read(path, bytes.data, bytes.len, take_row, &list, err);
  spokes__buf_release(&bytes);
  return status ? status : list.is_bad ? SPOKES_E_FORMAT : SPOKES_OK;
}

static spokes_status find_hub(spokes_partners *partners, const char *hub, spokes_error *err) {
  partners->hub = spokes__lexicon_find_actor(partners->lexicon, hub ? hub : "USA", hub ? strlen(hub) : 3);
  if (hub && partners->hub == SPOKES_NO_ACTOR) return spokes__error_set(err, SPOKES_E_ARG, "unknown hub '%.40s'", hub);
  return SPOKES_OK;
}

spokes_status spokes__partners_init(spokes_partners *partners, const spokes_lexicon *lexicon, const char *name,
                                    const char *hub, spokes_error *err) {
  size_t count = spokes__lexicon_actor_count(lexicon);
  *partners = (spokes_partners){.lexicon = lexicon, .base = spokes__calloc(count, 1), .actor_count = count};
  if (!partners->base) return spokes__error_nomem(err);
  spokes_status status = find_hub(partners, hub, err);
  bool is_all = !name || !strcmp(name, "all");
  partners->with_partners = name && !strcmp(name, "partners");
  partners->by_relation = partners->with_partners || (name && !strcmp(name, "allies"));
  if (status) return status;
  if (!is_all && !partners->by_relation) return read_list(partners, name, err);
  for (size_t i = 0; i < count; i++)
    partners->base[i] = !strcmp(spokes__lexicon_actor(lexicon, (spokes_actor)i)->type, "state");
  return SPOKES_OK;
}

void spokes__partners_release(spokes_partners *partners) {
  spokes__free(partners->base);
  partners->base = NULL;
}

static bool is_wanted(const spokes_partners *partners, spokes_relation_kind kind) {
  return kind == SPOKES_RELATION_ALLY || (partners->with_partners && kind == SPOKES_RELATION_PARTNER);
}

static void mark_related(const spokes_partners *partners, spokes_actor issuer, uint32_t date, uint8_t *flags) {
  size_t count;
  const spokes_relation *relations = spokes__lexicon_relations(partners->lexicon, &count);
  memset(flags, 0, partners->actor_count);
  for (size_t i = 0; issuer != SPOKES_NO_ACTOR && i < count; i++) {
    const spokes_relation *relation = &relations[i];
    if (!is_wanted(partners, relation->kind) || !spokes__period_holds(relation->from, relation->until, date)) continue;
    if (relation->hub == issuer) flags[relation->partner] = partners->base[relation->partner];
    if (relation->partner == issuer) flags[relation->hub] = partners->base[relation->hub];
  }
}

void spokes__partners_mark(const spokes_partners *partners, spokes_actor issuer, uint32_t date, uint8_t *flags) {
  if (partners->by_relation)
    mark_related(partners, issuer, date, flags);
  else
    memcpy(flags, partners->base, partners->actor_count);
  if (issuer != SPOKES_NO_ACTOR) flags[issuer] = 0;
}
