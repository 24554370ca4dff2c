// Where images are kept between runs: the one that was built with the program, and those in the user's cache.
#ifndef SPOKES_LEXICON_IMAGE_CACHE_H
#define SPOKES_LEXICON_IMAGE_CACHE_H

#include "image.h"

// A lexicon over an image of just these files, or *out stays NULL: there is none that fits and is whole.
void spokes__images_find(uint64_t files_key, spokes_lexicon **out);

// Keeps the lexicon's image in the user's cache where that is possible; older ones go when there are many.
void spokes__images_keep(const spokes_lexicon *lexicon);

#endif
