// PCRE2: compiling, the step from interpreter to machine code, matching with limits.

#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"

// Matches by the interpreter before machine code is made: what that costs, 50 to 500 microseconds, is won back in some
// hundred matches.
#define WARM_UP 64u

struct spokes_pattern {
  pcre2_code *code;            // for the interpreter
  _Atomic(pcre2_code *) fast;  // a copy of code with machine code; set once
  _Atomic(uint32_t) asked;     // counts to WARM_UP; a lost step does no harm
};

struct spokes_pattern_scratch {
  pcre2_match_data *data;
  pcre2_match_context *context;
};

// The one place where PCRE2's error numbers become ours.
static spokes_status pcre_error(spokes_error *err, int code, size_t offset) {
  PCRE2_UCHAR text[200];
  if (code == PCRE2_ERROR_NOMEMORY || code == PCRE2_ERROR_HEAP_FAILED) return spokes__error_nomem(err);
  if (pcre2_get_error_message(code, text, sizeof text) < 0) snprintf((char *)text, sizeof text, "error %d", code);
  return spokes__error_set(err, SPOKES_E_RULE, "%s at character %zu of the pattern", (const char *)text, offset + 1);
}

// The bytes a match of the pattern can begin with, as PCRE2 itself found them out; false when it can be empty or did
// not.
static bool first_bytes(const pcre2_code *code, uint8_t first[32]) {
  uint32_t type = 0, unit = 0, shortest = 0;
  const uint8_t *map = NULL;
  memset(first, 0, 32);
  if (pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &shortest) || !shortest) return false;
  if (!pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &map) && map) return memcpy(first, map, 32), true;
  if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type) || type != 1) return false;
  if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit) || unit > 0x7F) return false;
  unsigned lower = unit | 0x20, letter = lower >= 'a' && lower <= 'z';
  first[unit >> 3] |= (uint8_t)(1u << (unit & 7));
  // The first unit may be meant without regard to case.
  if (letter) first[(unit ^ 0x20) >> 3] |= (uint8_t)(1u << (unit & 7));
  return true;
}

static spokes_status compile(const char *text, size_t len, spokes_pattern_side side, pcre2_code **out,
                             spokes_error *err) {
  spokes_buf whole = SPOKES_BUF_INIT;
  spokes__buf_text(&whole, side == SPOKES_PATTERN_AFTER ? "\\A(?:" : "(?:");
  spokes__buf_append(&whole, text, len);
  spokes__buf_text(&whole, side == SPOKES_PATTERN_BEFORE ? ")\\z" : ")");
  spokes_status status = SPOKES_OK;
  if (whole.failed) {
    status = spokes__error_nomem(err);
  } else {
    int code;
    size_t offset;
    *out = pcre2_compile((PCRE2_SPTR)whole.data, whole.len, PCRE2_UTF | PCRE2_NO_UTF_CHECK, &code, &offset, NULL);
    if (!*out) status = pcre_error(err, code, offset);
  }
  spokes__buf_release(&whole);
  return status;
}

spokes_status spokes__pattern_check(const char *text, size_t len, spokes_pattern_side side, bool *any_first_out,
                                    uint8_t first_out[32], spokes_error *err) {
  int code;
  size_t offset;
  // Alone first, so that the brackets of an unbalanced pattern cannot close the program's own.
  pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)text, len, PCRE2_UTF, &code, &offset, NULL);
  if (!compiled) return pcre_error(err, code, offset);
  *any_first_out = !first_bytes(compiled, first_out);
  pcre2_code_free(compiled);
  compiled = NULL;
  spokes_status status = compile(text, len, side, &compiled, err);
  pcre2_code_free(compiled);
  return status;
}

spokes_status spokes__pattern_new(const char *text, size_t len, spokes_pattern_side side, spokes_pattern **out,
                                  spokes_error *err) {
  *out = NULL;
  spokes_pattern *pattern = spokes__calloc(1, sizeof *pattern);
  if (!pattern) return spokes__error_nomem(err);
  spokes_status status = compile(text, len, side, &pattern->code, err);
  if (status) {
    spokes__pattern_free(pattern);
    return status;
  }
  *out = pattern;
  return SPOKES_OK;
}

void spokes__pattern_free(spokes_pattern *pattern) {
  if (!pattern) return;
  pcre2_code_free(pattern->code);
  pcre2_code_free(atomic_load_explicit(&pattern->fast, memory_order_acquire));
  spokes__free(pattern);
}

spokes_status spokes__pattern_scratch_new(spokes_pattern_scratch **out, spokes_error *err) {
  spokes_pattern_scratch *scratch = spokes__calloc(1, sizeof *scratch);
  *out = NULL;
  if (!scratch) return spokes__error_nomem(err);
  scratch->data = pcre2_match_data_create(1, NULL);
  scratch->context = pcre2_match_context_create(NULL);
  if (!scratch->data || !scratch->context) {
    spokes__pattern_scratch_free(scratch);
    return spokes__error_nomem(err);
  }
  pcre2_set_match_limit(scratch->context, SPOKES_LIMIT_RULE_MATCH);
  pcre2_set_depth_limit(scratch->context, SPOKES_LIMIT_RULE_DEPTH);
  pcre2_set_heap_limit(scratch->context, SPOKES_LIMIT_RULE_HEAP_KIB);
  *out = scratch;
  return SPOKES_OK;
}

void spokes__pattern_scratch_free(spokes_pattern_scratch *scratch) {
  if (!scratch) return;
  pcre2_match_data_free(scratch->data);
  pcre2_match_context_free(scratch->context);
  spokes__free(scratch);
}

// The copy with machine code, made now unless it was; NULL when memory is out. Where the processor has none, the copy
// is only a copy, and the interpreter is asked through it.
static pcre2_code *make_fast(spokes_pattern *pattern) {
  pcre2_code *fast = atomic_load_explicit(&pattern->fast, memory_order_acquire);
  if (fast) return fast;
  // The manual's way for code that other threads are using: machine code goes into a private copy.
  pcre2_code *copy = pcre2_code_copy(pattern->code);
  if (!copy) return NULL;
  pcre2_jit_compile(copy, PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD);
  if (atomic_compare_exchange_strong_explicit(&pattern->fast, &fast, copy, memory_order_acq_rel, memory_order_acquire))
    return copy;
  pcre2_code_free(copy);
  return fast;
}

static spokes_pattern_answer answer_of(int found) {
  if (found >= 0) return SPOKES_PATTERN_YES;
  if (found == PCRE2_ERROR_NOMATCH) return SPOKES_PATTERN_NO;
  if (found == PCRE2_ERROR_PARTIAL) return SPOKES_PATTERN_PARTIAL;
  return found == PCRE2_ERROR_NOMEMORY ? SPOKES_PATTERN_NOMEM : SPOKES_PATTERN_LIMIT;
}

static spokes_pattern_answer interpret(const pcre2_code *code, spokes_pattern_scratch *scratch, const char *text,
                                       size_t len, uint32_t options) {
  return answer_of(pcre2_match(code, (PCRE2_SPTR)text, len, 0, options | PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT,
                               scratch->data, scratch->context));
}

static spokes_pattern_answer execute(const pcre2_code *fast, spokes_pattern_scratch *scratch, const char *text,
                                     size_t len, uint32_t options) {
  int found = pcre2_jit_match(fast, (PCRE2_SPTR)text, len, 0, options, scratch->data, scratch->context);
  return found == PCRE2_ERROR_JIT_BADOPTION ? interpret(fast, scratch, text, len, options) : answer_of(found);
}

spokes_pattern_answer spokes__pattern_match(spokes_pattern *pattern, spokes_pattern_scratch *scratch, const char *text,
                                            size_t len, bool partial) {
  const uint32_t options = partial ? PCRE2_PARTIAL_HARD : 0;
  const pcre2_code *fast = atomic_load_explicit(&pattern->fast, memory_order_acquire);
  if (!fast) {
    uint32_t asked = atomic_load_explicit(&pattern->asked, memory_order_relaxed);
    if (asked < WARM_UP) {
      atomic_store_explicit(&pattern->asked, asked + 1, memory_order_relaxed);
      spokes_pattern_answer answer = interpret(pattern->code, scratch, text, len, options);
      if (answer != SPOKES_PATTERN_LIMIT) return answer;
    }
    fast = make_fast(pattern);
    if (!fast) return SPOKES_PATTERN_NOMEM;
  }
  spokes_pattern_answer answer = execute(fast, scratch, text, len, options);
  return answer == SPOKES_PATTERN_LIMIT ? interpret(pattern->code, scratch, text, len, options) : answer;
}

void spokes__pattern_version(char out[SPOKES_PATTERN_VERSION_LEN]) {
  char text[64] = "";
  memset(out, 0, SPOKES_PATTERN_VERSION_LEN);
  if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof text) pcre2_config(PCRE2_CONFIG_VERSION, text);
  for (size_t i = 0; i + 1 < SPOKES_PATTERN_VERSION_LEN && text[i]; i++) out[i] = text[i];
}

#define AS_TEXT(x) #x
#define VERSION_TEXT(major, minor) AS_TEXT(major) "." AS_TEXT(minor)

const char *spokes__pattern_library_version(void) { return VERSION_TEXT(PCRE2_MAJOR, PCRE2_MINOR); }
