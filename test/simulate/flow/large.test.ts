import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/model/random.ts';
import type { FlowNetwork } from '../../../src/simulate/mechanisms/flow/flow-network.ts';
import { NetworkSimplex } from '../../../src/simulate/mechanisms/flow/network-simplex.ts';
import { checkOptimal, maximum, served } from './check-flow.ts';

/** A ring, so that all is connected at a price, and arcs at random. */
function largeNetwork(nodeCount: number, arcs: number): FlowNetwork {
  const random = new RandomStream(6);
  const from = new Int32Array(arcs);
  const to = new Int32Array(arcs);
  const capacity = new Float64Array(arcs);
  const cost = new Float64Array(arcs);
  for (let arc = 0; arc < arcs; arc++) {
    const onRing = arc < nodeCount;
    from[arc] = onRing ? arc : random.integer(nodeCount);
    to[arc] = onRing ? (arc + 1) % nodeCount : random.integer(nodeCount);
    capacity[arc] = 1 + random.integer(400);
    cost[arc] = onRing ? 500 : 1 + random.integer(100);
  }
  const supply = new Float64Array(nodeCount);
  for (let i = 0; i < nodeCount / 20; i++) {
    supply[random.integer(nodeCount)] = 900;
    supply[random.integer(nodeCount)] = -random.integer(1000);
  }
  return { nodeCount, from, to, lower: new Float64Array(arcs), capacity, cost, supply };
}

describe('a network of 10,000 nodes and 50,000 arcs', () => {
  it('is solved to a proven optimum, and again after each of three outages', () => {
    const network = largeNetwork(10_000, 50_000);
    const simplex = new NetworkSimplex(network);
    const cold = simplex.solve();
    checkOptimal(network, cold, 0);
    expect(served(network, cold)).toBe(maximum(network));
    const tree = simplex.tree();
    const busy = [...network.from.keys()].filter((arc) => (cold.flow[arc] as number) > 100);
    for (let i = 0; i < 3; i++) {
      const arc = busy[i * 37] as number;
      simplex.startFrom(tree);
      simplex.setBounds(arc, 0, 0);
      const warm = simplex.solve();
      expect(warm.pivots).toBeLessThan(cold.pivots / 10);
      const without = { ...network, capacity: network.capacity.with(arc, 0) };
      if (i === 0) checkOptimal(without, warm, 0);
      expect(warm.cost).toBe(new NetworkSimplex(without).solve().cost);
      simplex.setBounds(arc, 0, network.capacity[arc] as number);
    }
  });

  it('is solved in few pivots as a chain of 100,000 links', () => {
    const links = 100_000;
    const supply = new Float64Array(links + 1)
      .with(0, 9)
      .with(links, -5)
      .with(links / 2, -7);
    const solution = new NetworkSimplex({
      nodeCount: links + 1,
      from: Int32Array.from({ length: links }, (_, link) => link),
      to: Int32Array.from({ length: links }, (_, link) => link + 1),
      lower: new Float64Array(links),
      capacity: new Float64Array(links).fill(8),
      cost: new Float64Array(links).fill(1),
      supply,
    }).solve();
    expect(solution.pivots).toBeLessThan(10);
    expect(solution.cost).toBe(7 * (links / 2) + links);
    expect([solution.unmet[links], solution.unmet[links / 2]]).toEqual([4, 0]);
  });
});
