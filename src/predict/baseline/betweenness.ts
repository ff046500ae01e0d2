/** Betweenness over dependencies, as a baseline's score. */
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';
import { dependentsOf } from '../dependency-walk.ts';

/**
 * Share of shortest paths between ordered pairs that pass through each node, along the direction
 * in which failures spread (Brandes 2001). O(nodes · dependencies). `[nodes]`
 */
export function betweenness(network: DependencyNetwork): Float64Array {
  const nodes = network.nodeCount;
  const next = Array.from({ length: nodes }, (_, node) => [
    ...new Set(dependentsOf(network, node)),
  ]);
  const total = new Float64Array(nodes);
  for (let source = 0; source < nodes; source++) {
    const { order, paths, hops } = shortestPaths(next, source);
    const share = new Float64Array(nodes);
    for (let i = order.length - 1; i > 0; i--) {
      const node = order[i] ?? 0;
      for (const after of next[node] ?? []) {
        if (hops[after] !== (hops[node] ?? 0) + 1) continue;
        const part = (paths[node] ?? 0) / (paths[after] ?? 1);
        share[node] = (share[node] ?? 0) + part * (1 + (share[after] ?? 0));
      }
      total[node] = (total[node] ?? 0) + (share[node] ?? 0);
    }
  }
  const pairs = Math.max(1, (nodes - 1) * (nodes - 2));
  return total.map((sum) => sum / pairs);
}

/** Breadth-first: the order of arrival, and the number and length of the shortest paths. */
function shortestPaths(next: readonly number[][], source: number) {
  const hops = new Int32Array(next.length).fill(-1);
  const paths = new Float64Array(next.length);
  const order = [source];
  hops[source] = 0;
  paths[source] = 1;
  for (let i = 0; i < order.length; i++) {
    const node = order[i] ?? 0;
    for (const after of next[node] ?? []) {
      if (hops[after] === -1) {
        hops[after] = (hops[node] ?? 0) + 1;
        order.push(after);
      }
      if (hops[after] === (hops[node] ?? 0) + 1) {
        paths[after] = (paths[after] ?? 0) + (paths[node] ?? 0);
      }
    }
  }
  return { order, paths, hops };
}
