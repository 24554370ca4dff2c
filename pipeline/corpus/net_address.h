// Addresses of hosts that are not on the public internet.
#ifndef SPOKES_CORPUS_NET_ADDRESS_H
#define SPOKES_CORPUS_NET_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

// True for the special-purpose ranges of IANA's registries (RFC 6890): loopback, private, link-local, multicast,
// documentation and the like; for IPv6 also addresses that carry such an IPv4 address; and for families other than IP.
bool spokes__address_is_private(const struct sockaddr *address);

// The same for the bytes of an address in network order.
bool spokes__ipv4_is_private(const uint8_t bytes[4]);
bool spokes__ipv6_is_private(const uint8_t bytes[16]);

#endif
