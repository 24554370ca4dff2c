// spokes_tag_file: a file is a stream of plain text, or a document of another format, which is read as a whole.

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "ingest/format.h"
#include "ingest/gz_read.h"
#include "run/tag.h"

#define LOOK_BYTES 4096

static size_t read_fd(void *context, char *buffer, size_t cap) {
  for (;;) {
    ssize_t got = read(*(int *)context, buffer, cap);
    if (got >= 0) return (size_t)got;
    if (errno != EINTR) return SIZE_MAX;
  }
}

// Looks at the start of a regular file; what comes out of a pipe is a text.
static bool is_text(int fd, const char *path) {
  struct stat st;
  char start[LOOK_BYTES];
  const char *what;
  if (fstat(fd, &st) || !S_ISREG(st.st_mode)) return true;
  ssize_t got = pread(fd, start, sizeof start, 0);
  if (got <= 0) return true;
  return !spokes__gz_is(start, (size_t)got) &&
         spokes__file_format_of(start, (size_t)got, path, &what) == SPOKES_FILE_TEXT;
}

static void tell(const spokes_tag_options *options, const char *message) {
  spokes_error fault;
  if (!*message || !options->on_fault) return;
  spokes__error_at(&fault, SPOKES_E_FORMAT, options->name, 0, 0, "%s", message);
  options->on_fault(options->fault_context, &fault);
}

static spokes_status match_document(spokes_tagger *tagger, const spokes_lexicon *lexicon, const spokes_source *source,
                                    spokes_error *err) {
  // As of a stream of text: the language may be told, date and issuer are not.
  spokes_match_options match = {tagger->options->lang, NULL, NULL};
  size_t len;
  tell(tagger->options, spokes_source_message(source));
  spokes_status status = spokes__tagger_matcher(tagger, lexicon, err);
  if (!status) status = spokes_matcher_run_source(tagger->matcher, source, &match, err);
  if (!status) status = spokes__tagger_mentions(tagger, spokes_source_text(source, &len), 0, 0, 0, err);
  if (!status) status = spokes__tagger_flush(tagger, true, err);
  if (!tagger->options->matcher) spokes_matcher_free(tagger->matcher);
  return status;
}

static spokes_status tag_document(const spokes_lexicon *lexicon, const spokes_tag_options *options, const char *path,
                                  const spokes_sink *sink, uint64_t *faults_out, spokes_error *err) {
  spokes_tagger tagger = {.options = options, .sink = sink};
  spokes_source *source = NULL;
  spokes_error fault;
  spokes_status status = spokes_source_open(lexicon, NULL, path, &source, &fault);
  if (status == SPOKES_E_NOMEM) return spokes__error_nomem(err);
  if (status) {
    if (options->on_fault) options->on_fault(options->fault_context, &fault);
    if (faults_out) *faults_out = 1;
    return SPOKES_OK;
  }
  status = match_document(&tagger, lexicon, source, err);
  spokes_source_free(source);
  spokes__buf_release(&tagger.output);
  return status;
}

spokes_status spokes_tag_file(const spokes_lexicon *lexicon, const spokes_tag_options *options, const char *path,
                              const spokes_sink *sink, uint64_t *faults_out, spokes_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (faults_out) *faults_out = 0;
  if (fd < 0) return spokes__file_error(err, "read", path);
  spokes_status status = options->jsonl || is_text(fd, path)
                             ? spokes_tag(lexicon, options, read_fd, &fd, sink, faults_out, err)
                             : tag_document(lexicon, options, path, sink, faults_out, err);
  close(fd);
  return status;
}
