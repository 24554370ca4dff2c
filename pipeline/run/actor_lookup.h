// Actors by what people write: ids in any letter case, English names.
#ifndef SPOKES_RUN_ACTOR_LOOKUP_H
#define SPOKES_RUN_ACTOR_LOOKUP_H

#include "base/alloc.h"
#include "base/strmap.h"
#include "lexicon/lexicon.h"

typedef struct spokes_actor_lookup {
  const spokes_lexicon *lexicon;
  spokes_arena arena;  // the keys
  spokes_strmap map;   // key in small letters, blanks as hyphens -> actor number
} spokes_actor_lookup;

spokes_status spokes__actor_lookup_init(spokes_actor_lookup *lookup, const spokes_lexicon *lexicon, spokes_error *err);
void spokes__actor_lookup_release(spokes_actor_lookup *lookup);
// The id, or NULL; a spokes_find_actor_fn whose context is the lookup.
const char *spokes__actor_lookup_find(void *context, const char *text, size_t len);

#endif
