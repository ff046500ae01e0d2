/** Breadth-first walks along dependencies; used by the baselines and by the network's features. */
import type { DependencyNetwork } from '../behaviour/dependency-network.ts';

/**
 * Fewest dependencies between each node and the start, in the direction in which failures spread;
 * Infinity where they cannot arrive. `[nodes]`
 */
export function hopsFrom(
  network: DependencyNetwork,
  start: (node: number) => boolean,
): Float64Array {
  const hops = new Float64Array(network.nodeCount).fill(Number.POSITIVE_INFINITY);
  const queue: number[] = [];
  for (let node = 0; node < network.nodeCount; node++) {
    if (!start(node)) continue;
    hops[node] = 0;
    queue.push(node);
  }
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] ?? 0;
    for (const next of dependentsOf(network, node)) {
      if (hops[next] !== Number.POSITIVE_INFINITY) continue;
      hops[next] = (hops[node] ?? 0) + 1;
      queue.push(next);
    }
  }
  return hops;
}

/** The nodes that depend on a node, one entry for each support it is. */
export function dependentsOf(network: DependencyNetwork, node: number): number[] {
  const owners: number[] = [];
  const end = network.dependentOffsets[node + 1] ?? 0;
  for (let d = network.dependentOffsets[node] ?? 0; d < end; d++) {
    const group = network.supportGroup[network.dependentSupport[d] ?? 0] ?? 0;
    owners.push(network.groupOwner[group] ?? 0);
  }
  return owners;
}

/** How many entries node n has in an array with these offsets. */
export function spanOf(offsets: Int32Array, node: number): number {
  return (offsets[node + 1] ?? 0) - (offsets[node] ?? 0);
}
