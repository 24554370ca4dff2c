// Front matter is a block of "key: value" lines. The head of a page is read tag by tag, without building a tree: what
// is broken there is passed over, and nothing beyond HEAD_BYTES is looked at.

#include "corpus/head.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "corpus/languages.h"
#include "corpus/title_page.h"

#define HEAD_BYTES (1u << 17)

typedef struct part {
  const char *text;
  size_t len;
} part;

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

static part trimmed(part p) {
  while (p.len && is_space(*p.text)) p.text++, p.len--;
  while (p.len && is_space(p.text[p.len - 1])) p.len--;
  return p;
}

static bool is_word(part p, const char *word) { return p.len == strlen(word) && !strncasecmp(p.text, word, p.len); }

// ---- Values -----------------------------------------------------------------------------------------------

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// The number after \x, \u or &#x; how many digits it has goes to *digits.
static uint32_t number(const char *text, size_t len, unsigned base, size_t *digits) {
  uint32_t value = 0;
  size_t i = 0;
  for (; i < len && i < 8 && is_hex(text[i]) && (base == 16 || text[i] <= '9'); i++) {
    unsigned digit = text[i] <= '9' ? (unsigned)(text[i] - '0') : (unsigned)(text[i] | 0x20) - 'a' + 10;
    value = value * base + digit;
  }
  *digits = i;
  return value;
}

static void add_character(spokes_buf *buf, uint32_t c) {
  char bytes[4];
  if (c == 0xA0) c = ' ';
  if (c < 0x20 || c == 0x7F || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return;
  spokes__buf_append(buf, bytes, spokes__utf8_encode(c, bytes));
}

// An escape of a quoted YAML value; returns how many bytes it takes.
static size_t add_escape(spokes_buf *buf, const char *text, size_t len) {
  size_t digits = 0;
  if (len < 2) return len;
  if (text[1] == '_') return add_character(buf, ' '), 2;
  if (text[1] != 'u' && text[1] != 'x') {
    size_t width;
    add_character(buf, spokes__utf8_decode(text + 1, &width));
    return 1 + width;
  }
  size_t width = text[1] == 'u' ? 4 : 2;
  uint32_t c = number(text + 2, len - 2 < width ? len - 2 : width, 16, &digits);
  add_character(buf, c);
  return 2 + digits;
}

// A character reference of HTML; returns how many bytes it takes.
static size_t add_reference(spokes_buf *buf, const char *text, size_t len) {
  static const struct {
    const char *name;
    uint32_t c;
  } names[] = {{"&amp;", '&'},      {"&quot;", '"'},     {"&apos;", '\''},    {"&lt;", '<'},
               {"&gt;", '>'},       {"&nbsp;", ' '},     {"&ndash;", 0x2013}, {"&mdash;", 0x2014},
               {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018}, {"&ldquo;", 0x201C}, {"&rdquo;", 0x201D}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t width = strlen(names[i].name);
    if (len >= width && !memcmp(text, names[i].name, width)) return add_character(buf, names[i].c), width;
  }
  size_t digits = 0;
  if (len > 3 && text[1] == '#') {
    bool is_hexadecimal = text[2] == 'x' || text[2] == 'X';
    size_t at = is_hexadecimal ? 3 : 2;
    uint32_t c = number(text + at, len - at, is_hexadecimal ? 16 : 10, &digits);
    at += digits;
    if (digits) return add_character(buf, c), at + (at < len && text[at] == ';');
  }
  return add_character(buf, '&'), 1;
}

typedef size_t special_fn(spokes_buf *buf, const char *text, size_t len);

// The value on one line, without controls; special handles the bytes that start with mark.
static void set(spokes_buf *buf, part value, char mark, special_fn *special) {
  value = trimmed(value);
  if (buf->len || !value.len) return;  // the first one counts
  for (size_t i = 0; i < value.len;) {
    if (mark && value.text[i] == mark) {
      i += special(buf, value.text + i, value.len - i);
    } else if ((unsigned char)value.text[i] <= ' ' || value.text[i] == 0x7F) {
      if (buf->len && buf->data[buf->len - 1] != ' ') spokes__buf_byte(buf, ' ');
      i++;
    } else {
      spokes__buf_byte(buf, value.text[i++]);
    }
  }
}

static void set_date(spokes_buf *buf, part value) {
  char date[11];
  value = trimmed(value);
  // The time of day does not matter.
  if (value.len > 10 && (value.text[10] == 'T' || value.text[10] == ' ')) value.len = 10;
  if (!buf->len && spokes__title_date(value.text, value.len, true, date)) spokes__buf_text(buf, date);
}

static void set_lang(spokes_buf *buf, part value) {
  char lang[3] = "";
  value = trimmed(value);
  if (buf->len || value.len < 2) return;
  for (int i = 0; i < 2; i++) lang[i] = (char)(value.text[i] | 0x20);
  bool ends = value.len == 2 || value.text[2] == '-' || value.text[2] == '_';
  if (ends && spokes__language_is_known(lang, 2)) spokes__buf_text(buf, lang);
}

static bool finish(spokes_head *head) {
  spokes_buf *all[] = {&head->title, &head->date, &head->lang, &head->source_url};
  bool good = true;
  for (size_t i = 0; i < 4; i++) {
    spokes__buf_text(all[i], "");
    good = good && !all[i]->failed;
  }
  return good;
}

void spokes__head_release(spokes_head *head) {
  spokes__buf_release(&head->title);
  spokes__buf_release(&head->date);
  spokes__buf_release(&head->lang);
  spokes__buf_release(&head->source_url);
  head->len = 0;
}

// No more than HEAD_BYTES, cut between characters.
static size_t head_of(const char *text, size_t len) {
  if (len <= HEAD_BYTES) return len;
  for (len = HEAD_BYTES; len && ((unsigned char)text[len] & 0xC0) == 0x80;) len--;
  return len;
}

// ---- Front matter -----------------------------------------------------------------------------------------

static part next_line(const char *text, size_t len, size_t *at) {
  const char *end = memchr(text + *at, '\n', len - *at);
  part line = {text + *at, (end ? (size_t)(end - text) : len) - *at};
  *at += line.len + (end != NULL);
  return line;
}

// The value after a colon. One in quotes may go on over the following lines, which are then joined in buf.
static part value_at(const char *text, size_t end, part first, size_t *at, spokes_buf *buf) {
  part value = trimmed(first);
  char quote = value.len && (*value.text == '"' || *value.text == '\'') ? *value.text : '\0';
  if (!quote || (value.len > 1 && value.text[value.len - 1] == quote)) return value;
  size_t after_first = *at;
  spokes__buf_clear(buf);
  spokes__buf_append(buf, value.text, value.len);
  while (*at < end && buf->len && buf->data[buf->len - 1] != quote) {
    // A backslash at the end of a line takes the line end away.
    bool is_glued = buf->data[buf->len - 1] == '\\';
    if (is_glued) buf->len--;
    part line = trimmed(next_line(text, end, at));
    if (is_glued && line.len && *line.text == '\\') line.text++, line.len--;
    if (!is_glued) spokes__buf_byte(buf, ' ');
    spokes__buf_append(buf, line.text, line.len);
  }
  if (buf->len && buf->data[buf->len - 1] == quote) return (part){buf->data, buf->len};
  // Never closed: a line by itself after all.
  *at = after_first;
  return value;
}

static part unquoted(part value, char quote) {
  bool is_quoted = value.len >= 2 && *value.text == quote && value.text[value.len - 1] == quote;
  return is_quoted ? (part){value.text + 1, value.len - 2} : value;
}

static void read_pair(part key, part value, spokes_head *out) {
  char mark = value.len && *value.text == '"' ? '\\' : '\0';
  value = unquoted(unquoted(value, '"'), '\'');
  key = trimmed(key);
  if (is_word(key, "title")) set(&out->title, value, mark, add_escape);
  if (is_word(key, "date") || is_word(key, "published")) set_date(&out->date, value);
  if (is_word(key, "lang") || is_word(key, "language")) set_lang(&out->lang, value);
  if (is_word(key, "source_url") || is_word(key, "url")) set(&out->source_url, value, mark, add_escape);
}

bool spokes__head_read_front_matter(const char *text, size_t len, spokes_head *out) {
  size_t at = 0;
  len = head_of(text, len);
  bool has = len >= 4 && is_word(trimmed(next_line(text, len, &at)), "---");
  size_t start = at;
  spokes_buf joined = SPOKES_BUF_INIT;
  bool is_closed = false;
  while (has && at < len && !is_closed) is_closed = is_word(trimmed(next_line(text, len, &at)), "---");
  if (!is_closed) return finish(out);
  out->len = at;
  for (at = start; at < out->len;) {
    part line = next_line(text, out->len, &at);
    const char *colon = memchr(line.text, ':', line.len);
    if (!colon) continue;
    size_t key = (size_t)(colon - line.text);
    part value = value_at(text, out->len, (part){colon + 1, line.len - key - 1}, &at, &joined);
    read_pair((part){line.text, key}, value, out);
  }
  bool good = finish(out) && !joined.failed;
  spokes__buf_release(&joined);
  return good;
}

// ---- Web pages --------------------------------------------------------------------------------------------

// The value of an attribute in the inside of a tag.
static bool attribute(part tag, const char *name, part *out) {
  size_t at = 0;
  while (at < tag.len && !is_space(tag.text[at])) at++;
  while (at < tag.len) {
    while (at < tag.len && (is_space(tag.text[at]) || tag.text[at] == '/')) at++;
    size_t start = at;
    while (at < tag.len && !is_space(tag.text[at]) && tag.text[at] != '=') at++;
    part key = {tag.text + start, at - start};
    while (at < tag.len && is_space(tag.text[at])) at++;
    *out = (part){"", 0};
    if (at < tag.len && tag.text[at] == '=') {
      at++;
      while (at < tag.len && is_space(tag.text[at])) at++;
      char quote = at < tag.len && (tag.text[at] == '"' || tag.text[at] == '\'') ? tag.text[at++] : '\0';
      start = at;
      while (at < tag.len && (quote ? tag.text[at] != quote : !is_space(tag.text[at]))) at++;
      *out = (part){tag.text + start, at - start};
      at += quote && at < tag.len;
    } else if (!key.len) {
      at++;
    }
    if (is_word(key, name)) return true;
  }
  return false;
}

static void read_meta(part tag, spokes_head *out) {
  static const char *const dates[] = {"date",
                                      "dc.date",
                                      "dcterms.date",
                                      "dcterms.issued",
                                      "article:published_time",
                                      "pubdate",
                                      "dc.date.issued",
                                      "citation_publication_date",
                                      "publishdate"};
  part name, content;
  if (!attribute(tag, "name", &name) && !attribute(tag, "property", &name)) return;
  if (!attribute(tag, "content", &content)) return;
  if (is_word(name, "dc.title") || is_word(name, "og:title")) set(&out->title, content, '&', add_reference);
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
    if (is_word(name, dates[i])) set_date(&out->date, content);
}

static bool is_tag(part tag, const char *name) {
  size_t len = strlen(name);
  return tag.len >= len && !strncasecmp(tag.text, name, len) &&
         (tag.len == len || is_space(tag.text[len]) || tag.text[len] == '/');
}

// The end of the text that starts at `at` and is ended by the mark.
static size_t until(const char *page, size_t len, size_t at, const char *mark) {
  size_t width = strlen(mark);
  while (at + width <= len && strncasecmp(page + at, mark, width) != 0) at++;
  return at + width <= len ? at : len;
}

bool spokes__head_read_html(const char *page, size_t len, spokes_head *out) {
  spokes_buf title = SPOKES_BUF_INIT;
  len = head_of(page, len);
  for (size_t at = 0; at < len;) {
    const char *open = memchr(page + at, '<', len - at);
    if (!open) break;
    at = (size_t)(open - page) + 1;
    if (len - at >= 3 && !memcmp(page + at, "!--", 3)) {
      at = until(page, len, at + 3, "-->");
      continue;
    }
    size_t end = until(page, len, at, ">");
    part tag = {page + at, end - at}, lang;
    at = end < len ? end + 1 : len;
    if (is_tag(tag, "body")) break;
    if (is_tag(tag, "html") && attribute(tag, "lang", &lang)) set_lang(&out->lang, lang);
    if (is_tag(tag, "meta")) read_meta(tag, out);
    if (is_tag(tag, "script")) at = until(page, len, at, "</script");
    if (is_tag(tag, "style")) at = until(page, len, at, "</style");
    if (is_tag(tag, "title")) {
      end = until(page, len, at, "</title");
      set(&title, (part){page + at, end - at}, '&', add_reference);
      at = end;
    }
  }
  // The page's title carries the name of the site; one that was made for citing goes before.
  if (!out->title.len && title.len) spokes__buf_append(&out->title, title.data, title.len);
  bool good = finish(out) && !title.failed;
  spokes__buf_release(&title);
  return good;
}

// ---- PDF --------------------------------------------------------------------------------------------------

// The place behind the mark in bytes[at, end), or end.
static size_t behind(const char *bytes, size_t end, size_t at, const char *mark) {
  size_t width = strlen(mark);
  while (at + width <= end) {
    const char *first = memchr(bytes + at, *mark, end - at - width + 1);
    if (!first) return end;
    at = (size_t)(first - bytes);
    if (!memcmp(first, mark, width)) return at + width;
    at++;
  }
  return end;
}

static bool is_file_name(part title) {
  static const char *const endings[] = {".doc", ".docx", ".indd", ".pdf", ".qxd", ".rtf"};
  if (is_word(title, "untitled") || (title.len > 9 && !strncasecmp(title.text, "Microsoft", 9))) return true;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t width = strlen(endings[i]);
    if (title.len >= width && !strncasecmp(title.text + title.len - width, endings[i], width)) return true;
  }
  return false;
}

bool spokes__head_read_pdf(const char *bytes, size_t len, spokes_head *out) {
  size_t at = behind(bytes, len, 0, "<dc:title>"), end = at + 4096 < len ? at + 4096 : len;
  size_t item = behind(bytes, end, at, "<rdf:li"), start = behind(bytes, end, item, ">");
  size_t stop = behind(bytes, end, start, "</rdf:li>");
  if (start < end && stop > start + 9 && (stop < end || !memcmp(bytes + end - 9, "</rdf:li>", 9))) {
    part title = trimmed((part){bytes + start, stop - start - 9});
    bool is_text = spokes__utf8_valid_prefix(title.text, title.len) == title.len;
    if (is_text && !is_file_name(title)) set(&out->title, title, '&', add_reference);
  }
  return finish(out);
}
