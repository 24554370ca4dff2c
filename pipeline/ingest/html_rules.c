// Tables of element names, roles, classes and ids. Classes and ids are compared as whole words: "content-with-menu" is
// no menu.

#include "ingest/html_rules.h"

#include <stdlib.h>
#include <string.h>

typedef struct element {
  const char *name;
  spokes_html_kind kind;
} element;

// In the order of strcmp. Forms are no controls: whole pages are wrapped in one by some servers.
static const element elements[] = {
    {"a", SPOKES_HTML_LINK},
    {"address", SPOKES_HTML_BLOCK},
    {"article", SPOKES_HTML_MAIN},
    {"aside", SPOKES_HTML_ASIDE},
    {"audio", SPOKES_HTML_LEFT_OUT},
    {"blockquote", SPOKES_HTML_BLOCK},
    {"body", SPOKES_HTML_BLOCK},
    {"br", SPOKES_HTML_LINE},
    {"button", SPOKES_HTML_LEFT_OUT},
    {"canvas", SPOKES_HTML_LEFT_OUT},
    {"caption", SPOKES_HTML_BLOCK},
    {"center", SPOKES_HTML_BLOCK},
    {"datalist", SPOKES_HTML_LEFT_OUT},
    {"dd", SPOKES_HTML_BLOCK},
    {"del", SPOKES_HTML_LEFT_OUT},
    {"details", SPOKES_HTML_BLOCK},
    {"dialog", SPOKES_HTML_LEFT_OUT},
    {"dir", SPOKES_HTML_BLOCK},
    {"div", SPOKES_HTML_BLOCK},
    {"dl", SPOKES_HTML_BLOCK},
    {"dt", SPOKES_HTML_BLOCK},
    {"embed", SPOKES_HTML_LEFT_OUT},
    {"fieldset", SPOKES_HTML_BLOCK},
    {"figcaption", SPOKES_HTML_BLOCK},
    {"figure", SPOKES_HTML_BLOCK},
    {"footer", SPOKES_HTML_ASIDE},
    {"form", SPOKES_HTML_BLOCK},
    {"frameset", SPOKES_HTML_LEFT_OUT},
    {"h1", SPOKES_HTML_HEADING},
    {"h2", SPOKES_HTML_HEADING},
    {"h3", SPOKES_HTML_HEADING},
    {"h4", SPOKES_HTML_HEADING},
    {"h5", SPOKES_HTML_HEADING},
    {"h6", SPOKES_HTML_HEADING},
    {"head", SPOKES_HTML_LEFT_OUT},
    {"header", SPOKES_HTML_BANNER},
    {"hgroup", SPOKES_HTML_BLOCK},
    {"hr", SPOKES_HTML_BLOCK},
    {"html", SPOKES_HTML_BLOCK},
    {"iframe", SPOKES_HTML_LEFT_OUT},
    {"input", SPOKES_HTML_LEFT_OUT},
    {"label", SPOKES_HTML_LEFT_OUT},
    {"legend", SPOKES_HTML_BLOCK},
    {"li", SPOKES_HTML_BLOCK},
    {"main", SPOKES_HTML_MAIN},
    {"map", SPOKES_HTML_LEFT_OUT},
    {"menu", SPOKES_HTML_ASIDE},
    {"nav", SPOKES_HTML_ASIDE},
    {"noframes", SPOKES_HTML_LEFT_OUT},
    {"noscript", SPOKES_HTML_LEFT_OUT},
    {"object", SPOKES_HTML_LEFT_OUT},
    {"ol", SPOKES_HTML_BLOCK},
    {"option", SPOKES_HTML_LEFT_OUT},
    {"p", SPOKES_HTML_BLOCK},
    {"pre", SPOKES_HTML_PRE},
    {"rp", SPOKES_HTML_LEFT_OUT},  // with rt: the reading of a word, which would split it
    {"rt", SPOKES_HTML_LEFT_OUT},
    {"rtc", SPOKES_HTML_LEFT_OUT},
    {"script", SPOKES_HTML_LEFT_OUT},
    {"search", SPOKES_HTML_ASIDE},
    {"section", SPOKES_HTML_BLOCK},
    {"select", SPOKES_HTML_LEFT_OUT},
    {"style", SPOKES_HTML_LEFT_OUT},
    {"summary", SPOKES_HTML_BLOCK},
    {"sup", SPOKES_HTML_RAISED},
    {"svg", SPOKES_HTML_LEFT_OUT},
    {"table", SPOKES_HTML_TABLE},
    {"tbody", SPOKES_HTML_BLOCK},
    {"td", SPOKES_HTML_CELL},
    {"template", SPOKES_HTML_LEFT_OUT},
    {"textarea", SPOKES_HTML_LEFT_OUT},
    {"tfoot", SPOKES_HTML_BLOCK},
    {"th", SPOKES_HTML_CELL},
    {"thead", SPOKES_HTML_BLOCK},
    {"title", SPOKES_HTML_LEFT_OUT},
    {"tr", SPOKES_HTML_ROW},
    {"ul", SPOKES_HTML_BLOCK},
    {"video", SPOKES_HTML_LEFT_OUT},
};

static int compare_name(const void *name, const void *item) { return strcmp(name, ((const element *)item)->name); }

spokes_html_kind spokes__html_kind(const char *name) {
  const element *found = bsearch(name, elements, sizeof elements / sizeof *elements, sizeof *elements, compare_name);
  return found ? found->kind : SPOKES_HTML_INLINE;
}

// ---- Words of attributes ------------------------------------------------------------------------------------

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool is_word(const char *text, size_t len, const char *word) {
  for (size_t i = 0; i < len; i++)
    if (!word[i] || lower(text[i]) != word[i]) return false;
  return !word[len];
}

static bool is_among(const char *text, size_t len, const char *const *words) {
  for (; *words; words++)
    if (is_word(text, len, *words)) return true;
  return false;
}

// Is one of the blank-separated words of the value in the list, which NULL ends?
static bool has_word(const spokes_xml_attribute *attribute, const char *const *words) {
  size_t at = 0;
  while (at < attribute->len) {
    size_t end = at;
    while (end < attribute->len && !strchr(" \t\r\n\f", attribute->value[end])) end++;
    if (is_among(attribute->value + at, end - at, words)) return true;
    at = end + 1;
  }
  return false;
}

static bool contains(const spokes_xml_attribute *attribute, const char *part) {
  size_t len = strlen(part);
  for (size_t at = 0; at + len <= attribute->len; at++)
    if (is_word(attribute->value + at, len, part)) return true;
  return false;
}

// "display: none" and "visibility: hidden", with blanks anywhere.
static bool hides(const spokes_xml_attribute *style) {
  char squeezed[256];
  size_t at = 0;
  for (size_t i = 0; i < style->len && at + 1 < sizeof squeezed; i++)
    if (!strchr(" \t\r\n\f", style->value[i])) squeezed[at++] = lower(style->value[i]);
  squeezed[at] = '\0';
  return strstr(squeezed, "display:none") || strstr(squeezed, "visibility:hidden");
}

// An id such as fn1, ftn-2, _edn3, footnote4, cite_note-5: a known beginning, then a number.
static bool is_note_id(const spokes_xml_attribute *id) {
  static const char *const stems[] = {"fn",       "ftn",  "_ftn",    "edn",       "_edn",     "sdfootnote",
                                      "footnote", "note", "endnote", "cite_note", "sdendnote"};
  size_t end = id->len;
  while (end && id->value[end - 1] >= '0' && id->value[end - 1] <= '9') end--;
  if (end == id->len) return false;
  while (end && (id->value[end - 1] == '-' || id->value[end - 1] == ':' || id->value[end - 1] == '.' ||
                 (id->value[end - 1] == '_' && end > 1)))
    end--;
  for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
    if (is_word(id->value, end, stems[i])) return true;
  return false;
}

static const char *const note_roles[] = {"doc-footnote", "doc-endnote", "doc-endnotes", NULL};
static const char *const note_types[] = {"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", NULL};
static const char *const note_classes[] = {
    "footnote",       "footnotes",     "endnote",       "endnotes", "msofootnotetext",
    "msoendnotetext", "footnote-text", "footnote_text", "fn-group", NULL};
static const char *const reference_words[] = {"doc-bibliography", "doc-biblioentry", "bibliography", "biblioentry",
                                              "references",       "reflist",         "works-cited",  NULL};
static const char *const mark_words[] = {
    "doc-noteref", "noteref",     "footnote-ref",         "footnoteref",         "footnote_ref",
    "fnref",       "endnote-ref", "msofootnotereference", "msoendnotereference", "footnote-reference",
    NULL};
static const char *const aside_roles[] = {"navigation", "banner", "contentinfo", "complementary",
                                          "search",     "menu",   "menubar",     "toolbar",
                                          "tablist",    "dialog", "alertdialog", NULL};
static const char *const navigation_words[] = {
    "nav",      "navbar",    "navigation",        "mainnav",     "main-nav",   "topnav",      "menu",
    "mainmenu", "main-menu", "submenu",           "sub-menu",    "breadcrumb", "breadcrumbs", "sidebar",
    "side-bar", "header",    "site-header",       "page-header", "masthead",   "pagination",  "pager",
    "share",    "social",    "social-links",      "related",     "skip-link",  "cookie",      "cookies",
    "toolbar",  "langmenu",  "language-switcher", NULL};
static const char *const footer_words[] = {"footer", "site-footer", "page-footer", "copyright", NULL};
static const char *const heading_roles[] = {"heading", NULL};

static void look_at_link(const spokes_xml_attribute *href, spokes_html_facts *facts) {
  if (!memchr(href->value, '#', href->len)) return;
  facts->leads_within = href->value[0] == '#' || contains(href, "#_ftn") || contains(href, "#fn");
  facts->leads_back = facts->leads_within && (contains(href, "ref") || contains(href, "anc"));
}

spokes_html_facts spokes__html_facts(const spokes_xml_attribute *attributes, size_t count) {
  spokes_html_facts facts = {0};
  static const char *const yes[] = {"true", NULL};
  for (size_t i = 0; i < count; i++) {
    const spokes_xml_attribute *a = &attributes[i];
    if (!strcmp(a->name, "hidden")) facts.is_hidden = true;
    if (!strcmp(a->name, "aria-hidden")) facts.is_hidden |= has_word(a, yes);
    if (!strcmp(a->name, "style")) facts.is_hidden |= hides(a);
    if (!strcmp(a->name, "href") && a->len) look_at_link(a, &facts);
    bool is_role = !strcmp(a->name, "role"), is_type = !strcmp(a->name, "epub:type");
    bool is_class = !strcmp(a->name, "class"), is_id = !strcmp(a->name, "id");
    if (is_role) {
      facts.is_aside = has_word(a, aside_roles);
      facts.is_heading = has_word(a, heading_roles);
    }
    facts.is_note |= (is_role && has_word(a, note_roles)) || (is_type && has_word(a, note_types)) ||
                     (is_class && has_word(a, note_classes)) || (is_id && (is_note_id(a) || has_word(a, note_types)));
    if (is_role || is_type || is_class || is_id) {
      facts.is_reference |= has_word(a, reference_words);
      facts.is_note_mark |= has_word(a, mark_words);
    }
    if (is_class || is_id) {
      facts.is_navigation |= has_word(a, navigation_words);
      facts.is_footer |= has_word(a, footer_words);
    }
  }
  return facts;
}

bool spokes__html_is_note_mark(const char *text, size_t len, bool is_link) {
  while (len && *text && strchr(" \t\r\n\f([", *text)) text++, len--;
  while (len && text[len - 1] && strchr(" \t\r\n\f)].,", text[len - 1])) len--;
  if (!len) return false;
  size_t digits = 0, signs = 0;
  for (size_t i = 0; i < len; i++) {
    digits += (text[i] >= '0' && text[i] <= '9') || text[i] == ',' || text[i] == ' ';
    signs += text[i] == '*' || (unsigned char)text[i] >= 0x80;
  }
  if (digits == len) return len <= 12;
  if (signs == len)
    return len <= 3 && (text[0] == '*' || (len > 1 && !memcmp(text, "\xE2\x80", 2)));  // asterisk, dagger
  return is_link && len == 1 && lower(*text) >= 'a' && lower(*text) <= 'z';
}
