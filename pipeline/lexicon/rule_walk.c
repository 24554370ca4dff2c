// A state is the set of nodes that a text can have led to. Its transitions are filled in one by one as texts ask for
// them, so that the cost of a large dictionary is paid only for what its texts meet.
//
// Most walks end within a few bytes, and texts repeat what stands beside names: where the first four bytes lead is
// remembered. Bytes that no set of a shape tells apart are one column of its transitions. When the states grow over
// their limit all are forgotten: they come back as they are needed.

#include "rule_walk.h"

#include <string.h>

#include "base/alloc.h"

#define STATES_MAX 8192u
#define ROWS_MAX (1u << 19)  // transitions of all states, four bytes each
#define TABLE 16384u         // of states by their nodes; a power of two above STATES_MAX

// Where a walk stands: the place of a state's row in walker.rows, with ACCEPTS set when rules are through there.
// UNKNOWN: not made yet; DEAD: nothing is left to hope for.
typedef uint32_t place;
#define UNKNOWN 0u
#define DEAD 1u
#define FIRST_ROW 2u
#define ACCEPTS (1u << 31)

typedef struct state {
  uint32_t nodes, node_count;  // into walker.members: SET nodes
  uint32_t shape;
  place at;
  uint64_t accepts;
} state;

// What is known of one shape.
typedef struct plan {
  uint8_t column[256];  // of a byte
  uint16_t columns;
  place start;
} plan;

#define OPENING 4u      // bytes
#define OPENINGS 4096u  // a power of two; 32 KB
#define PLACE_BITS 19u  // below ROWS_MAX
#define IS_AFTER_SPACE (1u << PLACE_BITS)
#define NUMBER_SHIFT (PLACE_BITS + 1)
#define NUMBERS ((1u << (32 - NUMBER_SHIFT)) - 1)  // shapes with higher numbers are few, and do without

_Static_assert(ROWS_MAX <= 1u << PLACE_BITS, "places fit an opening");

// Where four bytes lead from the start of a shape when no rule is through by then.
typedef struct opening {
  uint32_t bytes;
  uint32_t led_to;  // a place, with IS_AFTER_SPACE; above NUMBER_SHIFT the number of the shape, + 1; 0: nothing known
} opening;

struct spokes_walker {
  plan **plans;  // by number of the shape
  size_t plan_count, plan_cap;
  state *states;
  size_t state_count, state_cap;
  uint32_t *members;
  size_t member_count, member_cap;
  place *rows;  // of each state its number, then where each column leads
  size_t row_len, row_cap;
  uint16_t *table;         // numbers of states, from 1
  uint32_t *stack, *seen;  // seen[node] == stamp: in the set at work
  size_t stack_cap, seen_cap;
  uint32_t stamp;
  uint32_t *work;  // the set at work
  size_t work_cap;
  opening openings[OPENINGS];
};

spokes_walker *spokes__walker_new(void) {
  spokes_walker *walker = spokes__calloc(1, sizeof *walker);
  if (!walker) return NULL;
  walker->row_len = FIRST_ROW;
  walker->table = spokes__calloc(TABLE, sizeof *walker->table);
  if (walker->table) return walker;
  spokes__walker_free(walker);
  return NULL;
}

void spokes__walker_free(spokes_walker *walker) {
  if (!walker) return;
  for (size_t i = 0; i < walker->plan_count; i++) spokes__free(walker->plans[i]);
  spokes__free(walker->plans);
  spokes__free(walker->states);
  spokes__free(walker->members);
  spokes__free(walker->rows);
  spokes__free(walker->table);
  spokes__free(walker->stack);
  spokes__free(walker->seen);
  spokes__free(walker->work);
  spokes__free(walker);
}

static void forget(spokes_walker *walker) {
  walker->state_count = walker->member_count = 0;
  walker->row_len = FIRST_ROW;
  memset(walker->table, 0, TABLE * sizeof *walker->table);
  memset(walker->openings, 0, sizeof walker->openings);
  for (size_t i = 0; i < walker->plan_count; i++)
    if (walker->plans[i]) walker->plans[i]->start = UNKNOWN;
}

// ---- Plans ------------------------------------------------------------------------------------------------

// Splits the columns by one set: bytes of one column that the set tells apart get two. sizes[]: bytes of each column.
static void split_columns(plan *made, uint16_t sizes[256], const spokes_byte_set *set) {
  uint16_t inside[256] = {0}, fresh[256] = {0};
  for (unsigned part = 0; part < 4; part++)
    for (uint64_t bits = set->bits[part]; bits; bits &= bits - 1)
      inside[made->column[64 * part + (unsigned)__builtin_ctzll(bits)]]++;
  for (unsigned part = 0; part < 4; part++) {
    for (uint64_t bits = set->bits[part]; bits; bits &= bits - 1) {
      unsigned byte = 64 * part + (unsigned)__builtin_ctzll(bits), column = made->column[byte];
      if (inside[column] == sizes[column] && !fresh[column]) continue;  // all of it
      if (!fresh[column]) fresh[column] = made->columns++;
      made->column[byte] = (uint8_t)fresh[column];
      sizes[column]--;
      sizes[fresh[column]]++;
    }
  }
}

static plan *plan_of(spokes_walker *walker, const spokes_shape *shape, uint32_t number) {
  if (number < walker->plan_count && walker->plans[number]) return walker->plans[number];
  void *plans = walker->plans;
  if (!spokes__array_reserve(&plans, &walker->plan_cap, (size_t)number + 1, sizeof(plan *))) return NULL;
  walker->plans = plans;
  while (walker->plan_count <= number) walker->plans[walker->plan_count++] = NULL;
  plan *made = spokes__calloc(1, sizeof *made);
  if (!made) return NULL;
  uint16_t sizes[256] = {256};
  made->columns = 1;
  for (size_t i = 0; i < shape->set_count; i++) split_columns(made, sizes, &shape->sets[i]);
  return walker->plans[number] = made;
}

// ---- States -----------------------------------------------------------------------------------------------

// Room for the nodes of a shape in stack, seen and work.
static bool reserve_work(spokes_walker *walker, size_t nodes) {
  void *stack = walker->stack, *work = walker->work;
  bool good = spokes__array_reserve(&stack, &walker->stack_cap, 2 * nodes + 2, sizeof *walker->stack);
  walker->stack = stack;
  good = good && spokes__array_reserve(&work, &walker->work_cap, nodes + 1, sizeof *walker->work);
  walker->work = work;
  if (!good || nodes <= walker->seen_cap) return good;
  uint32_t *seen = spokes__calloc(nodes, sizeof *seen);
  if (!seen) return false;
  spokes__free(walker->seen);
  walker->seen = seen;
  walker->seen_cap = nodes;
  walker->stamp = 0;
  return true;
}

static void begin_set(spokes_walker *walker) {
  if (++walker->stamp) return;
  memset(walker->seen, 0, walker->seen_cap * sizeof *walker->seen);
  walker->stamp = 1;
}

// Adds what node leads to without a byte; *accepts gets the rules that are through.
static size_t add_closure(spokes_walker *walker, const spokes_shape *shape, uint32_t node, size_t count,
                          uint64_t *accepts) {
  size_t depth = 0;
  walker->stack[depth++] = node;
  while (depth) {
    uint32_t at = walker->stack[--depth];
    if (at == SPOKES_SHAPE_END || walker->seen[at] == walker->stamp) continue;
    walker->seen[at] = walker->stamp;
    const spokes_shape_node *now = &shape->nodes[at];
    if (now->type == SPOKES_SHAPE_ACCEPT) {
      *accepts |= UINT64_C(1) << now->set;
    } else if (now->type == SPOKES_SHAPE_SET) {
      walker->work[count++] = at;
    } else {
      walker->stack[depth++] = now->next;
      walker->stack[depth++] = now->other;
    }
  }
  return count;
}

static uint32_t hash_of(const uint32_t *nodes, size_t count, uint32_t number, uint64_t accepts) {
  uint64_t hash = number * UINT64_C(0x9E3779B97F4A7C15) ^ accepts;
  for (size_t i = 0; i < count; i++) hash = (hash ^ nodes[i]) * UINT64_C(0x100000001B3);
  return (uint32_t)(hash >> 32 ^ hash);
}

static bool same_state(const spokes_walker *walker, const state *have, size_t count, uint32_t number,
                       uint64_t accepts) {
  return have->shape == number && have->accepts == accepts && have->node_count == count &&
         (!count || !memcmp(walker->members + have->nodes, walker->work, count * sizeof *walker->work));
}

static bool reserve_state(spokes_walker *walker, size_t nodes, size_t columns) {
  void *states = walker->states, *members = walker->members, *rows = walker->rows;
  bool good = spokes__array_reserve(&states, &walker->state_cap, walker->state_count + 1, sizeof *walker->states);
  walker->states = states;
  good = good && spokes__array_reserve(&members, &walker->member_cap, walker->member_count + nodes + 1,
                                       sizeof *walker->members);
  walker->members = members;
  good = good && spokes__array_reserve(&rows, &walker->row_cap, walker->row_len + columns + 1, sizeof *walker->rows);
  walker->rows = rows;
  return good;
}

// The place of the set at work; UNKNOWN when there is no room.
static place place_of(spokes_walker *walker, size_t count, uint32_t number, uint64_t accepts) {
  if (!count && !accepts) return DEAD;
  uint32_t at = hash_of(walker->work, count, number, accepts) % TABLE;
  for (; walker->table[at]; at = (at + 1) % TABLE)
    if (same_state(walker, &walker->states[walker->table[at] - 1], count, number, accepts))
      return walker->states[walker->table[at] - 1].at;
  size_t columns = walker->plans[number]->columns;
  if (walker->state_count >= STATES_MAX || walker->row_len + columns + 1 > ROWS_MAX) return UNKNOWN;
  if (!reserve_state(walker, count, columns)) return UNKNOWN;
  if (count) memcpy(walker->members + walker->member_count, walker->work, count * sizeof *walker->work);
  memset(walker->rows + walker->row_len, 0, (columns + 1) * sizeof *walker->rows);
  walker->rows[walker->row_len] = (place)walker->state_count;
  state made = {(uint32_t)walker->member_count, (uint32_t)count, number,
                (place)walker->row_len | (accepts ? ACCEPTS : 0), accepts};
  walker->states[walker->state_count++] = made;
  walker->member_count += count;
  walker->row_len += columns + 1;
  walker->table[at] = (uint16_t)walker->state_count;
  return made.at;
}

static place start_of(spokes_walker *walker, const spokes_shape *shape, uint32_t number) {
  uint64_t accepts = 0;
  if (!reserve_work(walker, shape->node_count)) return UNKNOWN;
  begin_set(walker);
  size_t count = add_closure(walker, shape, shape->start, 0, &accepts);
  return walker->plans[number]->start = place_of(walker, count, number, accepts);
}

// Where the byte leads from row `from`, made for the first time; UNKNOWN when there is no room.
static place step(spokes_walker *walker, const spokes_shape *shape, uint32_t number, uint32_t from,
                  unsigned char byte) {
  uint64_t accepts = 0;
  size_t count = 0;
  const state now = walker->states[walker->rows[from]];
  if (!reserve_work(walker, shape->node_count)) return UNKNOWN;
  begin_set(walker);
  for (uint32_t i = 0; i < now.node_count; i++) {
    const spokes_shape_node *node = &shape->nodes[walker->members[now.nodes + i]];
    if (spokes__byte_set_has(&shape->sets[node->set], byte))
      count = add_closure(walker, shape, node->next, count, &accepts);
  }
  place next = place_of(walker, count, number, accepts);
  if (next != UNKNOWN) walker->rows[from + 1 + walker->plans[number]->column[byte]] = next;
  return next;
}

// ---- Walking ------------------------------------------------------------------------------------------------

static bool is_space(char c) { return c == ' ' || (unsigned)(c - '\t') < 5; }

// A walk on its way.
typedef struct walk {
  place now;
  uint32_t at;
  bool is_after_space;
  uint64_t accepts;  // rules that are through
} walk;

// Walks on to stop, or until nothing is left to hope for; false when there is no room for a state.
static bool walk_to(spokes_walker *walker, const spokes_shape *shape, uint32_t number, walk *w, const char *text,
                    uint32_t stop) {
  const uint8_t *column = walker->plans[number]->column;
  const place *rows = walker->rows;
  const uint32_t forward = shape->backwards ? UINT32_MAX : 1, side = shape->backwards ? UINT32_MAX : 0;
  place now = w->now;
  uint32_t at = w->at;
  bool after_space = w->is_after_space;
  for (;;) {
    if (now & ACCEPTS) {
      now &= ~ACCEPTS;
      w->accepts |= walker->states[rows[now]].accepts;
    }
    if (now < FIRST_ROW) break;
    bool space;
    char c;
    do {
      if (at == stop) goto stopped;
      c = text[at + side];
      at += forward;
      space = is_space(c);
    } while (space && after_space);
    after_space = space;
    unsigned char byte = space ? ' ' : (unsigned char)c;
    place next = rows[now + 1 + column[byte]];
    if (next == UNKNOWN) {
      next = step(walker, shape, number, now, byte);
      rows = walker->rows;
    }
    now = next;
  }
stopped:
  w->now = now;
  w->at = at;
  w->is_after_space = after_space;
  return now != UNKNOWN;
}

static opening *opening_of(spokes_walker *walker, uint32_t number, uint32_t bytes) {
  return &walker->openings[((bytes + number * 0x85EBCA6Bu) * 0x9E3779B1u) >> 20 & (OPENINGS - 1)];
}

// The four bytes next to at, as they stand in the text.
static uint32_t opening_bytes(const spokes_shape *shape, const char *text, uint32_t at) {
  const unsigned char *s = (const unsigned char *)text + (shape->backwards ? at - OPENING : at);
  return (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 | (uint32_t)s[3] << 24;
}

// Walks to the end of the opening at w->at and remembers where it led.
static bool walk_opening(spokes_walker *walker, const spokes_shape *shape, uint32_t number, walk *w, const char *text) {
  const uint32_t from = w->at, stop = shape->backwards ? from - OPENING : from + OPENING;
  if (!walk_to(walker, shape, number, w, text, stop)) return false;
  if (w->accepts || number >= NUMBERS) return true;
  const uint32_t bytes = opening_bytes(shape, text, from);
  const uint32_t space = w->is_after_space && w->now != DEAD ? IS_AFTER_SPACE : 0;
  *opening_of(walker, number, bytes) = (opening){bytes, w->now | space | (number + 1) << NUMBER_SHIFT};
  return true;
}

static bool walk_all(spokes_walker *walker, const spokes_shape *shape, uint32_t number, const char *text, uint32_t at,
                     uint32_t stop, uint64_t *accepts) {
  plan *made = plan_of(walker, shape, number);
  if (!made) return false;
  walk w = {made->start == UNKNOWN ? start_of(walker, shape, number) : made->start, at, false, 0};
  const uint32_t room = shape->backwards ? at - stop : stop - at;
  if (w.now != UNKNOWN && room >= OPENING && !walk_opening(walker, shape, number, &w, text)) return false;
  const bool is_whole = walk_to(walker, shape, number, &w, text, stop);
  *accepts = w.accepts;
  return is_whole;
}

// The walk from behind an opening that is known to lead there.
static bool walk_on(spokes_walker *walker, const spokes_shape *shape, uint32_t number, const char *text, uint32_t at,
                    uint32_t stop, uint32_t led_to, uint64_t *accepts) {
  walk w = {led_to & (IS_AFTER_SPACE - 1), shape->backwards ? at - OPENING : at + OPENING, led_to & IS_AFTER_SPACE, 0};
  const bool is_whole = walk_to(walker, shape, number, &w, text, stop);
  *accepts = w.accepts;
  return is_whole;
}

uint64_t spokes__walk(spokes_walker *walker, const spokes_shape *shape, uint32_t number, const char *text, uint32_t at,
                      uint32_t stop) {
  if (shape->start == SPOKES_SHAPE_END) return shape->always;
  uint64_t accepts;
  if ((shape->backwards ? at - stop : stop - at) >= OPENING) {
    const uint32_t bytes = opening_bytes(shape, text, at);
    const opening known = *opening_of(walker, number, bytes);
    if (known.bytes == bytes && known.led_to >> NUMBER_SHIFT == number + 1) {
      const uint32_t led_to = known.led_to & (2 * IS_AFTER_SPACE - 1);
      if (led_to == DEAD) return shape->always;
      if (walk_on(walker, shape, number, text, at, stop, led_to, &accepts)) return accepts | shape->always;
      forget(walker);
    }
  }
  for (int attempt = 0; attempt < 2; attempt++) {
    if (walk_all(walker, shape, number, text, at, stop, &accepts)) return accepts | shape->always;
    forget(walker);
  }
  return ~UINT64_C(0);
}
