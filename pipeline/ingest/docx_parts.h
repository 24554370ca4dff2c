// The parts around a Word document's text: which they are, and what its styles mean.
#ifndef SPOKES_INGEST_DOCX_PARTS_H
#define SPOKES_INGEST_DOCX_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/strmap.h"
#include "ingest/zip_read.h"

// Is that the namespace of a word processing document's elements, in the transitional or the strict form?
bool spokes__docx_is_word(const char *space);

// A relation of a part to another.
typedef struct spokes_docx_relation {
  const char *type;    // its last word: "styles", "footnotes", "header"
  const char *target;  // path inside the archive
} spokes_docx_relation;

typedef struct spokes_docx_relations {
  spokes_docx_relation *items;
  size_t count, cap;
} spokes_docx_relations;

// The relations of a part ("" = of the whole document), in their order; none when it has none. Strings live in the
// arena.
spokes_status spokes__docx_relations_read(spokes_zip *zip, const char *part, spokes_arena *arena, spokes_buf *buf,
                                          spokes_docx_relations *out, spokes_error *err);
// The target of the first relation of that type, or NULL.
const char *spokes__docx_relation_find(const spokes_docx_relations *relations, const char *type);

typedef struct spokes_docx_style {
  const char *based_on;  // "" = none
  int zone;              // spokes_zone, or -1 when it says nothing
} spokes_docx_style;

typedef struct spokes_docx_styles {
  spokes_docx_style *items;
  size_t count, cap;
  spokes_strmap by_id;
} spokes_docx_styles;

spokes_status spokes__docx_styles_read(const char *bytes, size_t len, spokes_arena *arena, spokes_docx_styles *out,
                                       spokes_error *err);
void spokes__docx_styles_release(spokes_docx_styles *styles);
// The zone of paragraphs of a style, or -1.
int spokes__docx_style_zone(const spokes_docx_styles *styles, const char *id, size_t len);

#endif
