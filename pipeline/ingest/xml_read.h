// XML and HTML as a stream of events; the only reader of either. No tree is built, nothing is loaded from outside, and
// no document type definition is obeyed.
#ifndef SPOKES_INGEST_XML_READ_H
#define SPOKES_INGEST_XML_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct spokes_xml_attribute {
  const char *space;  // namespace; "" = none, and always in HTML
  const char *name;
  const char *value;  // not NUL-terminated
  size_t len;
} spokes_xml_attribute;

// Everything handed over is borrowed until the call returns. A handler that returns false ends the reading, which is no
// fault of the document: the handler knows why.
typedef struct spokes_xml_handler {
  void *context;
  bool (*open)(void *context, const char *space, const char *name, const spokes_xml_attribute *attributes,
               size_t count);
  bool (*close)(void *context, const char *name);
  bool (*text)(void *context, const char *text, size_t len);  // valid UTF-8, white space included
} spokes_xml_handler;

// To be called before the first reading, from any thread, as often as one likes.
void spokes__xml_prepare(void);

// An HTML page that was decoded to UTF-8. Names are in lower case. Faults of the markup are passed over, as browsers
// do.
spokes_status spokes__html_events(const char *text, size_t len, const spokes_xml_handler *handler, spokes_error *err);

// One XML document. Not well-formed, or with a document type definition: SPOKES_E_FORMAT.
spokes_status spokes__xml_events(const char *bytes, size_t len, const spokes_xml_handler *handler, spokes_error *err);

const char *spokes__xml_library_version(void);

#endif
