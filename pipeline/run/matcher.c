// The public matcher: text and scanner of one thread, and hits as public mentions.

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "corpus/date.h"
#include "match/rivals.h"
#include "run/source.h"

struct spokes_matcher {
  const spokes_lexicon *lexicon;
  spokes_scanner *scanner;
  spokes_text text;
  const spokes_match_result *result;  // NULL before the first text and after a failure
};

spokes_status spokes_matcher_new(const spokes_lexicon *lexicon, spokes_matcher **out, spokes_error *err) {
  *out = NULL;
  spokes_matcher *matcher = spokes__calloc(1, sizeof *matcher);
  if (!matcher) return spokes__error_nomem(err);
  matcher->lexicon = lexicon;
  spokes_status status = spokes__scanner_new(lexicon, &matcher->scanner, err);
  if (status) {
    spokes__free(matcher);
    return status;
  }
  *out = matcher;
  return SPOKES_OK;
}

void spokes_matcher_free(spokes_matcher *matcher) {
  if (!matcher) return;
  spokes__scanner_free(matcher->scanner);
  spokes__text_release(&matcher->text);
  spokes__free(matcher);
}

// The language given from outside, by the first part of a tag such as "zh-Hans"; otherwise what the text told.
static spokes_lang lang_of(const char *lang, spokes_lang told) {
  if (!lang || !*lang) return told;
  size_t len = strcspn(lang, "-_");
  if (len == 2 && !memcmp(lang, "en", 2)) return SPOKES_LANG_EN;
  if (len == 2 && !memcmp(lang, "zh", 2)) return SPOKES_LANG_ZH;
  return told;
}

static spokes_status make_context(const spokes_matcher *matcher, const spokes_match_options *options,
                                  spokes_match_context *out, spokes_error *err) {
  *out = (spokes_match_context){0, SPOKES_NO_ACTOR};
  if (!options) return SPOKES_OK;
  const char *date = options->date, *issuer = options->issuer;
  if (date && *date && !spokes__date_parse(date, strlen(date), &out->date))
    return spokes__error_set(err, SPOKES_E_ARG, "'%.40s' is not a date (YYYY, YYYY-MM or YYYY-MM-DD)", date);
  if (issuer && *issuer) out->issuer = spokes__lexicon_find_actor(matcher->lexicon, issuer, strlen(issuer));
  if (issuer && *issuer && out->issuer == SPOKES_NO_ACTOR)
    return spokes__error_set(err, SPOKES_E_ARG, "there is no actor '%.40s'", issuer);
  return SPOKES_OK;
}

static spokes_status check_text(const char *text, size_t len, spokes_error *err) {
  if (len > SPOKES_LIMIT_TEXT_BYTES)
    return spokes__error_set(err, SPOKES_E_LIMIT, "the text is larger than the limit of %u bytes",
                             SPOKES_LIMIT_TEXT_BYTES);
  size_t valid = spokes__utf8_valid_prefix(text, len);
  return valid == len
             ? SPOKES_OK
             : spokes__error_set(err, SPOKES_E_ENCODING, "the text is not valid UTF-8 from byte %zu on", valid);
}

static spokes_status run(spokes_matcher *matcher, const spokes_text_source *given, const spokes_match_options *options,
                         spokes_error *err) {
  spokes_match_context context;
  spokes_vocabulary vocabulary = spokes__lexicon_vocabulary(matcher->lexicon);
  spokes_text_source source = *given;
  source.vocabulary = &vocabulary;
  matcher->result = NULL;
  spokes_status status = make_context(matcher, options, &context, err);
  if (!status) status = check_text(source.text, source.len, err);
  if (!status) status = spokes__text_prepare(&matcher->text, spokes__lexicon_tables(matcher->lexicon), &source, err);
  if (status) return status;
  matcher->text.lang = lang_of(options ? options->lang : NULL, matcher->text.lang);
  status = spokes__scanner_run(matcher->scanner, &matcher->text, &context, &matcher->result, err);
  if (status) matcher->result = NULL;
  return status;
}

spokes_status spokes_matcher_run(spokes_matcher *matcher, const char *text, size_t len,
                                 const spokes_match_options *options, spokes_error *err) {
  spokes_text_source source = {.text = text, .len = len};
  return run(matcher, &source, options, err);
}

spokes_status spokes_matcher_run_source(spokes_matcher *matcher, const spokes_source *source,
                                        const spokes_match_options *options, spokes_error *err) {
  spokes_text_source text = spokes__document_source(spokes__source_document(source), false);
  spokes_match_options known = spokes_source_options(source);
  return run(matcher, &text, options ? options : &known, err);
}

size_t spokes_matcher_mention_count(const spokes_matcher *matcher) {
  return matcher->result ? matcher->result->mentions.count : 0;
}

size_t spokes_matcher_exclusion_count(const spokes_matcher *matcher) {
  return matcher->result ? matcher->result->exclusions.count : 0;
}

static spokes_mention mention_of(const spokes_lexicon *lexicon, const spokes_hit *hit) {
  return (spokes_mention){.start = hit->start,
                          .end = hit->end,
                          .start_byte = hit->orig_start,
                          .end_byte = hit->orig_end,
                          .actor = hit->actor == SPOKES_NO_ACTOR ? "" : spokes__lexicon_actor(lexicon, hit->actor)->id,
                          .rule = hit->rule == SPOKES_NO_ROW ? "" : spokes__lexicon_row_id(lexicon, hit->rule),
                          .form = hit->entry == SPOKES_NO_ROW ? "" : spokes__lexicon_row_form(lexicon, hit->entry),
                          .antecedent = hit->antecedent == UINT32_MAX ? -1 : (int64_t)hit->antecedent,
                          .page = hit->page,
                          .line = hit->line,
                          .passage = hit->passage,
                          .sentence = hit->sentence,
                          .kind = (spokes_kind)hit->kind,
                          .zone = (spokes_zone)hit->zone};
}

spokes_mention spokes_matcher_mention(const spokes_matcher *matcher, size_t index) {
  return mention_of(matcher->lexicon, &matcher->result->mentions.items[index]);
}

spokes_mention spokes_matcher_exclusion(const spokes_matcher *matcher, size_t index) {
  const spokes_hit *hit = &matcher->result->exclusions.items[index];
  spokes_mention exclusion = mention_of(matcher->lexicon, hit);
  exclusion.reason = spokes__reason_name((spokes_reason)hit->reason);
  return exclusion;
}

// ---- Rivals --------------------------------------------------------------------------------------------

#define RIVALS_MAX 64u

static spokes_rival rival_of(const spokes_matcher *matcher, const spokes_found *found) {
  const spokes_lexicon *lexicon = matcher->lexicon;
  return (spokes_rival){
      .start_byte = spokes__text_orig_start(&matcher->text, found->norm_start),
      .end_byte = spokes__text_orig_end(&matcher->text, found->norm_end),
      .actor = found->actor == SPOKES_NO_ACTOR ? "" : spokes__lexicon_actor(lexicon, found->actor)->id,
      .rule = found->row == SPOKES_NO_ROW ? "" : spokes__lexicon_row_id(lexicon, found->row),
      .reason = spokes__reason_name(found->reason)};
}

static size_t rivals_of(const spokes_matcher *matcher, const spokes_hit *hit, spokes_rival *out, size_t cap) {
  spokes_found found[RIVALS_MAX];
  size_t count = spokes__rivals_find(matcher->lexicon, &matcher->text, hit, found, cap < RIVALS_MAX ? cap : RIVALS_MAX);
  for (size_t i = 0; i < count; i++) out[i] = rival_of(matcher, &found[i]);
  return count;
}

size_t spokes_matcher_mention_rivals(const spokes_matcher *matcher, size_t index, spokes_rival *out, size_t cap) {
  return rivals_of(matcher, &matcher->result->mentions.items[index], out, cap);
}

size_t spokes_matcher_exclusion_rivals(const spokes_matcher *matcher, size_t index, spokes_rival *out, size_t cap) {
  return rivals_of(matcher, &matcher->result->exclusions.items[index], out, cap);
}
