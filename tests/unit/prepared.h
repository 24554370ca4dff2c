// A text and the tables it is prepared with, for the tests of text/.
#ifndef SPOKES_TESTS_PREPARED_H
#define SPOKES_TESTS_PREPARED_H

#include "text/text.h"

static spokes_tables tables;
static spokes_text text = SPOKES_TEXT_INIT;

static int setup(void **state) {
  (void)state;
  return spokes__tables_open(&tables, NULL) ? -1 : 0;
}

static int teardown(void **state) {
  (void)state;
  spokes__text_release(&text);
  spokes__tables_close(&tables);
  return 0;
}

#endif
