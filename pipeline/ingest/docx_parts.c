// Relations and styles. Ids of styles are in the language of the program that wrote them ("berschrift1"), names of the
// built-in ones are not ("heading 1"): names decide, then the outline level, then the style that one is based on.

#include "ingest/docx_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "ingest/xml_read.h"
#include "spokes.h"

#define BASED_ON_DEPTH 16  // styles on styles; more is a circle

bool spokes__docx_is_word(const char *space) {
  return !strcmp(space, "http://schemas.openxmlformats.org/wordprocessingml/2006/main") ||
         !strcmp(space, "http://purl.oclc.org/ooxml/wordprocessingml/main");
}

static const spokes_xml_attribute *find(const spokes_xml_attribute *attributes, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++)
    if (!strcmp(attributes[i].name, name)) return &attributes[i];
  return NULL;
}

// ---- Relations -----------------------------------------------------------------------------------------------

typedef struct relations_reader {
  spokes_docx_relations *out;
  spokes_arena *arena;
  const char *part;
  bool no_memory;
} relations_reader;

// "word/document.xml" and "styles.xml" make "word/styles.xml"; a target with a slash before it starts at the top.
static char *resolve(spokes_arena *arena, const char *part, const spokes_xml_attribute *target) {
  const char *slash = strrchr(part, '/'), *value = target->value;
  size_t folder = slash ? (size_t)(slash - part) + 1 : 0, len = target->len;
  if (len && *value == '/') folder = 0, value++, len--;
  while (len >= 3 && !memcmp(value, "../", 3)) folder = 0, value += 3, len -= 3;
  char *path = spokes__arena_alloc(arena, folder + len + 1);
  if (!path) return NULL;
  memcpy(path, part, folder);
  memcpy(path + folder, value, len);
  path[folder + len] = '\0';
  return path;
}

static bool on_relation(void *context, const char *space, const char *name, const spokes_xml_attribute *attributes,
                        size_t count) {
  relations_reader *r = context;
  const spokes_xml_attribute *type = find(attributes, count, "Type"), *target = find(attributes, count, "Target");
  const spokes_xml_attribute *mode = find(attributes, count, "TargetMode");
  (void)space;
  bool is_outside = mode && mode->len == 8 && !memcmp(mode->value, "External", 8);
  if (strcmp(name, "Relationship") || !type || !target || is_outside) return true;
  if (r->out->count >= SPOKES_LIMIT_PARTS) return true;
  size_t start = type->len;
  while (start && type->value[start - 1] != '/') start--;
  void *items = r->out->items;
  const char *word = spokes__arena_strdup(r->arena, type->value + start, type->len - start);
  const char *path = resolve(r->arena, r->part, target);
  r->no_memory =
      !word || !path || !spokes__array_reserve(&items, &r->out->cap, r->out->count + 1, sizeof *r->out->items);
  if (r->no_memory) return false;
  r->out->items = items;
  r->out->items[r->out->count++] = (spokes_docx_relation){word, path};
  return true;
}

static bool pass_close(void *context, const char *name) {
  (void)context, (void)name;
  return true;
}

static bool pass_text(void *context, const char *text, size_t len) {
  (void)context, (void)text, (void)len;
  return true;
}

spokes_status spokes__docx_relations_read(spokes_zip *zip, const char *part, spokes_arena *arena, spokes_buf *buf,
                                          spokes_docx_relations *out, spokes_error *err) {
  spokes_buf path = SPOKES_BUF_INIT;
  const char *slash = strrchr(part, '/');
  size_t folder = slash ? (size_t)(slash - part) + 1 : 0;
  spokes__buf_append(&path, part, folder);
  spokes__buf_format(&path, "_rels/%s.rels", part + folder);
  relations_reader r = {out, arena, part, false};
  spokes_xml_handler handler = {&r, on_relation, pass_close, pass_text};
  spokes_status status = path.failed ? spokes__error_nomem(err) : SPOKES_OK;
  out->count = 0;
  if (!status && spokes__zip_has(zip, path.data)) {
    status = spokes__zip_part(zip, path.data, buf, err);
    if (!status) status = spokes__xml_events(buf->data, buf->len, &handler, err);
    if (!status && r.no_memory) status = spokes__error_nomem(err);
  }
  spokes__buf_release(&path);
  return status;
}

const char *spokes__docx_relation_find(const spokes_docx_relations *relations, const char *type) {
  for (size_t i = 0; i < relations->count; i++)
    if (!strcmp(relations->items[i].type, type)) return relations->items[i].target;
  return NULL;
}

// ---- Styles ----------------------------------------------------------------------------------------------------

typedef struct styles_reader {
  spokes_docx_styles *out;
  spokes_arena *arena;
  bool no_memory;
  bool is_open;  // inside the style that came last
} styles_reader;

static bool starts(const char *name, const char *word) { return !strncmp(name, word, strlen(word)); }

// What a built-in style's name says; -1 = nothing.
static int zone_of_name(const spokes_xml_attribute *value) {
  char name[40];
  size_t len = value->len < sizeof name - 1 ? value->len : sizeof name - 1;
  for (size_t i = 0; i < len; i++) {
    char c = value->value[i];
    name[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  name[len] = '\0';
  if (starts(name, "toc heading")) return SPOKES_ZONE_HEADING;
  if (starts(name, "toc ") || starts(name, "table of figures")) return SPOKES_ZONE_FRONT;
  if (starts(name, "heading ") || !strcmp(name, "heading") || !strcmp(name, "title") || !strcmp(name, "subtitle"))
    return SPOKES_ZONE_HEADING;
  if (starts(name, "footnote text") || starts(name, "endnote text") || !strcmp(name, "footnote") ||
      !strcmp(name, "endnote"))
    return SPOKES_ZONE_FOOTNOTE;
  if (starts(name, "bibliography")) return SPOKES_ZONE_REFERENCE;
  return -1;
}

static bool add_style(styles_reader *r, const spokes_xml_attribute *id) {
  void *items = r->out->items;
  uint32_t existing;
  r->is_open = false;
  if (r->out->count >= SPOKES_LIMIT_STYLES) return true;
  const char *copy = spokes__arena_strdup(r->arena, id->value, id->len);
  r->no_memory = !copy || !spokes__array_reserve(&items, &r->out->cap, r->out->count + 1, sizeof *r->out->items);
  if (r->no_memory) return false;
  r->out->items = items;
  r->no_memory = !spokes__strmap_put(&r->out->by_id, copy, id->len, (uint32_t)r->out->count, &existing);
  if (r->no_memory) return false;
  if (existing != SPOKES_STRMAP_NONE) return true;
  r->out->items[r->out->count++] = (spokes_docx_style){"", -1};
  r->is_open = true;
  return true;
}

static bool on_style_open(void *context, const char *space, const char *name, const spokes_xml_attribute *attributes,
                          size_t count) {
  styles_reader *r = context;
  if (!spokes__docx_is_word(space)) return true;
  const spokes_xml_attribute *value = find(attributes, count, "val");
  if (!strcmp(name, "style")) {
    const spokes_xml_attribute *id = find(attributes, count, "styleId");
    return id ? add_style(r, id) : (r->is_open = false, true);
  }
  if (!r->is_open || !value) return true;
  spokes_docx_style *style = &r->out->items[r->out->count - 1];
  if (!strcmp(name, "name")) {
    int zone = zone_of_name(value);
    if (zone >= 0) style->zone = zone;
  } else if (!strcmp(name, "basedOn")) {
    const char *base = spokes__arena_strdup(r->arena, value->value, value->len);
    if (!base) return r->no_memory = true, false;
    style->based_on = base;
  } else if (!strcmp(name, "outlineLvl") && style->zone < 0 && value->len == 1 && *value->value < '9') {
    style->zone = SPOKES_ZONE_HEADING;
  }
  return true;
}

static bool on_style_close(void *context, const char *name) {
  styles_reader *r = context;
  if (!strcmp(name, "style")) r->is_open = false;
  return true;
}

spokes_status spokes__docx_styles_read(const char *bytes, size_t len, spokes_arena *arena, spokes_docx_styles *out,
                                       spokes_error *err) {
  styles_reader r = {out, arena, false, false};
  spokes_xml_handler handler = {&r, on_style_open, on_style_close, pass_text};
  spokes_status status = spokes__xml_events(bytes, len, &handler, err);
  return !status && r.no_memory ? spokes__error_nomem(err) : status;
}

void spokes__docx_styles_release(spokes_docx_styles *styles) {
  spokes__free(styles->items);
  spokes__strmap_release(&styles->by_id);
}

int spokes__docx_style_zone(const spokes_docx_styles *styles, const char *id, size_t len) {
  for (int depth = 0; depth < BASED_ON_DEPTH && len; depth++) {
    uint32_t found = spokes__strmap_get(&styles->by_id, id, len);
    if (found == SPOKES_STRMAP_NONE) return -1;
    if (styles->items[found].zone >= 0) return styles->items[found].zone;
    id = styles->items[found].based_on;
    len = strlen(id);
  }
  return -1;
}
