// What all results of a run depend on, as one key.

#include <string.h>

#include "base/build_id.h"
#include "ingest/child.h"
#include "run/libraries.h"
#include "run/work.h"

static bool add_number(spokes_sha256 *sha256, uint64_t number) {
  return !spokes__sha256_add(sha256, &number, sizeof number, NULL);
}

static bool add_text(spokes_sha256 *sha256, const char *text) {
  return !spokes__sha256_add(sha256, text, strlen(text) + 1, NULL);
}

// Another build may find other mentions, and other libraries other words.
static bool add_program(spokes_sha256 *sha256) {
  unsigned char build[64];
  spokes_named_text libraries[SPOKES_LIBRARY_COUNT];
  size_t len = spokes__build_id(build, sizeof build);
  bool is_good = len && add_number(sha256, len) && !spokes__sha256_add(sha256, build, len, NULL) &&
                 add_text(sha256, SPOKES_VERSION);
  spokes__libraries(libraries);
  for (size_t i = 0; is_good && i < SPOKES_LIBRARY_COUNT; i++)
    is_good = add_text(sha256, libraries[i].name) && add_text(sha256, libraries[i].text);
  return is_good;
}

// PDF documents are read by a program of its own, which an upgrade may replace: its file stands for its version.
static bool add_pdf_reader(spokes_sha256 *sha256) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes_file_stamp stamp = {0, 0, 0, 0, 0};
  if (spokes__child_find("pdftotext", &path)) spokes__file_stamp_take(path.data, &stamp);
  spokes__buf_release(&path);
  return add_number(sha256, stamp.inode) && add_number(sha256, stamp.size) && add_number(sha256, stamp.modified) &&
         add_number(sha256, stamp.changed);
}

// Every option that a row, a message or the facts of a document can depend on.
static bool add_options(spokes_sha256 *sha256, const spokes_work_options *options) {
  const spokes_partners *partners = &options->indices.partners;
  const uint64_t numbers[] = {options->count,          options->no_mentions,    options->no_words,
                              options->indices.draws,  options->indices.seed,   partners->by_relation,
                              partners->with_partners, partners->hub,           partners->actor_count,
                              SPOKES_TABLE_COUNT,      options->zones_left_out, options->dedupe};
  bool is_good = add_text(sha256, spokes__lexicon_hash(options->lexicon));
  for (size_t i = 0; is_good && i < sizeof numbers / sizeof *numbers; i++) is_good = add_number(sha256, numbers[i]);
  return is_good && !spokes__sha256_add(sha256, partners->base, partners->actor_count, NULL);
}

bool spokes__work_group(const spokes_work_options *options, spokes_key *out) {
  spokes_sha256 *sha256;
  if (spokes__sha256_new(&sha256, NULL)) return false;
  bool is_good = add_program(sha256) && add_pdf_reader(sha256) && add_options(sha256, options) &&
                 !spokes__sha256_finish_raw(sha256, out->bytes, NULL);
  spokes__sha256_free(sha256);
  return is_good;
}
