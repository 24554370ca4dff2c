// Any bytes as kept results: facts, a record, a whole pack. Whatever is accepted must be safe to use.

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fuzz.h"
#include "run/cache.h"
#include "run/facts.h"

#define ACTORS 50u

// Facts that are valid can be added; the sums of all inputs do not matter.
static void use_facts(const char *bytes, size_t len) {
  static uint8_t is_relevant[ACTORS];
  spokes_sums sums;
  spokes_doc_result result = {.message = NULL};
  spokes_match_context context = {20200101, 3};
  memset(is_relevant, 1, sizeof is_relevant);
  if (!spokes__facts_are_valid(bytes, len, ACTORS)) return;
  if (!spokes__sums_init(&sums, ACTORS, is_relevant, NULL) &&
      spokes__facts_add(&sums, bytes, len, &context, &result, NULL))
    abort();
  spokes__free(result.message);
  spokes__sums_release(&sums);
}

static void use_record(const spokes_buf *record, size_t tail_at) {
  spokes_kept kept;
  if (!spokes__kept_read(record, tail_at, &kept)) return;
  if (kept.rows_len + kept.text_len != tail_at) abort();
  use_facts(kept.facts, kept.facts_len);
}

// The first byte chooses: facts alone, a record whose tail begins where the second byte says, or a whole file.
static void use_file(const char *bytes, size_t len) {
  char path[] = "/tmp/spokes-fuzz-XXXXXX";
  spokes_key group = {{0}};
  spokes_pack pack;
  spokes_buf record = SPOKES_BUF_INIT;
  int fd = mkstemp(path);
  if (fd < 0 || write(fd, bytes, len) != (ssize_t)len) abort();
  if (spokes__pack_open(path, &group, &pack)) {
    for (size_t i = 0; i < pack.count; i++)
      if (spokes__pack_read(&pack, &pack.entries[i], &record)) use_record(&record, (size_t)pack.entries[i].body_len);
    spokes__pack_close(&pack);
  }
  spokes__buf_release(&record);
  close(fd);
  unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
  const char *text = (const char *)bytes;
  if (len < 2) return 0;
  if (bytes[0] == 0) {
    use_facts(text + 1, len - 1);
  } else if (bytes[0] == 1) {
    spokes_buf record = SPOKES_BUF_INIT;
    spokes__buf_append(&record, text + 2, len - 2);
    use_record(&record, bytes[1] < record.len ? bytes[1] : record.len);
    spokes__buf_release(&record);
  } else {
    use_file(text, len);
  }
  return 0;
}
