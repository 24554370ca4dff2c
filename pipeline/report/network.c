// Edges in the order of actors.csv. GraphML: Brandes et al. 2002, http://graphml.graphdrawing.org.

#include "report/network.h"

#include "base/csv_write.h"

#define DECIMALS 6

typedef struct edge {
  uint32_t a, b;
  uint64_t sentences, passages;
  double jaccard, npmi;
} edge;

typedef void edge_fn(spokes_buf *buf, const spokes_network *network, const edge *e);

static void each_edge(spokes_buf *buf, const spokes_network *network, edge_fn *write) {
  const spokes_comentions *passages = network->passages;
  for (uint32_t a = 0; a < passages->actor_count; a++) {
    if (!passages->singles[a]) continue;
    for (uint32_t b = a + 1; b < passages->actor_count; b++) {
      uint64_t both = spokes__comentions_count(passages, a, b), of_a = passages->singles[a],
               of_b = passages->singles[b];
      if (!both) continue;
      edge e = {a,
                b,
                spokes__comentions_count(network->sentences, a, b),
                both,
                spokes__jaccard_compute(both, of_a, of_b),
                spokes__npmi_compute(both, of_a, of_b, network->passage_total)};
      write(buf, network, &e);
    }
  }
}

static const spokes_actor_info *actor_of(const spokes_network *network, uint32_t actor) {
  return spokes__lexicon_actor(network->lexicon, (spokes_actor)actor);
}

static void edge_row(spokes_buf *buf, const spokes_network *network, const edge *e) {
  spokes__csv_text(buf, actor_of(network, e->a)->id);
  spokes__buf_byte(buf, ',');
  spokes__csv_text(buf, actor_of(network, e->b)->id);
  spokes__buf_byte(buf, ',');
  spokes__buf_u64(buf, e->sentences);
  spokes__buf_byte(buf, ',');
  spokes__buf_u64(buf, e->passages);
  spokes__buf_byte(buf, ',');
  spokes__csv_number(buf, e->jaccard, DECIMALS);
  spokes__buf_byte(buf, ',');
  spokes__csv_number(buf, e->npmi, DECIMALS);
  spokes__buf_byte(buf, '\n');
}

void spokes__network_edges(spokes_buf *buf, const spokes_network *network) {
  spokes__buf_text(buf, "actor_a,actor_b,sentences,passages,jaccard,npmi\n");
  each_edge(buf, network, edge_row);
}

// ---- GraphML ----------------------------------------------------------------------------------------------

static void xml_text(spokes_buf *buf, const char *text) {
  for (; *text; text++) {
    switch (*text) {
      case '&':
        spokes__buf_text(buf, "&amp;");
        break;
      case '<':
        spokes__buf_text(buf, "&lt;");
        break;
      case '>':
        spokes__buf_text(buf, "&gt;");
        break;
      case '"':
        spokes__buf_text(buf, "&quot;");
        break;
      default:
        spokes__buf_byte(buf, *text);
    }
  }
}

static void data_real(spokes_buf *buf, const char *key, double value) {
  if (!isfinite(value)) return;
  spokes__buf_text(buf, "<data key=\"");
  spokes__buf_text(buf, key);
  spokes__buf_text(buf, "\">");
  spokes__csv_number(buf, value, DECIMALS);
  spokes__buf_text(buf, "</data>");
}

static void edge_element(spokes_buf *buf, const spokes_network *network, const edge *e) {
  spokes__buf_text(buf, "    <edge source=\"");
  xml_text(buf, actor_of(network, e->a)->id);
  spokes__buf_text(buf, "\" target=\"");
  xml_text(buf, actor_of(network, e->b)->id);
  spokes__buf_text(buf, "\"><data key=\"sentences\">");
  spokes__buf_u64(buf, e->sentences);
  spokes__buf_text(buf, "</data><data key=\"passages\">");
  spokes__buf_u64(buf, e->passages);
  spokes__buf_text(buf, "</data>");
  data_real(buf, "jaccard", e->jaccard);
  data_real(buf, "npmi", e->npmi);
  spokes__buf_text(buf, "</edge>\n");
}

static void node_elements(spokes_buf *buf, const spokes_network *network) {
  for (uint32_t a = 0; a < network->passages->actor_count; a++) {
    if (!network->passages->singles[a]) continue;
    spokes__buf_text(buf, "    <node id=\"");
    xml_text(buf, actor_of(network, a)->id);
    spokes__buf_text(buf, "\"><data key=\"label\">");
    xml_text(buf, actor_of(network, a)->name_en);
    spokes__buf_format(buf, "</data><data key=\"named\">%llu</data></node>\n",
                       (unsigned long long)network->passages->singles[a]);
  }
}

void spokes__network_graphml(spokes_buf *buf, const spokes_network *network) {
  static const char *const keys[][3] = {{"label", "node", "string"},   {"named", "node", "long"},
                                        {"sentences", "edge", "long"}, {"passages", "edge", "long"},
                                        {"jaccard", "edge", "double"}, {"npmi", "edge", "double"}};
  spokes__buf_text(buf,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    spokes__buf_format(buf, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", keys[i][0], keys[i][1],
                       keys[i][0], keys[i][2]);
  spokes__buf_text(buf, "  <graph id=\"comentions\" edgedefault=\"undirected\">\n");
  node_elements(buf, network);
  each_edge(buf, network, edge_element);
  spokes__buf_text(buf, "  </graph>\n</graphml>\n");
}
