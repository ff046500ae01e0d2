/**
 * Builds the dependency network of a graph. Of one that differs little from another, only what
 * differs is read anew. Called by the dependency mechanism and by the predictor.
 */
import type { TwinGraph } from '../model/graph.ts';
import { type Difference, differenceOf } from '../model/overlay-graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { DependencyReader } from './dependency-groups.ts';
import type { DependencyNetwork } from './dependency-network.ts';
import { keptPerGraph } from './kept-per-graph.ts';
import { NetworkWriter } from './network-writer.ts';

/**
 * The dependency network of a graph; made once for each graph and catalogue. A twin is never its
 * own support, a weight that is not a positive number counts as 1, and a negative delay as 0.
 */
export const dependencyNetwork: (graph: TwinGraph, catalogue: Catalogue) => DependencyNetwork =
  keptPerGraph((graph, catalogue) => {
    const difference = differenceOf(graph);
    if (difference === undefined || difference.weight * 4 > graph.nodeCount) {
      return wholeNetwork(graph, catalogue);
    }
    return changedNetwork(graph, catalogue, difference);
  });

/** The same, every node read. */
export function wholeNetwork(graph: TwinGraph, catalogue: Catalogue): DependencyNetwork {
  const reader = new DependencyReader(graph, catalogue);
  const writer = new NetworkWriter(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) writer.add(reader, node);
  return writer.finish();
}

/** The network of the graph below, with the nodes that the difference touches read anew. */
function changedNetwork(
  graph: TwinGraph,
  catalogue: Catalogue,
  { base, nodes, edges }: Difference,
): DependencyNetwork {
  const before = dependencyNetwork(base, catalogue);
  const changed = [...nodes];
  const touched = new Set(changed);
  for (const edge of edges) touched.add(graph.sourceOf(edge)).add(graph.targetOf(edge));
  // A model decides what its relationships mean, for the nodes at their other ends too.
  for (const node of changed) {
    for (const edge of base.nodeCount > node ? Array.from(base.inEdges(node)) : []) {
      touched.add(base.sourceOf(edge));
    }
    for (const edge of base.nodeCount > node ? Array.from(base.outEdges(node)) : []) {
      touched.add(base.targetOf(edge));
    }
  }
  const reader = new DependencyReader(graph, catalogue);
  const writer = new NetworkWriter(graph.nodeCount);
  let next = 0;
  for (const node of [...touched].sort((a, b) => a - b)) {
    if (node >= before.nodeCount) break;
    writer.copy(before, next, node);
    writer.add(reader, node);
    next = node + 1;
  }
  writer.copy(before, next, before.nodeCount);
  for (let node = before.nodeCount; node < graph.nodeCount; node++) writer.add(reader, node);
  return writer.finish();
}
