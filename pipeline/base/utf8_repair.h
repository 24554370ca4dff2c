// Making any bytes valid UTF-8.
#ifndef SPOKES_BASE_UTF8_REPAIR_H
#define SPOKES_BASE_UTF8_REPAIR_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

// Replaces buf by the text with every ill-formed sequence replaced by U+FFFD, and returns how many there were. A lead
// byte and the continuation bytes that follow it are one sequence.
uint64_t spokes__utf8_repair(const char *text, size_t len, spokes_buf *buf);

#endif
