// One document by its id or path, for commands that look at a single text.

#include "run/source.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fileio.h"
#include "corpus/catalogue.h"
#include "run/actor_lookup.h"

struct spokes_source {
  spokes_catalogue catalogue;
  spokes_ingester *ingester;
  spokes_document document;
  const char *lang, *date, *issuer;  // "" = unknown
};

void spokes_source_free(spokes_source *source) {
  if (!source) return;
  spokes__ingester_free(source->ingester);
  spokes__catalogue_release(&source->catalogue);
  spokes__free(source);
}

static spokes_status read_text(spokes_source *source, const char *path, spokes_error *err) {
  spokes_status status = spokes__ingester_new(&source->ingester, err);
  if (!status) status = spokes__ingest_file(source->ingester, path, &source->document, err);
  if (status || source->document.status != SPOKES_INGEST_FAILED) return status;
  return spokes__error_set(err, SPOKES_E_IO, "cannot read '%.200s': %s", path, source->document.message);
}

static spokes_status find_entry(spokes_source *source, spokes_actor_lookup *lookup, const char *corpus_dir,
                                const char *id, spokes_buf *path, spokes_error *err) {
  spokes_catalogue_hooks hooks = {spokes__actor_lookup_find, lookup, NULL, NULL};
  spokes_status status = spokes__catalogue_load(&source->catalogue, corpus_dir, &hooks, err);
  if (status) return status;
  const spokes_entry *entry = spokes__catalogue_find(&source->catalogue, id);
  if (!entry) return spokes__error_set(err, SPOKES_E_ARG, "there is no document '%.100s' in '%.200s'", id, corpus_dir);
  source->lang = entry->lang;
  source->date = entry->date;
  source->issuer = entry->issuer;
  spokes__path_join(path, corpus_dir, entry->path);
  return path->failed ? spokes__error_nomem(err) : SPOKES_OK;
}

// What the file's name tells of date and issuer.
static spokes_status read_name(spokes_source *source, spokes_actor_lookup *lookup, const char *path,
                               spokes_error *err) {
  const char *slash = strrchr(path, '/');
  spokes_name_facts facts;
  if (!spokes__filename_read(slash ? slash + 1 : path, spokes__actor_lookup_find, lookup, &source->catalogue.arena,
                             &facts))
    return spokes__error_nomem(err);
  source->date = facts.date;
  source->issuer = facts.issuer;
  return SPOKES_OK;
}

spokes_status spokes_source_open(const spokes_lexicon *lexicon, const char *corpus_dir, const char *id,
                                 spokes_source **out, spokes_error *err) {
  *out = NULL;
  spokes_source *source = spokes__calloc(1, sizeof *source);
  if (!source) return spokes__error_nomem(err);
  source->catalogue = (spokes_catalogue)SPOKES_CATALOGUE_INIT;
  source->lang = source->date = source->issuer = "";
  spokes_actor_lookup lookup;
  spokes_buf path = SPOKES_BUF_INIT;
  spokes_status status = spokes__actor_lookup_init(&lookup, lexicon, err);
  if (!status) {
    status = corpus_dir ? find_entry(source, &lookup, corpus_dir, id, &path, err) : read_name(source, &lookup, id, err);
    spokes__actor_lookup_release(&lookup);
  }
  if (!status) status = read_text(source, corpus_dir ? path.data : id, err);
  spokes__buf_release(&path);
  if (status)
    spokes_source_free(source);
  else
    *out = source;
  return status;
}

const char *spokes_source_text(const spokes_source *source, size_t *len_out) {
  *len_out = source->document.text_len;
  return source->document.text;
}

const spokes_document *spokes__source_document(const spokes_source *source) { return &source->document; }

const char *spokes_source_message(const spokes_source *source) { return source->document.message; }

spokes_match_options spokes_source_options(const spokes_source *source) {
  return (spokes_match_options){source->lang, source->date, source->issuer};
}
