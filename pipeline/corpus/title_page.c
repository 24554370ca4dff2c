// Title pages are short lines. Dates are looked for from place to place: a number or the name of a month starts one.

#include "corpus/title_page.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "corpus/date.h"

#define LONG_LINE 160u
#define FIRST_YEAR 1940u
#define LAST_YEAR 2099u

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

void spokes__title_page_read(const char *text, size_t len, size_t skip, spokes_title_page *out) {
  uint64_t line = 1;
  out->count = 0;
  for (size_t at = 0; at < len && out->count < SPOKES_TITLE_LINES; line++) {
    const char *newline = memchr(text + at, '\n', len - at);
    size_t end = newline ? (size_t)(newline - text) : len, start = at;
    at = end + 1;
    if (start < skip) continue;
    while (start < end && is_space(text[start])) start++;
    while (end > start && is_space(text[end - 1])) end--;
    if (end - start > LONG_LINE) break;
    if (end > start) out->lines[out->count++] = (spokes_title_line){text + start, end - start, line};
  }
}

// ---- Series -----------------------------------------------------------------------------------------------

// Longer phrases stand before those that they contain.
static const struct {
  const char *phrase, *series;
} series_phrases[] = {
    {"interim national security strategic guidance", "INSSG"},
    {"national security strategy", "NSS"},
    {"national security policy", "NSP"},
    {"quadrennial defense review", "QDR"},
    {"national defense program guidelines", "NDPG"},
    {"national defence program guidelines", "NDPG"},
    {"national defense strategy", "NDS"},
    {"national defence strategy", "NDS"},
    {"national military strategy", "NMS"},
    {"defense buildup program", "DBP"},
    {"defence white paper", "DWP"},
    {"defense white paper", "DWP"},
    {"foreign policy white paper", "FPWP"},
    {"defence strategic update", "DSU"},
    {"defence strategic review", "DSR"},
    {"strategic defence and security review", "SDSR"},
    {"strategic defence review", "SDR"},
    {"integrated review", "IR"},
    {"strategic concept", "STRATEGIC-CONCEPT"},
    {"strategic compass", "STRATEGIC-COMPASS"},
    {"indo-pacific strategy", "IPS"},
    {"strategy for the indo-pacific", "IPS"},
    {"strategic framework for the indo-pacific", "IPS"},
    {"policy guidelines for the indo-pacific", "IPS"},
    {"joint statement", "JOINT-STATEMENT"},
    {"joint leaders", "JOINT-STATEMENT"},
    {"leaders' statement", "JOINT-STATEMENT"},
    {"state of the union", "SOTU"},
    {"国家安全保障戦略", "NSS"},
    {"国家安全战略", "NSS"},
    {"國家安全戰略", "NSS"},
    {"国家防衛戦略", "NDS"},
    {"防衛計画の大綱", "NDPG"},
    {"防衛力整備計画", "DBP"},
    {"防衛白書", "DWP"},
    {"国防白皮书", "DWP"},
    {"國防報告書", "DWP"},
    {"四年期國防總檢討", "QDR"},
    {"政府工作报告", "GWR"},
    {"联合声明", "JOINT-STATEMENT"},
    {"聯合聲明", "JOINT-STATEMENT"},
};

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

// White space of any length, line ends too, fits a blank, and a typographic apostrophe the plain one.
static bool fits(const char *text, const char *end, const char *phrase) {
  for (; *phrase; phrase++) {
    if (text == end) return false;
    if (*phrase == ' ') {
      if (!is_space(*text) && *text != '\n') return false;
      while (text < end && (is_space(*text) || *text == '\n')) text++;
    } else if (*phrase == '\'' && end - text >= 3 && !memcmp(text, "\xE2\x80\x99", 3)) {
      text += 3;
    } else if (small(*text++) != *phrase) {
      return false;
    }
  }
  return true;
}

const char *spokes__title_series(const char *text, size_t len, size_t *where) {
  for (size_t i = 0; i < sizeof series_phrases / sizeof *series_phrases; i++)
    for (const char *at = text, *end = text + len; at < end; at++) {
      if (!fits(at, end, series_phrases[i].phrase)) continue;
      if (where) *where = (size_t)(at - text);
      return series_phrases[i].series;
    }
  return NULL;
}

// ---- Dates ------------------------------------------------------------------------------------------------

typedef struct cursor {
  const char *at, *end;
} cursor;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static void skip_blanks(cursor *c) {
  while (c->at < c->end && (is_space(*c->at) || *c->at == ',')) c->at++;
}

static bool take(cursor *c, const char *text) {
  size_t len = strlen(text);
  if ((size_t)(c->end - c->at) < len || memcmp(c->at, text, len) != 0) return false;
  c->at += len;
  return true;
}

// A whole number of min to max digits.
static bool take_number(cursor *c, int min, int max, unsigned *out) {
  const char *at = c->at;
  unsigned number = 0;
  while (at < c->end && is_digit(*at) && at - c->at < max) number = number * 10 + (unsigned)(*at++ - '0');
  if (at - c->at < min || (at < c->end && is_digit(*at))) return false;
  c->at = at;
  *out = number;
  return true;
}

static bool take_year(cursor *c, unsigned *out) {
  cursor at = *c;
  if (!take_number(&at, 4, 4, out) || *out < FIRST_YEAR || *out > LAST_YEAR) return false;
  *c = at;
  return true;
}

static bool take_month(cursor *c, unsigned *out) {
  static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
  size_t len = 0;
  while (c->at + len < c->end && is_letter(c->at[len])) len++;
  for (unsigned m = 0; m < 12; m++) {
    size_t full = strlen(months[m]);
    bool is_short = (len == 3 || (m == 8 && len == 4)) && !strncasecmp(c->at, months[m], len);
    if (!is_short && (len != full || strncasecmp(c->at, months[m], len) != 0)) continue;
    c->at += len;
    if (is_short && c->at < c->end && *c->at == '.') c->at++;
    *out = m + 1;
    return true;
  }
  return false;
}

typedef struct parts {
  unsigned year, month, day;  // 0 = not told
} parts;

// 2022-12-16, 2022/12/16, 2022年12月16日, 2022年12月
static bool take_figures(cursor *c, parts *out) {
  cursor at = *c;
  if (!take_year(&at, &out->year)) return false;
  skip_blanks(&at);
  bool is_east = take(&at, "年");
  const char *mark = is_east ? "" : take(&at, "-") ? "-" : take(&at, "/") ? "/" : NULL;
  if (!mark) return false;
  skip_blanks(&at);
  if (!take_number(&at, 1, 2, &out->month)) {
    if (is_east) *c = at;
    return is_east;
  }
  if (is_east) {
    skip_blanks(&at);
    if (!take(&at, "月")) return false;
    skip_blanks(&at);
    cursor day = at;
    if (take_number(&day, 1, 2, &out->day) && (take(&day, "日") || take(&day, "号")))
      at = day;
    else
      out->day = 0;
  } else if (take(&at, mark)) {
    if (!take_number(&at, 1, 2, &out->day)) return false;
  } else if (*mark == '/') {
    return false;
  }
  *c = at;
  return true;
}

// 16 December 2022, December 2022, December 16, 2022
static bool take_words(cursor *c, parts *out) {
  cursor at = *c;
  bool day_first = take_number(&at, 1, 2, &out->day);
  if (day_first) {
    if (!take(&at, "st") && !take(&at, "nd") && !take(&at, "rd")) take(&at, "th");
    skip_blanks(&at);
    if (take(&at, "of")) skip_blanks(&at);
  }
  if (!take_month(&at, &out->month)) return false;
  skip_blanks(&at);
  if (!day_first) {
    cursor day = at;
    if (take_number(&day, 1, 2, &out->day)) {
      if (!take(&day, "st") && !take(&day, "nd") && !take(&day, "rd")) take(&day, "th");
      skip_blanks(&day);
      at = day;
    }
  }
  if (!take_year(&at, &out->year)) return false;
  *c = at;
  return true;
}

static bool write_date(const parts *date, char out[11]) {
  if (date->day)
    snprintf(out, 11, "%04u-%02u-%02u", date->year % 10000, date->month % 100, date->day % 100);
  else if (date->month)
    snprintf(out, 11, "%04u-%02u", date->year % 10000, date->month % 100);
  else
    snprintf(out, 11, "%04u", date->year % 10000);
  return spokes__date_parse(out, strlen(out), NULL);
}

// The date that starts at the cursor, which is then behind it.
static bool take_date(cursor *c, bool years, parts *out) {
  *out = (parts){0, 0, 0};
  if (take_figures(c, out)) return true;
  *out = (parts){0, 0, 0};
  if (take_words(c, out)) return true;
  *out = (parts){0, 0, 0};
  cursor at = *c;
  if (!years || !take_year(&at, &out->year)) return false;
  // 1990s, 2020-25, A/2020: no date.
  if (at.at < at.end && (is_letter(*at.at) || *at.at == '-' || *at.at == '/')) return false;
  *c = at;
  return true;
}

bool spokes__title_date(const char *text, size_t len, bool years, char out[11]) {
  cursor c = {text, text + len};
  bool found = false;
  while (c.at < c.end) {
    bool inside = c.at > text && (is_digit(c.at[-1]) || is_letter(c.at[-1]));
    parts date;
    char one[11];
    if (inside || !take_date(&c, years, &date)) {
      c.at++;
    } else if (write_date(&date, one)) {
      if (found && strcmp(out, one) != 0) return false;
      memcpy(out, one, sizeof one);
      found = true;
    }
  }
  return found;
}
