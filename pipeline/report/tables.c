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
  const uint64_t numbers[] = {row->chars, row->tokens,      row->sentences,          row->passages,
                              row->pages, counts->mentions, counts->naming_passages, counts->partners_named};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) number_field(buf, numbers[i]);
  text_field(buf, row->charset);
  number_field(buf, (uint64_t)row->charset_confidence);
  spokes__csv_number(buf, row->hhi, 6);
  spokes__buf_byte(buf, ',');
  spokes__csv_number(buf, spokes__effective_number_compute(row->hhi), 6);
  spokes__buf_byte(buf, ',');
  end_row(buf);
}

static const char *actor_id(const spokes_lexicon *lexicon, spokes_actor actor) {
  return actor == SPOKES_NO_ACTOR ? "" : spokes__lexicon_actor(lexicon, actor)->id;
}

static const char *row_id(const spokes_lexicon *lexicon, spokes_row row) {
  return row == SPOKES_NO_ROW ? "" : spokes__lexicon_row_id(lexicon, row);
}

static void place_fields(spokes_buf *buf, const char *doc_id, const char *text, const spokes_hit *hit) {
  text_field(buf, doc_id);
  number_field(buf, hit->start);
  number_field(buf, hit->end);
  spokes__csv_field(buf, text + hit->orig_start, hit->orig_end - hit->orig_start);
  spokes__buf_byte(buf, ',');
}

void spokes__mentions_rows(spokes_buf *buf, const char *doc_id, const char *text, const spokes_lexicon *lexicon,
                           const spokes_hits *mentions) {
  for (size_t i = 0; i < mentions->count; i++) {
    const spokes_hit *hit = &mentions->items[i];
    place_fields(buf, doc_id, text, hit);
    text_field(buf, actor_id(lexicon, hit->actor));
    text_field(buf, spokes_kind_name(hit->kind));
    text_field(buf, spokes_zone_name(hit->zone));
    number_field(buf, hit->page);
    number_field(buf, hit->line);
    number_field(buf, hit->passage);
    number_field(buf, hit->sentence);
    text_field(buf, row_id(lexicon, hit->rule));
    end_row(buf);
  }
}

void spokes__exclusions_rows(spokes_buf *buf, const char *doc_id, const char *text, const spokes_lexicon *lexicon,
                             const spokes_hits *exclusions) {
  for (size_t i = 0; i < exclusions->count; i++) {
    const spokes_hit *hit = &exclusions->items[i];
    place_fields(buf, doc_id, text, hit);
    text_field(buf, actor_id(lexicon, hit->actor));
    text_field(buf, spokes__reason_name(hit->reason));
    text_field(buf, spokes_zone_name(hit->zone));
    number_field(buf, hit->page);
    number_field(buf, hit->line);
    text_field(buf, row_id(lexicon, hit->rule));
    end_row(buf);
  }
}

void spokes__counts_rows(spokes_buf *buf, const spokes_document_row *row, const spokes_lexicon *lexicon,
                         const spokes_counts *counts) {
  for (size_t i = 0; i < counts->touched_count; i++) {
    const spokes_actor_count *count = &counts->actors[counts->touched[i]];
    const char *const texts[] = {row->id, row->issuer, row->date, row->series, actor_id(lexicon, counts->touched[i])};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) text_field(buf, texts[k]);
    number_field(buf, count->mentions);
    number_field(buf, count->sentences);
    number_field(buf, count->passages);
    for (size_t k = 0; k < SPOKES_KIND_COUNT; k++) number_field(buf, count->kinds[k]);
    number_field(buf, count->excluded[SPOKES_COUNT_ALL]);
    number_field(buf, count->implied);
    number_field(buf, count->excluded[SPOKES_COUNT_NAMES]);
    number_field(buf, count->excluded[SPOKES_COUNT_EXPLICIT]);
    end_row(buf);
  }
}
