// Dates without time zones, in the Gregorian calendar, years 1500 to 2999.

#include "corpus/date.h"

static bool number(const char *text, size_t len, uint32_t low, uint32_t high, uint32_t *out) {
  uint32_t value = 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (uint32_t)(text[i] - '0');
  }
  *out = value;
  return value >= low && value <= high;
}

static uint32_t days_in(uint32_t year, uint32_t month) {
  static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

bool spokes__date_parse(const char *text, size_t len, uint32_t *out) {
  uint32_t year, month = 7, day = 1;
  if (len != 4 && len != 7 && len != 10) return false;
  if (!number(text, 4, 1500, 2999, &year)) return false;
  if (len >= 7 && (text[4] != '-' || !number(text + 5, 2, 1, 12, &month))) return false;
  if (len == 7) day = 15;
  if (len == 10 && (text[7] != '-' || !number(text + 8, 2, 1, days_in(year, month), &day))) return false;
  if (out) *out = year * 10000 + month * 100 + day;
  return true;
}
