// What is known of a document that is added, and where each piece comes from. The first source that tells a field is
// taken: what was given, the file's name, the document's own head, its address, its first lines.
#ifndef SPOKES_RUN_ADD_FACTS_H
#define SPOKES_RUN_ADD_FACTS_H

#include "base/alloc.h"
#include "corpus/head.h"
#include "run/actor_lookup.h"

typedef enum spokes_add_field {
  SPOKES_FIELD_ISSUER,
  SPOKES_FIELD_DATE,
  SPOKES_FIELD_SERIES,
  SPOKES_FIELD_LANG,
  SPOKES_FIELD_TITLE,
  SPOKES_FIELD_SOURCE_URL,
  SPOKES_FIELD_LICENSE,
  SPOKES_FIELD_NOTES,
  SPOKES_FIELD_COUNT
} spokes_add_field;

typedef struct spokes_add_facts {
  spokes_arena *arena;                     // borrowed: of all strings
  const char *values[SPOKES_FIELD_COUNT];  // "" = not known
  char origins[SPOKES_FIELD_COUNT][80];
  const char *stem;      // the file's name without endings, "" = none
  bool is_told_by_name;  // the name told issuer and date, so it may serve as id
  bool no_memory;
} spokes_add_facts;

const char *spokes__add_field_name(spokes_add_field field);  // "issuer", as in a manifest

void spokes__add_facts_init(spokes_add_facts *facts, spokes_arena *arena);

// A value of len bytes for a field that is not known yet; an empty one tells nothing.
void spokes__add_facts_offer(spokes_add_facts *facts, spokes_add_field field, const char *value, size_t len,
                             const char *origin);

// Each source in turn. Running out of memory is kept in facts->no_memory.
void spokes__add_facts_name(spokes_add_facts *facts, const char *name, spokes_actor_lookup *lookup);
void spokes__add_facts_head(spokes_add_facts *facts, const spokes_head *head, const char *origin);
void spokes__add_facts_url(spokes_add_facts *facts, const char *url, spokes_actor_lookup *lookup);
// The document's text, of which the first skip bytes are its front matter. The matcher finds the names of actors.
spokes_status spokes__add_facts_text(spokes_add_facts *facts, const char *text, size_t len, size_t skip,
                                     spokes_matcher *matcher, spokes_error *err);

#endif
