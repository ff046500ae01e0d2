/**
 * A network as flat arrays, for the kernels of static flow: nodes and arcs are numbers, and nothing
 * here knows of twins. Built by `build-flow-model.ts` and by tests.
 */
import { LinchpinError } from '../../../model/errors.ts';

export interface FlowNetwork {
  /** Nodes are `0 … nodeCount - 1`; `nodeCount` itself is the outside, which gives and takes freely. */
  readonly nodeCount: number;
  /** By arc: where it leaves and reaches. Parallel arcs are fine, loops at a node carry nothing. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** By arc: the least it must carry, 0 or more, finite. */
  readonly lower: Float64Array;
  /** By arc: the most it can carry, `lower` or more; may be infinite. */
  readonly capacity: Float64Array;
  /** By arc: cost of one unit; may be negative. */
  readonly cost: Float64Array;
  /** By node: what it can give at most (above 0, may be infinite), or what it asks for (below 0). */
  readonly supply: Float64Array;
}

/** What is left out of a network that a test or caller writes down: bounds, costs, supplies. */
export type ArcList = readonly {
  readonly from: number;
  readonly to: number;
  readonly lower?: number;
  readonly capacity?: number;
  readonly cost?: number;
}[];

/** A network of arcs written out; lower bounds and costs are 0 by default, capacities infinite. */
export function networkOfArcs(supply: readonly number[], arcs: ArcList): FlowNetwork {
  return {
    nodeCount: supply.length,
    from: Int32Array.from(arcs, ({ from }) => from),
    to: Int32Array.from(arcs, ({ to }) => to),
    lower: Float64Array.from(arcs, ({ lower }) => lower ?? 0),
    capacity: Float64Array.from(arcs, ({ capacity }) => capacity ?? Number.POSITIVE_INFINITY),
    cost: Float64Array.from(arcs, ({ cost }) => cost ?? 0),
    supply: Float64Array.from(supply),
  };
}

/** Throws `BAD_USER_INPUT` naming the first arc or node whose numbers cannot be meant. */
export function checkNetwork(network: FlowNetwork): void {
  const { nodeCount, from, to, lower, capacity, cost, supply } = network;
  const isNode = (node: number) => node >= 0 && node <= nodeCount;
  for (let arc = 0; arc < from.length; arc++) {
    if (!isNode(from[arc] as number) || !isNode(to[arc] as number)) {
      throw refused(`arc ${arc}`, 'an end is no node', `nodes from 0 to ${nodeCount}`);
    }
    checkBounds(arc, lower[arc] as number, capacity[arc] as number);
    checkCost(arc, cost[arc] as number);
  }
  for (let node = 0; node < nodeCount; node++) checkSupply(node, supply[node] as number);
}

/** Throws `BAD_USER_INPUT` unless `0 ≤ lower ≤ capacity` and `lower` is finite. */
export function checkBounds(arc: number, lower: number, capacity: number): void {
  if (lower >= 0 && lower <= capacity && lower < Number.POSITIVE_INFINITY) return;
  const message = `the bounds are ${lower} and ${capacity}`;
  throw refused(`arc ${arc}`, message, 'numbers with 0 ≤ lower ≤ capacity');
}

/** Throws `BAD_USER_INPUT` unless the cost is of a size that can be added up. */
export function checkCost(arc: number, cost: number): void {
  if (Math.abs(cost) <= 1e200) return;
  throw refused(`arc ${arc}`, `the cost is ${cost}`, 'a number between -1e200 and 1e200');
}

/** Throws `BAD_USER_INPUT` for NaN and an infinite demand. */
export function checkSupply(node: number, supply: number): void {
  if (supply > Number.NEGATIVE_INFINITY) return;
  throw refused(`node ${node}`, `the supply is ${supply}`, 'a number, not an infinite demand');
}

function refused(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
