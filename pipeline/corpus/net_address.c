// Tables of prefixes, after the IANA special-purpose address registries.

#include "corpus/net_address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

typedef struct prefix {
  uint8_t bytes[16];
  unsigned bits;
} prefix;

static const prefix ipv4[] = {
    {{0}, 8},             // this network
    {{10}, 8},            // private
    {{100, 64}, 10},      // carriers' own
    {{127}, 8},           // loopback
    {{169, 254}, 16},     // link-local
    {{172, 16}, 12},      // private
    {{192, 0, 0}, 24},    // protocol assignments
    {{192, 0, 2}, 24},    // documentation
    {{192, 88, 99}, 24},  // 6to4 relays
    {{192, 168}, 16},     // private
    {{198, 18}, 15},      // benchmarking
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},  // multicast
    {{240}, 4},  // reserved, broadcast
};

static const prefix ipv6[] = {
    {{0}, 96},                             // unspecified, loopback, IPv4-compatible
    {{0x01, 0x00}, 64},                    // discard-only
    {{0x00, 0x64, 0xff, 0x9b, 0, 1}, 48},  // local-use translation
    {{0x20, 0x01, 0x00}, 23},              // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x3f, 0xff, 0x00}, 20},              // documentation
    {{0x5f, 0x00}, 16},                    // segment routing
    {{0xfc}, 7},                           // unique local
    {{0xfe, 0x80}, 10},                    // link-local
    {{0xfe, 0xc0}, 10},                    // site-local
    {{0xff}, 8},                           // multicast
};

// IPv6 prefixes that are followed by an IPv4 address.
static const struct {
  prefix head;
  unsigned at;
} carriers[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // IPv4-mapped
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // translation (RFC 6052)
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

static bool has_prefix(const uint8_t *bytes, const prefix *p) {
  unsigned whole = p->bits / 8, rest = p->bits % 8;
  if (memcmp(bytes, p->bytes, whole) != 0) return false;
  return !rest || ((bytes[whole] ^ p->bytes[whole]) >> (8 - rest)) == 0;
}

bool spokes__ipv4_is_private(const uint8_t bytes[4]) {
  for (size_t i = 0; i < sizeof ipv4 / sizeof *ipv4; i++)
    if (has_prefix(bytes, &ipv4[i])) return true;
  return false;
}

bool spokes__ipv6_is_private(const uint8_t bytes[16]) {
  for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
    if (has_prefix(bytes, &carriers[i].head)) return spokes__ipv4_is_private(bytes + carriers[i].at);
  for (size_t i = 0; i < sizeof ipv6 / sizeof *ipv6; i++)
    if (has_prefix(bytes, &ipv6[i])) return true;
  return false;
}

bool spokes__address_is_private(const struct sockaddr *address) {
  struct sockaddr_in four;
  struct sockaddr_in6 six;
  if (address->sa_family == AF_INET) {
    memcpy(&four, address, sizeof four);
    return spokes__ipv4_is_private((const uint8_t *)&four.sin_addr);
  }
  if (address->sa_family != AF_INET6) return true;
  memcpy(&six, address, sizeof six);
  return spokes__ipv6_is_private((const uint8_t *)&six.sin6_addr);
}
