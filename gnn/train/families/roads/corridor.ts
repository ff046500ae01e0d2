/** Towns along a line, joined by a motorway and by a road beside it. */
import type { RandomStream } from '../../../../src/model/random.ts';
import { between } from '../placed-graph.ts';
import { planarRoads } from './planar-roads.ts';
import type { PlannedRoad, RoadPlan } from './road-plan.ts';

export function corridor(random: RandomStream, size: number): RoadPlan {
  const towns = Math.max(2, Math.min(3 + random.integer(6), Math.floor(size / 8)));
  const [x, y]: [number[], number[]] = [[], []];
  const roads: PlannedRoad[] = [];
  let [east, before]: [number, number] = [0, -1];
  for (let town = 0; town < towns; town++) {
    const places = Math.max(4, Math.round((size / towns) * between(random, 0.5, 1.3)));
    const plan = planarRoads(random, places, 'uniform');
    const start = x.length;
    const north = between(random, -4, 4);
    for (let i = 0; i < places; i++) {
      x.push(east + (plan.x[i] as number));
      y.push(north + (plan.y[i] as number));
    }
    for (const { a, b, kind } of plan.roads) roads.push({ a: start + a, b: start + b, kind });
    if (before >= 0) roads.push(...joins(random, before, start, places));
    before = start;
    east = Math.max(...x.slice(start)) + between(random, 3, 20);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y), roads };
}

/** Two or three roads from one town to the next, one of them a motorway. */
function joins(random: RandomStream, from: number, to: number, places: number): PlannedRoad[] {
  const count = 2 + random.integer(2);
  return Array.from({ length: count }, (_, i) => ({
    a: from + random.integer(to - from),
    b: to + random.integer(places),
    kind: i === 0 ? 'motorway' : i === 1 ? 'arterial' : 'collector',
  }));
}
