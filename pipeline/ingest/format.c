// Magic numbers first. A web page is told by what it opens with; one without an opening (a fragment) by its name, or by
// the tags near its start when its name does not call it a text.

#include "ingest/format.h"

#include <stdbool.h>
#include <string.h>

#define PAGE_BYTES 4096u
#define PDF_WITHIN 1024u  // where readers look for %PDF-

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool ends_in(const char *name, const char *ending) {
  size_t len = strlen(name), ending_len = strlen(ending);
  if (len > 3 && lower(name[len - 1]) == 'z' && lower(name[len - 2]) == 'g' && name[len - 3] == '.') len -= 3;
  if (len < ending_len) return false;
  for (size_t i = 0; i < ending_len; i++)
    if (lower(name[len - ending_len + i]) != ending[i]) return false;
  return true;
}

// The zero bytes of UTF-16, and those of byte-order marks.
static bool is_left_out(const char *bytes, size_t i) {
  unsigned char byte = (unsigned char)bytes[i];
  return !byte || (i < 4 && (byte >= 0xFE || byte == 0xEF || byte == 0xBB || byte == 0xBF));
}

// The start of the file as lower-case ASCII.
static size_t squeeze(const char *bytes, size_t len, char *out) {
  size_t at = 0;
  for (size_t i = 0; i < len && at < PAGE_BYTES; i++)
    if (!is_left_out(bytes, i)) out[at++] = lower(bytes[i]);
  out[at] = '\0';
  return at;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

// Does the file begin as markup does? Of most texts the first character tells that it does not.
static bool begins_with_tag(const char *bytes, size_t len) {
  size_t i = 0;
  while (i < len && (is_left_out(bytes, i) || is_blank(bytes[i]))) i++;
  return i < len && bytes[i] == '<';
}

static bool starts(const char *text, const char *word) { return !strncmp(text, word, strlen(word)); }

// Behind white space, comments and an XML declaration.
static const char *first_tag(const char *text) {
  for (;;) {
    while (is_blank(*text)) text++;
    const char *end = starts(text, "<!--") ? strstr(text, "-->") : starts(text, "<?xml") ? strstr(text, "?>") : NULL;
    if (!end) return text;
    text = end + (*end == '-' ? 3 : 2);
  }
}

static bool opens_page(const char *text) {
  static const char *const openings[] = {"<!doctype html", "<html", "<head", "<body", "<title>", "<meta ", "<frameset"};
  const char *tag = first_tag(text);
  for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
    if (starts(tag, openings[i])) return true;
  return false;
}

static bool has_tags(const char *text) {
  static const char *const tags[] = {"<p>",    "<p ", "</p>", "<div", "</div>", "<br>",  "<br/>",  "<br />",
                                     "<table", "<h1", "<h2",  "</a>", "<li>",   "<span", "</span>"};
  size_t kinds = 0;
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) kinds += strstr(text, tags[i]) != NULL;
  return kinds >= 3;
}

static bool contains(const char *bytes, size_t len, const char *word, size_t word_len) {
  for (const char *at = bytes; len >= word_len && (at = memchr(at, *word, len - word_len + 1 - (size_t)(at - bytes)));
       at++) {
    if (!memcmp(at, word, word_len)) return true;
    if ((size_t)(at - bytes) + word_len >= len) break;
  }
  return false;
}

// A compound file of Microsoft's older programs; the streams' names stand in it as UTF-16.
static const char *kind_of_compound(const char *bytes, size_t len) {
  static const char package[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  static const char word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";
  if (contains(bytes, len, package, sizeof package)) return "an encrypted office document";
  if (contains(bytes, len, word, sizeof word)) return "a Word document of the old format: save it as .docx";
  return "an office document of an old format";
}

spokes_file_format spokes__file_format_of(const char *bytes, size_t len, const char *name, const char **what) {
  static const struct {
    const char *what, *magic;
    size_t len;
  } foreign[] = {{"an RTF document: save it as .docx", "{\\rtf", 5},
                 {"a PostScript file", "%!PS", 4},
                 {"a PNG image", "\x89PNG\r\n\x1A\n", 8},
                 {"a JPEG image", "\xFF\xD8\xFF", 3},
                 {"a TIFF image", "II*\0", 4},
                 {"a TIFF image", "MM\0*", 4},
                 {"a RAR archive", "Rar!\x1A\x07", 6},
                 {"a 7-Zip archive", "7z\xBC\xAF\x27\x1C", 6},
                 {"an MHTML archive: save the page as .html", "MIME-Version:", 13}};
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
    if (len >= foreign[i].len && !memcmp(bytes, foreign[i].magic, foreign[i].len))
      return *what = foreign[i].what, SPOKES_FILE_FOREIGN;
  if (len >= 8 && !memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
    return *what = kind_of_compound(bytes, len), SPOKES_FILE_FOREIGN;
  if (len >= 4 && (!memcmp(bytes, "PK\3\4", 4) || !memcmp(bytes, "PK\5\6", 4))) return SPOKES_FILE_ZIP;
  bool named_pdf = ends_in(name, ".pdf");
  if (len >= 5 &&
      (!memcmp(bytes, "%PDF-", 5) || (named_pdf && contains(bytes, len < PDF_WITHIN ? len : PDF_WITHIN, "%PDF-", 5))))
    return SPOKES_FILE_PDF;
  bool named_text = ends_in(name, ".txt");
  if (named_text && !begins_with_tag(bytes, len)) return SPOKES_FILE_TEXT;
  char start[PAGE_BYTES + 1];
  squeeze(bytes, len, start);
  bool named_page =
      ends_in(name, ".html") || ends_in(name, ".htm") || ends_in(name, ".xhtml") || ends_in(name, ".shtml");
  if ((named_page && strchr(start, '<')) || opens_page(start) || (!named_text && has_tags(start)))
    return SPOKES_FILE_HTML;
  if (named_pdf) return *what = "no PDF document, though its name ends in .pdf", SPOKES_FILE_FOREIGN;
  if (ends_in(name, ".docx")) return *what = "no Word document, though its name ends in .docx", SPOKES_FILE_FOREIGN;
  return SPOKES_FILE_TEXT;
}
