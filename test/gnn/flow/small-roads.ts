/** Small road networks with answers that are plain, and a naive loading to compare with. */
import type { RandomStream } from '../../../src/model/random.ts';
import {
  type Link,
  type RoadNetwork,
  roadNetwork,
  type Trips,
} from '../../../src/simulate/mechanisms/congestion/road-network.ts';

/** Nodes 0 to 3; two ways from 0 to 3 of the same time, by 1 and by 2. */
export function diamond(trips: number): RoadNetwork {
  const pairs = [
    [0, 1],
    [1, 3],
    [0, 2],
    [2, 3],
  ] as const;
  const links = pairs.map(([from, to]) => ({ from, to, freeFlowTime: 1, capacity: 10 }));
  return roadNetwork(4, links, [{ from: 0, to: 3, trips }]);
}

/** A strongly connected network with times that do not tie. */
export function drawnRoads(random: RandomStream, nodes: number): RoadNetwork {
  const links: Link[] = [];
  const add = (from: number, to: number) =>
    links.push({
      from,
      to,
      freeFlowTime: 1 + random.uniform(),
      capacity: 5 + 20 * random.uniform(),
    });
  for (let node = 0; node < nodes; node++) {
    add(node, (node + 1) % nodes);
    add(node, random.integer(nodes));
    add(random.integer(nodes), node);
  }
  const trips: Trips[] = [];
  for (let i = 0; i < 2 * nodes; i++) {
    trips.push({
      from: random.integer(nodes),
      to: random.integer(nodes),
      trips: 1 + random.integer(9),
    });
  }
  return roadNetwork(nodes, links, trips);
}

/** The same network with its links in another order. `order[i]` is the old number of link i. */
export function reordered(network: RoadNetwork, order: readonly number[]): RoadNetwork {
  const pick = (values: Float64Array | Int32Array) => order.map((link) => values[link] as number);
  const [from, to, time] = [pick(network.from), pick(network.to), pick(network.freeFlowTime)];
  const [b, p] = [pick(network.delayCoefficient), pick(network.delayExponent)];
  const [capacity, fixedCost] = [pick(network.capacity), pick(network.fixedCost)];
  const links = order.map((_, i) => ({
    from: from[i] as number,
    to: to[i] as number,
    freeFlowTime: time[i] as number,
    delayCoefficient: b[i] as number,
    delayExponent: p[i] as number,
    capacity: capacity[i] as number,
    fixedCost: fixedCost[i] as number,
  }));
  const closed = [...network.passable.keys()].filter((node) => network.passable[node] === 0);
  return roadNetwork(network.nodeCount, links, tripsOf(network), closed);
}

export function tripsOf({ origins, firstPair, destination, trips }: RoadNetwork): Trips[] {
  return [...origins].flatMap((from, origin) => {
    const [first, end] = [firstPair[origin] as number, firstPair[origin + 1] as number];
    return Array.from({ length: end - first }, (_, i) => ({
      from,
      to: destination[first + i] as number,
      trips: trips[first + i] as number,
    }));
  });
}

/** Links of the cheapest way by Bellman and Ford's method; empty where there is none. */
export function naivePath(
  { nodeCount, linkCount, from, to }: RoadNetwork,
  cost: ArrayLike<number>,
  [start, end]: readonly [number, number],
): number[] {
  const distance = new Array<number>(nodeCount).fill(Number.POSITIVE_INFINITY);
  const via = new Array<number>(nodeCount).fill(-1);
  distance[start] = 0;
  for (let round = 0; round < nodeCount; round++) {
    for (let link = 0; link < linkCount; link++) {
      const along = (distance[from[link] as number] as number) + (cost[link] as number);
      if (!(along < (distance[to[link] as number] as number))) continue;
      distance[to[link] as number] = along;
      via[to[link] as number] = link;
    }
  }
  const path: number[] = [];
  for (let link = via[end] as number; link >= 0; link = via[from[link] as number] as number) {
    path.push(link);
  }
  return path;
}
