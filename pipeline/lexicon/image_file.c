// Images in files: mapping them, and the public calls.

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cache_folder.h"
#include "base/fileio.h"
#include "image.h"

static spokes_status map_open_file(int file, const char *path, bool own_only, spokes_image_bytes *image_out,
                                   spokes_error *err) {
  struct stat info;
  if (fstat(file, &info)) return spokes__file_error(err, "read", path);
  if (!S_ISREG(info.st_mode) || info.st_size <= 0)
    return spokes__error_set(err, SPOKES_E_IO, "cannot read '%s': no plain file", path);
  if (own_only && !spokes__cache_file_is_own(file))
    return spokes__error_set(err, SPOKES_E_IO, "cannot read '%s': others may write it", path);
  size_t len = (size_t)info.st_size;
  void *mapped = mmap(NULL, len, PROT_READ, MAP_PRIVATE, file, 0);
  if (mapped == MAP_FAILED) return spokes__file_error(err, "read", path);
  *image_out = (spokes_image_bytes){mapped, len, true};
  return SPOKES_OK;
}

spokes_status spokes__image_map(const char *path, bool own_only, spokes_image_bytes *image_out, spokes_error *err) {
  *image_out = (spokes_image_bytes){0};
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return spokes__file_error(err, "read", path);
  spokes_status status = map_open_file(file, path, own_only, image_out, err);
  close(file);
  return status;
}

void spokes__image_release(spokes_image_bytes *image) {
  if (image->is_mapped)
    munmap(image->data, image->len);
  else
    spokes__free(image->data);
  *image = (spokes_image_bytes){0};
}

spokes_status spokes__image_open(spokes_image_bytes *image, const uint64_t *files_key, spokes_lexicon **out,
                                 spokes_error *err) {
  *out = NULL;
  spokes_lexicon *lexicon = spokes__calloc(1, sizeof *lexicon);
  spokes_status status = lexicon ? spokes__tables_open(&lexicon->tables, err) : spokes__error_nomem(err);
  if (lexicon) lexicon->arena = (spokes_arena)SPOKES_ARENA_INIT;
  if (!status) status = spokes__image_attach(lexicon, image, files_key, err);
  if (status) {
    spokes_lexicon_free(lexicon);
    spokes__image_release(image);
    return status;
  }
  lexicon->image = *image;
  *image = (spokes_image_bytes){0};
  *out = lexicon;
  return SPOKES_OK;
}

spokes_status spokes_lexicon_save(const spokes_lexicon *lexicon, const char *path, spokes_error *err) {
  return spokes__file_write(path, lexicon->image.data, lexicon->image.len, err);
}

spokes_status spokes_lexicon_open(const char *path, spokes_lexicon **out, spokes_error *err) {
  spokes_image_bytes image;
  *out = NULL;
  spokes_status status = spokes__image_map(path, false, &image, err);
  if (!status) status = spokes__image_open(&image, NULL, out, err);
  if (status == SPOKES_E_FORMAT || status == SPOKES_E_VERSION) spokes__error_path(err, path);
  return status;
}
