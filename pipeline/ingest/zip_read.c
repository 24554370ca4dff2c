// libzip over a block of memory. Sizes that the archive tells are not believed: a part is unpacked in steps, and
// stopped at the limit.

#include "ingest/zip_read.h"

#include <zip.h>

#include "base/alloc.h"
#include "base/limits.h"

#define STEP_BYTES (1u << 16)

struct spokes_zip {
  zip_t *archive;
};

static spokes_status zip_failed(zip_error_t *fault, const char *what, spokes_error *err) {
  if (zip_error_code_zip(fault) == ZIP_ER_MEMORY) return spokes__error_nomem(err);
  return spokes__error_set(err, SPOKES_E_FORMAT, "%s: %s", what, zip_error_strerror(fault));
}

spokes_status spokes__zip_open(const char *bytes, size_t len, spokes_zip **out, spokes_error *err) {
  zip_error_t fault;
  spokes_status status = SPOKES_OK;
  *out = NULL;
  spokes_zip *zip = spokes__calloc(1, sizeof *zip);
  if (!zip) return spokes__error_nomem(err);
  zip_error_init(&fault);
  zip_source_t *source = zip_source_buffer_create(bytes, len, 0, &fault);
  if (source) zip->archive = zip_open_from_source(source, ZIP_RDONLY, &fault);
  if (!zip->archive) {
    if (source) zip_source_free(source);
    status = zip_failed(&fault, "a zip archive or office document that is damaged or cut off", err);
  } else if (zip_get_num_entries(zip->archive, 0) > (zip_int64_t)SPOKES_LIMIT_PARTS) {
    status = spokes__error_set(err, SPOKES_E_LIMIT, "an archive of more than %u parts", SPOKES_LIMIT_PARTS);
  }
  zip_error_fini(&fault);
  if (status)
    spokes__zip_free(zip);
  else
    *out = zip;
  return status;
}

void spokes__zip_free(spokes_zip *zip) {
  if (!zip) return;
  if (zip->archive) zip_discard(zip->archive);
  spokes__free(zip);
}

bool spokes__zip_has(const spokes_zip *zip, const char *part) {
  return zip_name_locate(zip->archive, part, ZIP_FL_ENC_GUESS) >= 0;
}

static size_t most_of(const zip_stat_t *stat) {
  uint64_t packed = stat->valid & ZIP_STAT_COMP_SIZE ? stat->comp_size : 0;
  uint64_t by_ratio = packed < SPOKES_LIMIT_PART_BYTES ? packed * SPOKES_LIMIT_PART_RATIO : SPOKES_LIMIT_PART_BYTES;
  if (by_ratio < SPOKES_LIMIT_PART_FREE) by_ratio = SPOKES_LIMIT_PART_FREE;
  return by_ratio < SPOKES_LIMIT_PART_BYTES ? (size_t)by_ratio : SPOKES_LIMIT_PART_BYTES;
}

static spokes_status unpack(zip_file_t *file, const char *part, size_t most, spokes_buf *buf, spokes_error *err) {
  for (;;) {
    if (!spokes__buf_reserve(buf, STEP_BYTES)) return spokes__error_nomem(err);
    zip_int64_t got = zip_fread(file, buf->data + buf->len, STEP_BYTES);
    if (got < 0) {
      zip_error_t *fault = zip_file_get_error(file);
      if (zip_error_code_zip(fault) == ZIP_ER_MEMORY) return spokes__error_nomem(err);
      return spokes__error_set(err, SPOKES_E_FORMAT, "part '%.80s' is damaged: %s", part, zip_error_strerror(fault));
    }
    buf->len += (size_t)got;
    buf->data[buf->len] = '\0';
    if (!got) return SPOKES_OK;
    if (buf->len > most)
      return spokes__error_set(err, SPOKES_E_LIMIT, "part '%.80s' grows beyond the limit of %zu bytes", part, most);
  }
}

spokes_status spokes__zip_part(spokes_zip *zip, const char *part, spokes_buf *buf, spokes_error *err) {
  zip_stat_t stat;
  spokes__buf_clear(buf);
  zip_int64_t index = zip_name_locate(zip->archive, part, ZIP_FL_ENC_GUESS);
  if (index < 0 || zip_stat_index(zip->archive, (zip_uint64_t)index, 0, &stat))
    return spokes__error_set(err, SPOKES_E_FORMAT, "part '%.80s' is missing", part);
  if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE)
    return spokes__error_set(err, SPOKES_E_FORMAT, "part '%.80s' is encrypted", part);
  zip_file_t *file = zip_fopen_index(zip->archive, (zip_uint64_t)index, 0);
  if (!file) return zip_failed(zip_get_error(zip->archive), "a damaged archive", err);
  spokes_status status = unpack(file, part, most_of(&stat), buf, err);
  zip_fclose(file);
  return status;
}

const char *spokes__zip_library_version(void) { return zip_libzip_version(); }
