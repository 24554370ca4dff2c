// Which files the dictionaries have, in the order of reading.
#ifndef SPOKES_LEXICON_FOLDERS_H
#define SPOKES_LEXICON_FOLDERS_H

#include "base/alloc.h"
#include "base/buf.h"
#include "load.h"

typedef struct spokes_dict_file {
  const spokes_file_spec *spec;  // NULL: no file of a dictionary, though it looks like one
  const char *path;
  const char *name;   // inside its folder: "names/en.csv"
  const char *shown;  // as messages call it: the name, and with several dictionaries the path
  uint8_t folder;     // which of the dictionaries, from 0
} spokes_dict_file;

typedef struct spokes_dict_files {
  spokes_dict_file *items;
  size_t count, cap;
  size_t strays;  // files without a spec; they stand behind the others
  spokes_arena arena;
} spokes_dict_files;

// Lists the files of all dictionaries. SPOKES_E_IO when the first has no actors or another has none of its files.
// Release files even after a failure.
spokes_status spokes__dict_files_list(const spokes_lexicon_options *options, spokes_dict_files *files,
                                      spokes_error *err);
void spokes__dict_files_release(spokes_dict_files *files);

// Takes a file's name and contents into the checksum of a dictionary's files, which begins with 0.
uint64_t spokes__dict_files_add(uint64_t sum, const spokes_dict_file *file, const char *bytes, size_t len);
// That checksum over the files as they are now.
spokes_status spokes__dict_files_checksum(const spokes_dict_files *files, uint64_t *out, spokes_error *err);

#endif
