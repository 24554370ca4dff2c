// The list of published documents that comes with the program (corpora/catalogue.csv): what there is in the world, as
// facts, and where it was published. Its columns are
// id,issuer,date,series,title,lang,source_url,license,status,link,notes.
#ifndef SPOKES_CORPUS_PUBLISHED_H
#define SPOKES_CORPUS_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/strmap.h"

typedef enum spokes_published_column {
  SPOKES_PUBLISHED_ID,
  SPOKES_PUBLISHED_ISSUER,
  SPOKES_PUBLISHED_DATE,
  SPOKES_PUBLISHED_SERIES,
  SPOKES_PUBLISHED_TITLE,
  SPOKES_PUBLISHED_LANG,
  SPOKES_PUBLISHED_SOURCE_URL,
  SPOKES_PUBLISHED_LICENSE,
  SPOKES_PUBLISHED_STATUS,  // "checked", "unchecked", "no address"
  SPOKES_PUBLISHED_LINK,    // source_url is that of the "document", or of a "page" about it; "" = no address
  SPOKES_PUBLISHED_NOTES,
  SPOKES_PUBLISHED_COLUMNS
} spokes_published_column;

typedef struct spokes_published_row {
  const char *values[SPOKES_PUBLISHED_COLUMNS];  // never NULL
} spokes_published_row;

typedef struct spokes_published {
  spokes_arena arena;
  spokes_published_row *rows;  // in the order of the file
  size_t count, cap;
  spokes_strmap ids;  // -> index of the row
} spokes_published;

#define SPOKES_PUBLISHED_INIT \
  { .arena = SPOKES_ARENA_INIT }

const char *spokes__published_column_name(size_t column);

// Reads the list at path. All faults are reported with line and column, then the result is SPOKES_E_FORMAT. Release it
// even after a failure.
spokes_status spokes__published_load(spokes_published *out, const char *path, spokes_diagnostic_fn *on_fault,
                                     void *context, spokes_error *err);
void spokes__published_release(spokes_published *published);

// NULL when there is no such id.
const spokes_published_row *spokes__published_find(const spokes_published *published, const char *id);

// True when the row has the address of the document itself.
bool spokes__published_is_direct(const spokes_published_row *row);

#endif
