// Whose mentions count as mentions of partners: every state, the issuer's allies, its allies and security partners, or
// a list from a file; the issuer never.
#ifndef SPOKES_RUN_PARTNERS_H
#define SPOKES_RUN_PARTNERS_H

#include "lexicon/lexicon.h"

typedef struct spokes_partners {
  const spokes_lexicon *lexicon;
  uint8_t *base;       // by actor: in the set before relations and issuer are looked at
  bool by_relation;    // only those that are allied to the issuer
  bool with_partners;  // or its external security partners
  spokes_actor hub;    // SPOKES_NO_ACTOR = none
  size_t actor_count;
} spokes_partners;

// name: "all" (also NULL), "allies", "partners", or the path of a file with an actor id in each line (the first field
// of a CSV row; lines that begin with # are left out). hub: an actor id, NULL = "USA". Release it even after a failure.
spokes_status spokes__partners_init(spokes_partners *partners, const spokes_lexicon *lexicon, const char *name,
                                    const char *hub, spokes_error *err);
void spokes__partners_release(spokes_partners *partners);

// Fills flags (1 = partner of a document of issuer at date) for every actor.
void spokes__partners_mark(const spokes_partners *partners, spokes_actor issuer, uint32_t date, uint8_t *flags);

#endif
