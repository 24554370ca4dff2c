// The bytes are numbers (varint.h):
//
//   status, message length, message, bytes, tokens, mentions, exclusions, rule limits, passages
//   damaged, repaired, gained (twice the number, less one when it is negative)
//   actors n     { actor - the one before, mentions } n times, ascending, those with counted mentions
//   partners n   { actor - the one before, sentences, passages } n times, ascending
//   pairs n      { high, low, sentences, passages } n times: numbers of partners, low < high

#include "run/facts.h"

#include <string.h>

#include "base/alloc.h"
#include "base/varint.h"

spokes_status spokes__sums_init(spokes_sums *sums, size_t actor_count, const uint8_t *is_relevant, spokes_error *err) {
  *sums = (spokes_sums){.is_relevant = is_relevant, .actor_count = actor_count};
  sums->actors = spokes__calloc(actor_count, sizeof *sums->actors);
  sums->partners = spokes__calloc(actor_count, sizeof *sums->partners);
  if (!sums->actors || !sums->partners) return spokes__error_nomem(err);
  spokes_status status = spokes__comentions_init(&sums->sentences, actor_count, err);
  return status ? status : spokes__comentions_init(&sums->passages, actor_count, err);
}

void spokes__sums_release(spokes_sums *sums) {
  spokes__free(sums->actors);
  spokes__free(sums->partners);
  spokes__issued_release(&sums->issued);
  spokes__comentions_release(&sums->sentences);
  spokes__comentions_release(&sums->passages);
  sums->actors = NULL;
  sums->partners = NULL;
}

static void add_comentions(spokes_comentions *sum, const spokes_comentions *one) {
  for (uint32_t a = 0; a < sum->actor_count; a++) {
    sum->singles[a] += one->singles[a];
    for (uint32_t b = 0; one->singles[a] && b < a; b++)
      if (one->singles[b]) spokes__comentions_increase(sum, a, b, spokes__comentions_count(one, a, b));
  }
}

void spokes__sums_add(spokes_sums *sums, const spokes_sums *other) {
  const spokes_totals *from = &other->totals;
  spokes_totals *to = &sums->totals;
  to->bytes += from->bytes;
  to->tokens += from->tokens;
  to->mentions += from->mentions;
  to->exclusions += from->exclusions;
  to->rule_limits += from->rule_limits;
  to->damaged += from->damaged;
  to->repaired += from->repaired;
  to->gained += from->gained;
  for (int i = 0; i <= SPOKES_INGEST_FAILED; i++) to->statuses[i] += from->statuses[i];
  for (size_t a = 0; a < sums->actor_count; a++) {
    sums->actors[a].mentions += other->actors[a].mentions;
    sums->actors[a].documents += other->actors[a].documents;
  }
  add_comentions(&sums->sentences, &other->sentences);
  add_comentions(&sums->passages, &other->passages);
  sums->passage_total += other->passage_total;
}

// ---- Writing ----------------------------------------------------------------------------------------------------

static void write_damage(spokes_buf *buf, const spokes_damage_count *damage) {
  uint64_t places = 0, repaired = 0;
  int64_t gained = 0;
  for (int kind = 0; damage && kind < SPOKES_DAMAGE_COUNT; kind++) {
    places += damage[kind].damage.places;
    repaired += damage[kind].damage.repaired;
    gained += damage[kind].gained;
  }
  spokes__varint_write(buf, places);
  spokes__varint_write(buf, repaired);
  spokes__varint_write(buf, gained < 0 ? 2 * (uint64_t)-gained - 1 : 2 * (uint64_t)gained);
}

static void write_actors(spokes_buf *buf, const spokes_counts *counts) {
  uint64_t n = 0, before = 0;
  for (size_t i = 0; i < counts->touched_count; i++) n += counts->actors[counts->touched[i]].mentions > 0;
  spokes__varint_write(buf, n);
  for (size_t i = 0; i < counts->touched_count; i++) {
    spokes_actor actor = counts->touched[i];
    if (!counts->actors[actor].mentions) continue;
    spokes__varint_write(buf, actor - before);
    spokes__varint_write(buf, counts->actors[actor].mentions);
    before = actor;
  }
}

static void write_partners(spokes_buf *buf, const spokes_profile *profile) {
  uint64_t before = 0;
  spokes__varint_write(buf, profile->partner_count);
  for (size_t i = 0; i < profile->partner_count; i++) {
    spokes__varint_write(buf, profile->partners[i] - before);
    spokes__varint_write(buf, profile->by_sentence.singles[i]);
    spokes__varint_write(buf, profile->by_passage.singles[i]);
    before = profile->partners[i];
  }
}

// Whoever shares a sentence shares a passage. Cells of the triangle stand in the order of the loops.
static void write_pairs(spokes_buf *buf, const spokes_profile *profile) {
  const uint64_t *sentences = profile->by_sentence.pairs, *passages = profile->by_passage.pairs;
  size_t cells = profile->partner_count ? spokes__comentions_cell((uint32_t)profile->partner_count, 0) : 0;
  uint64_t n = 0;
  for (size_t cell = 0; cell < cells; cell++) n += passages[cell] > 0;
  spokes__varint_write(buf, n);
  for (uint32_t a = 0; a < profile->partner_count; a++) {
    for (uint32_t b = 0; b < a; b++, sentences++, passages++) {
      if (!*passages) continue;
      spokes__varint_write(buf, a);
      spokes__varint_write(buf, b);
      spokes__varint_write(buf, *sentences);
      spokes__varint_write(buf, *passages);
    }
  }
}

void spokes__facts_write(spokes_buf *buf, const spokes_analysis *analysis) {
  const spokes_document *document = analysis->document;
  const spokes_match_result *result = analysis->result;
  size_t message = strlen(document->message);
  spokes__varint_write(buf, (uint64_t)document->status);
  spokes__varint_write(buf, message);
  spokes__buf_append(buf, document->message, message);
  spokes__varint_write(buf, document->bytes);
  spokes__varint_write(buf, result ? analysis->text->tokens : 0);
  spokes__varint_write(buf, result ? analysis->counts->mentions : 0);
  spokes__varint_write(buf, result ? result->exclusions.count : 0);
  spokes__varint_write(buf, result ? result->rule_limits : 0);
  spokes__varint_write(buf, result ? analysis->text->passage_count : 0);
  write_damage(buf, result ? analysis->damage : NULL);
  if (result) {
    write_actors(buf, analysis->counts);
    write_partners(buf, &analysis->indices->profile);
    write_pairs(buf, &analysis->indices->profile);
  } else {
    for (int i = 0; i < 3; i++) spokes__varint_write(buf, 0);
  }
}

// ---- Reading ----------------------------------------------------------------------------------------------------

// One pass does both: it looks at the bytes only (sums == NULL), or adds what they say.
typedef struct reader {
  spokes_varints in;
  spokes_sums *sums;
  size_t actor_count;
  uint64_t partner_count;
  bool has_issuer, is_out_of_memory;
} reader;

static uint64_t number(reader *r) { return spokes__varint_read(&r->in); }

// An actor that comes after the one before; the first may be number 0.
static uint64_t next_actor(reader *r, uint64_t before, bool is_first) {
  uint64_t step = number(r), actor = before + step;
  if ((!step && !is_first) || step > UINT16_MAX || actor >= r->actor_count) r->in.failed = true;
  return r->in.failed ? 0 : actor;
}

static void read_actors(reader *r) {
  uint64_t n = number(r), actor = 0;
  for (uint64_t i = 0; i < n && !r->in.failed; i++) {
    actor = next_actor(r, actor, !i);
    uint64_t mentions = number(r);
    if (!r->sums || r->in.failed) continue;
    r->sums->actors[actor].mentions += mentions;
    r->sums->actors[actor].documents++;
    if (r->has_issuer && r->sums->is_relevant[actor] &&
        !spokes__issued_add_item(&r->sums->issued, (spokes_actor)actor, mentions))
      r->is_out_of_memory = true;
  }
}

static void read_partners(reader *r) {
  uint64_t actor = 0;
  r->partner_count = number(r);
  for (uint64_t i = 0; i < r->partner_count && !r->in.failed; i++) {
    actor = next_actor(r, actor, !i);
    uint64_t sentences = number(r), passages = number(r);
    if (r->in.failed) return;
    if (!r->sums) continue;
    r->sums->partners[i] = (uint32_t)actor;
    r->sums->sentences.singles[actor] += sentences;
    r->sums->passages.singles[actor] += passages;
  }
}

static void read_pairs(reader *r) {
  uint64_t n = number(r);
  for (uint64_t i = 0; i < n && !r->in.failed; i++) {
    uint64_t high = number(r), low = number(r), sentences = number(r), passages = number(r);
    if (high >= r->partner_count || low >= high) r->in.failed = true;
    if (!r->sums || r->in.failed) continue;
    const uint32_t *partners = r->sums->partners;
    spokes__comentions_increase(&r->sums->sentences, partners[high], partners[low], sentences);
    spokes__comentions_increase(&r->sums->passages, partners[high], partners[low], passages);
  }
}

static void read_totals(reader *r) {
  spokes_totals ignored = {0}, *totals = r->sums ? &r->sums->totals : &ignored;
  totals->bytes += number(r);
  totals->tokens += number(r);
  totals->mentions += number(r);
  totals->exclusions += number(r);
  totals->rule_limits += number(r);
  uint64_t passages = number(r);
  if (r->sums) r->sums->passage_total += passages;
  totals->damaged += number(r);
  totals->repaired += number(r);
  uint64_t gained = number(r);
  int64_t half = (int64_t)(gained / 2);
  // Without overflow, whatever the bytes say.
  totals->gained = (int64_t)((uint64_t)totals->gained + (uint64_t)(gained % 2 ? -half - 1 : half));
}

static spokes_ingest_status read_status(reader *r, const char **message, size_t *message_len) {
  uint64_t status = number(r), len = number(r);
  if (status > SPOKES_INGEST_FAILED || len > (size_t)(r->in.end - r->in.at)) r->in.failed = true;
  if (r->in.failed) return SPOKES_INGEST_FAILED;
  *message = (const char *)r->in.at;
  *message_len = (size_t)len;
  r->in.at += len;
  return (spokes_ingest_status)status;
}

static void read_rest(reader *r) {
  read_totals(r);
  read_actors(r);
  read_partners(r);
  read_pairs(r);
}

static reader reader_of(const char *bytes, size_t len, size_t actor_count) {
  const unsigned char *at = (const unsigned char *)bytes;
  return (reader){.in = {at, at + len, false}, .actor_count = actor_count};
}

bool spokes__facts_are_valid(const char *bytes, size_t len, size_t actor_count) {
  reader r = reader_of(bytes, len, actor_count);
  const char *message = "";
  size_t message_len = 0;
  read_status(&r, &message, &message_len);
  read_rest(&r);
  return !r.in.failed && r.in.at == r.in.end && !memchr(message, '\0', message_len);
}

static spokes_status keep_message(spokes_doc_result *out, const char *message, size_t len, spokes_error *err) {
  if (!len) return SPOKES_OK;
  out->message = spokes__malloc(len + 1);
  if (!out->message) return spokes__error_nomem(err);
  memcpy(out->message, message, len);
  out->message[len] = '\0';
  return SPOKES_OK;
}

spokes_status spokes__facts_add(spokes_sums *sums, const char *bytes, size_t len, const spokes_match_context *context,
                                spokes_doc_result *out, spokes_error *err) {
  reader r = reader_of(bytes, len, sums->actor_count);
  const char *message = "";
  size_t message_len = 0;
  out->status = read_status(&r, &message, &message_len);
  sums->totals.statuses[out->status]++;
  r.sums = sums;
  r.has_issuer =
      out->status != SPOKES_INGEST_FAILED && context->issuer != SPOKES_NO_ACTOR && sums->is_relevant[context->issuer];
  if (r.has_issuer) {
    out->has_issuer = true;
    out->issued = sums->issued.document_count;
    if (!spokes__issued_add(&sums->issued, context->issuer, context->date)) return spokes__error_nomem(err);
  }
  read_rest(&r);
  if (r.is_out_of_memory) return spokes__error_nomem(err);
  return keep_message(out, message, message_len, err);
}
