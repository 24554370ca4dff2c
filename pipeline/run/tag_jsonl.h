// The reader of JSON lines; the one user of jansson. See tag.h for its function.
#ifndef SPOKES_RUN_TAG_JSONL_H
#define SPOKES_RUN_TAG_JSONL_H

const char *spokes__jsonl_library_version(void);

#endif
