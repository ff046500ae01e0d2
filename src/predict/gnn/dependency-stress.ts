/**
 * Dependencies as a stress network. A group's stress is the weight it has lost over the weight it can
 * lose, counted so that it exceeds 1 when what works no longer meets the need. Used by the predictor
 * and by its training.
 */
import { sparseMatrix } from '../../../gnn/model/sparse.ts';
import { mostStress, type Onset, type StressNetwork } from '../../../gnn/model/stress-network.ts';
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';
import { dependentsOf } from '../dependency-walk.ts';

export function dependencyStress(network: DependencyNetwork): StressNetwork {
  const { nodeCount, groupCount, supportNode, supportWeight } = network;
  const shifts = spans(network).flatMap(({ from, to, bears }, row) =>
    Array.from({ length: to - from }, (_, i) => ({
      row,
      column: supportNode[from + i] as number,
      value: Math.min(mostStress, (supportWeight[from + i] as number) / bears),
    })),
  );
  const neighbours = Array.from({ length: nodeCount }, (_, row) =>
    [...new Set(dependentsOf(network, row))].map((column) => ({ row, column, value: 1 })),
  );
  return {
    elementCount: nodeCount,
    limitOffsets: network.groupOffsets,
    limitName: network.groupName,
    base: new Float32Array(groupCount),
    twoSided: new Uint8Array(groupCount),
    carries: new Uint8Array(nodeCount),
    shifts: sparseMatrix(groupCount, nodeCount, shifts),
    neighbours: sparseMatrix(nodeCount, nodeCount, neighbours.flat()),
    holdSeconds: network.delaySeconds,
  };
}

/** What is seen of a dependency network once some nodes have failed. */
export function dependencyOnset(network: DependencyNetwork, failed: Uint8Array): Onset {
  const stress = Float32Array.from(spans(network), ({ from, to, bears }) => {
    let lost = 0;
    for (let s = from; s < to; s++) {
      if (failed[network.supportNode[s] as number]) lost += network.supportWeight[s] as number;
    }
    return Math.min(mostStress, lost / bears);
  });
  return { failed, stress };
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Weight whose loss is a stress of 1: what the group can lose, and half of its least support. */
  readonly bears: number;
}

/** By group. */
function spans({
  groupCount,
  groupNeed,
  groupGrounded,
  supportOffsets,
  supportWeight,
}: DependencyNetwork): Span[] {
  return Array.from({ length: groupCount }, (_, group) => {
    const [from, to] = [supportOffsets[group] as number, supportOffsets[group + 1] as number];
    const weights = supportWeight.subarray(from, to);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const spare = groupGrounded[group] ? Math.max(0, total - (groupNeed[group] as number)) : 0;
    const least = weights.reduce((least, weight) => Math.min(least, weight), total);
    return { from, to, bears: spare + Math.max(least / 2, 1e-3 * total, 1e-9) };
  });
}
