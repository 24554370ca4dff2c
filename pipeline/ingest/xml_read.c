// libxml2's two parsers behind one set of events, in its SAX mode: memory does not grow with the document.

#include "ingest/xml_read.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

#define ATTRIBUTES_MAX 64  // of one element; more are not looked at

typedef struct reading {
  const spokes_xml_handler *handler;
  xmlParserCtxtPtr parser;
  bool stopped;      // by the handler
  bool has_doctype;  // of an XML document
  bool is_html;
} reading;

static pthread_once_t prepared = PTHREAD_ONCE_INIT;

// libxml2 sets up tables of its own, which two threads may not do at once.
void spokes__xml_prepare(void) { pthread_once(&prepared, xmlInitParser); }

static void go_on_if(reading *r, bool good) {
  if (good || r->stopped) return;
  r->stopped = true;
  xmlStopParser(r->parser);
}

static void on_characters(void *context, const xmlChar *text, int len) {
  reading *r = context;
  if (!r->stopped && len > 0) go_on_if(r, r->handler->text(r->handler->context, (const char *)text, (size_t)len));
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
  reading *r = context;
  (void)name, (void)external, (void)system;
  if (r->is_html) return;
  r->has_doctype = true;
  go_on_if(r, false);
}

// ---- HTML ----------------------------------------------------------------------------------------------

static void on_html_open(void *context, const xmlChar *name, const xmlChar **pairs) {
  reading *r = context;
  spokes_xml_attribute attributes[ATTRIBUTES_MAX];
  size_t count = 0;
  if (r->stopped) return;
  for (; pairs && pairs[0] && count < ATTRIBUTES_MAX; pairs += 2) {
    const char *value = pairs[1] ? (const char *)pairs[1] : "";
    attributes[count++] = (spokes_xml_attribute){"", (const char *)pairs[0], value, strlen(value)};
  }
  go_on_if(r, r->handler->open(r->handler->context, "", (const char *)name, attributes, count));
}

static void on_html_close(void *context, const xmlChar *name) {
  reading *r = context;
  if (!r->stopped) go_on_if(r, r->handler->close(r->handler->context, (const char *)name));
}

static xmlSAXHandler html_callbacks(void) {
  xmlSAXHandler sax;
  memset(&sax, 0, sizeof sax);
  sax.initialized = 1;
  sax.internalSubset = on_doctype;
  sax.startElement = on_html_open;
  sax.endElement = on_html_close;
  sax.characters = on_characters;
  sax.ignorableWhitespace = on_characters;  // between two inline elements it divides words
  sax.cdataBlock = on_characters;
  return sax;
}

spokes_status spokes__html_events(const char *text, size_t len, const spokes_xml_handler *handler, spokes_error *err) {
  if (len > INT_MAX) return spokes__error_set(err, SPOKES_E_LIMIT, "the page is too large");
  if (!len) return SPOKES_OK;
  xmlSAXHandler sax = html_callbacks();
  htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text, (int)len);
  xmlCharEncodingHandlerPtr utf8 = xmlFindCharEncodingHandler("UTF-8");
  if (!parser || !utf8) {
    if (parser) htmlFreeParserCtxt(parser);
    return spokes__error_nomem(err);
  }
  reading r = {handler, parser, false, false, true};
  *parser->sax = sax;
  parser->userData = &r;
  htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                 HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
  // What the page says of its charset was obeyed when it was decoded.
  xmlSwitchToEncoding(parser, utf8);
  htmlParseDocument(parser);
  bool no_memory = parser->lastError.code == XML_ERR_NO_MEMORY;
  htmlFreeParserCtxt(parser);
  return no_memory ? spokes__error_nomem(err) : SPOKES_OK;
}

// ---- XML -----------------------------------------------------------------------------------------------

static void on_xml_open(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
                        int space_count, const xmlChar **spaces, int count, int defaulted, const xmlChar **fives) {
  reading *r = context;
  spokes_xml_attribute attributes[ATTRIBUTES_MAX];
  (void)prefix, (void)space_count, (void)spaces, (void)defaulted;
  if (r->stopped) return;
  int kept = count < ATTRIBUTES_MAX ? count : ATTRIBUTES_MAX;
  for (int i = 0; i < kept; i++, fives += 5)
    attributes[i] = (spokes_xml_attribute){fives[2] ? (const char *)fives[2] : "", (const char *)fives[0],
                                           (const char *)fives[3], (size_t)(fives[4] - fives[3])};
  go_on_if(r, r->handler->open(r->handler->context, space ? (const char *)space : "", (const char *)name, attributes,
                               (size_t)kept));
}

static void on_xml_close(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space) {
  reading *r = context;
  (void)prefix, (void)space;
  if (!r->stopped) go_on_if(r, r->handler->close(r->handler->context, (const char *)name));
}

static xmlSAXHandler xml_callbacks(void) {
  xmlSAXHandler sax;
  memset(&sax, 0, sizeof sax);
  sax.initialized = XML_SAX2_MAGIC;
  sax.internalSubset = on_doctype;
  sax.startElementNs = on_xml_open;
  sax.endElementNs = on_xml_close;
  sax.characters = on_characters;
  sax.ignorableWhitespace = on_characters;
  sax.cdataBlock = on_characters;
  return sax;
}

// The library's own words, on one line.
static spokes_status malformed(const xmlError *fault, spokes_error *err) {
  if (fault->code == XML_ERR_NO_MEMORY) return spokes__error_nomem(err);
  const char *text = fault->message ? fault->message : "not well-formed";
  return spokes__error_set(err, SPOKES_E_FORMAT, "line %d: %.*s", fault->line, (int)strcspn(text, "\n"), text);
}

spokes_status spokes__xml_events(const char *bytes, size_t len, const spokes_xml_handler *handler, spokes_error *err) {
  if (len > INT_MAX) return spokes__error_set(err, SPOKES_E_LIMIT, "the part is too large");
  if (!len) return spokes__error_set(err, SPOKES_E_FORMAT, "it is empty");
  xmlSAXHandler sax = xml_callbacks();
  xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(bytes, (int)len);
  if (!parser) return spokes__error_nomem(err);
  reading r = {handler, parser, false, false, false};
  *parser->sax = sax;
  parser->userData = &r;
  xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseDocument(parser);
  spokes_status status = SPOKES_OK;
  if (r.has_doctype)
    status = spokes__error_set(err, SPOKES_E_FORMAT, "it holds a document type definition");
  else if (!r.stopped && !parser->wellFormed)
    status = malformed(&parser->lastError, err);
  xmlFreeParserCtxt(parser);
  return status;
}

const char *spokes__xml_library_version(void) { return LIBXML_DOTTED_VERSION; }
