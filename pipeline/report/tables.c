// The tables' names, headers and rows.

#include "report/tables.h"

#include <string.h>

#include "base/csv_write.h"
#include "measure/shares.h"

static const struct {
  const char *file, *header;
} tables[SPOKES_TABLE_COUNT] = {
    [SPOKES_TABLE_DOCUMENTS] = {"documents.csv",
                                "doc_id,path,issuer,date,series,title,lang,status,message,sha256,bytes,chars,tokens,"
                                "sentences,passages,pages,mentions,naming_passages,partners_named,charset,"
                                "charset_confidence,hhi,effective_partners\n"},
    [SPOKES_TABLE_MENTIONS] = {"mentions.csv",
                               "doc_id,start,end,text,actor,kind,zone,page,line,passage,sentence,rule\n"},
    [SPOKES_TABLE_EXCLUSIONS] = {"exclusions.csv", "doc_id,start,end,text,would_be,reason,zone,page,line,rule\n"},
    [SPOKES_TABLE_COUNTS] = {"counts.csv",
                             "doc_id,issuer,date,series,actor,mentions,sentences,passages,names,acronyms,abbrevs,"
                             "demonyms,metonyms,excluded,implied,excluded_names,excluded_explicit\n"},
    [SPOKES_TABLE_SALIENCE] = {"salience.csv",
                               "doc_id,actor,mentions,share,rate_1000,coverage,rank,dp_norm,psi,share_lo,share_hi,"
                               "p_top,rate_lo,rate_hi,coverage_lo,coverage_hi,sentences,passages,dp,relative,"
                               "reference,rate_1000_chars\n"},
    [SPOKES_TABLE_COMENTIONS] = {"comentions.csv", "doc_id,actor_a,actor_b,sentences,passages,jaccard,npmi\n"},
    [SPOKES_TABLE_DAMAGE] = {"damage.csv", "doc_id,kind,places,repaired,mentions_gained,example\n"},
};

const char *spokes__table_file(spokes_table table) { return tables[table].file; }

const char *spokes__table_header(spokes_table table) { return tables[table].header; }

static void text_field(spokes_buf *buf, const char *text) {
  spokes__csv_text(buf, text);
  spokes__buf_byte(buf, ',');
}

static void number_field(spokes_buf *buf, uint64_t number) {
  spokes__buf_u64(buf, number);
  spokes__buf_byte(buf, ',');
}

static void end_row(spokes_buf *buf) {
  if (buf->len) buf->data[buf->len - 1] = '\n';
}

void spokes__documents_row(spokes_buf *buf, const spokes_document_row *row, const spokes_counts *counts) {
  const char *const texts[] = {row->id,    row->path, row->issuer, row->date,    row->series,
                               row->title, row->lang, row->status, row->message, row->sha256};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_field(buf, texts[i]);
  number_field(buf, row->bytes);
  if (!row->has_text) {
    spokes__buf_text(buf, ",,,,,,,,,,,\n");
    return;
  }
  number_field(buf, row->chars);
  if (row->has_words)
    number_field(buf, row->tokens);
  else
    spokes__buf_byte(buf, ',');
  const uint64_t numbers[] = {row->sentences,   row->passages,           row->pages,
                              counts->mentions, counts->naming_passages, counts->partners_named};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) number_field(buf, numbers[i]);
  text_field(buf, row->charset);
  number_field(buf, (uint64_t)row->charset_confidence);
  spokes__csv_number(buf, row->hhi, 6);
  spokes__buf_byte(buf, ',');
  spokes__csv_number(buf, spokes__effective_number_compute(row->hhi), 6);
  spokes__buf_byte(buf, ',');
  end_row(buf);
}

// ---- Rows by the million: room for a whole row is asked for once --------------------------------------------------

#define NUMBERS 24u  // the most numbers in a row

// Room for the document's cells, numbers, the short cell and `more` bytes; NULL when memory is out.
static char *begin_row(spokes_buf *buf, const spokes_buf *document, size_t more) {
  if (document->failed) buf->failed = true;
  if (!spokes__buf_reserve(buf, document->len + NUMBERS * (SPOKES_PUT_U64 + 1) + sizeof(spokes_short_cell) + more))
    return NULL;
  return spokes__put_bytes(buf->data + buf->len, document->data, document->len);
}

static char *put_number(char *at, uint64_t number) { return spokes__put_byte(spokes__put_u64(at, number), ','); }

// Document, place, text and actor.
static char *begin_hit(spokes_buf *buf, spokes_row_names *names, const char *text, const spokes_hit *hit) {
  size_t len = hit->orig_end - hit->orig_start;
  char *at =
      begin_row(buf, &names->id, spokes__put_field_room(len) + spokes__row_names_room(names, hit->actor, hit->rule));
  if (!at) return NULL;
  at = put_number(at, hit->start);
  at = put_number(at, hit->end);
  at = spokes__put_byte(spokes__put_field(at, text + hit->orig_start, len), ',');
  return spokes__put_byte(spokes__put_actor(at, names, hit->actor), ',');
}

static void end_hit(spokes_buf *buf, char *at, spokes_row_names *names, const spokes_hit *hit) {
  spokes__buf_end(buf, spokes__put_byte(spokes__put_row(at, names, hit->rule), '\n'));
}

void spokes__mentions_rows(spokes_buf *buf, spokes_row_names *names, const char *text, const spokes_hits *mentions) {
  for (size_t i = 0; i < mentions->count; i++) {
    const spokes_hit *hit = &mentions->items[i];
    char *at = begin_hit(buf, names, text, hit);
    if (!at) return;
    at = spokes__put_short(at, &names->kinds[hit->kind][hit->zone]);
    at = put_number(at, hit->page);
    at = put_number(at, hit->line);
    at = put_number(at, hit->passage);
    at = put_number(at, hit->sentence);
    end_hit(buf, at, names, hit);
  }
}

void spokes__exclusions_rows(spokes_buf *buf, spokes_row_names *names, const char *text,
                             const spokes_hits *exclusions) {
  for (size_t i = 0; i < exclusions->count; i++) {
    const spokes_hit *hit = &exclusions->items[i];
    char *at = begin_hit(buf, names, text, hit);
    if (!at) return;
    at = spokes__put_short(at, &names->reasons[hit->reason][hit->zone]);
    at = put_number(at, hit->page);
    at = put_number(at, hit->line);
    end_hit(buf, at, names, hit);
  }
}

void spokes__counts_rows(spokes_buf *buf, spokes_row_names *names, const spokes_counts *counts) {
  for (size_t i = 0; i < counts->touched_count; i++) {
    spokes_actor actor = counts->touched[i];
    const spokes_actor_count *count = &counts->actors[actor];
    char *at = begin_row(buf, &names->facts, spokes__row_names_room(names, actor, SPOKES_NO_ROW));
    if (!at) return;
    at = spokes__put_byte(spokes__put_actor(at, names, actor), ',');
    at = put_number(at, count->mentions);
    at = put_number(at, count->sentences);
    at = put_number(at, count->passages);
    for (size_t k = 0; k < SPOKES_KIND_COUNT; k++) at = put_number(at, count->kinds[k]);
    at = put_number(at, count->excluded[SPOKES_COUNT_ALL]);
    at = put_number(at, count->implied);
    at = put_number(at, count->excluded[SPOKES_COUNT_NAMES]);
    at = put_number(at, count->excluded[SPOKES_COUNT_EXPLICIT]);
    at[-1] = '\n';
    spokes__buf_end(buf, at);
  }
}
