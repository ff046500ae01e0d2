/** Judges a minimum-cost flow: by its own proof of optimality, and by what Dinic's algorithm finds. */
import { expect } from 'vitest';
import type { FlowNetwork } from '../../../src/simulate/mechanisms/flow/flow-network.ts';
import type { FlowSolution } from '../../../src/simulate/mechanisms/flow/flow-solution.ts';
import { maxFlow } from './max-flow.ts';

export const sum = (values: Iterable<number>) =>
  [...values].reduce((total, value) => total + value, 0);

/** What all demands get. */
export const served = (network: FlowNetwork, { exchanged }: FlowSolution) =>
  sum(exchanged.filter((_, node) => (network.supply[node] as number) < 0));

/** The most that can be served, as the maximum flow from all supplies to all demands. */
export function maximum({ nodeCount, from, to, capacity, supply }: FlowNetwork): number {
  const ends = [...supply].map((amount, node) => ({ node, amount }));
  const gives = ends.filter(({ amount }) => amount > 0);
  const takes = ends.filter(({ amount }) => amount < 0);
  const network = {
    nodeCount: nodeCount + 2,
    from: Int32Array.from([...from, ...gives.map(() => nodeCount), ...takes.map((e) => e.node)]),
    to: Int32Array.from([...to, ...gives.map((e) => e.node), ...takes.map(() => nodeCount + 1)]),
    capacity: Float64Array.from([
      ...capacity,
      ...[...gives, ...takes].map((e) => Math.abs(e.amount)),
    ]),
  };
  const found = maxFlow(network, nodeCount, nodeCount + 1);
  expect(sum(found.cut.map((arc) => network.capacity[arc] as number))).toBe(found.value);
  return found.value;
}

/** Optimality proved by the solution itself: primal feasible, and no reduced cost of a wrong sign. */
export function checkOptimal(network: FlowNetwork, solution: FlowSolution, rounding: number): void {
  expect(wrongNodes(network, solution, rounding)).toEqual([]);
  expect(wrongArcs(network, solution, rounding)).toEqual([]);
}

/** Nodes where something is lost, or more is given than there is. */
function wrongNodes(network: FlowNetwork, solution: FlowSolution, rounding: number): number[] {
  const { nodeCount, from, to, supply } = network;
  const { flow, exchanged, imbalance } = solution;
  const left = new Float64Array(nodeCount);
  flow.forEach((amount, arc) => {
    left[from[arc] as number] = (left[from[arc] as number] as number) - amount;
    left[to[arc] as number] = (left[to[arc] as number] as number) + amount;
  });
  return [...left.keys()].filter((node) => {
    const gives = (supply[node] as number) >= 0 ? 1 : -1;
    const given = exchanged[node] as number;
    const rest = (left[node] as number) + gives * given - (imbalance[node] as number);
    return !(
      Math.abs(rest) <= 10 * rounding && given <= gives * (supply[node] as number) + rounding
    );
  });
}

/** Arcs out of bounds, or not at the bound that their dual asks for. */
function wrongArcs(network: FlowNetwork, solution: FlowSolution, rounding: number): number[] {
  const { from, to, lower, capacity, cost } = network;
  const { flow, price, shortage } = solution;
  return [...from.keys()].filter((arc) => {
    const [a, b, x] = [from[arc] as number, to[arc] as number, flow[arc] as number];
    if (a === b) return x !== 0;
    const most = (shortage[a] as number) - (shortage[b] as number);
    const least = (cost[arc] as number) + (price[a] as number) - (price[b] as number);
    const sign = most !== 0 ? most : Math.abs(least) <= rounding * 100 ? 0 : least;
    const atLeast = (lower[arc] as number) - rounding;
    const atMost = (capacity[arc] as number) + rounding;
    if (sign > 0) return !(Math.abs(x - (lower[arc] as number)) <= rounding);
    if (sign < 0) return !(Math.abs(x - (capacity[arc] as number)) <= rounding);
    return !(x >= atLeast && x <= atMost);
  });
}
