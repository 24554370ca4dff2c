// The compiled dictionary: one immutable object, shared by threads. DESIGN.md explains its layout.
//
// Everything is an index: actors are 16-bit numbers in the order of actors.csv, rows (every line of every file that
// can decide something) are 32-bit numbers. Strings live in the lexicon's arena.
#ifndef SPOKES_LEXICON_LEXICON_H
#define SPOKES_LEXICON_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/layout.h"
#include "text/tables.h"

typedef uint32_t spokes_row;
typedef uint16_t spokes_actor;
#define SPOKES_NO_ROW UINT32_MAX
#define SPOKES_NO_ACTOR UINT16_MAX

// Why a candidate was not counted: the classes of non-mentions and the reasons of rules, then those of the program.
typedef enum spokes_reason {
  SPOKES_REASON_NONE,
  SPOKES_REASON_SEA,
  SPOKES_REASON_STRAIT,
  SPOKES_REASON_GULF,
  SPOKES_REASON_RIVER,
  SPOKES_REASON_LAKE,
  SPOKES_REASON_CANAL,
  SPOKES_REASON_DESERT,
  SPOKES_REASON_ISLAND,
  SPOKES_REASON_PENINSULA,
  SPOKES_REASON_MOUNTAIN,
  SPOKES_REASON_REGION,
  SPOKES_REASON_WAR,
  SPOKES_REASON_SUBSTATE,
  SPOKES_REASON_CITY,
  SPOKES_REASON_PEOPLE,
  SPOKES_REASON_ORGANISATION,
  SPOKES_REASON_COMPANY,
  SPOKES_REASON_MEDIA,
  SPOKES_REASON_CURRENCY,
  SPOKES_REASON_IDIOM,
  SPOKES_REASON_PERSON,
  SPOKES_REASON_LANGUAGE,
  SPOKES_REASON_EVENT,
  SPOKES_REASON_AGREEMENT,
  SPOKES_REASON_WORD,     // part of an ordinary word
  SPOKES_REASON_PLACE,    // a capital that is only a place
  SPOKES_REASON_PRONOUN,  // US, WHO in capitals
  SPOKES_REASON_VERB,
  SPOKES_REASON_NAME,       // part of another actor's longer name
  SPOKES_REASON_DEFAULT,    // the row's default is skip and no rule decided otherwise
  SPOKES_REASON_ADDRESS,    // inside a URL, an e-mail address or a file name
  SPOKES_REASON_SPLIT,      // the first half of a word broken at a line end
  SPOKES_REASON_DATE,       // the form did not stand for the actor at the document's date
  SPOKES_REASON_BARE,       // a Chinese short form without a frame, or whose state was not named
  SPOKES_REASON_TAG,        // a nationality tag before an author, [美]
  SPOKES_REASON_RUNNING,    // a running header or footer
  SPOKES_REASON_ZONE,       // in a zone that the run does not count
  SPOKES_REASON_DUPLICATE,  // in a passage that stands in the text before
  SPOKES_REASON_COUNT
} spokes_reason;

typedef struct spokes_actor_info {
  const char *id, *type, *name_en, *name_zh, *region;
  uint32_t from, until;  // yyyymmdd, 0 = open
} spokes_actor_info;

size_t spokes__lexicon_actor_count(const spokes_lexicon *lexicon);
const spokes_actor_info *spokes__lexicon_actor(const spokes_lexicon *lexicon, spokes_actor actor);
// The actor with that id, or SPOKES_NO_ACTOR.
spokes_actor spokes__lexicon_find_actor(const spokes_lexicon *lexicon, const char *id, size_t len);

// The id of a row ("n.en.TUR.1"), its form as written in the dictionary ("" when it has none), its place
// ("names/en_asia.csv", line).
const char *spokes__lexicon_row_id(const spokes_lexicon *lexicon, spokes_row row);
const char *spokes__lexicon_row_form(const spokes_lexicon *lexicon, spokes_row row);
const char *spokes__lexicon_row_file(const spokes_lexicon *lexicon, spokes_row row, uint32_t *line_out);
size_t spokes__lexicon_row_count(const spokes_lexicon *lexicon);

const char *spokes__reason_name(spokes_reason reason);

// The character and word tables that the lexicon was compiled with; documents go through the same ones.
const spokes_tables *spokes__lexicon_tables(const spokes_lexicon *lexicon);

// SHA-256 over the dictionary's files in the order of their names, as 64 hex digits.
const char *spokes__lexicon_hash(const spokes_lexicon *lexicon);

// What repairs of a text may ask of the dictionary; borrowed from the lexicon. vocabulary.c
spokes_vocabulary spokes__lexicon_vocabulary(const spokes_lexicon *lexicon);

// Membership of groupings: for each member row of `grouping` that holds at date (yyyymmdd; 0 = today), calls visit.
typedef void spokes_member_fn(void *context, spokes_actor member);
void spokes__lexicon_members(const spokes_lexicon *lexicon, spokes_actor grouping, uint32_t date,
                             spokes_member_fn *visit, void *context);

// ---- relations.csv and groupings.csv (relations.c) -----------------------------------------------------

typedef enum spokes_relation_kind {
  SPOKES_RELATION_NONE,
  SPOKES_RELATION_ALLY,
  SPOKES_RELATION_PARTNER,  // external security partner
  SPOKES_RELATION_RIVAL
} spokes_relation_kind;

typedef struct spokes_relation {
  spokes_actor hub, partner;
  spokes_relation_kind kind;
  uint32_t from, until;  // yyyymmdd; until is the first day after, 0 = open
} spokes_relation;

// One membership. Rows of one grouping share its id, names and label.
typedef struct spokes_grouping_row {
  const char *grouping, *name_en, *name_zh;
  const char *label;  // how the literature classifies it: a cell of the typology, or ""
  spokes_actor member;
  uint32_t from, until;
} spokes_grouping_row;

const spokes_relation *spokes__lexicon_relations(const spokes_lexicon *lexicon, size_t *count_out);
const spokes_grouping_row *spokes__lexicon_groupings(const spokes_lexicon *lexicon, size_t *count_out);

// True when the period holds at date (yyyymmdd; 0 = today, when whatever has an end is over).
bool spokes__period_holds(uint32_t from, uint32_t until, uint32_t date);
// What b is to a at date, by the rows of either side.
spokes_relation_kind spokes__lexicon_relation_at(const spokes_lexicon *lexicon, spokes_actor a, spokes_actor b,
                                                 uint32_t date);

#endif
