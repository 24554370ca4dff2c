// Plain text by several threads: as many pieces as make a round are read, matched at the same time, each into a buffer
// of its own, and the buffers are written in order. So the lines are those of one thread.

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/threads.h"
#include "run/tag.h"

#define PIECES_EACH 2u  // in a round, for each thread

// A piece with what is found in it.
typedef struct found {
  spokes_piece piece;
  spokes_buf text, lines;
  spokes_status status;
  spokes_error fault;
} found;

typedef struct rounds {
  spokes_tagger *tagger;
  unsigned threads;
  spokes_matcher **matchers;  // one for each thread, the first is the tagger's; made when there is work for them
  found *pieces;
  size_t cap, count;  // of pieces; in the present round
  bool at_end;
} rounds;

// The input's buffer is used again for the next piece: the text is copied.
static spokes_status read_one(rounds *r, spokes_pieces *pieces, spokes_error *err) {
  found *one = &r->pieces[r->count];
  spokes_status status = spokes__pieces_read(pieces, &one->piece, err);
  r->at_end = !one->piece.text;
  if (status || r->at_end) return status;
  spokes__buf_clear(&one->text);
  spokes__buf_append(&one->text, one->piece.text, one->piece.len);
  if (one->text.failed) return spokes__error_nomem(err);
  one->piece.text = one->text.len ? one->text.data : "";
  r->count++;
  return SPOKES_OK;
}

static void match_one(void *context, unsigned worker, size_t job) {
  rounds *r = context;
  found *one = &r->pieces[job];
  spokes_matcher *matcher = r->matchers[worker];
  const spokes_match_options options = {r->tagger->options->lang, NULL, NULL};
  spokes__buf_clear(&one->lines);
  one->status = spokes_matcher_run(matcher, one->piece.text, one->piece.len, &options, &one->fault);
  for (size_t i = 0; !one->status && i < spokes_matcher_mention_count(matcher); i++) {
    spokes_mention mention = spokes_matcher_mention(matcher, i);
    if (mention.start_byte >= one->piece.known)
      spokes__tag_line(&one->lines, &mention, one->piece.text, one->piece.chars, one->piece.lines);
  }
  if (one->lines.failed) one->status = spokes__error_nomem(&one->fault);
}

static spokes_status make_matchers(rounds *r, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (unsigned i = 1; !status && i < r->threads && i < r->count; i++)
    if (!r->matchers[i]) status = spokes_matcher_new(r->tagger->lexicon, &r->matchers[i], err);
  return status;
}

static spokes_status write_one(rounds *r, const found *one, spokes_error *err) {
  const spokes_sink *sink = r->tagger->sink;
  if (one->status) {
    if (err) *err = one->fault;
    return one->status;
  }
  if (one->lines.len && !sink->write(sink->context, one->lines.data, one->lines.len))
    return spokes__error_set(err, SPOKES_E_IO, "cannot write the results");
  return SPOKES_OK;
}

static spokes_status do_round(rounds *r, spokes_pieces *pieces, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  r->count = 0;
  while (!status && !r->at_end && r->count < r->cap) status = read_one(r, pieces, err);
  // What was read before a fault is written, as one thread would have.
  spokes_error fault;
  spokes_status done = make_matchers(r, &fault);
  if (!done) done = spokes__threads_run(r->threads, r->count, match_one, r, &fault);
  for (size_t i = 0; !done && i < r->count; i++) done = write_one(r, &r->pieces[i], &fault);
  if (done && err) *err = fault;
  return done ? done : status;
}

spokes_status spokes__tag_rounds(spokes_pieces *pieces, unsigned threads, spokes_error *err) {
  if (threads > SPOKES_LIMIT_THREADS) threads = SPOKES_LIMIT_THREADS;
  rounds r = {.tagger = pieces->tagger, .threads = threads, .cap = (size_t)threads * PIECES_EACH};
  r.matchers = spokes__calloc(threads, sizeof *r.matchers);
  r.pieces = spokes__calloc(r.cap, sizeof *r.pieces);
  spokes_status status = r.matchers && r.pieces ? SPOKES_OK : spokes__error_nomem(err);
  if (!status) r.matchers[0] = r.tagger->matcher;
  while (!status && !r.at_end) status = do_round(&r, pieces, err);
  for (unsigned i = 1; r.matchers && i < threads; i++) spokes_matcher_free(r.matchers[i]);
  for (size_t i = 0; r.pieces && i < r.cap; i++) {
    spokes__buf_release(&r.pieces[i].text);
    spokes__buf_release(&r.pieces[i].lines);
  }
  spokes__free(r.matchers);
  spokes__free(r.pieces);
  return status;
}
