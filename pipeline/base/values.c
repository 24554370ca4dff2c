// The names of the public values, and which kinds a counting rule counts.

#include <string.h>

#include "spokes.h"

const char *spokes_version(void) { return SPOKES_VERSION; }

const char *spokes_kind_name(spokes_kind kind) {
  static const char *const names[SPOKES_KIND_COUNT] = {"name", "acronym", "abbrev", "demonym", "metonym"};
  return (unsigned)kind < SPOKES_KIND_COUNT ? names[kind] : "unknown";
}

const char *spokes_zone_name(spokes_zone zone) {
  static const char *const names[SPOKES_ZONE_COUNT] = {"body",  "heading", "footnote", "reference",
                                                       "table", "running", "front"};
  return (unsigned)zone < SPOKES_ZONE_COUNT ? names[zone] : "unknown";
}

bool spokes_zones_parse(const char *list, unsigned *zones_out) {
  *zones_out = 0;
  for (const char *at = list;; at++) {
    size_t len = strcspn(at, ",");
    unsigned zone = 0;
    while (zone < SPOKES_ZONE_COUNT &&
           (zone == SPOKES_ZONE_RUNNING || strlen(spokes_zone_name((spokes_zone)zone)) != len ||
            memcmp(spokes_zone_name((spokes_zone)zone), at, len)))
      zone++;
    if (zone == SPOKES_ZONE_COUNT) return false;
    *zones_out |= 1u << zone;
    at += len;
    if (!*at) return true;
  }
}

bool spokes_kind_is_counted(spokes_kind kind, spokes_count_rule rule) {
  static const spokes_kind last[] = {SPOKES_KIND_ABBREV, SPOKES_KIND_DEMONYM, SPOKES_KIND_METONYM};
  return kind <= last[rule];
}

const char *spokes_count_rule_name(spokes_count_rule rule) {
  static const char *const names[] = {"names", "explicit", "all"};
  return (unsigned)rule < sizeof names / sizeof *names ? names[rule] : "unknown";
}
