// The network of co-mentions over all documents, as a list of edges and as GraphML.
#ifndef SPOKES_REPORT_NETWORK_H
#define SPOKES_REPORT_NETWORK_H

#include "base/buf.h"
#include "measure/comention.h"
#include "measure/count.h"

typedef struct spokes_network {
  const spokes_lexicon *lexicon;
  const spokes_comentions *sentences, *passages;  // by actor
  uint64_t passage_total;                         // of all documents
} spokes_network;

// network.csv: actor_a,actor_b,sentences,passages,jaccard,npmi (of passages), a row for each pair that is named
// together.
void spokes__network_edges(spokes_buf *buf, const spokes_network *network);
// comentions.graphml: the same edges; nodes are the actors that any passage names, with their passages.
void spokes__network_graphml(spokes_buf *buf, const spokes_network *network);

#endif
