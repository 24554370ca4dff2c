// What the two readers of `tag` share: input that is read piece by piece, one matcher, output that is handed on.
#ifndef SPOKES_RUN_TAG_H
#define SPOKES_RUN_TAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_tagger {
  const spokes_lexicon *lexicon;
  const spokes_tag_options *options;
  spokes_read_fn *read;
  void *read_context;
  const spokes_sink *sink;
  spokes_matcher *matcher;
  spokes_buf input;  // bytes read; the first `taken` of them are done with
  size_t taken;
  bool at_end;        // nothing more to read
  spokes_buf output;  // JSON lines, flushed when large
  uint64_t faults;
} spokes_tagger;

// Reads more input behind what is there; sets at_end at the end.
spokes_status spokes__tagger_read(spokes_tagger *tagger, spokes_error *err);
// The matcher of the options, or one of its own, to be freed with the tagger.
spokes_status spokes__tagger_matcher(spokes_tagger *tagger, const spokes_lexicon *lexicon, spokes_error *err);
// Hands the output to the sink when there is much of it, or in any case when force is true.
spokes_status spokes__tagger_flush(spokes_tagger *tagger, bool force, spokes_error *err);
// Reports a fault of the input at a line and counts it.
void spokes__tagger_fault(spokes_tagger *tagger, spokes_status code, uint64_t line, const char *message);
// Appends the fields start, end, text, actor, kind of a mention of text, without braces.
void spokes__tagger_mention(spokes_buf *out, const spokes_mention *mention, const char *text, uint64_t offset);

// Appends the matcher's mentions of text that begin at byte `from` or behind, a line each; chars and lines are those
// before the text.
spokes_status spokes__tagger_mentions(spokes_tagger *tagger, const char *text, size_t from, uint64_t chars,
                                      uint64_t lines, spokes_error *err);

// One such line, appended to out.
void spokes__tag_line(spokes_buf *out, const spokes_mention *mention, const char *text, uint64_t chars, uint64_t lines);

// Plain text comes in pieces, each with the end of the piece before it as its context.
typedef struct spokes_piece {
  const char *text;  // valid UTF-8; borrowed until the next piece is read
  size_t len;
  size_t known;           // bytes of the context, whose mentions are written already
  uint64_t chars, lines;  // what stands before text; wraps around below zero, and comes out right when it is added to
} spokes_piece;

typedef struct spokes_pieces {
  spokes_tagger *tagger;
  uint64_t chars, lines;  // read so far
  size_t known;           // bytes of the input's rest that are the context of the next piece
  bool has_begun;
  spokes_buf repaired;
} spokes_pieces;

// Reads the next piece; *out->text is NULL at the end. Start with a zeroed reader of the tagger.
spokes_status spokes__pieces_read(spokes_pieces *pieces, spokes_piece *out, spokes_error *err);
// Tags all pieces by several threads, in rounds. tag_rounds.c
spokes_status spokes__tag_rounds(spokes_pieces *pieces, unsigned threads, spokes_error *err);

// The two readers.
spokes_status spokes__tag_plain(spokes_tagger *tagger, spokes_error *err);
spokes_status spokes__tag_jsonl(spokes_tagger *tagger, spokes_error *err);

#endif
