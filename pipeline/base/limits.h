// Every limit of the program, each with its reason.
#ifndef SPOKES_BASE_LIMITS_H
#define SPOKES_BASE_LIMITS_H

#include <stdint.h>

// A document's text: offsets inside it are 32-bit numbers, which halves the size of all tables. The longest strategy
// known is below 2 MiB.
#define SPOKES_LIMIT_TEXT_BYTES (1u << 30)
// gzip input may not inflate to more than this many times its size (a text compresses about 1:4, deflate's best is
// 1:1032).
#define SPOKES_LIMIT_GZ_RATIO 400u
// A web page and the nesting of its elements: the largest strategies as pages are below 2 MiB and 100 deep; every end
// of an element looks through those that are open.
#define SPOKES_LIMIT_HTML_BYTES (64u << 20)
#define SPOKES_LIMIT_HTML_DEPTH 1000u
// A part of an office document, unpacked: the longest known text parts are below 20 MiB. XML with empty tables packs
// far better than text, so the ratio counts from a megabyte on.
#define SPOKES_LIMIT_PART_BYTES (256u << 20)
#define SPOKES_LIMIT_PART_RATIO 400u
#define SPOKES_LIMIT_PART_FREE (1u << 20)
// Parts of an office document, and its styles.
#define SPOKES_LIMIT_PARTS 65536u
#define SPOKES_LIMIT_STYLES 65536u
// A PDF document's words and pages: a thousand pages of small print have a million words.
#define SPOKES_LIMIT_PDF_WORDS 20000000u
#define SPOKES_LIMIT_PDF_PAGES 100000u
// pdftotext: a page takes it some milliseconds and a document some ten megabytes; its table has about 60 bytes a word.
#define SPOKES_LIMIT_PDF_WALL_SECONDS 300u
#define SPOKES_LIMIT_PDF_CPU_SECONDS 120u
#define SPOKES_LIMIT_PDF_MEMORY ((size_t)2 << 30)
#define SPOKES_LIMIT_PDF_OUTPUT ((size_t)512 << 20)
// Lines of a page that are compared with each other; a page of more is no page of text.
#define SPOKES_LIMIT_PDF_PAGE_LINES 1000u
// A table of a finished run, unpacked: it is read whole. A million mentions are about 100 MB.
#define SPOKES_LIMIT_TABLE_BYTES ((size_t)1 << 34)
// Rows of all dictionary files: row numbers share a 32-bit word with flags.
#define SPOKES_LIMIT_DICT_ROWS (1u << 22)
// Actors: an actor's number is 16 bits wide.
#define SPOKES_LIMIT_ACTORS 60000u
// Compiled dictionaries in the user's cache, in bytes: some twenty of the size of the built-in one.
#define SPOKES_LIMIT_CACHED_LEXICONS ((uint64_t)64 << 20)
// Dictionaries that are put together.
#define SPOKES_LIMIT_DICTIONARIES 16u
// Seed dictionaries of other programs: the largest known are below 1 MiB, and have four levels of keys.
#define SPOKES_LIMIT_SEED_BYTES (64u << 20)
#define SPOKES_LIMIT_YAML_DEPTH 16u
// A dictionary form, in bytes; longer ones are surely a damaged file.
#define SPOKES_LIMIT_FORM_BYTES 240u
// One field of a CSV file.
#define SPOKES_LIMIT_CSV_FIELD (1u << 20)
// PCRE2 limits for one context rule on its window of at most 2 x 240 bytes: a sound pattern needs some thousands of
// steps.
#define SPOKES_LIMIT_RULE_MATCH 200000u
#define SPOKES_LIMIT_RULE_DEPTH 2000u
#define SPOKES_LIMIT_RULE_HEAP_KIB 1024u
// A line of JSON for `tag --jsonl`.
#define SPOKES_LIMIT_JSON_LINE (1u << 28)
// A document that is added to a corpus: the largest white papers with pictures are about 100 MB.
#define SPOKES_LIMIT_ADDED_BYTES (UINT64_C(256) << 20)
// Downloads: redirects are one or two; seconds for a connection, for the whole, and for less than so many bytes a
// second.
#define SPOKES_LIMIT_REDIRECTS 5
#define SPOKES_LIMIT_CONNECT_SECONDS 20
#define SPOKES_LIMIT_DOWNLOAD_SECONDS 600u
#define SPOKES_LIMIT_STALL_SECONDS 30u
#define SPOKES_LIMIT_STALL_BYTES 256
// An address; servers accept less.
#define SPOKES_LIMIT_URL_BYTES 2048u
// All packs of the cache: the rows of some 2 GB of text. A record is read whole: the rows of a text of 100 MB.
#define SPOKES_LIMIT_CACHE_BYTES ((uint64_t)1 << 30)
#define SPOKES_LIMIT_CACHE_RECORD ((uint64_t)1 << 26)
// Folders inside folders of a corpus.
#define SPOKES_LIMIT_FOLDER_DEPTH 32
// Bytes of a corpus up to which intervals are computed unasked. A corpus of strategies or of debates is far below; of a
// large one the draws would cost more than all the rest.
#define SPOKES_LIMIT_INTERVAL_BYTES (UINT64_C(32) << 20)
// A document of this size may be worked off by several threads together; what is shorter takes some milliseconds.
#define SPOKES_LIMIT_TOGETHER_BYTES (UINT64_C(2) << 20)
// Worker threads.
#define SPOKES_LIMIT_THREADS 256

#endif
