/** What a minimum-cost flow came to, read off the simplex's last basis. Made by `NetworkSimplex`. */
import type { FlowNetwork } from './flow-network.ts';
import type { SimplexBasis } from './simplex-basis.ts';

/**
 * A minimum-cost flow and its dual. The dual has two parts, because what is not served outweighs all
 * costs: one more unit at node `v` saves `price[v]` where all that it could serve is served, and
 * serves `shortage[v]` more units of demand besides where not.
 */
export interface FlowSolution {
  /** By arc. */
  readonly flow: Float64Array;
  /** By node: what it gives of its supply (at most that), or gets of its demand. */
  readonly exchanged: Float64Array;
  /** By node: demand that is not met. */
  readonly unmet: Float64Array;
  /**
   * By node: what lower bounds bring there that cannot leave (above 0), or take that is not there.
   * Where any is not 0 the bounds cannot all be kept, and the rest is one compromise of several.
   */
  readonly imbalance: Float64Array;
  /** Σ flow × cost. */
  readonly cost: number;
  /** By node: cost of one more unit there; a potential. */
  readonly price: Float64Array;
  /** By node: units of unmet demand that one more unit there would serve; a potential. */
  readonly shortage: Float64Array;
  readonly pivots: number;
}

/** What one unit more of an arc's capacity is worth. */
export interface Worth {
  /** Units of demand that it would serve. */
  readonly served: number;
  /** Cost that it would save, beside what serving those units costs. */
  readonly saved: number;
}

/** Reduced cost of an arc: cost + price where it leaves − price where it arrives; outside 0. */
function reducedCost(network: FlowNetwork, solution: FlowSolution, arc: number): number {
  const { from, to, cost } = network;
  const { price } = solution;
  return (
    (cost[arc] as number) + (price[from[arc] as number] ?? 0) - (price[to[arc] as number] ?? 0)
  );
}

/** An arc's dual: both parts 0 or more for a full arc, the first counting before the second. */
export function worthOf(network: FlowNetwork, solution: FlowSolution, arc: number): Worth {
  const { shortage } = solution;
  const served =
    (shortage[network.to[arc] as number] ?? 0) - (shortage[network.from[arc] as number] ?? 0);
  return { served, saved: -reducedCost(network, solution, arc) };
}

/** Takes costs and what outweighs them apart; see `Dominance`. */
export function readSolution(
  network: FlowNetwork,
  basis: SimplexBasis,
  { unmet: big, pivots }: { readonly unmet: number; readonly pivots: number },
): FlowSolution {
  const { root, given } = basis;
  const flow = new Float64Array(given);
  let cost = 0;
  for (let arc = 0; arc < given; arc++) {
    const isLoop = network.from[arc] === network.to[arc];
    flow[arc] = isLoop ? 0 : (network.lower[arc] as number) + (basis.flow[arc] as number);
    cost += (flow[arc] as number) * (network.cost[arc] as number);
  }
  const exchanged = basis.flow.slice(given, given + root);
  const unmet = new Float64Array(root);
  const imbalance = new Float64Array(root);
  const price = new Float64Array(root);
  const shortage = new Float64Array(root);
  for (let node = 0; node < root; node++) {
    const asked = -(network.supply[node] as number);
    if (asked > 0) unmet[node] = asked - (exchanged[node] as number);
    const artificial = given + root + node;
    const left = basis.flow[artificial] as number;
    imbalance[node] = basis.from[artificial] === node ? left : -left;
    shortage[node] = Math.round((basis.potential[node] as number) / big);
    price[node] = (basis.potential[node] as number) - (shortage[node] as number) * big;
  }
  return { flow, exchanged, unmet, imbalance, cost, price, shortage, pivots };
}
