/**
 * The data set of `flow-bottleneck`: generated road networks under given and changed demand with their
 * user equilibria, split by graph with frozen seeds and a hash. Called by training, evaluation, tests.
 */
import { createHash } from 'node:crypto';
import { RandomStream } from '../../../src/model/random.ts';
import type { FlowNetwork } from '../../../src/predict/flow/flow-network.ts';
import { Loading } from '../../../src/predict/flow/loading.ts';
import { userEquilibrium } from '../../../src/simulate/mechanisms/congestion/equilibrium.ts';
import {
  type Link,
  type RoadNetwork,
  roadNetwork,
  type Trips,
} from '../../../src/simulate/mechanisms/congestion/road-network.ts';
import { between, logUniform } from '../families/placed-graph.ts';
import { corridor } from '../families/roads/corridor.ts';
import { gravityTrips } from '../families/roads/gravity.ts';
import { gridCity } from '../families/roads/grid-city.ts';
import { planarRoads } from '../families/roads/planar-roads.ts';
import { radialRing } from '../families/roads/radial-ring.ts';
import { type ZonedRoads, zonedRoads } from '../families/roads/road-links.ts';
import type { RoadPlan } from '../families/roads/road-plan.ts';
import type { Split } from '../generate.ts';

/** A network, its demand, and what the equilibrium makes of them. */
export interface FlowExample {
  readonly family: string;
  /** Number of the graph in its split; its demands are 0, 1 … */
  readonly graph: number;
  readonly demand: number;
  readonly network: FlowNetwork;
  /** Trips on each link at equilibrium. `[links]` */
  readonly flow: Float64Array;
  /** Relative gap of that equilibrium. */
  readonly relativeGap: number;
}

type Family = (random: RandomStream, size: number) => RoadPlan;

/** The families by the name that tables give them; graphs take them in turn. */
export const roadFamilies: Readonly<Record<string, Family>> = {
  grid: gridCity,
  rings: radialRing,
  planar: (random, size) => planarRoads(random, size, 'uniform'),
  clusters: (random, size) => planarRoads(random, size, 'clusters'),
  corridor,
};

interface SplitPlan {
  /** Keys the random numbers; no two splits share one. */
  readonly seed: number;
  readonly nodes: readonly [number, number];
  readonly mostZones: number;
}

/** Frozen: a change makes other data, which the hash in the checkpoint tells. */
const plans: Readonly<Record<Split, SplitPlan>> = {
  train: { seed: 5101, nodes: [16, 260], mostZones: 60 },
  validation: { seed: 6202, nodes: [16, 260], mostZones: 60 },
  test: { seed: 7303, nodes: [16, 260], mostZones: 60 },
  large: { seed: 8404, nodes: [400, 800], mostZones: 110 },
};

/** Relative gap of the equilibria that label; the few that do not get there are left out. */
export const labelGap = 1e-4;
const mostRounds = 150;
/** And of those by which the demand is scaled. */
const scalingGap = 1e-2;
/** Demands of one graph. */
const demandsPerGraph = 2;

/** The first `graphs` graphs of a split; more graphs leave these as they are. */
export function* flowExamples(split: Split, graphs: number): Generator<FlowExample> {
  const { seed, nodes, mostZones } = plans[split];
  const names = Object.keys(roadFamilies);
  for (let graph = 0; graph < graphs; graph++) {
    const random = new RandomStream(seed, graph);
    const family = names[graph % names.length] as string;
    const plan = (roadFamilies[family] as Family)(random, logUniform(random, nodes));
    const roads = zonedRoads(random, plan, mostZones);
    let trips = scaledTrips(random, roads, gravityTrips(random, roads));
    let links = roads.links;
    for (let demand = 0; demand < demandsPerGraph; demand++) {
      if (demand > 0) [trips, links] = [changedTrips(random, trips), incident(random, links)];
      const made = labelled(networkOf(roads, links, trips));
      if (made.relativeGap <= labelGap) yield { family, graph, demand, ...made };
    }
  }
}

function labelled(network: RoadNetwork) {
  const { flow, relativeGap } = userEquilibrium(network, { gap: labelGap, maxRounds: mostRounds });
  return { network, flow, relativeGap };
}

function networkOf(
  { nodeCount, closedToThroughTraffic }: ZonedRoads,
  links: readonly Link[],
  trips: readonly Trips[],
): RoadNetwork {
  return roadNetwork(nodeCount, links, trips, closedToThroughTraffic);
}

/** Scaled so that about 5 to 40 % of the links are over capacity, up to 65 % in one graph of five. */
function scaledTrips(random: RandomStream, roads: ZonedRoads, trips: readonly Trips[]): Trips[] {
  const heavy = random.uniform() < 0.2;
  const share = heavy ? between(random, 0.4, 0.65) : 0.05 * 8 ** random.uniform();
  const network = networkOf(roads, roads.links, trips);
  let factor =
    1 / highRatio(network, new Loading(network).load(network.freeFlowTime).spread.flow, share);
  const scaled = () => trips.map((each) => ({ ...each, trips: each.trips * factor }));
  for (let round = 0; round < 3; round++) {
    const tried = networkOf(roads, roads.links, scaled());
    const { flow } = userEquilibrium(tried, { gap: scalingGap, maxRounds: 20 });
    const ratio = highRatio(tried, flow, share);
    if (Math.abs(ratio - 1) < 0.05) break;
    factor /= Math.min(3, Math.max(1 / 3, ratio));
  }
  return scaled();
}

/** The volume over capacity that this share of the links exceeds. */
function highRatio({ capacity }: RoadNetwork, flow: Float64Array, share: number): number {
  const ratios = flow.map((trips, link) => trips / (capacity[link] as number)).sort();
  return Math.max(1e-6, ratios[Math.floor((1 - share) * (ratios.length - 1))] as number);
}

/** More or fewer trips in all, and between each two zones. */
function changedTrips(random: RandomStream, trips: readonly Trips[]): Trips[] {
  const all = Math.exp(0.25 * random.normal());
  const [makes, draws] = [new Map<number, number>(), new Map<number, number>()];
  const of = (factors: Map<number, number>, zone: number) => {
    const known = factors.get(zone) ?? Math.exp(0.4 * random.normal());
    factors.set(zone, known);
    return known;
  };
  return trips.map(({ from, to, trips: count }) => ({
    from,
    to,
    trips: count * all * of(makes, from) * of(draws, to),
  }));
}

/** In half of the cases a few roads lose much of their capacity. */
function incident(random: RandomStream, links: readonly Link[]): Link[] {
  const hit = new Set<number>();
  const count = random.uniform() < 0.5 ? 0 : 1 + random.integer(4);
  while (hit.size < Math.min(count, links.length)) hit.add(random.integer(links.length));
  return links.map((link, index) =>
    hit.has(index)
      ? { ...link, capacity: (link.capacity ?? 1e5) * between(random, 0.3, 0.7) }
      : link,
  );
}

/** SHA-256 over everything a model sees of the examples and is judged by. */
export function flowHash(examples: Iterable<FlowExample>): string {
  const hash = createHash('sha256');
  for (const { family, network, flow } of examples) {
    hash.update(`${family} ${network.nodeCount} ${network.linkCount}`);
    const { from, to, freeFlowTime, delayCoefficient, delayExponent, capacity } = network;
    const { fixedCost, passable, origins, firstPair, destination, trips } = network;
    for (const array of [
      from,
      to,
      freeFlowTime,
      delayCoefficient,
      delayExponent,
      capacity,
      fixedCost,
    ])
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    for (const array of [passable, origins, firstPair, destination, trips, flow])
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex');
}
