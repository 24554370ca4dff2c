// Writing straight into memory that is large enough: the caller asks for the room of a whole row once, and every
// function returns the place behind what it wrote. Nothing is checked here and no NUL is written.
#ifndef SPOKES_BASE_PUT_H
#define SPOKES_BASE_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SPOKES_PUT_U64 20u  // the most that spokes__put_u64 writes

static inline char *spokes__put_byte(char *at, char byte) {
  *at = byte;
  return at + 1;
}

static inline char *spokes__put_bytes(char *at, const char *bytes, size_t len) {
  if (len) memcpy(at, bytes, len);
  return at + len;
}

static inline void spokes__put_pair(char *at, uint32_t below_100) {
  static const char pairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
  memcpy(at, pairs + 2u * (size_t)below_100, 2);
}

static inline size_t spokes__digit_count(uint64_t number) {
  size_t count = 1;
  for (; number >= 10000; number /= 10000) count += 4;
  return count + (number >= 10) + (number >= 100) + (number >= 1000);
}

// The last `count` decimal digits, with zeros in front.
static inline char *spokes__put_digits(char *at, uint64_t number, size_t count) {
  size_t left = count;
  for (; left >= 2; left -= 2, number /= 100) spokes__put_pair(at + left - 2, (uint32_t)(number % 100));
  if (left) *at = (char)('0' + number % 10);
  return at + count;
}

static inline char *spokes__put_u64(char *at, uint64_t number) {
  return spokes__put_digits(at, number, spokes__digit_count(number));
}

#endif
