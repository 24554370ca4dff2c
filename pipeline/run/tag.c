// spokes_tag, and its reader of plain text. Text is matched in pieces of about PIECE_BYTES, cut where a passage ends:
// after a blank line, else after a line, else anywhere between two characters. Positions are carried on from piece to
// piece; what a piece knows of names further up is forgotten at its end.

#include "run/tag.h"

#include <string.h>

#include "base/json_write.h"
#include "base/utf8.h"
#include "base/utf8_repair.h"

#define PIECE_BYTES (1u << 20)
#define READ_BYTES (1u << 16)
#define FLUSH_BYTES (1u << 16)

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

void spokes__tagger_mention(spokes_buf *out, const spokes_mention *mention, const char *text, uint64_t offset) {
  spokes__buf_text(out, "\"start\":");
  spokes__buf_u64(out, mention->start + offset);
  spokes__buf_text(out, ",\"end\":");
  spokes__buf_u64(out, mention->end + offset);
  spokes__buf_text(out, ",\"text\":");
  spokes__json_string(out, text + mention->start_byte, mention->end_byte - mention->start_byte);
  spokes__buf_text(out, ",\"actor\":");
  spokes__json_text(out, mention->actor);
  spokes__buf_text(out, ",\"kind\":");
  spokes__json_text(out, spokes_kind_name(mention->kind));
}

spokes_status spokes__tagger_mentions(spokes_tagger *tagger, const char *text, uint64_t chars, uint64_t lines,
                                      spokes_error *err) {
  spokes_status status = SPOKES_OK;
  for (size_t i = 0; !status && i < spokes_matcher_mention_count(tagger->matcher); i++) {
    spokes_mention mention = spokes_matcher_mention(tagger->matcher, i);
    spokes__buf_byte(&tagger->output, '{');
    spokes__tagger_mention(&tagger->output, &mention, text, chars);
    spokes__buf_text(&tagger->output, ",\"line\":");
    spokes__buf_u64(&tagger->output, mention.line + lines);
    spokes__buf_text(&tagger->output, ",\"rule\":");
    spokes__json_text(&tagger->output, mention.rule);
    spokes__buf_text(&tagger->output, "}\n");
    status = spokes__tagger_flush(tagger, false, err);
  }
  return status;
}

// ---- Plain text ------------------------------------------------------------------------------------

typedef struct place {
  uint64_t chars, lines;  // before the piece
} place;

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

static size_t piece_length(const char *text, size_t len) {
  size_t end = end_of_passage(text, len);
  if (!end) end = end_of_line(text, len);
  return end ? end : end_of_character(text, len);
}

static uint64_t count_lines(const char *text, size_t len) {
  uint64_t lines = 0;
  for (const char *at = text, *end = text + len; (at = memchr(at, '\n', (size_t)(end - at))); at++) lines++;
  return lines;
}

static spokes_status tag_piece(spokes_tagger *tagger, const char *text, size_t len, place *at, spokes_error *err) {
  spokes_match_options options = {tagger->options->lang, NULL, NULL};
  spokes_status status = spokes_matcher_run(tagger->matcher, text, len, &options, err);
  if (!status) status = spokes__tagger_mentions(tagger, text, at->chars, at->lines, err);
  at->chars += spokes__utf8_count(text, len);
  at->lines += count_lines(text, len);
  return status;
}

static spokes_status tag_bytes(spokes_tagger *tagger, const char *bytes, size_t len, place *at, spokes_buf *repaired,
                               spokes_error *err) {
  size_t valid = spokes__utf8_valid_prefix(bytes, len);
  if (valid == len) return tag_piece(tagger, bytes, len, at, err);
  uint64_t line = at->lines + count_lines(bytes, valid) + 1;
  spokes__tagger_fault(tagger, SPOKES_E_ENCODING, line, "not valid UTF-8: broken bytes are replaced by U+FFFD");
  spokes__utf8_repair(bytes, len, repaired);
  if (repaired->failed) return spokes__error_nomem(err);
  return tag_piece(tagger, repaired->data, repaired->len, at, err);
}

spokes_status spokes__tag_plain(spokes_tagger *tagger, spokes_error *err) {
  spokes_buf repaired = SPOKES_BUF_INIT;
  place at = {0, 0};
  bool is_first = true;
  spokes_status status = SPOKES_OK;
  while (!status && (!tagger->at_end || tagger->input.len > tagger->taken)) {
    while (!status && !tagger->at_end && tagger->input.len - tagger->taken < PIECE_BYTES)
      status = spokes__tagger_read(tagger, err);
    if (status) break;
    const char *bytes = tagger->input.data + tagger->taken;
    size_t len = tagger->input.len - tagger->taken;
    size_t mark = is_first && len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    if (!tagger->at_end) len = piece_length(bytes, len);
    status = tag_bytes(tagger, bytes + mark, len - mark, &at, &repaired, err);
    tagger->taken += len;
    is_first = false;
  }
  spokes__buf_release(&repaired);
  return status;
}

spokes_status spokes_tag(const spokes_lexicon *lexicon, const spokes_tag_options *options, spokes_read_fn *read,
                         void *read_context, const spokes_sink *sink, uint64_t *faults_out, spokes_error *err) {
  spokes_tagger tagger = {.options = options, .read = read, .read_context = read_context, .sink = sink};
  spokes_status status = spokes_matcher_new(lexicon, &tagger.matcher, err);
  if (!status) status = options->jsonl ? spokes__tag_jsonl(&tagger, err) : spokes__tag_plain(&tagger, err);
  if (!status) status = spokes__tagger_flush(&tagger, true, err);
  if (faults_out) *faults_out = tagger.faults;
  spokes_matcher_free(tagger.matcher);
  spokes__buf_release(&tagger.input);
  spokes__buf_release(&tagger.output);
  return status;
}
