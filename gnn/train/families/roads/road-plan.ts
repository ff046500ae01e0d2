/** A plan of roads in the plane, before capacities and trips: what the road families make. */

import { DisjointSets } from '../../../../src/model/disjoint-sets.ts';
import type { RandomStream } from '../../../../src/model/random.ts';

export type RoadClass = 'motorway' | 'arterial' | 'collector' | 'local';

/** A road both ways, or from `a` to `b` alone. */
export interface PlannedRoad {
  readonly a: number;
  readonly b: number;
  readonly kind: RoadClass;
  readonly oneWay?: boolean;
}

/** Places in kilometres. */
export interface RoadPlan {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly roads: readonly PlannedRoad[];
}

/**
 * Takes away a share of the roads and makes a share of those left one-way; roads of a random spanning
 * tree stay as they are, so that every place can be reached from every other.
 */
export function thinned(
  random: RandomStream,
  { x, y, roads }: RoadPlan,
  { gone, oneWay }: { readonly gone: number; readonly oneWay: number },
): RoadPlan {
  const keys = roads.map(() => random.uniform());
  const order = [...keys.keys()].sort((a, b) => (keys[a] as number) - (keys[b] as number));
  const sets = new DisjointSets(x.length);
  const kept: PlannedRoad[] = [];
  for (const index of order) {
    const road = roads[index] as PlannedRoad;
    const isTree = sets.find(road.a) !== sets.find(road.b);
    if (isTree) sets.join(road.a, road.b);
    const draw = random.uniform();
    const major = road.kind === 'motorway' || road.kind === 'arterial';
    if (isTree || major || draw >= gone + oneWay) kept.push(road);
    else if (draw >= gone) {
      const turned = random.uniform() < 0.5 ? { a: road.b, b: road.a } : {};
      kept.push({ ...road, ...turned, oneWay: true });
    }
  }
  return { x, y, roads: kept };
}

export function lengthOf({ x, y }: RoadPlan, { a, b }: PlannedRoad): number {
  const [dx, dy] = [(x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number)];
  return Math.max(0.02, Math.sqrt(dx * dx + dy * dy));
}
