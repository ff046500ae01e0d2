/**
 * Roads and trips as flat arrays: what the equilibrium is computed on. Nodes, links and pairs are
 * numbers here, in the order they are given. Made by `build-road-network.ts`, and by tests.
 */

/** One direction of a road. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** Time to pass it when it is empty, ≥ 0, in any unit; the result has the same. */
  readonly freeFlowTime: number;
  /** ≥ 0, 0.15 by default. */
  readonly delayCoefficient?: number;
  /** ≥ 0, 4 by default. */
  readonly delayExponent?: number;
  /** > 0, in trips; unlimited by default. */
  readonly capacity?: number;
  /** What is felt beside the travel time, as a toll, ≥ 0 in units of time; 0 by default. */
  readonly fixedCost?: number;
}

/** Trips from one node to another, ≥ 0. */
export interface Trips {
  readonly from: number;
  readonly to: number;
  readonly trips: number;
}

export interface RoadNetwork {
  readonly nodeCount: number;
  readonly linkCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly freeFlowTime: Float64Array;
  readonly delayCoefficient: Float64Array;
  readonly delayExponent: Float64Array;
  readonly capacity: Float64Array;
  readonly fixedCost: Float64Array;
  /** By node: 1 where trips that do not begin or end there may pass. */
  readonly passable: Uint8Array;
  /** The links that leave node n are `out[firstOut[n]] … out[firstOut[n + 1] - 1]`. */
  readonly firstOut: Int32Array;
  readonly out: Int32Array;
  /** Nodes where trips begin; the pairs of origin o are `firstPair[o] … firstPair[o + 1] - 1`. */
  readonly origins: Int32Array;
  readonly firstPair: Int32Array;
  readonly destination: Int32Array;
  readonly trips: Float64Array;
}

/** Names of the performance function's defaults, those of the Bureau of Public Roads (1964). */
const standardDelay = { coefficient: 0.15, exponent: 4 } as const;

/** Puts links and trips into arrays. Trips of no vehicles, or to where they begin, take no road. */
export function roadNetwork(
  nodeCount: number,
  links: readonly Link[],
  trips: readonly Trips[],
  closedToThroughTraffic: readonly number[] = [],
): RoadNetwork {
  const numbers = (of: (link: Link) => number) => Float64Array.from(links, of);
  const passable = new Uint8Array(nodeCount).fill(1);
  for (const node of closedToThroughTraffic) passable[node] = 0;
  const from = Int32Array.from(links, (link) => link.from);
  return {
    nodeCount,
    linkCount: links.length,
    from,
    to: Int32Array.from(links, (link) => link.to),
    freeFlowTime: numbers((link) => link.freeFlowTime),
    delayCoefficient: numbers((link) => link.delayCoefficient ?? standardDelay.coefficient),
    delayExponent: numbers((link) => link.delayExponent ?? standardDelay.exponent),
    capacity: numbers((link) => link.capacity ?? Number.POSITIVE_INFINITY),
    fixedCost: numbers((link) => link.fixedCost ?? 0),
    passable,
    ...leaving(nodeCount, from),
    ...pairs(trips.filter((trip) => trip.trips > 0 && trip.from !== trip.to)),
  };
}

function leaving(nodeCount: number, from: Int32Array): Pick<RoadNetwork, 'firstOut' | 'out'> {
  const firstOut = new Int32Array(nodeCount + 1);
  for (const node of from) firstOut[node + 1] = (firstOut[node + 1] as number) + 1;
  for (let n = 0; n < nodeCount; n++) {
    firstOut[n + 1] = (firstOut[n + 1] as number) + (firstOut[n] as number);
  }
  const next = firstOut.slice();
  const out = new Int32Array(from.length);
  from.forEach((node, link) => {
    out[next[node] as number] = link;
    next[node] = (next[node] as number) + 1;
  });
  return { firstOut, out };
}

type Pairs = Pick<RoadNetwork, 'origins' | 'firstPair' | 'destination' | 'trips'>;

function pairs(trips: readonly Trips[]): Pairs {
  const ordered = [...trips].sort((a, b) => a.from - b.from || a.to - b.to);
  const merged: { from: number; to: number; trips: number }[] = [];
  for (const trip of ordered) {
    const last = merged.at(-1);
    if (last?.from === trip.from && last.to === trip.to) last.trips += trip.trips;
    else merged.push({ ...trip });
  }
  const origins = [...new Set(merged.map(({ from }) => from))];
  const firstPair = new Int32Array(origins.length + 1);
  let pair = 0;
  origins.forEach((origin, index) => {
    while (pair < merged.length && merged[pair]?.from === origin) pair++;
    firstPair[index + 1] = pair;
  });
  return {
    origins: Int32Array.from(origins),
    firstPair,
    destination: Int32Array.from(merged, ({ to }) => to),
    trips: Float64Array.from(merged, (each) => each.trips),
  };
}
