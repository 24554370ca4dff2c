// The dynamic linker finds libcurl under the name that all versions of its interface since 2006 have.

#include "corpus/curl_load.h"

#include <dlfcn.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

// A function's address; ISO C has no conversion from an object's.
static bool find(void *library, const char *name, void *function, size_t size) {
  void *found = dlsym(library, name);
  if (found) memcpy(function, &found, size);
  return found != NULL;
}

spokes_status spokes__curl_load(spokes_curl *out, spokes_error *err) {
  _Static_assert(sizeof(void *) == sizeof out->init, "functions and objects have addresses of one size");
  // Its threads and exit handlers may outlive any use that is seen here.
  void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
#define FIND(member, name) find(library, name, &out->member, sizeof out->member)
  bool good = library && FIND(init, "curl_easy_init") && FIND(setopt, "curl_easy_setopt") &&
              FIND(perform, "curl_easy_perform") && FIND(getinfo, "curl_easy_getinfo") &&
              FIND(strerror, "curl_easy_strerror") && FIND(cleanup, "curl_easy_cleanup");
  if (good) return SPOKES_OK;
  const char *reason = dlerror();
  return spokes__error_set(err, SPOKES_E_STATE, "cannot be downloaded: %s", reason ? reason : "no " LIBRARY);
}
