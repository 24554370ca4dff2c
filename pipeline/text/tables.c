// Finding, checking and mapping the tables' image.

#include "tables.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/checksum.h"
#include "image.h"

void spokes__tables_note_changed(spokes_tables *tables) {
  for (uint32_t base = 0; base < 65536; base += 64) {
    uint64_t changed = 0;
    for (uint32_t k = 0; k < 64; k++) changed |= (uint64_t)(tables->fold[base + k] != base + k) << k;
    tables->changed[base / 64] = changed;
  }
}

bool spokes__tables_attach(spokes_tables *tables, const void *image, size_t len) {
  spokes_image_header header;
  if (len < SPOKES_IMAGE_FIXED_LEN) return false;
  memcpy(&header, image, sizeof header);
  if (header.magic != SPOKES_IMAGE_MAGIC || header.version != SPOKES_IMAGE_VERSION ||
      header.icu_version != spokes__icu_version() || header.total_len != len ||
      (len - SPOKES_IMAGE_FIXED_LEN) / sizeof(spokes_trie_node) != header.node_count ||
      (len - SPOKES_IMAGE_FIXED_LEN) % sizeof(spokes_trie_node) || header.node_count < 2)
    return false;
  if (spokes__checksum((const char *)image + sizeof header, len - sizeof header, 0) != header.checksum) return false;
  const char *at = (const char *)image + sizeof header;
  tables->fold = (const void *)at;
  tables->classes = (const void *)(at + 131072);
  tables->codes = (const void *)(at + 131072 + 65536);
  tables->pairs = (const void *)(at + 131072 + 65536 + 131072);
  tables->nodes = (const void *)((const char *)image + SPOKES_IMAGE_FIXED_LEN);
  tables->node_count = header.node_count;
  tables->checksum = header.checksum;
  spokes__tables_note_changed(tables);
  return true;
}

static bool map_file(spokes_tables *tables, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat info;
  bool good = false;
  if (!fstat(file, &info) && S_ISREG(info.st_mode) && info.st_size > 0) {
    size_t len = (size_t)info.st_size;
    void *mapped = mmap(NULL, len, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped != MAP_FAILED) {
      good = spokes__tables_attach(tables, mapped, len);
      if (good) {
        tables->mapped = mapped;
        tables->mapped_len = len;
      } else {
        munmap(mapped, len);
      }
    }
  }
  close(file);
  return good;
}

spokes_status spokes__tables_open(spokes_tables *tables, spokes_error *err) {
  memset(tables, 0, sizeof *tables);
  const char *named = getenv("SPOKES_TABLES");
  if (named && map_file(tables, named)) return SPOKES_OK;
#ifdef SPOKES_TABLES_FILE
  if (map_file(tables, SPOKES_TABLES_FILE)) return SPOKES_OK;
#endif
#ifdef SPOKES_TABLES_INSTALL_FILE
  if (map_file(tables, SPOKES_TABLES_INSTALL_FILE)) return SPOKES_OK;
#endif
  size_t len;
  spokes_status status = spokes__tables_build(&tables->built, &len, err);
  if (status) return status;
  if (!spokes__tables_attach(tables, tables->built, len)) {
    spokes__tables_close(tables);
    return spokes__error_set(err, SPOKES_E_STATE, "character tables do not pass their own check");
  }
  return SPOKES_OK;
}

void spokes__tables_close(spokes_tables *tables) {
  if (tables->mapped) munmap(tables->mapped, tables->mapped_len);
  spokes__free(tables->built);
  memset(tables, 0, sizeof *tables);
}
