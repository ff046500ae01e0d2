/**
 * The tree from which a network is solved the first time: every node on a shortest way, by number
 * of arcs, to a demand, and every demand at the root. Flow of 0 along it could grow towards the root
 * everywhere, so the tree is strongly feasible; long chains need few pivots. Used by `NetworkSimplex`.
 */
import type { FlowNetwork } from './flow-network.ts';
import { atLower, type SimplexBasis } from './simplex-basis.ts';

/** Forgets the tree that there was, and puts all other arcs at their lower bounds. */
export function plantTree(basis: SimplexBasis, network: FlowNetwork): void {
  const { root, given, state, parent, arc: treeArc } = basis;
  const { from, lower, capacity, supply } = network;
  state.fill(atLower);
  parent.fill(root);
  parent[root] = -1;
  const queue = new Int32Array(root);
  const seen = new Uint8Array(root + 1);
  seen[root] = 1;
  let end = 0;
  for (let node = 0; node < root; node++) {
    const asks = (supply[node] as number) < 0;
    treeArc[node] = asks ? given + node : given + root + node;
    if (!asks) continue;
    seen[node] = 1;
    queue[end++] = node;
  }
  const { starts, arcs } = arcsInto(network);
  for (let read = 0; read < end; read++) {
    const node = queue[read] as number;
    for (let i = starts[node] as number; i < (starts[node + 1] as number); i++) {
      const arc = arcs[i] as number;
      const origin = from[arc] as number;
      if (seen[origin] === 1 || (capacity[arc] as number) === (lower[arc] as number)) continue;
      seen[origin] = 1;
      parent[origin] = node;
      treeArc[origin] = arc;
      queue[end++] = origin;
    }
  }
}

/** By node, the arcs that reach it: a range of a list, each range ascending. */
function arcsInto({ nodeCount, to }: FlowNetwork) {
  const starts = new Int32Array(nodeCount + 2);
  for (let arc = 0; arc < to.length; arc++) {
    const place = (to[arc] as number) + 1;
    starts[place] = (starts[place] as number) + 1;
  }
  for (let node = 0; node <= nodeCount; node++) {
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  }
  const next = starts.slice();
  const arcs = new Int32Array(to.length);
  for (let arc = 0; arc < to.length; arc++) {
    const node = to[arc] as number;
    const place = next[node] as number;
    next[node] = place + 1;
    arcs[place] = arc;
  }
  return { starts, arcs };
}
