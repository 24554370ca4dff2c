// From a pattern to its shape, by recursive descent over the part of PCRE2's syntax that dictionaries use.
//
// Invariant: a fragment accepts at least what its part of the pattern matches. Where the pattern says more than a set
// of bytes can (a character beyond ASCII in a class), the set is widened. Whatever is not understood makes the rule one
// that is always asked.

#include "rule_shape.h"

#include <string.h>

#include "base/alloc.h"

#define NODES_MAX 20000u  // of one rule: nested counts multiply
#define COPIES_MAX 8u     // x{20} is taken for x{8,}
#define DEPTH_MAX 250u    // groups in groups, as PCRE2 has it
#define SETS_MAX UINT16_MAX

// A part of the automaton: entered at first, left at last, a FORK whose next is still open.
typedef struct fragment {
  uint32_t first, last;
} fragment;

typedef struct parser {
  spokes_shape *shape;
  const char *at, *end;
  size_t nodes_before;
  unsigned depth;
  bool caseless;
  bool property;  // the class at work holds \p or \P
  bool strange;   // something that is not understood
  bool failed;    // memory is out
} parser;

static const spokes_byte_set wide = {{0, 0, ~UINT64_C(0), ~UINT64_C(0)}};         // bytes beyond ASCII
static const spokes_byte_set continuation = {{0, 0, ~UINT64_C(0), UINT64_C(0)}};  // 80 to BF
static const spokes_byte_set everything = {{~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0)}};

static void set_add(spokes_byte_set *set, unsigned char byte) { set->bits[byte >> 6] |= UINT64_C(1) << (byte & 63); }

static void set_unite(spokes_byte_set *set, const spokes_byte_set *other) {
  for (int i = 0; i < 4; i++) set->bits[i] |= other->bits[i];
}

static bool is_letter(unsigned c) { return (c | 0x20) - 'a' < 26; }

// ---- Nodes --------------------------------------------------------------------------------------------

static uint32_t add_node(parser *p, spokes_shape_type type, uint16_t set, uint32_t next, uint32_t other) {
  spokes_shape *shape = p->shape;
  if (shape->node_count - p->nodes_before >= NODES_MAX) p->strange = true;
  if (p->strange || p->failed) return 0;
  void *nodes = shape->nodes;
  p->failed = !spokes__array_reserve(&nodes, &shape->node_cap, shape->node_count + 1, sizeof *shape->nodes);
  if (p->failed) return 0;
  shape->nodes = nodes;
  shape->nodes[shape->node_count] = (spokes_shape_node){next, other, set, (uint8_t)type};
  return (uint32_t)shape->node_count++;
}

static bool same_set(const spokes_byte_set *a, const spokes_byte_set *b) { return !memcmp(a, b, sizeof *a); }

static uint16_t number_of_set(parser *p, const spokes_byte_set *set) {
  spokes_shape *shape = p->shape;
  uint64_t hash =
      (set->bits[0] ^ set->bits[1] * 3 ^ set->bits[2] * 5 ^ set->bits[3] * 7) * UINT64_C(0x9E3779B97F4A7C15);
  uint16_t *recent = &shape->recent[hash >> 58];
  if (*recent < shape->set_count && same_set(&shape->sets[*recent], set)) return *recent;
  size_t i = 0;
  while (i < shape->set_count && !same_set(&shape->sets[i], set)) i++;
  if (i == shape->set_count) {
    if (shape->set_count >= SETS_MAX) p->strange = true;
    void *sets = shape->sets;
    if (!p->strange)
      p->failed |= !spokes__array_reserve(&sets, &shape->set_cap, shape->set_count + 1, sizeof *shape->sets);
    if (p->strange || p->failed) return 0;
    shape->sets = sets;
    shape->sets[shape->set_count++] = *set;
  }
  return *recent = (uint16_t)i;
}

static void lead_to(parser *p, uint32_t node, uint32_t next) {
  if (!p->strange && !p->failed) p->shape->nodes[node].next = next;
}

static fragment empty(parser *p) {
  uint32_t node = add_node(p, SPOKES_SHAPE_FORK, 0, SPOKES_SHAPE_END, SPOKES_SHAPE_END);
  return (fragment){node, node};
}

// One after the other, in the order of reading.
static fragment chain(parser *p, fragment a, fragment b) {
  if (p->shape->backwards) {
    lead_to(p, b.last, a.first);
    return (fragment){b.first, a.last};
  }
  lead_to(p, a.last, b.first);
  return (fragment){a.first, b.last};
}

static fragment either(parser *p, fragment a, fragment b) {
  fragment both = empty(p);
  both.first = add_node(p, SPOKES_SHAPE_FORK, 0, a.first, b.first);
  lead_to(p, a.last, both.last);
  lead_to(p, b.last, both.last);
  return both;
}

static fragment any_number(parser *p, fragment a) {
  fragment loop = empty(p);
  loop.first = add_node(p, SPOKES_SHAPE_FORK, 0, a.first, loop.last);
  lead_to(p, a.last, loop.first);
  return loop;
}

static fragment byte_of(parser *p, const spokes_byte_set *set) {
  fragment one = empty(p);
  uint16_t number = number_of_set(p, set);
  one.first = add_node(p, SPOKES_SHAPE_SET, number, one.last, SPOKES_SHAPE_END);
  return one;
}

// A character of the set; where the set holds bytes beyond ASCII, they stand for characters of any length.
static fragment character_of(parser *p, spokes_byte_set *set, bool is_wide) {
  if (is_wide) set_unite(set, &wide);
  fragment one = byte_of(p, set);
  return is_wide ? chain(p, one, any_number(p, byte_of(p, &continuation))) : one;
}

// ---- Characters ------------------------------------------------------------------------------------------

// With case ignored k, s and their capitals are also characters beyond ASCII (the Kelvin sign, long s), and characters
// beyond ASCII may be letters of it.
static void ignore_case(spokes_byte_set *set, bool *is_wide) {
  const uint64_t capitals = UINT64_C(0x07FFFFFE);  // of bits[1], the small ones are 32 bits above
  uint64_t *letters = &set->bits[1];
  *letters |= *is_wide ? capitals << 32 | capitals : (*letters & capitals) << 32 | (*letters >> 32 & capitals);
  *is_wide |= spokes__byte_set_has(set, 'k') || spokes__byte_set_has(set, 's');
}

// The set of \s, \w, \d and their opposites; false for another letter.
static bool add_escape_class(spokes_byte_set *set, bool *is_wide, char letter) {
  const char lower = (char)(letter | 0x20);
  if (!strchr("swd", lower)) return false;
  for (unsigned c = 0; c < 0x80; c++) {
    bool digit = c - '0' < 10;
    bool in = lower == 's' ? c == ' ' || c - '\t' < 5 : digit || (lower == 'w' && (is_letter(c) || c == '_'));
    if (in == (letter == lower)) set_add(set, (unsigned char)c);
  }
  *is_wide |= letter != lower;
  return true;
}

static unsigned control_of(char letter) {
  return letter == 'n' ? '\n' : letter == 'r' ? '\r' : letter == 't' ? '\t' : letter == 'f' ? '\f' : 0;
}

// Behind \p or \P: {Han}, {L} or a letter.
static void skip_property(parser *p) {
  if (p->at < p->end && *p->at != '{') {
    p->at++;
    return;
  }
  while (p->at < p->end && *p->at != '}') p->at++;
  p->at += p->at < p->end;
}

// A character beyond ASCII at p->at is passed over.
static void skip_character(parser *p) {
  p->at++;
  while (p->at < p->end && ((unsigned char)*p->at & 0xC0) == 0x80) p->at++;
}

// One member of a class: its first and, in a range, last ASCII character; 0x80 and above stand for all beyond.
static unsigned class_member(parser *p, spokes_byte_set *set, bool *is_wide) {
  if (p->at >= p->end) return p->strange = true, 0;
  unsigned char c = (unsigned char)*p->at;
  if (c >= 0x80) return skip_character(p), 0x80;
  p->at++;
  if (c == '[' && p->at < p->end && strchr(":.=", *p->at)) p->strange = true;
  if (c != '\\' || p->at >= p->end) return c;
  char escaped = *p->at++;
  if (escaped == 'p' || escaped == 'P') return skip_property(p), p->property = true, 0x100;
  if (add_escape_class(set, is_wide, escaped)) return 0x100;
  unsigned control = control_of(escaped);
  if (control) return control;
  if (is_letter((unsigned char)escaped) || (unsigned)(escaped - '0') < 10) p->strange = true;
  return (unsigned char)escaped;
}

// Adds the members up to the closing bracket. 0x100 as a member: a set, which no range begins with.
static void class_members(parser *p, spokes_byte_set *set, bool *is_wide) {
  for (bool first = true; p->at < p->end && !p->strange && (first || *p->at != ']'); first = false) {
    unsigned low = class_member(p, set, is_wide), high = low;
    if (low < 0x100 && p->end - p->at > 1 && *p->at == '-' && p->at[1] != ']') {
      p->at++;
      high = class_member(p, set, is_wide);
      if (high == 0x100) p->strange = true;
    }
    *is_wide |= high == 0x80;
    for (unsigned c = low; c <= high && c < 0x80; c++) set_add(set, (unsigned char)c);
  }
  if (p->at >= p->end) p->strange = true;
  p->at++;
}

static fragment parse_class(parser *p) {
  spokes_byte_set set = {{0}};
  bool is_wide = false, negated = p->at < p->end && *p->at == '^';
  p->at += negated;
  p->property = false;
  class_members(p, &set, &is_wide);
  if (p->strange) return empty(p);
  if (p->property) return set = everything, character_of(p, &set, true);
  if (!negated) {
    if (p->caseless) ignore_case(&set, &is_wide);
    return character_of(p, &set, is_wide);
  }
  // What is beyond ASCII takes nothing away from ASCII here, which can only widen the set.
  if (p->caseless)
    for (unsigned c = 'A'; c <= 'Z'; c++)
      if (spokes__byte_set_has(&set, (unsigned char)c) || spokes__byte_set_has(&set, (unsigned char)(c | 0x20)))
        set_add(&set, (unsigned char)c), set_add(&set, (unsigned char)(c | 0x20));
  for (int i = 0; i < 4; i++) set.bits[i] = i < 2 ? ~set.bits[i] : 0;
  return character_of(p, &set, true);
}

static fragment parse_escape(parser *p) {
  if (p->at >= p->end) return p->strange = true, empty(p);
  spokes_byte_set set = {{0}};
  bool is_wide = false;
  char c = *p->at++;
  if (strchr("bBAzZ", c)) return empty(p);
  if (c == 'p' || c == 'P') return skip_property(p), set = everything, character_of(p, &set, true);
  if (add_escape_class(&set, &is_wide, c)) return character_of(p, &set, is_wide);
  unsigned control = control_of(c);
  if (!control && (is_letter((unsigned char)c) || (unsigned)(c - '0') < 10 || (unsigned char)c >= 0x80))
    return p->strange = true, empty(p);
  set_add(&set, control ? (unsigned char)control : (unsigned char)c);
  return byte_of(p, &set);
}

static fragment parse_literal(parser *p) {
  spokes_byte_set set = {{0}};
  bool is_wide = (unsigned char)*p->at >= 0x80;
  if (is_wide && !p->caseless) {
    fragment all = empty(p);
    const char *from = p->at;
    skip_character(p);
    for (const char *at = from; at < p->at; at++) {
      spokes_byte_set one = {{0}};
      set_add(&one, (unsigned char)*at);
      all = chain(p, all, byte_of(p, &one));
    }
    return all;
  }
  if (is_wide)
    skip_character(p);
  else
    set_add(&set, (unsigned char)*p->at++);
  if (p->caseless) ignore_case(&set, &is_wide);
  return character_of(p, &set, is_wide);
}

// ---- Groups, sequences, choices -----------------------------------------------------------------------------

static fragment parse_choices(parser *p);

// What stands behind "(?", up to and with the colon or the mark of a lookaround; *look_out: it is one.
static void parse_group_kind(parser *p, bool *look_out) {
  const char *at = p->at;
  size_t left = (size_t)(p->end - at);
  *look_out = left && (*at == '=' || *at == '!');
  if (*look_out || (left && (*at == ':' || *at == '>' || *at == '|'))) {
    p->at++;
  } else if (left > 1 && *at == '<' && (at[1] == '=' || at[1] == '!')) {
    p->at += 2;
    *look_out = true;
  } else if (left > 1 && !memcmp(at, "i:", 2)) {
    p->at += 2;
    p->caseless = true;
  } else if (left > 2 && !memcmp(at, "-i:", 3)) {
    p->at += 3;
    p->caseless = false;
  } else {
    p->strange = true;
  }
}

static fragment parse_group(parser *p) {
  bool caseless = p->caseless, look = false;
  if (p->at < p->end && *p->at == '*') p->strange = true;
  if (p->at < p->end && *p->at == '?') {
    p->at++;
    parse_group_kind(p, &look);
  }
  if (++p->depth > DEPTH_MAX) p->strange = true;
  fragment inside = p->strange ? empty(p) : parse_choices(p);
  p->depth--;
  p->caseless = caseless;
  if (p->at >= p->end) p->strange = true;
  p->at++;
  return look ? empty(p) : inside;
}

static fragment parse_atom(parser *p) {
  spokes_byte_set set = everything;
  switch (*p->at) {
    case '(':
      return p->at++, parse_group(p);
    case '[':
      return p->at++, parse_class(p);
    case '\\':
      return p->at++, parse_escape(p);
    case '.':
      return p->at++, character_of(p, &set, true);
    case '^':
    case '$':
      return p->at++, empty(p);
    case '{':
    case '*':
    case '+':
    case '?':
      return p->strange = true, empty(p);
    default:
      return parse_literal(p);
  }
}

// Reads digits; false when there are none.
static bool parse_number(parser *p, unsigned *out) {
  const char *from = p->at;
  for (*out = 0; p->at < p->end && (unsigned)(*p->at - '0') < 10; p->at++)
    if (*out < 100000) *out = *out * 10 + (unsigned)(*p->at - '0');
  return p->at > from;
}

#define UNLIMITED UINT32_MAX

// The quantifier at p->at, or once.
static void parse_quantifier(parser *p, unsigned *low, unsigned *high) {
  *low = *high = 1;
  if (p->at >= p->end || !strchr("?*+{", *p->at)) return;
  char mark = *p->at++;
  if (mark != '+') *low = 0;
  if (mark != '?') *high = UNLIMITED;
  if (mark == '{') {
    if (!parse_number(p, low)) p->strange = true;
    *high = *low;
    if (p->at < p->end && *p->at == ',') {
      p->at++;
      if (!parse_number(p, high)) *high = UNLIMITED;
    }
    if (p->at >= p->end || *p->at++ != '}') p->strange = true;
  }
  if (p->at < p->end && (*p->at == '?' || *p->at == '+')) p->at++;  // lazy, possessive
}

// The atom at `from` once more, for counts.
static fragment parse_again(parser *p, const char *from) {
  const char *at = p->at;
  p->at = from;
  fragment copy = parse_atom(p);
  p->at = at;
  return copy;
}

static fragment parse_quantified(parser *p) {
  const char *from = p->at;
  fragment one = parse_atom(p);
  unsigned low, high;
  parse_quantifier(p, &low, &high);
  if (p->strange || (low == 1 && high == 1)) return one;
  fragment all = empty(p);
  unsigned must = low < COPIES_MAX ? low : COPIES_MAX;
  for (unsigned i = 0; i < must && !p->strange; i++) all = chain(p, all, i ? parse_again(p, from) : one);
  if (must) one = parse_again(p, from);
  if (high == UNLIMITED || high > COPIES_MAX) return chain(p, all, any_number(p, one));
  for (unsigned i = must; i < high && !p->strange; i++) {
    if (i > must) one = parse_again(p, from);
    all = chain(p, all, either(p, one, empty(p)));
  }
  return all;
}

static fragment parse_sequence(parser *p) {
  fragment all = empty(p);
  while (p->at < p->end && *p->at != '|' && *p->at != ')' && !p->strange && !p->failed)
    all = chain(p, all, parse_quantified(p));
  return all;
}

static fragment parse_choices(parser *p) {
  fragment all = parse_sequence(p);
  while (p->at < p->end && *p->at == '|' && !p->strange && !p->failed) {
    p->at++;
    all = either(p, all, parse_sequence(p));
  }
  return all;
}

bool spokes__shape_add(spokes_shape *shape, const char *pattern, size_t len, size_t rule) {
  if (!shape->node_count) shape->start = SPOKES_SHAPE_END;
  uint64_t bit = UINT64_C(1) << spokes__shape_bit(rule);
  parser p = {.shape = shape, .at = pattern, .end = pattern + len, .nodes_before = shape->node_count};
  fragment all = {0, 0};
  if (len) all = parse_choices(&p);
  if (!len || p.at != p.end) p.strange = true;
  uint32_t accept = add_node(&p, SPOKES_SHAPE_ACCEPT, (uint16_t)spokes__shape_bit(rule), 0, 0);
  lead_to(&p, all.last, accept);
  uint32_t start = add_node(&p, SPOKES_SHAPE_FORK, 0, all.first, shape->start);
  if (p.failed) return false;
  if (p.strange) {
    shape->always |= bit;
    shape->node_count = p.nodes_before;
  } else {
    shape->start = start;
  }
  return true;
}

void spokes__shape_release(spokes_shape *shape) {
  spokes__free(shape->nodes);
  spokes__free(shape->sets);
  *shape = (spokes_shape){.start = SPOKES_SHAPE_END};
}
