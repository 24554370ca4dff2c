// libcurl, loaded when something is downloaded: it brings some thirty libraries with it, whose loading would take
// longer than everything else that `spokes` does before it reads a document.
#ifndef SPOKES_CORPUS_CURL_LOAD_H
#define SPOKES_CORPUS_CURL_LOAD_H

#include <curl/curl.h>

#include "base/error.h"

// The functions of the easy interface that are used, by their names without "curl_easy_".
typedef struct spokes_curl {
  CURL *(*init)(void);
  CURLcode (*setopt)(CURL *curl, CURLoption option, ...);
  CURLcode (*perform)(CURL *curl);
  CURLcode (*getinfo)(CURL *curl, CURLINFO info, ...);
  const char *(*strerror)(CURLcode code);
  void (*cleanup)(CURL *curl);
} spokes_curl;

// Finds libcurl; it stays loaded. SPOKES_E_STATE when it is not installed.
spokes_status spokes__curl_load(spokes_curl *out, spokes_error *err);

#endif
