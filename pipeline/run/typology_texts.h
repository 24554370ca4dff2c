// What the issuers of one window of a typology said, as measure/typology.h takes it: their documents' namings in one
// piece of memory. A column is an actor.
#ifndef SPOKES_RUN_TYPOLOGY_TEXTS_H
#define SPOKES_RUN_TYPOLOGY_TEXTS_H

#include "measure/typology.h"
#include "run/issued.h"

// The documents of an issuer that count: of these years, and of the time of a membership.
typedef struct spokes_typology_span {
  spokes_actor actor;
  uint32_t from, until;                // years, 0 = open
  uint32_t member_from, member_until;  // yyyymmdd, 0 = open
} spokes_typology_span;

typedef struct spokes_typology_texts {
  spokes_typology_span *spans;  // of each issuer
  spokes_issuer_texts *issuers;
  uint32_t *first_years, *last_years;  // of each issuer's documents, 0 = none
  size_t count, room;
  size_t *by_actor;  // 1 + the first issuer that is the actor, 0 = none
  size_t *next;      // of each issuer: 1 + the next one that is the same actor, 0 = none
  size_t *firsts;    // of all issuers
  spokes_naming *namings;
} spokes_typology_texts;

// With room for so many issuers. Release it even after a failure, which is that memory is out.
bool spokes__typology_texts_init(spokes_typology_texts *texts, size_t actor_count, size_t room);
void spokes__typology_texts_release(spokes_typology_texts *texts);
// The number of the issuer with that span, which is entered when it is new.
size_t spokes__typology_texts_enter(spokes_typology_texts *texts, const spokes_typology_span *span);
// Fills the issuers' documents; after the last one was entered. False when memory is out.
bool spokes__typology_texts_fill(spokes_typology_texts *texts, const spokes_issued *issued,
                                 const spokes_lexicon *lexicon, uint64_t seed);

#endif
