/** Random networks for the tests of static flow, from a seed, and a network with its arcs shuffled. */
import { RandomStream } from '../../../src/model/random.ts';
import type { FlowNetwork } from '../../../src/simulate/mechanisms/flow/flow-network.ts';

export interface NetworkKind {
  readonly lower?: boolean;
  readonly negative?: boolean;
  /** Fractions instead of whole numbers. */
  readonly real?: boolean;
}

/** 2 to 13 nodes with up to 40 arcs, loops and parallel ones among them; often short of supply. */
export function randomNetwork(seed: number, kind: NetworkKind = {}): FlowNetwork {
  const random = new RandomStream(seed, 17);
  const amount = (below: number) =>
    kind.real === true ? random.uniform() * below : random.integer(below);
  const nodeCount = 2 + random.integer(12);
  const arcs = random.integer(4 * nodeCount - 7);
  const each = <T>(make: () => T): T[] => Array.from({ length: arcs }, make);
  const from = Int32Array.from(each(() => random.integer(nodeCount)));
  const to = Int32Array.from(each(() => random.integer(nodeCount)));
  const capacity = Float64Array.from(each(() => amount(12)));
  const lower = capacity.map((most) =>
    kind.lower === true && random.integer(4) === 0 ? Math.min(most, amount(3)) : 0,
  );
  const cost = Float64Array.from(
    each(() => amount(30) - (kind.negative === true && random.integer(5) === 0 ? 20 : 0)),
  );
  const supply = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const lot = random.integer(3);
    if (lot === 1) supply[node] = amount(25);
    if (lot === 2) supply[node] = -amount(20);
  }
  return { nodeCount, from, to, lower, capacity, cost, supply };
}

/** The same network with nodes and arcs in another order; `place` tells where each node went. */
export function shuffled(network: FlowNetwork, seed: number) {
  const random = new RandomStream(seed, 23);
  const order = (length: number) => {
    const list = Array.from({ length }, (_, index) => index);
    for (let i = length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [list[i], list[j]] = [list[j] as number, list[i] as number];
    }
    return list;
  };
  const place = order(network.nodeCount);
  const arcs = order(network.from.length);
  const supply = new Float64Array(network.nodeCount);
  place.forEach((to, node) => {
    supply[to] = network.supply[node] as number;
  });
  const pick = (values: Float64Array) => Float64Array.from(arcs, (arc) => values[arc] as number);
  const ends = (values: Int32Array) =>
    Int32Array.from(arcs, (arc) => place[values[arc] as number] as number);
  return {
    nodeCount: network.nodeCount,
    from: ends(network.from),
    to: ends(network.to),
    lower: pick(network.lower),
    capacity: pick(network.capacity),
    cost: pick(network.cost),
    supply,
  };
}
