/** Roads between places anywhere: those that shortest ways use most are the greater ones. */
import type { RandomStream } from '../../../../src/model/random.ts';
import { Loading } from '../../../../src/predict/flow/loading.ts';
import { roadNetwork } from '../../../../src/simulate/mechanisms/congestion/road-network.ts';
import { between } from '../placed-graph.ts';
import { type Pattern, spatialGrid } from '../spatial-grid.ts';
import { lengthOf, type PlannedRoad, type RoadClass, type RoadPlan } from './road-plan.ts';

/** `size` places over about as many square kilometres. */
export function planarRoads(random: RandomStream, size: number, pattern: Pattern): RoadPlan {
  const { x, y, graph } = spatialGrid(random, size, pattern);
  const scale = Math.sqrt(size) * between(random, 0.5, 1.5);
  const pairs = Array.from(graph.from, (a, i) => ({ a, b: graph.to[i] as number }));
  const plan = {
    x: x.map((value) => value * scale),
    y: y.map((value) => value * scale),
    roads: pairs.map((pair): PlannedRoad => ({ ...pair, kind: 'local' })),
  };
  return { ...plan, roads: ranked(random, plan) };
}

/** By share of shortest ways between some places, with noise. */
function ranked(random: RandomStream, plan: RoadPlan): PlannedRoad[] {
  const count = plan.x.length;
  const links = plan.roads.flatMap((road) => {
    const freeFlowTime = lengthOf(plan, road);
    return [
      { from: road.a, to: road.b, freeFlowTime },
      { from: road.b, to: road.a, freeFlowTime },
    ];
  });
  const ends = Array.from({ length: Math.min(count, 40) }, () => random.integer(count));
  const trips = ends.flatMap((from) => ends.map((to) => ({ from, to, trips: 1 })));
  const network = roadNetwork(count, links, trips);
  const { flow } = new Loading(network).load(network.freeFlowTime).spread;
  const noise = between(random, 0.2, 1);
  const use = plan.roads.map(
    (_, i) => Math.log(1 + (flow[2 * i] as number)) + noise * random.normal(),
  );
  const sorted = [...use].sort((a, b) => b - a);
  const least = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  const [motorway, arterial, collector] = [least(between(random, 0, 0.12)), least(0.3), least(0.6)];
  const kindOf = (value: number): RoadClass => {
    if (value > motorway) return 'motorway';
    return value > arterial ? 'arterial' : value > collector ? 'collector' : 'local';
  };
  return plan.roads.map((road, i) => ({ ...road, kind: kindOf(use[i] as number) }));
}
