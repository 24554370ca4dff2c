// The formats of the readers, with the endings and content types that belong to them.

#include "run/add_format.h"

#include <string.h>

#include "ingest/format.h"

static const char *name_of_type(const char *content_type) {
  if (!strcmp(content_type, "text/plain")) return "document.txt";
  if (!strcmp(content_type, "text/html") || !strcmp(content_type, "application/xhtml+xml")) return "document.html";
  return NULL;
}

spokes_add_format spokes__add_format_of(const char *bytes, size_t len, const char *name, const char *content_type) {
  const char *what = "", *by_type = name_of_type(content_type);
  switch (spokes__file_format_of(bytes, len, by_type ? by_type : name, &what)) {
    case SPOKES_FILE_TEXT:
      return (spokes_add_format){"text", ".txt"};
    case SPOKES_FILE_HTML:
      return (spokes_add_format){"HTML", ".html"};
    case SPOKES_FILE_PDF:
      return (spokes_add_format){"PDF", ".pdf"};
    case SPOKES_FILE_ZIP:
      return (spokes_add_format){"DOCX", ".docx"};
    case SPOKES_FILE_FOREIGN:
      break;
  }
  return (spokes_add_format){what, ""};
}

bool spokes__add_format_fits(const spokes_add_format *format, const char *content_type) {
  static const struct {
    const char *type, *format;
  } types[] = {{"text/plain", "text"},
               {"text/html", "HTML"},
               {"application/xhtml+xml", "HTML"},
               {"application/pdf", "PDF"},
               {"application/x-pdf", "PDF"},
               {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"},
               {"application/zip", "DOCX"}};
  // gzip is how the bytes are packed.
  static const char *const silent[] = {"",
                                       "application/octet-stream",
                                       "binary/octet-stream",
                                       "application/download",
                                       "application/force-download",
                                       "application/gzip",
                                       "application/x-gzip"};
  for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
    if (!strcmp(content_type, silent[i])) return true;
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (!strcmp(content_type, types[i].type)) return !strcmp(format->name, types[i].format);
  return false;
}
