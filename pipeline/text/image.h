// Layout of the tables' image, shared by the builder and the loader.
#ifndef SPOKES_TEXT_IMAGE_H
#define SPOKES_TEXT_IMAGE_H

#include <stdint.h>

#define SPOKES_IMAGE_MAGIC 0x544B5053u  // "SPKT", little endian: an image of the other byte order does not match
#define SPOKES_IMAGE_VERSION 7u

typedef struct spokes_image_header {
  uint32_t magic, version;
  uint32_t icu_version;  // as u_getVersion: four bytes
  uint32_t node_count;
  uint64_t total_len;
  uint64_t checksum;  // spokes__checksum of everything behind the header
} spokes_image_header;

// fold, classes, codes, pairs and nodes follow in this order.
#define SPOKES_IMAGE_PAIRS_LEN ((1u << 21) / 8u)
#define SPOKES_IMAGE_FIXED_LEN \
  (sizeof(spokes_image_header) + 65536u * 2u + 65536u + 65536u * 2u + SPOKES_IMAGE_PAIRS_LEN)

uint32_t spokes__icu_version(void);

#endif
