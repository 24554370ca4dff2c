// ingest/: web pages. Each case is a page and the regions that come out of it.

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "cmocka_all.h"
#include "ingest/format.h"
#include "ingest/html.h"
#include "ingest/html_charset.h"
#include "ingest/ingest.h"
#include "ingest/xml_read.h"
#include "regions.h"
#include "scratch.h"

typedef struct page {
  const char *name, *html, *expected;
} page;

static const page pages[] = {
    {"paragraphs, implied and explicit", "<p>One\n two  <b>Repub</b>lic of <i>Korea</i>.<p>Three<div>four</div>five",
     "body:One two Republic of Korea.\nbody:Three\nbody:four\nbody:five"},
    {"entities", "<p>Ja&#112;an &amp; C&ocirc;te d&#x2019;Ivoire &lt;b&gt; A&nbsp;B &unknown; &",
     "body:Japan & Côte d\u2019Ivoire <b> A\u00A0B &unknown; &"},
    {"line breaks", "<p>one<br>two<br> <br>three<br/>", "body:one/two\nbody:three"},
    {"ideographs over a source line", "<p>我们主张同日\n本合作 and\nEnglish</p>",
     "body:我们主张同日本合作 and English"},
    {"what is not read",
     "<head><title>T</title></head><script>var a='Japan<p>';</script><style>p{}</style><p>a<button>b</button>"
     "<select><option>India</option></select><noscript>Peru</noscript><template>Chile</template>z",
     "body:az"},
    {"hidden",
     "<p hidden>a<p style='color:red; Display : NONE'>b<p aria-hidden=true>c<p>d<span "
     "style='visibility:hidden'>e</span>f",
     "body:df"},
    {"a page hidden until its script has run", "<html style='display:none'><body hidden><main hidden>Japan</main>",
     "body:Japan"},
    {"navigation", "<nav><p>India</p></nav><div role='navigation'>Peru</div><p>Text<footer>Chile</footer><aside>Mali",
     "body:Text"},
    {"banner of the page, header of the article",
     "<header><h1>Ministry</h1></header><article><header><h1>Strategy</h1></header><p>Text</article>",
     "heading:Strategy\nbody:Text"},
    {"a menu by its class is one when it is made of links",
     "<div class='top menu'><a href=a>India</a> | <a href=b>Peru</a></div>"
     "<div class='menu'><p>The menu of options is long, see <a href=c>Japan</a>.</div>",
     "body:The menu of options is long, see Japan."},
    {"a footer by its class is one when it is short, but for notes",
     "<p>Text<div id=footer><p>Ministry of India</div><div class=footer><p class=footnote>See Peru</div>",
     "body:Text\nfootnote:See Peru"},
    {"conditions of Word",
     "<!--[if gte mso 9]><xml><w:x>Brazil</w:x></xml><![endif]--><p>Ja<![if !supportFootnotes]>pan<![endif]> a<![b]> "
     "<![CDATA[c]]>",
     "body:Japan a<![b]> <![CDATA[c]]>"},
    {"a class that only contains the word", "<div class='with-menu'><a href=a>India</a></div>", "body:India"},
    {"a form around the page", "<form id=aspnetForm><p>Japan<input value=x><label>Search</label></form>", "body:Japan"},
    {"headings and lists", "<h2>One <em>two</em></h2><ul><li>a<li>b<ol><li>c</ol></ul><dl><dt>d<dd>e</dl>",
     "heading:One two\nbody:a\nbody:b\nbody:c\nbody:d\nbody:e"},
    {"rows of a table",
     "<table><caption>Cap</caption><tr><th>Country<th>Role<tr><td><p>China</p><td>a<br>b<tr><td></td><td>one</td></"
     "table>",
     "body:Cap\ntable:Country | Role\ntable:China | a/b\nbody:one"},
    {"a table that lays out the page",
     "<table><tr><td><table><tr><td>India<td>Japan</table><td><p>Text</table><table><tr><td><h2>H</h2>x<td>y</table>",
     "table:India | Japan\nbody:Text\nheading:H\nbody:x\nbody:y"},
    {"marks of notes are left out of words",
     "<p>Japan<sup>1</sup>, India<sup><a href='#n'>[2]</a></sup> and Korea<a role=doc-noteref href='#x'>*</a>.",
     "body:Japan, India and Korea."},
    {"raised text that is no mark", "<p>10<sup>6</sup> men in the 21<sup>st</sup> century, x<sup>n+1</sup>",
     "body:106 men in the 21st century, xn+1"},
    {"links within the page", "<p><a href='#c1'>1</a> Contents <a href='#c2'>Chapter two</a> end",
     "body:1 Contents Chapter two end"},
    {"notes",
     "<p>Text</p><section class=footnotes><ol><li>One</ol></section><aside epub:type=footnote>Two</aside>"
     "<p id=fn3>Three<p><a href='#_ftnref4'>[4]</a> Four<p><sup>5</sup> Five<div role=doc-endnotes><p>Six</div>"
     "<footer>x<p class=MsoFootnoteText>Seven</p></footer>",
     "body:Text\nfootnote:One\nfootnote:Two\nfootnote:Three\nfootnote:[4] Four\nfootnote:5 Five\nfootnote:Six\n"
     "footnote:Seven"},
    {"bibliography", "<ul class='references x'><li>A book</ul>", "reference:A book"},
    {"readings of ideographs", "<p><ruby>日<rp>(</rp><rt>に</rt><rp>)</rp>本<rt>ほん</rt></ruby>国", "body:日本国"},
    {"unknown elements are inline",
     "<p>the <st1:country-region w:st='on'>Uni</st1:country-region>ted <o:p>States</o:p>", "body:the United States"},
    {"text as typed", "<pre>one line\nnext line\n\n  new paragraph\n</pre>after",
     "body:one line/next line\nbody:new paragraph\nbody:after"},
    {"deleted text", "<p>new<del>old</del> text", "body:new text"},
    {"soft hyphens stay", "<p>Aus&shy;tralia", "body:Aus\u00ADtralia"},
    {"text before and behind everything", "Japan<html><body>India</body></html><p>Peru",
     "body:Japan\nbody:India\nbody:Peru"},
    {"nothing", "<html><body><div></div> <!-- x --></body></html>", ""},
    {"broken markup", "<p <b>>a</i></p></p><div class='x>y\">b", "body:>a"},
};

static void what_is_read(void **state) {
  (void)state;
  spokes_composer composer = SPOKES_COMPOSER_INIT;
  spokes_buf seen = SPOKES_BUF_INIT;
  spokes__xml_prepare();
  for (size_t i = 0; i < COUNT_OF(pages); i++) {
    spokes_error err;
    spokes__composer_clear(&composer);
    if (spokes__html_read(pages[i].html, strlen(pages[i].html), &composer, &err)) fail_msg("%s", err.message);
    regions_render(composer.text.data ? composer.text.data : "", composer.text.len, composer.regions,
                   composer.region_count, &seen);
    if (strcmp(seen.data, pages[i].expected))
      fail_msg("%s:\n%s\ninstead of\n%s", pages[i].name, seen.data, pages[i].expected);
  }
  spokes__buf_release(&seen);
  spokes__composer_release(&composer);
}

static void depth(void **state) {
  (void)state;
  spokes_composer composer = SPOKES_COMPOSER_INIT;
  spokes_buf deep = SPOKES_BUF_INIT;
  spokes_error err;
  for (unsigned i = 0; i < SPOKES_LIMIT_HTML_DEPTH + 10; i++) spokes__buf_text(&deep, "<div>");
  assert_int_equal(spokes__html_read(deep.data, deep.len, &composer, &err), SPOKES_E_LIMIT);
  assert_non_null(strstr(err.message, "nested more than 1000 deep"));
  spokes__composer_clear(&composer);
  assert_int_equal(spokes__html_read(deep.data, (SPOKES_LIMIT_HTML_DEPTH - 10) * 5, &composer, &err), SPOKES_OK);
  spokes__buf_release(&deep);
  spokes__composer_release(&composer);
}

static void memory_may_run_out(void **state) {
  (void)state;
  static const char html[] =
      "<nav class=menu><a href=x>a</a></nav><table><tr><td>Japan<td>b</table><p>c<sup>1</sup><div class=menu><a "
      "href=y>d</a></div>";
  spokes_status status = SPOKES_E_NOMEM;
  for (uint64_t n = 1; status; n++) {
    spokes_composer composer = SPOKES_COMPOSER_INIT;
    assert_true(n < 1000);
    spokes__alloc_fail_after(n);
    status = spokes__html_read(html, sizeof html - 1, &composer, NULL);
    spokes__alloc_fail_after(0);
    if (!status) assert_int_equal(composer.region_count, 2);
    assert_true(status == SPOKES_OK || status == SPOKES_E_NOMEM);
    spokes__composer_release(&composer);
  }
}

static void which_format(void **state) {
  (void)state;
  static const struct {
    const char *name, *bytes;
    size_t len;
    spokes_file_format format;
  } cases[] = {
      {"a.txt", "Plain text <b> of a kind", 24, SPOKES_FILE_TEXT},
      {"a.txt", "\n<!-- x --><!DocType HTML>", 26, SPOKES_FILE_HTML},
      {"a", "<?xml version='1.0'?>\n<html xmlns='x'>", 38, SPOKES_FILE_HTML},
      {"a", "\xFF\xFE<\0h\0t\0m\0l\0>\0", 14, SPOKES_FILE_HTML},
      {"a.htm", "<p>x", 4, SPOKES_FILE_HTML},
      {"a.htm.gz", "<p>x", 4, SPOKES_FILE_HTML},
      {"a.htm", "no tag at all", 13, SPOKES_FILE_TEXT},
      {"a", "<div><p>x</p><br></div>", 23, SPOKES_FILE_HTML},
      {"a.txt", "<div><p>x</p><br></div>", 23, SPOKES_FILE_TEXT},
      {"a.txt", "%PDF-1.7", 8, SPOKES_FILE_PDF},
      {"a.pdf", "\n%PDF-1.7", 9, SPOKES_FILE_PDF},
      {"a.pdf", "nothing", 7, SPOKES_FILE_FOREIGN},
      {"a.docx", "nothing", 7, SPOKES_FILE_FOREIGN},
      {"a.docx", "PK\3\4....", 8, SPOKES_FILE_ZIP},
      {"a", "{\\rtf1", 6, SPOKES_FILE_FOREIGN},
      {"a", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, SPOKES_FILE_FOREIGN},
      {"", "", 0, SPOKES_FILE_TEXT},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const char *what = "";
    spokes_file_format format = spokes__file_format_of(cases[i].bytes, cases[i].len, cases[i].name, &what);
    if (format != cases[i].format) fail_msg("%s %s: format %d", cases[i].name, cases[i].bytes, (int)format);
    assert_int_equal(*what != '\0', format == SPOKES_FILE_FOREIGN);
  }
}

static void declared_charset(void **state) {
  (void)state;
  static const struct {
    const char *html, *name;
  } cases[] = {{"<meta charset=GBK>", "gbk"},
               {"<html><META http-equiv=Content-Type content=\"text/html; charset = big5\">", "big5"},
               {"<?xml version='1.0' encoding='Shift_JIS'?>", "shift_jis"},
               {"<meta name=x content='charset'><meta charset='utf-8'/>", "utf-8"},
               {"<p>charset=gbk", NULL},
               {"<meta charset", NULL},
               {"<meta charset=", NULL}};
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    char name[SPOKES_CHARSET_NAME];
    bool found = spokes__html_declared_charset(cases[i].html, strlen(cases[i].html), name);
    assert_int_equal(found, cases[i].name != NULL);
    if (found) assert_string_equal(name, cases[i].name);
  }
}

// A short page that no detector could tell: what it says of itself decides, unless it is plainly something else.
static void charset_of_page(void **state) {
  (void)state;
  static const struct {
    const char *html;
    size_t len;
    const char *charset, *text;
  } cases[] = {
      {"<meta charset=gb2312><p>\xD6\xD0\xB9\xFA", 28, "GB18030", "中国\n\n"},
      {"<meta charset=big5><p>\xA4\xA4\xB0\xEA", 26, "Big5", "中國\n\n"},
      {"<meta charset=shift_jis><p>\x93\xFA\x96\x7B", 31, "windows-31j", "日本\n\n"},
      {"<meta charset=iso-8859-1><p>C\xF4te \x93x\x94", 36, "windows-1252", "Côte “x”\n\n"},
      {"<meta charset=gbk><p>\xE4\xB8\xAD\xE5\x9B\xBD", 27, "UTF-8", "中国\n\n"},
      {"<meta charset=nonsense><p>India", 31, "UTF-8", "India\n\n"},
  };
  spokes_ingester *ingester;
  assert_int_equal(spokes__ingester_new(&ingester, NULL), SPOKES_OK);
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    spokes_document document;
    const char *path = scratch_file("page.html", cases[i].html, cases[i].len);
    assert_int_equal(spokes__ingest_file(ingester, path, &document, NULL), SPOKES_OK);
    assert_string_equal(document.charset, cases[i].charset);
    assert_true(document.is_extracted && document.region_count == 1);
    assert_int_equal(document.text_len, strlen(cases[i].text));
    assert_memory_equal(document.text, cases[i].text, document.text_len);
  }
  spokes__ingester_free(ingester);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_read),    cmocka_unit_test(depth),
                                     cmocka_unit_test(which_format),    cmocka_unit_test(declared_charset),
                                     cmocka_unit_test(charset_of_page), cmocka_unit_test(memory_may_run_out)};
  return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
