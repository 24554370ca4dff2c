// ingest/: Word documents. Each case is an archive with the given parts, and the regions that come out of it.

#include <string.h>
#include <zip.h>

#include "base/alloc.h"
#include "cmocka_all.h"
#include "ingest/docx.h"
#include "ingest/ingest.h"
#include "ingest/xml_read.h"
#include "regions.h"
#include "scratch.h"

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define MC "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define ROOT_RELATIONS \
  "<Relationships><Relationship Id='a' Type='" TYPE "officeDocument' Target='word/document.xml'/></Relationships>"
#define DOCUMENT(body) "<w:document " W " " MC "><w:body>" body "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t xml:space='preserve'>" text "</w:t></w:r></w:p>"
#define R(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define MAX_PARTS 8

typedef struct part {
  const char *name, *bytes;
} part;

static spokes_ingester *ingester;

static int setup(void **state) { return scratch_setup(state) || spokes__ingester_new(&ingester, NULL) ? -1 : 0; }

static int teardown(void **state) {
  spokes__ingester_free(ingester);
  return scratch_teardown(state);
}

static void add_part(zip_t *archive, const char *name, const char *bytes, size_t len) {
  zip_source_t *source = zip_source_buffer(archive, bytes, len, 0);
  assert_non_null(source);
  assert_true(zip_file_add(archive, name, source, 0) >= 0);
}

static const char *make_archive(const part *parts) {
  const char *path = scratch_path("doc.docx");
  zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
  assert_non_null(archive);
  for (size_t i = 0; i < MAX_PARTS && parts[i].name; i++)
    add_part(archive, parts[i].name, parts[i].bytes, strlen(parts[i].bytes));
  assert_int_equal(zip_close(archive), 0);
  return path;
}

static spokes_document ingest(const char *path) {
  spokes_document document;
  assert_int_equal(spokes__ingest_file(ingester, path, &document, NULL), SPOKES_OK);
  return document;
}

static void expect(const char *name, const char *path, const char *expected) {
  spokes_buf seen = SPOKES_BUF_INIT;
  spokes_document document = ingest(path);
  if (document.status == SPOKES_INGEST_FAILED) fail_msg("%s: %s", name, document.message);
  regions_render(document.text, document.text_len, document.regions, document.region_count, &seen);
  if (strcmp(seen.data, expected)) fail_msg("%s:\n%s\ninstead of\n%s", name, seen.data, expected);
  spokes__buf_release(&seen);
}

static void body(void **state) {
  (void)state;
  static const struct {
    const char *name, *body, *expected;
  } cases[] = {
      {"runs of a paragraph", "<w:p>" R("We work with the Repub") R("lic of ") R("Korea.") "</w:p>" P("Two"),
       "body:We work with the Republic of Korea.\nbody:Two"},
      {"empty paragraphs", "<w:p/>" P("") "<w:p><w:pPr/></w:p>", ""},
      {"characters that are elements",
       "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/>"
       "<w:t>e</w:t><w:cr/><w:t>f</w:t></w:r></w:p>",
       "body:a b/c\u2011d\u00ADe/f"},
      {"outline level without a style",
       "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr>" R("One") "</w:p><w:p><w:pPr><w:outlineLvl w:val='9'/></w:pPr>" R(
           "Two") "</w:p>",
       "heading:One\nbody:Two"},
      {"tracked changes",
       "<w:p>" R("Ja") "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins>" R("pan") "</w:ins><w:moveFrom>" R(
           " gone") "</w:moveFrom><w:moveTo>" R(" here") "</w:moveTo></w:p>",
       "body:Japan here"},
      {"hidden runs",
       "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t><w:tab/></w:r><w:r><w:rPr><w:vanish "
       "w:val='0'/></w:rPr><w:t>yes</w:t>"
       "</w:r><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" R("!") "</w:p>",
       "body:yes!"},
      {"fields",
       "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE "
       "India</w:instrText></w:r><w:r><w:fldChar "
       "w:fldCharType='separate'/></w:r>" R("7") "<w:fldSimple w:instr='AUTHOR'>" R(" x") "</w:fldSimple></w:p>",
       "body:7 x"},
      {"transparent elements",
       "<w:sdt><w:sdtPr><w:alias w:val='t'/></w:sdtPr><w:sdtContent><w:p><w:hyperlink>" R(
           "Ja") "</w:hyperlink><w:smartTag>" R("pan") "</w:smartTag></w:p></w:sdtContent></w:sdt>",
       "body:Japan"},
      {"marks of notes",
       "<w:p>" R(
           "Japan") "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
                    "<w:t>12</w:t></w:r>" R(
                        " and 10") "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>6</w:t></w:r></w:p>",
       "body:Japan and 106"},
      {"rows of a table",
       P("a") "<w:tbl><w:tr><w:tc>" P("China") "</w:tc><w:tc>" P("b")
           P("c") "</w:tc></w:tr><w:tr><w:tc>" P("") "</w:tc><w:tc>" P("d") "</w:tc></w:tr></w:tbl>" P("e"),
       "body:a\ntable:China | b/c\nbody:d\nbody:e"},
      {"tables in a table",
       "<w:tbl><w:tr><w:tc>" P("a") "<w:tbl><w:tr><w:tc>" P("b") "</w:tc><w:tc>" P(
           "c") "</w:tc></w:tr></w:tbl></w:tc><w:tc>" P("d") "</w:tc></w:tr></w:tbl>",
       "body:a\ntable:b | c\nbody:d"},
      {"a text box, once, behind its paragraph",
       "<w:p>" R("Re") "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" P("In the box")
           P("two") "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" P(
               "In the box") "</w:txbxContent></w:pict></mc:Fallback>"
                             "</mc:AlternateContent></w:r>" R("public") "</w:p>" P("next"),
       "body:Republic\nbody:In the box\nbody:two\nbody:next"},
      {"page breaks", P("one") "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" P("two"), "body:one\nbody:two"},
      {"pages as they were saved",
       "<w:p><w:r><w:t>Uni</w:t><w:br w:type='page'/><w:lastRenderedPageBreak/><w:t>ted</w:t></w:r></w:p>",
       "body:Uni\fted"},
      {"ruby",
       "<w:p><w:r><w:ruby><w:rt>" R("に") "</w:rt><w:rubyBase>" R("日") "</w:rubyBase></w:ruby></w:r>" R("本") "</w:p>",
       "body:日本"},
      {"another prefix and other languages inside",
       "<x:p xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main' "
       "xmlns:a='urn:a'><x:r><x:t>yes</x:t></x:r><a:r><a:t>no</a:t>"
       "</a:r></x:p>",
       "body:yes"},
      {"references", P("A &amp; B &#x4E2D;<![CDATA[<c>]]>"), "body:A & B 中<c>"},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_buf document = SPOKES_BUF_INIT;
    spokes__buf_format(&document, "%s%s%s", "<w:document " W " " MC "><w:body>", cases[i].body,
                       "</w:body></w:document>");
    part parts[MAX_PARTS] = {{"_rels/.rels", ROOT_RELATIONS}, {"word/document.xml", document.data}};
    expect(cases[i].name, make_archive(parts), cases[i].expected);
    spokes__buf_release(&document);
  }
}

// Styles by their built-in names, whatever their ids; by what they are based on; and every other part.
static void other_parts(void **state) {
  (void)state;
#define STYLED(id, text) "<w:p><w:pPr><w:pStyle w:val='" id "'/></w:pPr>" R(text) "</w:p>"
  part parts[MAX_PARTS] = {
      {"_rels/.rels",
       "<Relationships><Relationship Type='" TYPE "officeDocument' Target='/text/main.xml'/></Relationships>"},
      {"text/main.xml", DOCUMENT(STYLED("berschrift1", "H1") STYLED("eigene", "H2") STYLED("kreis", "B1") STYLED(
                            "toc", "T") STYLED("ebene", "H3") STYLED("fehlt", "B2") STYLED("quelle", "R"))},
      {"text/_rels/main.xml.rels",
       "<Relationships><Relationship Type='" TYPE "styles' Target='styles.xml'/><Relationship Type='" TYPE
       "footnotes' Target='notes/f.xml'/><Relationship Type='" TYPE
       "endnotes' Target='../e.xml'/><Relationship Type='" TYPE "header' Target='h.xml'/><Relationship Type='" TYPE
       "footer' Target='missing.xml'/><Relationship Type='" TYPE
       "footnotes' TargetMode='External' Target='http://x/y'/></Relationships>"},
      {"text/styles.xml",
       "<w:styles " W
       "><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='eigene'><w:name "
       "w:val='Mein'/><w:basedOn w:val='berschrift1'/></w:style><w:style w:styleId='kreis'><w:basedOn "
       "w:val='kreis'/></w:style>"
       "<w:style w:styleId='toc'><w:name w:val='toc 2'/></w:style><w:style w:styleId='ebene'><w:name "
       "w:val='Ebene'/><w:pPr>"
       "<w:outlineLvl w:val='2'/></w:pPr></w:style><w:style w:styleId='quelle'><w:name "
       "w:val='Bibliography'/></w:style></w:styles>"},
      {"text/notes/f.xml", "<w:footnotes " W "><w:footnote w:type='separator'>" P(
                               "-") "</w:footnote><w:footnote w:id='2'>" P("See India.") "</w:footnote></w:footnotes>"},
      {"e.xml", "<w:endnotes " W "><w:endnote w:id='2'>" P("End.") "</w:endnote></w:endnotes>"},
      {"text/h.xml", "<w:hdr " W ">" P("Page header") "</w:hdr>"}};
  expect(
      "parts", make_archive(parts),
      "heading:H1\nheading:H2\nbody:B1\nfront:T\nheading:H3\nbody:B2\nreference:R\nfootnote:See India.\nfootnote:End.\n"
      "running:Page header");
}

static void what_is_not_read(void **state) {
  (void)state;
  static const struct {
    part parts[MAX_PARTS];
    spokes_ingest_status status;
    const char *message;
  } cases[] = {
      {{{"a.txt", "x"}}, SPOKES_INGEST_FAILED, "a zip archive, which is no document"},
      {{{"xl/workbook.xml", "<x/>"}}, SPOKES_INGEST_FAILED, "an Excel workbook"},
      {{{"mimetype", "x"}, {"content.xml", "<x/>"}}, SPOKES_INGEST_FAILED, "an OpenDocument file: save it as .docx"},
      {{{"[Content_Types].xml", "<x/>"}, {"_rels/.rels", ROOT_RELATIONS}},
       SPOKES_INGEST_FAILED,
       "a damaged office document: its main part is missing"},
      {{{"word/document.xml", DOCUMENT("<w:p>")}},
       SPOKES_INGEST_FAILED,
       "a damaged Word document: part 'word/document.xml': line 1: Premature end of data in tag document line 1"},
      {{{"word/document.xml", ""}},
       SPOKES_INGEST_FAILED,
       "a damaged Word document: part 'word/document.xml': it is empty"},
      {{{"word/document.xml",
         "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><w:document " W "><w:p>&b;</w:p></w:document>"}},
       SPOKES_INGEST_FAILED,
       "a damaged Word document: part 'word/document.xml': it holds a document type definition"},
      {{{"_rels/.rels", "<x"}, {"word/document.xml", DOCUMENT("")}},
       SPOKES_INGEST_FAILED,
       "a damaged Word document: part '_rels/.rels': line 1: Couldn't find end of Start Tag x line 1"},
      {{{"word/document.xml", DOCUMENT("<w:p/>")}}, SPOKES_INGEST_EMPTY, "no text in the document"},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_document document = ingest(make_archive(cases[i].parts));
    assert_string_equal(document.message, cases[i].message);
    assert_int_equal(document.status, cases[i].status);
    assert_int_equal(document.text_len, 0);
  }
}

static void damaged_archives(void **state) {
  (void)state;
  part parts[MAX_PARTS] = {{"_rels/.rels", ROOT_RELATIONS}, {"word/document.xml", DOCUMENT(P("Japan"))}};
  char bytes[8192];
  FILE *file = fopen(make_archive(parts), "rb");
  size_t len = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  spokes_document document = ingest(scratch_file("cut.docx", bytes, len - 30));
  assert_int_equal(document.status, SPOKES_INGEST_FAILED);
  assert_string_equal(document.message,
                      "a zip archive or office document that is damaged or cut off: Not a zip archive");
  for (size_t i = 0; i < len; i++) {
    bytes[i] ^= 0x55;
    document = ingest(scratch_file("changed.docx", bytes, len));
    bytes[i] ^= 0x55;
    bool is_whole = document.status == SPOKES_INGEST_OK && strstr(document.text, "Japan");
    if (!is_whole && !*document.message) fail_msg("byte %zu: changed without a word", i);
  }
}

static void bomb(void **state) {
  (void)state;
  size_t len = 40u << 20;
  char *blanks = malloc(len);
  assert_non_null(blanks);
  memset(blanks, ' ', len);
  const char *path = scratch_path("bomb.docx");
  zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
  add_part(archive, "word/document.xml", blanks, len);
  assert_int_equal(zip_close(archive), 0);
  free(blanks);
  spokes_document document = ingest(path);
  assert_int_equal(document.status, SPOKES_INGEST_FAILED);
  assert_non_null(strstr(document.message, "part 'word/document.xml' grows beyond the limit of"));
}

static void memory_may_run_out(void **state) {
  (void)state;
  part parts[MAX_PARTS] = {
      {"_rels/.rels", ROOT_RELATIONS},
      {"word/document.xml",
       DOCUMENT(P("Japan") "<w:tbl><w:tr><w:tc>" P("a") "</w:tc><w:tc>" P("b") "</w:tc></w:tr></w:tbl>")},
      {"word/_rels/document.xml.rels",
       "<Relationships><Relationship Type='" TYPE "styles' Target='styles.xml'/></Relationships>"},
      {"word/styles.xml", "<w:styles " W "><w:style w:styleId='a'><w:name w:val='b'/><w:basedOn w:val='c'/>"
                          "</w:style></w:styles>"}};
  const char *path = make_archive(parts);
  spokes_status status = SPOKES_E_NOMEM;
  for (uint64_t n = 1; status; n++) {
    spokes_ingester *one = NULL;
    spokes_document document;
    spokes_error err;
    assert_true(n < 1000);
    spokes__alloc_fail_after(n);
    status = spokes__ingester_new(&one, &err);
    if (!status) status = spokes__ingest_file(one, path, &document, &err);
    spokes__alloc_fail_after(0);
    if (!status) assert_int_equal(document.region_count, 2);
    spokes__ingester_free(one);
    assert_true(status == SPOKES_OK || status == SPOKES_E_NOMEM);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(body),
                                     cmocka_unit_test(other_parts),
                                     cmocka_unit_test(what_is_not_read),
                                     cmocka_unit_test(damaged_archives),
                                     cmocka_unit_test(bomb),
                                     cmocka_unit_test(memory_may_run_out)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
