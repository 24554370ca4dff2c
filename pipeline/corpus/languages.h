// Languages of documents, as manifests name them.
#ifndef SPOKES_CORPUS_LANGUAGES_H
#define SPOKES_CORPUS_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>

// True for a code of two letters of ISO 639-1 (small letters), alone or with parts of a language tag behind it
// (zh-Hant), and for "mixed" and "other", which documents.csv says of texts in English and Chinese together and in
// neither.
bool spokes__language_is_known(const char *text, size_t len);

// The code of the language that valid UTF-8 text is in, by its script and, for Latin letters, its small words; "mixed"
// for English and Chinese together; "" when it cannot be told.
const char *spokes__language_guess(const char *text, size_t len);

#endif
