import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from './check-flow.ts';
import { type CapacityNetwork, maxFlow } from './max-flow.ts';
import { randomNetwork } from './random-networks.ts';

const networks = fc
  .tuple(fc.nat(1e6), fc.boolean())
  .map(([seed, real]) => randomNetwork(seed, { real }));
const last = ({ nodeCount }: CapacityNetwork) => nodeCount - 1;
const network = (nodeCount: number, arcs: [from: number, to: number, capacity: number][]) => ({
  nodeCount,
  from: Int32Array.from(arcs, ([from]) => from),
  to: Int32Array.from(arcs, ([, to]) => to),
  capacity: Float64Array.from(arcs, ([, , capacity]) => capacity),
});

describe('maximum flow', () => {
  it('is what depth-first augmentation finds, conserves, and equals its cut', () => {
    fc.assert(
      fc.property(networks, (given) => {
        const { value, flow, sourceSide, cut } = maxFlow(given, 0, last(given));
        expect(value).toBeCloseTo(byDepthFirst(given, 0, last(given)), 9);
        expect(sum(cut.map((arc) => given.capacity[arc] as number))).toBeCloseTo(value, 9);
        expect([sourceSide[0], sourceSide[last(given)]]).toEqual([1, 0]);
        const left = new Float64Array(given.nodeCount);
        flow.forEach((amount, arc) => {
          expect(amount).toBeLessThanOrEqual(given.capacity[arc] as number);
          const [a, b] = [given.from[arc] as number, given.to[arc] as number];
          left[a] = (left[a] as number) - amount;
          left[b] = (left[b] as number) + amount;
        });
        expect(left[last(given)]).toBeCloseTo(value, 9);
        for (const rest of left.subarray(1, last(given))) expect(rest).toBeCloseTo(0, 9);
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it('never falls with more capacity', () => {
    fc.assert(
      fc.property(networks, fc.nat(), (given, which) => {
        if (given.from.length === 0) return;
        const arc = which % given.from.length;
        const capacity = given.capacity.with(arc, (given.capacity[arc] as number) + 3);
        const more = maxFlow({ ...given, capacity }, 0, last(given)).value;
        expect(more).toBeGreaterThanOrEqual(maxFlow(given, 0, last(given)).value - 1e-9);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('is infinite only where a way has no limit', () => {
    const infinite = Number.POSITIVE_INFINITY;
    const open = network(3, [
      [0, 1, infinite],
      [1, 2, infinite],
      [0, 2, 4],
    ]);
    expect(maxFlow(open, 0, 2)).toMatchObject({ value: infinite, cut: [] });
    const closed = network(3, [
      [0, 1, infinite],
      [1, 2, 7],
      [0, 2, 4],
    ]);
    expect(maxFlow(closed, 0, 2)).toMatchObject({ value: 11, cut: [1, 2] });
  });

  it('is nothing without a way, and refuses what cannot be meant', () => {
    expect(maxFlow(network(2, []), 0, 1)).toMatchObject({ value: 0, cut: [] });
    const wrong = network(2, [[0, 1, -1]]);
    expect(() => maxFlow(wrong, 0, 1)).toThrow('BAD_USER_INPUT arc 0: the capacity is -1');
    expect(() => maxFlow(network(2, []), 1, 1)).toThrow('node 1: the source is the sink');
  });
});

/** The slow way: any way with room left, found depth first, until there is none. */
function byDepthFirst({ nodeCount, from, to, capacity }: CapacityNetwork, s: number, t: number) {
  const room = Array.from({ length: nodeCount }, () => new Float64Array(nodeCount));
  from.forEach((a, arc) => {
    const row = room[a] as Float64Array;
    row[to[arc] as number] = (row[to[arc] as number] as number) + (capacity[arc] as number);
  });
  const send = (node: number, most: number, seen: Set<number>): number => {
    if (node === t) return most;
    seen.add(node);
    for (let next = 0; next < nodeCount; next++) {
      const left = room[node]?.[next] as number;
      if (left <= 1e-12 || seen.has(next)) continue;
      const sent = send(next, Math.min(most, left), seen);
      if (sent === 0) continue;
      (room[node] as Float64Array)[next] = left - sent;
      (room[next] as Float64Array)[node] = (room[next]?.[node] as number) + sent;
      return sent;
    }
    return 0;
  };
  let value = 0;
  for (let sent = -1; sent !== 0; value += sent)
    sent = send(s, Number.POSITIVE_INFINITY, new Set());
  return value;
}
