// The error record: formatting into fixed arrays, never allocating.

#include "error.h"

#include <stdio.h>
#include <string.h>

static void copy_path(spokes_error *err, const char *path) {
  err->path[0] = '\0';
  if (!path) return;
  size_t len = strlen(path);
  if (len < sizeof err->path) {
    memcpy(err->path, path, len + 1);
    return;
  }
  // A path that does not fit keeps its end, which names the file.
  const char *tail = path + len - (sizeof err->path - 4);
  memcpy(err->path, "...", 3);
  memcpy(err->path + 3, tail, sizeof err->path - 3);
}

__attribute__((format(printf, 3, 0))) static void fill(spokes_error *err, spokes_status code, const char *format,
                                                       va_list args) {
  err->code = code;
  err->line = 0;
  err->column = 0;
  vsnprintf(err->message, sizeof err->message, format, args);
}

spokes_status spokes__error_set(spokes_error *err, spokes_status code, const char *format, ...) {
  if (err) {
    va_list args;
    va_start(args, format);
    fill(err, code, format, args);
    va_end(args);
    err->path[0] = '\0';
  }
  return code;
}

spokes_status spokes__error_at(spokes_error *err, spokes_status code, const char *path, uint64_t line, uint32_t column,
                               const char *format, ...) {
  if (err) {
    va_list args;
    va_start(args, format);
    fill(err, code, format, args);
    va_end(args);
    copy_path(err, path);
    err->line = line;
    err->column = column;
  }
  return code;
}

void spokes__error_path(spokes_error *err, const char *path) {
  if (err && !err->path[0]) copy_path(err, path);
}

spokes_status spokes__error_nomem(spokes_error *err) {
  if (err) {
    memset(err, 0, sizeof *err);
    err->code = SPOKES_E_NOMEM;
    memcpy(err->message, "out of memory", sizeof "out of memory");
  }
  return SPOKES_E_NOMEM;
}

void spokes_error_format(const spokes_error *err, char *out, size_t out_cap) {
  if (!out_cap) return;
  if (!err->path[0])
    snprintf(out, out_cap, "%s", err->message);
  else if (!err->line)
    snprintf(out, out_cap, "%s: %s", err->path, err->message);
  else if (!err->column)
    snprintf(out, out_cap, "%s:%llu: %s", err->path, (unsigned long long)err->line, err->message);
  else
    snprintf(out, out_cap, "%s:%llu:%u: %s", err->path, (unsigned long long)err->line, err->column, err->message);
}

const char *spokes_status_name(spokes_status status) {
  static const char *const names[] = {"ok",   "out of memory", "input/output", "format", "encoding", "dictionary",
                                      "rule", "limit",         "argument",     "state",  "version"};
  return (unsigned)status < sizeof names / sizeof *names ? names[status] : "unknown";
}
