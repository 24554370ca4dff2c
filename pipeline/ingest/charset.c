// Which charset, and the way out of it.
//
// In this order: a byte-order mark; strict UTF-8 (by far the most frequent, nothing is copied); UTF-16 or UTF-32
// without a mark, told from where the zero bytes stand; UTF-8 with a few broken places; then ICU's detector among
// GB18030, Big5 and windows-1252, checked by two facts that short texts need: in Western European text a byte above
// 0x7F mostly stands alone, and a Chinese text in the right charset is full of the most frequent characters.

#include "ingest/charset.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>

#include "base/utf8.h"

#define SAMPLE_BYTES (1u << 16)
#define CERTAIN 100

// ---- Conversion --------------------------------------------------------------------------------------

static void U_CALLCONV count_and_replace(const void *context, UConverterToUnicodeArgs *args, const char *units,
                                         int32_t length, UConverterCallbackReason reason, UErrorCode *code) {
  uint64_t count;
  if (reason <= UCNV_IRREGULAR) {
    memcpy(&count, context, sizeof count);
    count++;
    memcpy((void *)(uintptr_t)context, &count, sizeof count);
  }
  UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, units, length, reason, code);
}

static spokes_status icu_failed(UErrorCode code, const char *charset, spokes_error *err) {
  if (code == U_MEMORY_ALLOCATION_ERROR) return spokes__error_nomem(err);
  return spokes__error_set(err, SPOKES_E_ENCODING, "cannot decode %s: %s", charset, u_errorName(code));
}

static spokes_status run_converter(UConverter *from, UConverter *to, const char *charset, const char *bytes, size_t len,
                                   spokes_buf *buf, spokes_error *err) {
  UChar pivot[2048], *pivot_from = pivot, *pivot_to = pivot;
  const char *source = bytes, *source_end = bytes + len;
  UBool reset = true;
  for (;;) {
    if (!spokes__buf_reserve(buf, (size_t)(source_end - source) + (1u << 12))) return spokes__error_nomem(err);
    UErrorCode code = U_ZERO_ERROR;
    char *target = buf->data + buf->len;
    ucnv_convertEx(to, from, &target, buf->data + buf->cap - 1, &source, source_end, pivot, &pivot_from, &pivot_to,
                   pivot + sizeof pivot / sizeof *pivot, reset, true, &code);
    buf->len = (size_t)(target - buf->data);
    reset = false;
    if (code == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(code)) return icu_failed(code, charset, err);
    buf->data[buf->len] = '\0';
    return SPOKES_OK;
  }
}

static spokes_status convert(const char *charset, const char *bytes, size_t len, spokes_buf *buf, uint64_t *undecodable,
                             spokes_error *err) {
  UErrorCode code = U_ZERO_ERROR;
  *undecodable = 0;
  spokes__buf_clear(buf);
  UConverter *from = ucnv_open(charset, &code), *to = ucnv_open("UTF-8", &code);
  ucnv_setToUCallBack(from, count_and_replace, undecodable, NULL, NULL, &code);
  spokes_status status =
      U_FAILURE(code) ? icu_failed(code, charset, err) : run_converter(from, to, charset, bytes, len, buf, err);
  if (from) ucnv_close(from);
  if (to) ucnv_close(to);
  return status;
}

// ---- Facts about the bytes ---------------------------------------------------------------------------

static bool starts_with(const char *bytes, size_t len, const char *mark, size_t mark_len) {
  return len >= mark_len && !memcmp(bytes, mark, mark_len);
}

// The charset of a byte-order mark and the mark's length. UTF-32LE comes before UTF-16LE, whose mark starts it.
static const char *marked_charset(const char *bytes, size_t len, size_t *mark_len) {
  static const struct {
    const char *charset, *mark;
    size_t len;
  } marks[] = {{"UTF-8", "\xEF\xBB\xBF", 3}, {"UTF-32LE", "\xFF\xFE\0\0", 4}, {"UTF-32BE", "\0\0\xFE\xFF", 4},
               {"UTF-16LE", "\xFF\xFE", 2},  {"UTF-16BE", "\xFE\xFF", 2},     {"GB18030", "\x84\x31\x95\x33", 4}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (!starts_with(bytes, len, marks[i].mark, marks[i].len)) continue;
    *mark_len = marks[i].len;
    return marks[i].charset;
  }
  return NULL;
}

// UTF-16 and UTF-32 of mostly Western text have zero bytes at fixed places.
static const char *wide_charset(const char *bytes, size_t len) {
  size_t sample = (len < SAMPLE_BYTES ? len : SAMPLE_BYTES) & ~(size_t)3, zeros[4] = {0, 0, 0, 0};
  if (sample < 4 || !memchr(bytes, 0, sample)) return NULL;
  for (size_t i = 0; i < sample; i++) zeros[i & 3] += !bytes[i];
  size_t quarter = sample / 4, most = quarter - quarter / 10, few = quarter / 20;
  if (zeros[0] <= few && zeros[1] >= most && zeros[2] >= most && zeros[3] >= most) return "UTF-32LE";
  if (zeros[3] <= few && zeros[0] >= most && zeros[1] >= most && zeros[2] >= most) return "UTF-32BE";
  size_t some = quarter / 3;
  if (zeros[0] + zeros[2] <= 2 * few && zeros[1] > some && zeros[3] > some) return "UTF-16LE";
  if (zeros[1] + zeros[3] <= 2 * few && zeros[0] > some && zeros[2] > some) return "UTF-16BE";
  return NULL;
}

typedef struct byte_facts {
  size_t high;       // bytes above 0x7F
  size_t alone;      // of these, such with ASCII on both sides
  size_t control;    // control characters that no text has
  size_t broken;     // places that are not UTF-8
  size_t sequences;  // valid UTF-8 sequences of two bytes and more
} byte_facts;

static bool is_high(const char *bytes, size_t len, size_t at) { return at < len && (unsigned char)bytes[at] >= 0x80; }

static bool is_odd_control(unsigned char byte) {
  return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1A;
}

static byte_facts look_at(const char *bytes, size_t len) {
  byte_facts facts = {0, 0, 0, 0, 0};
  for (size_t i = 0; i < len; i++) {
    facts.control += is_odd_control((unsigned char)bytes[i]);
    if (!is_high(bytes, len, i)) continue;
    facts.high++;
    facts.alone += !is_high(bytes, len, i - 1) && !is_high(bytes, len, i + 1);
  }
  for (size_t at = 0; at < len;) {
    size_t valid = spokes__utf8_valid_prefix(bytes + at, len - at);
    for (size_t i = at; i < at + valid; i++) facts.sequences += (unsigned char)bytes[i] >= 0xC0;
    at += valid;
    if (at >= len) break;
    facts.broken++;
    for (at++; at < len && ((unsigned char)bytes[at] & 0xC0) == 0x80;) at++;
  }
  return facts;
}

// ---- Chinese charsets ------------------------------------------------------------------------------------

// Share (per mille) of the most frequent characters, simplified and traditional, among the Han characters of UTF-8
// text.
static unsigned frequent_share(const char *text, size_t len) {
  static const char frequent[] =
      "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
      "行学法所民得经"
      "這為個國時來們於對會發動過說產種後學經與關國際戰政府安全部防合美日俄區地域亞太平洋军亚际区";
  size_t han = 0, hits = 0;
  for (size_t i = 0; i < len;) {
    size_t width = spokes__utf8_width((unsigned char)text[i]);
    if (width == 3 && (unsigned char)text[i] >= 0xE4 && (unsigned char)text[i] <= 0xE9) {
      char one[4] = {text[i], text[i + 1], text[i + 2], '\0'};
      han++;
      hits += strstr(frequent, one) != NULL;
    }
    i += width;
  }
  return han ? (unsigned)(hits * 1000 / han) : 0;
}

typedef struct candidate {
  const char *charset;
  int confidence;        // the detector's
  unsigned frequent;     // per mille
  uint64_t undecodable;  // in the sample
} candidate;

// The detector's confidences for the candidates; those it does not name keep theirs.
static void ask_detector(const char *bytes, size_t len, candidate *candidates, size_t count) {
  UErrorCode code = U_ZERO_ERROR;
  int32_t found = 0;
  UCharsetDetector *detector = ucsdet_open(&code);
  ucsdet_setText(detector, bytes, (int32_t)len, &code);
  const UCharsetMatch **matches = ucsdet_detectAll(detector, &found, &code);
  for (int32_t m = 0; U_SUCCESS(code) && m < found; m++) {
    const char *name = ucsdet_getName(matches[m], &code);
    int confidence = ucsdet_getConfidence(matches[m], &code);
    if (U_FAILURE(code)) break;
    if (!strcmp(name, "ISO-8859-1")) name = "windows-1252";
    for (size_t c = 0; c < count; c++)
      if (!strcmp(name, candidates[c].charset) && confidence > candidates[c].confidence)
        candidates[c].confidence = confidence;
  }
  if (detector) ucsdet_close(detector);
}

static bool is_better(const candidate *a, const candidate *b) {
  if (a->undecodable / 4 != b->undecodable / 4) return a->undecodable < b->undecodable;
  if (a->frequent != b->frequent) return a->frequent > b->frequent;
  return a->confidence > b->confidence;
}

static spokes_status guess(const char *bytes, size_t len, spokes_buf *buf, candidate *out, spokes_error *err) {
  candidate candidates[] = {{"GB18030", 0, 0, 0}, {"Big5", 0, 0, 0}, {"windows-1252", 10, 0, 0}};
  size_t sample = len < SAMPLE_BYTES ? len : SAMPLE_BYTES;
  byte_facts facts = look_at(bytes, sample);
  ask_detector(bytes, sample, candidates, 3);
  *out = candidates[2];
  if (facts.alone * 2 > facts.high) return SPOKES_OK;
  for (size_t c = 0; c < 2; c++) {
    spokes_status status = convert(candidates[c].charset, bytes, sample, buf, &candidates[c].undecodable, err);
    if (status) return status;
    candidates[c].frequent = frequent_share(buf->data, buf->len);
  }
  const candidate *chinese = is_better(&candidates[1], &candidates[0]) ? &candidates[1] : &candidates[0];
  bool is_chinese = chinese->undecodable * 20 < facts.high && (chinese->frequent >= 50 || chinese->confidence > 30);
  if (is_chinese) *out = *chinese;
  return SPOKES_OK;
}

// ---- The decision ------------------------------------------------------------------------------------------

static spokes_status decode_as(const char *charset, int confidence, const char *bytes, size_t len, spokes_buf *buf,
                               spokes_decoded *out, spokes_error *err) {
  spokes_status status = convert(charset, bytes, len, buf, &out->undecodable, err);
  out->text = buf->data;
  out->len = buf->len;
  out->charset = charset;
  out->confidence = confidence;
  return status;
}

static spokes_status decode_unmarked(const char *bytes, size_t len, spokes_buf *buf, spokes_decoded *out,
                                     spokes_error *err) {
  const char *wide = wide_charset(bytes, len);
  if (wide) return decode_as(wide, 90, bytes, len, buf, out, err);
  if (spokes__utf8_valid_prefix(bytes, len) == len) {
    *out = (spokes_decoded){bytes, len, "UTF-8", CERTAIN, 0};
    return SPOKES_OK;
  }
  byte_facts facts = look_at(bytes, len);
  if (facts.control * 20 > len) return spokes__error_set(err, SPOKES_E_ENCODING, "not a text in any known charset");
  if (facts.sequences > 4 * facts.broken)
    return decode_as("UTF-8", (int)(facts.sequences * 99 / (facts.sequences + facts.broken)), bytes, len, buf, out,
                     err);
  candidate found;
  spokes_status status = guess(bytes, len, buf, &found, err);
  return status ? status : decode_as(found.charset, found.confidence, bytes, len, buf, out, err);
}

spokes_status spokes__charset_decode(const char *bytes, size_t len, spokes_buf *buf, spokes_decoded *out,
                                     spokes_error *err) {
  *out = (spokes_decoded){bytes, 0, "", 0, 0};
  size_t mark_len = 0;
  const char *marked = marked_charset(bytes, len, &mark_len);
  if (!marked) return decode_unmarked(bytes, len, buf, out, err);
  bytes += mark_len;
  len -= mark_len;
  if (strcmp(marked, "UTF-8") || spokes__utf8_valid_prefix(bytes, len) < len)
    return decode_as(marked, CERTAIN, bytes, len, buf, out, err);
  *out = (spokes_decoded){bytes, len, "UTF-8", CERTAIN, 0};
  return SPOKES_OK;
}

// What pages mean by the names they give, after the WHATWG's list of labels; other names are ICU's to know.
static const char *meant_by(const char *declared) {
  static const struct {
    const char *declared, *charset;
  } labels[] = {{"gb2312", "GB18030"},        {"gbk", "GB18030"},
                {"x-gbk", "GB18030"},         {"gb_2312-80", "GB18030"},
                {"chinese", "GB18030"},       {"iso-8859-1", "windows-1252"},
                {"latin1", "windows-1252"},   {"us-ascii", "windows-1252"},
                {"ascii", "windows-1252"},    {"x-x-big5", "Big5"},
                {"big5-hkscs", "Big5-HKSCS"}, {"shift_jis", "windows-31j"},
                {"x-sjis", "windows-31j"},    {"ks_c_5601-1987", "windows-949"},
                {"euc-kr", "windows-949"},    {"utf-16", "UTF-8"},
                {"utf-16le", "UTF-8"},        {"utf-16be", "UTF-8"}};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    if (!ucnv_compareNames(declared, labels[i].declared)) return labels[i].charset;
  UErrorCode code = U_ZERO_ERROR;
  const char *name = ucnv_getStandardName(declared, "IANA", &code);
  return U_SUCCESS(code) ? name : NULL;
}

spokes_status spokes__charset_decode_declared(const char *bytes, size_t len, const char *declared, spokes_buf *buf,
                                              spokes_decoded *out, spokes_error *err) {
  size_t mark_len;
  const char *charset = declared ? meant_by(declared) : NULL;
  bool is_seven_bit =
      charset && (!ucnv_compareNames(charset, "ISO-2022-JP") || !ucnv_compareNames(charset, "HZ-GB-2312"));
  bool is_plain = marked_charset(bytes, len, &mark_len) || wide_charset(bytes, len) ||
                  (spokes__utf8_valid_prefix(bytes, len) == len && !is_seven_bit);
  if (charset && !is_plain) {
    spokes_status status = decode_as(charset, 90, bytes, len, buf, out, err);
    if (status == SPOKES_E_NOMEM || (!status && out->undecodable * 200 < len)) return status;
  }
  return spokes__charset_decode(bytes, len, buf, out, err);
}

const char *spokes__charset_library_version(void) { return U_ICU_VERSION; }
