// What an HTML page or XML document says of its own charset.
#ifndef SPOKES_INGEST_HTML_CHARSET_H
#define SPOKES_INGEST_HTML_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#define SPOKES_CHARSET_NAME 40

// Looks for <meta charset=..>, <meta .. content="..; charset=.."> and <?xml .. encoding=".."> near the start.
bool spokes__html_declared_charset(const char *bytes, size_t len, char name[SPOKES_CHARSET_NAME]);

#endif
