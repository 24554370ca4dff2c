// The text of a document that its format marks up, put together region by region.
//
// Text goes into the open region; without one, none is written. White space collapses to one blank, and is dropped at
// the start of a region or line and between characters of scripts that write without blanks. Regions are divided by a
// blank line; one that stays empty leaves nothing behind. Like spokes_buf a composer remembers a failure, which
// spokes__composer_finish reports.
#ifndef SPOKES_INGEST_COMPOSER_H
#define SPOKES_INGEST_COMPOSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/layout.h"

typedef struct spokes_composer {
  spokes_buf text;
  spokes_region *regions;
  size_t region_count, region_cap;
  bool is_open;
  size_t start;       // of the open region
  uint8_t zone;       // of the open region
  bool blank;         // white space waits for the next character
  bool blank_breaks;  // and held a line end
  bool no_memory, too_long;
  spokes_buf scratch;
} spokes_composer;

#define SPOKES_COMPOSER_INIT \
  { 0 }

void spokes__composer_clear(spokes_composer *composer);  // keeps the memory
void spokes__composer_release(spokes_composer *composer);

void spokes__composer_open(spokes_composer *composer, spokes_zone zone);  // closes the open region
void spokes__composer_close(spokes_composer *composer);
bool spokes__composer_is_blank(const spokes_composer *composer);  // no open region, or one without text

// len bytes of valid UTF-8 into the open region.
void spokes__composer_text(spokes_composer *composer, const char *text, size_t len);
void spokes__composer_line(spokes_composer *composer);  // a line end; nothing at the start of a line
void spokes__composer_page(spokes_composer *composer);  // a form feed, also inside a region

// A place to go back to. The open region is closed first.
typedef struct spokes_composer_mark {
  size_t len, regions;
} spokes_composer_mark;

spokes_composer_mark spokes__composer_mark(spokes_composer *composer);
void spokes__composer_rewind(spokes_composer *composer, spokes_composer_mark mark);

// Joins the regions from number `first` on to one of the given zone: the first regions of cells (ascending numbers) are
// set off by a bar, others by a line end.
void spokes__composer_join(spokes_composer *composer, size_t first, const size_t *cells, size_t cell_count,
                           spokes_zone zone);

// Moves the regions of `from` behind those of composer.
void spokes__composer_take(spokes_composer *composer, spokes_composer *from);

// Closes the open region. SPOKES_E_NOMEM, or SPOKES_E_LIMIT for a text beyond SPOKES_LIMIT_TEXT_BYTES.
spokes_status spokes__composer_finish(spokes_composer *composer, spokes_error *err);

#endif
