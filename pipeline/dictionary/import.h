// Seed dictionaries of other programs: their readers hand over (path of keys, form) and the importer makes rows of
// them.
#ifndef SPOKES_DICTIONARY_IMPORT_H
#define SPOKES_DICTIONARY_IMPORT_H

#include <stdint.h>

#include "base/error.h"

typedef struct spokes_importer spokes_importer;

// A form that stands under key, which stands under region ("" = under nothing); line of the file.
void spokes__importer_take(spokes_importer *importer, uint64_t line, const char *region, const char *key,
                           const char *form);
// Something of the file that cannot be taken over.
void spokes__importer_warn(spokes_importer *importer, uint64_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// YAML with keys nested to any depth and lists of forms under the innermost (newsmap, quanteda). The one user of
// libyaml.
spokes_status spokes__import_yaml(spokes_importer *importer, const char *path, const char *bytes, size_t len,
                                  spokes_error *err);
// LIWC: categories between two lines with a percent sign, then a form and its categories a line.
spokes_status spokes__import_liwc(spokes_importer *importer, const char *path, const char *bytes, size_t len,
                                  spokes_error *err);

const char *spokes__yaml_library_version(void);

#endif
