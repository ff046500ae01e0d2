/** What the features of nodes and groups are read from, computed once per graph. */
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';
import { declaredSteps } from '../declared-rule.ts';
import { hopsFrom, spanOf } from '../dependency-walk.ts';

export interface View {
  readonly network: DependencyNetwork;
  readonly failed: Uint8Array;
  readonly awaited: boolean;
  /** See `declaredSteps`. `[nodes]` */
  readonly declared: Int32Array;
  /** Dependencies from the failed ones, Infinity where none lead. `[nodes]` */
  readonly fromFailed: Float64Array;
  /** Dependencies from nodes that need nothing. `[nodes]` */
  readonly fromSources: Float64Array;
  /** Weight of all supports. `[groups]` */
  readonly total: Float64Array;
  /** Weight of supports that have failed now. `[groups]` */
  readonly lost: Float64Array;
  /** Weight of the largest support. `[groups]` */
  readonly largest: Float64Array;
  /** Mean over its supports of log(1 + how many dependents they carry). `[groups]` */
  readonly crowding: Float64Array;
}

/**
 * `failed` is 1 for nodes that have failed now; `awaited` says that nothing has and that one
 * failure, no matter where, is what the forecast is about.
 */
export function viewOf(network: DependencyNetwork, failed: Uint8Array, awaited: boolean): View {
  return {
    network,
    failed,
    awaited,
    declared: declaredSteps(network, failed),
    fromFailed: hopsFrom(network, (node) => failed[node] === 1),
    fromSources: hopsFrom(network, (node) => spanOf(network.groupOffsets, node) === 0),
    ...groupSums(network, failed),
  };
}

function groupSums(network: DependencyNetwork, failed: Uint8Array) {
  const sums = {
    total: new Float64Array(network.groupCount),
    lost: new Float64Array(network.groupCount),
    largest: new Float64Array(network.groupCount),
    crowding: new Float64Array(network.groupCount),
  };
  for (let g = 0; g < network.groupCount; g++) {
    const from = network.supportOffsets[g] ?? 0;
    const to = network.supportOffsets[g + 1] ?? 0;
    let [total, lost, largest, crowding] = [0, 0, 0, 0];
    for (let s = from; s < to; s++) {
      const [weight, node] = [network.supportWeight[s] ?? 0, network.supportNode[s] ?? 0];
      total += weight;
      if (failed[node]) lost += weight;
      largest = Math.max(largest, weight);
      crowding += Math.log1p(spanOf(network.dependentOffsets, node)) / (to - from);
    }
    sums.total[g] = total;
    sums.lost[g] = lost;
    sums.largest[g] = largest;
    sums.crowding[g] = crowding;
  }
  return sums;
}
