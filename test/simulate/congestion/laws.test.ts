/** Laws of user equilibrium on random networks, against a slow solver over all paths. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { userEquilibrium } from '../../../src/simulate/mechanisms/congestion/equilibrium.ts';
import {
  type Link,
  type RoadNetwork,
  roadNetwork,
} from '../../../src/simulate/mechanisms/congestion/road-network.ts';
import { slowEquilibrium } from './slow-equilibrium.ts';

interface Town {
  readonly nodes: number;
  readonly links: readonly Link[];
  readonly trips: readonly { readonly from: number; readonly to: number; readonly trips: number }[];
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

function towns(nodes: number, mostLinks: number, mostPairs: number): fc.Arbitrary<Town> {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  const link = fc.record({
    from: node,
    to: node,
    freeFlowTime: number(1, 20),
    delayCoefficient: number(0.1, 2),
    delayExponent: fc.constantFrom(1, 2, 4),
    capacity: number(50, 500),
    fixedCost: fc.constantFrom(0, 0, 3),
  });
  const pair = fc.record({ from: node, to: node, trips: number(10, 400) });
  return fc.record({
    nodes: fc.constant(nodes),
    links: fc.array(link, { minLength: Math.ceil(mostLinks / 2), maxLength: mostLinks }),
    trips: fc.array(pair, { minLength: 1, maxLength: mostPairs }),
  });
}

const networkOf = ({ nodes, links, trips }: Town) => roadNetwork(nodes, links, trips);

describe('an equilibrium', () => {
  test('has the objective and flows of a slow solver over all paths', () => {
    fc.assert(
      fc.property(towns(5, 9, 3), (town) => {
        const network = networkOf(town);
        const found = userEquilibrium(network, { gap: 1e-10 });
        const slow = slowEquilibrium(network);
        const scale = Math.max(1, slow.objective);
        expect(Math.abs(found.objective - slow.objective) / scale).toBeLessThan(1e-6);
        // Times are strictly increasing here, so flows are unique.
        slow.flow.forEach((flow, l) => {
          expect(Math.abs(flow - (found.flow[l] as number))).toBeLessThan(0.5);
        });
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  test("keeps Wardrop's condition: every path in use costs what the cheapest of all paths does", () => {
    fc.assert(
      fc.property(towns(12, 60, 20), (town) => {
        const network = networkOf(town);
        const found = userEquilibrium(network, { gap: 1e-12, maxRounds: 2000 });
        const cost = found.time.map((time, link) => time + (network.fixedCost[link] as number));
        const { head, next, flow, first, links } = found.paths;
        eachPair(network, (pair, origin, destination) => {
          const least = bellmanFord(network, cost, origin)[destination] as number;
          expect(found.unserved[pair]).toBe(least === Infinity ? network.trips[pair] : 0);
          let carried = 0;
          for (let path = head[pair] as number; path >= 0; path = next[path] as number) {
            const trips = flow[path] as number;
            if (trips < 1e-3) continue;
            let sum = 0;
            for (let i = first[path] as number; i < (first[path + 1] as number); i++) {
              sum += cost[links[i] as number] as number;
            }
            carried += trips;
            expect(sum / least - 1).toBeLessThan(1e-5);
          }
          if (least < Infinity) expect(carried / (network.trips[pair] as number)).toBeCloseTo(1, 4);
        });
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  test('loses and makes no trip at any node, and its gap is that of its own flows', () => {
    fc.assert(
      fc.property(towns(12, 50, 20), (town) => {
        const network = networkOf(town);
        const found = userEquilibrium(network);
        const balance = new Float64Array(network.nodeCount);
        for (let l = 0; l < network.linkCount; l++) {
          add(balance, network.from[l] as number, -(found.flow[l] as number));
          add(balance, network.to[l] as number, found.flow[l] as number);
        }
        const cost = found.time.map((time, link) => time + (network.fixedCost[link] as number));
        let least = 0;
        eachPair(network, (pair, origin, destination) => {
          const served = (network.trips[pair] as number) - (found.unserved[pair] as number);
          add(balance, origin, served);
          add(balance, destination, -served);
          if (served > 0)
            least += served * (bellmanFord(network, cost, origin)[destination] as number);
        });
        for (const rest of balance) expect(Math.abs(rest)).toBeLessThan(1e-6);
        const total = cost.reduce((sum, c, l) => sum + c * (found.flow[l] as number), 0);
        expect(found.relativeGap).toBeLessThanOrEqual(1e-6);
        if (total > 0)
          expect(Math.abs((total - least) / total - found.relativeGap)).toBeLessThan(1e-9);
      }),
      { numRuns: 100, seed: 8 },
    );
  });

  test('is the same after a closure whether found from scratch or from before', () => {
    fc.assert(
      fc.property(towns(10, 50, 12), fc.nat(), (town, pick) => {
        const network = networkOf(town);
        const closed = new Uint8Array(network.linkCount);
        closed[pick % network.linkCount] = 1;
        const from = userEquilibrium(network);
        const warm = userEquilibrium(network, { closed, from, gap: 1e-10 });
        const cold = userEquilibrium(network, { closed, gap: 1e-10 });
        expect([...warm.unserved]).toEqual([...cold.unserved]);
        expect(Math.abs(warm.objective - cold.objective)).toBeLessThanOrEqual(
          1e-7 * cold.objective,
        );
        expect(warm.flow[pick % network.linkCount]).toBe(0);
      }),
      { numRuns: 100, seed: 9 },
    );
  });
});

function eachPair(
  network: RoadNetwork,
  visit: (pair: number, origin: number, destination: number) => void,
): void {
  network.origins.forEach((origin, o) => {
    for (let p = network.firstPair[o] as number; p < (network.firstPair[o + 1] as number); p++) {
      visit(p, origin, network.destination[p] as number);
    }
  });
}

function bellmanFord(network: RoadNetwork, cost: Float64Array, origin: number): Float64Array {
  const distance = new Float64Array(network.nodeCount).fill(Infinity);
  distance[origin] = 0;
  for (let round = 0; round < network.nodeCount; round++) {
    for (let l = 0; l < network.linkCount; l++) {
      const along = (distance[network.from[l] as number] as number) + (cost[l] as number);
      const to = network.to[l] as number;
      if (along < (distance[to] as number)) distance[to] = along;
    }
  }
  return distance;
}

function add(to: Float64Array, index: number, value: number): void {
  to[index] = (to[index] as number) + value;
}
