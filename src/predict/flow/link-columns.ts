/**
 * The features of links by column: dimensionless, finite, and none depends on how many links there
 * are. Called by `features.ts`.
 */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import type { FlowNetwork } from './flow-network.ts';
import { type EarlyFlows, type LinkMeasures, linkMeasures } from './link-measures.ts';
import { relationsOf, rowSums } from './relations.ts';
import { logSaturation } from './saturation-scale.ts';

export interface Column {
  readonly name: string;
  of(link: number): number;
}

/** In the order of `flowColumns`. */
export function linkColumns(measures: LinkMeasures, relations: readonly SparseMatrix[]): Column[] {
  return [
    ...loadColumns(measures),
    ...placeColumns(measures, relations),
    ...tripColumns(measures),
    ...delayColumns(measures),
  ];
}

/** Volume over capacity, as it is and its logarithm: of loads, and of flows after early rounds. */
function loadColumns({ network, free, next, early }: LinkMeasures): Column[] {
  const { capacity } = network;
  const both = (name: string, flow: Float64Array): Column[] => {
    const ratio = (link: number) => (flow[link] as number) / (capacity[link] as number);
    return [
      { name: `log ${name}`, of: (link) => logSaturation(ratio(link)) },
      { name, of: (link) => Math.min(ratio(link), 3) },
    ];
  };
  const change = (link: number) =>
    ((early.last[link] as number) - (early.before[link] as number)) / (capacity[link] as number);
  const gap = Math.log(Math.max(1e-6, Math.min(1, early.relativeGap)));
  return [
    ...both('shortest', free.shortest.flow),
    ...both('spread', free.spread.flow),
    ...both('after two rounds', early.before),
    ...both('after four rounds', early.last),
    ...both('shortest after that', next.shortest.flow),
    ...both('spread after that', next.spread.flow),
    { name: 'change since two rounds', of: (link) => clip(4 * change(link), 3) },
    { name: 'gap', of: () => gap },
  ];
}

/** Beside its neighbours: capacity, and how far round its detour is. */
function placeColumns(
  { network, detours }: LinkMeasures,
  relations: readonly SparseMatrix[],
): Column[] {
  const { capacity, linkCount } = network;
  const sizes = capacity.map((value) => Math.log(Math.min(value, 1e12)));
  const beside = (name: string, relation: SparseMatrix | undefined): Column => {
    const means = relation === undefined ? sizes : meanOver(relation, sizes);
    const of = (link: number) => clip((sizes[link] as number) - (means[link] as number), 3);
    return { name, of };
  };
  const count = (relation: SparseMatrix | undefined, link: number) =>
    Math.log1p((relation?.offsets[link + 1] as number) - (relation?.offsets[link] as number));
  const pressed = linkCount === 0 ? new Float64Array(0) : columnSums(detours.shares);
  return [
    beside('capacity beside those before', relations[2]),
    beside('capacity beside those after', relations[3]),
    beside('capacity beside its detour', relations[4]),
    { name: 'detour', of: (link) => Math.min(detours.ratio[link] as number, 2) },
    { name: 'links of its detour', of: (link) => count(relations[4], link) },
    { name: 'is a detour', of: (link) => Math.log1p(pressed[link] as number) },
    { name: 'links before', of: (link) => count(relations[2], link) },
    { name: 'links after', of: (link) => count(relations[3], link) },
  ];
}

/** Of the trips on it, and those that begin or end beside it. */
function tripColumns({ network, free, freeCost, cost, total }: LinkMeasures): Column[] {
  const { from, to, capacity, passable } = network;
  const { begins, ends } = tripEnds(network);
  const { flow, tripCost } = free.spread;
  const spent = tripCost.reduce((a, b) => a + b, 0);
  const links = flow.reduce((a, b) => a + b, 0);
  const typical = links > 0 ? spent / links : 0; // cost of a whole trip
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  const at = (values: ArrayLike<number>, link: number) => values[link] as number;
  const overFree = (now: number, free: number) => (free > 0 ? Math.min(now / free, 50) : 1);
  return [
    { name: 'cost', of: (l) => Math.log(Math.min(share(at(freeCost, l), typical), 10) + 0.005) },
    {
      name: 'share of its trips',
      of: (l) => Math.min(1, share(at(freeCost, l) * at(flow, l), at(tripCost, l))),
    },
    { name: 'share of all trips', of: (l) => Math.log(share(at(flow, l), total) + 1e-3) },
    { name: 'trips begin', of: (l) => logSaturation(at(begins, at(from, l)) / at(capacity, l)) },
    { name: 'trips end', of: (l) => logSaturation(at(ends, at(to, l)) / at(capacity, l)) },
    { name: 'cost over free cost', of: (l) => Math.log(overFree(at(cost, l), at(freeCost, l))) },
    { name: 'starts where none passes', of: (l) => 1 - at(passable, at(from, l)) },
    { name: 'ends where none passes', of: (l) => 1 - at(passable, at(to, l)) },
  ];
}

function delayColumns({ network, early }: LinkMeasures): Column[] {
  const { delayCoefficient, delayExponent, capacity } = network;
  const delay = (link: number) => {
    const ratio = Math.min((early.last[link] as number) / (capacity[link] as number), 8);
    if (ratio === 0) return 0;
    return (delayCoefficient[link] as number) * ratio ** (delayExponent[link] as number);
  };
  return [
    { name: 'delay', of: (link) => Math.log1p(Math.min(delay(link), 50)) },
    {
      name: 'coefficient',
      of: (l) => Math.log(Math.min(delayCoefficient[l] as number, 50) + 0.02),
    },
    { name: 'exponent', of: (link) => Math.min(delayExponent[link] as number, 20) / 4 },
  ];
}

/** Trips that begin and that end at each node. `[nodes]` */
function tripEnds({ nodeCount, origins, firstPair, destination, trips }: FlowNetwork) {
  const [begins, ends] = [new Float64Array(nodeCount), new Float64Array(nodeCount)];
  for (const [origin, node] of origins.entries()) {
    const end = firstPair[origin + 1] as number;
    for (let pair = firstPair[origin] as number; pair < end; pair++) {
      const [to, count] = [destination[pair] as number, trips[pair] as number];
      begins[node] = (begins[node] as number) + count;
      ends[to] = (ends[to] as number) + count;
    }
  }
  return { begins, ends };
}

/** Means over neighbours; a link's own value where it has none. */
function meanOver(relation: SparseMatrix, values: Float64Array): Float64Array {
  const sums = rowSums(relation);
  return values.map((own, row) => {
    if ((sums[row] as number) === 0) return own;
    let mean = 0;
    const end = relation.offsets[row + 1] as number;
    for (let e = relation.offsets[row] as number; e < end; e++) {
      mean += (relation.values[e] as number) * (values[relation.indices[e] as number] as number);
    }
    return mean / (sums[row] as number);
  });
}

function columnSums({ columns, indices, values }: SparseMatrix): Float64Array {
  const sums = new Float64Array(columns);
  for (const [e, column] of indices.entries()) {
    sums[column] = (sums[column] as number) + (values[e] as number);
  }
  return sums;
}

function clip(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

const nothing: FlowNetwork = {
  nodeCount: 0,
  linkCount: 0,
  from: new Int32Array(0),
  to: new Int32Array(0),
  freeFlowTime: new Float64Array(0),
  delayCoefficient: new Float64Array(0),
  delayExponent: new Float64Array(0),
  capacity: new Float64Array(0),
  fixedCost: new Float64Array(0),
  passable: new Uint8Array(0),
  firstOut: new Int32Array(1),
  out: new Int32Array(0),
  origins: new Int32Array(0),
  firstPair: new Int32Array(1),
  destination: new Int32Array(0),
  trips: new Float64Array(0),
};

function unmoved(): EarlyFlows {
  return { before: new Float64Array(0), last: new Float64Array(0), relativeGap: 0 };
}

/** The names of the columns; a checkpoint of others is refused. */
export const flowColumns: readonly string[] = namesOf(linkMeasures(nothing, unmoved));

function namesOf(measures: LinkMeasures): string[] {
  return linkColumns(measures, relationsOf(measures)).map(({ name }) => name);
}
