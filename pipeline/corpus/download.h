// Documents from http and https addresses. The only user of libcurl.
//
// What an address may do to us is limited: no other protocols, also after a redirect; at most SPOKES_LIMIT_REDIRECTS
// redirects; limits of bytes and time; no hosts on private networks, which is checked on the address of every
// connection, so that neither a redirect nor a name server leads there; no proxies, cookies, or stored passwords.
#ifndef SPOKES_CORPUS_DOWNLOAD_H
#define SPOKES_CORPUS_DOWNLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct spokes_download_options {
  uint64_t max_bytes;
  unsigned total_seconds, stall_seconds;  // stall: with less than SPOKES_LIMIT_STALL_BYTES a second
  bool allow_private;
} spokes_download_options;

typedef struct spokes_downloaded {
  spokes_buf url;           // where the document was in the end
  spokes_buf content_type;  // without parameters, in small letters; "" = not told
  spokes_buf charset;       // in small letters; "" = not told
  bool is_disk_fault;       // the file could not be written, which is not the address's fault
} spokes_downloaded;

// True for anything that looks like an address ("scheme://"), whether it may be used or not.
bool spokes__download_is_url(const char *text);

// Downloads url to a new file at path, which is removed after a failure. Release out even then.
spokes_status spokes__download(const char *url, const char *path, const spokes_download_options *options,
                               spokes_downloaded *out, spokes_error *err);
void spokes__downloaded_release(spokes_downloaded *downloaded);

// The file name at the end of an address, without percent signs and folders: "" when there is none.
bool spokes__download_name(const char *url, spokes_buf *name);

const char *spokes__download_library_version(void);

#endif
