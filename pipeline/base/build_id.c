// The note NT_GNU_BUILD_ID (ELF, see ld --build-id) of the object whose segments hold this very function.

#define _GNU_SOURCE  // dl_iterate_phdr, and ElfW with it
#include "base/build_id.h"

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct search {
  uintptr_t here;  // an address in this program
  unsigned char *out;
  size_t cap, len;
} search;

static bool is_inside(const struct dl_phdr_info *object, uintptr_t address) {
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    uintptr_t start = object->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && address >= start && address - start < segment->p_memsz) return true;
  }
  return false;
}

static size_t padded(size_t len) { return (len + 3) & ~(size_t)3; }

// Notes are records of sizes, type, name and bytes, each padded to four bytes.
static void read_notes(search *s, const unsigned char *at, size_t len) {
  ElfW(Nhdr) head;
  while (len >= sizeof head) {
    memcpy(&head, at, sizeof head);
    at += sizeof head;
    len -= sizeof head;
    size_t name = padded(head.n_namesz), bytes = padded(head.n_descsz);
    if (name > len || bytes > len - name) return;
    if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 && !memcmp(at, "GNU", 4) && head.n_descsz <= s->cap) {
      memcpy(s->out, at + name, head.n_descsz);
      s->len = head.n_descsz;
      return;
    }
    at += name + bytes;
    len -= name + bytes;
  }
}

static int visit(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size;
  search *s = context;
  if (!is_inside(object, s->here)) return 0;
  for (int i = 0; i < object->dlpi_phnum && !s->len; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type == PT_NOTE)
      read_notes(s, (const unsigned char *)(object->dlpi_addr + segment->p_vaddr), segment->p_memsz);
  }
  return 1;
}

size_t spokes__build_id(unsigned char *out, size_t out_cap) {
  static const char here;  // its address alone matters
  search s = {(uintptr_t)&here, out, out_cap, 0};
  dl_iterate_phdr(visit, &s);
  return s.len;
}
