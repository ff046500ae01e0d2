/**
 * Links with times and capacities by class of road, and zones where trips begin and end, from a plan.
 * The figures of classes are assumptions of ours, in minutes and vehicles an hour.
 */
import type { RandomStream } from '../../../../src/model/random.ts';
import type { Link } from '../../../../src/simulate/mechanisms/congestion/road-network.ts';
import { between } from '../placed-graph.ts';
import { drawnByWeight } from '../weighted-draw.ts';
import { lengthOf, type PlannedRoad, type RoadClass, type RoadPlan } from './road-plan.ts';

/** Kilometres an hour, vehicles an hour and lane, most lanes. */
const classes: Readonly<Record<RoadClass, { speed: number; lane: number; lanes: number }>> = {
  motorway: { speed: 100, lane: 2000, lanes: 3 },
  arterial: { speed: 60, lane: 1100, lanes: 3 },
  collector: { speed: 45, lane: 850, lanes: 2 },
  local: { speed: 32, lane: 600, lanes: 1 },
};

export interface ZonedRoads {
  readonly nodeCount: number;
  readonly links: readonly Link[];
  /** Nodes where trips begin and end, and where they lie. */
  readonly zones: readonly { readonly node: number; readonly x: number; readonly y: number }[];
  /** Nodes that trips may not pass. */
  readonly closedToThroughTraffic: readonly number[];
}

/** At most `mostZones` zones; some plans have them at crossings, some beside, on links of their own. */
export function zonedRoads(random: RandomStream, plan: RoadPlan, mostZones: number): ZonedRoads {
  const delay = delays(random);
  const noise = between(random, 0.05, 0.35);
  const links = plan.roads.flatMap((road) => roadLinks(random, { plan, road, noise, delay }));
  const count = plan.x.length;
  const share = count < 40 ? between(random, 0.5, 1) : between(random, 0.12, 0.6);
  const wanted = Math.max(2, Math.min(mostZones, Math.round(share * count)));
  const at = drawnByWeight(random, new Array<number>(count).fill(1), wanted).map((node) => ({
    node,
    x: plan.x[node] as number,
    y: plan.y[node] as number,
  }));
  if (random.uniform() < 0.5)
    return { nodeCount: count, links, zones: at, closedToThroughTraffic: [] };
  const zones = at.map((zone, i) => ({ ...zone, node: count + i }));
  const ample = between(random, 3000, 25000);
  const time = random.uniform() < 0.4 ? 0 : between(random, 0.2, 2);
  for (const [i, { node }] of at.entries()) {
    const near = nearTo(plan, node).slice(0, 1 + random.integer(3));
    for (const place of near) {
      const both = { capacity: ample, freeFlowTime: time };
      links.push({ from: count + i, to: place, ...both }, { from: place, to: count + i, ...both });
    }
  }
  const closedToThroughTraffic = zones.map(({ node }) => node);
  return { nodeCount: count + zones.length, links, zones, closedToThroughTraffic };
}

type Delay = () => Pick<Link, 'delayCoefficient' | 'delayExponent'>;

/** Mostly the standard one, else one drawn for the network or for each road. */
function delays(random: RandomStream): Delay {
  const drawn = () => ({
    delayCoefficient: 0.15 * Math.exp(0.8 * random.normal()),
    delayExponent: between(random, 2, 6),
  });
  const kind = random.uniform();
  if (kind < 0.7) return () => ({});
  const one = drawn();
  return kind < 0.85 ? () => one : drawn;
}

interface RoadOptions {
  readonly plan: RoadPlan;
  readonly road: PlannedRoad;
  readonly noise: number;
  readonly delay: Delay;
}

function roadLinks(random: RandomStream, { plan, road, noise, delay }: RoadOptions): Link[] {
  const { speed, lane, lanes } = classes[road.kind];
  const vary = () => Math.exp(noise * random.normal());
  const time = ((60 * lengthOf(plan, road)) / speed) * vary();
  const count = 1 + random.integer(lanes);
  const capacity = lane * count * vary();
  const shared = { freeFlowTime: time, ...delay() };
  const there = { from: road.a, to: road.b, capacity, ...shared };
  if (road.oneWay === true) return [there];
  const back = random.uniform() < 0.85 ? capacity : lane * (1 + random.integer(lanes)) * vary();
  return [there, { from: road.b, to: road.a, capacity: back, ...shared }];
}

/** The place itself and its neighbours, nearest first. */
function nearTo(plan: RoadPlan, node: number): number[] {
  const beside = plan.roads
    .filter(({ a, b }) => a === node || b === node)
    .map((road) => ({ place: road.a === node ? road.b : road.a, length: lengthOf(plan, road) }))
    .sort((p, q) => p.length - q.length || p.place - q.place);
  return [...new Set([node, ...beside.map(({ place }) => place)])];
}
