// Languages of documents, as manifests name them.
#ifndef SPOKES_CORPUS_LANGUAGES_H
#define SPOKES_CORPUS_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>

// True for a code of two letters of ISO 639-1 (small letters), and for "mixed" and "other", which documents.csv says of
// texts in English and Chinese together and in neither.
bool spokes__language_is_known(const char *text, size_t len);

#endif
