/**
 * Flows by a few searches of shortest paths, without an equilibrium: the baselines to beat. Called
 * by the table of contenders.
 */
import { type FlowNetwork, linkCosts } from '../../predict/flow/flow-network.ts';
import { Loading } from '../../predict/flow/loading.ts';

/** All trips on the shortest way at free flow: one search for each origin. `[links]` */
export function allOrNothing(network: FlowNetwork): Float64Array {
  return successiveAverages(network, 1);
}

/**
 * Method of successive averages (Sheffi, "Urban Transportation Networks", 1985, 5.2): round k loads at
 * the costs of the flow so far and moves it by 1/k; `rounds` searches for each origin. `[links]`
 */
export function successiveAverages(network: FlowNetwork, rounds: number): Float64Array {
  const loading = new Loading(network);
  const flow = new Float64Array(network.linkCount);
  for (let round = 1; round <= rounds; round++) {
    const { shortest } = loading.load(linkCosts(network, flow));
    for (let link = 0; link < flow.length; link++) {
      const before = flow[link] as number;
      flow[link] = before + ((shortest.flow[link] as number) - before) / round;
    }
  }
  return flow;
}

/** Trips spread over ways by their length at free flow (Dial 1971): one search. `[links]` */
export function spreadLoading(network: FlowNetwork): Float64Array {
  const empty = new Float64Array(network.linkCount);
  return new Loading(network).load(linkCosts(network, empty)).spread.flow;
}

/** Share of shortest ways, at free flow, between all ordered pairs of nodes that take a link. `[links]` */
export function linkBetweenness(network: FlowNetwork): Float64Array {
  const { nodeCount, linkCount } = network;
  const empty = new Float64Array(linkCount);
  const all = { ...network, ...everyPair(nodeCount), passable: new Uint8Array(nodeCount).fill(1) };
  const { shortest } = new Loading(all).load(linkCosts(network, empty));
  return shortest.flow.map((trips) => trips / Math.max(1, nodeCount * (nodeCount - 1)));
}

function everyPair(count: number) {
  const nodes = Int32Array.from({ length: count }, (_, node) => node);
  return {
    origins: nodes,
    firstPair: Int32Array.from({ length: count + 1 }, (_, node) => node * (count - 1)),
    destination: Int32Array.from({ length: count * (count - 1) }, (_, pair) => {
      const [origin, rank] = [Math.floor(pair / (count - 1)), pair % (count - 1)];
      return rank < origin ? rank : rank + 1;
    }),
    trips: new Float64Array(count * (count - 1)).fill(1),
  };
}

/** Links that share an end with a link. `[links]` */
export function linkDegree({ nodeCount, from, to }: FlowNetwork): Float64Array {
  const at = new Float64Array(nodeCount);
  for (const ends of [from, to]) for (const node of ends) at[node] = (at[node] as number) + 1;
  return Float64Array.from(from, (node, link) => {
    return (at[node] as number) + (at[to[link] as number] as number) - 2;
  });
}
