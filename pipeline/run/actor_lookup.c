// The lookup table. Ids are entered before names, and the first of two equal keys wins, so an id is never hidden by a
// name.

#include "run/actor_lookup.h"

#include <string.h>

#define KEY_BYTES 128

static size_t make_key(const char *text, size_t len, char key[KEY_BYTES]) {
  if (len > KEY_BYTES) return 0;
  for (size_t i = 0; i < len; i++)
    key[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i] == ' ' ? '-' : text[i];
  return len;
}

static bool add(spokes_actor_lookup *lookup, const char *text, spokes_actor actor) {
  char key[KEY_BYTES];
  size_t len = make_key(text, strlen(text), key);
  if (!len) return true;
  const char *copy = spokes__arena_strdup(&lookup->arena, key, len);
  return copy && spokes__strmap_put(&lookup->map, copy, len, actor, NULL);
}

spokes_status spokes__actor_lookup_init(spokes_actor_lookup *lookup, const spokes_lexicon *lexicon, spokes_error *err) {
  *lookup = (spokes_actor_lookup){lexicon, SPOKES_ARENA_INIT, SPOKES_STRMAP_INIT};
  size_t count = spokes__lexicon_actor_count(lexicon);
  bool good = true;
  for (size_t i = 0; good && i < count; i++)
    good = add(lookup, spokes__lexicon_actor(lexicon, (spokes_actor)i)->id, (spokes_actor)i);
  for (size_t i = 0; good && i < count; i++)
    good = add(lookup, spokes__lexicon_actor(lexicon, (spokes_actor)i)->name_en, (spokes_actor)i);
  if (good) return SPOKES_OK;
  spokes__actor_lookup_release(lookup);
  return spokes__error_nomem(err);
}

void spokes__actor_lookup_release(spokes_actor_lookup *lookup) {
  spokes__strmap_release(&lookup->map);
  spokes__arena_release(&lookup->arena);
}

static bool is_called(const char *text, const char *name) {
  char a[KEY_BYTES], b[KEY_BYTES];
  size_t a_len = make_key(text, strlen(text), a), b_len = make_key(name, strlen(name), b);
  return a_len && a_len == b_len && !memcmp(a, b, a_len);
}

size_t spokes_lexicon_find_actor(const spokes_lexicon *lexicon, const char *name) {
  size_t count = spokes__lexicon_actor_count(lexicon);
  for (size_t i = 0; i < count; i++)
    if (is_called(spokes__lexicon_actor(lexicon, (spokes_actor)i)->id, name)) return i;
  for (size_t i = 0; i < count; i++)
    if (is_called(spokes__lexicon_actor(lexicon, (spokes_actor)i)->name_en, name)) return i;
  return SIZE_MAX;
}

const char *spokes__actor_lookup_find(void *context, const char *text, size_t len) {
  const spokes_actor_lookup *lookup = context;
  char key[KEY_BYTES];
  size_t key_len = make_key(text, len, key);
  uint32_t actor = key_len ? spokes__strmap_get(&lookup->map, key, key_len) : SPOKES_STRMAP_NONE;
  return actor == SPOKES_STRMAP_NONE ? NULL : spokes__lexicon_actor(lookup->lexicon, (spokes_actor)actor)->id;
}
