/**
 * Why demand is not met: the minimum cuts behind it (Ford and Fulkerson 1956). Behind unmet demand
 * lie the nodes from which more could still flow to it; all that leads in among them is full, so
 * that no plan at all serves more there. Called by the findings of the flow mechanism.
 */
import type { FlowNetwork } from './flow-network.ts';
import type { FlowSolution } from './flow-solution.ts';

/** One part of the network that gets less than it asks for. */
export interface Cut {
  /** The nodes behind the cut, ascending. */
  readonly nodes: readonly number[];
  /** The arcs that lead in, all full, ascending; their capacities add up to what is let through. */
  readonly arcs: readonly number[];
  /** The nodes behind the cut that have a supply of their own, all of it used. */
  readonly supplies: readonly number[];
  /** What the cut lets through at most: arcs and supplies, less what lower bounds take out again. */
  readonly capacity: number;
  readonly asked: number;
  readonly unmet: number;
}

/** The parts of a network with unmet demand of more than `tolerance`, by their first node. */
export function minimumCuts(network: FlowNetwork, solution: FlowSolution, tolerance = 0): Cut[] {
  if (!solution.unmet.some((lacks) => lacks > tolerance)) return [];
  const ways = waysInto(network, solution, tolerance);
  const part = new Int32Array(network.nodeCount).fill(-1);
  const members: number[][] = [];
  for (let node = 0; node < network.nodeCount; node++) {
    if ((solution.unmet[node] as number) > tolerance && part[node] === -1) {
      gather(node, ways, { part, members });
    }
  }
  const found = members.filter((nodes) => nodes.length > 0);
  found.forEach((nodes, index) => {
    for (const node of nodes.sort((a, b) => a - b)) part[node] = index;
  });
  return cutsOf(network, solution, { part, found }).sort(
    (a, b) => (a.nodes[0] as number) - (b.nodes[0] as number),
  );
}

/** By node, where more could come from: ranges of a list of nodes. */
interface Ways {
  readonly starts: Int32Array;
  readonly origins: Int32Array;
}

function waysInto(network: FlowNetwork, { flow }: FlowSolution, tolerance: number): Ways {
  const { nodeCount, from, to, lower, capacity } = network;
  const starts = new Int32Array(nodeCount + 2);
  const visit = (see: (origin: number, node: number) => void) => {
    for (let arc = 0; arc < from.length; arc++) {
      const [a, b] = [from[arc] as number, to[arc] as number];
      if (a === b || a === nodeCount || b === nodeCount) continue;
      if ((flow[arc] as number) + tolerance < (capacity[arc] as number)) see(a, b);
      if ((flow[arc] as number) - tolerance > (lower[arc] as number)) see(b, a);
    }
  };
  visit((_, node) => {
    starts[node + 1] = (starts[node + 1] as number) + 1;
  });
  for (let node = 0; node <= nodeCount; node++) {
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  }
  const next = starts.slice();
  const origins = new Int32Array(starts[nodeCount] as number);
  visit((origin, node) => {
    const place = next[node] as number;
    next[node] = place + 1;
    origins[place] = origin;
  });
  return { starts, origins };
}

interface Parts {
  readonly part: Int32Array;
  readonly members: number[][];
}

/** All from where more could come to a node; takes in the earlier parts that it meets. */
function gather(start: number, { starts, origins }: Ways, { part, members }: Parts): void {
  const own = members.length;
  const nodes = [start];
  members.push(nodes);
  part[start] = own;
  for (let read = 0; read < nodes.length; read++) {
    const node = nodes[read] as number;
    for (let i = starts[node] as number; i < (starts[node + 1] as number); i++) {
      const origin = origins[i] as number;
      const known = part[origin] as number;
      if (known === own) continue;
      const joined = known < 0 ? [origin] : (members[known] as number[]);
      for (const each of joined) {
        part[each] = own;
        nodes.push(each);
      }
      if (known >= 0) members[known] = [];
    }
  }
}

interface Found {
  readonly part: Int32Array;
  readonly found: readonly (readonly number[])[];
}

function cutsOf(network: FlowNetwork, { unmet }: FlowSolution, { part, found }: Found): Cut[] {
  const { nodeCount, from, to, lower, capacity, supply } = network;
  const cuts = found.map((nodes) => {
    const supplies = nodes.filter((node) => (supply[node] as number) > 0);
    const sum = (of: (node: number) => number) =>
      nodes.reduce((total, node) => total + of(node), 0);
    return {
      nodes,
      arcs: [] as number[],
      supplies,
      capacity: sum((node) => Math.max(0, supply[node] as number)),
      asked: sum((node) => Math.max(0, -(supply[node] as number))),
      unmet: sum((node) => unmet[node] as number),
    };
  });
  const partOf = (node: number) => (node === nodeCount ? -1 : (part[node] as number));
  for (let arc = 0; arc < from.length; arc++) {
    const [a, b] = [partOf(from[arc] as number), partOf(to[arc] as number)];
    if (a === b) continue;
    const [out, into] = [cuts[a], cuts[b]];
    if (out !== undefined) out.capacity -= lower[arc] as number;
    if (into !== undefined && a < 0) into.arcs.push(arc);
    if (into !== undefined) into.capacity += capacity[arc] as number;
  }
  return cuts;
}
