// cmocka with the headers that it expects before itself.
#ifndef SPOKES_TESTS_CMOCKA_ALL_H
#define SPOKES_TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
//
#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
