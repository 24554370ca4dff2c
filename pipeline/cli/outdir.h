// Where a run's results go when nobody said.
#ifndef SPOKES_CLI_OUTDIR_H
#define SPOKES_CLI_OUTDIR_H

#include <stdbool.h>
#include <stddef.h>

// Writes out/NAME-NNN, with the corpus folder's name and the first free number; false when there is none or it does not
// fit.
bool outdir_next(const char *corpus_dir, char *out, size_t out_cap);

#endif
