// spokes_tag, and its reader of plain text. Text is matched in pieces of about PIECE_BYTES, cut where a passage ends:
// after a blank line, else after a line, else after a sentence, else anywhere between two characters. Positions are
// carried on from piece to piece. A piece is matched together with the end of the one before it, whose mentions are
// already written: so short forms find the names further up as if the text had not been cut.

#include "run/tag.h"

#include <string.h>

#include "base/json_write.h"
#include "base/put.h"
#include "base/threads.h"
#include "base/utf8.h"
#include "base/utf8_repair.h"

#define PIECE_BYTES (1u << 20)
#define READ_BYTES (1u << 16)
#define FLUSH_BYTES (1u << 16)
#define CONTEXT_BYTES (1u << 13)  // more than the matcher looks back over passages: 1,200 characters of three bytes
#define CONTEXT_MAX (4u * CONTEXT_BYTES)

spokes_status spokes__tagger_read(spokes_tagger *tagger, spokes_error *err) {
  spokes_buf *in = &tagger->input;
  if (tagger->taken) {
    memmove(in->data, in->data + tagger->taken, in->len - tagger->taken);
    in->len -= tagger->taken;
    tagger->taken = 0;
  }
  if (!spokes__buf_reserve(in, READ_BYTES)) return spokes__error_nomem(err);
  size_t got = tagger->read(tagger->read_context, in->data + in->len, in->cap - in->len - 1);
  if (got == SIZE_MAX) return spokes__error_set(err, SPOKES_E_IO, "cannot read '%.200s'", tagger->options->name);
  tagger->at_end = !got;
  in->len += got;
  return SPOKES_OK;
}

spokes_status spokes__tagger_flush(spokes_tagger *tagger, bool force, spokes_error *err) {
  spokes_buf *out = &tagger->output;
  if (out->failed) return spokes__error_nomem(err);
  if (!out->len || (!force && out->len < FLUSH_BYTES)) return SPOKES_OK;
  if (!tagger->sink->write(tagger->sink->context, out->data, out->len))
    return spokes__error_set(err, SPOKES_E_IO, "cannot write the results");
  spokes__buf_clear(out);
  return SPOKES_OK;
}

void spokes__tagger_fault(spokes_tagger *tagger, spokes_status code, uint64_t line, const char *message) {
  tagger->faults++;
  if (!tagger->options->on_fault) return;
  spokes_error fault;
  spokes__error_at(&fault, code, tagger->options->name, line, 0, "%s", message);
  tagger->options->on_fault(tagger->options->fault_context, &fault);
}

#define FIELDS_ROOM 160u  // names of the fields, numbers, punctuation

// Room for a mention's line: the texts in it and the rest.
static bool reserve_line(spokes_buf *out, const spokes_mention *mention, size_t rule_len) {
  size_t text_len = mention->end_byte - mention->start_byte;
  return spokes__buf_reserve(out, FIELDS_ROOM + SPOKES_JSON_ROOM(text_len) + SPOKES_JSON_ROOM(strlen(mention->actor)) +
                                      SPOKES_JSON_ROOM(rule_len));
}

static inline char *put_text(char *at, const char *text) { return spokes__put_bytes(at, text, strlen(text)); }

static char *put_mention(char *at, const spokes_mention *mention, const char *text, uint64_t offset) {
  at = spokes__put_u64(put_text(at, "\"start\":"), mention->start + offset);
  at = spokes__put_u64(put_text(at, ",\"end\":"), mention->end + offset);
  at = put_text(at, ",\"text\":");
  at = spokes__json_put(at, text + mention->start_byte, mention->end_byte - mention->start_byte);
  at = put_text(at, ",\"actor\":");
  at = spokes__json_put(at, mention->actor, strlen(mention->actor));
  at = put_text(put_text(at, ",\"kind\":\""), spokes_kind_name(mention->kind));
  return spokes__put_byte(at, '"');
}

void spokes__tagger_mention(spokes_buf *out, const spokes_mention *mention, const char *text, uint64_t offset) {
  if (reserve_line(out, mention, 0)) spokes__buf_end(out, put_mention(out->data + out->len, mention, text, offset));
}

void spokes__tag_line(spokes_buf *out, const spokes_mention *mention, const char *text, uint64_t chars,
                      uint64_t lines) {
  size_t rule_len = strlen(mention->rule);
  if (!reserve_line(out, mention, rule_len)) return;
  char *at = put_mention(spokes__put_byte(out->data + out->len, '{'), mention, text, chars);
  at = spokes__put_u64(put_text(at, ",\"line\":"), mention->line + lines);
  at = spokes__json_put(put_text(at, ",\"rule\":"), mention->rule, rule_len);
  spokes__buf_end(out, put_text(at, "}\n"));
}

spokes_status spokes__tagger_mentions(spokes_tagger *tagger, const char *text, size_t from, uint64_t chars,
                                      uint64_t lines, spokes_error *err) {
  spokes_status status = SPOKES_OK;
  const size_t count = spokes_matcher_mention_count(tagger->matcher);
  for (size_t i = 0; !status && i < count; i++) {
    spokes_mention mention = spokes_matcher_mention(tagger->matcher, i);
    if (mention.start_byte < from) continue;
    spokes__tag_line(&tagger->output, &mention, text, chars, lines);
    if (tagger->output.failed || tagger->output.len >= FLUSH_BYTES) status = spokes__tagger_flush(tagger, false, err);
  }
  return status;
}

// ---- Plain text ------------------------------------------------------------------------------------

// Length of the longest prefix that ends after a blank line; 0 = there is none.
static size_t end_of_passage(const char *text, size_t len) {
  size_t end = 0, blank = 0;
  for (size_t i = len; i > 0 && !end; i--) {
    char c = text[i - 1];
    if (c == '\n' && blank)
      end = blank;
    else if (c == '\n')
      blank = i;
    else if (c != ' ' && c != '\t' && c != '\r')
      blank = 0;
  }
  return end;
}

static size_t end_of_line(const char *text, size_t len) {
  while (len && text[len - 1] != '\n') len--;
  return len;
}

// Never inside a character: a cut steps back over an unfinished one.
static size_t end_of_character(const char *text, size_t len) {
  for (size_t back = 1; back <= 3 && back < len; back++) {
    unsigned char byte = (unsigned char)text[len - back];
    if (byte >= 0xC0) return spokes__utf8_width(byte) > back ? len - back : len;
    if (byte < 0x80) break;
  }
  return len;
}

// Near the end, so that no name is cut where a text has no lines.
static size_t end_of_sentence(const char *text, size_t len) {
  for (size_t i = len; i > 3 && i + CONTEXT_BYTES > len; i--)
    if (!memcmp(text + i - 3, "\xE3\x80\x82", 3) || (text[i - 1] == ' ' && text[i - 2] == '.')) return i;
  return 0;
}

static size_t piece_length(const char *text, size_t len) {
  size_t end = end_of_passage(text, len);
  if (!end) end = end_of_line(text, len);
  if (!end) end = end_of_sentence(text, len);
  return end ? end : end_of_character(text, len);
}

static uint64_t count_lines(const char *text, size_t len) {
  uint64_t lines = 0;
  for (const char *at = text, *end = text + len; (at = memchr(at, '\n', (size_t)(end - at))); at++) lines++;
  return lines;
}

// Where the context of what follows the first len bytes begins: at a passage, a line or a character, in this order.
static size_t context_start(const char *text, size_t len) {
  if (len <= CONTEXT_BYTES) return 0;
  size_t behind = len - CONTEXT_BYTES, low = len > CONTEXT_MAX ? len - CONTEXT_MAX : 0;
  size_t start = end_of_passage(text + low, behind - low);
  if (!start) start = end_of_line(text + low, behind - low);
  return start ? low + start : end_of_character(text, behind);
}

// The piece at bytes; broken bytes in it are repaired.
static spokes_status take_piece(spokes_pieces *pieces, const char *bytes, size_t len, spokes_piece *out,
                                spokes_error *err) {
  size_t known = pieces->known;
  if (spokes__utf8_valid_prefix(bytes, len) < len) {
    size_t valid = spokes__utf8_valid_prefix(bytes + known, len - known);
    if (valid < len - known) {
      uint64_t line = pieces->lines + count_lines(bytes + known, valid) + 1;
      spokes__tagger_fault(pieces->tagger, SPOKES_E_ENCODING, line,
                           "not valid UTF-8: broken bytes are replaced by U+FFFD");
    }
    // The context may grow by the repair; it was cut between two characters.
    spokes__utf8_repair(bytes, known, &pieces->repaired);
    known = pieces->repaired.len;
    spokes__utf8_repair(bytes, len, &pieces->repaired);
    if (pieces->repaired.failed) return spokes__error_nomem(err);
    bytes = pieces->repaired.data;
    len = pieces->repaired.len;
  }
  *out = (spokes_piece){bytes, len, known, pieces->chars - spokes__utf8_count(bytes, known),
                        pieces->lines - count_lines(bytes, known)};
  pieces->chars += spokes__utf8_count(bytes + known, len - known);
  pieces->lines += count_lines(bytes + known, len - known);
  return SPOKES_OK;
}

spokes_status spokes__pieces_read(spokes_pieces *pieces, spokes_piece *out, spokes_error *err) {
  spokes_tagger *tagger = pieces->tagger;
  *out = (spokes_piece){.text = NULL};
  while (!tagger->at_end && tagger->input.len - tagger->taken < PIECE_BYTES + pieces->known) {
    spokes_status status = spokes__tagger_read(tagger, err);
    if (status) return status;
  }
  size_t known = pieces->known, len = tagger->input.len - tagger->taken;
  if (pieces->has_begun && len == known) return SPOKES_OK;
  const char *bytes = tagger->input.data + tagger->taken;
  if (!pieces->has_begun && len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
    tagger->taken += 3;
    bytes += 3;
    len -= 3;
  }
  pieces->has_begun = true;
  if (!tagger->at_end) len = known + piece_length(bytes + known, len - known);
  spokes_status status = take_piece(pieces, bytes, len, out, err);
  size_t start = context_start(bytes, len);
  tagger->taken += start;
  pieces->known = len - start;
  return status;
}

static spokes_status tag_pieces(spokes_pieces *pieces, spokes_error *err) {
  spokes_tagger *tagger = pieces->tagger;
  const spokes_match_options options = {tagger->options->lang, NULL, NULL};
  spokes_piece piece;
  spokes_status status = spokes__pieces_read(pieces, &piece, err);
  while (!status && piece.text) {
    status = spokes_matcher_run(tagger->matcher, piece.text, piece.len, &options, err);
    if (!status) status = spokes__tagger_mentions(tagger, piece.text, piece.known, piece.chars, piece.lines, err);
    if (!status) status = spokes__pieces_read(pieces, &piece, err);
  }
  return status;
}

spokes_status spokes__tag_plain(spokes_tagger *tagger, spokes_error *err) {
  unsigned threads = tagger->options->threads ? tagger->options->threads : spokes__threads_default();
  spokes_pieces pieces = {.tagger = tagger};
  spokes_status status = threads > 1 ? spokes__tag_rounds(&pieces, threads, err) : tag_pieces(&pieces, err);
  spokes__buf_release(&pieces.repaired);
  return status;
}

spokes_status spokes__tagger_matcher(spokes_tagger *tagger, const spokes_lexicon *lexicon, spokes_error *err) {
  tagger->matcher = tagger->options->matcher;
  return tagger->matcher ? SPOKES_OK : spokes_matcher_new(lexicon, &tagger->matcher, err);
}

spokes_status spokes_tag(const spokes_lexicon *lexicon, const spokes_tag_options *options, spokes_read_fn *read,
                         void *read_context, const spokes_sink *sink, uint64_t *faults_out, spokes_error *err) {
  spokes_tagger tagger = {
      .lexicon = lexicon, .options = options, .read = read, .read_context = read_context, .sink = sink};
  spokes_status status = spokes__tagger_matcher(&tagger, lexicon, err);
  if (!status) status = options->jsonl ? spokes__tag_jsonl(&tagger, err) : spokes__tag_plain(&tagger, err);
  if (!status) status = spokes__tagger_flush(&tagger, true, err);
  if (faults_out) *faults_out = tagger.faults;
  if (!options->matcher) spokes_matcher_free(tagger.matcher);
  spokes__buf_release(&tagger.input);
  spokes__buf_release(&tagger.output);
  return status;
}
