// Inside the scanner: what the Latin and the Chinese search share. One scanner belongs to one thread.
#ifndef SPOKES_MATCH_SCANNER_H
#define SPOKES_MATCH_SCANNER_H

#include "lexicon/compiled.h"
#include "match.h"

// A dictionary form that stands in the units, wanted or not.
typedef struct spokes_candidate {
  uint32_t start;  // unit
  uint32_t form;   // number of a form
  uint16_t count;  // units
  uint16_t cost;
  spokes_actor actor;  // SPOKES_NO_ACTOR unless it is an actor's name
  bool is_wanted;      // may become a mention or an exclusion
  bool is_pair;        // a pair is written like it
} spokes_candidate;

// What the search needs of a form, in the order of the lexicon's buckets: most forms of a bucket are ruled out, and
// most others taken, without a look at the form itself.
typedef struct spokes_form_head {
  spokes_candidate found;  // start 0
  uint16_t third;          // its third character; 0: it has two
  uint64_t shorts;         // as in spokes_antecedent
} spokes_form_head;

// What is known of characters that may be a name.
typedef enum spokes_standing { SPOKES_STANDING_UNKNOWN, SPOKES_STANDING_NAME, SPOKES_STANDING_NONE } spokes_standing;

// Where an actor was named: what short forms can rest on.
typedef struct spokes_antecedent {
  uint32_t unit;
  uint32_t form;
  uint8_t standing;  // spokes_standing: what the lattice said
  uint8_t foreseen;  // the same before its clause is solved with all that it holds
  uint64_t shorts;   // spokes__short_bit of each character that it may give a reading
} spokes_antecedent;

// One bit for a character that is a short form, shared by few others; `first` is lexicon->short_first of it.
static inline uint64_t spokes__short_bit(uint32_t first) { return UINT64_C(1) << (first & 63); }

// Sizes of the bit filters; all stay in the second cache, and nearly no bit is set for nothing.
#define SPOKES_TWO_BITS 18u
#define SPOKES_PAIR_TWO_BITS 16u
#define SPOKES_TRIPLE_BITS 18u

static inline uint32_t spokes__two_bit(uint16_t first, uint16_t second, unsigned bits) {
  return (((uint32_t)first << 16 | second) * 0x9E3779B1u) >> (32 - bits);
}
static inline uint64_t spokes__has_bit(const uint64_t *words, uint32_t bit) {
  return words[bit >> 6] >> (bit & 63) & 1;
}
static inline void spokes__add_bit(uint64_t *words, uint32_t bit) { words[bit >> 6] |= UINT64_C(1) << (bit & 63); }

// The bit of a frame on that side by its first two characters; second 0: it has one.
#define SPOKES_FRAME_BITS 13u
static inline uint32_t spokes__frame_bit(bool right, uint16_t first, uint16_t second) {
  return spokes__two_bit(first, second, SPOKES_FRAME_BITS) ^ (uint32_t)right << (SPOKES_FRAME_BITS - 1);
}

// How far back, in characters, a short form looks for its state.
#define SPOKES_HAN_REACH 1200u
// Units in a block: passages are taken together until there are so many, which bounds the memory.
#define SPOKES_HAN_BLOCK 65536u

typedef enum spokes_edge_type {
  SPOKES_EDGE_SINGLE,
  SPOKES_EDGE_WORD,
  SPOKES_EDGE_FORM,
  SPOKES_EDGE_SHORTS
} spokes_edge_type;

// The best way to reach a unit.
typedef struct spokes_step {
  uint32_t cost;
  uint32_t from;         // unit
  uint32_t form;         // EDGE_FORM; EDGE_SHORTS: number of a pair, or SPOKES_NONE
  uint32_t frame;        // EDGE_SHORTS: the frame that binds, or SPOKES_NONE
  uint8_t type;          // spokes_edge_type
  uint8_t left, shorts;  // EDGE_SHORTS: units of the left frame, number of short forms behind it
} spokes_step;

// Commoner single characters are words of their own more often than bare short forms.
#define SPOKES_BARE_COST_MIN 68u

// One reading of a short form in its place.
typedef struct spokes_reading {
  spokes_actor actor;  // SPOKES_NO_ACTOR: none holds
  bool strong;
  spokes_row row;
  uint32_t antecedent;  // number of an antecedent, or SPOKES_NONE
} spokes_reading;

// A clause longer than this is cut: the lattice's memory stays bounded on text without punctuation.
#define SPOKES_CLAUSE_MAX 4000u

// A part of a clause that is solved as a lattice of its own.
typedef struct spokes_window {
  uint32_t from, to;  // units
} spokes_window;

// A window that is short enough to be kept with its best path, as all that the path depends on (solved.c).
#define SPOKES_SOLVED_UNITS 8u
typedef struct spokes_solved_key {
  uint64_t units[2];
  uint64_t state;
} spokes_solved_key;
typedef struct spokes_solved spokes_solved;

// A unit whose character and the next begin pairs, and the first of those pairs.
typedef struct spokes_pair_at {
  uint32_t unit, pair;
} spokes_pair_at;

// A block of passages as characters: one unit for each, white space between ideographs left out; 0 stands for a break
// that nothing may cross.
typedef struct spokes_han {
  spokes_form_head *heads;  // for each of lexicon->chinese.order; made once
  uint64_t *twos;           // bits: which two characters may begin a pair or be a form
  uint64_t *pair_twos;      // bits: which two characters may begin a pair
  uint64_t *triples;        // bits: which three characters may begin a form of three or more
  unsigned left_max;        // characters of the longest left frame
  uint16_t *frame_costs;    // for each frame
  uint32_t *frame_single;   // [65536]: the first of the character's frames that is no longer than it
  uint64_t *frame_bits;     // a bit for each frame (spokes__frame_bit)
  spokes_solved *solved;    // windows by the hash of their key
  uint8_t *roles;           // [65536]: what a character may be to the search (units.c)
  // Parallel arrays by unit, all of unit_cap:
  uint16_t *chars;
  uint32_t *starts;      // byte of the canonical text
  uint32_t *reading_at;  // number of the short form's reading, 0 = none; set for the clause at work, 0 outside
  uint64_t *ends;        // one bit for each unit from `fresh` on: it ends a clause
  uint32_t *marks;       // ascending: units that are short forms and may come to something
  uint32_t *hits;        // ascending: units where a form or a pair may begin
  size_t count, unit_cap, mark_count, hit_count;
  uint32_t fresh;                // units before are the end of the block before, kept for what it names
  spokes_candidate *candidates;  // by start, longest first
  size_t candidate_count, candidate_cap;
  spokes_pair_at *pairs_at;  // ascending
  size_t pair_count, pair_cap;
  spokes_antecedent *antecedents;  // by unit
  size_t antecedent_count, antecedent_cap;
  uint8_t *named;  // [actor]: the block names it with a form of three characters or more
  size_t named_cap;
  uint64_t named_chars[1024];  // one bit for each character that stands in a name of the block
  size_t antecedent_next;      // the first antecedent that is not in nearest
  uint32_t *nearest;           // for each first short form of a character: the last antecedent that gives it a reading
  uint32_t *times;             // for each short form: how often the block names its actor so, SPOKES_NONE = not counted
  bool is_whole;               // clauses are solved whole instead of in windows: what windows are tested against
  // Of the clause at work:
  spokes_reading *readings;  // of its short forms, [0] = none
  size_t reading_count;
  uint64_t *joined, *wanted;  // one bit for each unit: an edge spans the border before it; it has to lie in a window
  spokes_window *windows;
  spokes_step *steps;
  uint32_t *name_end;  // for each unit: where the actor form that ends there begins, or SPOKES_NONE
  bool *boundary;      // the border before the unit is one on the best path
} spokes_han;

// A stretch of a block that is solved alone, with what stands in it: items [candidate, candidate_end) and so on.
typedef struct spokes_clause {
  uint32_t from, to;
  size_t mark, mark_end;
  size_t candidate, candidate_end;
  size_t pair, pair_end;
  size_t antecedent;  // the first in the clause
} spokes_clause;

struct spokes_scanner {
  const spokes_lexicon *lexicon;
  spokes_rule_scratch *rule_scratch;
  spokes_match_result result;
  spokes_hits spare;  // room for sorting
  spokes_han han;
  unsigned zones_left_out;  // one bit each
  bool dedupe;
  bool no_places;
  // The text at work:
  const spokes_text *text;
  spokes_match_context context;
  uint32_t passage;  // index of the passage at work
  bool failed;       // memory is out
};

// What was decided about one candidate.
typedef struct spokes_decision {
  bool counted;
  bool aside;  // the candidate does not exist at the document's date, or a rule let the non-mention step aside
  spokes_actor actor;
  spokes_row rule;
  spokes_reason reason;
} spokes_decision;

// Adds a hit; norm offsets in bytes. The row `rule` decided about the row `entry`.
void spokes__scanner_mention(spokes_scanner *scanner, uint32_t start, uint32_t end, spokes_actor actor,
                             spokes_kind kind, spokes_row entry, spokes_row rule, uint32_t antecedent_norm);
void spokes__scanner_exclude(spokes_scanner *scanner, uint32_t start, uint32_t end, spokes_actor actor,
                             spokes_kind kind, spokes_row entry, spokes_row rule, spokes_reason reason);

// Decides about the form at [start, end) by date, address, global and own rules. *form is moved to the reading that
// holds.
spokes_decision spokes__scanner_decide(spokes_scanner *scanner, const spokes_form **form, bool chinese, uint32_t start,
                                       uint32_t end);
// Records the decision: a mention or an exclusion, and the exclusions of the forms it covers.
void spokes__scanner_record(spokes_scanner *scanner, const spokes_form *form, const spokes_decision *decision,
                            uint32_t start, uint32_t end);

void spokes__latin_scan(spokes_scanner *scanner);
// How far a name that begins in the passage may reach: over a single line end into the next passage. latin.c
uint32_t spokes__latin_reach(const spokes_text *text, size_t passage);
void spokes__han_scan(spokes_scanner *scanner);
void spokes__han_release(spokes_han *han);
// spokes__han_scan block by block: passages before this one are not looked at, and the block that begins with a passage
// is scanned; returns the first passage behind it. han.c
void spokes__han_begin(spokes_scanner *scanner, uint32_t passage);
uint32_t spokes__han_block(spokes_scanner *scanner, uint32_t passage);

// Forgets what was found, and takes another text. scanner.c
void spokes__scanner_begin(spokes_scanner *scanner, const spokes_text *text, const spokes_match_context *context);
// Orders what both searches have found, and fills in the positions in the original. scanner.c
spokes_status spokes__scanner_complete(spokes_scanner *scanner, spokes_error *err);

// The units that the passage adds to a block, 0 when there is no ideograph in it; writes over the block. units.c
bool spokes__han_units(spokes_scanner *scanner, uint32_t passage, uint32_t *out);
// Room for more units. units.c
bool spokes__han_reserve(spokes_han *han, size_t more);
// Drops all of a block but its end, as far as short forms look back, with the names in it: what the next block depends
// on. units.c
void spokes__han_keep_end(spokes_han *han);

// The pieces of the Chinese search, in the order of their work.
bool spokes__han_collect(spokes_scanner *scanner, uint32_t first_passage, uint32_t *next_passage);  // units.c
bool spokes__han_find(spokes_scanner *scanner);                                                     // units.c
bool spokes__shorts_begin(spokes_scanner *scanner);                                                 // shorts.c
// Resolves every short form of the clause: the state named nearest whose name holds the character, or the usual one.
// Clauses must come in order; spokes__shorts_forget ends each.
void spokes__shorts_resolve(spokes_scanner *scanner, const spokes_clause *clause);
// Of the solved clause: notes which names stand on the best path, and gives short forms that rest on one that does not
// another reading; true when there was any, so that the clause has to be solved again.
bool spokes__shorts_correct(spokes_scanner *scanner, const spokes_clause *clause);
void spokes__shorts_forget(spokes_scanner *scanner, const spokes_clause *clause);
// Fills han->windows with the parts of the clause that have to be solved; returns how many. windows.c
size_t spokes__windows_find(spokes_scanner *scanner, const spokes_clause *clause);
// Prices what the dictionary does not; once a scanner. lattice.c
bool spokes__lattice_begin(spokes_scanner *scanner);
// The best paths through the windows, into han->steps and han->boundary. lattice.c
void spokes__lattice_solve(spokes_scanner *scanner, const spokes_clause *clause, size_t windows);
// What the lattice asks of the characters beside a window, which begins and ends there; the right in two bits.
// lattice.c
bool spokes__lattice_left(const spokes_scanner *scanner, const spokes_clause *clause, uint32_t from);
unsigned spokes__lattice_right(const spokes_scanner *scanner, const spokes_clause *clause, uint32_t to);
// The table of solved windows; once a scanner. solved.c
bool spokes__solved_begin(spokes_scanner *scanner);
// The key of a window whose candidates come at or behind number `candidate`; false when it is too long to be kept.
bool spokes__solved_key_of(const spokes_scanner *scanner, const spokes_clause *clause, const spokes_window *window,
                           size_t candidate, spokes_solved_key *out);
// Writes the window's path and borders as if it had been solved; false when it is not in the table.
bool spokes__solved_take(spokes_scanner *scanner, const spokes_clause *clause, const spokes_window *window,
                         const spokes_solved_key *key);
// Keeps the path of a window that was just solved.
void spokes__solved_keep(spokes_scanner *scanner, const spokes_clause *clause, const spokes_window *window,
                         const spokes_solved_key *key);
// Is [unit, end) one token of the solved clause? lattice.c
bool spokes__lattice_has(const spokes_scanner *scanner, const spokes_clause *clause, uint32_t unit, uint32_t end);
// Is the form at the unit, a name of two characters on the path, the middle or the end of a person's name that is
// spelled on from a stray character: 巴西 of 阿巴西, 纽埃 of 埃马纽埃尔? Everyday words (因, 比) spell nothing.
bool spokes__lattice_spells_on(const spokes_scanner *scanner, const spokes_clause *clause, const spokes_form *form,
                               uint32_t unit);
// The clause of the block that holds the unit, which lies behind `before`, as if it had no short forms. han.c
spokes_clause spokes__han_clause_ahead(const spokes_scanner *scanner, const spokes_clause *before, uint32_t unit);
// Mentions and exclusions of the clause from its solved windows. emit.c
void spokes__han_emit(spokes_scanner *scanner, const spokes_clause *clause, size_t windows);

// Does the character join the members of an enumeration (units.c has the list)?
#define SPOKES_ROLE_JOINT 128u
static inline bool spokes__is_joint(const spokes_han *han, uint16_t character) {
  return han->roles[character] & SPOKES_ROLE_JOINT;
}

// What makes a language or a people of a short form before it, which is no state any more: 蒙语, 俄族, 越裔.
static inline bool spokes__makes_people(uint16_t character) {
  return character == 0x8BED || character == 0x65CF || character == 0x88D4;
}

// The same, and what makes some other word of a short form that nothing binds: 文医药餐菜 (蒙文, 蒙医, 越菜).
static inline bool spokes__makes_word(uint16_t character) {
  return spokes__makes_people(character) || character == 0x6587 || character == 0x533B || character == 0x836F ||
         character == 0x9910 || character == 0x83DC;
}

// The reading of the character that means the actor, or NULL.
const spokes_short *spokes__short_reading(const spokes_lexicon *lexicon, uint16_t character, spokes_actor actor);
// The reading that a pair gives the character.
spokes_reading spokes__short_in_pair(const spokes_scanner *scanner, uint16_t character, spokes_actor actor);

// The reading of the short form at unit; its actor is SPOKES_NO_ACTOR when there is none.
static inline const spokes_reading *spokes__short_at(const spokes_han *han, uint32_t unit) {
  return &han->readings[han->reading_at[unit]];
}

// The first frame that may stand where these two characters do, on that side or another; SPOKES_NONE: none does. The
// others follow it.
static inline uint32_t spokes__frames_from(const spokes_scanner *scanner, bool right, uint16_t first, uint16_t second) {
  const spokes_han *han = &scanner->han;
  if (spokes__has_bit(han->frame_bits, spokes__frame_bit(right, first, second)))
    return scanner->lexicon->frame_first[first];
  return spokes__has_bit(han->frame_bits, spokes__frame_bit(right, first, 0)) ? han->frame_single[first] : SPOKES_NONE;
}

// Is it a two-character name (巴新) whose state the block gives its longer name?
static inline bool spokes__is_known_name(const spokes_han *han, const spokes_candidate *found) {
  return found->count == 2 && found->actor != SPOKES_NO_ACTOR && han->named[found->actor];
}

// The step of a token that is a word of the given length or a single character.
static inline spokes_step spokes__plain_step(uint32_t from, uint32_t len) {
  return (spokes_step){.from = from,
                       .form = SPOKES_NONE,
                       .frame = SPOKES_NONE,
                       .type = (uint8_t)(len > 1 ? SPOKES_EDGE_WORD : SPOKES_EDGE_SINGLE)};
}

#endif
