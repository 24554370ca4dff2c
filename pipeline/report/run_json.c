// run.json, keys in a fixed order.

#include "report/run_json.h"

#include "base/json_write.h"
#include "spokes.h"

static void text(spokes_buf *buf, const char *indent, const char *name, const char *value) {
  spokes__buf_format(buf, "%s\"%s\": ", indent, name);
  spokes__json_text(buf, value);
  spokes__buf_text(buf, ",\n");
}

static void number(spokes_buf *buf, const char *indent, const char *name, uint64_t value) {
  spokes__buf_format(buf, "%s\"%s\": %llu,\n", indent, name, (unsigned long long)value);
}

static void flag(spokes_buf *buf, const char *indent, const char *name, bool value) {
  spokes__buf_format(buf, "%s\"%s\": %s,\n", indent, name, value ? "true" : "false");
}

static void open_object(spokes_buf *buf, const char *name) { spokes__buf_format(buf, "  \"%s\": {\n", name); }

// Takes back the comma after the last member.
static void close_object(spokes_buf *buf, const char *end) {
  if (buf->len >= 2 && buf->data[buf->len - 2] == ',') buf->len -= 2;
  spokes__buf_format(buf, "\n%s", end);
}

static void write_documents(spokes_buf *buf, const spokes_run_facts *facts) {
  open_object(buf, "documents");
  number(buf, "    ", "total", facts->documents);
  number(buf, "    ", "ok", facts->ok);
  number(buf, "    ", "empty", facts->empty);
  number(buf, "    ", "warning", facts->warnings);
  number(buf, "    ", "failed", facts->failed);
  close_object(buf, "  },\n");
  open_object(buf, "totals");
  number(buf, "    ", "bytes", facts->bytes);
  if (facts->no_words)
    text(buf, "    ", "tokens", NULL);
  else
    number(buf, "    ", "tokens", facts->tokens);
  number(buf, "    ", "mentions", facts->mentions);
  number(buf, "    ", "exclusions", facts->exclusions);
  number(buf, "    ", "rule_limits", facts->rule_limits);
  close_object(buf, "  },\n");
}

static void write_zones(spokes_buf *buf, unsigned zones) {
  const char *separator = "";
  spokes__buf_text(buf, "    \"zones\": \"");
  for (unsigned zone = 0; zone < SPOKES_ZONE_COUNT; zone++) {
    if (!(zones >> zone & 1)) continue;
    spokes__buf_format(buf, "%s%s", separator, spokes_zone_name((spokes_zone)zone));
    separator = ",";
  }
  spokes__buf_text(buf, "\",\n");
}

static void write_options(spokes_buf *buf, const spokes_run_facts *facts) {
  open_object(buf, "dictionary");
  text(buf, "    ", "dir", facts->dict_dir);
  text(buf, "    ", "sha256", facts->dict_sha256);
  number(buf, "    ", "actors", facts->actors);
  number(buf, "    ", "rows", facts->dict_rows);
  close_object(buf, "  },\n");
  open_object(buf, "options");
  text(buf, "    ", "corpus", facts->corpus_dir);
  text(buf, "    ", "count", facts->count_rule);
  flag(buf, "    ", "gzip_mentions", facts->gzip_mentions);
  flag(buf, "    ", "no_mentions", facts->no_mentions);
  flag(buf, "    ", "no_words", facts->no_words);
  write_zones(buf, facts->zones);
  flag(buf, "    ", "dedupe", facts->dedupe);
  text(buf, "    ", "partners", facts->partners);
  text(buf, "    ", "hub", facts->hub);
  number(buf, "    ", "resamples", facts->resamples);
  close_object(buf, "  },\n");
}

static void write_timing(spokes_buf *buf, const spokes_run_timing *timing) {
  const struct {
    const char *name;
    double seconds;
  } times[] = {{"read", timing->read},   {"prepare", timing->prepare}, {"match", timing->match},
               {"count", timing->count}, {"measure", timing->measure}, {"resample", timing->resample},
               {"write", timing->write}, {"cpu", timing->cpu},         {"wall", timing->wall}};
  open_object(buf, "timing");
  number(buf, "    ", "threads", timing->threads);
  number(buf, "    ", "documents_read", timing->documents_read);
  number(buf, "    ", "documents_kept", timing->documents_kept);
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    spokes__buf_format(buf, "    \"%s\": ", times[i].name);
    spokes__json_number(buf, times[i].seconds, 6);
    spokes__buf_text(buf, ",\n");
  }
  close_object(buf, "  }\n");
}

void spokes__run_json(spokes_buf *buf, const spokes_run_facts *facts) {
  spokes__buf_text(buf, "{\n");
  text(buf, "  ", "program", "spokes");
  text(buf, "  ", "version", SPOKES_VERSION);
  write_options(buf, facts);
  number(buf, "  ", "seed", facts->seed);
  open_object(buf, "libraries");
  for (size_t i = 0; i < facts->library_count; i++)
    text(buf, "    ", facts->libraries[i].name, facts->libraries[i].text);
  close_object(buf, "  },\n");
  write_documents(buf, facts);
  write_timing(buf, facts->timing);
  spokes__buf_text(buf, "}\n");
}
