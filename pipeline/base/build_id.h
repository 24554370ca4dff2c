// Which build of the program this is: another one may find other mentions, whatever its version number says.
#ifndef SPOKES_BASE_BUILD_ID_H
#define SPOKES_BASE_BUILD_ID_H

#include <stddef.h>

// Copies the build id that the linker gave the program or library this code is part of, and returns its length (20
// bytes, SHA-1 of the contents); 0 when it has none or it does not fit.
size_t spokes__build_id(unsigned char *out, size_t out_cap);

#endif
