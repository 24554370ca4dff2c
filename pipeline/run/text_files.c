// The folder is made by the first text, so that a corpus of plain texts has none.

#include "run/text_files.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"

#define NEW_FOLDER "text.part"
#define FOLDER "text"
#define NAME_BYTES 200u  // file systems take 255

// A hash for the rest of an id that is too long (FNV-1a, 64 bits).
static uint64_t hash_of(const char *id) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (; *id; id++) hash = (hash ^ (unsigned char)*id) * 0x100000001b3u;
  return hash;
}

void spokes__text_file_name(spokes_buf *name, const char *id) {
  size_t start = name->len;
  for (const char *at = id; *at; at++) {
    unsigned char byte = (unsigned char)*at;
    if (byte < 0x20 || byte == 0x7F || strchr("/\\%:*?\"<>|", byte) || (byte == '.' && at == id))
      spokes__buf_format(name, "%%%02X", byte);
    else
      spokes__buf_byte(name, *at);
    if (name->len - start <= NAME_BYTES) continue;
    // Two long ids that begin alike differ in the hash; '%' and a small letter occur in no other name.
    name->len = start + NAME_BYTES;
    while (name->len > start && ((unsigned char)name->data[name->len] & 0xC0) == 0x80) name->len--;
    spokes__buf_format(name, "%%h%016llx", (unsigned long long)hash_of(id));
    break;
  }
  spokes__buf_text(name, ".txt");
}

// Removes the folder and its texts; a folder that holds anything else stays.
static void remove_folder(const char *path) {
  spokes_names names = SPOKES_NAMES_INIT;
  spokes_buf file = SPOKES_BUF_INIT;
  if (spokes__path_info(path).kind == SPOKES_PATH_FOLDER && !spokes__folder_list(path, &names, NULL)) {
    for (size_t i = 0; i < names.count; i++) {
      size_t len = strlen(names.items[i]);
      bool is_text = (len > 4 && !strcmp(names.items[i] + len - 4, ".txt")) ||
                     (len > 9 && !strcmp(names.items[i] + len - 9, ".txt.part"));
      spokes__path_join(&file, path, names.items[i]);
      if (is_text && !file.failed) unlink(file.data);
    }
    rmdir(path);
  }
  spokes__buf_release(&file);
  spokes__names_release(&names);
}

void spokes__text_files_begin(const char *out_dir) {
  spokes_buf path = SPOKES_BUF_INIT;
  spokes__path_join(&path, out_dir, NEW_FOLDER);
  if (!path.failed) remove_folder(path.data);
  spokes__buf_release(&path);
}

spokes_status spokes__text_files_put(const char *out_dir, const char *id, const char *text, size_t len,
                                     spokes_error *err) {
  spokes_buf folder = SPOKES_BUF_INIT, path = SPOKES_BUF_INIT, name = SPOKES_BUF_INIT;
  spokes__path_join(&folder, out_dir, NEW_FOLDER);
  spokes__text_file_name(&name, id);
  if (!folder.failed && !name.failed) spokes__path_join(&path, folder.data, name.data);
  spokes_status status =
      folder.failed || name.failed || path.failed ? spokes__error_nomem(err) : spokes__folder_make(folder.data, err);
  if (!status) status = spokes__file_write(path.data, text, len, err);
  spokes__buf_release(&folder);
  spokes__buf_release(&path);
  spokes__buf_release(&name);
  return status;
}

spokes_status spokes__text_files_commit(const char *out_dir, spokes_error *err) {
  spokes_buf from = SPOKES_BUF_INIT, to = SPOKES_BUF_INIT;
  spokes__path_join(&from, out_dir, NEW_FOLDER);
  spokes__path_join(&to, out_dir, FOLDER);
  spokes_status status = from.failed || to.failed ? spokes__error_nomem(err) : SPOKES_OK;
  if (!status) {
    remove_folder(to.data);
    bool has_texts = spokes__path_info(from.data).kind == SPOKES_PATH_FOLDER;
    if (has_texts && rename(from.data, to.data)) status = spokes__file_error(err, "write", to.data);
  }
  spokes__buf_release(&from);
  spokes__buf_release(&to);
  return status;
}
