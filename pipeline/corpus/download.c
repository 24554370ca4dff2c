// One transfer with libcurl's easy interface, into a file. libcurl tells by a code what went wrong; what our callbacks
// refused they remember in the transfer, and that is the reason given.

#include "corpus/download.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/durable.h"
#include "base/fileio.h"
#include "base/limits.h"
#include "corpus/curl_load.h"
#include "corpus/net_address.h"

typedef struct transfer {
  spokes_curl lib;
  const spokes_download_options *options;
  const char *path;
  int fd;
  uint64_t bytes;
  bool was_private, was_too_large;
  int write_errno;
  char reason[CURL_ERROR_SIZE];
} transfer;

bool spokes__download_is_url(const char *text) {
  size_t scheme = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return scheme > 1 && !strncmp(text + scheme, "://", 3);
}

static bool is_web(const char *url) { return !strncasecmp(url, "http://", 7) || !strncasecmp(url, "https://", 8); }

static spokes_status check_url(const char *url, spokes_error *err) {
  if (!is_web(url)) return spokes__error_set(err, SPOKES_E_ARG, "only http and https addresses are followed");
  if (strlen(url) > SPOKES_LIMIT_URL_BYTES)
    return spokes__error_set(err, SPOKES_E_ARG, "the address is longer than %u bytes", SPOKES_LIMIT_URL_BYTES);
  const char *host = strstr(url, "://") + 3;
  const char *at = memchr(host, '@', strcspn(host, "/?#"));
  return at ? spokes__error_set(err, SPOKES_E_ARG, "addresses with user names or passwords are not followed")
            : SPOKES_OK;
}

// ---- Callbacks --------------------------------------------------------------------------------------------

static size_t on_bytes(char *bytes, size_t size, size_t count, void *context) {
  transfer *t = context;
  size_t len = size * count;
  if (len > t->options->max_bytes - t->bytes) {
    t->was_too_large = true;
    return 0;
  }
  if (!spokes__fd_write(t->fd, bytes, len)) {
    t->write_errno = errno;
    return 0;
  }
  t->bytes += len;
  return len;
}

static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  transfer *t = context;
  (void)purpose;
  if (!t->options->allow_private && spokes__address_is_private(&address->addr)) {
    t->was_private = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype, address->protocol);
}

// ---- One transfer -----------------------------------------------------------------------------------------

// A redirect starts a new document, and the bytes of the answer that redirected are none of it.
static bool set_options(CURL *curl, const char *url, transfer *t) {
  const spokes_download_options *o = t->options;
  CURLcode failed = CURLE_OK;
#define SET(option, value) \
  if (!failed) failed = t->lib.setopt(curl, option, value)
  SET(CURLOPT_URL, url);
  SET(CURLOPT_ERRORBUFFER, t->reason);
  SET(CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
  SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  SET(CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
  SET(CURLOPT_FOLLOWLOCATION, 1L);
  SET(CURLOPT_MAXREDIRS, (long)SPOKES_LIMIT_REDIRECTS);
  SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)o->max_bytes);
  SET(CURLOPT_CONNECTTIMEOUT, (long)SPOKES_LIMIT_CONNECT_SECONDS);
  SET(CURLOPT_TIMEOUT, (long)o->total_seconds);
  SET(CURLOPT_LOW_SPEED_LIMIT, (long)SPOKES_LIMIT_STALL_BYTES);
  SET(CURLOPT_LOW_SPEED_TIME, (long)o->stall_seconds);
  SET(CURLOPT_PROXY, "");
  SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(CURLOPT_USERAGENT, "spokes/" SPOKES_VERSION);
  SET(CURLOPT_WRITEFUNCTION, on_bytes);
  SET(CURLOPT_WRITEDATA, t);
  SET(CURLOPT_OPENSOCKETFUNCTION, on_socket);
  SET(CURLOPT_OPENSOCKETDATA, t);
#undef SET
  return !failed;
}

// The one place where libcurl's codes become ours.
static spokes_status curl_failed(CURLcode code, const transfer *t, spokes_error *err) {
  const char *reason = t->reason[0] ? t->reason : t->lib.strerror(code);
  if (t->was_private)
    return spokes__error_set(err, SPOKES_E_ARG, "the host is on a private network or this machine (--allow-private)");
  if (t->was_too_large || code == CURLE_FILESIZE_EXCEEDED)
    return spokes__error_set(err, SPOKES_E_LIMIT, "larger than the limit of %llu bytes",
                             (unsigned long long)t->options->max_bytes);
  if (t->write_errno) {
    errno = t->write_errno;
    return spokes__file_error(err, "write", t->path);
  }
  switch (code) {
    case CURLE_OUT_OF_MEMORY:
      return spokes__error_nomem(err);
    case CURLE_UNSUPPORTED_PROTOCOL:
      return spokes__error_set(err, SPOKES_E_ARG, "it leads to an address that is neither http nor https");
    case CURLE_TOO_MANY_REDIRECTS:
      return spokes__error_set(err, SPOKES_E_LIMIT, "more than %d redirects", SPOKES_LIMIT_REDIRECTS);
    case CURLE_PARTIAL_FILE:
      return spokes__error_set(err, SPOKES_E_IO, "cut off: the connection ended after %llu bytes, before the document",
                               (unsigned long long)t->bytes);
    case CURLE_OPERATION_TIMEDOUT:
      return spokes__error_set(err, SPOKES_E_LIMIT, "too slow: %.300s", reason);
    default:
      return spokes__error_set(err, SPOKES_E_IO, "cannot be downloaded: %.300s", reason);
  }
}

static spokes_status check_answer(CURL *curl, const transfer *t, spokes_error *err) {
  long code = 0;
  t->lib.getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  if (code != 200) return spokes__error_set(err, SPOKES_E_IO, "the server answers with status %ld", code);
  if (!t->bytes) return spokes__error_set(err, SPOKES_E_FORMAT, "the server sends nothing");
  return SPOKES_OK;
}

static void add_small(spokes_buf *buf, const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    spokes__buf_byte(buf, text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i]);
}

// Takes "text/html; charset=UTF-8" apart.
static void read_type(const char *header, spokes_downloaded *out) {
  size_t len = strcspn(header, "; \t");
  add_small(&out->content_type, header, len);
  for (const char *at = header + len; *at; at += strcspn(at, ";")) {
    at += strspn(at, "; \t");
    if (strncasecmp(at, "charset=", 8) != 0) continue;
    at += 8;
    at += *at == '"';
    add_small(&out->charset, at, strcspn(at, "\"; \t"));
  }
}

static spokes_status describe(CURL *curl, const transfer *t, spokes_downloaded *out, spokes_error *err) {
  const char *url = NULL, *type = NULL;
  t->lib.getinfo(curl, CURLINFO_EFFECTIVE_URL, &url);
  t->lib.getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  spokes__buf_text(&out->url, url ? url : "");
  spokes__buf_text(&out->content_type, "");
  spokes__buf_text(&out->charset, "");
  if (type) read_type(type, out);
  return out->url.failed || out->content_type.failed || out->charset.failed ? spokes__error_nomem(err) : SPOKES_OK;
}

static spokes_status perform(const char *url, transfer *t, spokes_downloaded *out, spokes_error *err) {
  spokes_status status = spokes__curl_load(&t->lib, err);
  if (status) return status;
  CURL *curl = t->lib.init();
  if (!curl) return spokes__error_nomem(err);
  if (!set_options(curl, url, t)) {
    status = spokes__error_set(err, SPOKES_E_STATE, "cannot be downloaded: libcurl refuses its options");
  } else {
    CURLcode code = t->lib.perform(curl);
    status = code ? curl_failed(code, t, err) : check_answer(curl, t, err);
  }
  if (!status) status = describe(curl, t, out, err);
  t->lib.cleanup(curl);
  return status;
}

spokes_status spokes__download(const char *url, const char *path, const spokes_download_options *options,
                               spokes_downloaded *out, spokes_error *err) {
  spokes_status status = check_url(url, err);
  if (status) return status;
  transfer t = {.options = options, .path = path};
  out->is_disk_fault = true;
  t.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (t.fd < 0) return spokes__file_error(err, "write", path);
  status = perform(url, &t, out, err);
  out->is_disk_fault = !status || t.write_errno;
  if (!status) status = spokes__durable_sync(t.fd, path, err);
  if (close(t.fd) && !status) status = spokes__file_error(err, "write", path);
  if (status) unlink(path);
  return status;
}

void spokes__downloaded_release(spokes_downloaded *downloaded) {
  spokes__buf_release(&downloaded->url);
  spokes__buf_release(&downloaded->content_type);
  spokes__buf_release(&downloaded->charset);
}

// ---- Names ------------------------------------------------------------------------------------------------

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool spokes__download_name(const char *url, spokes_buf *name) {
  spokes__buf_clear(name);
  spokes__buf_text(name, "");
  const char *host = strstr(url, "://");
  const char *path = host ? host + 3 + strcspn(host + 3, "/?#") : "";
  size_t len = strcspn(path, "?#"), start = len;
  while (start > 0 && path[start - 1] != '/') start--;
  for (size_t i = start; i < len; i++) {
    int high = path[i] == '%' && i + 2 < len ? hex_digit(path[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(path[i + 2]) : -1;
    char c = low >= 0 ? (char)(high * 16 + low) : path[i];
    if (low >= 0) i += 2;
    spokes__buf_byte(name, c == '/' || (unsigned char)c < 0x20 ? '_' : c);
  }
  return !name->failed;
}

const char *spokes__download_library_version(void) { return LIBCURL_VERSION; }
