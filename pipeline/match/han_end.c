// Saving and restoring. Of a name only its place, its form and whether it stands are compared: the rest follows from
// the form, or is asked of names behind the clause at work alone.

#include "match/han_end.h"

#include <string.h>

#include "base/alloc.h"

static bool reserve_names(spokes_han_end *end, size_t count) {
  void *names = end->names;
  bool good = spokes__array_reserve(&names, &end->name_cap, count, sizeof *end->names);
  end->names = names;
  return good;
}

void spokes__han_end_save(spokes_scanner *scanner, spokes_han_end *out) {
  spokes_han *han = &scanner->han;
  spokes__han_keep_end(han);
  out->failed = scanner->failed || !reserve_names(out, han->antecedent_count);
  if (out->failed) return;
  out->count = han->count;
  out->name_count = han->antecedent_count;
  if (out->count) {
    memcpy(out->chars, han->chars, out->count * sizeof *out->chars);
    memcpy(out->starts, han->starts, out->count * sizeof *out->starts);
  }
  if (out->name_count) memcpy(out->names, han->antecedents, out->name_count * sizeof *out->names);
}

bool spokes__han_end_load(spokes_scanner *scanner, const spokes_han_end *end) {
  spokes_han *han = &scanner->han;
  void *names = han->antecedents;
  if (!spokes__array_reserve(&names, &han->antecedent_cap, end->name_count, sizeof *han->antecedents)) return false;
  han->antecedents = names;
  if (!spokes__han_reserve(han, end->count)) return false;
  han->count = end->count;
  han->antecedent_count = end->name_count;
  if (end->count) {
    memcpy(han->chars, end->chars, end->count * sizeof *end->chars);
    memcpy(han->starts, end->starts, end->count * sizeof *end->starts);
  }
  if (end->name_count) memcpy(han->antecedents, end->names, end->name_count * sizeof *end->names);
  return true;
}

static bool is_same_name(const spokes_antecedent *a, const spokes_antecedent *b) {
  return a->unit == b->unit && a->form == b->form && a->standing == b->standing;
}

bool spokes__han_end_is_same(const spokes_han_end *a, const spokes_han_end *b) {
  if (a->count != b->count || a->name_count != b->name_count) return false;
  if (a->count && (memcmp(a->chars, b->chars, a->count * sizeof *a->chars) ||
                   memcmp(a->starts, b->starts, a->count * sizeof *a->starts)))
    return false;
  for (size_t i = 0; i < a->name_count; i++)
    if (!is_same_name(&a->names[i], &b->names[i])) return false;
  return true;
}

void spokes__han_end_release(spokes_han_end *end) {
  spokes__free(end->names);
  end->names = NULL;
  end->name_cap = end->name_count = 0;
}
