// The entry point of a fuzz target, as libFuzzer calls it.
#ifndef SPOKES_TESTS_FUZZ_H
#define SPOKES_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#endif
